"""A PostgreSQL server for tests: started where its programs are installed, gone after them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

_DEBIAN = Path("/usr/lib/postgresql")
_OWNERS = ("postgres", "nobody")  # the server refuses to run as root


def program(name: str) -> str | None:
    """The path of initdb, pg_ctl …: on the PATH, or where Debian keeps every version's."""
    known = sorted(_DEBIAN.glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or (str(known[0]) if known else None)


def _owner() -> str | None:
    """Who runs the server: another user where this one is root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _OWNERS if name in names), None)


class PostgresServer:
    """A running server; ``new()`` gives the URL of an empty database."""

    def __init__(self, folder: Path, port: int, owner: str | None) -> None:
        self._folder, self.port, self._owner = folder, port, owner
        self._data = folder / "data"

    def _run(self, command: Sequence[str]) -> None:
        done = subprocess.run(
            command, user=self._owner, capture_output=True, text=True, cwd=self._folder, timeout=120
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def make(self) -> None:
        """The data folder, its words compared as Chinese text is by SQLite: by code point."""
        initdb = program("initdb") or "initdb"
        self._run([
            initdb, "-D", str(self._data), "-U", "youju", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync",
        ])  # fmt: skip

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories= -c fsync=off"
        self._ctl("start", "-w", "-o", options, "-l", str(self._folder / "log"))

    def stop(self) -> None:
        """Stop at once, as when the machine is switched off."""
        self._ctl("stop", "-m", "immediate")

    def _ctl(self, *what: str) -> None:
        self._run([program("pg_ctl") or "pg_ctl", "-D", str(self._data), *what])

    def new(self, name: str | None = None) -> str:
        """The URL of a database, made where there is none of the name."""
        import psycopg

        name = name or f"t{uuid4().hex[:12]}"
        where = f"postgresql://youju@127.0.0.1:{self.port}"
        with psycopg.connect(f"{where}/postgres", autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if known.fetchone() is None:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"postgresql+psycopg://youju@127.0.0.1:{self.port}/{name}"


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server of its own; the test is skipped where PostgreSQL is not installed."""
    if program("initdb") is None or program("pg_ctl") is None:
        pytest.skip("PostgreSQL 未安装（apt-get install postgresql）")
    owner = _owner()
    with tempfile.TemporaryDirectory(prefix="youju-pg-", dir="/tmp") as name:
        folder = Path(name)
        if owner is not None:
            shutil.chown(folder, owner)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        server = PostgresServer(folder, port, owner)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
