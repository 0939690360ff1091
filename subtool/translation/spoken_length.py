"""How long a text takes to say, in letters of an alphabet, whatever it is written in."""

from __future__ import annotations

import re

from subtool.model import HAN, KANA

# Letters of an alphabet that a character stands for when it is spoken: a Chinese syllable is near three, a kana two.
HAN_LETTERS, KANA_LETTERS, HANGUL_LETTERS = 2.9, 1.9, 2.4
DIGIT_LETTERS = 3.5  # "seven", "acht", "七": a figure is read digit by digit, or in words as long
LONG_FIGURE, LONG_LETTERS = 4, 22.0  # a year or a thousand is read as a few words, however many digits it has

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_FIGURE = re.compile(r"\d+")


def spoken_length(text: str) -> float:
    """Its length in letters as they are spoken; 1 at least."""
    han, kana, hangul = (len(pattern.findall(text)) for pattern in (_HAN, _KANA, _HANGUL))
    letters = sum(map(str.isalpha, text)) - han - kana - hangul
    figures = sum(
        LONG_LETTERS if len(figure) >= LONG_FIGURE else DIGIT_LETTERS * len(figure)
        for figure in _FIGURE.findall(text)
    )
    return max(1.0, letters + HAN_LETTERS * han + KANA_LETTERS * kana + HANGUL_LETTERS * hangul + figures)
