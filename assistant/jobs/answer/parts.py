"""分问: a question that asks several things, one after another, in its parts."""

from __future__ import annotations

import re

_MOST = 4
_ASKS = re.compile(r"多少|几|什么|谁|哪|怎么|为何|为啥|吗|是否|如何|多[大高长久]|有没有|[^，,]{2,}呢$")
_BETWEEN = re.compile(
    r"[？?；;]|[，,](?=[^，,]*(?:多少|几[^乎何]|什么|谁|哪|怎么|为[什何啥]|是否|如何|多[大高长久]|呢[？?]?$|吗[？?]?$))"
    r"|、(?=[^，,、]*(?:什么时候|何时|谁|哪))"
    r"|(?<=[一-鿿])(?:以及|还有|并且|另外|同时)(?=[^，,、]*(?:多少|几[^乎何]|什么|谁|哪|多[大高长久]))"
)
"""Where one question may end and the next begin."""
_LEAD = re.compile(r"^(?:那么?|以及|还有|并且|另外|同时|然后|再|它|其中)+")
_SUMMED = re.compile(
    r"^(?:两者|二者|三者|它们|这[两三几]项?)?(?:一共|总共|合计|加起来|共计|相差|差|差额|哪个)(?:是|了|有)?(?:多少|几|更?[多高大])?"
    r"(?:钱|元|万元?|人)?$"
)
"""What is asked of the things of the part before (加起来多少, 差多少): no question of its own."""


def parts_of(question: str) -> list[str]:
    """The questions within a question, in order; the question itself where it is one."""
    pieces = [p.strip(" 　，,。") for p in _BETWEEN.split(question) if p and p.strip(" 　，,。")]
    asking: list[str] = []
    lead = ""
    for piece in pieces:
        if not _ASKS.search(piece):
            lead += f"{piece}，"  # says what the questions are about
            continue
        if asking and _SUMMED.fullmatch(_LEAD.sub("", piece)):
            asking[-1] += f"，{piece}"
            continue
        asking.append(lead + piece)
        lead = ""
    if lead and asking:
        asking[-1] += f"，{lead.rstrip('，')}"
    if len(asking) < 2 or len(asking) > _MOST:
        return [question]
    return asking
