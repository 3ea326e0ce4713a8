"""Planted faults are found with their code and place; clean declarations raise no error."""

from __future__ import annotations

import random

import pytest

from assistant.jobs.check import check_document
from assistant.reading.facts import read_facts
from assistant.reading.files import read_bytes
from evals.check import caught
from evals.check_generator import make
from evals.check_mutations import MUTATIONS


@pytest.mark.parametrize("seed", range(8))
def test_generated_declarations_have_no_errors(seed: int) -> None:
    made = make(seed)
    (document,) = read_bytes(made.text.encode(), made.name)
    report = check_document(document, read_facts(document))
    assert [f.message for f in report.findings if f.severity == "error"] == []


@pytest.mark.parametrize("kind", list(MUTATIONS))
def test_a_planted_fault_is_found(kind: str) -> None:
    rng = random.Random(5)
    tried = found = 0
    for seed in range(40):
        made = make(seed)
        mutant = MUTATIONS[kind](made, rng)
        if mutant is None:
            continue
        (document,) = read_bytes(mutant.text.encode(), made.name)
        report = check_document(document, read_facts(document))
        tried += 1
        found += caught(mutant, document, report.findings)
        if tried == 3:
            break
    assert tried
    assert found * 3 >= tried * 2
