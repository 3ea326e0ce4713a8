"""The web server: Gradio on FastAPI, closed to the outside by its own headers."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
from typing import TYPE_CHECKING, Any

import click
from starlette.requests import ClientDisconnect

from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.app import Assistant

MAX_UPLOAD = "100mb"
GRACE_SECONDS = 3

POLICY = (
    "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' data: blob: ws: wss:; frame-ancestors 'self'; form-action 'self'"
)
"""Content security policy: the browser itself refuses anything from another machine."""

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

OUTSIDE = re.compile(
    rb"""<(?:link|script|meta)\b[^>]*(?:href|src|content)=["']https?://(?!127\.0\.0\.1|localhost)[^>]*>(?:\s*</script>)?"""
)
"""Tags of Gradio's own page that point outside (font hints, CDN scripts)."""


def quiet() -> None:
    """No telemetry, no version look-ups: set before Gradio is imported."""
    for name, value in {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_OFFLINE": os.environ.get("HF_HUB_OFFLINE", "1"),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "ANONYMIZED_TELEMETRY": "False",
        "DO_NOT_TRACK": "1",
    }.items():
        os.environ[name] = value


def chinese(page: bytes, head: bytes) -> bytes:
    """Gradio's page in Chinese: its language, and our script before any of its own.

    Gradio adds ``head=`` only once its scripts run, which is too late to choose the language.
    """
    return page.replace(b'lang="en"', b'lang="zh-CN"', 1).replace(b"<head>", b"<head>" + head, 1)


class Closed:
    """ASGI middleware: drops outside tags from HTML and adds the policy to every response."""

    def __init__(self, app: Any, head: bytes = b"") -> None:
        self.app = app
        self.head = head

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass everything on; HTML pages (never streams) are buffered and cleaned."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: dict[str, Any] = {}
        body = bytearray()

        async def cleaned(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *HEADERS]
                kind = dict(message["headers"]).get(b"content-type", b"")
                message = {**message, "headers": headers}
                if kind.startswith(b"text/html"):
                    start.update(message)
                    return
            elif start:
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                page = chinese(OUTSIDE.sub(b"", bytes(body)), self.head)
                kept = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
                kept.append((b"content-length", str(len(page)).encode()))
                await send({**start, "headers": kept})
                await send({"type": "http.response.body", "body": page})
                return
            await send(message)

        await self.app(scope, receive, cleaned)


def build_app(assistant: Assistant) -> Any:
    """The ASGI application: the page at ``/``."""
    quiet()
    import gradio as gr
    from fastapi import FastAPI

    from assistant.web import page

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app = gr.mount_gradio_app(
        app,
        page.build(assistant),
        path="/",
        theme=page.theme(),
        css_paths=[page.CSS],
        max_file_size=MAX_UPLOAD,
        show_error=False,
        footer_links=[],
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=True,
    )
    app.add_middleware(Closed, head=page.head())
    return app


def free(host: str, port: int) -> None:
    """Raises UsageError where the address cannot be listened on."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise UsageError(
            f"地址 {host}:{port} 不能使用（{error.strerror}），换一个 --port 试试"
        ) from error


class Leaving(logging.Filter):
    """Drops what a closed browser or Ctrl+C leaves in the server's log: traces of no fault."""

    LEFT = (asyncio.CancelledError, ClientDisconnect)

    def filter(self, record: logging.LogRecord) -> bool:
        """False for a stream that was cut off, and for the word that it will be."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, self.LEFT) and "graceful shutdown" not in record.getMessage()


def serve(assistant: Assistant, *, host: str, port: int) -> None:
    """Serve the page until interrupted; prints the address."""
    free(host, port)
    app = build_app(assistant)
    import uvicorn

    logging.getLogger("uvicorn.error").addFilter(Leaving())
    click.echo(f"有据已打开：http://{host}:{port}  （Ctrl+C 结束）")
    # Open pages hold their streams open: without a bound, Ctrl+C would wait for them for ever.
    uvicorn.run(
        app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS
    )
