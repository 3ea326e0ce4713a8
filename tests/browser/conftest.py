"""One server per test session, one Chromium per module; a request that leaves fails the test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("YOUJU_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(720):
        assert server.poll() is None, "the server ended early"
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server did not answer in three minutes")


@pytest.fixture(scope="session")
def chromium() -> str:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"Chromium is absent ({CHROMIUM}); set YOUJU_CHROMIUM")
    pytest.importorskip("playwright")
    return CHROMIUM


@pytest.fixture(scope="session")
def index(root: Path, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the shipped corpus."""
    folder = tmp_path_factory.mktemp("page") / "index"
    youju = [sys.executable, "-m", "assistant", "--index", str(folder)]
    subprocess.run([*youju, "ingest", str(root / "corpus")], check=True, capture_output=True)
    return folder


@contextmanager
def running(index: Path, root: Path) -> Iterator[str]:
    """The address of a server over a library, ended afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "assistant", "--index", str(index), "serve"]
    server = subprocess.Popen([*command, "--port", str(port)], cwd=root)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def address(root: Path, index: Path) -> Iterator[str]:
    """The page of a server over that library."""
    with running(index, root) as found:
        yield found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Chromium for one module: while it runs, Playwright holds this thread's event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page, opened; at the end, no request may have left the machine and no error shown."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-US")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    left: list[str] = []
    broken: list[str] = []
    local = (address, "data:", "blob:", "about:", address.replace("http", "ws"))
    opened.on("request", lambda r: None if r.url.startswith(local) else left.append(r.url))
    opened.on("pageerror", lambda error: broken.append(str(error)))
    under_way: set[Any] = set()
    for event in ("requestfinished", "requestfailed"):
        opened.on(event, lambda r: under_way.discard(r))
    opened.on("request", lambda r: under_way.add(r) if "/queue/" in r.url else None)
    opened.goto(address)
    opened.wait_for_selector("#yj-question textarea, #yj-question input")
    # What the page asks for as it opens (the choices of its lists) would put back an early choice.
    quiet = 0
    for _ in range(300):
        quiet = 0 if under_way else quiet + 1
        if quiet == 6:
            break
        opened.wait_for_timeout(50)
    yield opened
    context.close()
    assert left == []
    assert broken == []


@pytest.fixture
def ask(page: Any) -> Any:
    """Ask a question and wait until its answer is there; gives the answer's text."""

    def asked(question: str) -> str:
        before = page.locator("#yj-chat .bot.message").count()
        page.fill("#yj-question textarea, #yj-question input", question)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "n => document.querySelectorAll('#yj-chat .bot.message').length > n", arg=before
        )
        return str(page.locator("#yj-chat .bot.message").last.inner_text())

    return asked
