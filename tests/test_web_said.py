"""What goes wrong is one line that says what to do; nothing of it is markup."""

from __future__ import annotations

import pytest

pytest.importorskip("gradio")

from assistant import errors
from assistant.web.said import TOLD, UNEXPECTED, advised, alert, line_of, trouble

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.ReadError)
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_cannot_be_read_comes_with_advice(kind: type[errors.ReadError]) -> None:
    line = line_of(kind("甲.docx", "打不开"))
    assert line.startswith("甲.docx：打不开；请")
    assert TOLD.search(line)


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("文件是空的", "请换一份有内容的文件"),
        ("是程序文件，不是文档", "请另存为"),
        ("文本超过 20 MB", "请拆成几份"),
        ("解压后超过 1024 MB 的上限，可能是压缩炸弹", "请解压后"),
        ("压缩结构损坏，无法打开", "另存一份"),
        ("文件有密码", "请去除密码"),
    ],
)
def test_the_advice_fits_the_reason(reason: str, advice: str) -> None:
    line = advised(reason)
    assert line.startswith(f"{reason}；")
    assert advice in line


def test_advice_is_not_given_twice() -> None:
    assert line_of(errors.TooLarge("甲.pdf", "太大，请分册导入")) == "甲.pdf：太大，请分册导入"


@pytest.mark.parametrize("error", [RuntimeError("secret"), KeyError("x")])
def test_an_error_that_is_not_ours_tells_nothing_of_itself(error: Exception) -> None:
    assert line_of(error) == UNEXPECTED


def test_the_line_is_text() -> None:
    html = trouble(errors.UsageError("<script>\n两行"))
    assert "<script" not in html
    assert 'role="alert"' in html
    assert "\n" not in html
    assert alert("") == ""
