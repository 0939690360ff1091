"""What a label says by its own words: a fact about the film, a clip in which somebody speaks, or nobody's name."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.script.source_lines import PROSE_WORDS, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MOST_WORDS = 5  # of a name with its title; chosen by eye
OPENS_SEVERAL = (
    2  # times that a name opens a paragraph: once may be a sentence with a colon; with 3 tests/script fail
)

_WORDS = re.compile(r"[^\W\d_]+")
_BARE_VALUE = re.compile(r"[\d:.,;'’\"”\s/–-]{1,24}(?:min(?:utes?|\.)?|sec(?:onds?|\.)?|h|s|m)?\.?")
_NUMBER = re.compile(r"(?<!\s)\s*+#?\d{1,3}\Z")
_MET = frozenset(("interview", "interviewee", "on camera", "sync", "ptc", "i/v"))  # INTERVIEW: Anna Berg
_CLIPS = frozenset(
    ("sot", "soundbite", "sound bite", "clip", "actuality", "o-ton", "synchron")
)  # somebody speaks in it


def plain_name(name: str) -> str:
    return _NUMBER.sub("", name.casefold().strip(" .:\u00a0\t"))


def beside_nobody(
    labels: Sequence[re.Match[str]], nobody: Collection[str], texts: Sequence[str]
) -> frozenset[str]:
    """The words that name nobody, and those that take turns with one and are words of the text: Myth, beside Fact."""
    names = [plain_name(match["name"]) for match in labels]
    pairs = Counter(pair for pair in pairwise(names) if (pair[0] in nobody) != (pair[1] in nobody))
    turns = {name for pair, times in pairs.items() if times >= OPENS_SEVERAL for name in pair} - set(nobody)
    words = {word for text in texts for word in _WORDS.findall(text)} if turns else set()
    words |= {word.casefold() for word in words if word.endswith("s")}
    return frozenset(nobody) | {name for name in turns if name in words or f"{name}s" in words}


def is_clip(plain: str, rest: str) -> bool:
    """Whether a label is over a clip in which somebody says the sentence that follows."""
    return plain in _CLIPS and ends_sentence(rest) and len(rest.split()) >= PROSE_WORDS


def names_a_fact(name: str, plain: str, rest: str) -> str:
    """Why a label is over a fact, as TRT: 12:00 and INTERVIEW: Anna Berg are; nothing where it is not."""
    if name.isupper() and rest and _BARE_VALUE.fullmatch(rest) and any(map(str.isdigit, rest)):
        return f"{name} is a fact about the film"
    met = plain in _MET and 0 < len(rest.split()) <= MOST_WORDS and not ends_sentence(rest)
    return f"{name} names who is seen" if met else ""
