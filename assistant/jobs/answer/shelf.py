"""书架: the catalogue's declarations and facts, held ready for linking a question's words.

Loaded once per generation of the catalogue. Statutes stay in the catalogue: they are reached by
title and article, or by search.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.domain.declaration import BudgetLine, Declaration, Indicator
from assistant.domain.fact import Fact, FactKind
from assistant.domain.locator import Locator
from assistant.domain.synonyms import SYNONYMS, canonical, fold
from assistant.jobs.answer.language import frequency
from assistant.jobs.answer.units import cores_of, names_of, regions_of
from assistant.jobs.answer.wording import JOINING, SOFT, scan
from assistant.library.catalogue import Catalogue
from assistant.library.records import LawVersion, StoredDeclaration

_PLACE = re.compile(r"([一-鿿]{2})路?(?:街道|镇|派出所|辖区|社区|分局)")
_GENERIC_PLACE = frozenset(
    ("街道", "社区", "派出", "公安", "管理", "各街", "本街", "该街", "加强", "推进", "完善",
     "深化", "建设", "服务", "开展", "所属", "所在", "进入", "走进", "全部", "各个", "相关", "居民",
     "智慧", "和谐", "平安", "美丽", "重点", "老旧", "城市", "农村", "试点", "示范")
)  # fmt: skip
"""Words before 社区, 街道 and the like that are no place's name."""
_DEFINED = re.compile(
    r"^[-*\s]*(?P<line>[（(][一二三四五六七八九十\d]+[)）]\s*(?P<term>[^：:，。\n]{2,24})[：:]"
    r"(?P<said>[^\n]+))$",
    re.M,
)
_LAW_END = re.compile(r"法|条例|办法|规定|细则|意见|准则|指引|方案")
_LONGEST_TITLE = 40
_SHORT = 60
"""Articles up to which a statute is read whole where one of its articles is found."""
_UNIT_KINDS = (
    ("中学", "学校"), ("小学", "学校"), ("学院", "学校"), ("幼儿园", "学校"), ("卫生院", "医院"),
    ("医院", "医院"), ("有限公司", "公司"), ("有限公司", "企业"),
)  # fmt: skip
"""What units of a kind are called together."""
_SEVERAL_TIMES = 3
_LONGEST_NAME = 30
_WORDS = re.compile(r"[一-鿿]")
_TELLS = 6
_USUAL = 50
"""Occurrences in the language from which two characters are a word that a typo may mean."""
_PLAIN = 4
_FIELD = frozenset(word for row in SYNONYMS for word in row if len(word) == len("词语"))
"""Characters from which a value says more than a figure and its unit (年均流动≤20人次)."""
_KINDS: tuple[FactKind, ...] = (
    "declaration", "fund", "goal", "field", "indicator", "budget_line", "activity", "plan",
    "execution", "account", "term",
)  # fmt: skip
"""What questions ask for by name; citations of a basis are the basis graph's."""
TABLED = frozenset(("indicator", "budget_line", "group", "activity", "account"))
"""Kinds of entries that are rows of a table, with names of their own."""
_NO_COUNT = re.compile(
    r"元|/|[%‰]|比例|^(?:[成倍年月日天周秒]|个?工作日|个月|小时|分钟|季度)$|^[人名位次起场辆台套件支家所处个]$"
)
"""Measures of money, rates and time, and those that questions ask for by words of their own."""
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_NUMBERING = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)+")


@dataclass(frozen=True)
class Scope:
    """One declaration (or what a document says outside declarations: ``index`` is None)."""

    document: str
    source: str
    index: int | None
    declaration: Declaration | None
    project: str | None
    unit: str | None
    department: str | None
    year: int | None
    text: str

    @property
    def label(self) -> str:
        """How the scope is named to the user."""
        year = f"{self.year}年" if self.year else ""
        if self.project is None:
            return f"《{self.source.rsplit('.', 1)[0]}》"
        return f"{self.place or ''}{year}“{self.project}”"

    @cached_property
    def place(self) -> str | None:
        """The unit as the user knows it: the declared unit, with its place where it names none."""
        unit, department = self.unit or "", self.department or ""
        if any(core in canonical(unit) for core in self.cores):
            return unit
        if any(core in canonical(department) for core in self.cores):
            return re.sub(r"[（(]汇总[）)]", "", department) + (f"（{unit}）" if unit else "")
        if self.cores and unit:
            return f"{self.cores[0]}（{unit}）"
        return unit or department or None

    @cached_property
    def names(self) -> str:
        """Canonical project, unit, department and file name: what every fact here inherits."""
        parts = (self.project, self.unit, self.department, self.source.rsplit(".", 1)[0])
        kinds = [kind for word, kind in _UNIT_KINDS if word in (self.unit or "")]
        return "\n".join([*(canonical(part) for part in parts if part), *kinds])

    @cached_property
    def said(self) -> str:
        """The declaration's running text, canonical."""
        return canonical(self.text)

    @cached_property
    def called(self) -> tuple[str, ...]:
        """What people call the unit and its department (三中, 县医院, 浦江镇)."""
        names = [n for name in (self.unit, self.department) if name for n in names_of(name)]
        return tuple(dict.fromkeys((*self.cores, *names)))

    @cached_property
    def cores(self) -> tuple[str, ...]:
        """Short names of the unit's place (浦锦, 闵行分局), declared ones first."""
        found: dict[str, None] = {}
        for name in (self.unit, self.department):
            for core in cores_of(name or ""):
                found[core] = None
        for name in () if found else re.split(r"[-_—－ ]", self.source.rsplit(".", 1)[0]):
            for core in cores_of(name):
                found[core] = None
        if not found:
            counted = Counter(match[1] for match in _PLACE.finditer(self.text))
            for core, times in counted.most_common(2):
                # A district (海城 of 海城区) is named all over it: no place within itself.
                district = re.search(
                    rf"{re.escape(core)}(?:[省市区县旗州盟](?!域)|自治)", self.text
                )
                if times >= _SEVERAL_TIMES and core not in _GENERIC_PLACE and district is None:
                    found[core] = None
                    break
        return tuple(found)


def key_of(name: str) -> str:
    """A name for comparing: canonical, without a year (years are compared on their own)."""
    return _NAMED_YEAR.sub("", canonical(name)) or canonical(name)


def heading_key(title: str) -> str:
    """A heading for comparing, without its numbering."""
    return canonical(_NUMBERING.sub("", title))


@dataclass(frozen=True)
class Entry:
    """Something with a name that a question may ask for.

    ``key`` is the canonical name, ``around`` the canonical text that it also answers to (group,
    level), ``about`` its explanation. ``places`` are the locators that show the value.
    """

    kind: str
    name: str
    group: str | None
    value: str
    number: Decimal | None
    measure: str | None
    year: int | None
    scope: Scope
    places: tuple[Locator, ...]
    key: str
    around: str
    index: int = 0
    parts: tuple[Fact, ...] = ()
    about: str = ""

    @property
    def indicator(self) -> Indicator | None:
        """The indicator row that this entry is, where it is one."""
        if self.kind != "indicator" or self.scope.declaration is None:
            return None
        return self.scope.declaration.indicators[self.index]

    @property
    def line(self) -> BudgetLine | None:
        """The budget line that this entry is, where it is one."""
        if self.kind != "budget_line" or self.scope.declaration is None:
            return None
        return self.scope.declaration.budget_lines[self.index]


class Shelf:
    """Scopes and entries of one generation of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.generation = catalogue.generation()
        self.catalogue = catalogue
        self.stored: list[StoredDeclaration] = catalogue.declarations()
        facts = [fact for kind in _KINDS for fact in catalogue.facts(kind=kind)]
        self.scopes: dict[tuple[str, int | None], Scope] = {}
        for one in self.stored:
            declared = one.declaration
            self.scopes[one.document, one.index] = Scope(
                one.document, one.source, one.index, declared, declared.project, declared.unit,
                declared.department, declared.year, _words_of(declared),
            )  # fmt: skip
        for fact in facts:
            if (fact.document, fact.declaration) not in self.scopes:
                self.scopes[fact.document, fact.declaration] = Scope(
                    fact.document, fact.locator.source, None, None, None, fact.unit, None,
                    fact.year, "",
                )  # fmt: skip
        self.entries: list[Entry] = [*self._of_facts(facts), *self._groups(facts)]
        self.entries.extend(self._sections())
        self.entries.extend(self._glossary())

    def _of_facts(self, facts: list[Fact]) -> Iterator[Entry]:
        for fact in facts:
            scope = self.scopes[fact.document, fact.declaration]
            key = key_of(fact.name)
            around = canonical(fact.group or "")
            if fact.kind in {"field", "declaration", "fund"} and not fact.value:
                continue
            place = fact.locator
            if fact.kind == "declaration" and scope.declaration is not None:
                place = scope.declaration.total_locator or place
            yield Entry(
                fact.kind, fact.name, fact.group, fact.value, fact.number, fact.measure, fact.year,
                scope, (place,), key, around, fact.index, (), _explained(fact, scope),
            )  # fmt: skip

    def _groups(self, facts: list[Fact]) -> Iterator[Entry]:
        """Groups of two budget lines and more, with the sum of their lines."""
        grouped: dict[tuple[str, int | None, str], list[Fact]] = {}
        for fact in facts:
            if fact.kind == "budget_line" and fact.group:
                grouped.setdefault((fact.document, fact.declaration, fact.group), []).append(fact)
        for (document, declaration, name), lines in grouped.items():
            if len(lines) < 2 or any(line.number is None for line in lines):
                continue
            total = sum((line.number for line in lines if line.number is not None), Decimal(0))
            scope = self.scopes[document, declaration]
            yield Entry(
                "group", name, None, "", total, "元", scope.year, scope,
                tuple(line.locator for line in lines), key_of(name), "", 0, tuple(lines),
            )  # fmt: skip

    def _glossary(self) -> Iterator[Entry]:
        """Terms that a policy or other paper lists under a heading of 名词解释."""
        known = {(e.scope.document, e.key) for e in self.entries if e.kind == "term"}
        for record in self.catalogue.documents():
            if record.kind == "statute" or "名词" not in record.title + record.name:
                continue
            document = self.catalogue.document(record.id)
            scope = Scope(record.id, record.name, None, None, None, None, None, None, "")
            for match in _DEFINED.finditer(document.text):
                key = canonical(match["term"])
                if (record.id, key) not in known:
                    place = document.locate(match.start("line"), match.end("line"))
                    yield Entry(
                        "term", match["term"].strip(), None, match["said"].strip(), None, None,
                        None, scope, (place,), key, "",
                    )  # fmt: skip

    def _sections(self) -> Iterator[Entry]:
        for scope in self.scopes.values():
            if scope.declaration is None:
                continue
            for index, section in enumerate(scope.declaration.sections):
                if section.text.strip():
                    yield Entry(
                        "section", section.title, None, section.text, None, None, scope.year,
                        scope, (section.locator,), heading_key(section.title), "", index,
                    )  # fmt: skip

    def of_document(self, document: str) -> tuple[Scope, ...]:
        """The declarations of one document, in order."""
        return self._by_document.get(document, ())

    @cached_property
    def _by_document(self) -> dict[str, tuple[Scope, ...]]:
        found: dict[str, list[Scope]] = {}
        for scope in self.declared:
            found.setdefault(scope.document, []).append(scope)
        return {document: tuple(scopes) for document, scopes in found.items()}

    @cached_property
    def long_keys(self) -> tuple[str, ...]:
        """Canonical names of four characters and more of table rows, the longest first."""
        keys = {e.key for e in self.entries if e.kind in TABLED and len(e.key) >= 4}
        return tuple(sorted(keys, key=len, reverse=True))

    @cached_property
    def heads(self) -> frozenset[str]:
        """Canonical names of table rows, without what a table's column adds in brackets."""
        rows = [e for e in self.entries if e.kind in TABLED]
        return frozenset(canonical(re.sub(r"（[^（）]*）$", "", e.name)) for e in rows)

    @cached_property
    def measures(self) -> frozenset[str]:
        """What rows are counted in (公里, 台套, 人次); money, rates and time aside."""
        found = {e.measure for e in self.entries if e.kind == "indicator" and e.measure}
        # 克/平方米 is asked for by 几克.
        heads = {m.partition("/")[0] for m in found if "/" in m}
        return frozenset(m for m in found | heads if m and not _NO_COUNT.search(m))

    @cached_property
    def trigrams(self) -> frozenset[str]:
        """Every three characters that stand together in a name of the library."""
        rows = [e for e in self.entries if e.kind in TABLED]
        # 合计 is what a table's column adds to an account, and what a question asks with.
        keys = {e.key.removesuffix("合计") for e in rows}
        names = {text for text in keys | {e.around for e in rows} if len(text) <= _LONGEST_NAME}
        names |= {line for s in self.declared for line in s.names.split("\n")}
        return frozenset(name[i : i + 3] for name in names for i in range(len(name) - 2))

    @cached_property
    def regions(self) -> str:
        """The running text of all declarations: the places that the library is of."""
        return "\n".join(s.names + s.said for s in self.declared)

    @cached_property
    def law_titles(self) -> dict[str, frozenset[str]]:
        """Canonical titles of the laws held, without 中华人民共和国 → their documents."""
        found: dict[str, set[str]] = {}
        for law in self.laws:
            title = canonical(law.title).removeprefix("中华人民共和国")
            found.setdefault(title, set()).add(law.document)
        return {title: frozenset(documents) for title, documents in found.items()}

    def law_in(self, text: str) -> str | None:
        """The longest title of a law that stands in a canonical text."""
        ends = [match.end() for match in _LAW_END.finditer(text)]
        found = [
            text[start:end] for end in ends for start in range(max(end - _LONGEST_TITLE, 0), end - 2)
            if text[start:end] in self.law_titles
        ]  # fmt: skip
        return max(found, key=len, default=None)

    @cached_property
    def short(self) -> frozenset[str]:
        """Statutes and digests of a few articles, by document: they are quick to read whole."""
        return frozenset(
            r.id for r in self.catalogue.documents() if 0 < r.counts.get("articles", 0) < _SHORT
        )

    @cached_property
    def everything(self) -> str:
        """All that declarations say and all names: what a question may name."""
        return f"{self.regions}\n{self.all_names}"

    @cached_property
    def laws(self) -> tuple[LawVersion, ...]:
        """The versions of every law held."""
        return tuple(self.catalogue.laws())

    @cached_property
    def all_names(self) -> str:
        """Every name of the library in one text, a line each."""
        names = {e.key for e in self.entries if len(e.key) <= _LONGEST_NAME}
        names |= {e.around for e in self.entries} | {e.about for e in self.entries}
        names |= {s.names for s in self.scopes.values()} | set(self.aliases)
        return "\n".join(sorted(names))

    @cached_property
    def stretches(self) -> frozenset[str]:
        """Every three or four characters that stand together in a name: what a typo may mean."""
        kinds = TABLED | {"term", "execution", "fund"}
        names = {e.key for e in self.entries if e.kind in kinds and len(e.key) <= _LONGEST_NAME}
        names |= {fold(e.name) for e in self.entries if e.kind in TABLED}
        names |= {canonical(s.project or "") for s in self.declared} | set(self.aliases)
        long = {name[i : i + n] for name in names for n in (3, 4) for i in range(len(name) - n + 1)}
        # Two characters are too few to tell a slip from another word, but in a place's name.
        return frozenset(long | {alias for alias in self.aliases if len(alias) == 2})

    @cached_property
    def plain_names(self) -> dict[str, frozenset[tuple[str, int | None]]]:
        """Names of rows and columns that are made of words of asking (人员经费) → their scopes."""
        found: dict[str, set[tuple[str, int | None]]] = {}
        for entry in self.entries:
            if entry.kind in TABLED or entry.kind == "fund":
                head, _, column = entry.name.partition("（")
                for name in {canonical(head), canonical(column)}:
                    if len(name) >= _PLAIN:
                        found.setdefault(name, set()).add((entry.scope.document, entry.scope.index))
        return {
            name: frozenset(scopes) for name, scopes in found.items()
            if all(piece.role != "content" for piece in scan(name))
        }  # fmt: skip

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of two characters that the library's texts or questions are made of."""
        text = self.everything
        pairs = {text[at : at + 2] for at in range(len(text) - 1)}
        known = {word for word in pairs if word in _FIELD or frequency(word) >= _USUAL}
        return frozenset(known | {word for word in SOFT | JOINING if len(word) == len("词语")})

    @cached_property
    def aliases(self) -> dict[str, tuple[tuple[str, int | None], ...]]:
        """What units are called → the scopes of those units, the longest names first."""
        found: dict[str, dict[tuple[str, int | None], None]] = {}
        common: dict[str, dict[tuple[str, int | None], None]] = {}
        for key, scope in self.scopes.items():
            if scope.declaration or scope.unit:
                for name in scope.called:
                    sure = name in scope.cores
                    (found if sure else common).setdefault(name, {})[key] = None
        for name, keys in common.items():
            if name in found or not self._said_elsewhere(name, keys):
                found.setdefault(name, {}).update(keys)
        for region, keys in self._regions_of_units().items():
            found.setdefault(region, {}).update(keys)
        return {a: tuple(found[a]) for a in sorted(found, key=len, reverse=True)}

    def _regions_of_units(self) -> dict[str, dict[tuple[str, int | None], None]]:
        """Regions that tell units apart: no declaration of another region speaks of them."""
        found: dict[str, dict[tuple[str, int | None], None]] = {}
        for scope in self.declared:
            names = (scope.unit, scope.department)
            regions = {r for n in names if n for r in regions_of(canonical(n))}
            for region in regions:
                found.setdefault(region, {})[scope.document, scope.index] = None
        return {r: keys for r, keys in found.items() if not self._said_elsewhere(r, keys)}

    def _said_elsewhere(self, name: str, keys: Container[tuple[str, int | None]]) -> bool:
        """Whether a declaration of another unit has the name too (派出所, 办公室): it tells none."""
        return any(
            name in s.said or name in s.names
            for s in self.declared if (s.document, s.index) not in keys
        )  # fmt: skip

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Budget years of the declarations, sorted."""
        return tuple(sorted({s.year for s in self.scopes.values() if s.year}))

    @cached_property
    def declared(self) -> tuple[Scope, ...]:
        """The scopes that are declarations."""
        return tuple(s for s in self.scopes.values() if s.declaration is not None)


def _explained(fact: Fact, scope: Scope) -> str:
    """The canonical 指标解释 of an indicator's fact, and its value where that is told in words."""
    if fact.kind != "indicator" or scope.declaration is None:
        return ""
    row = scope.declaration.indicators[fact.index]
    told = fact.value if len(_WORDS.findall(fact.value)) >= _TELLS else ""
    return canonical((row.explanation or "") + told)


def _words_of(declared: Declaration) -> str:
    """The declaration's running text and names, for finding the place that it speaks of."""
    parts = [section.text for section in declared.sections]
    parts += [field.value for field in declared.fields]
    parts += [row.name for row in declared.indicators]
    parts += [line.item for line in declared.budget_lines]
    parts += [basis.raw for basis in declared.bases]
    parts += [goal for goal in (declared.goals.overall, declared.goals.annual) if goal]
    return "\n".join(parts)
