"""How a printed word may be said: numbers read out, acronyms spelled, dashes parted."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Reading = tuple[str, ...]

ABBREVIATIONS: dict[str, tuple[Reading, ...]] = {
    "mr.": (("mister",),),
    "mrs.": (("missus",),),
    "dr.": (("doctor",), ("drive",)),
    "st.": (("saint",), ("street",)),
    "gen.": (("general",),),
    "col.": (("colonel",),),
    "capt.": (("captain",),),
    "lt.": (("lieutenant",),),
    "prof.": (("professor",),),
    "no.": (("no",), ("number",)),
    "vol.": (("volume",),),
    "ca.": (("circa",), ("about",)),
    "etc.": (("et", "cetera"),),
    "vs.": (("versus",),),
    "jr.": (("junior",),),
    "sr.": (("senior",),),
    "wwi": (("world", "war", "one"), ("the", "first", "world", "war"), ("first", "world", "war")),
    "wwii": (("world", "war", "two"), ("the", "second", "world", "war"), ("second", "world", "war")),
    "ww1": (("world", "war", "one"), ("the", "first", "world", "war"), ("first", "world", "war")),
    "ww2": (("world", "war", "two"), ("the", "second", "world", "war"), ("second", "world", "war")),
    "&": (("and",),),
    "+": (("plus",),),
    "=": (("equals",),),
    "%": (("percent",),),
    "°": (("degrees",),),
}
CURRENCIES = {"$": ("dollars", "dollar"), "€": ("euros", "euro"), "£": ("pounds", "pound")}
SPOKEN_MARKS = frozenset("&+=%°$€£¥§@#")
FEW = 12  # alternatives of one printed word; more would not help the ear to choose

PIECE = re.compile(
    r"""(?P<number>[$€£]?\d+(?:,\d{3})+(?:\.\d+)?%? | [$€£]?\d+(?:[.:]\d+)*(?:st|nd|rd|th|s|’s|'s)?%?)
      | (?P<initials>(?:[^\W\d_]\.){2,})
      | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*['’]?)
      | (?P<symbol>[&+=%°])""",
    re.VERBOSE,
)


def has_sound(token: str) -> bool:
    """Whether a printed word can be said: a dash, a bullet, a note or an emoji that stands alone cannot."""
    return any(char.isalnum() or char in SPOKEN_MARKS for char in token)


@cache
def readings(token: str) -> tuple[Reading, ...]:
    """The ways a printed word may be said, the likeliest first; each is a sequence of lower-case words.

    Single letters are spelled out. A token with nothing to say has the one reading `()`.
    """
    plain = token.strip("\"'“”‘’«»()[]{},;:!?…—–-")
    if plain.lower() in ABBREVIATIONS:
        return ABBREVIATIONS[plain.lower()]
    pieces = [_piece(match) for match in PIECE.finditer(token)]
    if not pieces:
        return ((),)
    whole: dict[Reading, None] = {}
    for choice in product(*pieces):
        whole[tuple(word for part in choice for word in part)] = None
        if len(whole) == FEW:
            break
    return tuple(whole)


def _piece(match: re.Match[str]) -> tuple[Reading, ...]:
    text = match.group()
    match match.lastgroup:
        case "number":
            return _number(text)
        case "initials":
            return (tuple(text.lower().replace(".", "")),)
        case "symbol":
            return ABBREVIATIONS[text]
        case _:
            return _word(text)


def _word(text: str) -> tuple[Reading, ...]:
    plain = text.replace("’", "'").strip("'")
    said = plain.lower()
    if len(plain) > 1 and plain.isupper() and plain.isalpha():
        spelled = tuple(said)
        if not re.search("[aeiouy]", said):
            return (spelled,)
        return (spelled, (said,)) if len(said) <= 5 else ((said,), spelled)
    if re.fullmatch(r"[A-Z]{2,}s", plain):  # several of what is spelled: "MPs"
        return ((*said[:-2], said[-2] + "'s"), (said,))
    return ((said,),)


def _number(text: str) -> tuple[Reading, ...]:
    currency = CURRENCIES.get(text[0])
    percent = text.endswith("%")
    figure = text.strip("$€£%").replace(",", "")
    ways = _figure(figure) if text.isdigit() or not figure.isdigit() else _cardinal(figure)
    if currency:
        ways = tuple((*way, name) for name in currency for way in ways) + ways
    if percent:
        ways = tuple(reading for way in ways for reading in ((*way, "percent"), (*way, "per", "cent")))
    return ways


def _figure(figure: str) -> tuple[Reading, ...]:
    if match := re.fullmatch(r"(\d+)(st|nd|rd|th)", figure):
        return (_spoken(match[1], "ordinal"),)
    if match := re.fullmatch(r"(\d+)['’]?s", figure):
        return tuple((*way[:-1], _plural(way[-1])) for way in _figure(match[1]))
    if match := re.fullmatch(r"(\d+):(\d\d)", figure):
        hours, minutes = _spoken(match[1]), _minutes(match[2])
        return ((*hours, *minutes),) if minutes else (hours, (*hours, "o'clock"))
    if match := re.fullmatch(r"(\d+)\.(\d+)", figure):
        digits = tuple(word for digit in match[2] for word in _spoken(digit))
        parts = (*_spoken(match[1]), *_spoken(match[2]))
        return ((*_spoken(match[1]), "point", *digits), parts)
    if not figure.isdigit():  # 8.19.1991, 10:30:05: read part by part
        return (tuple(word for part in re.findall(r"\d+", figure) for word in _spoken(part)),)
    ways = [*_cardinal(figure)]
    if len(figure) == 4 and figure[0] in "12" and figure[1:] != "000":
        year = _spoken(figure, "year")
        ways = [year, *_hundreds(figure), *ways]
        if figure.startswith("20"):
            ways.append((*_spoken(figure[:2]), *_minutes(figure[2:])))
    if len(figure) <= 2:
        ways.append(_spoken(figure, "ordinal"))  # "October 2" is "October second"
        ways.append(("the", *_spoken(figure, "ordinal")))
    if len(figure) == 3 and figure[1:] != "00":
        ways.append((*_spoken(figure[0]), *_minutes(figure[1:])))
    return tuple(dict.fromkeys(ways))


def _hundreds(figure: str) -> Iterator[Reading]:
    """1947 as "nineteen hundred and forty-seven", which older narrators say."""
    if figure[1] != "0" and figure[2:] != "00":
        for joint in (("and",), ()):
            yield (*_spoken(figure[:2]), "hundred", *joint, *_spoken(str(int(figure[2:]))))


def _cardinal(figure: str) -> tuple[Reading, ...]:
    said = _spoken(figure)
    return tuple(dict.fromkeys([said, tuple(word for word in said if word != "and")]))


def _minutes(two: str) -> Reading:
    if two == "00":
        return ()
    return ("oh", *_spoken(two[1])) if two[0] == "0" else _spoken(two)


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + ("es" if word.endswith("x") else "s")


@cache
def _spoken(figure: str, how: str = "cardinal") -> Reading:
    from num2words import num2words

    if len(figure) > 15:  # nobody reads it as one number
        return tuple(word for digit in figure for word in _spoken(digit))
    said = num2words(int(figure), to=how)
    return tuple(re.findall(r"[a-z']+", said.lower()))
