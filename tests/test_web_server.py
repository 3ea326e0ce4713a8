"""The server: what it lets pass into its log."""

from __future__ import annotations

import asyncio
import logging

import pytest

pytest.importorskip("starlette")

from starlette.requests import ClientDisconnect

from assistant.web.server import Leaving


def record(message: str, error: BaseException | None) -> logging.LogRecord:
    info = (type(error), error, None) if error is not None else None
    return logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, message, (), info)


@pytest.mark.parametrize(
    ("message", "error", "kept"),
    [
        ("Exception in ASGI application", asyncio.CancelledError(), False),
        ("Exception in ASGI application", ClientDisconnect(), False),
        ("Cancel 1 running task(s), timeout graceful shutdown exceeded", None, False),
        ("Exception in ASGI application", ValueError("a fault"), True),
        ("[Errno 98] address already in use", None, True),
    ],
)
def test_only_faults_are_logged(message: str, error: BaseException | None, kept: bool) -> None:
    assert Leaving().filter(record(message, error)) is kept
