"""答: a question in, an answer out: every claim cited, or a plain 资料中没有依据."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.domain.answer import Answer
from assistant.domain.speech import plainly
from assistant.errors import UsageError
from assistant.jobs.answer.achieved import achieved
from assistant.jobs.answer.cited import document_answer
from assistant.jobs.answer.compose import (
    Notes,
    answer,
    merged,
    refusal,
    sentence,
)
from assistant.jobs.answer.computed import computed, of_project
from assistant.jobs.answer.defining import looked_at, meant_answer
from assistant.jobs.answer.enumerated import enumerated
from assistant.jobs.answer.execution import executed
from assistant.jobs.answer.filled import filled
from assistant.jobs.answer.fitting import meets, repeats, spreads
from assistant.jobs.answer.greeting import greeting
from assistant.jobs.answer.grounds import basis_answer, law_answer, past_answer, why_answer
from assistant.jobs.answer.lifelong import lifelong
from assistant.jobs.answer.lightness import informative
from assistant.jobs.answer.lists import listing
from assistant.jobs.answer.loosely import loose_facts, suits
from assistant.jobs.answer.meaning import asked_term, defined_answer, listed_terms
from assistant.jobs.answer.named import named_facts, several, told
from assistant.jobs.answer.numbered import told_within
from assistant.jobs.answer.paraphrase import (
    bound,
    leaves_out,
    paraphrases,
    passes_over,
    speaks,
)
from assistant.jobs.answer.parts import leans, parts_of
from assistant.jobs.answer.query import Query
from assistant.jobs.answer.reason import cause_answer, need_answer
from assistant.jobs.answer.refuse import offer, refuse, stranger
from assistant.jobs.answer.restart import restarted
from assistant.jobs.answer.sentence import sentence_answer
from assistant.jobs.answer.shelf import Shelf
from assistant.jobs.answer.statute import WHICH_ARTICLE, article_answer
from assistant.jobs.answer.subject import focus_of, spoken_name
from assistant.jobs.answer.told import change_answer, related_answer, told_answer
from assistant.jobs.answer.trend import trend_answer
from assistant.jobs.answer.understand import understand
from assistant.jobs.answer.unspent import unspent

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
_SHORT_TURN = 24
"""Characters up to which a question that names no unit or project is about the turn before."""
_FOCUS = 2
_POINTS_BACK = re.compile(r"他们|她们|它们|这些人|那些人|它的|该项目|这个项目")
_FINAL = frozenset(("stranger", "achieved", "part"))
"""Refusals that no other wording of the question mends: another unit's, what was not achieved yet,
one of several things asked for."""
_LOOSENED = re.compile(r"（按[^（）]{1,80}查找）")
"""How an answer begins that left out words of the question."""
_FRESH = 0.1
"""Seconds for which the shelf is not compared with the catalogue again."""
_WEIGHED = 2
"""Readings in other words of which the lesser words are left out where all are refused."""
_TELLING = 2
"""Words that must be left of such a reading where it names no declaration."""
_PERIOD = re.compile(
    r"起止|实施周期|开始日期|结束日期|完成日期|(?:什么时候|何时|哪天|哪一天|几月|几号|几月几号)(?:开始|启动|开工|结束|收尾|起|止|到期)"
    r"|(?:到|至)(?:哪天|几月|几号|什么时候)(?:为?止|结束)"
)
_ASKS_PERIOD = re.compile(
    r"[天日]?(?:项目)?(?:开始|启动|开工|起|结束|收尾|完工|完成|到期|止|实施)*的?"
)
_START, _STARTS = re.compile(r"开始|启动|开工"), re.compile(r"开始|起|周期")
_END, _ENDS = (
    re.compile(r"结束|收尾|到期|(?:到|至).{1,4}(?:止|为止)"),
    re.compile(r"结束|完成|截止|止|周期"),
)
_DATED = re.compile(r"(?:开始|起始|结束|完成|截止)日期|实施周期|起止")
_TREND = re.compile(
    r"一年比一年|越来越|年年|更?高|更?低|增加|减少|增长|上升|下降|上涨|下滑|变化|提高|调整|变多|变少|涨"
)
_OF_VALUE = re.compile(
    r"\d|多少|几|值|[率数额量]|这么|那么|定[成为在得这]|标准|金额|预算|钱|费|成本|目标|指标"
)
"""Words by which a 为什么 asks for a value and not for an act."""
_FIGURED = re.compile(r"预算|金额|多少?|少|人数|值|率|\d|高|低|定|钱|个|次|[一二三四五六七八九十]")


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

    def ask(self, question: str, context: Sequence[str] = (), *, joined: bool = False) -> Answer:
        """The answer; ``context`` are the earlier questions of the conversation.

        ``joined``: the question is a part of one that begins with the last of ``context``.
        """
        begun = time.perf_counter()
        said = greeting(question)
        context = [one for one in context if greeting(one) is None]
        found = said or self._offered(self._found(question, context, joined), question, context)
        return replace(found, elapsed_ms=round((time.perf_counter() - begun) * 1000, 2))

    def _offered(self, found: Answer, question: str, context: Sequence[str]) -> Answer:
        """A refusal with what the library does have that comes near."""
        if not found.refused or found.suggestions:
            return found
        query, before = self.understand(question, context), context[-1] if context else ""
        return offer(found, query, self.shelf, self.searcher, before)

    def _found(self, question: str, context: Sequence[str], joined: bool = False) -> Answer:
        question = restarted(question)
        parts = parts_of(question, self.shelf.everything)
        if len(parts) > 1:
            return self._of_parts(question, parts, context)
        question, whole = parts[0], question
        said_first = question
        query = replace(self.understand(question, context), question=whole)
        held = self._of_the_same(question, context, query, joined)
        query, found = held or (query, self._answer(query))
        slips: tuple[tuple[str, str], ...] = ()
        if found.refused:
            query, found, slips = self._mended(question, context, query, found)
            question = _put_right(question, slips if found.refused else ())
        if found.refused and found.kind in _FINAL:
            return found
        if found.refused and (context or joined):
            told = self._in_context(question, context, query, joined)
            if told is not None:
                return told
        lets_go = held is None and passes_over(query, found, self.shelf)
        if found.refused or found.kind == "passages" or lets_go:
            query, found = self._again(question, context, joined, query, found)
        if found.refused and found.kind not in _FINAL:
            told = sentence_answer(*self.in_place(question, context), self.shelf, self.searcher)
            found = told or found
        found = self._fitting(said_first, context, joined, held is not None, query, found)
        return _understood_as(found, (*slips, *query.corrected))

    def _fitting(
        self, question: str, context: Sequence[str], joined: bool, held: bool, query: Query,
        found: Answer,
    ) -> Answer:  # fmt: skip
        """The answer, or a refusal where it does not fit the question or the turn before.

        ``held``: it was put to the declarations that the turn before was about.
        """
        if found.refused:
            return found
        points = joined or (bool(context) and _POINTS_BACK.search(question) is not None)
        if points and not held and self._strays(question, context, found):
            return refusal(query, "前一问所指的申报里没有相符的记载，不以其他项目的内容代答。")
        if not meets(question, found) or not spreads(query, found):
            return refuse(query, self.shelf)
        if context and not joined and len(question.strip()) <= _SHORT_TURN:
            before = self._found(context[-1], context[:-1])
            if repeats(understand(question.strip(), self.shelf), before, found):
                return refuse(query, self.shelf)
        return found

    def _of_parts(self, question: str, parts: Sequence[str], context: Sequence[str]) -> Answer:
        """The answers to each part of a question, in turn; a part leans on those before it."""
        asked = self._shared(question, parts)
        each: list[Answer] = []
        for n, part in enumerate(asked):
            lost = bool(each) and each[-1].refused and self._leans(part)
            before = (*context, *asked[:n])
            each.append(
                refusal(understand(part, self.shelf), "前一问没有找到，这一问说的是谁无从确定。")
                if lost else self.ask(part, before, joined=n > 0)
            )  # fmt: skip
        return merged(question, parts, each)

    def in_place(self, question: str, context: Sequence[str]) -> tuple[Query, frozenset[str]]:
        """The question with what the turn before was answered from.

        Those are declarations, or else documents; none where it names a unit or project itself.
        """
        query = replace(self.understand(question, context), question=question)
        if not context or query.scopes:
            return query, frozenset()
        before = self._found(context[-1], context[:-1])
        focus = focus_of(before, self.shelf)
        if 0 < len(focus) <= _FOCUS:
            return replace(query, scopes=focus), frozenset()
        return query, frozenset(citation.locator.document for citation in before.citations)

    def _strays(self, question: str, context: Sequence[str], found: Answer) -> bool:
        """Whether a part that names nothing of its own is answered from another declaration.

        The part before it was answered from one declaration; this answer cites only others.
        """
        own = understand(question.strip(), self.shelf)
        if found.refused or not context or own.scopes or own.all_units or own.number or own.law:
            return False
        focus = {
            document for document, _ in focus_of(self._found(context[-1], context[:-1]), self.shelf)
        }
        cited = {citation.locator.document for citation in found.citations}
        declared = {scope.document for scope in self.shelf.declared}
        return len(focus) == 1 and bool(cited) and cited <= declared and not cited & focus

    def _leans(self, part: str) -> bool:
        """Whether a part names nothing of its own: what it asks is asked of the part before."""
        own = understand(part, self.shelf)
        if own.scopes or own.number or own.titles or own.law:
            return False
        return leans(part) or not any(len(word) > 1 for word in own.content)

    def _mended(
        self, question: str, context: Sequence[str], query: Query, found: Answer
    ) -> tuple[Query, Answer, tuple[tuple[str, str], ...]]:
        """The answer with slips put right, and the slips, whether there is then an answer or not."""
        mended = understand(question.strip(), self.shelf, context, mend=True)
        if not mended.corrected:
            return query, found, ()
        return mended, self._answer(mended), mended.corrected

    def _again(
        self, question: str, context: Sequence[str], joined: bool, query: Query, found: Answer
    ) -> tuple[Query, Answer]:
        """In the library's words, then in plain words of asking, then by the weight of words."""
        if query.intent == "why":  # a reason as it is told, before what a row in other words has
            told = sentence_answer(*self.in_place(question, context), self.shelf, self.searcher)
            if told is not None:
                return query, told
        words = paraphrases(question.strip(), query, self.shelf, self.searcher, context)
        read = self._of_focus(words, query, context)
        query, found = self._in_other_words(read, query, found)
        if not found.refused:
            return query, found
        plain = self._plainly(question, context, joined)
        if plain is not None:
            return query, plain
        said = plainly(question)
        kind = understand(said, self.shelf).asked if said != question else None
        if kind not in {None, "number", query.asked}:
            return query, found  # 几钿 asks for money: a sentence that leaves it out says none
        if query.asked in {None, "who"}:
            told = sentence_answer(*self.in_place(question, context), self.shelf, self.searcher)
            if told is not None:
                return query, told
        return self._by_weight(read, query, found)

    def _plainly(self, question: str, context: Sequence[str], joined: bool) -> Answer | None:
        """The answer to the question in plain words of asking, where it is said in others."""
        said = plainly(question)
        if said == question or plainly(said) != said:
            return None
        found = self._found(said, [plainly(one) for one in context], joined)
        # Reworded and then loosened, an answer is too far from what was asked.
        if found.refused or found.kind == "passages" or _LOOSENED.match(found.answer):
            return None
        return replace(found, question=question, answer=f"（按“{said}”理解）\n\n{found.answer}")

    def _of_the_same(
        self, question: str, context: Sequence[str], query: Query, joined: bool
    ) -> tuple[Query, Answer] | None:
        """The question put to the declarations that the turn before was about.

        Tried where the question names no unit, project or document of its own; it stands by itself
        where those have no answer.
        """
        if not context or not _goes_on(query, joined) or (query.scopes and query.content):
            return None
        meant = understand(question.strip(), self.shelf, context, joined=True)
        if not meant.scopes:
            focus = focus_of(self._found(context[-1], context[:-1]), self.shelf)
            if not 0 < len(focus) <= _FOCUS:
                return None
            meant = replace(meant, scopes=focus)
        found = self._answer(meant)
        return None if found.refused else (meant, found)

    def _in_context(
        self, question: str, context: Sequence[str], query: Query, joined: bool
    ) -> Answer | None:
        """The question with the unit and project of the turn before put in front of it."""
        own = understand(question.strip(), self.shelf).content
        if not context or not own or not _goes_on(query, joined):
            return None
        focus = query.scopes or focus_of(self._found(context[-1], context[:-1]), self.shelf)
        if len(focus) != 1:
            return None
        lead = spoken_name(self.shelf.scopes[focus[0]])
        if not lead or understand(f"{lead}预算多少", self.shelf).scopes != tuple(focus):
            return None
        found = self._found(f"{lead}{question.strip()}", ())
        if found.refused or found.kind == "passages":
            return None
        return replace(found, question=question)

    def _shared(self, question: str, parts: Sequence[str]) -> list[str]:
        """The parts, each with the one unit or project that only another of them names."""
        whole = understand(question, self.shelf)
        if len(whole.by_unit) != 1:
            return list(parts)
        unit = whole.named_units[0]
        each = [understand(part, self.shelf) for part in parts]
        return [
            part if one.scopes or one.number or (n and not one.content) else f"{unit}{part}"
            for n, (part, one) in enumerate(zip(parts, each, strict=True))
        ]

    def _of_focus(
        self, read: Sequence[Query], query: Query, context: Sequence[str]
    ) -> Sequence[Query]:
        """Readings of a short turn, put to the declarations that the turn before was about."""
        leans = query.follows or len(query.text) <= _SHORT_TURN
        if not context or not leans or query.scopes or not any(not one.scopes for one in read):
            return read
        focus = focus_of(self._found(context[-1], context[:-1]), self.shelf)
        if not 0 < len(focus) <= _FOCUS:
            return read
        return [one if one.scopes else replace(one, scopes=focus) for one in read]

    def _in_other_words(
        self, read: Sequence[Query], query: Query, found: Answer
    ) -> tuple[Query, Answer]:
        """The first reading in the library's own words that is answered; else what was found."""
        for one in read:
            second = self._answer(one)
            if speaks(second, one, self.shelf):
                return one, second
        return query, found

    def _by_weight(
        self, read: Sequence[Query], query: Query, found: Answer
    ) -> tuple[Query, Answer]:
        """What answers where the lesser words of the question are not required."""
        meant = loose_facts(query, self.shelf)
        rest = meant if meant is not None else self._of_informative(query)
        if rest is not None and not leaves_out(query, rest, self.shelf):
            return query, rest
        known = [c for c in query.content if len(c) > 1 and c in self.shelf.all_names]
        for one in read[:_WEIGHED]:
            left = [c for c in known if not any(c in said for said, _ in one.corrected)]
            row = loose_facts(one, self.shelf)
            if row is not None and speaks(row, one, self.shelf, left):
                return one, row
            weighed = informative(one, self.shelf)
            if weighed is None or (len(weighed.content) < _TELLING and not weighed.scopes):
                continue
            second = self._answer(bound(weighed))
            if speaks(second, one, self.shelf, left):
                return one, second
        return query, found

    def _of_informative(self, query: Query) -> Answer | None:
        """The answer where only the words that carry information are required."""
        weighed = informative(query, self.shelf)
        found = self._answer(replace(weighed, loose=True)) if weighed else None
        if weighed is None or found is None or found.refused or not suits(query, found):
            return self._loosely(query)
        said = "、".join(f"“{word}”" for word in weighed.content)
        return replace(found, answer=f"（按{said}查找）\n\n{found.answer}")

    def _loosely(self, query: Query) -> Answer | None:
        """What running text says where it words the question's lesser words otherwise."""
        loose = replace(query, loose=True)
        if query.number or query.law or query.titles:
            return None
        if query.intent == "why":
            return cause_answer(loose, self.shelf, self.searcher)
        return told_answer(loose, self.shelf, self.searcher)

    def _answer(self, query: Query) -> Answer:
        if query.stranger:
            return stranger(query, self.shelf)
        for job in self._jobs(query):
            found = job(query)
            if found is not None and (found.refused or meets(query.question, found)):
                return found
        return refuse(query, self.shelf)

    def _jobs(self, query: Query) -> list[Job]:
        """What to try, in order."""
        shelf, catalogue, searcher = self.shelf, self.catalogue, self.searcher
        task = next((job for job in TASKS if job.asked.search(query.question)), None)
        if task is not None:
            return [lambda q: answer(q, task.said, Notes(), kind=task.kind)]
        if query.law is not None:
            return [lambda q: law_answer(q, catalogue)]
        by_number: Job = lambda q: basis_answer(q, shelf)  # noqa: E731
        if query.number:
            return [lambda q: told_within(q, shelf, self._found), by_number]
        jobs: list[Job] = []
        if WHICH_ARTICLE.search(query.text):
            jobs.append(lambda q: article_answer(q, shelf, searcher))
        if query.partial or query.titles:
            jobs.append(by_number)
        jobs.append(lambda q: filled(q, shelf))
        jobs.append(lambda q: document_answer(q, shelf))
        jobs.append(lambda q: unspent(q, shelf))
        jobs.append(lambda q: achieved(q, shelf))
        jobs.append(lambda q: lifelong(q, shelf))
        if query.intent == "why":
            jobs += self._whys(query)
        asked = set(query.intents)
        for wanted, job in (
            (True, lambda q: looked_at(q, shelf)),
            (True, lambda q: meant_answer(q, shelf, searcher)),
            ("definition" in asked, self._defined),
            ("compare" in asked, lambda q: change_answer(q, shelf, searcher)),
            (bool(_PERIOD.search(query.text)), self._period),
            (True, lambda q: enumerated(q, shelf)),
            (True, lambda q: computed(q, shelf)),
            ("execution" in asked or self._of_past_budget(query), lambda q: executed(q, shelf)),
            ("basis" in asked and bool(query.content), lambda q: why_answer(q, shelf)),
            (bool({"list", "basis"} & asked), lambda q: listing(q, shelf)),
        ):
            if wanted:
                jobs.append(job)
        return [
            *jobs, self._past, lambda q: named_facts(q, shelf), lambda q: of_project(q, shelf),
            lambda q: told_answer(q, shelf, searcher),
            self._listed, lambda q: several(q, shelf), lambda q: related_answer(q, shelf, searcher),
        ]  # fmt: skip

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
        if not fields or any(not _ASKS_PERIOD.fullmatch(word) for word in query.content):
            return None
        fields = [e for e in fields if not _END.search(query.text) or _ENDS.search(e.name)]
        fields = [e for e in fields if not _START.search(query.text) or _STARTS.search(e.name)]
        if not fields:
            return None
        notes = Notes()
        return answer(query, "\n".join(sentence(e, notes) for e in fields[:8]), notes)

    def _whys(self, query: Query) -> list[Job]:
        """How to go about a 为什么: reasons that the text states, the need, the derivation."""
        causes: Job = lambda q: cause_answer(q, self.shelf, self.searcher)  # noqa: E731
        jobs: list[Job] = [lambda q: trend_answer(q, self.shelf, self.searcher)]
        if _TREND.search(query.text) and not query.premises:
            jobs.append(causes)
        if not _FIGURED.search(query.text):
            jobs.append(lambda q: need_answer(q, self.shelf))
        if not _OF_VALUE.search(query.text) and not query.premises:
            jobs.append(causes)
        return [*jobs, lambda q: why_answer(q, self.shelf), causes]

    def _defined(self, query: Query) -> Answer | None:
        """The term as a glossary has it, else as a sentence of a source defines it."""
        term = asked_term(query)
        if len(term) < 2:
            return None
        terms = listed_terms(query, term, self.shelf)
        if terms:
            return told(query, terms[:4])
        return defined_answer(query, term, self.shelf, self.searcher)

    def _past(self, query: Query) -> Answer | None:
        """A figure of an earlier year that the running text gives (2018年特保多少人)."""
        if not query.years or query.asked not in {"count", "amount", "number"}:
            return None
        if any(year in self.shelf.years for year in query.years):
            return None
        return past_answer(query, self.shelf)

    # ---- running text ----

    def _listed(self, query: Query) -> Answer | None:
        """A list where the question has no word for it but names only the kind of thing."""
        if query.content or not (query.scopes or query.levels):
            return None
        if query.asked in {"who", "date", "duration", "rate"}:
            return None
        return listing(query, self.shelf)


def _put_right(question: str, slips: Sequence[tuple[str, str]]) -> str:
    """The question without its slips: what is asked again is put right."""
    for wrong, right in slips:
        question = question.replace(wrong, right)
    return question


def _understood_as(found: Answer, pairs: Sequence[tuple[str, str]]) -> Answer:
    """The answer, which word was read as which before it."""
    if not pairs or found.refused:
        return found
    said = "、".join(f"“{wrong}”按“{right}”理解" for wrong, right in dict.fromkeys(pairs))
    return replace(found, answer=f"（{said}）\n\n{found.answer}")


def _goes_on(query: Query, joined: bool) -> bool:
    """Whether a question is about the turn before: short, and with no subject of its own."""
    if query.number or query.law or query.titles or query.all_units:
        return False
    if query.scopes and not query.follows:
        return False
    return bool(query.follows) or joined or len(query.text) <= _SHORT_TURN
