"""Sheets burned into films: a passage, or the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool import saving
from subtool.cues.summary import clock
from subtool.cues.warp import Piece, excerpt
from subtool.errors import Place, SheetError
from subtool.media.cuts import Fades
from subtool.media.delivery import Delivery
from subtool.model import Span, silent
from subtool.screen.look import Look
from subtool.workflow import files
from subtool.workflow.captioning import captions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.notes import Mode
    from subtool.media.frames import Cut
    from subtool.model import Progress, Sheet


DEFAULT_LOOK, DEFAULT_DELIVERY, DEFAULT_FADES = Look(), Delivery(), Fades()
SAME_FILM_MS = 1000  # containers of one cut differ by some frames of sound at the end


@dataclass(frozen=True, slots=True)
class Clip:
    """What was made: the file, the passages of the film it holds in their order, its frames, and what is beside it.

    `spares` are copies of what was written over and nobody could make again; see `write_all`.
    """

    path: Path
    spans: tuple[Span, ...]
    frames: int
    cues: int
    footnotes: int
    beside: tuple[Path, ...] = ()
    spares: tuple[Path, ...] = ()


def clip(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet,
    video: str | Path,
    out: str | Path,
    *,
    spans: Sequence[Span] = (),
    beside: Sequence[str | Path] = (),
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    fades: Fades = DEFAULT_FADES,
    delivery: Delivery = DEFAULT_DELIVERY,
    force: bool = False,
    progress: Progress = silent,
) -> Clip:
    """Passages of a film, joined (all of it without `spans`), with subtitles and footnotes burned in, on exact frames.

    `beside` it are saved its cues, in formats of subtitles, in the time of the clip: all files or none.

    Raises:
        MediaError: the film cannot be read, has no picture, is shorter than a passage, or the font lacks a
            character.
        SheetError: the cues belong to another film.
        FormatError: a file beside it is in no format that can be written.
        OutputError: a file exists and `force` is not set, or cannot be written.
        EngineError: ffmpeg failed, or did not make what was asked for.
    """
    from subtool.media import tracks
    from subtool.media.burn import burn as burn_in
    from subtool.media.cuts import cuts_of, joined
    from subtool.media.demux import frame_times
    from subtool.media.graph import Burn
    from subtool.media.probe import probe, require_picture
    from subtool.screen.canvas import Canvas

    out, along = Path(out), tuple(Path(path) for path in beside)
    saving.refuse_existing(out, force=force)
    film = probe(Path(video))
    require_picture(film)
    tracks.require_target(film, out)
    require_same_film(sheet, film.path, film.duration_ms)
    cuts = cuts_of(film, frame_times(film.path), spans)
    whole = joined(cuts)
    held = in_its_time(sheet, cuts, out.name)
    canvas = Canvas(film.width, film.height, film.white)
    text = captions(held, canvas, lambda cue: whole.on_screen(cue.span), look, footnotes)
    job = Burn(film, cuts, text.text, text.faces, delivery, fades)
    with files.making(out, held, along, footnotes=footnotes, force=force) as file:
        burn_in(job, file.made, out, progress)
    passages = tuple(Span(round(cut.start * 1000), round(cut.end * 1000)) for cut in cuts)
    return Clip(out, passages, len(job), text.cues, text.footnotes, along, tuple(file.spares))


def in_its_time(sheet: Sheet, cuts: Sequence[Cut], name: str) -> Sheet:
    """The sheet of joined cuts of a film, each cue on its frames; as it is for the whole of it."""
    from subtool.media.cuts import starts

    if cuts[0].whole:
        return sheet
    snapped = replace(
        sheet, cues=tuple(replace(cue, span=cuts[0].frames.snapped(cue.span)) for cue in sheet.cues)
    )
    pieces = [
        Piece(Span(round(cut.start * 1000), round(cut.end * 1000)), round(start * 1000))
        for cut, start in zip(cuts, starts(cuts), strict=False)
    ]
    return excerpt(snapped, pieces, name)


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
