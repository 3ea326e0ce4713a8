"""合问: what does not fit its question is refused, whatever job gave it; what numbered papers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.domain.answer import Answer
from assistant.jobs.answer.fitting import meets
from assistant.settings import Settings


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("两笔并起来一共多少", "合计**300元**（100 + 200 = 300）[1][2]。", True),
        ("两笔并起来一共多少", "合计**600元**（100 + 200 + 300 = 600）[1][2][3]。", False),
        ("两笔加起来多少", "“尾款”为**200元**[1]。", False),
        ("保安员哪些事不能做", "据《要点》：保安员不得搜查他人身体。[1]", True),
        ("保安员哪些事不能做", "据《要点》：保安服务有三种。[1]", False),
        ("为什么不能提前做", "据《说明》：汛期水位高，原因是上游来水。[1]", True),
        ("协管员算不算执法人员", "据《要点》：协管员本身不是执法人员。[1]", True),
        ("协管员算不算执法人员", "据《要点》：协管员在执法人员带领下巡查。[1]", False),
        ("何时开始聘协管员", "“协管项目”的“开始日期”为**2031-01-01**[1]。", False),
        ("项目什么时候开始", "“协管项目”的“开始日期”为**2031-01-01**[1]。", True),
        ("三公经费少在哪儿", "据《预算》：减少的是公务用车购置费。[1]", True),
        ("三公经费少在哪儿", "据《预算》：购买社工服务，做好帮教。[1]", False),
    ],
)
def test_what_an_answer_must_have(question: str, text: str, fits: bool) -> None:
    assert meets(question, Answer(question, "value", text, ())) is fits


FORM = """# 项目支出绩效目标申报表（2031年度）

项目名称：河道保洁
填报单位：柳湾镇水务站
立项依据：《柳湾镇河道长效管理办法》（柳政发〔2030〕8号）

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 保洁河道条数 | =18条 |
| 产出指标 | 质量指标 | 河面漂浮物清除率 | ≥95% |

预算执行情况

| 年度 | 年初预算（元） | 调整后预算（元） | 执行数（元） |
|---|---|---|---|
| 2029年 | 300,000.00 | 345,000.00 | 340,000.00 |
| 2030年 | 320,000.00 | 320,000.00 | 318,000.00 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("fitting")
    form = folder / "河道保洁2031.md"
    form.write_text(FORM, encoding="utf-8")
    found = Assistant(Settings(index=folder / "index"))
    found.ingest([form])
    return found


@pytest.mark.parametrize(
    ("question", "refused", "said"),
    [
        ("柳政发〔2030〕8号规定漂浮物清除率最低百分之几", True, "没有存它的全文"),
        ("柳政发〔2030〕8号要求每条河道配几名保洁员", True, "没有存它的全文"),
        ("柳政发〔2030〕8号是什么文件", False, "柳湾镇河道长效管理办法"),
        ("柳政发〔2030〕8号是谁发的", False, "柳湾镇河道长效管理办法"),
        ("柳政发〔2030〕8号被哪几份申报引用", False, "柳湾镇河道长效管理办法"),
    ],
)
def test_what_a_numbered_paper_says(
    assistant: Assistant, question: str, refused: bool, said: str
) -> None:
    found = assistant.ask(question)
    assert found.refused is refused
    assert said in found.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2029年河道保洁年中追加了多少预算", "45,000"),
        ("柳湾镇河道保洁2029年追加多少资金", "45,000"),
    ],
)
def test_what_was_added_within_a_year(assistant: Assistant, question: str, said: str) -> None:
    assert said in assistant.ask(question).answer


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("柳湾镇河道保洁有几条河道", "那桥梁的呢"),
        ("柳湾镇河面漂浮物清除率是多少", "哪家公司做的"),
    ],
)
def test_a_follow_up_is_not_given_the_turn_before(
    assistant: Assistant, before: str, question: str
) -> None:
    assert not assistant.ask(before).refused
    assert assistant.ask(question, (before,)).refused
