"""提示词: every word said to a model is a file of ``prompts/``; an unfilled variable is an error."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import Template

from assistant.errors import ModelMisbehaved

FOLDER = Path(__file__).resolve().parents[3] / "prompts"


@lru_cache
def _template(name: str, folder: Path) -> Template:
    try:
        return Template((folder / f"{name}.md").read_text("utf-8"))
    except OSError as error:
        raise ModelMisbehaved(f"提示词文件 {name}.md 读不到：{error.strerror}") from error


def prompt(name: str, *, folder: Path = FOLDER, **values: str) -> str:
    """The prompt with its variables filled. Raises ModelMisbehaved for one too few or too many.

    A value is put in as it is: ``$`` in a document fills nothing.
    """
    template = _template(name, folder)
    wanted = set(template.get_identifiers())
    if wanted != set(values):
        odd = "、".join(sorted(wanted ^ set(values)))
        raise ModelMisbehaved(f"提示词 {name}.md 的变量与所给的不符：{odd}")
    return template.substitute(values)
