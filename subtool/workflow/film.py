"""Sheets burned into films: a passage, or the whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from subtool import saving
from subtool.cues import find
from subtool.cues.summary import clock
from subtool.errors import Place, SheetError
from subtool.media.delivery import Delivery
from subtool.model import Sheet, Span, silent
from subtool.screen.look import Look
from subtool.workflow.captioning import captions

if TYPE_CHECKING:
    from subtool.cues.notes import Mode
    from subtool.model import Progress


DEFAULT_LOOK, DEFAULT_DELIVERY = Look(), Delivery()
SAME_FILM_MS = 1000  # containers of one cut differ by some frames of sound at the end


def passage(sheet: Sheet, said: str | tuple[int, int]) -> Span:
    """When something is said: words, or the numbers of the first and last cue, counted from 1.

    Raises:
        SheetError: it is said nowhere, or more than once.
    """
    found = find.by_quote(sheet, said) if isinstance(said, str) else find.by_numbers(sheet, *said)
    return find.span_of(sheet, found)


@dataclass(frozen=True, slots=True)
class Clip:
    """What was made: the file, the passage of the film it holds, and its frames."""

    path: Path
    span: Span
    frames: int
    cues: int
    footnotes: int


def clip(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet,
    video: str | Path,
    out: str | Path,
    *,
    span: Span | None = None,
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    delivery: Delivery = DEFAULT_DELIVERY,
    force: bool = False,
    progress: Progress = silent,
) -> Clip:
    """A passage of a film (all of it without `span`) with subtitles and footnotes burned in, on exact frames.

    Raises:
        MediaError: the film cannot be read, has no picture, is shorter than the passage, or the font lacks a
            character.
        SheetError: the cues belong to another film, or there is none in the passage.
        OutputError: the file exists and `force` is not set, or cannot be written.
        EngineError: ffmpeg failed, or did not make what was asked for.
    """
    from subtool.media import tracks
    from subtool.media.burn import burn as burn_in
    from subtool.media.cuts import cut_of
    from subtool.media.demux import frame_times
    from subtool.media.graph import Burn
    from subtool.media.probe import probe, require_picture
    from subtool.screen.canvas import Canvas

    out = Path(out)
    saving.refuse_existing(out, force=force)
    film = probe(Path(video))
    require_picture(film)
    tracks.require_target(film, out)
    require_same_film(sheet, film.path, film.duration_ms)
    cut = cut_of(film, frame_times(film.path), span)
    canvas = Canvas(film.width, film.height, film.white)
    text = captions(sheet, canvas, lambda cue: cut.on_screen(cue.span), look, footnotes)
    burn_in(Burn(film, cut, text.text, text.faces, delivery), out, progress)
    held = Span(round(cut.start * 1000), round(cut.end * 1000))
    return Clip(out, held, len(cut), text.cues, text.footnotes)


def burn(  # noqa: PLR0913 - as above
    sheet: Sheet,
    video: str | Path,
    out: str | Path,
    *,
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    delivery: Delivery = DEFAULT_DELIVERY,
    force: bool = False,
    progress: Progress = silent,
) -> Clip:
    """The whole film with subtitles and footnotes burned in; see `clip`."""
    return clip(
        sheet, video, out, footnotes=footnotes, look=look, delivery=delivery, force=force, progress=progress
    )


def require_same_film(sheet: Sheet, path: Path, duration_ms: int) -> None:
    """Refuse a sheet whose film is not as long as the one at `path`.

    Raises:
        SheetError: it belongs to another film.
    """
    if sheet.media and abs(sheet.media.duration_ms - duration_ms) > SAME_FILM_MS:
        raise SheetError(
            f"the cues belong to another film: {sheet.media.name} is {clock(sheet.media.duration_ms)} long, "
            f"this one {clock(duration_ms)}",
            at=Place(str(path)),
            hint="align the script to this film",
        )
