"""Words to phones: the dictionary of the acoustic model, and espeak-ng for what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import ModelError
from subtool.speech.synthesis.espeak import TIE, ipa
from subtool.text.spoken_forms import readings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from subtool.text.spoken_forms import Reading

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


@dataclass(frozen=True, slots=True)
class Acoustic:
    """A Sphinx acoustic model: the folder with its `mdef`, and its dictionary.

    What the shipped `english` one lacks, espeak-ng pronounces; what another one lacks has no sound.
    """

    hmm: Path
    dictionary: Path
    english: bool = False

    @property
    def phones(self) -> tuple[str, ...]:
        """Those that make up words."""
        return tuple(
            sorted({phone for ways in _dictionary(self).values() for way in ways for phone in way.split()})
        )

    def readings(self, token: str) -> tuple[Reading, ...]:
        """The ways a printed word may be said that the dictionary can spell; `()` when there is none."""
        ways = readings(token)
        if self.english:
            return ways
        known = _dictionary(self)
        return tuple(way for way in ways if all(word in known for word in way)) or ((),)


@cache
def shipped() -> Acoustic:
    """The English one in the wheel of pocketsphinx."""
    import pocketsphinx

    folder = Path(pocketsphinx.get_model_path(), "en-us")
    return Acoustic(folder / "en-us", folder / "cmudict-en-us.dict", english=True)


def acoustic_in(folder: Path) -> Acoustic:
    """The user's own model: `mdef` and a dictionary (`*.dict`, `*.dic`) in the folder, or below it.

    Raises:
        ModelError: it holds no model, no dictionary, or several.
    """
    hmms = sorted(path.parent for path in folder.rglob("mdef"))
    dictionaries = sorted(path for path in folder.rglob("*") if path.suffix in {".dict", ".dic"})
    for found, what in (
        (hmms, "acoustic model (a file 'mdef')"),
        (dictionaries, "dictionary (*.dict or *.dic)"),
    ):
        if len(found) != 1:
            raise ModelError(
                f"{folder}: holds {len(found) or 'no'} {what}",
                hint="--acoustic-model names a folder with one Sphinx model and its dictionary",
            )
    return Acoustic(hmms[0], dictionaries[0])


@cache
def _dictionary(acoustic: Acoustic) -> dict[str, list[str]]:
    """All of it."""
    return _ways_of(_lines(acoustic), None)


def _lines(acoustic: Acoustic) -> list[str]:
    return acoustic.dictionary.read_text(encoding="utf-8", errors="replace").splitlines()


def _ways_of(lines: Iterable[str], wanted: set[str] | None) -> dict[str, list[str]]:
    """The phones of each word, or of each that is wanted: to read the others too would take three times as long."""
    known: dict[str, list[str]] = {}
    for line in lines:
        entry, _, phones = line.partition(" ")
        word = entry.partition("(")[0].lower()
        if (wanted is None or word in wanted) and phones and not word.startswith(("<", "[", "++", "#", ";")):
            known.setdefault(word, []).append(" ".join(phones.split()))
    return known


@cache
def _looked_up(_acoustic: Acoustic) -> dict[str, list[str]]:
    """The words that were asked for so far; no ways of one that the dictionary lacks.

    Scenes that are looked for elsewhere ask for words of a script again and again.
    """
    return {}


def lexicon(words: Iterable[str], acoustic: Acoustic | None = None) -> dict[str, list[str]]:
    """The ways each word is pronounced, as phones of the model with spaces between; no word is without one."""
    asked = dict.fromkeys(words)
    known = _looked_up(acoustic or shipped())
    wanted = {*asked, *(word.removesuffix("'s") for word in asked)} - known.keys()
    if wanted:
        found = _ways_of(_lines(acoustic or shipped()), wanted)
        known.update((word, found.get(word, [])) for word in wanted)
    return {word: known[word] or [_by_ear(word, known)] for word in asked}


def in_dictionary(word: str, acoustic: Acoustic) -> bool:
    """Whether how it is said is known, not reckoned from its letters."""
    lexicon([word], acoustic)
    return bool(_looked_up(acoustic)[word])


def _by_ear(word: str, known: dict[str, list[str]]) -> str:
    if word.endswith("'s") and known[word[:-2]]:
        return f"{known[word[:-2]][0]} Z"
    return arpabet(ipa(word)) or "AH"


def arpabet(text: str) -> str:
    """IPA as phones of the model; marks without one (stress, length) are passed over."""
    plain = "".join(char for char in text if char not in f"ˈˌ{TIE}ʲ̩-_ ")
    phones, index = [], 0
    while index < len(plain):
        size = next((size for size in range(LONGEST, 0, -1) if plain[index : index + size] in ARPABET), 0)
        if size:
            phones.append(ARPABET[plain[index : index + size]])
        index += size or 1
    return " ".join(phones)


def dictionary_words(acoustic: Acoustic, count: int) -> list[str]:
    """The phones of so many words from all over the dictionary."""
    lines = _lines(acoustic)
    ways = _ways_of(lines[:: max(1, len(lines) // count)], None)
    return [some[0] for some in ways.values()][:count]
