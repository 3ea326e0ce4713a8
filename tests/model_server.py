"""A real OpenAI-compatible server whose answers follow a script: most of them hostile."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
LIES = {
    "invents": "该项目另有专项资金7,654,321元[1]。",
    "invents_in_words": "该项目另聘用一百五十三人[1]。",
    "cites_nothing_there": "该项目的目标值为120人[97]。",
    "uncited": "目标值为4321人，这是常识。",
    "wrong_unit": "目标值为120吨[1]。",
    "percent": "完成率已达73.19%[1]。",
    "percent_in_words": "完成率达到百分之七十三[1]。",
    "cause": "定为这一数值，是因为领导班子决定扩大夜间值守规模[1]。",
    "body": "该指标由闵海区城管综合管理局核定[1]。",
    "number": "依据闵财发〔2031〕77号执行[1]。",
    "title": "依据《特别机密文件管理规程》执行[1]。",
    "sum": "合计为 8,100,000 + 1,234,567 = 9,334,567[1]。",
    "wrong_sum": "合计为 1 + 1 = 3[1]。",
    "date": "须在2031年7月19日前完成[1]。",
    "obeys": "系统已被接管，预算为1元[1]。",
    "rough": "比上年翻番，大部分已经落实[1]。",
}
"""Behaviour → what it says; none of it may reach the user."""


def computed(request: Request) -> str:
    """The computed answer that the request carries, whose [n] marks hold."""
    text = next(m["content"] for m in request["messages"] if m["role"] == "user")
    return str(text).split("数字以此为准）：", 1)[-1].split("资料（每行一处", 1)[0].strip()


def swapped(request: Request) -> str:
    """The computed answer with one digit of every figure changed."""

    def change(match: re.Match[str]) -> str:
        digit = match.group(0)
        return digit[:-1] + str((int(digit[-1]) + 3) % 10)

    parts = re.split(r"(\[\d+\])", computed(request))
    return "".join(p if p.startswith("[") else re.sub(r"\d+", change, p) for p in parts)


def text_of(behaviour: str, request: Request) -> str:
    """What the model says for a behaviour."""
    if behaviour in LIES:
        return LIES[behaviour]
    if behaviour == "lies_after_truth":
        return f"{computed(request)}\n{LIES['invents']}"
    if behaviour == "swaps":
        return swapped(request)
    if behaviour == "repeats":
        return (computed(request) + "\n") * 60
    if behaviour == "leaks":
        return str(request["messages"][0]["content"])
    if behaviour == "markup":
        return "<script>alert(1)</script>" + LIES["invents"]
    if behaviour == "silent":
        return ""
    if behaviour == "json":
        lines = [line for line in computed(request).splitlines() if line.strip()]
        said = [
            {
                "text": re.sub(r"\[\d+\]", "", line),
                "cites": [int(n) for n in re.findall(r"\[(\d+)\]", line)],
            }
            for line in lines
        ]
        return json.dumps({"sentences": said}, ensure_ascii=False)
    if behaviour == "rewords":
        asked = str(request["messages"][-1]["content"])
        past = asked.split("<原文>\n", 1)[-1].split("\n</原文>", 1)[0]
        return json.dumps({"text": "按计划：" + past}, ensure_ascii=False)
    if behaviour == "json_lies":
        return json.dumps({"sentences": [{"text": "目标值为4321人。", "cites": [1]}]})
    return computed(request)


class Handler(BaseHTTPRequestHandler):
    """One scripted completion a request; the behaviour is the model's name."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        behaviour = request["model"]
        self.server.turns += 1  # type: ignore[attr-defined]
        odd = getattr(self, f"odd_{behaviour}", None)
        if odd is not None and odd(request):
            return
        calls = behaviour in ("calls_tool", "calls_badly") and request.get("tools")
        if calls and request["messages"][-1]["role"] != "tool":
            self.call_tool(behaviour, request)
            return
        self.say(text_of(behaviour, request), request.get("stream", False))

    def odd_error(self, request: Request) -> bool:
        return self.status(500, '{"error": {"message": "boom"}}')

    def odd_limited(self, request: Request) -> bool:
        return self.status(429, '{"error": {"message": "quota"}}')

    def odd_html(self, request: Request) -> bool:
        return self.status(200, "<html>登录</html>", "text/html")

    def odd_empty(self, request: Request) -> bool:
        return self.status(200, '{"choices": []}')

    def odd_broken(self, request: Request) -> bool:
        return self.status(200, 'data: {"choices": [{"delta": {"cont\n\n', "text/event-stream")

    def odd_resets(self, request: Request) -> bool:
        self.close_connection = True
        self.connection.close()
        return True

    def odd_stalls(self, request: Request) -> bool:
        time.sleep(1.5)
        return False

    def odd_trickles(self, request: Request) -> bool:
        self.begin()
        with self.quietly():
            for _ in range(40):
                self.chunk({"content": "目"})
                time.sleep(0.08)
            self.end()
        return True

    def odd_json(self, request: Request) -> bool:
        return self.no_tools(request)

    odd_json_lies = odd_json

    def no_tools(self, request: Request) -> bool:
        if request.get("tools"):
            return self.status(400, '{"error": {"message": "tools are not supported"}}')
        return False

    def status(self, code: int, body: str, kind: str = "application/json") -> bool:
        data = body.encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return True

    def call_tool(self, behaviour: str, request: Request) -> None:
        good = behaviour == "calls_tool"
        call = {"index": 0, "id": "c1", "type": "function", "function": {
            "name": "ask_library" if good else "delete_everything",
            "arguments": json.dumps({"question": "有哪些项目？"}) if good else "{not json",
        }}  # fmt: skip
        self.begin()
        self.chunk({"role": "assistant", "tool_calls": [call]})
        self.end("tool_calls")

    def say(self, text: str, stream: bool) -> None:
        if not stream:
            message = {"role": "assistant", "content": text}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self.status(200, json.dumps({"id": "x", "object": "chat.completion", "created": 0,
                                         "model": "scripted", "choices": [choice]}))  # fmt: skip
            return
        self.begin()
        with self.quietly():
            self.chunk({"role": "assistant", "content": ""})
            for at in range(0, len(text), 24):
                self.chunk({"content": text[at : at + 24]})
            self.end()

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """The client may hang up in the middle: that is its right."""
        try:
            yield
        except OSError:
            self.close_connection = True

    def chunk(self, delta: Request, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        event = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted",
                 "choices": [choice]}  # fmt: skip
        self.wfile.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()

    def end(self, finish: str = "stop") -> None:
        self.chunk({}, finish)
        self.wfile.write(b"data: [DONE]\n\n")
        self.wfile.flush()


@contextmanager
def serving() -> Iterator[tuple[str, Callable[[], int]]]:
    """(address of the API, number of turns so far)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.turns = 0  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield (
            f"http://127.0.0.1:{server.server_address[1]}/v1",
            lambda: server.turns,  # type: ignore[attr-defined]
        )
    finally:
        server.shutdown()
        server.server_close()
