"""Lines of times as people and programs write them, and as they are meant."""

from __future__ import annotations

import re
from typing import NamedTuple

from subtool.errors import FormatError, Place

TIDY = re.compile(r"(\d\d):([0-5]\d):([0-5]\d),(\d{3}) --> (\d\d):([0-5]\d):([0-5]\d),(\d{3})\s*", re.ASCII)
_PART = r"\s{0,3}[:;.,]\s{0,3}\d+"
_TIME = rf"-?\d+(?:{_PART}){{1,3}}"
_FULL = rf"-?\d+(?:{_PART}){{3}}"
_POINTED = r"[-–—−=]{1,4}\s{0,3}[>›»]{1,2}|[→⟶➔➝]|[-–—]{1,3}\s{1,3}[-–—]?>"
LOOSE = re.compile(
    rf"\s{{0,40}}(?:(?P<number>\d+)[.)]?\s{{1,40}})?"
    rf"(?:(?P<start>{_TIME})\s{{0,40}}(?:{_POINTED})\s{{0,40}}(?P<end>{_TIME})"
    rf"|(?P<start2>{_FULL})\s{{0,40}}(?:[-–—]{{1,3}}|>)\s{{0,40}}(?P<end2>{_FULL}))(?P<rest>(?:[\s,;].*)?)",
    re.ASCII,
)
HALF = re.compile(rf"\s{{0,40}}(?P<start>{_FULL})\s{{0,40}}(?:{_POINTED})\s{{0,40}}", re.ASCII)  # and no end
RIGHT_ARROW = re.compile(r"(?<!-)-->(?!>)")
# spaces and characters of other keyboards in a line of times
WIDE = str.maketrans(
    {"：": ":", "，": ",", "．": "."}
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ")
    | dict.fromkeys("\u200b\u200e\u200f\ufeff", "")
)
_SEPARATED = re.compile(r"([:;.,])")
LONGEST = 12  # digits of a part; more is not a time of any film
LONGEST_LINE = 300  # characters; a limit against floods, no line of times comes near
FRAMES_A_SECOND = 25  # taken where a time ends in frames and nothing says the rate: PAL
EXCHANGED = "the cue ended before it started; its times are exchanged"


class Times(NamedTuple):
    """A line of times as it is meant: `number` stands before them, `rest` after, `odd` is what was mended."""

    start_ms: int
    end_ms: int
    number: int | None = None
    rest: str = ""
    odd: tuple[str, ...] = ()


def tidy(line: str) -> tuple[int, int] | None:
    """The times of a line that is as it should be; most are."""
    match = TIDY.fullmatch(line)
    if match is None:
        return None
    h1, m1, s1, f1, h2, m2, s2, f2 = match.groups()
    return (
        int(h1) * 3_600_000 + int(m1) * 60_000 + int(s1) * 1000 + int(f1),
        int(h2) * 3_600_000 + int(m2) * 60_000 + int(s2) * 1000 + int(f2),
    )


def is_loose(line: str) -> bool:
    """Whether a line without the right arrow is one of times all the same."""
    return (
        len(line) < LONGEST_LINE
        and (line.count(":") > 1 or line.count(".") > 3)
        and LOOSE.fullmatch(line.replace("&gt;", ">").translate(WIDE)) is not None
    )


def loose(line: str, place: int) -> Times | None:
    """The times of a line however it is written, or None when it is none.

    Raises:
        FormatError: a time is beyond counting.
    """
    match = LOOSE.fullmatch(line.replace("&gt;", ">").translate(WIDE))
    if match is None:
        return None
    odd: dict[str, None] = {}
    start, end = match["start"] or match["start2"], match["end"] or match["end2"]
    start_ms, end_ms = _milliseconds(start, odd, place), _milliseconds(end, odd, place)
    if match["start2"] or not RIGHT_ARROW.search(line):
        odd["the arrow is written otherwise than -->"] = None
    if end_ms < start_ms:
        odd[EXCHANGED] = None
        start_ms, end_ms = end_ms, start_ms
    number = int(match["number"]) if match["number"] and len(match["number"]) <= LONGEST else None
    if match["number"]:
        odd["the number stands in the line of the times"] = None
    return Times(start_ms, end_ms, number, match["rest"].strip(" \t,;"), tuple(odd))


def half(line: str, number: int) -> Times | None:
    """A line that says when a cue starts and not when it ends; its end is that of its start."""
    match = HALF.fullmatch(line.replace("&gt;", ">").translate(WIDE))
    if match is None:
        return None
    start_ms = _milliseconds(match["start"], {}, number)
    return Times(start_ms, start_ms)


def _milliseconds(text: str, odd: dict[str, None], line: int) -> int:
    pieces = [piece.strip() for piece in _SEPARATED.split(text.lstrip("-"))]
    parts, separators = pieces[::2], pieces[1::2]
    if max(map(len, parts)) > LONGEST:
        hint = "write 00:00:01,000 --> 00:00:02,500"
        raise FormatError("this time is beyond counting", at=Place("", line), hint=hint)
    units, fraction_ms = _units(parts, separators, odd)
    if text.startswith("-"):
        odd["a time before the start of the film is put on its start"] = None
        return 0
    if any(unit >= 60 for unit in units[1:]):
        odd["an hour of over 60 minutes or a minute of over 60 seconds is counted on"] = None
    whole = 0
    for unit in units:
        whole = whole * 60 + unit
    return whole * 1000 + fraction_ms


def _units(parts: list[str], separators: list[str], odd: dict[str, None]) -> tuple[list[int], int]:
    """Hours, minutes and seconds, as far as they are there, and what is left in milliseconds."""
    fraction = None
    last = separators[-1] if separators else ""
    if len(parts) == 4 or (last in {",", "."} and ":" in separators) or (len(parts) == 2 and last == ","):
        fraction = parts[-1]
        units = parts[:-1]
        if last != ",":
            odd[f"'{last}' stands for the comma in its times"] = None
    else:
        units = parts
        odd["the thousandths are missing in its times"] = None
    if any(separator != ":" for separator in separators[: len(units) - 1]):
        odd["the parts of its times are not parted by colons"] = None
    if len(units) < 3:
        odd["the hours are missing in its times"] = None
    return [int(unit) for unit in units], _fraction_ms(fraction, last, odd)


def _fraction_ms(digits: str | None, separator: str, odd: dict[str, None]) -> int:
    if digits is None:
        return 0
    if separator in {":", ";"} and len(digits) == 2 and int(digits) < FRAMES_A_SECOND:
        odd["frames in its times are taken for 25 a second"] = None
        return int(digits) * 1000 // FRAMES_A_SECOND
    if len(digits) != 3:
        odd["the thousandths of its times have not three digits; they are read as a fraction"] = None
    return int(digits[:3].ljust(3, "0"))
