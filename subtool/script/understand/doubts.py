"""What was perhaps read wrong: speech that looks like something else, and what was left out but looks like speech.

What a file itself says (a column, a heading, its author) is not a doubt, nor is a label or a direction of a usual form.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Remark, is_unspaced
from subtool.script.source_lines import ends_sentence
from subtool.script.understand.surroundings import looks_like_source, never_said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from subtool.model import Aside, Sentence, Source

SHOWN_CHARS = 70  # of a doubtful line
PROSE_WORDS = 6  # fewer are a label or a note; chosen by eye
PROSE_LETTERS = 14  # of a sentence written without spaces
SHORT_HEADING = 6  # words; chosen by eye
HAVE_STOPS = (
    0.6  # of the paragraphs end as sentences do in a script that has full stops; headings and lists do not
)
SURE = frozenset(("a comment", "an editor's note", "made as references are", "its author says so", "a time"))

_LEFT_IN = (
    (re.compile(r"https?://|\bwww\.|\w@[\w-]{1,60}\.\w"), "holds an address"),
    (
        re.compile(r"\[[\d\s.,;:–-]{0,20}[^\W\d_][^\[\]]{0,120}\]|\{[^{}]{1,120}\}|【[^【】]{1,120}】"),
        "holds brackets",
    ),
    (re.compile(r"\*\*|__|</?[a-z][^<>]{0,40}>|\\[a-z]{3,}|^[#=]{2,}\s", re.IGNORECASE), "holds markup"),
    (
        re.compile(r"[a-zà-ÿ]{2}[.,;]?\d{1,3}(?=\s|\Z)"),
        "holds figures glued to a word, as a footnote mark is",
    ),
    (re.compile(r"\A\d{1,2}:\d\d(?::\d\d)?\b"), "opens with a time"),
    (
        re.compile(r"(?:\A|[.!?…]\s)[^\W\da-z]{2,20}(?:\s[^\W\da-z]{2,20}){0,2}:\s"),
        "holds a word in capitals before a colon",
    ),
    (re.compile(r"\A[(\[（].*[)\]）]\Z", re.DOTALL), "stands in brackets"),
)
_LABEL = re.compile(r"(?P<name>[^\W\d_][^\W_]*(?:[ .'’-]{1,2}[^\W_]+){0,2})\s?[:：]\s+(?![“„«\"'「『])")


def doubts(sentences: Sequence[Sentence], asides: Sequence[Aside], sure: Collection[int]) -> Iterator[Remark]:
    """The doubtful lines of a script, in its order; `sure` are the lines of which its author said what they are."""
    found = [*_unspoken(sentences), *(doubt for aside in asides if (doubt := _spoken(aside)))]
    found = [doubt for doubt in found if doubt.source.line not in sure]
    yield from sorted(found, key=lambda doubt: doubt.source)


def _unspoken(sentences: Sequence[Sentence]) -> Iterator[Remark]:
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph)]
    ended = sum(ends_sentence(paragraph[-1].text) for paragraph in paragraphs)
    has_stops = ended >= HAVE_STOPS * len(paragraphs)
    capitals = sum(sentence.text.isupper() for sentence in sentences) * 2 > len(sentences)
    for paragraph in paragraphs:
        for number, sentence in enumerate(paragraph):
            reason = _left_in(sentence.text) or ("" if number else _opening(sentence.text, capitals=capitals))
            if not reason and len(paragraph) == 1 and has_stops and _is_heading(sentence.text):
                reason = "a few words that end no sentence, as a heading does"
            if reason:
                yield _doubt("unspoken", reason, sentence.text, sentence.source)


def _doubt(looks: str, reason: str, text: str, source: Source) -> Remark:
    shown = text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]} …"
    return Remark(f"looks {looks}: {reason}: {shown}", source, looks)


def _left_in(text: str) -> str:
    if found := next((reason for form, reason in _LEFT_IN if form.search(text)), ""):
        return found
    if not any(map(str.isalpha, text)):
        return "has no letters"
    return "is made as a source is" if looks_like_source(text) and len(text.split()) > SHORT_HEADING else ""


def _opening(text: str, *, capitals: bool) -> str:
    """What the first sentence of a paragraph opens like."""
    label = _LABEL.match(text)
    if label and all(word[0].isupper() for word in label["name"].split()):
        return "opens as a label does"
    words = len(text.split())
    return "stands in capitals" if text.isupper() and words > 1 and not capitals else ""


def _is_heading(text: str) -> bool:
    return not ends_sentence(text) and len(text.split()) <= SHORT_HEADING and text[:1].isupper()


def _spoken(aside: Aside) -> Remark | None:
    """The doubt about what was left out: it is prose, and nothing says for sure what it is."""
    text = " ".join(aside.text.split())
    if aside.reason in SURE or never_said(text) or not _is_prose(text) or not _could_be_said(aside):
        return None
    return _doubt("spoken", f"{aside.reason or aside.kind.value}, but it is a sentence", text, aside.source)


def _could_be_said(aside: Aside) -> bool:
    match aside.kind:
        case AsideKind.TITLE | AsideKind.HEADING | AsideKind.LEFTOVER:
            return True
        case AsideKind.PICTURE | AsideKind.NOTE:
            named = aside.reason.removeprefix("labelled ")
            return bool(aside.reason) and (named == aside.reason or not named.isupper())
        case _:
            return False


def _is_prose(text: str) -> bool:
    long = len(text.split()) >= PROSE_WORDS or (is_unspaced(text) and len(text) >= PROSE_LETTERS)
    return long and ends_sentence(text)
