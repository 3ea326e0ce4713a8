"""单位简称 and 分问: names of units of any kind; the questions within a question."""

from __future__ import annotations

import pytest

from assistant.jobs.answer.parts import parts_of
from assistant.jobs.answer.units import names_of, region_of, stranger_in


@pytest.mark.parametrize(
    ("unit", "called"),
    [
        ("临泽市第三中学", ("三中", "临泽三中", "第三中学")),
        ("柳河县人民医院", ("县医院", "柳河医院")),
        ("安平市公共交通有限公司", ("公交公司", "安平公交公司")),
        ("江州市河道管理中心", ("河道中心", "河道管理中心")),
        ("云台区人力资源和社会保障局", ("人社局", "区人社局")),
        ("青岚高新区管委会应急管理局", ("青岚高新区", "青岚管委会", "青岚")),
        ("清河镇人民政府", ("清河镇", "清河镇政府", "清河")),
        ("海宁路街道办事处", ("海宁路街道", "海宁路", "海宁")),
    ],
)
def test_what_a_unit_is_called(unit: str, called: tuple[str, ...]) -> None:
    names = set(names_of(unit))
    assert names.issuperset(called), names


@pytest.mark.parametrize(
    ("unit", "region"),
    [
        ("浏东区城市管理和综合执法局", ("浏东", "城市管理和综合执法局")),
        ("甘肃省岷原县教育局", ("岷原", "教育局")),
        ("南湾新区市场监督管理局", ("", "南湾新区市场监督管理局")),
        ("图书馆", ("", "图书馆")),
    ],
)
def test_the_region_of_a_name(unit: str, region: tuple[str, str]) -> None:
    assert region_of(unit) == region


@pytest.mark.parametrize(
    ("question", "known", "stranger"),
    [
        ("第四中学食堂改造预算多少", "临泽市第三中学", "第四中学"),
        ("第三中学食堂改造预算多少", "临泽市第三中学", ""),
        ("石门乡食堂改造预算", "双桥乡中心小学", "石门乡"),
        ("各街道的预算哪个最高", "", ""),
        ("接入乡镇卫生院几家", "", ""),
        ("桃源镇有人落水时保洁员怎么办", "柳湾镇", "桃源镇"),
        ("2031年松鹤市科普经费", "柳湾镇", "松鹤市"),
        ("桃源镇有人落水时保洁员怎么办", "桃源镇", ""),
        ("试点县有几个", "", ""),
        ("重点镇补助标准", "", ""),
        ("老旧小区改造几个", "", ""),
        ("我们街道有几条路", "", ""),
        ("公路县乡道养护", "", ""),
    ],
)
def test_a_unit_that_nothing_held_names(question: str, known: str, stranger: str) -> None:
    assert stranger_in(question, known) == stranger


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("站员多少人，劳务费多少", ["站员多少人", "劳务费多少"]),
        ("三中食堂什么时候改完？花多少钱？", ["三中食堂什么时候改完", "花多少钱"]),
        ("甲和乙各多少，加起来多少", ["甲和乙各多少，加起来多少"]),
        ("特保服务要持续多久，目标里是怎么约定的？", ["特保服务要持续多久"]),
        ("30？还是35？我记不清了，要覆盖几个单位", ["要覆盖几个单位"]),
        ("您好，想问一下，预算多少，谢谢", ["预算多少"]),
        ("预算多少", ["预算多少"]),
    ],
)
def test_parts(question: str, parts: list[str]) -> None:
    assert parts_of(question) == parts
