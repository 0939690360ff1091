"""How it will look, before it is burned: a frame, or a contact sheet of all cues."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.cues import find
from subtool.disk import atomic
from subtool.errors import MediaError, Place
from subtool.timecode import clock
from subtool.verbs import reframe
from subtool.verbs.clip_job import DEFAULT_LOOK
from subtool.verbs.files import as_sheet
from subtool.verbs.render_plan import plan_frame
from subtool.verbs.render_sources import read_sources
from subtool.verbs.result import Result
from subtool.verbs.same_film import require_same_film

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.cues.footnotes import Mode
    from subtool.model import Sheet
    from subtool.onscreen.look import Look


def moment(sheet: Sheet | str | Path, said: str | int) -> int:
    """A time, in ms, at which something is on screen: the middle of the cue of this number, from 1, or of these words.

    Raises:
        SheetError: there is no such cue, or the words are said nowhere, or more than once.
    """
    sheet = as_sheet(sheet)
    found = find.by_quote(sheet, said) if isinstance(said, str) else find.by_numbers(sheet, said, said)
    span = sheet.cues[found.first].span
    return (span.start_ms + span.end_ms) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Still(Result):
    """The picture: when its frame is shown, its size, and how much text is on it.

    `timecode` is that of the frame, empty where the film has none; `film` is all that the film has.
    """

    at_ms: int
    size: tuple[int, int]
    timecode: str
    film: Mapping[str, Any]
    cues: int
    footnotes: int


def still(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    video: str | Path,
    out: str | Path,
    *,
    at_ms: int,
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    force: bool = False,
) -> Still:
    """The frame of a film that is on screen at a time, as a picture, with its text as `burn` makes it.

    Raises:
        MediaError: the film cannot be read, has no picture, or none at this time, or the font lacks a character.
        SheetError: the cues belong to another film.
        OutputError: the file exists and `force` is not set, cannot be written, or bears no picture's suffix.
        EngineError: ffmpeg failed.
    """
    sheet = as_sheet(sheet)
    from subtool.media.make import still as stills
    from subtool.media.make.encoding import Encoding
    from subtool.media.make.film_job import Burn
    from subtool.media.read.describe import describe
    from subtool.media.read.frames import FrameRange
    from subtool.media.read.frames_near import frames_near
    from subtool.media.read.probe import probe, require_picture
    from subtool.media.read.start_timecode import timecode_on

    out = Path(out)
    atomic.refuse_existing(out, force=force)
    stills.require_picture_name(out)
    film = probe(Path(video))
    require_picture(film)
    require_same_film(sheet, film.path, film.duration_ms)
    if at_ms > film.duration_ms:
        raise MediaError(
            f"has no frame at {clock(at_ms)}: it is {clock(film.duration_ms)} long",
            at=Place(str(film.path)),
            hint="choose a time inside the film",
        )
    frames = frames_near(film.path, at_ms)
    frame = frames.at(at_ms)
    cut = FrameRange(frames, frame, frame + 1)
    canvas = reframe.canvas_of(film, look)
    sources = read_sources(sheet, look, canvas, footnotes, film.fps)
    plan = plan_frame(sheet, film, cut, sources, reframe.framing_of(film, look))
    text = plan.captions
    stills.still(Burn(film, plan.passages, text.text, text.fonts, Encoding(), framing=plan.framing), out)
    return Still(
        paths=(out,),
        warnings=text.warnings,
        at_ms=round(cut.start * 1000),
        size=(canvas.width, canvas.height),
        timecode=timecode_on(film, frames.times[frame]),
        film=describe(film),
        cues=text.cues,
        footnotes=text.footnotes,
    )
