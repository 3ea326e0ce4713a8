"""说明: what goes wrong becomes one clear line; the log keeps the rest."""

from __future__ import annotations

import logging
import re
from html import escape

from assistant.errors import (
    DamagedFile,
    DraftError,
    EmptyFile,
    EncryptedFile,
    LibraryBusy,
    LibraryCorrupt,
    ReadError,
    TooLarge,
    UnknownFormat,
    Unsafe,
    YoujuError,
)

log = logging.getLogger(__name__)
ADVICE: dict[type[YoujuError], str] = {
    EmptyFile: "请换一份有内容的文件",
    UnknownFormat: "请另存为 Word、Excel、PDF、OFD、图片、网页或文本，再上传",
    DamagedFile: "请用原来的软件打开，另存一份再上传",
    EncryptedFile: "请去除密码再上传",
    TooLarge: "请拆成几份再上传",
    Unsafe: "请解压后只上传里面的文档",
    ReadError: "请核对文件后再试",
    LibraryBusy: "请等正在进行的导入结束后再试",
    DraftError: "请改好后再起草",
    LibraryCorrupt: "请管理员运行 youju doctor --repair",
}
"""What to do, by kind of error, where its own line does not say."""
REASONS: tuple[tuple[re.Pattern[str], type[YoujuError]], ...] = (
    (re.compile(r"是空的|没有内容"), EmptyFile),
    (re.compile(r"密码|加密"), EncryptedFile),
    (re.compile(r"炸弹|压缩包里|层压缩"), Unsafe),
    (re.compile(r"超过.*(?:MB|页|行|字|上限)|太大"), TooLarge),
    (re.compile(r"程序文件|不是文档|格式|不认识"), UnknownFormat),
)
"""What a report's line on a file says → the kind of error: the report keeps the line only."""
TOLD = re.compile(r"请|再试|再传|先|可以|可用|可改|换一|youju |删除|运行")
UNEXPECTED = "这一步没有做成，原因已记入日志；请重试，或换一份文件。"


def line_of(error: Exception) -> str:
    """The line for the user; an error that is not ours is logged with its trace."""
    if isinstance(error, YoujuError):
        line = " ".join(str(error).split()).rstrip("。")
        reason = error.reason if isinstance(error, ReadError) else line
        advice = next((ADVICE[kind] for kind in type(error).__mro__ if kind in ADVICE), None)
        return line if advice is None or TOLD.search(reason) else f"{line}；{advice}"
    log.error("unexpected error on the page", exc_info=error)
    return UNEXPECTED


def advised(reason: str) -> str:
    """Why a file could not be read, with what to do where the reason does not say."""
    if TOLD.search(reason):
        return reason
    kind = next((kind for words, kind in REASONS if words.search(reason)), DamagedFile)
    return f"{reason.rstrip('。')}；{ADVICE[kind]}"


def empty(text: str) -> str:
    """A quiet line where there is nothing to show."""
    return f'<p class="yj-empty">{escape(text)}</p>'


def trouble(error: Exception) -> str:
    """The line as HTML, announced to screen readers."""
    return alert(line_of(error))


def alert(line: str) -> str:
    """A line for what went wrong, announced to screen readers; empty where nothing did."""
    return f'<p class="yj-trouble" role="alert">{escape(line)}</p>' if line else ""


def told(line: str) -> str:
    """A line for what was done, announced to screen readers."""
    return f'<p class="yj-told" role="status">{escape(line)}</p>' if line else ""
