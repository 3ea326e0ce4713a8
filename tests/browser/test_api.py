"""The server as other programs meet it: named endpoints, MCP tools, closed to the outside."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from assistant.web.api import NAMES

pytestmark = pytest.mark.browser


def got(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=30) as response:
        return json.load(response)


def test_only_the_documented_functions_are_public(address: str) -> None:
    named = got(f"{address}/gradio_api/info")["named_endpoints"]
    assert {name.lstrip("/") for name in named} == set(NAMES)


def test_every_function_is_a_described_tool(address: str) -> None:
    tools = {tool["name"]: tool for tool in got(f"{address}/gradio_api/mcp/schema")}
    assert set(tools) == set(NAMES)
    assert all(tool["description"] for tool in tools.values())
    properties = tools["ask"]["inputSchema"]["properties"]
    assert all(one["description"] for one in properties.values())


def test_an_answer_over_http(address: str) -> None:
    body = json.dumps({"data": ["2024年浦锦街道特保人员聘用人数的目标值是多少？", []]}).encode()
    call = urllib.request.Request(
        f"{address}/gradio_api/call/ask", body, {"content-type": "application/json"}
    )
    event = json.load(urllib.request.urlopen(call, timeout=30))["event_id"]
    with urllib.request.urlopen(f"{address}/gradio_api/call/ask/{event}", timeout=30) as response:
        lines = response.read().decode("utf-8").splitlines()
    answer = json.loads(next(line for line in reversed(lines) if line.startswith("data: "))[6:])[0]
    assert "120" in answer["answer"]
    assert answer["citations"][0]["quote"]


def test_the_page_names_no_other_machine(address: str) -> None:
    with urllib.request.urlopen(address, timeout=30) as response:
        policy = response.headers["content-security-policy"]
        html = response.read().decode("utf-8")
    assert "default-src 'self'" in policy
    assert 'lang="zh-CN"' in html
    assert not any(
        host in html for host in ("fonts.googleapis", "cdnjs", "cdn.jsdelivr", "unpkg.com")
    )


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=/etc/passwd", "/gradio_api/file=../../etc/passwd"]
)
def test_files_of_the_machine_are_not_served(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + path, timeout=30)
    assert refused.value.code in {403, 404}
