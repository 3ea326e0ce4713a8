"""The server as other programs meet it: named endpoints, MCP tools, closed to the outside."""

from __future__ import annotations

import asyncio
import json
import re
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


HAN = re.compile(r"[一-鿿]{4,}")
SPINE = "2024年浦锦街道特保人员聘用人数的目标值是多少？"
CALLS: dict[str, tuple[dict[str, Any], str]] = {
    "ask": ({"question": SPINE, "earlier": []}, "120"),
    "basis": ({"text": "沪公闵发2017 41号"}, "沪公闵发〔2017〕41号"),
    "why": ({"indicator": "特保人员聘用人数", "project": "", "unit": "", "year": 2024}, "derivation"),
    "check": ({"document": "浦锦街道-社会治安维稳-2024.txt"}, "findings"),
    "check_text": ({"text": "项目名称：绿化\n\n| 三级指标 | 指标值 |\n|---|---|\n| 面积 | 3亩 |"}, "reports"),
    "rules": ({"code": "SUM001"}, "SUM001"),
    "search": ({"text": "保安员条件", "most": 2}, "passage"),
    "list_documents": ({}, "依据文件登记.md"),
    "show_document": ({"document": "依据文件登记.md", "start": 0, "most": 50}, "length"),
    "compare": ({"kind": "单位成本", "project": "", "indicator": ""}, "locator"),
    "draft": (
        {"project": "社会治安维稳工作", "year": 2025, "unit": "", "given": "特保人员聘用人数=130", "form": ""},
        "130",
    ),
}  # fmt: skip
"""Function → (arguments by name, what its result holds)."""


def test_every_function_is_a_tool_described_in_chinese_with_typed_parameters(address: str) -> None:
    tools = {tool["name"]: tool for tool in got(f"{address}/gradio_api/mcp/schema")}
    assert set(tools) == set(NAMES) == set(CALLS)
    for name, tool in tools.items():
        assert HAN.search(tool["description"]), name
        properties = tool["inputSchema"]["properties"]
        assert set(properties) == set(CALLS[name][0]), name
        for parameter, one in properties.items():
            assert HAN.search(one["description"]), (name, parameter)
            assert {"type", "anyOf", "oneOf"} & set(one), (name, parameter)


@pytest.fixture(scope="module")
def client(address: str) -> Any:
    from gradio_client import Client

    return Client(address, verbose=False)


@pytest.mark.parametrize("name", NAMES)
def test_every_function_through_gradio_client(client: Any, name: str) -> None:
    arguments, held = CALLS[name]
    found = client.predict(api_name=f"/{name}", **arguments)
    assert "error" not in found
    assert held in json.dumps(found, ensure_ascii=False)
    assert '"path"' not in json.dumps(found)  # the client would fetch it as a file


def test_every_function_through_an_mcp_client(address: str) -> None:
    async def called() -> dict[str, str]:
        from mcp import ClientSession
        from mcp.client.streamable_http import streamable_http_client

        found = {}
        async with (
            streamable_http_client(f"{address}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            listed = {tool.name for tool in (await session.list_tools()).tools}
            assert listed == set(NAMES)
            for name in NAMES:
                result = await session.call_tool(name, CALLS[name][0])
                assert not result.isError, name
                found[name] = "".join(getattr(part, "text", "") for part in result.content)
        return found

    told = asyncio.run(called())
    for name, (_, held) in CALLS.items():
        assert held in told[name], name


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("ask", {"question": ""}),
        ("ask", {"question": "x" * 20_000}),
        ("check", {"document": "没有.txt"}),
        ("draft", {"project": "没有的项目", "year": 2025}),
        ("compare", {"kind": "没有的图"}),
    ],
)
def test_a_failure_over_the_api_is_one_chinese_line(
    client: Any, name: str, arguments: dict[str, Any]
) -> None:
    found = client.predict(api_name=f"/{name}", **arguments)
    assert list(found) == ["error"]
    assert HAN.search(found["error"])
    assert "\n" not in found["error"]


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
