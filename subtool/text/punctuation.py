"""Punctuation of every script: what ends a sentence, what opens and closes around it, which text runs to the left.

The one table. Sources: Unicode's property Sentence_Terminal (PropList.txt) for the marks that end a sentence, the
categories Ps, Pe, Pi, Pf and CLDR's quotation marks by language for what stands around them, CLDR's characterOrder
for the languages that run to the left. Beside them stand the marks that people type where their keyboard lacks one:
a semicolon after a Greek word is a question mark, a colon after an Armenian one a full stop.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENDS_BY_SCRIPT = {
    "common": ".!?…‼⁇⁈⁉‽",
    "Greek": "\u037e",
    "Armenian": "։",
    "Hebrew": "׃",
    "Arabic": "؟۔\u061e",
    "Syriac": "܀܁܂",
    "Devanagari, Bengali and their kin": "।॥",
    "Tibetan": "།༎",
    "Thai": "๚๛",
    "Burmese": "။",
    "Khmer": "។៕",
    "Ethiopic": "።፧፨",
    "Mongolian": "᠃᠉",
    "Chinese and Japanese": "。！？｡．︒",
}
COMMON_ENDS = ENDS_BY_SCRIPT["common"]  # others never stand inside a sentence
SENTENCE_ENDS = "".join(ENDS_BY_SCRIPT.values())
WIDE_ENDS = "。！？｡︒"  # no space follows these
WIDE_SPACE = "\u3000"  # of Chinese and Japanese: as wide as a letter of theirs
NARROW_ENDS = "".join(mark for mark in SENTENCE_ENDS if mark not in WIDE_ENDS)
FULL_STOP = "."  # ends abbreviations, ordinals and numbers too
# Of texts in a row: with fewer that end a sentence nobody writes full stops, as in Chinese subtitles. Of the cues of
# benchmarks/translated_story.txt 4 of 100 end one in Chinese, 65 to 71 in the other languages.
STOPS = 0.1
CLAUSES = ";:—–-；：؛፤፥·"
COMMAS = ",，、،､፣၊՝"

OPENERS = "\"'“‘«‹„‚‟‛([{¿¡「『（《〈【〔〖〝［｛❝❮⟨"
CLOSERS = "\"'”’»›)]}」』）》〉】〕〗〞〟］｝❞❯⟩"
# What closes in one language opens in another; where it stands tells: „so“, »so«, ”så”.
MAY_CLOSE = CLOSERS + "“‘«‹"
MAY_OPEN = OPENERS + "»›”"
# Each mark that opens a quotation, and all that may close it.
QUOTATIONS: Mapping[str, str] = {
    "“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«»", "”": "”", "「": "」", "『": "』", "《": "》", '"': '"',
}  # fmt: skip

# Marks of other scripts' keyboards count only after a letter of the script that uses them so.
_TYPED_ENDS = (
    r"(?<=[\u0370-\u03ff\u1f00-\u1fff]);"
    r"|(?<=[\u0530-\u058f]):"
    r"|(?<=[\u0900-\u0dff])\|{1,2}|(?<=[\u0900-\u0dff] )\|{1,2}"
    r"|(?<=[\u1200-\u137f])(?:፡፡|::)"
)
# What ends a sentence at the end of a text, the marks that close around it aside.
SENTENCE_END = re.compile(rf"(?:[{re.escape(SENTENCE_ENDS)}]|{_TYPED_ENDS})\Z")
LONGEST_END = 4  # characters that say so: a letter, its space and two bars
_SPACES = " \t\n\u00a0\u202f\u2009\u3000\u200b\u200e\u200f\u2060\ufeff"
_AFTER_END = MAY_CLOSE + _SPACES + "⁰¹²³⁴⁵⁶⁷⁸⁹"  # a footnote mark too

RIGHT_TO_LEFT = frozenset((
    "ar", "arc", "arz", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "skr",
    "syr", "ug", "ur", "yi",
))  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "nkoo", "rohg", "syrc", "thaa"))


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, spaces and closing marks aside."""
    return SENTENCE_END.search(text.rstrip(_AFTER_END)[-LONGEST_END:]) is not None


def stops_are_written(texts: Iterable[str]) -> bool:
    """Whether enough texts in a row end a sentence that it can be told where one does: not in Chinese subtitles."""
    written = [text for text in texts if text.strip()]
    return sum(map(ends_sentence, written)) >= STOPS * len(written)


def runs_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left; a script in its tag decides: `az-Arab`, `ks-Deva`."""
    first, *others = language.lower().replace("_", "-").split("-")
    scripts = [other for other in others if len(other) == 4 and other.isalpha()]
    return scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else first in RIGHT_TO_LEFT
