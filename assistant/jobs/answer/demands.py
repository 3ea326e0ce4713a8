"""要件: what a sentence must have to answer a question of a kind, whatever else speaks for it.

A figure in the measure that is asked for, a body where one is asked for, a name where a name is:
most sentences of a paper fail this, and none that fails it is an answer. What is computed from
figures (sums, ranks, differences) no sentence answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.domain.synonyms import canonical
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shape import measure_of, span_of, which_of
from assistant.jobs.answer.stretches import Asked, Stretch, is_row, year_holds

COMPUTED = frozenset(("sum", "compare", "rank", "share", "per_head", "execution"))
"""Intents that figures are put together for."""
FIGURES = frozenset(("amount", "count", "rate", "number"))
SURER = 0.75
_UNSAID = 0.25
"""The share of a question's names that a sentence about a doer may lack."""
_UNSAID_WHY, _UNSAID_ELSE = 0.3, 0.6
"""The same for a reason, and for all else; a follow-up leaves its names to the turn before."""
_REASON = re.compile(
    r"原因|由于|因为|因此|因而|为此|所以|导致|致使|主要[是受因由]|起因|源于|受.{1,12}影响|鉴于|考虑到|必要性[：:]|系因"
)
"""What calls itself a reason; 为2870名老人发放 is none."""
_POINTS = re.compile(r"[：:]\s*$|(?:见下[文表]|如下|详见[^，。]{1,12}|见附[件表])[。；]?\s*$")
"""A field that was left empty; what leads to a list, or says where else to look."""
_TARGET = re.compile(r"目标值|指标值")
_RANKED = re.compile(
    r"第[一二三四五六七八九十\d]+(?:[名位大高多]|的|是|$)|排[在第名]|[前后][一二三四五六七八九十\d]+[名位]"
)
_NAME = re.compile(r"(?:叫|名)(?:做|作)?(?:什么|啥)|(?:什么|啥)名|名字|全称|名称")
_NAMED = re.compile(
    r"前身|名[为叫]|[叫称][^，。；]{2}|《[^》]{2,}》|(?:为|是|即|[：:])[“\"「][^，。]{2,}[”\"」]|有限公司|公司[：:]"
)
_COMPANY = re.compile(
    r"哪一?(?:家|个(?:公司|机构|厂|施工队|队|银行|学校|医院))|谁家|(?:什么|哪个)公司|(?:公司|厂|队|机构)是(?:谁|哪)|向谁|跟谁"
    r"|(?:公司|机构|单位|厂|队|学校|医院|中心|协会)[^，。]{0,3}(?:叫|名)"
)
_NAMED_COMPANY = re.compile(
    r"[一-鿿]{2,}(?:有限公司|有限责任公司|集团|公司|事务所|研究院|设计院|大学|学院|学校|医院|银行|协会|厂|分局)"
)
_BUSINESS = re.compile(
    r"(?:哪一?家|什么|哪一?个)[^，。]{0,3}(?:公司|企业|厂|运营商|服务商|供应商|承包商|律所|事务所|保险公司|银行)(?!.*[最多高]的)"
)
_OFFICE = re.compile(r"(?:哪一?个|什么|哪些?)(?:部门|单位|科室|机关|处室|办公室)")
_NAMED_OFFICE = re.compile(
    r"[一-鿿]{1,}(?:办|处|科|股|局|委|部|室|组|中心|所|队|站|政府|法院|检察院)"
)
_ANY_BODY = re.compile(r"第三方|专业(?:公司|机构)|保安公司|客户|服务商|项目单位|部门")
_PLACE = re.compile(r"哪(?:条|几条)?路|哪条街|几号楼|门牌|什么路|什么街")
_ROAD = re.compile(
    r"[一-鿿]{2,}(?:路|街|巷|大道)(?![一-鿿]|道|口|面|段)|[一-鿿]{2,}(?:路|街|巷)\d+号"
)
_CLOCK = re.compile(r"几点|几时几分|什么钟点")
_CLOCKED = re.compile(r"\d{1,2}\s*[:：]\s*\d\d|\d{1,2}\s*[时点](?!间|候|效)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d\s*年(?:度|内|(?=[一-鿿]))(?!\d|[初末底])")
"""2024年的项目, 2024年内: which year a paper is of, not when something was done."""
_DAY = re.compile(r"哪一?天|几月几[日号]|几号(?!文|楼|线|文件)")
_DAYED = re.compile(
    r"\d{1,2}\s*[日号](?!文)|\d{1,2}[-./]\d{1,2}(?!\d)|月底|年底|季度末|周[一二三四五六日末]"
)
_HELD = re.compile(r"哪一?天[^，。、]{0,6}的|几月几[日号]")
_DAYED_OUT = re.compile(r"\d{1,2}\s*[日号](?!文)")
"""The day on which something was held is no month's end by which it was to be."""
_ESTATE = re.compile(r"哪(?:几|些|一)?个?(?:小区|村|社区|居委会?|学校|公园)")
_NAMED_ESTATE = re.compile(
    r"(?<![一-鿿])(?!部分|各|有关|相关|住宅|平安|辖区|老旧|多个|一些|重点|智慧|所有|每个|其他)[一-鿿]{2,6}(?<!个)(?:小区|村|社区|居委|学校|中学|小学|公园)(?![一-鿿]*(?:治理|建设|戒毒|康复|服务|宅))"
)
_MONTH = re.compile(r"几月|哪个?月")
_MONTHLY = re.compile(r"(?:\d|[一二三四五六七八九十])\s*月|年[底末中初]|季度")
_NUMBER = re.compile(r"(?:什么|啥|哪个)数(?![据字目码学])")
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"哪(?:几|些)(?:个)?(?P<thing>[一-鿿]{2})")
_COUNTED = re.compile(r"哪([两二三四五六七八九十]+[化有无个大项率定制])(?![一-鿿]{2})")
"""哪六化: what is called by the number of its parts."""
_LIST = re.compile(r"[、，；;/]|[一二三]是|\n")
_YEARS = re.compile(r"(?:19|20)\d\d\s*年")
_BRACKETS = re.compile(r"[()（）*\s]")
_READ_AS = re.compile(r"^(?:（按?“[^\n]*?(?:理解|查找)）\s*)+|据《[^》]*》：")
"""What an answer says of the question before it answers, and its source's name."""
_FORBIDDEN = re.compile(
    r"(?:哪些|哪几|(?<!为)什么|(?<!为)啥)[^，。？]{0,8}?(?:不能|不得|不许|不准|不可以|禁止|严禁)|(?:不能|不得|不许|不准)[做干碰]"
)
_FORBIDS = re.compile(r"不得|不能|不许|不准|不可|禁止|严禁|禁")
_COUNTS_AS = re.compile(r"算不算|属不属于|是不是属于")
_COUNTED_AS = re.compile(
    r"不算|不属|不是|不计|不在|属于|算作|算在|视为|视同|计入|纳入|本身|都是|就是|包括|也是"
)
_WHERE_CHANGED = re.compile(
    r"(?:[多少高低省减增涨降差超])(?:了|出来)?(?:是|都)?在(?:了)?(?:哪[儿里]?|什么地方|哪些|哪几)"
)
_CHANGED = re.compile(r"减少|增加|下降|上升|调整|压减|追加|新增|取消|原因|因为|由于|主要[是因]")
_WITHOUT = re.compile(r"不含|不包括|除外|以外")
_BEGAN = re.compile(
    r"(?:何时|什么时候|几时|哪[一]?年|从哪年)(?:才|就)?(?:开始|起)(?!到|至|日|时|的|$|[？?，,。呢啊吗])(?!实施|执行|施工|动工)[一-鿿]"
)
_PROJECT_DAY = re.compile(r"(?:开始|起始)日期")
"""When an act began is not the first day of the year's project."""
_ASKED_FOR: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (_NAME, _NAMED), (_PLACE, _ROAD), (_CLOCK, _CLOCKED), (_DAY, _DAYED), (_HELD, _DAYED_OUT), (_MONTH, _MONTHLY), (_NUMBER, _DIGIT),
    (_ESTATE, _NAMED_ESTATE), (_FORBIDDEN, _FORBIDS), (_COUNTS_AS, _COUNTED_AS), (_WHERE_CHANGED, _CHANGED),
)  # fmt: skip
"""Words of a question with what the answer must have."""


def asks_a_sentence(query: Query) -> bool:
    """Whether a sentence may answer: no document by its number, nothing to be computed."""
    if query.number or query.law or query.partial or query.stranger or query.titles:
        return False
    if "why" not in query.intents and COMPUTED & set(query.intents):
        return False
    if query.yes_no and _DIGIT.search(query.spoken):
        return False  # whether a stated figure is right, the figure itself tells
    if query.intent in {"definition", "basis"} or _TARGET.search(query.text):
        return False  # terms have glossaries, documents a graph, targets rows
    return not _RANKED.search(query.text) or "why" in query.intents


def may_answer(asked: Asked, one: Stretch, text: str) -> bool:
    """Whether a sentence has the kind of thing that is asked for, of the year asked for."""
    query = asked.query
    if _POINTS.search(text):
        return False
    lawful = one.passage is not None and one.passage.kind == "article"
    if lawful and "why" in query.intents and not asked.named_law:
        return False  # statutes give no reason for what an office does
    if is_row(one) and "why" in query.intents and not _REASON.search(text):
        return False
    if not year_holds(query, text, one.scope, one.passage):
        return False
    shown = _BARE_YEAR.sub("", text) if query.asked == "date" else text
    if asked.shape is not None and not asked.shape.search(shown):
        return False
    if query.asked in FIGURES and (is_row(one) or _WITHOUT.search(text)):
        return False
    which = which_of(query.text)
    if which is not None and all(one in query.text for one in which.findall(text)):
        return False
    measure = measure_of(query.text)
    if measure is not None and not measure.search(text):
        return False
    if not has_kind(query.question, text):
        return False
    listed = _PARTS.search(query.text)
    if listed is not None and not _LIST.search(text):
        return False
    return all(
        _names_a_body(query.text, text, named)
        for asks, named in ((_COMPANY, _NAMED_COMPANY), (_OFFICE, _NAMED_OFFICE))
        if asks.search(query.text)
    )


def has_kind(question: str, text: str) -> bool:
    """Whether the text has what the words of the question alone demand: a road, an hour, a name."""
    asked, said = canonical(question), _READ_AS.sub("", text)
    if any(wants.search(asked) and not has.search(said) for wants, has in _ASKED_FOR):
        return False
    if _BEGAN.search(question) and _PROJECT_DAY.search(said):
        return False
    if _BUSINESS.search(asked) and not _names_a_body(asked, said, _NAMED_COMPANY):
        return False
    span = span_of(asked)
    if span is not None and not span.search(_BRACKETS.sub("", _YEARS.sub("", said))):
        return False
    counted = _COUNTED.search(asked)
    return counted is None or counted[1] in canonical(said)


def _names_a_body(question: str, text: str, named: re.Pattern[str]) -> bool:
    """Whether the text names a body that the question does not: no 第三方, no 专业机构."""
    plain = _ANY_BODY.sub("|", text)
    return any(match.group()[-4:] not in question for match in named.finditer(plain))


def holds_good(query: Query, features: Mapping[str, float], sure: float) -> bool:
    """Whether the sentence that comes first stands the test of its kind of question.

    No name of the question may be missing where a near miss would be another's figure or doer; a
    reason that does not call itself one must be surer than others, and is no row of a table.
    """
    if features["unsaid"] > (_UNSAID_WHY if "why" in query.intents else _UNSAID_ELSE):
        return bool(query.follows)
    if "why" in query.intents:
        return not features["mismanner"] or (sure >= SURER and not features["row"])
    if query.asked in FIGURES:
        return features["unsaid"] == 0 and features["own"] > 0
    if query.asked == "who":
        return features["unsaid"] <= _UNSAID and features["own"] > 0
    return features["own"] > 0 or query.asked is not None or bool(query.follows)
