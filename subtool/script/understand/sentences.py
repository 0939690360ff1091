"""The words of a paragraph to sentences.

syntok proposes the ends; what narration needs beside it is decided here: a sentence ends only behind a full
stop or its kin, never behind a title, and always where a plain word with a full stop meets a capital.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import Sentence
from subtool.text.punctuation import COMMON_ENDS, FULL_STOP, MAY_CLOSE, OPENERS, SENTENCE_END, WIDE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Token
    from subtool.script.understand.conventions import FullStops

_CLOSING = MAY_CLOSE + "⁰¹²³⁴⁵⁶⁷⁸⁹"  # a footnote mark too
_AS_SAID = frozenset("とっ")  # Japanese: behind a quotation the sentence goes on with "as was said"
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}\Z")  # U.S., p.m., Ph.D.


def split_sentences(words: Sequence[Token], paragraph: int, full_stops: FullStops) -> Iterator[Sentence]:
    """The sentences of one paragraph; together they hold all its words in order."""
    proposed = _proposed_starts([word.text for word in words])
    start = 0
    for index in range(1, len(words)):
        if _parts(words[index - 1].text, words[index].text, full_stops, proposed=index in proposed):
            yield Sentence(tuple(words[start:index]), paragraph)
            start = index
    yield Sentence(tuple(words[start:]), paragraph)


def _proposed_starts(words: Sequence[str]) -> set[int]:
    """Where syntok starts a sentence, as indices into `words`."""
    from syntok.segmenter import segment
    from syntok.tokenizer import Tokenizer

    index_at, offset = dict[int, int](), 0
    for index, word in enumerate(words):
        index_at[offset] = index
        offset += len(word) + 1
    pieces = Tokenizer(replace_not_contraction=False).tokenize(" ".join(words))
    return {index_at[piece[0].offset] for piece in segment(pieces) if piece[0].offset in index_at}


def _parts(word: str, following: str, full_stops: FullStops, *, proposed: bool) -> bool:
    """Whether a sentence ends between two words."""
    bare = word.rstrip(_CLOSING)
    if not bare or not SENTENCE_END.search(bare):
        return False
    first = following.lstrip(OPENERS)[:1]
    if first.islower() or (bare[-1] in WIDE_ENDS and word != bare and first in _AS_SAID):
        return False
    core = bare.lstrip(OPENERS)
    if bare[-1] != FULL_STOP or core.endswith(".."):
        return proposed or first.isalpha() or bare[-1] not in COMMON_ENDS
    if core[:-1].lower() in full_stops.abbreviations:
        return False
    if _ACRONYM.match(core) and following.lower() in full_stops.starters:
        return first.isupper()
    return proposed or (_is_plain_end(core) and first.isupper())


def _is_plain_end(core: str) -> bool:
    """A word in lower case of three letters or more: syntok takes "art." and "fig." for abbreviations."""
    return core[:-1].isalpha() and core[0].islower() and len(core) > 3
