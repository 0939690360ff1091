"""Settings of cues and of regions: which of them count (WebVTT §6.2 and §6.3)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = re.compile(r"[^\t\n\f\r ]+")
PERCENTAGE = re.compile(r"[0-9]+(?:\.[0-9]+)?%")
LINE_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
ALIGNMENTS = frozenset({"start", "center", "end", "left", "right"})
LINE_ALIGNMENTS = frozenset({"start", "center", "end"})
POSITION_ALIGNMENTS = frozenset({"line-left", "center", "line-right"})
# A region that stands after a line, a size or a direction counts, and before it does not: so it is written last.
ORDER = ("vertical", "line", "position", "size", "align", "region")


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """The settings of a line: a name and a value each, neither of them empty."""
    for word in WORDS.findall(text):
        name, _, value = word.partition(":")
        if name and value:
            yield name, value


@lru_cache(maxsize=1000)
def cue_settings(text: str, regions: frozenset[str]) -> str:
    """Parse the WebVTT cue settings: those that count, as they would be written, in a fixed order.

    Of a setting that stands twice the last counts; a region counts when it was defined before.
    """
    values: dict[str, str] = {}
    for name, value in pairs(text):
        match name:
            case "region":
                values.pop(name, None)
                if value in regions:
                    values[name] = value
            case "vertical" if value in {"rl", "lr"}:
                values[name] = value
                values.pop("region", None)  # there are no vertical regions
            case "line" if (place := _line(value)) is not None:
                values[name] = _joined(place, values.get(name))
                values.pop("region", None)
            case "position" if (place := _position(value)) is not None:
                values[name] = _joined(place, values.get(name))
            case "size" if is_percentage(value):
                values[name] = value
                if float(value[:-1]) != 100:
                    values.pop("region", None)
            case "align" if value in ALIGNMENTS:
                values[name] = value
            case _:
                pass
    return " ".join(f"{name}:{values[name]}" for name in ORDER if name in values)


def region_id(text: str) -> str:
    """Collect WebVTT region settings, as far as cues ask for them: the last identifier."""
    return dict(pairs(text)).get("id", "")


def is_percentage(text: str) -> bool:
    """Parse a percentage string: from 0% to 100%."""
    return PERCENTAGE.fullmatch(text) is not None and float(text[:-1]) <= 100


def _joined(where: str, before: str | None) -> str:
    """An alignment that was said before stays when only the place is said again."""
    if "," not in where and before and "," in before:
        return f"{where},{before.partition(',')[2]}"
    return where


def _line(value: str) -> str | None:
    """The place; browsers keep it when the alignment after it is none, against the letter of §6.3."""
    number, comma, alignment = value.partition(",")
    if comma and alignment not in LINE_ALIGNMENTS:
        alignment = ""
    if not (is_percentage(number) if number.endswith("%") else _is_number(number)):
        return None
    return f"{number},{alignment}" if alignment else number


def _is_number(text: str) -> bool:
    return LINE_NUMBER.fullmatch(text) is not None and abs(float(text)) != float("inf")


def _position(value: str) -> str | None:
    place, comma, alignment = value.partition(",")
    if not is_percentage(place):
        return None
    return f"{place},{alignment}" if comma and alignment in POSITION_ALIGNMENTS else place
