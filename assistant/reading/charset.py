"""字符集: bytes of a text file as text. UTF-8 and UTF-16 with or without BOM, GB18030, Big5."""

from __future__ import annotations

import codecs
import re

from assistant.errors import EmptyFile, TooLarge, UnknownFormat

MAX_BYTES = 20 * 1024 * 1024
"""Bound of a text file: the longest statute of the test collection has under 1 MB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# The commonest characters of written Chinese: a wrong decoding has almost none of them.
_COMMON = re.compile("[的一是在不了有和人这中大为上个国我以要他时来用们年月日第条及等与元项目]")


def _plausible(text: str) -> bool:
    sample = text[:200_000]
    if not sample:
        return True
    junk = len(_CONTROL.findall(sample)) + len(_PRIVATE.findall(sample))
    return junk <= len(sample) * 0.002


def _chinese(text: str) -> float:
    sample = text[:50_000]
    han = sum("一" <= c <= "鿿" for c in sample)
    return len(_COMMON.findall(sample)) / han if han else 0.0


def decode(data: bytes, name: str) -> str:
    """The text of a file, with ``\\r\\n`` as ``\\n`` and no BOM.

    Raises EmptyFile, TooLarge, or UnknownFormat where no encoding gives plausible text.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(name, f"文本超过 {MAX_BYTES // 1024 // 1024} MB")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise EmptyFile(name, "文件是空的")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return _finish(data.decode(encoding), name)
            except UnicodeDecodeError as error:
                raise UnknownFormat(name, "标记的编码与内容不符") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and _plausible(text):
        return _finish(text, name)
    return _finish(_guess(data, name), name)


def _guess(data: bytes, name: str) -> str:
    """The most Chinese of the plausible decodings."""
    encodings = ["gb18030", "big5", *(["utf-16-le", "utf-16-be"] if len(data) % 2 == 0 else [])]
    best, score = "", -1.0
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text) and _chinese(text) > score:
            best, score = text, _chinese(text)
    if score < 0.01:
        raise UnknownFormat(name, "不是文本文件，或编码无法识别")
    return best


def _finish(text: str, name: str) -> str:
    text = text.replace("\r\n", "\n")
    if not text.strip("\ufeff \t\n\x00"):
        raise EmptyFile(name, "文件是空的")
    return text.removeprefix("\ufeff")
