"""Changes to a cue's signs and row breaks that leave its words, their times and its tags as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import Span, Word
from subtool.text import markup
from subtool.text.punctuation import OPENERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Cue


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters `start` to `end` of a cue's rows, joined by newlines, become `text`."""

    start: int
    end: int
    text: str


def edited(cue: Cue, edits: Sequence[Edit]) -> Cue | None:
    """The cue with these edits, which do not overlap; rows that become empty go.

    None when the tags of the cue do not belong to its rows, so that nobody can say where they would stand.
    """
    old = "\n".join(cue.lines)
    signs = list(markup.signs(cue.markup)) if cue.markup else [(char, char) for char in old]
    if "".join(seen for seen, _ in signs) != old:
        return None
    signs = _without_empty_rows(_applied(signs, edits))
    text = "".join(seen for seen, _ in signs)
    tagged = tuple("".join(written for _, written in signs).split("\n")) if cue.markup else ()
    return replace(cue, lines=tuple(text.split("\n")), markup=tagged, words=_words(cue, text))


def _applied(signs: Sequence[tuple[str, str]], edits: Sequence[Edit]) -> list[tuple[str, str]]:
    made, at = [], 0
    waiting = sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True)
    gone_until = 0
    for seen, written in signs:
        while seen and waiting and waiting[-1].start <= at:
            edit = waiting.pop()
            made += [(char, markup.escaped(char)) for char in edit.text]
            gone_until = max(gone_until, edit.end)
        if not seen or at >= gone_until:
            made.append((seen, written))
        at += len(seen)
    made += [(char, char) for edit in reversed(waiting) for char in edit.text]
    return made


def _without_empty_rows(signs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    made: list[tuple[str, str]] = []
    row_has_text = False
    for seen, written in signs:
        if seen != "\n":
            row_has_text = row_has_text or bool(seen)
        elif row_has_text:
            row_has_text = False
        else:
            continue
        made.append((seen, written))
    if not row_has_text:
        at = next((at for at in reversed(range(len(made))) if made[at][0]), None)
        if at is not None and made[at][0] == "\n":
            del made[at]
    return made


def _words(cue: Cue, text: str) -> tuple[Word, ...]:
    """The timed words as they are written now; each letter keeps its time."""
    old, new = cue.words, text.split()
    if any(word.glued for word in old):
        return _unspaced(old, cue.text, text)
    if not old or [word.text for word in old] != cue.text.split():
        return old  # they said something else before, too
    owners = [
        (word, at, _letters(word.text)) for word in _with_marks(old) for at in range(_letters(word.text))
    ]
    made: list[Word] = []
    first = 0
    for token in new:
        letters = owners[first : first + _letters(token)]
        first += len(letters)
        if letters:
            made.append(_word(token, letters))
        else:
            end_ms = made[-1].span.end_ms if made else old[0].span.start_ms
            made.append(Word(token, Span(end_ms, end_ms), made[-1].confidence if made else None))
    return tuple(made)


def _unspaced(old: tuple[Word, ...], before: str, text: str) -> tuple[Word, ...]:
    """The words of a new text that is written without spaces: each keeps its letters, and the marks after them."""
    if "".join("".join(word.text for word in old).split()) != "".join(before.split()):
        return old
    made: list[Word] = []
    at = 0
    for word in old:
        wanted, first = _letters(word.text), at
        while at < len(text) and (wanted or not (text[at].isalnum() or text[at] in OPENERS)):
            wanted -= text[at].isalnum()
            at += 1
        piece = text[first:at]
        if piece.strip():
            glued = word.glued and not (piece[0].isspace() or text[:first][-1:].isspace())
            made.append(replace(word, text="".join(piece.split()), glued=glued))
        elif made:
            made[-1] = replace(made[-1], footnotes=(*made[-1].footnotes, *word.footnotes))
    return tuple(made)


def _with_marks(words: Sequence[Word]) -> list[Word]:
    """The footnotes of a sign that stands alone go to the word before it."""
    made: list[Word] = []
    for word in words:
        if made and word.footnotes and not _letters(word.text):
            made[-1] = replace(made[-1], footnotes=(*made[-1].footnotes, *word.footnotes))
        made.append(word)
    return made


def _word(token: str, letters: Sequence[tuple[Word, int, int]]) -> Word:
    (word, at, of), (last, last_at, last_of) = letters[0], letters[-1]
    start_ms = word.span.start_ms + word.span.duration_ms * at // of
    end_ms = last.span.start_ms + last.span.duration_ms * (last_at + 1) // last_of
    heard = [owner.confidence for owner, _, _ in letters if owner.confidence is not None]
    ended = dict.fromkeys(number for owner, at, of in letters if at + 1 == of for number in owner.footnotes)
    return Word(token, Span(start_ms, end_ms), min(heard) if heard else None, tuple(ended))


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)
