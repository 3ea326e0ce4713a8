"""The floors of the house: a room imports only from floors below it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FLOORS = {
    "domain": 0, "errors": 0, "settings": 0,
    "reading": 1, "library": 2, "search": 3,
    "jobs": 4, "writing": 4,
    "app": 5,
    "terminal": 6, "usage": 6, "progress": 6, "batch": 6, "web": 6,
    "review": 7, "drafting": 7, "correcting": 7, "cli": 8, "__main__": 9, "__init__": 9,
}  # fmt: skip
PACKAGE = Path(__file__).resolve().parents[1] / "assistant"
FILES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> str:
    parts = module.split(".")
    # A name of the package itself (its version) is no room.
    return parts[1] if len(parts) > 1 and parts[1] in FLOORS else "__init__"


def imports(path: Path) -> set[str]:
    """Every assistant module that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {n.name for n in node.names if n.name.split(".")[0] == "assistant"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "assistant":
            names = {f"{node.module}.{n.name}" for n in node.names}
            found |= names if node.module == "assistant" else {node.module or ""}
            assert node.level == 0, f"{path}: relative import"
    return found


def own_room(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_come_from_lower_floors(path: Path) -> None:
    here = own_room(path)
    assert here in FLOORS, f"{path}: a room without a floor"
    for module in imports(path):
        there = room(module)
        if there in {here, "__init__", "errors"}:
            continue
        assert FLOORS[there] < FLOORS[here], f"{path.name} ({here}) imports {module}"


def test_the_package_does_not_import_evals_or_tests() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        assert "import evals" not in text.replace("importlib", "")
        assert "from evals" not in text
        assert "from tests" not in text


def test_no_import_cycles() -> None:
    modules = {
        "assistant." + str(p.relative_to(PACKAGE).with_suffix("")).replace("/", "."): p
        for p in FILES
        if p.name != "__init__.py"
    }
    graph = {name: {m for m in imports(path) if m in modules} for name, path in modules.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name in done:
            return
        for other in graph[name]:
            visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())
