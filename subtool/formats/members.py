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
    position = _past_space(text, 0)
    if not text.startswith("{", position):
        raise FormatError(f"is not an object, but {json.loads(text)!r:.40}", hint="make it again")
    position = _past_space(text, position + 1)
    more = not text.startswith("}", position)
    position += not more
    while more:
        if not text.startswith('"', position):
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, position)
        key, position = DECODE(text, position)
        position = _past_space(text, position)
        if not text.startswith(":", position):
            raise json.JSONDecodeError("Expecting ':' delimiter", text, position)
        position = _past_space(text, position + 1)
        if key == lazily and text.startswith("[", position):
            end = [position]
            yield key, _elements(text, end)
            position = end[0]
        else:
            value, position = DECODE(text, position)
            yield key, value
        more, position = _goes_on(text, position, "}")
    if _past_space(text, position) < len(text):
        raise json.JSONDecodeError("Extra data", text, position)


def _elements(text: str, end: list[int]) -> Iterator[Any]:
    """The elements of the list at `end[0]`, which is past the list in the end."""
    position = _past_space(text, end[0] + 1)
    more = not text.startswith("]", position)
    position += not more
    while more:
        value, position = DECODE(text, position)
        yield value
        more, position = _goes_on(text, position, "]")
    end[0] = position


def _goes_on(text: str, position: int, close: str) -> tuple[bool, int]:
    """Whether a comma follows, and where the next element begins, or what is after the `close`."""
    position = _past_space(text, position)
    if text.startswith(",", position):
        return True, _past_space(text, position + 1)
    if text.startswith(close, position):
        return False, position + 1
    raise json.JSONDecodeError("Expecting ',' delimiter", text, position)


def _past_space(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    assert match
    return match.end()
