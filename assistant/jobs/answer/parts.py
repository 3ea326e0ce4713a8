"""分问: a question that asks several things, one after another, in its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain.synonyms import canonical
from assistant.jobs.answer.wording import scan

_MOST = 4
_ASKS = re.compile(
    r"多少|几|什么|谁|哪|怎么|为何|为啥|吗|是否|如何|多[大高长久]|有没有|[^，,]{2,}(?:呢|又?是)$"
)
_BETWEEN = re.compile(
    r"[？?；;]|[，,](?=[^，,]*(?:多少|几[^乎何]|什么|谁|哪|怎么|为[什何啥]|是否|如何|多[大高长久]|(?:呢|吗|又是)[？?]?$))"
    r"|、(?=[^，,、]*(?:什么时候|何时|谁|哪))"
    r"|[，,](?=(?:比例|比率|占比|比重|执行率|完成率|单价|数量|金额|时限|期限|文号|日期|面积|人数|得分)[？?。]?$)"
    r"|(?<=[一-鿿])(?:以及|还有|并且|另外|同时)(?=[^，,、]*(?:多少|几[^乎何]|什么|谁|哪|多[大高长久]))"
)
"""Where one question may end and the next begin."""
_HESITATES = re.compile(
    r"^(?:是|还是)?\d+(?:\.\d+)?(?:[%个人次]|万?元)?$|记不清|不记得|记不得|忘了|不太?确定|搞不清|想不起|不知道"
)
"""What is said beside the question and asks nothing: 30？还是35？我记不清了."""
_VAGUE = re.compile(
    r"(?:目标|指标|表|文件|资料|材料|申报书?|合同)*(?:里面?|中|上)?(?:是|有)?(?:怎么|如何|咋)(?:约定|规定|写|说|定|要求|填)的?(?:呢|啊)?"
    r"|(?:能|可以|能不能|可不可以|麻烦|请)?(?:帮忙|帮我)?(?:合计|算|加|查|看|说|找|列)一?下?(?:吗|呗|吧)?"
    r"|(?:是|对|有)(?:吗|吧|不是|不对|没有)?|谢谢.*|多谢.*|是多少(?:呢|啊)?"
)
"""A piece that asks nothing beyond the piece before it."""
_LEAD = re.compile(r"^(?:那么?|以及|还有|并且|另外|同时|然后|再|它|其中)+")
_SUMMED = re.compile(
    r"^(?:两者|二者|三者|它们|这[两三几]项?)?(?:一共|总共|合计|加起来|共计|相差|差|差额|哪个)(?:是|了|有)?(?:多少|几|更?[多高大])?"
    r"(?:钱|元|万元?|人)?$"
)
"""What is asked of the things of the part before (加起来多少, 差多少): no question of its own."""


_BEST = re.compile(r"最[多高大贵少低小长短]|排第[一二三\d]|哪.{0,4}[更]?[多高大贵少低]")
_HOW_MUCH = re.compile(
    r"(?:是|有|要|花|列|值|各)?(?:了)?(?:多少|几)(?:钱|元|万元?|人|个|块)?(?:呢|啊)?"
    r"|(?:差|高|低|多|少|贵|相差)(?:出|了|着)?(?:多少|几)(?:钱|元|万元?|人|个(?:百分点|点)?|块|倍|成)?(?:呢|啊)?"
)
"""What is asked of the one that a part before has found (…最大的是哪一项，多少钱)."""
_SEVERAL_THINGS = re.compile(r"[、和与跟及]|各|分别|以及|还有|每|都|[两二三四五]")
"""What a part has that names several things; of one thing 总共多少 asks anew."""
_OF_MONEY = re.compile(r"[补拨投出给花占筹贴][^，,]{0,4}(?:多少|几)|钱|元|资金|预算|经费|金额|费")
_APART = re.compile(r"差|哪个|合计|加起来")
_MEASURE = re.compile(
    r"(?:比例|比率|占比|比重|执行率|完成率|单价|总价|数量|金额|时限|期限|上限|下限|标准|文号|日期|时间|面积|人数|得分|分值)$"
)
_BARE_MEASURE = re.compile(rf"(?:以及|还有|和|与|其|及)*{_MEASURE.pattern}")
_GOES_ON = re.compile(r"(?:以及|还有|另外|再就是|还想问)")
_POLITE = re.compile(
    r"麻烦|劳驾|不好意思|打扰|您好|你好|谢谢|多谢|辛苦|拜托|请教|帮(?:我|忙|个忙)|我们?(?:这边|这里|正?在|想|要|刚|今天|现在|需要)"
    r"|领导|老师|同志|急用|急着|赶着|写材料|做汇总"
)
"""How a clause begins that only leads up to the question, or thanks for it."""


_THANKS = re.compile(
    r"[，,。；;！!\s]*(?:谢谢|多谢|感谢|拜托|辛苦)(?:您|你|大家|了|啦|啊)*[。！!]*$"
)


def _says(piece: str, known: str) -> bool:
    """Whether a clause says something that the library knows: three characters of its names."""
    words = [p.text for p in scan(canonical(piece)) if p.role == "content" and len(p.text) > 2]
    return any(word[at : at + 3] in known for word in words for at in range(len(word) - 2))


def _beside(text: str) -> list[str]:
    """A stretch cut at its 、 where what stands on both sides asks (单价多少、做几套)."""
    cut = [piece.strip(" 　，,。") for piece in (text or "").split("、")]
    if len(cut) > 1 and all(_ASKS.search(piece) for piece in cut):
        return cut
    return [(text or "").strip(" 　，,。")]


def _names_measure(at: int, pieces: Sequence[str]) -> bool:
    """Whether a piece asks by the name of a measure alone (执行了多少，比例; 故障率上限，还有…)."""
    if at and _ASKS.search(pieces[at - 1]) and _BARE_MEASURE.fullmatch(pieces[at]):
        return True
    after = pieces[at + 1] if at + 1 < len(pieces) else ""
    return bool(_MEASURE.search(pieces[at]) and _GOES_ON.match(after))


def leans(part: str) -> bool:
    """Whether a part asks by a measure alone and so speaks of the part before (…, 文号?)."""
    return bool(_BARE_MEASURE.fullmatch(part.rstrip("？?。呢啊")))


def parts_of(question: str, known: str = "") -> list[str]:
    """The questions within a question, in order, without asides; itself where it is one.

    ``known`` is what the library says: a polite clause that has none of it is an aside.
    """
    whole, question = question, _THANKS.sub("", question)
    pieces = [one for p in _BETWEEN.split(question) for one in _beside(p) if one]
    asking: list[str] = []
    lead, aside = "", False
    for n, piece in enumerate(pieces):
        polite = _POLITE.match(piece) and not _ASKS.search(piece) and not _says(piece, known)
        if polite or _HESITATES.search(piece) or (asking and _VAGUE.fullmatch(piece)):
            aside = True
            continue
        if not (_ASKS.search(piece) or _names_measure(n, pieces)):
            lead += f"{piece}，"  # says what the questions are about
            continue
        summed = asking and _SUMMED.fullmatch(_LEAD.sub("", piece))
        if summed and (_SEVERAL_THINGS.search(asking[-1]) or len(asking) > 1):
            asking[-1] += f"，{piece}"
            continue
        if asking and _BEST.search(asking[-1]) and _HOW_MUCH.fullmatch(_LEAD.sub("", piece)):
            asking[-1] += f"，{piece}"
            continue
        if summed and _OF_MONEY.search(asking[-1]) and not _APART.search(piece):
            piece = "总预算多少"
        asking.append(lead + piece)
        lead = ""
    if lead and asking:
        asking[-1] += f"，{lead.rstrip('，')}"
    if not asking or len(asking) > _MOST or (len(asking) == 1 and not aside):
        return [question or whole]
    return asking
