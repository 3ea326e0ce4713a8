"""机关代字: the table first, then the position grammar, never a guess without saying so."""

from __future__ import annotations

import pytest

from assistant.domain.issuer import issuer_of


@pytest.mark.parametrize(
    ("code", "name", "certainty"),
    [
        ("闵综治办", "闵行区社会治安综合治理委员会办公室", "certain"),
        ("沪公闵发", "上海市公安局闵行分局", "near-certain"),
        ("沪禁毒办", "上海市禁毒委员会办公室", "inferred"),
        ("沪公静函", "上海市公安局静安分局", "inferred"),
        ("普财建", "普陀区财政局", "inferred"),
        ("浙府办发", "浙江省人民政府办公厅", "inferred"),
        ("徐府办发", "徐汇区人民政府办公室", "inferred"),
        ("区综治办", "本区社会治安综合治理委员会办公室", "inferred"),
        ("甲乙丙", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_issuer(code: str, name: str | None, certainty: str) -> None:
    issuer = issuer_of(code)
    assert (issuer.name, issuer.certainty) == (name, certainty)


def test_the_district_of_the_citing_unit_is_used() -> None:
    issuer = issuer_of("区综治办", district="徐汇区")
    assert issuer.name == "徐汇区社会治安综合治理委员会办公室"
    assert issuer.certainty == "near-certain"
