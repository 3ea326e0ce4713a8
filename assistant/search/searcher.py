"""检索: question → ranked passages: exact channels first, then words and vectors fused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assistant.domain.fact import Passage
from assistant.library.columns import Scope
from assistant.library.library import Library
from assistant.library.names import name_key
from assistant.library.places import Owner, Places, Row
from assistant.library.schema import PASSAGE_BITS
from assistant.library.terms import terms
from assistant.search.asking import Asking, asking_of, matter_of
from assistant.search.authority import Authority, source_name
from assistant.search.everyday import Everyday
from assistant.search.expectation import Expectation, expectation_of
from assistant.search.filters import Filters, selection_of
from assistant.search.fitness import Candidate, Fitness, shipped_fitness
from assistant.search.fusion import CANDIDATES, Fusion, Scores
from assistant.search.linking import Linker, Links
from assistant.search.memory import Memory
from assistant.search.reranker import Reranker
from assistant.search.tokens import content_terms

_LONGEST_QUESTION = 2_000  # characters that are looked at; the rest of a pasted text adds nothing
_WINDOW = 100  # best candidates whose fitness is judged, where a name of the library is named
_NARROW = 40  # … where none is
_SPARE = 10  # beyond k, for versions of laws not in force and documents just removed
_COMPARED = 100  # of the passages that only words found, best first, are compared with the question
_WIDE = 0.04  # share of all passages
_MOST_NUMBERS = 5_000  # documents that a query may name one by one
_RERANKED = 40
_LAWFUL = {"statute", "policy"}
_CITING = {"文号", "条文"}  # the channels of what a question cites by number
_TRIES = 3  # where a document is replaced while it is being found

# What an exact match adds to a fused score, which is about 0 to 1.8. Set so that a cited number or
# article stands before everything, and a named row before rows of its like.
CITED = 4.0
NAMED_ROW = 0.8
OWNER = {"unit": 0.35, "project": 0.35, "year": 0.35}
OTHER_OWNER = -0.25
NAMED_LAW = 0.3
SUPERSEDED = -0.2  # an older version of a law, where no date is asked for
CITED_STEP = 0.3  # from the newest version of an article, or the document itself, to the next
CITED_SHARE = 0.05  # of the fitness, which only orders those that are cited alike


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score; ``words`` is BM25, ``vector`` the cosine, 0 where none.

    ``exact`` names the exact channels that brought it: 文号, 条文, 名称, 反馈.
    """

    passage: Passage
    score: float
    words: float
    vector: float
    exact: tuple[str, ...] = ()


@dataclass(frozen=True)
class _State:
    """What is derived from one state of the catalogue."""

    generation: int
    linker: Linker
    authority: Authority


class Searcher:
    """Search over a library; safe for threads, sees what was ingested the moment before."""

    def __init__(
        self,
        library: Library,
        *,
        reranker: Reranker | None = None,
        home: str | None = None,
        fusion: Fusion | None = None,
        memory: Memory | None = None,
        fitness: Fitness | None = None,
    ) -> None:
        self._library, self._reranker, self._home = library, reranker, home
        self._places = Places(library.catalogue.store)
        self.fusion = fusion or Fusion.load(library.folder)
        self._memory = memory or Memory.load(library.folder, library.encoder)
        self._everyday = Everyday.load()
        self._fitness = fitness or shipped_fitness()
        self._titles: dict[int, tuple[str, str]] = {}
        self._state: _State | None = None

    def search(self, query: str, *, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The best ``k`` passages, best first; none where nothing matches.

        A document number that the library does not know finds no neighbour: without other words
        beside it the answer is empty. Raises EncoderMismatch, LibraryCorrupt, UsageError.
        """
        query = query[:_LONGEST_QUESTION]
        if k < 1 or not query.strip():
            return []
        self._library.check_encoder()
        hits: list[Hit] = []
        for _ in range(_TRIES):
            generation = self._library.catalogue.generation()
            hits, lost = self._once(query, k, filters or Filters())
            if not lost or self._library.catalogue.generation() == generation:
                break
        return hits

    def _once(self, query: str, k: int, filters: Filters) -> tuple[list[Hit], bool]:
        """The hits, and whether one of them vanished between being found and being read."""
        weighed = self.weigh(query, k, filters)
        scores = self._fitness.scores(weighed.asking, weighed.awaited, weighed.candidates)
        hits = [
            self._hit(one, score, weighed.keys[at], weighed)
            for at, (one, score) in enumerate(zip(weighed.candidates, scores))
            if _allowed(one.passage, filters)
        ]
        hits.sort(key=lambda hit: -hit.score)
        return self._reranked(query, hits, k)[:k], weighed.lost

    def weigh(self, query: str, k: int = 10, filters: Filters | None = None) -> Weighed:
        """The best candidates with what each channel gives them, before their fitness is judged."""
        filters = filters or Filters()
        scope = self._library.scope(selection_of(filters, self._library.catalogue))
        state = self._current()
        links = state.linker.link(query)
        awaited, asking = expectation_of(links.rest), asking_of(links.rest)
        exact = self._exact(links, awaited, scope, filters)
        if not links.numbers:
            exact = {**self._recalled(query, scope), **exact}
        found = _Candidates(sorted(exact), {}, {})
        if not links.numbers or links.named or content_terms(links.rest):
            found = self._candidates(links.rest, scope, exact, k)
        if not found.keys:
            return Weighed(asking, awaited, [], [], exact, found, False)
        scores = self._fused(found, query, state.authority)
        order = np.argsort(-scores, kind="stable")
        wide = _WINDOW if links.named or self._reranker is not None else _NARROW
        window = [found.keys[i] for i in order[: max(wide, k + _SPARE)]]
        window = list(dict.fromkeys([*exact, *window]))
        passages = self._library.catalogue.passages_by_key(window)
        fused = {key: float(score) for key, score in zip(found.keys, scores)}
        lawful = self._places.of_law(links.titles) if links.titles else frozenset()
        keys = [key for key in window if key in passages]
        candidates = [
            Candidate(
                passages[key],
                fused.get(key, 0.0),
                found.vectors.get(key, 0.0),
                _bonus(exact.get(key)),
                _owner(passages[key], links),
                _law(passages[key], key >> PASSAGE_BITS in lawful),
                awaited.adds(passages[key]),
            )
            for key in keys
        ]
        return Weighed(asking, awaited, keys, candidates, exact, found, len(keys) < len(window))

    # ---- channels ----

    def _exact(
        self, links: Links, awaited: Expectation, scope: Scope | None, filters: Filters
    ) -> dict[int, tuple[str, float]]:
        """key → (channel, what it adds)."""
        found: dict[int, tuple[str, float]] = {}
        for number in links.numbers:
            for at, key in enumerate(self._places.of_number(number)):
                found.setdefault(key, ("文号", CITED - (CITED_STEP if at else 0.0)))
        for law, article in links.articles:
            for at, key in enumerate(self._places.of_article(law, article, filters.on)):
                found.setdefault(key, ("条文", CITED - CITED_STEP * min(at, 5)))
        owner = Owner(links.units, links.projects, links.years)
        for row in self._places.of_names(links.rows, owner):
            if row.kind != "term" or awaited.meaning:
                found.setdefault(row.key, ("名称", _closeness(row, links)))
        if scope is not None:
            found = {key: found[key] for key in scope.within(found)}
        return found

    def _recalled(self, query: str, scope: Scope | None) -> dict[int, tuple[str, float]]:
        """Passages that answered a question like this one (``youju adapt``), as ``_exact``."""
        weight = self.fusion.memory
        recalled = self._memory.recall(query) if weight else {}
        if not recalled:
            return {}
        keys = self._places.of_passages(list(recalled))
        within = set(keys.values()) if scope is None else scope.within(keys.values())
        added = {key: weight * recalled[id] for id, key in keys.items() if key in within}
        return {key: ("反馈", value) for key, value in added.items()}

    def _candidates(
        self, query: str, scope: Scope | None, exact: Mapping[int, object], k: int
    ) -> _Candidates:
        own = terms(matter_of(query)) or terms(query)
        said = self._everyday.meanings(query)
        weight = self.fusion.everyday
        beside = {t: weight for word in said for t in terms(word)} if weight else {}
        words = self._words(own, beside, scope)
        vector = self._library.encoder.encode([query])[0]
        near = dict(self._library.vectors.search(vector, CANDIDATES, scope))
        lacking = [key for key in dict.fromkeys([*exact, *words]) if key not in near]
        compared = lacking[: len(exact) + max(_COMPARED, 2 * k)]
        lowest = min(near.values(), default=0.0)  # the rest are less near than all that were found
        near |= dict.fromkeys(lacking, lowest) | self._library.vectors.cosines(vector, compared)
        return _Candidates(list(dict.fromkeys([*words, *near])), words, near)

    def _words(
        self, own: list[str], beside: Mapping[str, float], scope: Scope | None
    ) -> dict[int, float]:
        """BM25 by key. A scope is cut out of a longer list where that suffices: a filter inside
        the query would cost tantivy its short cuts (block-max WAND) over the union of the terms.
        """
        words = self._library.words
        if scope is not None and not scope.size:
            return {}
        if scope is None:
            return dict(words.search(own, CANDIDATES, beside=beside))
        if scope.share >= _WIDE:
            hits = dict(words.search(own, _longer(scope.share), beside=beside))
            return {key: hits[key] for key in scope.within(hits)}
        dateless = replace(scope.selection, on=None)
        whole = self._library.scope(dateless)
        left = scope.size / max(whole.size, 1) if whole is not None else scope.share
        if left >= _WIDE or len(scope.numbers) > _MOST_NUMBERS:
            hits = dict(words.search(own, _longer(left), dateless, beside=beside))
        else:
            chosen = replace(dateless, numbers=frozenset(scope.numbers))
            hits = dict(words.search(own, CANDIDATES, chosen, beside=beside))
        return {key: hits[key] for key in scope.within(hits)}

    def _fused(self, found: _Candidates, query: str, authority: Authority) -> Scores:
        numbers = {key >> PASSAGE_BITS for key in found.keys}
        unknown = [number for number in numbers if number not in self._titles]
        if unknown:  # a number is never used twice, so what is known stays true
            self._titles.update(self._places.titles(unknown))
        factors = {}
        for number in numbers:
            title, kind = self._titles.get(number, ("", ""))
            factors[number] = authority.factor(title, query) if kind in _LAWFUL else 1.0
        return self.fusion.score(
            np.array([found.words.get(key, 0.0) for key in found.keys], dtype=np.float32),
            np.array([found.vectors.get(key, 0.0) for key in found.keys], dtype=np.float32),
            np.array([factors[key >> PASSAGE_BITS] for key in found.keys], dtype=np.float32),
        )

    def _hit(self, one: Candidate, score: float, key: int, weighed: Weighed) -> Hit:
        channel, added = weighed.exact.get(key, ("", 0.0))
        if added > CITED / 2:
            score = added + CITED_SHARE * score
        words, vectors = weighed.found.words, weighed.found.vectors
        return Hit(
            one.passage, score, words.get(key, 0.0), vectors.get(key, 0.0),
            (channel,) if channel else (),
        )  # fmt: skip

    def _reranked(self, query: str, hits: list[Hit], k: int) -> list[Hit]:
        """The first hits by the cross-encoder, where one is set; cited ones stay before."""
        if self._reranker is None:
            return hits
        head = hits[: max(_RERANKED, k)]
        texts = [f"{hit.passage.path} {hit.passage.text}" for hit in head]
        scored = zip(head, self._reranker.scores(query, texts))
        order = sorted(scored, key=lambda pair: (not _CITING & {*pair[0].exact}, -pair[1]))
        return [hit for hit, _ in order] + hits[len(head) :]

    # ---- state ----

    def _current(self) -> _State:
        generation = self._library.catalogue.generation()
        state = self._state
        if state is None or state.generation != generation:
            names = self._library.catalogue.names()
            home = self._home or " ".join(names.units)  # 上海市公安局… makes 上海 no other place
            state = _State(generation, Linker(names), self._authority(home))
            self._state = state
        return state

    def _authority(self, home: str) -> Authority:
        citing: dict[str, set[str]] = {}
        for title, cited in self._places.mentions():
            own, other = source_name(title), source_name(cited)
            if own != other:
                citing.setdefault(other, set()).add(own)
        return Authority(
            {name: len(titles) for name, titles in citing.items()},
            weight=self.fusion.authority,
            elsewhere=self.fusion.elsewhere,
            home=home,
        )


@dataclass(frozen=True)
class _Candidates:
    """What the channels found: keys in order, BM25 and cosine by key."""

    keys: list[int]
    words: dict[int, float]
    vectors: dict[int, float]


@dataclass(frozen=True)
class Weighed:
    """A question's best candidates: ``keys`` of the passages in ``candidates``, in one order;
    ``exact`` tells by which channel a key was named; ``lost`` that a passage is gone meanwhile.
    """

    asking: Asking
    awaited: Expectation
    keys: list[int]
    candidates: list[Candidate]
    exact: Mapping[int, tuple[str, float]]
    found: _Candidates
    lost: bool

    def cited(self, at: int) -> bool:
        """Whether a candidate is the very document or article that the question cites."""
        return self.exact.get(self.keys[at], ("", 0.0))[1] > CITED / 2


def _longer(share: float) -> int:
    """How many to ask for, so that enough are left where a share of all is let through."""
    return CANDIDATES if share >= 1.0 else int(1.3 * CANDIDATES / share) + 20


def _bonus(exact: tuple[str, float] | None) -> float:
    """What being named adds; a cited number or article is ordered apart."""
    return exact[1] if exact is not None and exact[1] <= CITED / 2 else 0.0


def _law(passage: Passage, named: bool) -> float:
    """What belonging to the named law adds; an older version takes off."""
    return (NAMED_LAW if named else 0.0) + (SUPERSEDED if passage.effective_to is not None else 0.0)


def _closeness(row: Row, links: Links) -> float:
    """What a named row adds: more where it is of the unit, project and year that are named."""
    named = (
        (row.unit, links.units), (row.project, links.projects), (row.year, links.years),
    )  # fmt: skip
    wrong = sum(1 for own, wanted in named if wanted and own not in wanted)
    return NAMED_ROW * min(1.0, len(row.name) / 5) / (1 + wrong)


def _owner(passage: Passage, links: Links) -> float:
    """What belonging to the named unit, project and year adds; another's takes off.

    A row about another year than its declaration's (earlier spending) is of the year it names.
    """
    added = 0.0
    for field, own, wanted in (
        ("unit", name_key(passage.unit), links.units),
        ("project", name_key(passage.project), links.projects),
        ("year", passage.year, links.years),
    ):
        if wanted and own is not None:
            named = field == "year" and any(str(year) in passage.text for year in links.years)
            added += OWNER[field] if own in wanted or named else OTHER_OWNER
    return added


def _allowed(passage: Passage, filters: Filters) -> bool:
    """Whether a law's version is in force at the date that is asked for."""
    on = filters.on
    if on is None:
        return True
    begun = passage.effective_from is None or passage.effective_from <= on
    return begun and (passage.effective_to is None or on < passage.effective_to)
