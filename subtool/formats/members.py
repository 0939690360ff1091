"""The members of a JSON object one after another, and a list in it by elements: it may be too large for memory."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

SPACE = re.compile(r"[ \t\n\r]*")
DECODE = json.JSONDecoder().raw_decode


def members(text: str, lazily: str) -> Iterator[tuple[str, Any]]:
    """Each member of the object that `text` is; the value of `lazily`, if it is a list, as an iterator.

    That iterator is to be used up before the next member is asked for.

    Raises:
        json.JSONDecodeError, RecursionError, ValueError: as `json.loads`.
        FormatError: it is something else than an object.
    """
    at = _blank(text, 0)
    if not text.startswith("{", at):
        raise FormatError(f"is no object, but {json.loads(text)!r:.40}", hint="make it anew")
    at = _blank(text, at + 1)
    more = not text.startswith("}", at)
    at += not more
    while more:
        if not text.startswith('"', at):
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        key, at = DECODE(text, at)
        at = _blank(text, at)
        if not text.startswith(":", at):
            raise json.JSONDecodeError("Expecting ':' delimiter", text, at)
        at = _blank(text, at + 1)
        if key == lazily and text.startswith("[", at):
            end = [at]
            yield key, _elements(text, end)
            at = end[0]
        else:
            value, at = DECODE(text, at)
            yield key, value
        more, at = _goes_on(text, at, "}")
    if _blank(text, at) < len(text):
        raise json.JSONDecodeError("Extra data", text, at)


def _elements(text: str, end: list[int]) -> Iterator[Any]:
    """The elements of the list at `end[0]`, which is behind the list at last."""
    at = _blank(text, end[0] + 1)
    more = not text.startswith("]", at)
    at += not more
    while more:
        value, at = DECODE(text, at)
        yield value
        more, at = _goes_on(text, at, "]")
    end[0] = at


def _goes_on(text: str, at: int, close: str) -> tuple[bool, int]:
    """Whether a comma follows, and where the next element begins, or what is behind the `close`."""
    at = _blank(text, at)
    if text.startswith(",", at):
        return True, _blank(text, at + 1)
    if text.startswith(close, at):
        return False, at + 1
    raise json.JSONDecodeError("Expecting ',' delimiter", text, at)


def _blank(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    assert match
    return match.end()
