"""The marks that a house style does not write, where the words of a cue remember them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import joined
from subtool.text.punctuation import CLOSERS

if TYPE_CHECKING:
    from subtool.model import Cue, Word


def with_marks(word: Word) -> Word:
    """The word with the marks that stood after it, before what closes a quotation."""
    bare = word.text.rstrip(CLOSERS)
    return replace(word, text=bare + word.unwritten + word.text[len(bare) :], unwritten="")


def punctuated(cue: Cue) -> str:
    """The text of a cue with the marks that its style does not write, as far as its words have them."""
    words, text = cue.words, cue.text
    if not any(word.unwritten for word in words) or text != joined(words):
        return text
    followed = [False, *(bool(word.unwritten) for word in words)]
    return joined(
        replace(with_marks(word), glued=word.glued or after_mark)
        for word, after_mark in zip(words, followed, strict=False)
    )
