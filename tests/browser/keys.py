"""Typing as a person does: the next key is not pressed before the text stands there."""

from __future__ import annotations

from typing import Any

STANDS = """text => {
  const at = document.activeElement;
  return ((at.value ?? at.innerText) || '').includes(text);
}"""


def typed(page: Any, text: str) -> None:
    """Type a text into what has the focus and wait until it is there.

    Characters that no key makes (汉字, ≥) reach the page on a way of their own: the next key
    would now and then overtake them.
    """
    page.keyboard.type(text)
    page.wait_for_function(STANDS, arg=text)
