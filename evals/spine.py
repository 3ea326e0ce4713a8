"""``youju eval spine``: the forty questions of the spine over the shipped corpus, with gold."""

from __future__ import annotations

from evals import answers


def main(argv: list[str]) -> int:
    """Ask them all; print the share right and every miss."""
    return answers.main(["spine.jsonl", *argv])
