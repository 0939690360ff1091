"""Whether English has a word, by the dictionary of pronunciation in pocketsphinx's wheel: 134,000 words and forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def is_english_word(word: str) -> bool:
    """Whether a word in small letters is in the dictionary; names and rare compounds are not all in it."""
    return f"\n{word} " in _dictionary()


@cache
def _dictionary() -> str:
    import pocketsphinx

    path = Path(pocketsphinx.get_model_path(), "en-us", "cmudict-en-us.dict")
    return "\n" + path.read_text("utf-8")
