"""A file written again in the format it was read in: what did not change stays as it was, byte by byte.

A format that can do it says which stretches of a file are cues, and how one is changed in place; all the rest is
opaque. What comes out is read again and compared: where it says something else, the file is written from scratch.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from subtool.model import Cue, Sheet, Span

C = TypeVar("C", str, bytes)


class FilePart(NamedTuple):
    """A stretch of a file: the numbers of the cues in it, or the time of what is timed and is not a cue."""

    start: int
    end: int
    cues: tuple[int, ...] = ()
    span: Span | None = None


class Rewritable(Protocol[C]):  # type: ignore[misc] # of one kind of content, which nobody mixes
    """A file whose parts are known; `cues` are as they were read, by their numbers."""

    @property
    def content(self) -> C: ...

    @property
    def parts(self) -> Sequence[FilePart]: ...

    @property
    def cues(self) -> Sequence[Cue]: ...

    def changed(self, part: FilePart, now: Mapping[int, Cue]) -> C:
        """A part with its cues as they are now; one that is not among them is gone."""

    def moved(self, part: FilePart, span: Span) -> C:
        """A part that is not a cue, at another time."""

    def added(self, cue: Cue, before: Cue | None) -> C:
        """A cue that the file does not have, after another one."""


def rewritten(file: Rewritable[C], sheet: Sheet, others: Sequence[Span | None]) -> C:
    """The file with the cues of a sheet."""
    now, new = _placed(sheet.cues, len(file.cues))
    moves = iter(others)
    pieces: list[C] = []
    last = 0
    first = True
    for part in file.parts:
        pieces.append(file.content[last : part.start])
        last = part.end
        raw = file.content[part.start : part.end]
        if part.cues:
            if first:
                pieces += [file.added(cue, None) for cue in new.get(-1, ())]
                first = False
            there = {number: now[number] for number in part.cues if number in now}
            if all(now.get(number) == file.cues[number] for number in part.cues):
                pieces.append(raw)
            elif there:
                pieces.append(file.changed(part, there))
            for number in part.cues:
                pieces += [file.added(cue, now.get(number)) for cue in new.get(number, ())]
        elif part.span is not None:
            span = next(moves, part.span)
            if span is not None:
                pieces.append(raw if span == part.span else file.moved(part, span))
    pieces.append(file.content[last:])
    return file.content[:0].join(pieces)


def _placed(cues: Iterable[Cue], count: int) -> tuple[dict[int, Cue], dict[int, list[Cue]]]:
    """The cues that the file has, by their numbers; and the others, by the number of the one they follow."""
    now: dict[int, Cue] = {}
    new: dict[int, list[Cue]] = {}
    last = -1
    for cue in cues:
        if cue.part is not None and cue.part < count and cue.part not in now:
            now[cue.part] = cue
            last = cue.part
        else:
            new.setdefault(last, []).append(cue)
    return now, new


def says(cues: Iterable[Cue], wanted: Iterable[Cue], grid_ms: int) -> bool:
    """Whether cues are those that were wanted: their lines, and their times as near as the format can say them."""
    pairs = [sorted(some, key=lambda cue: (cue.span, cue.lines)) for some in (cues, wanted)]
    return len(pairs[0]) == len(pairs[1]) and all(
        _lines(one) == _lines(two)
        and abs(one.span.start_ms - two.span.start_ms) <= grid_ms
        and abs(one.span.end_ms - two.span.end_ms) <= grid_ms
        for one, two in zip(*pairs, strict=True)
    )


def _lines(cue: Cue) -> list[str]:
    return [" ".join(line.split()) for line in cue.lines if line.strip()]


def patched(pieces: Sequence[tuple[str, str]], wanted: str, written: Callable[[str], str]) -> str:
    """A text with little changed: `pieces` are what is seen of each of its parts and how it is written.

    Of what is not seen (tags, codes) everything stays where it stands; `written` writes what is new.
    """
    seen = "".join(shown for shown, _ in pieces)
    owner = [number for number, (shown, _) in enumerate(pieces) for _ in shown]
    keep: set[int] = set()
    insert: dict[int, str] = {}
    for kind, a, b, x, y in SequenceMatcher(None, seen, wanted, autojunk=False).get_opcodes():
        if kind == "equal":
            keep.update(owner[a:b])
        elif y > x:
            first = owner[0] if owner else len(pieces)
            place = owner[a - 1] + 1 if a else first
            insert[place] = insert.get(place, "") + wanted[x:y]
    return "".join(_kept(pieces, keep, insert, written))


def _kept(
    pieces: Sequence[tuple[str, str]],
    keep: set[int],
    insert: Mapping[int, str],
    written: Callable[[str], str],
) -> Iterator[str]:
    for number, (shown, raw) in enumerate(pieces):
        if number in insert:
            yield written(insert[number])
        if not shown or number in keep:
            yield raw
    if len(pieces) in insert:
        yield written(insert[len(pieces)])
