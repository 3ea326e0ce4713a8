"""Word: the form through a docxtpl template; sources as comments, 待填 shaded, level cells joined."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from assistant.domain.draft import Draft
from assistant.errors import DraftError
from assistant.writing.application import application_of
from assistant.writing.form import attached, bureau_narrative, street_form
from assistant.writing.sourcing import JOIN, MARK, OPEN, Marker
from assistant.writing.three_forms import three_forms

FOLDER = Path(__file__).parent / "templates"
AUTHOR, INITIALS = "有据", "据"
_BLANK = re.compile(r"【待[填核][^】]*】|待填")
_BLANK_CUT = re.compile(r"(【待[填核][^】]*】|待填)")
_INDICATOR_TEMPLATES = {4: "bureau.docx", 5: "bureau-sourced.docx", 6: "bureau-explained.docx"}


def to_docx(draft: Draft, *, sources: bool = True, templates: Path | None = None) -> bytes:
    """The draft as a Word document. Raises DraftError where an office's template is unusable."""
    name, context, marker = _CONTEXTS.get(draft.declaration.form, _street)(draft, sources)
    context["draft"] = draft
    document = _rendered(_template(name, templates), context)
    _join_cells(document)
    _finish_runs(document, marker)
    properties = document.core_properties
    properties.title = _title(draft)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


Context = tuple[str, dict[str, Any], Marker]
"""A template's name, what fills it, and the marks in it."""


def _street(draft: Draft, sources: bool) -> Context:
    form = street_form(draft, sources=sources)
    return "street.docx", {"blocks": form.blocks}, form.marker


def _bureau(draft: Draft, sources: bool) -> Context:
    form = bureau_narrative(draft, sources=sources)
    table = application_of(draft, form.marker)
    context = {
        "blocks": form.blocks,
        "head": table.head,
        "header": table.indicators.header,
        "rows": table.indicators.rows,
        "join": JOIN,
        "attached": attached(draft, form.marker, form.blocks),
    }
    return _INDICATOR_TEMPLATES[len(table.indicators.header)], context, form.marker


def _three(draft: Draft, sources: bool) -> Context:
    marker = Marker(draft, sources)
    forms = three_forms(draft, marker)
    context = {
        "head": forms.head, "targets": forms.targets, "budget": forms.budget,
        "systems": forms.systems, "join": JOIN,
    }  # fmt: skip
    return "three-forms.docx", context, marker


_CONTEXTS: dict[str, Callable[[Draft, bool], Context]] = {
    "bureau-2024": _bureau,
    "street-2020": _three,
}
"""The form of a draft → its template; any other is the 项目描述."""


def _title(draft: Draft) -> str:
    project = draft.declaration.project or "项目"
    return f"{project}（{draft.declaration.year or ''}年）"


def _template(name: str, templates: Path | None) -> Path:
    """The office's own template of that name, else ours."""
    if templates is not None and (templates / name).is_file():
        return templates / name
    return FOLDER / name


def _rendered(path: Path, context: dict[str, Any]) -> Any:
    try:
        template = DocxTemplate(path)
        template.render(context, autoescape=True)
        out = io.BytesIO()
        template.save(out)
    except TemplateError as error:
        raise DraftError(f"Word 模板 {path.name} 写法有误：{error}") from error
    except (KeyError, ValueError, OSError, BadZipFile) as error:
        raise DraftError(f"Word 模板 {path.name} 无法使用：{error}") from error
    return Document(io.BytesIO(out.getvalue()))


def _join_cells(document: Any) -> None:
    """Cells that hold only ``JOIN`` are merged into the cell above."""
    for table in document.element.body.iter(qn("w:tbl")):
        above: dict[int, Any] = {}
        for row in table.iter(qn("w:tr")):
            column = 0
            for cell in row.iter(qn("w:tc")):
                text = "".join(t.text or "" for t in cell.iter(qn("w:t")))
                if text.strip() == JOIN:
                    _merge(cell, "continue")
                    if column in above:
                        _merge(above[column], "restart")
                else:
                    above[column] = cell
                column += _span(cell)


def _span(cell: Any) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return int(span.get(qn("w:val"))) if span is not None else 1


def _merge(cell: Any, kind: str) -> None:
    properties = cell.get_or_add_tcPr()
    mark = properties.find(qn("w:vMerge"))
    if mark is None:
        mark = OxmlElement("w:vMerge")
        at = properties.find(qn("w:vAlign"))  # the schema's order: vMerge stands before vAlign
        if at is None:
            properties.append(mark)
        else:
            at.addprevious(mark)
    mark.set(qn("w:val"), kind)
    if kind == "continue":
        for text in cell.iter(qn("w:t")):
            text.text = ""


def _runs(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every run of the body with its paragraph, tables included."""
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        for run in list(paragraph.iter(qn("w:r"))):
            yield paragraph, run


def _finish_runs(document: Any, marker: Marker) -> None:
    """Marks become comments, 待填 is shaded; a run is split where it holds several."""
    for _, element in _runs(document):
        run = Run(element, document._body)
        text = run.text
        if OPEN not in text and "【" not in text and "待填" not in text:
            continue
        pieces = list(_split(text))
        if not pieces:
            continue
        noted: dict[int, list[Any]] = {}
        for piece, number in pieces:
            new = deepcopy(element)
            element.addprevious(new)
            part = Run(new, document._body)
            part.text = piece
            if _BLANK.fullmatch(piece):
                part.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if number is not None:
                noted.setdefault(number, []).append(part)
        element.getparent().remove(element)
        for number, parts in noted.items():
            said = marker.comments[number]
            document.add_comment(parts, text=said, author=AUTHOR, initials=INITIALS)


def _split(text: str) -> Iterator[tuple[str, int | None]]:
    """The run's text as (piece, number of its comment), 待填 on its own."""
    at = 0
    for match in MARK.finditer(text):
        yield from ((piece, None) for piece in _shaded(text[at : match.start()]))
        yield from ((piece, int(match[1])) for piece in _shaded(match[2]))
        at = match.end()
    yield from ((piece, None) for piece in _shaded(text[at:]))


def _shaded(text: str) -> list[str]:
    """The text cut before and after each 待填."""
    return [piece for piece in _BLANK_CUT.split(text) if piece]
