"""理解: a question → a typed ``Query``: entities linked, intent, filters, follow-ups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.domain.coverage import cover
from assistant.domain.document_number import find_numbers, parse_partial
from assistant.domain.numerals import half_width, parse_number
from assistant.domain.synonyms import canonical
from assistant.domain.taxonomy import LEVEL1_NAMES, LEVEL2_NAMES
from assistant.jobs.answer.language import cut
from assistant.jobs.answer.query import LawReference, Premise, Query
from assistant.jobs.answer.shelf import TABLED, Scope, Shelf
from assistant.jobs.answer.typos import corrected
from assistant.jobs.answer.units import stranger_in
from assistant.jobs.answer.wording import ACTING, ASKED, INTENTS, JOINING, SOFT, STAGES, scan

_GAP = "|"
_SHORT_ALIAS = 3
_SLIPS = 5
_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?:年度|年(?!底前))|(?<![\d.])(199\d|20[0-4]\d)(?=[^\d.,%一-鿿]|$|(?![人名位个次起场辆台套件家所处天条座元万亿千百余多米公平立吨户株棵块亩页份号])[一-鿿]{2}|和|与|及|到|至|比|的|两|三)"
    r"|(?<![\d.用达满过于长])(?<!使用)(?<!不到)(?<!超过)([12]\d)年(?:度)?(?![前长期限]|以上|之久|左右)"
)
"""A calendar year; two digits before 年 are a span of time after 用, 满, 超过."""
_HAN_YEAR = re.compile(r"[一二][〇零○九][〇零○一二三四五六七八九]{2}年(?:度)?")
_RELATIVE = (("前年", -2), ("去年", -1), ("明年", 1), ("后年", 2))
_TITLE = re.compile(r"[《〈]([^《》〈〉]{2,80})[》〉]")
_LAW = re.compile(
    r"[《〈]?(?P<title>[一-鿿（）()、]{1,40}?(?:法|法典|条例|办法|规定|细则|决定|解释|规则|暂行规定)(?:[（(](?:试行|暂行|修订|修正)[）)])?)[》〉]?(?:的|中|里)?"
    r"第?(?P<article>[零〇一二三四五六七八九十百千\d]+)条(?:之[一二三四五六七八九十]+)?"
    r"(?:的?第?(?P<paragraph>[一二三四五六七八九十\d]+)款)?"
)
_UNITS = (
    r"亿元|万元|千元|元|人次|人·月|个人|[人名位次起场辆台套件家所处个天条座栋间张份支株盏户批吨米段艘根面本册幅具盘届]|平方米|立方米"
    r"|公里|千米|公斤|公顷|亩|工作日|年(?!度|底|初|末|内)|小时|分钟|个月|亿|万"
)
"""What may be counted in a question's own figure."""
_FIGURE = re.compile(
    r"(?<![第前哪这那各几数每\d])(?P<figure>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千][零一二两三四五六七八九十百千万]*"
    rf"(?={_UNITS}))(?P<unit>{_UNITS}|块钱|块|%)?"
    r"(?![级届条款期])"
)
_VAGUE = frozenset("个人次条项份件家套台场位名段面年天起块")
"""一个, 两家: no figure that a question states, but a word that counts what it speaks of."""
_MONEY = {"亿元": 100_000_000, "亿": 100_000_000, "万元": 10_000, "万": 10_000, "千元": 1000,
          "元": 1, "块钱": 1, "块": 1}  # fmt: skip
_WHENCE = re.compile(r"(?:这个数)?(?:是|的)?(?:怎么|咋|哪[来里]|依据|根据|凭|从何)")
_WITHOUT = re.compile(
    r"[，,、（(]?(?:不算|不含|不包括|除去|扣除|除了|刨去|除开|去掉)([^，,、。？?！!以之外其剩]{2,12}?)"
    r"(?:以外|之外|外|(?=其他|其余|剩|一共|总共|合计|[，,。？?！!]|$))"
)
_FOLLOWS = re.compile(
    r"^(?:那么?|还有|另外|再|然后|同样|以及|换成|改成|如果是|要是|而|和|跟)|呢$|^(?:它|其|他|她|这个?|那个|该|上述|前面|刚才|此)"
    r"|(?:它|其中|该项目|这个项目|这个指标|该指标|这一项|这项|该单位|这个单位|这个街道|此项)"
)
_BARE = re.compile(
    r"^(?:为什么|为啥|为何|怎么来的|依据是?什么|依据呢|根据什么|理由是?什么|凭什么|多少钱|出处在?哪里?"
    r"|有依据吗|谁发的?|谁(?:印发|出|制定|下)的|哪(?:个单位|个部门|个机关|家|里)?(?:印发|发|出|制定)的|(?:什么时候|哪年|何时)(?:印发|发|出)的"
    r"|(?:讲|说|写|规定)(?:的是|的|了)?(?:什么|啥))(?:呢|呀|啊|定的|这么定|这么多|这么高|这样)?$"
)
_YES_NO = re.compile(
    r"[吗嘛么]$|(?:是|有|会|要|得).*吧$|是否|是不是|对不对|对吗|对吧|有没有|能不能|可不可以|够不够"
)
_COMPOUND = re.compile(r"([一-鿿])([一-鿿])([费款金])")
_PHYSICAL = (
    ("公里", "千米", "万米"), ("平方米", "平方公里", "平方", "平米", "万平方米", "公顷", "亩"),
    ("立方米", "立方", "万立方米"), ("吨", "公斤", "万吨"), ("棵", "株"),
)  # fmt: skip
"""Measures that may stand for one another, by what they measure."""
_COUNTED_IN = (
    ("户", "家"), ("座", "所", "处", "个"), ("间", "栋", "幢", "个", "处", "所"), ("栋", "幢", "座", "个"), ("棵", "株"),
    ("本", "册"), ("门",), ("亩",), ("艘", "条", "只"), ("架",), ("顶",), ("盏",), ("具",),
)  # fmt: skip
"""Measures of things that may stand for one another; what is counted in another is another thing."""
_OWN_MEASURES = frozenset("户座间栋幢棵株本册门亩艘架顶盏具")
_NO_MEASURE = re.compile(r"户籍|户口|户均|本科|本地|本级|本人|门诊|门槛|亩均|个月|条件|具体|架构")
_COUNTED = re.compile(
    r"前[一二两三四五六七八九十\d]+大?[项名位个笔条家]?|哪[一二两三四五六几]?[项份笔条]"
    r"|[这那]?[一二两三四五六七八九十几\d]+(?:大?[项笔块档]|个(?=项目|指标|单位|街道)|年(?=的?[一合总加]|[^\d]{0,6}(?:一共|合计|加)))"
)
"""Members of a list by their number or place: no words of content."""
_STAGE = re.compile(
    rf"(?<![查看说讲问找绍释])(?:{'|'.join(sorted(STAGES))})(?=[是指要的]|什么|阶段)"
)
"""A stage of budgeting is content where something is asked of it (一下是什么), not in 查一下."""
_WORDED_INTENTS = frozenset(("procedure", "definition"))
_WHAT = re.compile(r"什么|怎么|如何|哪|吗$")
_HOW_MANY = re.compile(r"(?<!百分之)(?:多少|几)(?!个?[月年天钱元万块])")
_HOW_MUCH = re.compile(r"多少|几[万块元]|什么数|啥数|盘子")
_EVERY = re.compile(
    r"(?:各个?|每个|所有|不同|全部|哪个?些?|几个)(?:街道|单位|街镇|镇|项目|部门|地)|所有的|哪家|街道之间"
)
_TAIL = re.compile(r"(?:经费|费用|项目|工作|服务|专项|补充)+$")
_LEVEL_STEMS = sorted(
    {one.stem for one in LEVEL2_NAMES} | {one.stem for one in LEVEL1_NAMES}, key=len, reverse=True
)
_LEVEL = re.compile(rf"({'|'.join(map(re.escape, _LEVEL_STEMS))})(?:类)?(?:指标|目标)")
_MASKED_KINDS = frozenset(("indicator", "budget_line", "group", "activity", "account"))


def understand(
    question: str, shelf: Shelf, context: Sequence[str] = (), *, mend: bool = False,
    joined: bool = False,
) -> Query:  # fmt: skip
    """The question as a typed query; earlier questions complete a follow-up.

    ``joined``: it goes on from the last of them, whatever its words. ``mend`` puts single slips of the keyboard right: to be tried where the question as it stands
    finds nothing.
    """
    current = _spelt(question, shelf, mend)
    if not context or not (joined or _is_follow_up(current, question)):
        return current
    earlier = understand(context[-1], shelf, context[:-1], mend=mend)
    return _completed(current, earlier, shelf)


def _spelt(question: str, shelf: Shelf, mend: bool) -> Query:
    """The question understood, colloquial words and single slips of the keyboard put right."""
    text = _formal(question, shelf)
    query = _understood(text, shelf)
    changes: list[tuple[str, str]] = []
    if not mend or query.number or query.titles or query.law:
        return replace(query, question=question)
    for _ in range(_SLIPS):
        unknown = cover(query.content, (shelf.all_names,)).missing
        slip = corrected(query.spoken, unknown, shelf.stretches, shelf.words, shelf.everything)
        text = canonical(text)
        if slip is None or slip[0] not in text:
            break
        changes.append(slip)
        text = text.replace(*slip, 1)
        query = _understood(text, shelf)
    return replace(query, question=question, corrected=tuple(changes))


def _formal(question: str, shelf: Shelf) -> str:
    """水电费 and the like in their parts, where the library has these."""
    return _COMPOUND.sub(lambda match: _parted(match, shelf), question)


def _parted(match: re.Match[str], shelf: Shelf) -> str:
    """水电费 as 水费、电费, where the library has these two and not the one."""
    whole, first, second, thing = match.group(), match[1], match[2], match[3]
    if whole in shelf.all_names or not {first + thing, second + thing} <= shelf.heads:
        return whole
    return f"{first}{thing}、{second}{thing}"


def _understood(question: str, shelf: Shelf) -> Query:
    plain = half_width(question)
    found = find_numbers(plain, loose=True)
    number = found[0].number if found else None
    law = _law_of(plain)
    titles = tuple(match[1] for match in _TITLE.finditer(plain))
    without = tuple(canonical(match[1]) for match in _WITHOUT.finditer(plain))
    plain = _WITHOUT.sub(_GAP, plain)
    if law:
        plain = _LAW.sub(_GAP, plain, count=1)
    for one in reversed(found):
        plain = plain[: one.start] + _GAP + plain[one.end :]
    partial = parse_partial(plain) if number is None and law is None else None
    for title in titles:
        plain = plain.replace(title, _GAP)
    text = canonical_with_gaps(_enumerated(plain, shelf))
    years, relative, rest = _years(text, shelf)
    premises, rest = _premises(rest, shelf)
    spoken = rest
    units, by_unit, rest = _linked_units(rest, shelf)
    projects, scopes, rest = _restricted(rest, shelf, by_unit)
    if not projects:
        projects, scopes, rest = _shortened_project(rest, shelf, scopes)
    counted = _measured(_masked(rest, shelf), shelf)
    if counted:
        rest = re.sub(rf"(多少|几){re.escape(counted[1][0])}", rf"\1{_GAP}", rest)
    levels = tuple(dict.fromkeys(match[1] for match in _LEVEL.finditer(rest)))
    masked = _masked(rest, shelf)
    parts = [scan(part, shelf.trigrams) for part in _COUNTED.sub(_GAP, rest).split(_GAP)]
    content = tuple(p.text for part in parts for p in part if p.role == "content")
    content += tuple(word for word in _STAGE.findall(rest) if word not in "".join(content))
    content += _nouns_left(rest, content)
    content += _plainly_named(rest, content, scopes, shelf)
    wording = _GAP.join("".join(p.text for p in part if p.role != "joining") for part in parts)
    intents = tuple(name for name, pattern in INTENTS if pattern.search(masked))
    asked, measures = counted or _asked(masked)
    if asked in (None, "number"):
        asked, measures = _asked(rest)
    worded = bool(intents) and (intents[0] in _WORDED_INTENTS or bool(_WHAT.search(rest)))
    if worded and asked == "amount" and not _HOW_MUCH.search(rest):
        asked, measures = None, ()
        intents = tuple(name for name in intents if name != "amount")
    if asked in {"count", "duration"} and scopes and not content and measures[:1] != ("家",):
        intents = tuple(name for name in intents if name != "sum")  # 一共招多少人 adds up no money
    if asked is None and premises and premises[0].unit:
        asked, measures = _asked_by(premises[0].unit)
    return Query(
        question=question,
        text=text,
        intent=intents[0] if intents else "unknown",
        intents=intents,
        asked=asked,
        units=measures,
        content=content,
        wording=wording,
        years=years,
        scopes=scopes,
        named_units=units,
        named_projects=projects,
        levels=levels,
        number=number,
        partial=partial,
        titles=titles,
        law=law,
        premises=premises,
        yes_no=bool(_YES_NO.search(canonical(question))),
        all_units=bool(_EVERY.search(text)),
        spoken=spoken,
        without=without,
        by_unit=tuple(by_unit),
        relative=relative,
        stranger=stranger_in(spoken, shelf.everything),
    )


_RARE_NOUN = 33_000


def _nouns_left(text: str, content: tuple[str, ...]) -> tuple[str, ...]:
    """Nouns of the language whose characters are words of asking each by itself (高中, 县城)."""
    said = _GAP.join(content)
    return tuple(
        word.text for part in ACTING.sub(_GAP, text).split(_GAP) for word in cut(part)
        if word.flag in {"n", "ns", "nt", "nz", "s"} and len(word.text) == 2
        and 0 < word.frequency < _RARE_NOUN and not set(word.text) & set(said)
        and word.text not in SOFT and word.text not in JOINING
        and not any(word.text in soft for soft in SOFT)
    )  # fmt: skip


def _plainly_named(
    text: str, content: tuple[str, ...], scopes: tuple[Key, ...], shelf: Shelf
) -> tuple[str, ...]:
    """The name of a row that is made of words of asking (人员经费, 公用经费), where it is a row."""
    named = [
        name for name, held in shelf.plain_names.items()
        if name in text and not any(name in chunk for chunk in content)
        and (held & frozenset(scopes) if scopes else not re.search(f"[这该本个]{name}", text))
    ]  # fmt: skip
    return tuple(n for n in named if not any(n != other and n in other for other in named))


def canonical_with_gaps(text: str) -> str:
    """The canonical form, with the gap signs of removed parts kept."""
    return _GAP.join(canonical(part) for part in text.split(_GAP))


def _enumerated(text: str, shelf: Shelf) -> str:
    """A gap for each 、 between things (培训费、会议费), not for those within a name."""

    def gap(match: re.Match[str]) -> str:
        left = canonical(text[max(match.start() - 2, 0) : match.start()])
        right = canonical(text[match.end() : match.end() + 2])
        joint = left + right
        across = {joint[at : at + 3] for at in range(len(joint) - 2)}
        return match.group() if across & shelf.trigrams else _GAP

    return re.sub("、", gap, text)


def _law_of(text: str) -> LawReference | None:
    match = _LAW.search(text)
    if match is None:
        return None
    paragraph = parse_number(match["paragraph"]) if match["paragraph"] else None
    return LawReference(
        match["title"].strip("《》〈〉"),
        f"第{match['article']}条",
        int(paragraph) if paragraph is not None else None,
    )


def _years(text: str, shelf: Shelf) -> tuple[tuple[int, ...], int | None, str]:
    years: list[int] = []

    def take(match: re.Match[str]) -> str:
        whole = match[1] or match[2]
        years.append(int(whole) if whole else 2000 + int(match[3]))
        return _GAP

    def take_han(match: re.Match[str]) -> str:
        digits = parse_number(match.group().rstrip("年度"))
        if digits is not None and 1949 <= digits <= 2099:
            years.append(int(digits))
            return _GAP
        return match.group()

    text = _HAN_YEAR.sub(take_han, text)
    text = _YEAR.sub(take, text)
    base = max(years, default=None) or max(shelf.years, default=None)
    relative = None
    for word, step in _RELATIVE:
        if word in text and base is not None:
            relative = step
            years.append(base + step)
            text = text.replace(word, _GAP)
    return tuple(dict.fromkeys(years)), relative, text


Key = tuple[str, int | None]


def _restricted(
    text: str, shelf: Shelf, by_unit: list[tuple[Key, ...]]
) -> tuple[tuple[str, ...], tuple[Key, ...], str]:
    """Projects that the text names, the scopes that units and projects restrict to, the rest."""
    of_units = list(dict.fromkeys(key for keys in by_unit for key in keys))
    projects, by_project, text = _linked_projects(text, shelf, of_units)
    both = [key for key in by_project if not of_units or key in of_units]
    # A unit that has no such project: nothing of another unit may be answered for it.
    scopes = both if both else (of_units or by_project)
    return projects, tuple(scopes), text


def _linked_units(text: str, shelf: Shelf) -> tuple[tuple[str, ...], list[tuple[Key, ...]], str]:
    """Units in the order of the question; two names of one unit (江州, 水务局) are one."""
    found: list[tuple[int, str, tuple[Key, ...]]] = []
    keys_in = _within_keys(text, shelf)
    for alias, scopes in shelf.aliases.items():
        place = _place_in(text, alias)
        if place is None or (len(alias) <= _SHORT_ALIAS and place[0] in keys_in):
            continue
        begin, end = place
        found.append((begin, alias, scopes))
        # the same length, so that places stay comparable
        text = text[:begin] + _GAP * (end - begin) + text[end:]
    found.sort(key=lambda one: one[0])
    keys: list[tuple[Key, ...]] = []
    for _, _, scopes in found:
        for n, held in enumerate(keys):
            common = tuple(key for key in held if key in scopes)
            if common:
                keys[n] = common
                break
        else:
            keys.append(scopes)
    return tuple(alias for _, alias, _ in found), keys, re.sub(r"\|+", _GAP, text)


def _within_keys(text: str, shelf: Shelf) -> frozenset[int]:
    """The places of the text that belong to the name of a row, quoted in full."""
    held = (
        at for key in shelf.long_keys for begin in [text.find(key)] if begin >= 0
        for at in range(begin, begin + len(key))
    )  # fmt: skip
    return frozenset(held)


def _place_in(text: str, alias: str) -> tuple[int, int] | None:
    """Where the text names the unit, together with its body (街道办事处, 政府) behind it."""
    begin = text.find(alias)
    if begin < 0:
        return None
    end = begin + len(alias)
    lead = re.search(r"(?:[一-鿿]{2,3}[省市])?(?:本[省市区县镇乡])?(?:公安局)?$", text[:begin])
    if lead and not re.search(r"[和与跟及比是在的]", lead.group()):
        begin = lead.start()
    tail = re.match(
        r"路?(?:街道办事处|街道办|街道|(?:省|市|区|县|镇|乡)?(?:人民)?政府(?!采购|购买|投资|基金|性|债)|(?:社区)?平安办"
        r"|[区县旗](?![道级里内域间位片别划]))",
        text[end:],
    )
    if tail:
        end += tail.end()
    return begin, end


def _linked_projects(
    text: str, shelf: Shelf, within: list[Key]
) -> tuple[tuple[str, ...], list[Key], str]:
    """Projects by their core name, or by what stands before 项目 in the question."""
    cores: dict[str, list[Scope]] = {}
    for scope in shelf.declared:
        name = canonical(re.sub(r"[（(][^（()）]*[）)]", "", scope.project or ""))
        core = _TAIL.sub("", name) or name
        for word in (name, core):
            if len(word) >= 4:
                cores.setdefault(word, []).append(scope)
    names: list[str] = []
    keys: dict[tuple[str, int | None], None] = {}
    for core in sorted(cores, key=len, reverse=True):
        begin = text.find(core)
        if begin < 0 or any(core in key and key in text for key in shelf.long_keys):
            continue
        end = begin + len(core)
        tail = re.match(r"(?:工作)?(?:专项)?(?:项目|工作)", text[end:])
        chosen = [s for s in cores[core] if not within or (s.document, s.index) in within]
        if not chosen:
            continue
        names.append(core)
        keys.update(dict.fromkeys((s.document, s.index) for s in chosen))
        text = text[:begin] + _GAP + text[end + (tail.end() if tail else 0) :]
    if not names:
        return _abbreviated_project(text, shelf, within)
    return tuple(names), list(keys), text


def _abbreviated_project(
    text: str, shelf: Shelf, within: list[tuple[str, int | None]]
) -> tuple[tuple[str, ...], list[tuple[str, int | None]], str]:
    """``X项目`` where X is a shortened name that exactly some projects account for."""
    match = re.search(r"([^|]{2,20}?)(?:这个)?项目", text)
    if match is None or any(key in text for key in shelf.long_keys):
        return (), [], text
    pieces = [p.text for p in scan(match[1]) if p.role == "content"]
    if not pieces or sum(map(len, pieces)) < 2:
        return (), [], text
    found = [
        s for s in shelf.declared
        if cover(pieces, (canonical(s.project or ""),)).share == 1.0
        and (not within or (s.document, s.index) in within)
    ]  # fmt: skip
    if not found:
        return (), [], text
    for piece in pieces:
        text = text.replace(piece, _GAP, 1)
    return tuple(pieces), [(s.document, s.index) for s in found], text


def _shortened_project(
    text: str, shelf: Shelf, scopes: tuple[Key, ...]
) -> tuple[tuple[str, ...], tuple[Key, ...], str]:
    """A word of a project's name that only one of the unit's several projects has (浦锦维稳)."""
    if len(scopes) < 2:
        return (), scopes, text
    declared = [shelf.scopes[key] for key in scopes if shelf.scopes[key].declaration]
    heads = [scan(part)[:1] for part in text.split(_GAP)[1:] if part]
    for word in (p.text for head in heads for p in head if p.role == "content"):
        named = [s for s in declared if word in canonical(s.project or "")]
        if len(word) >= 2 and len(named) == 1 and len(declared) > 1:
            keys = tuple((s.document, s.index) for s in named)
            return (word,), keys, text.replace(word, _GAP, 1)
    return (), scopes, text


_BESIDE = 2
"""Characters on both sides of a figure that a name must have too for the figure to be part of it."""


def _premises(text: str, shelf: Shelf) -> tuple[tuple[Premise, ...], str]:
    """Figures stated by the question; those with a unit, or after 是/为, leave the text."""
    found: list[Premise] = []

    def take(match: re.Match[str]) -> str:
        unit = match["unit"]
        number = parse_number(match["figure"])
        stated = re.search(r"[是为到过于定=≥≤]$", text[: match.start()]) or (
            _WHENCE.match(text[match.end() :]) and match.end() - match.start() > 1
        )
        bare = unit is None and not stated
        named = any(text[at : at + 3] in shelf.trigrams for at in range(
            max(match.start() - 1, 0), match.end()) if at + 3 > match.end())  # fmt: skip
        if match["figure"] in {"一", "两"} and unit in _VAGUE:
            return match.group()
        around = text[max(match.start() - _BESIDE, 0) : match.end() + _BESIDE]
        if len(around) == match.end() - match.start() + 2 * _BESIDE and around in shelf.all_names:
            return match.group()  # part of a name: 就业三年以上人才比例
        if number is None or bare or (unit is None and named):
            return match.group()
        scale = _MONEY.get(unit or "")
        if scale is not None:
            number, unit = number * Decimal(scale), "元"
        if unit in {"名", "位", "个人"}:
            unit = "人"
        found.append(Premise(match.group(), number, unit))
        return _GAP

    kept = _FIGURE.sub(take, text)
    return tuple(found), kept if found else text


def _masked(text: str, shelf: Shelf) -> str:
    """The text without the names it quotes in full, so that their words do not read as asking."""
    for key in shelf.long_keys:
        if key in text:
            text = text.replace(key.removesuffix("合计"), _GAP)
    return text


def _asked_by(unit: str) -> tuple[str, tuple[str, ...]]:
    """The kind of figure that a stated figure's unit belongs to."""
    kinds = {"元": "amount", "%": "rate"}
    return kinds.get(unit, "count"), (unit,)


def _measured(text: str, shelf: Shelf) -> tuple[str, tuple[str, ...]] | None:
    """多少条, 几公里: a count in a measure that rows of the library have."""
    for match in _HOW_MANY.finditer(text):
        rest = text[match.end() : match.end() + 4]
        known = [rest[:size] for size in range(len(rest), 0, -1) if rest[:size] in shelf.measures]
        # What has a length is no answer to how large it is, also where no row has such a measure.
        alike = next((units for units in _PHYSICAL if rest.startswith(units)), ())
        counted = next(
            (row for row in _COUNTED_IN if rest[:1] in _OWN_MEASURES and rest[:1] in row), ()
        )
        if known or alike or (counted and not _NO_MEASURE.match(rest)):
            return "count", (*known[:1], *alike, *counted)
    return None


def _asked(text: str) -> tuple[str | None, tuple[str, ...]]:
    for kind, units, pattern in ASKED:
        if pattern.search(text):
            return kind, units
    return None, ()


# ---- follow-ups ----


def _is_follow_up(query: Query, question: str) -> bool:
    """The question leans on an earlier one: it points back, or names no thing of its own."""
    if query.number or query.law or query.titles:
        return False
    text = canonical(question)
    if _FOLLOWS.search(text) or _BARE.match(text):
        return True
    return not query.content and not (query.named_projects or query.levels)


def _completed(now: Query, earlier: Query, shelf: Shelf) -> Query:
    """The follow-up with what it leaves unsaid taken from the earlier question."""
    if _BARE.match(canonical(now.question)):
        now = replace(now, content=())  # 谁发的: its words are what is asked of the thing before
    same_thing = not now.content
    content = earlier.content if same_thing else now.content
    scopes, units, projects = now.scopes, now.named_units, now.named_projects
    if not now.named_units and not now.named_projects:
        scopes, units, projects = earlier.scopes, earlier.named_units, earlier.named_projects
    says_kind = bool(now.intents) and now.intents != ("value",)
    intents = now.intents if now.intents else earlier.intents
    bare = now.intents == ("value",) and now.asked in (None, "number")
    keep_asking = not now.intents or (bare and not now.content and not now.levels)
    loosely = keep_asking and bool(now.content) and earlier.asked in {"count", "rate"}
    reasoned = same_thing and now.asked is None and now.intent in {"why", "basis"}
    asked = earlier.asked if keep_asking or reasoned else now.asked
    if same_thing and now.named_projects and not _held_in(shelf, now.scopes, content):
        content = ()
    whole = bool(re.search(r"它的|其|该项目|这个项目|这项", now.text)) and says_kind
    if whole and same_thing and (earlier.named_projects or len(earlier.scopes) == 1):
        content = ()
    wording = now.wording
    if same_thing and content:
        wording = f"{earlier.wording}{_GAP}{now.wording}"
    return replace(
        now,
        intent=intents[0] if intents else "unknown",
        intents=earlier.intents if keep_asking else intents,
        asked="number" if loosely else asked,
        units=() if loosely else (earlier.units if keep_asking or reasoned else now.units),
        content=content,
        wording=wording,
        years=_years_of(now, earlier),
        scopes=scopes,
        named_units=units,
        named_projects=projects,
        levels=now.levels or (earlier.levels if same_thing else ()),
        number=now.number or (earlier.number if same_thing else None),
        titles=now.titles or (earlier.titles if same_thing else ()),
        law=now.law or (earlier.law if same_thing else None),
        like=earlier.wording,
        spoken=f"{earlier.spoken}{_GAP}{now.spoken}" if same_thing and content else now.spoken,
        by_unit=now.by_unit or earlier.by_unit,
        follows=earlier.question,
    )


def _years_of(now: Query, earlier: Query) -> tuple[int, ...]:
    """The years of a follow-up: 去年 counts from the year of the turn before, a change needs both."""
    if not now.years or not earlier.years or now.relative is None:
        return now.years or earlier.years
    year = max(earlier.years) + now.relative
    return (max(earlier.years), year) if "compare" in now.intents else (year,)


def _held_in(shelf: Shelf, scopes: tuple[Key, ...], content: tuple[str, ...]) -> bool:
    """Whether the names of these declarations account for words of an earlier question."""
    names = [
        e.key for e in shelf.entries
        if e.kind in TABLED and (e.scope.document, e.scope.index) in scopes
    ]  # fmt: skip
    return any(cover(content, (name,)).complete for name in names)
