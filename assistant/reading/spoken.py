"""句中字段: fields of a form that running text tells in sentences (申报单位为…，实施期2024年至2026年)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.declaration import FormField
from assistant.domain.document import Document
from assistant.domain.locator import Locator
from assistant.reading.fields import MEANING

_LABELS = {
    "project": "项目名称|专项名称|申报项目名称",
    "declarer": "申报单位|填报单位|申报部门|填报部门|项目申报单位|预算单位|预算部门",
    "unit": "项目实施单位|具体实施单位|实施单位|项目承担单位|承担单位|项目执行单位|执行单位|项目建设单位|建设单位|项目单位",
    "department": "预算主管部门|项目主管部门|业务主管部门|主管部门|主管单位",
}
_NAMED = re.compile(
    "(?<![㐀-鿿])(?:本|该|其)?(?:"
    + "|".join(f"(?P<{meaning}>{labels})" for meaning, labels in _LABELS.items())
    + r")\s*(?:名称)?(?:为|是|系|[:：])\s*[“\"「]?(?P<value>[㐀-鿿A-Za-z0-9（）()·—]{3,30}?)[”\"」]?(?=[，,。；;、\n]|$)"
)
_PERIOD = re.compile(
    r"(?:项目|建设|服务)?(?:实施时间|起止时间|建设周期|服务期限|实施期限|实施周期|实施期|项目周期|项目期限|项目期|建设期|执行期|服务期)(?:限)?(?:为|是|自|从|:|：)?\s*"
    r"(?P<value>(?:19|20)\d{2}\s*年[^，,。；;\n\t|]{0,12}?(?:至|到|[-—–~～]+)\s*[^，,。；;\n\t|（(]{2,12})"
)
_DOES = re.compile(
    r"(?:^|(?<=[。，,\n：:]))(?:现由|由|我局|我单位|我中心)?(?P<unit>[㐀-鿿]{3,24}?(?:局|委员会|办公室|街道办事处|镇人民政府|中心|所|站|院|馆|学校|支队|大队|总队|处|队))"
    r"(?:拟|计划|现)?(?:于(?:19|20)\d{2}年度?)?(?:申报|申请|实施|开展|承担)(?:了)?(?:(?:19|20)\d{2}年度?)?[“\"「]?(?P<project>[㐀-鿿A-Za-z0-9（）()]{4,30}?)[”\"」]?项目(?=[，,。；;的\n])"
)

_BODY_END = r"(?:局|委员会|办公室|街道办事处|街道|人民政府|中心|所|站|院|馆|学校|支队|大队|总队|处|队|联合会|协会|学会|公司|委|办)"
_CARRIED = re.compile(
    rf"由(?P<unit>[㐀-鿿]{{4,30}}?{_BODY_END})(?:具体|牵头|全面)?(?:负责|组织|承担)(?:具体|组织)?(?:实施|承担|建设|执行)"
)
_BEARS = re.compile(
    rf"(?:^|(?<=[。，,\n：:]))(?P<unit>[㐀-鿿]{{3,24}}?{_BODY_END})(?:具体|全面)?(?:承担|负责|组织实施|实施)(?:本|该|此)项目"
)
_SHORT = (
    ("project", "项目名称", re.compile(r"^[ \t\u3000]*项目\s*[:：]\s*(?P<value>[^\s，。；:：|]{3,40})[ \t]*$", re.M)),
    ("declarer", "填报单位", re.compile(
        rf"^[ \t\u3000]*(?:单位|部门)\s*[:：]\s*(?P<value>[㐀-鿿]{{2,30}}{_BODY_END})(?=[ \t\u3000（(]|$)", re.M
    )),
)  # fmt: skip
"""Labels too short to be known anywhere: only at the beginning of a line, with a value of their kind."""
_SIGNED = re.compile(
    rf"(?:^|\n)[ \t\u3000]*(?P<unit>[㐀-鿿]{{3,30}}{_BODY_END})[ \t\u3000]*\n+[ \t\u3000]*(?:19|20)\d{{2}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日"
)
"""Who signs a letter: a line above its date."""


def spoken_fields(document: Document, start: int, end: int) -> Iterator[tuple[str, FormField]]:
    """(meaning, field) that the sentences of [start, end) tell; tables have fields of their own."""
    for block in document.blocks:
        if block.kind == "table" or not start <= block.start < end:
            continue
        for found in _NAMED.finditer(document.text, block.start, block.end):
            meaning = str(found.lastgroup if found.lastgroup != "value" else "")
            meaning = next(m for m in _LABELS if found[m])
            label = found[meaning]
            place = document.locate(*found.span("value"))
            yield (
                meaning,
                FormField(label if label in MEANING else "实施单位", found["value"], place),
            )
        for found in _PERIOD.finditer(document.text, block.start, block.end):
            yield (
                "period",
                FormField(
                    "实施期限", found["value"].strip(), document.locate(*found.span("value"))
                ),
            )
        for meaning, label, pattern in _SHORT:
            for found in pattern.finditer(document.text, block.start, block.end):
                place = document.locate(*found.span("value"))
                yield meaning, FormField(label, found["value"], place)
        for found in (
            *_CARRIED.finditer(document.text, block.start, block.end),
            *_BEARS.finditer(document.text, block.start, block.end),
        ):
            yield "unit", FormField("实施单位", found["unit"], document.locate(*found.span("unit")))
        for found in _DOES.finditer(document.text, block.start, block.end):
            yield "unit", FormField("实施单位", found["unit"], document.locate(*found.span("unit")))
            yield (
                "project",
                FormField("项目名称", found["project"], document.locate(*found.span("project"))),
            )


def signed_by(document: Document, start: int, end: int) -> tuple[str, Locator] | None:
    """The body that signs the text of [start, end) above its date, and its place."""
    found = list(_SIGNED.finditer(document.text, start, end))
    if not found:
        return None
    return found[-1]["unit"], document.locate(*found[-1].span("unit"))
