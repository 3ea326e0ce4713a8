"""模型连接: a LangChain chat model against any OpenAI-compatible address."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.errors import ModelUnavailable, YoujuError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LONGEST_ANSWER = 1_200
"""Tokens of one answer; beyond it a model only repeats itself."""


def open_model(settings: Settings) -> BaseChatModel:
    """The chat model of the settings. Raises ModelUnavailable where it cannot be made."""
    if not settings.model:
        raise ModelUnavailable("没有设置模型（YOUJU_MODEL）")
    # LangChain costs a second to import: only who has set a model pays for it.
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    os.environ.setdefault("LANGCHAIN_TRACING_V2", "false")
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(
            settings.model,
            model_provider="openai",
            base_url=settings.model_url,
            api_key=settings.model_key or "none",
            timeout=settings.model_timeout,
            max_retries=0,
            max_tokens=LONGEST_ANSWER,
            temperature=0,
            stream_usage=False,
        )
    except (ImportError, ValueError) as error:
        raise ModelUnavailable(f"模型 {settings.model} 不能使用：{error}") from error


class NoTools(YoujuError):
    """The server refused a request with tools; the caller asks again without."""


@contextmanager
def speaking() -> Iterator[None]:
    """Errors of the connection and of the server as ModelUnavailable, in one line."""
    import httpx
    import openai
    from langgraph.errors import GraphRecursionError

    try:
        yield
    except openai.APITimeoutError as error:
        raise ModelUnavailable("模型没有在限定时间内答复") from error
    except openai.APIConnectionError as error:
        raise ModelUnavailable("连不上模型服务") from error
    except (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError) as error:
        raise NoTools(f"模型服务拒绝了请求（{error.status_code}）") from error
    except openai.RateLimitError as error:
        raise ModelUnavailable("模型服务额度或频率受限") from error
    except openai.APIStatusError as error:
        raise ModelUnavailable(f"模型服务出错（{error.status_code}）") from error
    except openai.OpenAIError as error:
        raise ModelUnavailable("模型服务的答复无法理解") from error
    except GraphRecursionError as error:
        raise ModelUnavailable("模型反复调用工具而没有作答") from error
    except httpx.TimeoutException as error:
        raise ModelUnavailable("模型没有在限定时间内答复") from error
    except httpx.HTTPError as error:
        raise ModelUnavailable("与模型服务的连接中断") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        # What a server sends that is no valid completion surfaces as one of these in LangChain.
        raise ModelUnavailable("模型服务的答复不合规范") from error
