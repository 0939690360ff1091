"""What espeak-ng can read, of texts that it cannot as they are written.

Of a Japanese text it knows the kana only: each kanji is "Chinese letter" to it. Of a Hebrew text it needs the points,
which hardly anybody writes. A year in English is a count to it: "one thousand nine hundred and forty-seven".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.model import Remark
from subtool.speech.synthesis.espeak import ipa
from subtool.text.spoken_forms import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from subtool.model import Sentence, Token

_KANJI = re.compile(r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff]")
_HEBREW_LETTER, _HEBREW_POINT = re.compile(r"[\u05d0-\u05ea]"), re.compile(r"[\u05b0-\u05bb]")
POINTED = 0.2  # points a letter: pointed text has 0.6 to 0.8, the rest a few names
_YEAR = re.compile(r"(?<![\w.,:/-])(?:1[1-9]\d\d|20[1-9]\d)(?![\w:/-]|[.,]\d)")
# Sounds a letter. Letters that are called by their names have 12 and more ("arabisch ba" in a German voice), Chinese in
# its own voice 3.5, other languages 1 to 3.
CALLED = 6.0
SILENT = "、"  # what stands for a word whose sound went to the word before


def readable(sentence: Sentence, voice: str) -> Sentence:
    """The sentence in words that the voice can read."""
    language = voice.split("+", maxsplit=1)[0].split("-", maxsplit=1)[0]
    if language == "ja" and _KANJI.search(sentence.text):
        return _as_kana(sentence)
    if language == "en" and _YEAR.search(sentence.text):
        return replace(sentence, tokens=tuple(map(_with_years, sentence.tokens)))
    return sentence


def unreadable(sentences: Sequence[Sentence], voice: str) -> tuple[Remark, ...]:
    """What the voice does not make the sounds of, to be told once."""
    if voice.split("+", maxsplit=1)[0] != "he":
        return ()
    text = "".join(sentence.text for sentence in sentences)
    letters = len(_HEBREW_LETTER.findall(text))
    if len(_HEBREW_POINT.findall(text)) >= POINTED * letters:
        return ()
    message = (
        "Hebrew without points cannot be read aloud as it is spoken, only its consonants: times are found by these, "
        "less surely; a script with points gives better ones"
    )
    return (Remark(message, sentences[0].source),) if letters else ()


def is_spelled_out(sentence: Sentence, voice: str) -> bool:
    """Whether the voice does not know the writing, and calls each letter by its name.

    Raises:
        EngineError: espeak-ng cannot be loaded, or has no voice of that name.
    """
    text = readable(sentence, voice).text
    sounds = sum(unicodedata.category(char) == "Ll" for char in ipa(text, voice.split("+", maxsplit=1)[0]))
    return sounds > CALLED * sum(map(str.isalpha, text)) > 0


def _with_years(token: Token) -> Token:
    """The word with its year as people say it: "nineteen forty-seven"."""
    return replace(token, text=_YEAR.sub(lambda year: " ".join(readings(year.group())[0]), token.text))


def _as_kana(sentence: Sentence) -> Sentence:
    """Read as a whole, since what stands beside a kanji tells its sound; each piece goes to the word it begins in."""
    starts = list(accumulate((len(token.text) for token in sentence.tokens), initial=0))
    sounds = [""] * len(sentence.tokens)
    position = 0
    for written, kana in _reader()("".join(token.text for token in sentence.tokens)):
        sounds[min(bisect_right(starts, position) - 1, len(sounds) - 1)] += kana
        position += len(written)
    tokens = [
        replace(
            token, text=sound or SILENT, glued=False
        )  # a space: it tells where words begin at spaces only
        for token, sound in zip(sentence.tokens, sounds, strict=True)
    ]
    return replace(sentence, tokens=tuple(tokens))


@cache
def _reader() -> Callable[[str], list[tuple[str, str]]]:
    from pykakasi import kakasi

    convert = kakasi().convert  # type: ignore[no-untyped-call]
    return lambda text: [(piece["orig"], piece["hira"]) for piece in convert(text)]
