"""A film cut by its text: the edit for an editing system, with the sources of what is said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.errors import FormatError, MediaError, Place, SheetError
from subtool.formats import rough_cut
from subtool.formats.form import to_frame
from subtool.formats.rough_cut import CutPiece, RoughCut
from subtool.media.read.probe import probe
from subtool.media.read.start_timecode import start_of
from subtool.model import Span
from subtool.timecode import standard
from subtool.verbs.files import as_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from subtool.media.read.probe import Film
    from subtool.model import Sheet

EDITS = frozenset(rough_cut.WRITERS)  # the suffixes of edits


@dataclass(frozen=True, slots=True)
class Papercut:
    """The edits that were written, and the passages of the film in them, handles and all."""

    paths: tuple[Path, ...]
    spans: tuple[Span, ...]


def papercut(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    video: str | Path,
    outs: Iterable[str | Path],
    spans: Sequence[Span],
    *,
    handles_ms: int = 0,
    force: bool = False,
) -> Papercut:
    """Write passages of a film as an edit: `.edl` (CMX 3600), `.otio`, `.fcpxml`; all files or none.

    Picture and sound of each passage are one event, on exact frames, in the order of `spans`; the sources that document
    what is said stand beside it. `handles_ms` of the film before and after each are in the edit too, to trim there.

    Raises:
        MediaError: the film cannot be read, or has no picture.
        SheetError: there is no passage, or one lies outside of the film.
        FormatError: a suffix is not that of an edit.
        OutputError: a file exists and `force` is not set, or cannot be written.
    """
    sheet, paths = as_sheet(sheet), [Path(out) for out in outs]
    for path in paths:
        if path.suffix.lower() not in EDITS:
            raise FormatError(
                "is not an edit", at=Place(str(path)), hint=f"use one of {', '.join(sorted(EDITS))}"
            )
    film = probe(Path(video))
    if not film.has_picture or film.fps is None:
        raise MediaError("has no picture to cut", at=Place(str(video)), hint="name a film")
    wide = [_with_handles(span, handles_ms, film) for span in spans]
    if not wide:
        raise SheetError("there is nothing to cut", hint="choose passages first")
    cut = _cut(sheet, film, spans, wide)
    with atomic.claim(paths, force=force):
        result = {path: rough_cut.WRITERS[path.suffix.lower()](cut) for path in paths}
        atomic.save_all(
            {path: text.encode() if isinstance(text, str) else text for path, text in result.items()}
        )
    return Papercut(tuple(paths), tuple(wide))


def _with_handles(span: Span, handles_ms: int, film: Film) -> Span:
    if span.start_ms >= film.duration_ms:
        hint = "the cues belong to another film, or to a longer cut of it"
        raise SheetError(f"a passage begins at {span.start_ms} ms, after the film's end", hint=hint)
    return Span(max(0, span.start_ms - handles_ms), min(film.duration_ms, span.end_ms + handles_ms))


def _cut(sheet: Sheet, film: Film, spans: Sequence[Span], wide: Sequence[Span]) -> RoughCut:
    assert film.fps
    fps = standard(film.fps)
    begin = start_of(film)
    pieces = tuple(_piece(sheet, span, handled, fps) for span, handled in zip(spans, wide, strict=True))
    return RoughCut(
        title=sheet.title or film.path.stem,
        film=film.path.name,
        path=film.path.resolve().as_posix(),
        fps=fps,
        frames=to_frame(film.duration_ms, fps),
        size=(film.width, film.height),
        has_sound=film.has_sound,
        pieces=pieces,
        start=begin.frame if begin else 0,
        drop=begin is not None and begin.drop,
    )


def _piece(sheet: Sheet, span: Span, handled: Span, fps: Fraction) -> CutPiece:
    said = [cue for cue in sheet.cues if cue.role != "note" and _mostly(cue.span, span)]
    cited = {number for cue in said for number in cue.footnotes}
    sources = tuple(f"{note.number}: {note.full}" for note in sheet.footnotes if note.number in cited)
    first = to_frame(handled.start_ms, fps)
    return CutPiece(
        first, max(first + 1, to_frame(handled.end_ms, fps)), " ".join(cue.text for cue in said), sources
    )


def _mostly(cue: Span, span: Span) -> bool:
    part = cue.within(span)
    return part is not None and 2 * part.duration_ms >= cue.duration_ms
