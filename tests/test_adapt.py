"""适配: kept only where held-out feedback improves, can be undone, never breaks search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from library_samples import library, statute

from assistant.errors import LibraryCorrupt, UsageError
from assistant.library.library import Library
from assistant.search.adapt import LEAST, adapt, read_feedback, undo
from assistant.search.fusion import FILE, Fusion
from assistant.search.memory import Memory, Remembered
from assistant.search.searcher import Searcher

THINGS = [
    "车辆",
    "服装",
    "伙食",
    "通讯",
    "培训",
    "体检",
    "保险",
    "印刷",
    "房租",
    "水电",
    "绿化",
    "消防",
]
SAID = [
    "铁马账",
    "行头账",
    "大锅账",
    "铃铛账",
    "磨刀账",
    "把脉账",
    "护身账",
    "油墨账",
    "落脚账",
    "流水账",
    "青苗账",
    "红帽账",
]
"""An office's own names for things, which no text of the library holds."""
SHELLS = ("{}怎么定", "谁管{}", "{}几时付", "{}归哪里")


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Library]:
    with library(tmp_path / "index") as made:
        articles = {
            f"第{'一二三四五六七八九十百千'[at]}条": f"{thing}费用由财务部门核定，按季支付。"
            for at, thing in enumerate(THINGS)
        }
        made.catalogue.add(*statute("某区费用管理办法", "2020-01-01", articles))
        made.sync()
        yield made


def feedback(tmp_path: Path, *, right: bool) -> Path:
    """Questions in the office's own words for each thing; or with answers at random."""
    lines = []
    for at, thing in enumerate(THINGS):
        for turn, shell in enumerate(SHELLS):
            answer = thing if right else THINGS[(at * 7 + turn * 5 + 1) % len(THINGS)]
            lines.append({"q": shell.format(SAID[at]), "passage": f"{answer}费用由财务部门核定"})
    path = tmp_path / "feedback.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def first(kept: Library, question: str) -> str:
    return Searcher(kept).search(question)[0].passage.text


def test_an_office_own_words_are_learnt_and_forgotten_again(kept: Library, tmp_path: Path) -> None:
    question = "护身账怎样定"
    assert "保险费用" not in first(kept, question)
    result = adapt(kept, feedback(tmp_path, right=True))
    assert result.kept
    assert result.after > result.before
    assert result.weights.memory > 0
    assert result.fitted_on + result.judged_on == len(SHELLS) * len(THINGS)
    assert "保险费用" in first(kept, question)
    assert "反馈" in Searcher(kept).search(question)[0].exact
    assert undo(kept.folder)
    assert not undo(kept.folder)
    assert "保险费用" not in first(kept, question)


def test_feedback_that_does_not_hold_elsewhere_changes_nothing(
    kept: Library, tmp_path: Path
) -> None:
    result = adapt(kept, feedback(tmp_path, right=False))
    assert not result.kept
    assert not (kept.folder / FILE).exists()
    assert Fusion.load(kept.folder) == Fusion()


def test_adapting_again_gives_the_same(kept: Library, tmp_path: Path) -> None:
    path = feedback(tmp_path, right=True)
    one = adapt(kept, path)
    undo(kept.folder)
    assert adapt(kept, path) == one


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ('{"q": "车费", "passage": "车辆费用由财务部门核定"}', True),
        (
            '{"question": "车费", "passage": ["车辆费用由财务部门核定", "伙食费用由财务部门核定"]}',
            True,
        ),
        ('{"q": "车费", "document": "某区费用管理办法"}', True),
        ('{"q": "车费", "passage": "没有这样的段落"}', False),
        ('{"q": "车费", "document": "没有这份文件"}', False),
        ('{"q": "车费"}', False),
    ],
)
def test_what_a_line_may_say(kept: Library, tmp_path: Path, line: str, understood: bool) -> None:
    name = kept.catalogue.documents()[0].name
    path = tmp_path / "one.jsonl"
    path.write_text("\n" + line.replace('"某区费用管理办法"', json.dumps(name)), "utf-8")
    found, unknown = read_feedback(path, kept)
    assert (len(found), unknown) == ((1, ()) if understood else (0, (2,)))


@pytest.mark.parametrize(
    ("content", "says"),
    [("{junk", "第 1 行"), ("[1]", "第 1 行"), ("", f"至少要 {LEAST} 条"), (None, "无法读取")],
)
def test_an_unusable_file_is_one_clear_line(
    kept: Library, tmp_path: Path, content: str | None, says: str
) -> None:
    path = tmp_path / "feedback.jsonl"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=says):
        adapt(kept, path)


def test_memory_forgets_what_is_gone(kept: Library) -> None:
    memory = Memory(kept.encoder, [Remembered("车费怎么报", ("nothing:0-9", "junk"))])
    hits = Searcher(kept, fusion=Fusion(memory=1.0), memory=memory).search("车费怎么报")
    assert hits
    assert all("反馈" not in hit.exact for hit in hits)


def test_memory_is_silent_on_another_matter(kept: Library) -> None:
    memory = Memory(kept.encoder, [Remembered("车费怎么报", ("a:0-9",))])
    assert memory.recall("车费怎么报") == pytest.approx({"a:0-9": 1.0})
    assert memory.recall("消防器材何时检查") == {}
    assert Memory(kept.encoder).recall("车费怎么报") == {}


def test_a_damaged_file_is_one_clear_line(kept: Library) -> None:
    (kept.folder / FILE).write_text('{"weights": {}}')
    with pytest.raises(LibraryCorrupt, match="删除它"):
        Searcher(kept)
