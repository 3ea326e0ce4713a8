"""答: a question in, an answer out: every claim cited, or a plain 资料中没有依据."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.domain.coverage import cover, precision
from assistant.domain.synonyms import canonical
from assistant.errors import UsageError
from assistant.jobs.answer.aggregate import aggregate
from assistant.jobs.answer.compose import (
    Notes,
    answer,
    clean,
    merged,
    refusal,
    sentence,
    table,
    value_of,
)
from assistant.jobs.answer.execution import executed
from assistant.jobs.answer.find import Match, find
from assistant.jobs.answer.grounds import basis_answer, law_answer, past_answer, why_answer
from assistant.jobs.answer.lightness import informative
from assistant.jobs.answer.lists import listing
from assistant.jobs.answer.narrative import Evidence, answers, evidence
from assistant.jobs.answer.premise import verdict
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.shelf import Entry, Shelf
from assistant.jobs.answer.understand import understand
from assistant.jobs.answer.wording import ASKED, scan

if TYPE_CHECKING:
    from assistant.library.catalogue import Catalogue
    from assistant.search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Task:
    """What is no question but work that another command does."""

    kind: str
    asked: re.Pattern[str]
    said: str


TASKS = (
    Task(
        "draft", re.compile(r"^(?:请|帮我|帮忙|麻烦|给我)*(?:起草|草拟|拟一份|写一份|编一份|生成一份).*(?:申报|描述|表)"),
        "这是起草。请用网页的“起草”，或 `youju draft --project 项目 --year 年度 --out 文件.docx`："
        "逐格标明沿用、计算、给定或待填，并附出处。",
    ),
    Task(
        "check", re.compile(r"^(?:请|帮我|帮忙|麻烦|给我)*(?:审核|检查|审查|校对|看看).*(?:这份|这个|上传|申报).*"
                            r"|^(?:这份|这个)(?:申报|文件|表).*(?:问题|错误|毛病)"),
        "这是审核。请用网页的“审核”，或 `youju check 文件`：逐条给出规则、位置、依据和改法。",
    ),
)  # fmt: skip

Job = Callable[[Query], Answer | None]

LONGEST = 10_000
_SPACED = re.compile(r"(?<=\d)([,.])\s+(?=\d)")
_FRESH = 0.1
"""Seconds for which the shelf is not compared with the catalogue again."""
_MOST_PARTS = 4
_ROWS = 12
_AS_GOOD = 0.05
_CAUSE = re.compile(r"原因|由于|因为|鉴于|在于|为了|是因|所以|因此|为.{2,30}[，,]")
_WHICH_ARTICLE = re.compile(r"(?:在|是|见|属于)?(?:哪一?条|第几条|哪几条|哪一款)(?:规定|里|中)?")
_MEANS = re.compile(
    r"什么是|什么叫做?|啥叫|啥是|是指什么|指的?是什么|指什么|是什么意思|什么意思|啥意思|的?(?:含义|定义|概念|意思)"
    r"|是什么|是啥|怎么(?:构成|组成|理解|解释)|有?什么关系|包括哪几?.?个?部分|由哪几?.?个?部分(?:组成|构成)?"
    r"|名词解释|解释一下|呢|呀|吗|和.{2,6}(?=有?什么关系)"
)
_CHANGE = re.compile(r"(?:增加|减少|增长|下降|上升).{0,6}\d|持平")
_PERIOD = re.compile(
    r"起止|实施周期|开始日期|结束日期|完成日期|什么时候(?:开始|结束)|何时(?:开始|结束)"
)
_DATED = re.compile(r"(?:开始|起始|结束|完成|截止)日期|实施周期|起止")
_ASKS = re.compile(r"多少|几|什么|谁|哪|怎么|为何|为啥|吗|是否|如何")
_TREND = re.compile(r"更?高|更?低|增加|减少|增长|上升|下降|上涨|下滑|变化|提高|调整|变多|变少|涨")
_FIGURED = re.compile(r"预算|金额|多少?|少|人数|值|率|\d|高|低|定|钱|个|次|[一二三四五六七八九十]")
_NEED = re.compile(r"必要|重要|背景|概述|概况|立项")
_SAYS = re.compile(r"^(?:是|指|：|:|，是|即|为|系|,是|（|\()")
_ITEM = re.compile(
    r"^[\s\-*]*(?:第.{1,8}条\s*(?:要点)?[：:]?\s*)?(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)*[“\"「]?"
)
_BETWEEN = re.compile(
    r"[？?；;]|[，,](?=[^，,]*(?:多少|几[次个人]|什么|谁|哪))|、(?=[^，,、]*(?:什么时候|何时|谁|哪))"
)
"""Where one question ends and the next begins."""
_OWN_RUN = 4
_RELATED = 0.7
_AND = re.compile(r"、|和|与|及|还有|跟|，")
_WORTH = 5


class Answerer:
    """Answers from a catalogue's facts and passages, with no language model."""

    def __init__(self, catalogue: Catalogue, searcher: Searcher | None) -> None:
        self.catalogue = catalogue
        self.searcher = searcher
        self._shelf: Shelf | None = None
        self._looked = 0.0

    @property
    def shelf(self) -> Shelf:
        """The catalogue's facts in memory, loaded anew after a change."""
        now = time.monotonic()
        if self._shelf is None or (
            now - self._looked > _FRESH and self._shelf.generation != self.catalogue.generation()
        ):
            self._shelf = Shelf(self.catalogue)
            self._looked = now
        elif now - self._looked > _FRESH:
            self._looked = now
        return self._shelf

    def understand(self, question: str, context: Sequence[str] = ()) -> Query:
        """The question as a typed query. Raises UsageError for an empty or endless one."""
        text = question.strip()
        if not text:
            raise UsageError("问题是空的，请写下要问的内容")
        if len(text) > LONGEST:
            raise UsageError(f"问题太长（{len(text)} 字），请缩短到 {LONGEST} 字以内")
        return understand(text, self.shelf, [one for one in context if one.strip()])

    def ask(self, question: str, context: Sequence[str] = ()) -> Answer:
        """The answer; ``context`` are the earlier questions of the conversation."""
        begun = time.perf_counter()
        parts = _parts(question)
        if len(parts) > 1:
            each = [self.ask(p, (*context, *parts[:n])) for n, p in enumerate(parts)]
            found = merged(question, parts, each)
            return replace(found, elapsed_ms=round((time.perf_counter() - begun) * 1000, 2))
        query = self.understand(question, context)
        found = self._answer(query)
        if found.refused:
            mended = understand(question.strip(), self.shelf, context, mend=True)
            second = self._answer(mended) if mended.corrected else found
            if not second.refused:
                query, found = mended, second
        if found.refused:
            found = self._of_informative(query) or found
        if query.corrected and not found.refused:
            said = "、".join(f"“{wrong}”按“{right}”理解" for wrong, right in query.corrected)
            found = replace(found, answer=f"（{said}）\n\n{found.answer}")
        return replace(found, elapsed_ms=round((time.perf_counter() - begun) * 1000, 2))

    def _of_informative(self, query: Query) -> Answer | None:
        """The answer where only the words that carry information are required."""
        weighed = informative(query, self.shelf)
        found = self._answer(weighed) if weighed else None
        if weighed is None or found is None or found.refused:
            return None
        said = "、".join(f"“{word}”" for word in weighed.content)
        return replace(found, answer=f"（按{said}查找）\n\n{found.answer}")

    def _answer(self, query: Query) -> Answer:
        for job in self._jobs(query):
            found = job(query)
            if found is not None:
                return found
        return self._refuse(query)

    def _jobs(self, query: Query) -> list[Job]:
        """What to try, in order."""
        shelf, catalogue = self.shelf, self.catalogue
        task = next((job for job in TASKS if job.asked.search(query.question)), None)
        if task is not None:
            return [lambda q: answer(q, task.said, Notes(), kind=task.kind)]
        if query.law is not None:
            return [lambda q: law_answer(q, catalogue)]
        by_number: Job = lambda q: basis_answer(q, catalogue)  # noqa: E731
        if query.number:
            return [by_number]
        jobs: list[Job] = []
        if _WHICH_ARTICLE.search(query.text):
            jobs.append(self._article_of)
        if query.partial or query.titles:
            jobs.append(by_number)
        if query.intent == "why":
            jobs += self._whys(query)
        asked = set(query.intents)
        for wanted, job in (
            ("definition" in asked, self._defined),
            ("compare" in asked, self._stated_change),
            (bool(_PERIOD.search(query.text)), self._period),
            (True, lambda q: aggregate(q, shelf)),
            ("execution" in asked or self._of_past_budget(query), lambda q: executed(q, shelf)),
            ("basis" in asked and bool(query.content), lambda q: why_answer(q, shelf)),
            (bool({"list", "basis"} & asked), lambda q: listing(q, shelf)),
        ):
            if wanted:
                jobs.append(job)
        return [*jobs, self._past, self._facts, self._sentences, self._listed, self._several,
                self._related]  # fmt: skip

    def _of_past_budget(self, query: Query) -> bool:
        """Money of a linked project in a year that only its execution table covers."""
        held = {self.shelf.scopes[key].year for key in query.scopes} or set(self.shelf.years)
        earlier = bool(query.years) and not any(y in held for y in query.years)
        money = query.asked in {"amount", "number", None}
        return earlier and money and bool(query.scopes) and not query.content

    def _period(self, query: Query) -> Answer | None:
        """When a project begins and ends, from the form's own fields."""
        fields = [
            e for e in self.shelf.entries
            if e.kind == "field" and (e.scope.document, e.scope.index) in query.scopes
            and _DATED.search(e.name)
        ]  # fmt: skip
        if not fields or query.content:
            return None
        notes = Notes()
        return answer(query, "\n".join(sentence(e, notes) for e in fields[:8]), notes)

    def _whys(self, query: Query) -> list[Job]:
        """How to go about a 为什么: reasons that the text states, the need, the derivation."""
        jobs: list[Job] = []
        if _TREND.search(query.text) and not query.premises:
            jobs.append(self._causes)
        if not _FIGURED.search(query.text):
            jobs.append(self._need)
        return [*jobs, lambda q: why_answer(q, self.shelf), self._causes]

    def _article_of(self, query: Query) -> Answer | None:
        """Which article of a named law speaks of something."""
        laws = {
            canonical(law.title).removeprefix("中华人民共和国"): law.document
            for law in self.shelf.laws
        }
        titles = [title for title in laws if title in query.text and len(title) > 2]
        if not titles:
            return None
        title = max(titles, key=len)
        rest = query.text.replace(title, "")
        rest = _WHICH_ARTICLE.sub("", rest)
        words = tuple(p.text for p in scan(rest) if p.role != "joining" and len(p.text) > 1)
        asked = replace(query, content=words, asked=None, scopes=(), years=(), wording=rest)
        found = [
            one for one in evidence(asked, self.shelf, self.searcher,
                                    documents=frozenset((laws[title],)))
            if one.article and one.complete
        ]  # fmt: skip
        if not found:
            return None
        notes = Notes()
        return answer(query, "\n\n".join(self._quoted(o, notes) for o in _spoken(found)), notes)

    def _defined(self, query: Query) -> Answer | None:
        """The term as a source defines it: 名词解释 first, then a sentence that begins with it."""
        term = _asked_term(query)
        if len(term) < 2:
            return None
        plain = replace(
            query, asked=None, units=(), content=(term,), spoken=term, wording=term, scopes=(),
            named_projects=(), years=(),
        )  # fmt: skip
        terms = [m for m in find(plain, self.shelf, "definition") if m.entry.kind == "term"]
        if terms:
            return self._of_matches(query, terms[:4])
        found = evidence(plain, self.shelf, self.searcher)
        chosen = [one for one in found if _defines(plain, one)]
        if not chosen:
            return None
        notes = Notes()
        return answer(query, self._quoted(chosen[0], notes), notes, kind="definition")

    def _stated_change(self, query: Query) -> Answer | None:
        """A change against a year that no declaration is of, as the running text states it."""
        if not any(year not in self.shelf.years for year in query.years):
            return None
        if "execution" in query.intents or not query.content:
            return None
        found = [
            one for one in answers(query, evidence(query, self.shelf, self.searcher))
            if _CHANGE.search(one.text)
        ]  # fmt: skip
        if not found:
            return None
        notes = Notes()
        return answer(query, self._quoted(found[0], notes), notes, kind="compare")

    def _need(self, query: Query) -> Answer | None:
        """Why there is such a project: the section that argues for it."""
        sections = [
            e for e in self.shelf.entries
            if e.kind == "section" and (e.scope.document, e.scope.index) in query.scopes
            and _NEED.search(e.name)
        ]  # fmt: skip
        if not sections or query.content:
            return None
        notes = Notes()
        sections.sort(key=lambda e: "必要" not in e.name)
        return answer(query, "\n\n".join(sentence(e, notes) for e in sections[:2]), notes)

    def _causes(self, query: Query) -> Answer | None:
        """Sentences that state a reason for what the question names."""
        plain = replace(query, asked=None)
        found = [
            one for one in answers(plain, evidence(plain, self.shelf, self.searcher))
            if _CAUSE.search(one.text) and one.article is None
        ]  # fmt: skip
        if not found:
            return None
        notes = Notes()
        return answer(query, "\n\n".join(self._quoted(one, notes) for one in found[:2]), notes)

    def _past(self, query: Query) -> Answer | None:
        """A figure of an earlier year that the running text gives (2018年特保多少人)."""
        if not query.years or query.asked not in {"count", "amount", "number"}:
            return None
        if any(year in self.shelf.years for year in query.years):
            return None
        return past_answer(query, self.shelf)

    # ---- facts ----

    def _facts(self, query: Query) -> Answer | None:
        if len(query.by_unit) > 1:
            parts = [replace(query, scopes=keys, by_unit=(keys,)) for keys in query.by_unit]
            each = [self._matches(part) for part in parts]
            if all(each):
                return self._of_matches(query, [match for found in each for match in found])
            return None
        found = self._matches(query)
        if query.intent == "compare" and len(found) < 2:
            return None
        return self._of_matches(query, found) if found else None

    def _several(self, query: Query) -> Answer | None:
        """Things that the question enumerates, each by itself; none may be missing."""
        if len(query.content) < 2 or not _AND.search(query.question):
            return None
        soft = query.wording
        for chunk in query.content:
            soft = soft.replace(chunk, "|")
        parts = [
            replace(query, content=(c,), wording=f"{c}|{soft}", spoken=f"{c}|{soft}")
            for c in query.content
        ]
        each = [self._matches(part) or self._counts(part) for part in parts]
        shared = set.intersection(*({m.entry.scope.document for m in found} for found in each))
        chosen = [m for found in each for m in found if m.entry.scope.document in shared]
        return self._of_matches(query, chosen) if chosen else None

    def _counts(self, query: Query) -> list[Match]:
        """Another count: of several things, one may be of persons and the next of cars."""
        if query.asked != "count":
            return []
        of_units = (units for kind, units, _ in ASKED if kind == "count")
        tried = (self._matches(replace(query, units=units)) for units in of_units)
        return next(filter(None, tried), [])

    def _matches(self, query: Query) -> list[Match]:
        for intent in dict.fromkeys((*query.intents, "unknown")):
            if intent in {"why", "basis"}:
                continue
            matches = find(query, self.shelf, intent)
            if matches:
                return matches
        return []

    def _of_matches(self, query: Query, matches: list[Match]) -> Answer:
        entries = _distinct([match.entry for match in matches])
        notes = Notes()
        judged = verdict(query, entries)
        lead = f"{judged}\n\n" if judged else ""
        if len(entries) == 1:
            return answer(query, lead + sentence(entries[0], notes), notes)
        if len(entries) <= 3:
            lines = "\n".join(f"- {sentence(entry, notes)}" for entry in entries)
            return answer(query, f"{lead}{lines}", notes)
        rows = [
            (e.scope.label, e.name, value_of(e) + notes.mark(*e.places)) for e in entries[:_ROWS]
        ]
        more = (
            f"\n\n另有{len(entries) - _ROWS}条未列出，请指明单位、项目或年度。"
            if len(entries) > _ROWS
            else ""
        )
        shown = table(("所在", "名称", "数值"), rows)
        return answer(query, f"{lead}资料中有{len(entries)}处符合：\n\n{shown}{more}", notes)

    # ---- running text ----

    def _sentences(self, query: Query) -> Answer | None:
        figure = query.asked in {"amount", "number", "count", "rate"}
        if not query.content and (figure or not query.scopes):
            return None
        if query.intent in {"rank", "per_head"}:
            return None
        found = answers(query, evidence(query, self.shelf, self.searcher))
        if figure and self._is_own(query):
            found = [one for one in found if not one.article]
        if query.intent == "compare":
            found = [one for one in found if _CHANGE.search(one.text)]
        if not found:
            return None
        notes = Notes()
        chosen = _spoken(found)
        lines = [self._quoted(one, notes) for one in chosen]
        return answer(query, "\n\n".join(lines), notes)

    def _is_own(self, query: Query) -> bool:
        """Whether a word is of the office's own rows: no statute knows what those amount to."""
        said = query.spoken
        runs = {said[at : at + _OWN_RUN] for at in range(len(said) - _OWN_RUN + 1)}
        return any(run in head for run in runs for head in self.shelf.heads)

    def _quoted(self, one: Evidence, notes: Notes) -> str:
        lead = f"{one.article}：" if one.article and one.article not in one.text[:12] else ""
        source = one.locator.source.rsplit(".", 1)[0]
        text = clean(one.text)
        if one.row:
            cells = [cell.strip() for cell in re.split(r"\t+|\|", one.text)]
            text = " ｜ ".join(" ".join(cell.split()) for cell in cells if cell)
        text = _SPACED.sub(r"\1", text)
        return f"据《{source}》：{lead}{text}{notes.mark(one.locator)}"

    def _listed(self, query: Query) -> Answer | None:
        """A list where the question has no word for it but names only the kind of thing."""
        if query.content or not (query.scopes or query.levels):
            return None
        return listing(query, self.shelf)

    def _related(self, query: Query) -> Answer | None:
        """Law or policy that bears on a question of principle, shown as what it is."""
        if query.scopes or query.years or query.asked:
            return None
        found = [
            one for one in evidence(query, self.shelf, self.searcher)
            if one.article and one.share >= _RELATED
        ]  # fmt: skip
        # What the library has a name for must not be left out: 特保 is no 工作人员.
        if not found or sum(map(len, query.content)) < _WORTH or self._leaves_out(query, found[0]):
            return None
        notes = Notes()
        lines = [f"- {self._quoted(one, notes)}" for one in found[:3]]
        lead = "资料中没有直接的答案，与问题最相关的条文如下：\n\n"
        return answer(query, lead + "\n".join(lines), notes, kind="passages")

    def _leaves_out(self, query: Query, one: Evidence) -> bool:
        said = canonical(f"{one.text}\n{one.context}")
        missing = cover(query.content, (said,)).missing
        return any(len(part) > 1 and part in self.shelf.all_names for part in missing)

    # ---- nothing ----

    def _refuse(self, query: Query) -> Answer:
        parts: list[str] = []
        looked = "、".join(f"“{chunk}”" for chunk in query.content)
        where = "、".join((*query.named_units, *query.named_projects))
        years = "、".join(f"{year}年" for year in query.years)
        scope = "，".join(filter(None, (where, years)))
        named = looked or "、".join(f"“{word}”" for word in query.wording.split("|") if word)
        parts.append(
            f"查找了{named or '问题中的内容'}"
            + (f"（范围：{scope}）" if scope else "")
            + "，没有相符的记载。"
        )
        held = [year for year in query.years if year not in self.shelf.years]
        if held and self.shelf.years:
            parts.append(f"资料库现有申报的年度：{'、'.join(map(str, self.shelf.years))}。")
        return refusal(query, "".join(parts))


def _defines(query: Query, one: Evidence) -> bool:
    """Whether a sentence begins with the asked word and goes on to say what it is."""
    if not query.content:
        return False
    text = _ITEM.sub("", one.text)
    wanted = max(query.content, key=len)
    head = re.split(r"[：:是指即，,（(]", text, maxsplit=1)[0].strip('”"」* ')
    if not head or len(head) > 24 or not _SAYS.match(text[len(head) :].lstrip('”"」* ')):
        return False
    named = canonical(head)
    return precision(named, query.spoken) >= 0.8 and cover((wanted,), (named,)).share == 1.0


def _asked_term(query: Query) -> str:
    """What a question of meaning asks about: 平安马甲指的是什么 → 平安马甲."""
    text = _MEANS.sub("", query.spoken.replace("|", ""))
    pieces = scan(text)
    while pieces and pieces[0].role == "joining":
        pieces = pieces[1:]
    while pieces and pieces[-1].role == "joining":
        pieces = pieces[:-1]
    return text[pieces[0].start : pieces[-1].end] if pieces else ""


def _parts(question: str) -> list[str]:
    """A question that asks several things, one after another, in its parts; else itself."""
    pieces = [p.strip() for p in _BETWEEN.split(question) if p.strip()]
    if len(pieces) < 2 or len(pieces) > _MOST_PARTS or not all(map(_ASKS.search, pieces)):
        return [question]
    return pieces


def _spoken(found: list[Evidence]) -> list[Evidence]:
    """The best sentence, with those that are as good."""
    best = found[0]
    return [best, *(one for one in found[1:] if one.score >= best.score - _AS_GOOD)][:3]


def _distinct(entries: list[Entry]) -> list[Entry]:
    """Rows that say the same of the same declaration are one (an account in several tables)."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        name = re.sub(r"（.*?）$", "", entry.name) if entry.kind == "account" else entry.name
        value = entry.number if entry.number is not None else entry.value
        seen.setdefault((entry.scope.document, entry.scope.index, name, value, entry.year), entry)
    return list(seen.values())
