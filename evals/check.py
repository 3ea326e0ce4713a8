"""审核的测量: the samples against their list of faults, and planted faults in clean declarations.

``youju eval check`` prints both; ``--mutants N`` sets how many, ``--samples-only`` skips them.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.document import Document
from assistant.domain.finding import Finding
from assistant.jobs.check import check_document
from assistant.jobs.check.report import line_and_column
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes, read_file
from evals.check_generator import Made, make
from evals.check_mutations import MUTATIONS, Mutant

KINDS: dict[str, str] = {
    "AR-UNIT": "SUM003", "AR-SUM": "SUM001 SUM008", "AR-MUL": "SUM002", "AR-TREND": "TXT003 TXT004",
    "AR-YOY": "SUM010", "AR-COMP": "SUM004 FRM015", "AR-COUNT": "TXT008 TXT009",
    "COST": "TGT011 SUM007", "NARR": "TXT001 TXT002 TXT005 TXT006 TXT007 COV003", "NUM": "BAS015 FRM005",
    "CAP": "FRM004", "TERM": "TXT016 TXT022 TXT024 TXT017 TXT014", "TYPO": "TXT020 TXT021 TXT022 TXT023 TXT025",
    "CPL": "TAX004 TXT013 TXT014", "SHIFT": "OCR001", "LEVEL": "TAX001 TAX003 TAX005", "VT": "TGT003",
    "VW": "TGT005 TGT006 TGT011 TGT013 TGT016 FRM010 FRM012", "VD": "TGT004", "VA": "TGT009 TGT010 TGT012 TXT021",
    "VN": "TGT007 TGT008", "VX": "TGT001 TGT002", "COV": "COV001 COV002 COV003 COV004 COV005 COV006 COV007 TAX005 TXT006",
    "DUP": "BAS004 FRM006 TGT015", "RFMT": "BAS001 BAS002 BAS013", "RAGE": "BAS005 BAS007 BAS008",
    "RVAG": "BAS009", "RREL": "BAS011 BAS012", "RNAME": "BAS003 BAS004 BAS010", "RCON": "BAS001 BAS003",
    "EMPTY": "FRM001 FRM002 FRM015 FRM016", "CONF": "FRM002 FRM003 FRM007 FRM013", "SCHED": "TXT012 COV006",
    "STRUCT": "FRM008 FRM009 FRM005", "GARB": "OCR001 OCR002 OCR003",
}  # fmt: skip
"""Kinds of fault in the samples' list → rules that find that kind."""


@dataclass(frozen=True)
class Row:
    """A row of the list of faults."""

    code: str
    lines: frozenset[int]
    kinds: tuple[str, ...]
    origin: str
    severity: str
    where: str


def truth(path: Path, sample: str) -> list[Row]:
    """The rows of one sample."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        cells = [c.strip() for c in line.split("|")]
        if len(cells) < 7 or not re.fullmatch(rf"{sample}-\d+", cells[1]):
            continue
        places: set[int] = set()
        for a, b in re.findall(
            r"(?:L|[–/, ](?=\d))(\d+)(?:–(\d+))?(?![\d%.])", cells[2] + " " + cells[3]
        ):
            places |= set(range(int(a), int(b or a) + 1))
        rows.append(
            Row(
                cells[1],
                frozenset(places),
                tuple(cells[4].split("/")),
                cells[5],
                cells[6],
                cells[2],
            )
        )
    return rows


def matches(row: Row, finding: Finding, document: Document) -> bool:
    """Right kind, and the finding or its evidence stands on a line that the row names."""
    codes = {c for kind in row.kinds for c in KINDS.get(kind, "").split()}
    if finding.rule not in codes:
        return False
    first = _lines(document, finding)
    return any(abs(line - place) <= 0 for line in first for place in row.lines)


def _lines(document: Document, finding: Finding) -> set[int]:
    return {line_and_column(document.text, p.start)[0] for p in (finding.locator, *finding.related)}


def samples(shared: Path) -> None:
    """Recall by severity and the findings that the list does not have."""
    for sample in ("000", "001"):
        path = next((shared / "data" / "seeds").glob(f"{sample}_*.txt"))
        (document,) = read_file(path)
        report = check_document(document, read_facts(document))
        rows = truth(shared / "data" / "faults.md", sample)
        used: set[int] = set()
        hit: dict[str, list[str]] = defaultdict(list)
        missed: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            found = [n for n, f in enumerate(report.findings) if matches(row, f, document)]
            used |= set(found)
            key = f"{row.origin}{row.severity}"
            (hit if found else missed)[key].append(row if not found else row.code)  # type: ignore[arg-type]
        print(f"== {sample}: {len(report.findings)} findings, {len(rows)} rows")
        for group in (("AH", "AM"), ("AL",), ("AI", "UM", "UI", "OM", "OL", "OI")):
            found_rows = sum(len(hit[g]) for g in group)
            total = found_rows + sum(len(missed[g]) for g in group)
            print(f"   {'+'.join(group)}: {found_rows}/{total}")
            for g in group:
                for row in missed[g]:
                    print(
                        f"      miss {row.code} {'/'.join(row.kinds)} {row.origin}{row.severity} {row.where[:60]}"
                    )
        extra = [f for n, f in enumerate(report.findings) if n not in used]
        print(f"   not in the list: {len(extra)}/{len(report.findings)}")
        for f in extra:
            print(
                f"      L{line_and_column(document.text, f.locator.start)[0]} {f.rule} {f.message[:90]}"
            )


def _check(text: str, name: str) -> tuple[Document, tuple[Finding, ...], float]:
    (document,) = read_bytes(text.encode("utf-8"), name)
    reading = read_facts(document)
    begun = time.perf_counter()
    report = check_document(document, reading)
    assert not report.crashes, report.crashes
    return document, report.findings, time.perf_counter() - begun


def caught(mutant: Mutant, document: Document, findings: tuple[Finding, ...]) -> bool:
    """The right code on a line of the planted fault."""
    first, _ = line_and_column(document.text, mutant.start)
    last, _ = line_and_column(document.text, max(mutant.start, mutant.end - 1))
    for finding in findings:
        if finding.rule not in mutant.codes:
            continue
        if mutant.anywhere:
            return True
        line, _ = line_and_column(document.text, finding.locator.start)
        end, _ = line_and_column(document.text, max(finding.locator.start, finding.locator.end - 1))
        if line <= last and end >= first:
            return True
    return False


def mutations(wanted: int, bases: int) -> None:
    """Planted faults found, by kind; false errors on clean ones; speed."""
    made: list[Made] = []
    errors = others = 0
    spent: list[float] = []
    clean: dict[int, set[tuple[str, str]]] = {}
    noise: Counter[str] = Counter()
    for seed in range(bases):
        one = make(seed)
        _, findings, took = _check(one.text, one.name)
        errors += sum(f.severity == "error" for f in findings)
        others += sum(f.severity != "error" for f in findings)
        noise.update(f.rule for f in findings)
        clean[seed] = {(f.rule, f.locator.quote) for f in findings}
        spent.append(took)
        made.append(one)
    spent.sort()
    print(
        f"== clean: {bases} declarations, {errors} errors ({errors / bases:.3f} each), {others} other {dict(noise)}"
    )
    print(
        f"   check alone: median {spent[len(spent) // 2] * 1000:.1f} ms, p95 {spent[int(len(spent) * 0.95)] * 1000:.1f} ms"
    )
    found: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    misses: dict[str, list[str]] = defaultdict(list)
    rng = random.Random(20)
    kinds = list(MUTATIONS)
    serial = 0
    while sum(tried.values()) < wanted and serial < wanted * 4:
        kind, one = kinds[serial % len(kinds)], made[rng.randrange(bases)]
        serial += 1
        mutant = MUTATIONS[kind](one, rng)
        if mutant is None:
            continue
        document, findings, _ = _check(mutant.text, one.name)
        tried[kind] += 1
        if caught(mutant, document, findings):
            found[kind] += 1
        else:
            misses[kind].append(
                f"{one.layout} {one.theme.project}: …{mutant.text[max(0, mutant.start - 24) : mutant.end + 8]!r} got {sorted({f.rule for f in findings})}"
            )
    total = sum(tried.values())
    print(
        f"== mutants: {sum(found.values())}/{total} = {sum(found.values()) / total:.1%} found with code and place"
    )
    for kind in sorted(kinds, key=lambda k: found[k] / max(1, tried[k])):
        print(f"   {kind}: {found[kind]}/{tried[kind]}")
        for line in misses[kind][:4]:
            print(f"      miss {line}")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="check")
    parser.add_argument("--mutants", type=int, default=3200)
    parser.add_argument("--bases", type=int, default=240)
    parser.add_argument("--samples-only", action="store_true")
    options = parser.parse_args(argv)
    shared = Path(os.environ.get("YOUJU_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if (shared / "data" / "faults.md").is_file():
        samples(shared)
    else:
        print("no sample data beside this checkout (YOUJU_SHARED)")
    if not options.samples_only:
        mutations(options.mutants, options.bases)
    return 0
