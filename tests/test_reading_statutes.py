from __future__ import annotations

from pathlib import Path

import pytest
from paper import write_docx

from assistant.domain.declaration import Statute
from assistant.domain.numerals import parse_chinese
from assistant.reading.files import read_bytes, read_file
from assistant.reading.statutes import read_statutes

LAW = """# 某某管理条例

2009年10月13日 中华人民共和国国务院令第564号公布

2022年3月29日 《国务院关于修改部分行政法规的决定》第二次修订

<!-- INFO END -->

## 第一章　总　　则

第一条 为了规范管理，制定本条例。

第二条 本条例所称服务是指：

（一）门卫、巡逻；

（二）守护。

前款第（二）项按照第一条执行。

## 第二章 附则

### 第一节 施行

第三条 违反第二条第二款规定的，责令改正。

第三条之一 本条例另有规定的，从其规定。

第四条 本条例自2010年1月1日起施行。
"""

NOTICE = """上海市某某局文件

沪公闵发〔2019〕31号

关于开展办案区智能化改造的通知

各派出所：

为做好改造工作，现通知如下：

一、工作目标

年底前完成改造。

二、工作要求

（一）按时完成。

（二）加强保障。

本通知自印发之日起施行。

2019年5月6日
"""


def read(text: str, name: str = "a.md") -> Statute:
    return read_statutes(read_bytes(text.encode(), name)[0])[0]


def test_a_law() -> None:
    law = read(LAW, "某某管理条例(2022-03-29).md")
    assert (law.title, law.number, law.issuer) == ("某某管理条例", "国务院令第564号", "国务院")
    assert (law.issued, law.in_force, law.version) == ("2022-03-29", "2022-03-29", "2022-03-29")
    assert [(a.number, a.chapter) for a in law.articles] == [
        ("第一条", ("第一章 总则",)),
        ("第二条", ("第一章 总则",)),
        ("第三条", ("第二章 附则", "第一节 施行")),
        ("第三条之一", ("第二章 附则", "第一节 施行")),
        ("第四条", ("第二章 附则", "第一节 施行")),
    ]
    assert law.articles[1].paragraphs == (
        "本条例所称服务是指：\n（一）门卫、巡逻；\n（二）守护。",
        "前款第（二）项按照第一条执行。",
    )
    assert law.articles[1].locator.quote.startswith("第二条 本条例所称")
    assert law.articles[1].locator.quote.endswith("按照第一条执行。")


@pytest.mark.parametrize(
    ("head", "tail", "name", "dates"),
    [
        ("2021年5月18日 某会议通过\n\n2021年8月1日 施行", "", "a(2021-06-16).md", ("2021-06-16", "2021-08-01", "2021-06-16")),
        ("2019年1月5日 某会议通过", "本规定自2019年3月1日起施行。", "a.md", ("2019-01-05", "2019-03-01", "2019-01-05")),
        ("2019年1月5日 某会议通过", "本规定自公布之日起施行。", "a.md", ("2019-01-05", "2019-01-05", "2019-01-05")),
        ("2019年1月5日 某会议通过\n\n2023年2月1日 某会议修正", "本规定自2019年3月1日起施行。", "a.md", ("2023-02-01", "2023-02-01", "2023-02-01")),
        ("", "本规定自二○一九年三月一日起施行。", "a.md", (None, "2019-03-01", "2019-03-01")),
        ("", "本规定由某局解释。", "a.md", (None, None, None)),
    ],
)  # fmt: skip
def test_dates(head: str, tail: str, name: str, dates: tuple[str | None, ...]) -> None:
    text = f"# 某规定\n\n{head}\n\n<!-- INFO END -->\n\n第一条 总则。\n\n第二条 {tail}\n"
    law = read(text, name)
    assert (law.issued, law.in_force, law.version) == dates


@pytest.mark.parametrize(
    ("line", "issuer", "number"),
    [
        ("2011年6月30日 第十一届全国人民代表大会常务委员会第二十一次会议通过", "全国人民代表大会常务委员会", None),
        ("2019年4月10日 驻马店市第四届人民代表大会常务委员会第十七次会议通过", "驻马店市人民代表大会常务委员会", None),
        ("2021年5月18日 最高人民法院审判委员会第1838次会议通过", "最高人民法院", None),
        ("2006年1月1日 公安部令第85号发布", "公安部", "公安部令第85号"),
        ("2004年5月1日 国务院第50次常务会议通过", "国务院", None),
    ],
)  # fmt: skip
def test_who_made_it(line: str, issuer: str, number: str | None) -> None:
    law = read(f"# 某规定\n\n{line}\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第二条 乙。\n")
    assert (law.issuer, law.number) == (issuer, number)


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_notice(kind: str) -> None:
    lines = [line for line in NOTICE.split("\n") if line]
    data = NOTICE.encode() if kind == "txt" else write_docx(lines)
    notice = read_statutes(read_bytes(data, f"通知.{kind}")[0])[0]
    assert notice.title == "关于开展办案区智能化改造的通知"
    assert notice.number == "沪公闵发〔2019〕31号"
    assert notice.issuer == "上海市某某局"
    assert [(a.number, a.paragraphs[0]) for a in notice.articles] == [
        ("一", "工作目标"), ("二", "工作要求\n（一）按时完成。\n（二）加强保障。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "社会治安维稳工作项目描述\n\n一、项目概况\n\n根据《关于加强管理的意见》（沪公闵发〔2017〕41号）开展。\n",
        "财政项目支出绩效目标申报表\n\n项目名称\t特保\n指标\t≥95%\n",
        "根据条例规定\n\n第三条 只引用了一条。\n\n其余是说明。\n",
    ],
)
def test_declarations_are_no_statutes(text: str) -> None:
    assert read_statutes(read_bytes(text.encode(), "a.txt")[0]) == ()


def test_references_at_the_head_of_a_line_are_no_articles() -> None:
    law = read(
        "# 某规定\n\n第一条 甲。\n\n第二条 乙：\n\n第一条的规定适用于\n\n第三条第二款规定的情形。\n\n第三条 丙。\n"
    )
    assert [a.number for a in law.articles] == ["第一条", "第二条", "第三条"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("pattern", "articles", "in_force"),
    [
        ("行政法/*行政强制法*.md", 71, "2012-01-01"),
        ("司法解释/人民法院在线诉讼规则*.md", 39, "2021-08-01"),
        ("民法典/物权编.md", 258, "2021-01-01"),
    ],
)
def test_laws_of_the_collection(shared: Path, pattern: str, articles: int, in_force: str) -> None:
    path = next((shared / "data" / "laws").glob(pattern))
    law = read_statutes(read_file(path)[0])[0]
    assert (len(law.articles), law.in_force) == (articles, in_force)
    numbers = [int(parse_chinese(a.number[1:-1]) or 0) for a in law.articles]
    assert numbers == list(range(numbers[0], numbers[0] + articles))


@pytest.mark.shared
def test_the_seeds_are_no_statutes(seeds: list[Path]) -> None:
    assert [read_statutes(read_file(path)[0]) for path in seeds] == [()] * 5
