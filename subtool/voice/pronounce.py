"""Words to phones: the dictionary of the acoustic model, and espeak-ng for what it lacks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.voice.espeak import TIE, ipa

if TYPE_CHECKING:
    from collections.abc import Iterable

# IPA, as espeak-ng writes English, to the 39 phones of the acoustic model (CMUdict's ARPAbet); longest first.
ARPABET = {
    "aɪə": "AY AH", "aɪɚ": "AY ER", "eɪ": "EY", "aɪ": "AY", "ɔɪ": "OY", "aʊ": "AW", "oʊ": "OW", "əʊ": "OW",
    "əl": "AH L", "ɑːɹ": "AA R", "oːɹ": "AO R", "ɔːɹ": "AO R", "ɛɹ": "EH R", "ɪɹ": "IH R", "ʊɹ": "UH R",
    "tʃ": "CH", "dʒ": "JH", "iː": "IY", "uː": "UW", "ɑː": "AA", "ɔː": "AO", "oː": "AO", "ɜː": "ER", "iə": "IY AH",
    "i": "IY", "ɪ": "IH", "ᵻ": "IH", "e": "EH", "ɛ": "EH", "æ": "AE", "a": "AE", "ɐ": "AH", "ʌ": "AH", "ə": "AH",
    "ɚ": "ER", "ɝ": "ER", "ɑ": "AA", "ɒ": "AA", "ɔ": "AO", "o": "OW", "ʊ": "UH", "u": "UW", "y": "Y UW", "ø": "ER",
    "p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "ɡ": "G", "g": "G", "f": "F", "v": "V", "θ": "TH",
    "ð": "DH", "s": "S", "z": "Z", "ʃ": "SH", "ʒ": "ZH", "h": "HH", "x": "K", "ç": "HH", "m": "M", "n": "N",
    "ŋ": "NG", "l": "L", "ɬ": "L", "ɹ": "R", "r": "R", "ɾ": "T", "j": "Y", "w": "W", "ʍ": "W", "ʔ": "T",
}  # fmt: skip
LONGEST = max(map(len, ARPABET))


@cache
def model_folder() -> Path:
    """Where the acoustic model and its dictionary stand in the wheel of pocketsphinx."""
    import pocketsphinx

    return Path(pocketsphinx.get_model_path(), "en-us")


@cache
def _dictionary() -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    with model_folder().joinpath("cmudict-en-us.dict").open(encoding="utf-8") as file:
        for row in file:
            word, _, phones = row.rstrip("\n").partition(" ")
            known.setdefault(word.partition("(")[0], []).append(phones)
    return known


def lexicon(words: Iterable[str]) -> dict[str, list[str]]:
    """The ways each word is pronounced, as phones of the model with blanks between; no word is without one."""
    known = _dictionary()
    return {word: known.get(word) or [_by_ear(word, known)] for word in dict.fromkeys(words)}


def _by_ear(word: str, known: dict[str, list[str]]) -> str:
    if word.endswith("'s") and word[:-2] in known:
        return f"{known[word[:-2]][0]} Z"
    return arpabet(ipa(word)) or "AH"


def arpabet(text: str) -> str:
    """IPA as phones of the model; signs without one (stress, length) are passed over."""
    plain = "".join(char for char in text if char not in f"ˈˌ{TIE}ʲ̩-_ ")
    phones, at = [], 0
    while at < len(plain):
        size = next((size for size in range(LONGEST, 0, -1) if plain[at : at + size] in ARPABET), 0)
        if size:
            phones.append(ARPABET[plain[at : at + size]])
        at += size or 1
    return " ".join(phones)
