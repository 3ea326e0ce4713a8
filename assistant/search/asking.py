"""问法: what a question asks for (a date, a count, who, why …), and what its words are.

The kinds are told from how people ask; each says what a passage that answers it looks like, and
under which headings of a declaration such answers stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.synonyms import SYNONYMS

_MEASURES = "个次人名位套辆台件户条份场处间块家支所回趟遍座项批期"
_NUMERAL = "0-9一二三四五六七八九十两"


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """``asked`` in a question; ``answered`` in a passage's text; ``label`` in its headings.

    ``hard``: a passage without it does not answer, whatever its words.
    """

    name: str
    asked: re.Pattern[str]
    answered: re.Pattern[str]
    label: re.Pattern[str] | None = None
    hard: bool = False


def _kind(
    name: str, asked: str, answered: str, label: str | None = None, *, hard: bool = False
) -> AnswerKind:
    known = re.compile(label) if label else None
    return AnswerKind(name, re.compile(asked), re.compile(answered), known, hard)


KINDS = (
    _kind(
        "date",
        r"什么时候|啥时候|何时|什么时间|最[晚迟早]|哪[天月年]|哪一[天月年]|几月|几号|截止|起止|日期|时间节点",
        r"\d+月|[一二三四五六七八九十]月|月底|年底|年末|[日月]前|季度|\d{4}-\d\d?|各一次|\d{4}年",
        "时效|进度|计划",
        hard=True,
    ),
    _kind(
        "duration",
        rf"多久|多长|多快|期限|时限|时长|[几多]少?个?(?:天|日|小时|钟头|分钟|月|年)(?![初底末度中]|[{_NUMERAL}])",
        rf"[{_NUMERAL}]+\s*[(（]?个?(?:日|天|工作日|月|年|小时|分钟|min)|一年|全年",
        "时效",
        hard=True,
    ),
    _kind("rate", r"率|百分|比例|几成|占比|达标|合格|合规", r"[%％]|百分之", "质量|满意", hard=True),
    _kind(
        "count",
        rf"(?:多少|几|若干)[{_MEASURES}](?!月|小时|钟头)|[人次户套件台份辆]数|数量",
        rf"[0-9]\s*[)）]?\s*[(（]?[{_MEASURES}]",
        "数量",
        hard=True,
    ),
    _kind(
        "who",
        r"谁|哪[家些个]?(?:单位|部门|公司|机构|机关|科室|企业)|哪家|什么(?:单位|部门|公司|机构)|归.{1,6}管|由.{0,6}负责",
        r"单位|街道|部门|机构|办公室|公司|委员会|分局|财政局|[政安综].办|组[：:，。]?$",
        "相关方|主体|单位|职责|组织",
        hard=True,
    ),
    _kind(
        "basis", r"依据|凭|文件|根据什么|政策|哪份|文号", r"〔\d{4}〕|\[\d{4}\]|《", "依据|政策|背景"
    ),
    _kind(
        "ceiling",
        r"成本|控制|上限|封顶|不超过|最多|单价|每[人套份台个次户名]",
        r"成本|单价|元/|标准|[≤<]",
        "成本|单价",
    ),
    _kind(
        "steps",
        r"怎么|咋|如何|流程|程序|步骤|怎样|环节|手续|先.{0,6}[再谁]",
        r"先|再|后|流程|程序|提出|审批|审核|然后",
        "流程|程序|制度|可行|组织|实施|管理",
    ),
    _kind(
        "reason",
        r"为什么|为何|为啥|干嘛|原因|理由|缘由|缘故|怎么来|怎么会|凭什么",
        r"因|由于|为了|为此|使|扩大|需要|不足|不能|新增|超出",
        "背景|必要|概况|概述|立项|说明",
    ),
    _kind("condition", r"条件|资格|资质|什么样的", r"满\d|以上|具备|条件|资格|资质|学历"),
    _kind("spending", r"执行|实际(?:支出|花|用)|决算", r"%|\d\.\d\d", "执行情况"),
    _kind("listing", r"哪些|哪几|列一?下|包括|包含", r"、.*、|；|一是|二是|1\.|[(（]1[)）]"),
)  # fmt: skip

_ASKING = re.compile(
    "|".join(
        sorted(
            """
            多少钱 多少 是什么 什么时候 什么时间 什么 哪些 哪个 哪份 哪里 哪家 哪几 哪 如何 怎么样
            怎么走 怎么 怎样 为什么 为何 为啥 干嘛 谁 请问 几 是不是 有没有 有无 是 的 了 吗 呢 吧 啊 要
            会 能 给我 列一下 一下 一共 总共 大概 大约 那边 那块 这个 那个 里面 里 应该 需要 都 有 在
            和 与 及 被 把 对 从 到 由 个 又 先 再 得 来 做 打 花 拿 写 说 讲 这 那 我 你 它 年 月 多 最
            分别 各 还 想 知道 帮 想问 啥 咋
            """.split(),  # noqa: SIM905  a list of words is easier to read and to extend this way
            key=len,
            reverse=True,
        )
    )
)
"""Words of which a question is made, whatever it is about."""
_EXCLUDED = re.compile(
    r"(?:不含|不包括|不包含|不算|除去|除了|扣除|剔除)([㐀-鿿]{2,8}?)"
    r"(?:[，,。）)；;？?]|外|以外|之外|$)"
)
_RUN = re.compile(r"[㐀-鿿]+|[a-z]+|\d+(?:\.\d+)?")
_FIGURE = re.compile(r"\d[\d,]{2,}(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?|第[\d一二三四五六七八九十百]+条")
_TOTAL = re.compile("合计|一共|总|全部|共")
_HAN_FROM = "㐀"
_SINGLE = 0.5  # weight of a character that stands alone, against a pair's 1

_ROW_OF = {word: row for row in SYNONYMS for word in row}
_SYNONYM = re.compile("|".join(sorted(map(re.escape, _ROW_OF), key=len, reverse=True)))

Unit = tuple[str, ...]
"""Spellings of which one is enough: a pair of characters, a figure, or a row of synonyms."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question taken apart: ``units`` with the weight of each, ``kinds`` of answer asked for,
    words that it ``excluded``, ``figures`` that it states itself, whether a ``total`` is asked for.
    """

    units: tuple[tuple[Unit, float], ...]
    kinds: tuple[AnswerKind, ...]
    excluded: tuple[str, ...]
    figures: frozenset[str]
    total: bool

    @property
    def reason(self) -> bool:
        """Whether a reason is asked for."""
        return any(kind.name == "reason" for kind in self.kinds)


def without_years(text: str) -> str:
    """A text without years and numbers of articles, whose figures answer nothing."""
    return _YEAR.sub("", text)


def matter_of(question: str) -> str:
    """A question without the words that only ask, and without what it leaves out (不含尾款)."""
    return _ASKING.sub(" ", _EXCLUDED.sub("，", question))


def asking_of(question: str) -> Asking:
    """Take a question apart."""
    said = _EXCLUDED.sub("，", question)
    units: dict[Unit, float] = {}
    rest, at = [], 0
    for match in _SYNONYM.finditer(said):
        rest.append(said[at : match.start()])
        units[_ROW_OF[match[0]]] = max(1.0, len(match[0]) - 1.0)
        at = match.end()
    rest.append(said[at:])
    for run in _RUN.findall(_ASKING.sub(" ", "\n".join(rest).lower())):
        for part in _parts(run):
            units.setdefault((part,), _SINGLE if len(part) == 1 else 1.0)
    return Asking(
        tuple(units.items()),
        tuple(kind for kind in KINDS if kind.asked.search(question)),
        tuple(_EXCLUDED.findall(question)),
        frozenset(f.replace(",", "") for f in _FIGURE.findall(without_years(question))),
        _TOTAL.search(question) is not None,
    )


def _parts(run: str) -> list[str]:
    """Pairs of a run of Han; a lone character, a figure or a Latin word as it is."""
    if run[0] < _HAN_FROM or len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]
