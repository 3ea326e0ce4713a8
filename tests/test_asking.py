"""问法: what a question asks for, and what its words are."""

from __future__ import annotations

import pytest

from assistant.search.asking import asking_of, matter_of


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("演练最晚什么时候做完", {"date"}),
        ("保管期限最长多久", {"duration"}),
        ("一次要几个钟头", {"duration"}),
        ("培训合格率要求达到百分之几", {"rate"}),
        ("要配多少人", {"count"}),
        ("一年搞几趟", {"count"}),
        ("由哪个部门负责验收", {"who"}),
        ("付款怎么走，先交给谁批", {"steps", "who"}),
        ("每套成本控制在多少以内", {"ceiling"}),
        ("为啥比上年少了", {"reason"}),
        ("申领要什么条件", {"condition"}),
        ("今年实际支出了多少", {"spending"}),
        ("都有哪些设备", {"listing"}),
        ("立项凭的什么文件", {"basis"}),
        ("绿化养护", set()),
    ],
)
def test_the_kinds_of_answer_that_are_asked_for(question: str, kinds: set[str]) -> None:
    assert {kind.name for kind in asking_of(question).kinds} == kinds


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("路灯要修几盏", {"路灯", "盏"}),
        ("2024年花了12.5万", {"2024", "12.5"}),
        ("演练在哪里", {"演练|演习"}),
        ("的了吗", set()),
    ],
)
def test_the_words_that_only_ask_are_no_part_of_the_matter(question: str, units: set[str]) -> None:
    found = {"|".join(unit) for unit, _ in asking_of(question).units}
    assert {unit for unit in units if not any(unit in one for one in found)} == set()
    assert not any("多少" in one or "哪里" in one for one in found)


@pytest.mark.parametrize(
    ("question", "excluded", "matter"),
    [
        ("食堂全年多少（不含尾款）", ("尾款",), "食堂"),
        ("除了保险以外花多少", ("保险",), "花"),
        ("食堂全年多少", (), "食堂"),
    ],
)
def test_what_a_question_leaves_out_is_not_looked_for(
    question: str, excluded: tuple[str, ...], matter: str
) -> None:
    asking = asking_of(question)
    assert asking.excluded == excluded
    assert all(word not in matter_of(question) for word in excluded)
    assert matter in question


@pytest.mark.parametrize(
    ("question", "figures", "total"),
    [
        ("为什么定280,000元", {"280000"}, False),
        ("2024年一共多少", set(), True),
        ("第1203条说什么", set(), False),
    ],
)
def test_figures_and_totals_of_a_question(question: str, figures: set[str], total: bool) -> None:
    asking = asking_of(question)
    assert asking.figures == figures
    assert asking.total is total
