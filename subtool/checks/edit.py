"""Changes to a cue's characters and line breaks that leave its words, their times and its tags as they are."""

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
    """The characters `start` to `end` of a cue's lines, joined by newlines, become `text`."""

    start: int
    end: int
    text: str


def edited(cue: Cue, edits: Sequence[Edit]) -> Cue | None:
    """The cue with these edits, which do not overlap; lines that become empty go.

    None when the tags of the cue do not belong to its lines, so that nobody can say where they would stand.
    """
    old = "\n".join(cue.lines)
    characters = list(markup.characters(cue.markup)) if cue.markup else [(char, char) for char in old]
    if "".join(seen for seen, _ in characters) != old:
        return None
    characters = _without_empty_lines(_applied(characters, edits))
    text = "".join(seen for seen, _ in characters)
    tagged = tuple("".join(written for _, written in characters).split("\n")) if cue.markup else ()
    return replace(cue, lines=tuple(text.split("\n")), markup=tagged, words=_words(cue, text))


def _applied(characters: Sequence[tuple[str, str]], edits: Sequence[Edit]) -> list[tuple[str, str]]:
    edited, position = [], 0
    waiting = sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True)
    gone_until = 0
    for seen, written in characters:
        while seen and waiting and waiting[-1].start <= position:
            edit = waiting.pop()
            edited += [(char, markup.escaped(char)) for char in edit.text]
            gone_until = max(gone_until, edit.end)
        if not seen or position >= gone_until:
            edited.append((seen, written))
        position += len(seen)
    edited += [(char, char) for edit in reversed(waiting) for char in edit.text]
    return edited


def _without_empty_lines(characters: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    remaining: list[tuple[str, str]] = []
    line_has_text = False
    for seen, written in characters:
        if seen != "\n":
            line_has_text = line_has_text or bool(seen)
        elif line_has_text:
            line_has_text = False
        else:
            continue
        remaining.append((seen, written))
    if not line_has_text:
        last = next((last for last in reversed(range(len(remaining))) if remaining[last][0]), None)
        if last is not None and remaining[last][0] == "\n":
            del remaining[last]
    return remaining


def _words(cue: Cue, text: str) -> tuple[Word, ...]:
    """The timed words as they are written now; each letter keeps its time."""
    old, new = cue.words, text.split()
    if any(word.glued for word in old):
        return _unspaced(old, cue.text, text)
    if not old or [word.text for word in old] != cue.text.split():
        return old  # they said something else before, too
    owners = [
        (word, index, _letters(word.text))
        for word in _with_marks(old)
        for index in range(_letters(word.text))
    ]
    words: list[Word] = []
    first = 0
    for token in new:
        letters = owners[first : first + _letters(token)]
        first += len(letters)
        if letters:
            words.append(_word(token, letters))
        else:
            end_ms = words[-1].span.end_ms if words else old[0].span.start_ms
            words.append(Word(token, Span(end_ms, end_ms), words[-1].confidence if words else None))
    return tuple(words)


def _unspaced(old: tuple[Word, ...], before: str, text: str) -> tuple[Word, ...]:
    """The words of a new text that is written without spaces: each keeps its letters, and the marks after them."""
    if "".join("".join(word.text for word in old).split()) != "".join(before.split()):
        return old
    words: list[Word] = []
    position = 0
    for word in old:
        wanted, first = _letters(word.text), position
        while position < len(text) and (
            wanted or not (text[position].isalnum() or text[position] in OPENERS)
        ):
            wanted -= text[position].isalnum()
            position += 1
        piece = text[first:position]
        if piece.strip():
            glued = word.glued and not (piece[0].isspace() or text[:first][-1:].isspace())
            words.append(replace(word, text="".join(piece.split()), glued=glued))
        elif words:
            words[-1] = replace(words[-1], footnotes=(*words[-1].footnotes, *word.footnotes))
    return tuple(words)


def _with_marks(words: Sequence[Word]) -> list[Word]:
    """The footnotes of a mark that stands alone go to the word before it."""
    marked: list[Word] = []
    for word in words:
        if marked and word.footnotes and not _letters(word.text):
            marked[-1] = replace(marked[-1], footnotes=(*marked[-1].footnotes, *word.footnotes))
        marked.append(word)
    return marked


def _word(token: str, letters: Sequence[tuple[Word, int, int]]) -> Word:
    (word, place, of), (last, last_at, last_of) = letters[0], letters[-1]
    start_ms = word.span.start_ms + word.span.duration_ms * place // of
    end_ms = last.span.start_ms + last.span.duration_ms * (last_at + 1) // last_of
    heard = [owner.confidence for owner, _, _ in letters if owner.confidence is not None]
    ended = dict.fromkeys(
        number for owner, place, of in letters if place + 1 == of for number in owner.footnotes
    )
    return Word(token, Span(start_ms, end_ms), min(heard) if heard else None, tuple(ended))


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)
