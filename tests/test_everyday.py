"""日常说法: the table and what a question brings to light."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.search.everyday import SHIPPED, Everyday

TABLE = "# 说明\n上班\t工作 劳动\n上班受伤\t工伤 认定\n老板\t用人单位\n\n"


@pytest.fixture
def everyday(tmp_path: Path) -> Everyday:
    (tmp_path / "table.txt").write_text(TABLE, "utf-8")
    return Everyday.load(tmp_path / "table.txt")


@pytest.mark.parametrize(
    ("question", "meanings"),
    [
        ("上班受伤怎么办", ("工伤", "认定")),
        ("老板让我上班", ("用人单位", "工作", "劳动")),
        ("上班受伤算不算工伤", ("认定",)),
        ("老板的老板", ("用人单位",)),
        ("说明", ()),
        ("", ()),
    ],
)
def test_the_longest_saying_is_taken_and_nothing_said_twice(
    everyday: Everyday, question: str, meanings: tuple[str, ...]
) -> None:
    assert everyday.meanings(question) == meanings


def test_an_unreadable_table_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "table.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="对照表"):
        Everyday.load(tmp_path / "table.txt")


def test_every_line_of_the_shipped_table_says_something_new() -> None:
    rows = [line.split() for line in SHIPPED.read_text("utf-8").splitlines() if line[:1] != "#"]
    said = [row[0] for row in rows]
    assert len(said) == len(set(said))
    assert all(len(row) > 1 and row[0] not in row[1:] for row in rows)
