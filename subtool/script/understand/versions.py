"""What the heading of a column says of the language of its text, as data: `versions.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from subtool.text.language import KNOWN

_PARTS = re.compile(r"[^\w-]+")
_TAG = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,4}){0,2}")
LONGEST_HEADING = 5  # of a heading


def heading_of(heading: str) -> tuple[str, str] | None:
    """The language that a heading names, and "original" or "translation", either may be missing; None if both are."""
    whole = " ".join(heading.casefold().strip(" :*.").split())
    words = [word for word in _PARTS.split(whole) if word]
    if not words or len(words) > LONGEST_HEADING:
        return None
    names, parts = _words()
    said = (whole, *words)
    part = next((parts[one] for one in said if one in parts), "")
    language = next((names[one] for one in said if one in names), "") or _tag(whole, words)
    return (language, part) if language or part else None


def _tag(whole: str, words: list[str]) -> str:
    """A tag as `en` or `zh-Hans` that is all of a heading, or stands in brackets after it."""
    for word in words if whole.endswith(")") or len(words) == 1 else ():
        found = _TAG.fullmatch(word)
        if found and found[1] in KNOWN.split():
            return found[1]
    return ""


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """Languages by their names, and which of two texts by what it is called."""
    data = tomllib.loads(files(__package__).joinpath("versions.toml").read_text("utf-8"))
    names = {name: tag for tag, names in data["languages"].items() for name in names}
    return names, {name: part for part in ("original", "translation") for name in data[part]}
