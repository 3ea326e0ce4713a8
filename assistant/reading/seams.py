"""接缝: cells that a wrong column line cut in two, put together again.

The cut goes through a character: what is left of it on either side is a splinter (``满坑|意度``),
or the same character twice (``控制|制率``), or a piece of each half (``合构|各数``). Characters are
dropped or filled in only where other evidence names the whole: the same words stand elsewhere in
the document, or they are a common ending of indicator names. Without evidence the text stays as
printed and is doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.grid import Grid, Piece
from assistant.reading.words import WORDS, is_word

ENDINGS = (
    "及时率", "及时性", "完成率", "完成数", "完成量", "达标率", "达标性", "合格率", "合格数",
    "准确率", "准确性", "覆盖率", "覆盖数", "覆盖面", "发生率", "发生数", "满意度", "满意率",
    "健全性", "规范性", "完整性", "有效性", "适应性", "合规性", "合规率", "出勤率", "到岗率",
    "到岗数", "到位率", "控制率", "完好率", "处置率", "知晓率", "提升率", "提升性", "提升度",
    "在线率", "通过率", "执行率", "使用率", "稳定性", "安全性", "全面性", "实现度", "增长率",
    "下降率", "降低率", "参与率", "证书数", "保障度", "响应率", "修复率", "投诉率", "受益人数",
    "现象", "情况", "人数", "次数", "数量", "时间", "时长", "机制", "制度", "标准", "成本",
)  # fmt: skip
"""Common endings of indicator names: evidence of what a cut character was."""

_HAN = re.compile(r"[㐀-鿿]")
_VALUE = re.compile(r"[≥≤<>=＝]?\d[\d.,]*[%％‰]?[㐀-鿿()（）]{0,4}")
_FINAL = "率度数性量"
_PARTICLES = "为的了在和与、"
_ODD = re.compile(
    r"[^㐀-鿿0-9A-Za-z_()（）、,，:：%％/\-—~\"“”'‘’·.+《》〈〉<>≥≤=\s"
    "Ⅰ-Ⅻⅰ-ⅻ①-⑳×÷±℃㎡㎥³²№α-ωΑ-Ω]"
)


@dataclass(frozen=True, slots=True)
class Seam:
    """Joined text; ``why`` is the evidence where characters were dropped, ``doubtful`` else."""

    text: str
    why: str | None = None
    doubtful: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A way to join: the text, where the seam lies in it, what it costs, what it says."""

    text: str
    at: int
    cost: float
    why: str | None
    bonus: float = 0.0
    guessed: bool = False


class Lexicon:
    """What stands elsewhere in the document: the evidence for joining."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"[ \u3000]+", "", text)

    def count(self, words: str) -> int:
        """How often ``words`` stand in the document."""
        return self.text.count(words)

    def between(self, left: str, right: str) -> list[str]:
        """The characters that stand between ``left`` and ``right``, most frequent first."""
        found = re.findall(f"{re.escape(left)}([㐀-鿿]){re.escape(right)}", self.text)
        return sorted(set(found), key=lambda c: (-found.count(c), c))

    def evidence(self, text: str, at: int) -> float:
        """How well the document and common words bear out ``text`` at the seam ``at``."""
        score = 0.0
        if any(text.endswith(e) and len(text) - len(e) < at for e in ENDINGS) and at < len(text):
            score = 3.0
        elif at == len(text) and text[-3:] in ENDINGS:
            score = 2.0
        window = text[max(at - 2, 0) : at + 2]
        pair = text[at - 1 : at + 1] if 0 < at < len(text) else ""
        if len(window) >= 3 and self.count(window):
            score += 2.0 if len(window) == 4 else 1.5
        elif pair and (pair in WORDS or is_word(pair)):
            score += 1.0
        elif pair and self.count(pair):
            score += 0.8
        return score

    def foreign(self, text: str) -> bool:
        """Whether hardly any two neighbours in ``text`` stand together anywhere else."""
        pairs = re.findall(r"(?=([㐀-鿿]{2}))", re.sub(r"\s", "", text))
        known = sum(self.known(pair) for pair in pairs)
        return known * 3 <= len(pairs)

    def meaningless(self, text: str) -> bool:
        """Whether no two neighbours in ``text`` are a word, here or in the language."""
        pairs = re.findall(r"(?=([㐀-鿿]{2}))", re.sub(r"\s", "", text))
        # the document first: the dictionary takes most of a second to load
        return not any(map(self.known, pairs)) and not any(map(is_word, pairs))

    def known(self, pair: str) -> bool:
        """Whether two neighbours stand together in another place too."""
        return pair in WORDS or self.count(pair) > 1

    def stranger(self, pair: str) -> bool:
        """Whether two neighbours beside a seam stand together nowhere but beside column lines."""
        if len(pair) < 2 or pair in WORDS:
            return False
        beside = self.count(pair + "\t") + self.count("\t" + pair)
        return self.count(pair) - beside < 1 and not is_word(pair)

    def split_tails(self, grid: Grid, pieces: Sequence[Piece]) -> list[Piece]:
        """Pieces that hold the end of a name and the value (``主确性 100%``), cut in two.

        Where the next piece repeats that value (``章 有效支撑|有效支撑``), the tail is dropped.
        """
        out: list[Piece] = []
        for n, here in enumerate(pieces):
            raw = grid.document.text[here.start : here.end]
            head, blank, tail = raw.rpartition(" ")
            size = len(re.sub(r"\s", "", tail))
            later = pieces[n + 1 :]
            if not blank or not tail or size >= len(here.text) or not _HAN.search(head):
                out.append(here)
            elif later and _same_value(tail, later[0].text):
                out.append(grid.cut(here, len(here.text) - size)[0])
            elif _VALUE.fullmatch(tail) and not any(_VALUE.fullmatch(p.text) for p in later):
                out.extend(grid.cut(here, len(here.text) - size))
            else:
                out.append(here)
        return out


def _same_value(tail: str, value: str) -> bool:
    """``1009`` beside ``100%`` and ``有效支撑`` beside ``有效支撑``."""
    if tail == value:
        return True
    figures = re.match(r"\d+", value)
    return bool(figures and tail.startswith(figures.group(0)) and len(tail) <= len(value))


def join(parts: Sequence[str], lexicon: Lexicon) -> Seam:
    """The text of the pieces of one cell, in order."""
    text = parts[0]
    whys: list[str] = []
    doubtful = False
    for part in parts[1:]:
        seam = _join_two(text, part, lexicon)
        text = seam.text
        doubtful |= seam.doubtful
        whys += [seam.why] if seam.why else []
    mended = _mend_inside(text, lexicon)
    whys += [mended.why] if mended.why else []
    return Seam(mended.text, "；".join(whys) or None, doubtful or mended.doubtful, tuple(parts))


def _candidates(left: str, right: str, lexicon: Lexicon) -> Iterator[_Candidate]:
    yield _Candidate(left + right, len(left), 0.0, None)
    for size in range(min(len(left), len(right)), 0, -1):
        if left[-size:] == right[:size]:
            why = f"列线两侧重复「{right[:size]}」"
            yield _Candidate(left + right[size:], len(left), 0.4, why, 2.0)
            break
    cut_left = f"列线切出的残字「{left[-1]}」不取"
    cut_right = f"列线切出的残字「{right[0]}」不取"
    if len(left) > 2:
        cost = _cost(left[-2:], left[-1], lexicon)
        yield _Candidate(left[:-1] + right, len(left) - 1, cost, cut_left)
    yield _Candidate(left + right[1:], len(left), _cost(right[:2], right[0], lexicon), cut_right)
    stems = [(left[:-1], left[-3:-1], 1.6, 0)] if len(left) > 3 else []
    for stem, near, cost, more in [*stems, (left, left[-3:], 1.3, 1)]:
        known = lexicon.between(near, right[1:3])[:2] if right[1:3] or more else []
        whole = right in ENDINGS or (len(right) > 1 and is_word(right[:2]))
        for char in known or ([] if whole else _filled(stem, right[1:])):
            if char in {left[-1], right[0]}:
                continue
            why = f"列线切开的字按「{near}{char}{right[1:3]}」读"
            text = stem + char + right[1:]
            dear = cost if known else cost + 0.6
            yield _Candidate(text, len(left) + more, dear, why, guessed=not known)


def _cost(pair: str, char: str, lexicon: Lexicon) -> float:
    """What dropping a character at the seam costs: little for a sign, or beside a stranger."""
    if not _HAN.match(char):
        return 0.2
    if char in _PARTICLES:
        return 0.3
    return 0.3 if lexicon.stranger(pair) else 1.0


def _filled(left: str, right: str) -> list[str]:
    """Characters that make the end of ``left`` + one + ``right`` a common ending."""
    found = []
    for ending in ENDINGS:
        for at in range(len(ending)):
            if left.endswith(ending[:at]) and ending[at + 1 :] == right and (at or len(right) > 1):
                found.append(ending[at])
    return list(dict.fromkeys(found))[:2]


def _join_two(left: str, right: str, lexicon: Lexicon) -> Seam:
    if not left or not right:
        return Seam(left + right)
    if not _HAN.search(left) or (not _HAN.search(right) and re.search(r"\w", right)):
        return Seam(left + right)
    plain = left + right
    scored: list[tuple[float, int, _Candidate]] = []
    for n, candidate in enumerate(_candidates(left, right, lexicon)):
        if n and candidate.text == plain:
            continue
        score = lexicon.evidence(candidate.text, candidate.at) - candidate.cost + candidate.bonus
        score -= _strangers(left, right, candidate.text, lexicon)
        scored.append((score, -n, candidate))
    best_score, _, best = max(scored, key=lambda s: (s[0], s[1]))
    plain_score = scored[0][0]
    if best.why is None or best_score - plain_score < 0.5:
        odd = bool(_ODD.search(left[-1] + right[0]))
        single = len(right) == 1 and right not in _FINAL
        return Seam(plain, doubtful=plain_score <= 0 and (odd or single))
    return Seam(best.text, best.why, doubtful=best_score < 0.6 or best.guessed)


def _strangers(left: str, right: str, text: str, lexicon: Lexicon) -> float:
    """The cost of keeping a character beside the seam that neither neighbour stands by."""
    cost = 0.0
    at = len(left)
    if text.startswith(left) and left[-1] in _PARTICLES and right in ENDINGS:
        cost += 1.5
    if len(left) > 2 and text.startswith(left) and lexicon.stranger(left[-2:]):
        joined = text[at - 1 : at + 1]
        if lexicon.known(left[-3:-1]) and (len(joined) < 2 or lexicon.stranger(joined)):
            cost += 1.5
    if len(right) > 2 and text.endswith(right) and lexicon.stranger(right[:2]):
        cost += 0.5 if lexicon.known(right[1:3]) else 0.0
    return cost


def _mend_inside(text: str, lexicon: Lexicon) -> Seam:
    """Odd signs within a name (``实现]度``, ``制度(建全性``): dropped or replaced with evidence."""
    if _HAN.search(text) is None:
        return Seam(text)
    text = text.strip("!|·~ ")
    if text.count("(") > text.count(")"):
        at = text.rindex("(")
        for size in (2, 1):
            right = text[at + 2 : at + 2 + size]
            for char in lexicon.between(text[max(at - 2, 0) : at], right) if right else ():
                fixed = text[:at] + char + text[at + 2 :]
                return Seam(fixed, f"残字「{text[at : at + 2]}」按本文件他处「{fixed[-5:]}」读")
    odd = _ODD.search(text)
    if odd is None:
        return Seam(text, doubtful=False)
    at = odd.start()
    without = text[:at] + text[at + 1 :]
    why = f"杂字「{text[at]}」不取"
    if at < len(without):
        bears = lexicon.evidence(without, at) >= 0.8
        rest = _mend_inside(without, lexicon)
        return Seam(rest.text, why, doubtful=rest.doubtful or not bears)
    return Seam(without, why, doubtful=True)


_MISREAD = {"菜": "率", "宰": "率", "牽": "率", "卒": "率"}
_STUBS = {"情": "情况", "现": "现象"}


def complete(name: str, is_rate: bool, lexicon: Lexicon) -> Seam:
    """A name that ends in the middle of a word: completed where one common ending fits.

    ``投诉情`` → 投诉情况; ``工作完成`` beside a per cent → 工作完成率. Always doubtful.
    """
    word = _STUBS.get(name[-1:])
    if word and lexicon.count(word):
        return Seam(name + word[1:], f"词尾残缺，按「{word}」读", doubtful=True)
    right = _MISREAD.get(name[-1:])
    if right and is_rate and name[-3:-1] + right in ENDINGS:
        why = f"「{name[-1]}」在此不成词，值为百分比，按「{name[-3:-1]}{right}」读"
        return Seam(name[:-1] + right, why)
    if is_rate and name.endswith("完成") and lexicon.count(name[-4:]):
        return Seam(name + "率", f"词尾残缺，值为百分比，按「{name[-4:]}率」读", doubtful=True)
    return Seam(name)


def open_word(name: str, lexicon: Lexicon) -> Seam:
    """A name whose first character was lost to a splinter (``助民警…``): filled in from words."""
    first = name[:1]
    if not first or not lexicon.foreign(name[:2]):
        return Seam(name)
    known = [c for c in lexicon.between("", first) if c + first in WORDS]
    if not known:
        return Seam(name)
    why = f"首字残缺，本文件多处作「{known[0]}{first}」"
    return Seam(known[0] + name, why, doubtful=True)
