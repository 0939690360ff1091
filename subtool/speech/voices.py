"""Language tags and the voices that espeak-ng has for them."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from pathlib import Path

from subtool.errors import ChoiceError, EngineError
from subtool.speech.synthesis.espeak import LOCK, set_language

# Tags for which espeak-ng's voice has another name than the tag's first part.
VOICES = {
    "en": "en-us", "en-gb": "en", "nn": "nb",
    "zh": "cmn", "zh-hk": "yue", "zh-yue": "yue", "no": "nb", "iw": "he", "tl": "fil",
    "sh": "hr", "mo": "ro",
}  # fmt: skip


def primary(tag: str) -> str:
    """The language without its region and writing: "de" of "de-AT"."""
    return tag.replace("_", "-").split("-", maxsplit=1)[0].lower()


def spoken() -> frozenset[str]:
    """The languages that espeak-ng speaks, as their tags."""
    from espeakng_loader import get_data_path

    return frozenset(path.name for path in Path(get_data_path(), "lang").rglob("*") if path.is_file())


@cache
def voice_of(tag: str) -> str:
    """The voice for a language tag; that of the language where there is none for the region.

    Raises:
        ChoiceError: espeak-ng has none for the language.
    """
    parts = tag.replace("_", "-").lower().split("-")
    for name in reversed(list(accumulate(parts, lambda a, b: f"{a}-{b}"))):
        voice = VOICES.get(name, name)
        try:
            with LOCK:
                set_language(voice)
        except EngineError:
            continue
        return voice
    raise ChoiceError(
        f"there is no voice for the language '{tag}': give another by --language",
        hint="tags are such as en, de or pt-BR",
    )
