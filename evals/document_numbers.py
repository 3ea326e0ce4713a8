"""``youju eval document_numbers``: thirty spellings of every document number that the corpus cites.

A spelling is right where look-up and search both put that document first; numbers that nobody
cites must give nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from assistant.app import Assistant
from assistant.domain.document_number import DocumentNumber, find_numbers, parse_number
from assistant.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
BRACKETS = ("〔〕", "[]", "()", "（）", "【】", "［］", "〈〉", "<>", "{}")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def spellings(number: DocumentNumber) -> Iterator[str]:
    """Thirty ways in which an office or an asker writes a number that has a year."""
    code, year, serial = number.code, number.year, number.serial
    for left, right in BRACKETS:
        yield f"{code}{left}{year}{right}{serial}号"
        yield f"{code} {left}{year}{right} {serial} 号"
    yield f"{code}〔{year}〕第{serial}号"
    yield f"{code}〔{year}〕{serial}号文"
    yield f"{code}〔{year}〕{serial}"
    yield f"{code}〔{year}年〕{serial}号"
    yield f"{code}{year}-{serial}号"
    yield f"{code} {year} {serial}号"
    yield f"{code}{year} {serial}号"
    yield f"{code}{year}年{serial}号"
    yield f"{code}〔{year}〕{serial}号".translate(WIDE)
    yield f"（{code}〔{year}〕{serial}号）"
    yield f"请问{code}〔{year}〕{serial}号是什么文件？"
    yield f"{code}\u3000〔{year}〕\u3000{serial}号"


def main(argv: list[str]) -> int:
    """Print hits and every miss."""
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(Settings(index=Path(folder) / "index"))
        assistant.ingest([CORPUS])
        cited = {
            number
            for stored in assistant.catalogue.bases()
            if stored.basis.number and (number := parse_number(stored.basis.number)) is not None
            if number.year is not None
        }
        asked = looked = ranked = 0
        for number in sorted(cited, key=str):
            for text in spellings(number):
                asked += 1
                documents = assistant.basis(text).documents
                right = bool(documents) and documents[0].number == str(number)
                hits = assistant.search(text, k=1)
                said = {f.number for hit in hits for f in find_numbers(hit.passage.text)}
                first = number in said
                looked, ranked = looked + right, ranked + first
                if not (right and first):
                    print(f"✗ {number} 写作 {text!r}：查依据 {right}，检索 {first}")
        wrong = 0
        unknown = [
            DocumentNumber(n.code, n.year, n.serial + d)
            for n in cited
            for d in (1, 7, 100)
            if DocumentNumber(n.code, n.year, n.serial + d) not in cited
        ]
        for number in unknown:
            if assistant.basis(str(number)).documents:
                wrong += 1
                print(f"✗ 未知文号 {number} 得到了结果")
        print(f"文号 {len(cited)} 个，写法 {asked} 种次")
        print(f"查依据首位 {looked}/{asked}，检索首位 {ranked}/{asked}")
        print(f"未知文号 {len(unknown)} 个，误得 {wrong}")
    return 0
