"""Names and other words that sound alike in two languages, whatever they are written in.

A word becomes its consonants in a few classes, so that Райтер, Reiter and 莱特 come near each other: vowels differ
most between languages, and so do voiced and unvoiced consonants.
"""

from __future__ import annotations

import re
from functools import cache

from anyascii import anyascii

LEAST_LETTERS = 4  # of a word that may be shared; shorter ones are alike by chance
MOST_CLASSES = 6  # of a skeleton: endings differ
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLUSTERS = (
    (re.compile("tsch|tch|dzh|zh|sch|sh|ch|cz|cs|ts|dz|x|j|q(?!u)|z|c(?=[eiy])"), "s"),
    (re.compile("ph|v|w"), "f"),
    (re.compile("ck|kh|gh|qu|q|g|c"), "k"),
    (re.compile("th|d"), "t"),
    (re.compile("b"), "p"),
    (re.compile("r"), "l"),
)
_SILENT = re.compile("[^a-z]|[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")


@cache
def skeleton(word: str) -> str:
    """The consonants of a word in classes: `Rydgård` is "ltklt"."""
    plain = anyascii(word).lower()
    for pattern, sound in _CLUSTERS:
        plain = pattern.sub(sound, plain)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", plain))


def words_of(text: str) -> list[str]:
    """Its words of letters, in order."""
    return _WORD.findall(text)


def is_name(word: str, *, begins: bool) -> bool:
    """Whether a word looks like a name: a capital where no sentence begins."""
    return word[:1].isupper() and not begins
