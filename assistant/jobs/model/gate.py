"""闸门: a model's sentence is shown only where the evidence it cites says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.jobs.model.claims import (
    CAUSE,
    MARK,
    ROUGH,
    TREND,
    Figure,
    bodies,
    figures,
    names,
    numbers,
    plain,
    squeezed,
)
from assistant.jobs.model.evidence import Evidence, Ledger, cited

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+(?:\s*\[\d{1,3}\])*|\n|$)")
_FORMULA = re.compile(
    r"(?P<left>[\d,.]+(?:\s*[+\-−×x*÷/]\s*[\d,.]+)+)\s*[=＝]\s*(?P<right>[\d,.]+)"
)
_OPERAND = re.compile(r"[\d,.]+|[+\-−×x*÷/]")
_RULE_LINE = re.compile(r"^\s*\|?[\s:|\-]+\|?\s*$")
_WORDS = 0.5
_WHY_WORDS = 0.8
_LONGEST = 2_000
_LEAD_IN = 24


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that is not shown, and the reason in words that the model can act on."""

    text: str
    reason: str


@dataclass
class Verdict:
    """What passed, in order, and what did not."""

    kept: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    used: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The passed text; a lead-in or a table's head that leads to nothing is dropped."""
        lines = list(self.kept)
        while lines and not cited(lines[-1]):
            lines.pop()
        return "".join(lines).strip() if self.used else ""


def sentences(text: str) -> Iterator[str]:
    """Sentences of Markdown, each with the marks that follow it and its own line break."""
    for match in _SENTENCE.finditer(text[:_LONGEST]):
        if match[0]:
            yield match[0]


def judge(text: str, ledger: Ledger, question: str = "") -> Verdict:
    """Every sentence against the evidence it cites. Repeated sentences count once."""
    verdict = Verdict()
    seen: set[str] = set()
    for sentence in sentences(text):
        key = squeezed(plain(sentence))
        if not key:
            if verdict.kept and not verdict.kept[-1].endswith("\n"):
                verdict.kept.append(sentence)
            continue
        if key in seen:
            continue
        seen.add(key)
        reason = fault(sentence, ledger, question)
        if reason is None:
            verdict.kept.append(sentence)
            verdict.used.extend(cited(sentence))
        else:
            verdict.rejected.append(Rejected(sentence.strip(), reason))
    return verdict


def fault(sentence: str, ledger: Ledger, question: str) -> str | None:
    """Why a sentence must not be shown; None where it may."""
    marks = cited(sentence)
    said = plain(sentence)
    if not marks:
        return _uncited(sentence, said)
    places = [ledger.get(n) for n in marks]
    if any(place is None for place in places):
        wrong = "、".join(f"[{n}]" for n in marks if ledger.get(n) is None)
        return f"引用了不存在的出处 {wrong}，可用的是 [1] 到 [{len(ledger.items)}]"
    evidence = [place for place in places if place is not None]
    return sentence_fault(sentence, evidence, question)


def sentence_fault(sentence: str, evidence: list[Evidence], question: str = "") -> str | None:
    """Why a sentence does not follow from the evidence; None where it does."""
    said = plain(sentence)
    return (
        _figure_fault(said, evidence)
        or _name_fault(said, evidence)
        or _word_fault(said, evidence, question)
    )


def _uncited(sentence: str, said: str) -> str | None:
    """Only a short lead-in or a table's frame may stand without a source."""
    if _RULE_LINE.match(sentence):
        return None
    bare = not figures(said) and not numbers(said) and not names(said) and not bodies(said)
    if bare and sentence.lstrip().startswith("|"):
        return None
    if bare and said.strip().endswith((":", "：")) and len(said) <= _LEAD_IN:
        return None
    return "没有注明出处，每句话后面要有 [n]"


def _figure_fault(said: str, evidence: list[Evidence]) -> str | None:
    """Figures must stand in the cited evidence, or be the result of a sum shown from such."""
    source = [figure for one in evidence for figure in figures(one.whole)]
    computed = _computed(said, source)
    if computed is None:
        return "算式不成立，或算式中的数不在所引出处里"
    for figure in figures(said):
        known = any(figure.agrees(other) for other in source)
        if not known and figure.value not in computed:
            return f"“{figure.raw}”不在所引出处里，也没有写出由出处算得的算式"
    missing = numbers(said) - {n for one in evidence for n in numbers(one.whole)}
    if missing:
        return f"文号 {'、'.join(sorted(missing))} 不在所引出处里"
    return None


def _computed(said: str, source: list[Figure]) -> set[Decimal] | None:
    """Results of the formulas shown; None where one is wrong or takes a number from nowhere."""
    values = {figure.value for figure in source}
    results: set[Decimal] = set()
    for match in _FORMULA.finditer(said):
        parts = _OPERAND.findall(match["left"])
        operands = [_decimal(part) for part in parts[::2]]
        right = _decimal(match["right"])
        if right is None or any(o is None or (o not in values) for o in operands):
            return None
        total = _evaluated([o for o in operands if o is not None], parts[1::2])
        places = len(match["right"].partition(".")[2])
        if total is None or abs(total - right) > Decimal(1).scaleb(-places) / 2:
            return None
        results.add(right)
    return results


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").rstrip("."))
    except ArithmeticError:
        return None


def _evaluated(operands: list[Decimal], operators: list[str]) -> Decimal | None:
    """Left to right with × and ÷ first; None for a division by zero."""
    terms = [operands[0]]
    for operator, operand in zip(operators, operands[1:], strict=True):
        if operator in "×x*":
            terms[-1] *= operand
        elif operator in "÷/":
            if operand == 0:
                return None
            terms[-1] /= operand
        else:
            terms.append(-operand if operator in "-−" else operand)
    return sum(terms, Decimal(0))


def _name_fault(said: str, evidence: list[Evidence]) -> str | None:
    """Quoted names and organisations must stand in the cited evidence."""
    source = squeezed(" ".join(one.whole for one in evidence))
    for name in names(said):
        if squeezed(name) not in source:
            return f"“{name}”不在所引出处里"
    for body in bodies(said):
        if squeezed(body) not in source:
            return f"“{body}”不在所引出处里"
    for rough in ROUGH.findall(said):
        if rough not in source:
            return f"“{rough}”在所引出处里没有依据"
    return None


def _word_fault(said: str, evidence: list[Evidence], question: str) -> str | None:
    """The words must largely be the evidence's; a reason or a comparison nearly wholly."""
    own = squeezed(" ".join(one.whole for one in evidence))
    for match in CAUSE.finditer(said):
        if _share(squeezed(match["why"]), own) < _WHY_WORDS:
            return "原因不在所引出处里，不要推测原因"
    for word in TREND.findall(said):
        if word not in own:
            return f"“{word}”这一判断不在所引出处里"
    if _share(squeezed(said), own + squeezed(question)) < _WORDS:
        return "内容与所引出处对不上"
    return None


def _share(text: str, source: str) -> float:
    """The share of the text's pairs of neighbouring characters that the source contains."""
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    if not pairs:
        return 1.0
    return sum(pair in source for pair in pairs) / len(pairs)


def contains_all(text: str, wanted: Iterable[Figure]) -> bool:
    """Whether every wanted figure stands in the text."""
    there = figures(MARK.sub("", text))
    return all(any(one.agrees(other) or other.agrees(one) for other in there) for one in wanted)
