"""TOML that strangers wrote: whatever is wrong with it is a StyleError that names the place, in little memory."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from subtool.disk.reading import read_bytes
from subtool.errors import Place, StyleError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 1_000_000  # the largest house style we ship is 4 kB, a season of a hundred episodes some 50 kB
MOST_DIGITS_BITS = 64  # of a whole number: more is none of ours, and cannot be printed
# 32 keys in keys, as in a.b.c: tomllib takes seconds and gigabytes for thousands. Nobody nests more than five.
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
_WHERE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """The values of a file, and its text.

    Raises:
        StyleError: it cannot be read, or is not TOML.
    """
    place = Place(str(path))
    try:
        text = read_bytes(path, error=StyleError, most=MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StyleError("is not in UTF-8", at=place, hint="save it as UTF-8") from error
    return parse_toml(text, place), text


def parse_toml(text: str, place: Place) -> dict[str, Any]:
    """The values in a text, of which `place` is named when it is wrong.

    Raises:
        StyleError: it is not TOML, or nests deeper than anything of ours.
    """
    hint = "write key = value, texts in quotes"
    if found := _DEEP_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise StyleError("is not TOML: keys in keys, too many", at=Place(place.path, line), hint=hint)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _WHERE.match(str(error))
        message = found[1] if found else str(error)
        where = Place(place.path, int(found[2]), int(found[3])) if found else place
        raise StyleError(f"is not TOML: {message.lower()}", at=where, hint=hint) from error
    except RecursionError as error:
        raise StyleError("is not TOML: brackets in brackets, too many", at=place, hint=hint) from error
    except (ValueError, OverflowError) as error:  # a number of thousands of digits, a date that is none
        raise StyleError("is not TOML: a number or a date that cannot be", at=place, hint=hint) from error
    _refuse_huge(values, place)
    return values


def _refuse_huge(value: object, place: Place) -> None:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _refuse_huge(part, place)
    elif isinstance(value, int) and value.bit_length() > MOST_DIGITS_BITS:
        raise StyleError("is not TOML: a number that is too large", at=place, hint="write a smaller number")
