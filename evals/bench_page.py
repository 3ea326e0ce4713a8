"""``youju bench page``: the page as people feel it, in a real browser over the shipped corpus.

Page ready, first answer visible after Enter (p95), and 30 people asking at once through the HTTP
endpoint. Needs Debian's Chromium and the dev dependencies.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
OPENINGS = 5
PEOPLE = 30
QUESTIONS = (
    "2024年浦锦街道特保人员聘用人数的目标值是多少？",
    "为什么特保人数定为120人？",
    "沪公闵发2017 41号是什么？谁引用过？",
    "进博会安保预算多少？",
    "2021年古美路街道派出所特保费用的目标值有哪些？",
    "平安志愿者2022年预算执行率是多少？",
    "保安员应当具备什么条件？",
    "2031年火星基地的绿化面积是多少？",
)
FIRST_ANSWER = """
question => new Promise(resolve => {
  const shown = () => document.querySelectorAll('#yj-chat .bot.message').length;
  const before = shown();
  const box = document.querySelector('#yj-question textarea, #yj-question input');
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value').set;
  set.call(box, question);
  box.dispatchEvent(new Event('input', {bubbles: true}));
  requestAnimationFrame(() => {
    const start = performance.now();
    const done = () => { if (shown() > before) { watch.disconnect(); resolve(performance.now() - start); } };
    const watch = new MutationObserver(done);
    watch.observe(document.querySelector('#yj-chat'), {childList: true, subtree: true, characterData: true});
    box.dispatchEvent(new KeyboardEvent('keypress', {key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true}));
    box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true}));
  });
})
"""


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def served(folder: Path, paths: Sequence[Path]) -> tuple[subprocess.Popen[bytes], str]:
    """A server over a library of these files, answering, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    youju = [sys.executable, "-m", "assistant", "--index", str(folder)]
    if paths:
        subprocess.run([*youju, "ingest", *map(str, paths)], check=True, capture_output=True)
    server = subprocess.Popen([*youju, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return server, address
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server did not answer")


def in_browser(address: str) -> tuple[list[float], list[float]]:
    """(milliseconds until the page is ready, milliseconds until the first answer is visible)."""
    from playwright.sync_api import sync_playwright

    ready, first = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(OPENINGS):
            page = browser.new_context().new_page()
            start = time.perf_counter()
            page.goto(address)
            page.wait_for_selector("#yj-question textarea, #yj-question input")
            ready.append((time.perf_counter() - start) * 1000)
            page.wait_for_timeout(500)
            for question in QUESTIONS:
                first.append(float(page.evaluate(FIRST_ANSWER, question)))
                page.wait_for_timeout(400)
            page.close()
        browser.close()
    return ready, first


def ask_once(address: str, question: str) -> dict[str, Any]:
    """One question through the HTTP endpoint ``ask``."""
    body = json.dumps({"data": [question, []]}).encode()
    call = urllib.request.Request(
        f"{address}/gradio_api/call/ask", body, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(call, timeout=60) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{address}/gradio_api/call/ask/{event}", timeout=60) as response:
        lines = response.read().decode().splitlines()
    data = next(line for line in reversed(lines) if line.startswith("data: "))
    answer = json.loads(data.removeprefix("data: "))[0]
    if "error" in answer or not answer["answer"]:
        raise RuntimeError(str(answer)[:200])
    return dict(answer)


def at_once(address: str) -> tuple[list[float], list[str]]:
    """(milliseconds of each of 30 people asking at the same moment, errors)."""
    took: list[float] = []
    errors: list[str] = []
    gate = threading.Barrier(PEOPLE)

    def person(number: int) -> None:
        gate.wait()
        start = time.perf_counter()
        try:
            ask_once(address, QUESTIONS[number % len(QUESTIONS)])
            took.append((time.perf_counter() - start) * 1000)
        except Exception as error:  # noqa: BLE001 - a bench counts what goes wrong
            errors.append(repr(error))

    threads = [threading.Thread(target=person, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, errors


def main(argv: list[str]) -> int:
    """Print the three figures beside their goals; 1 where something failed outright."""
    if not Path(CHROMIUM).exists():
        print(f"no Chromium at {CHROMIUM}")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        server, address = served(Path(folder) / "index", [ROOT / "corpus"])
        try:
            ready, first = in_browser(address)
            took, errors = at_once(address)
        finally:
            server.terminate()
            server.wait(20)
    rows = [
        ("page ready", OPENINGS, statistics.median(ready), p95(ready), 2000),
        ("first answer visible", len(first), statistics.median(first), p95(first), 300),
        (f"{PEOPLE} at once", len(took), statistics.median(took or [0]), p95(took or [0]), 2000),
    ]
    print(f"{'':24}{'n':>5}{'p50 ms':>9}{'p95 ms':>9}{'goal':>7}")
    for name, n, middle, high, goal in rows:
        print(f"{name:24}{n:5d}{middle:9.0f}{high:9.0f}{goal:7d}")
    print(f"errors: {len(errors)}")
    for error in errors[:5]:
        print("  ", error)
    return 1 if errors else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
