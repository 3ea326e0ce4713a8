"""Fixtures: where the shared sample data lies, and a guard against the network."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--postgres``: libraries keep their catalogue on a PostgreSQL server of the tests' own."""
    parser.addoption("--postgres", action="store_true", help="catalogues on PostgreSQL")


@pytest.fixture(scope="session", autouse=True)
def _catalogues_on_postgres(request: pytest.FixtureRequest) -> Iterator[None]:
    """With ``--postgres``, one database for each catalogue file that a test would open."""
    if not request.config.getoption("--postgres"):
        yield
        return
    from postgres_server import postgres_server

    from assistant.library import library

    with postgres_server() as server, pytest.MonkeyPatch.context() as patch:
        made = library.Catalogue

        def on_server(url: str) -> library.Catalogue:
            name = f"t{hashlib.sha256(url.encode()).hexdigest()[:12]}"
            return made(server.new(name) if url.startswith("sqlite") else url)

        patch.setattr(library, "Catalogue", on_server)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The sample data beside the checkout; skips where it is absent (as on a user's machine)."""
    path = Path(os.environ.get("YOUJU_SHARED", ROOT.parent / "shared"))
    if not (path / "data" / "seeds").is_dir():
        pytest.skip("sample data is not beside this checkout (YOUJU_SHARED)")
    return path


@pytest.fixture(scope="session")
def seeds(shared: Path) -> list[Path]:
    """The five sample declarations, in order."""
    return sorted((shared / "data" / "seeds").glob("*.txt"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that leaves this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        if host not in {"127.0.0.1", "::1", "localhost", "local"}:
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing is skipped: a skip there is a missing install step, so it fails."""
    report = yield
    if os.environ.get("CI") and report.skipped and not item.get_closest_marker("optional"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
