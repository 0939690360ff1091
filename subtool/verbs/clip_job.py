"""One clip: prepared as a whole before anything is made, then made with all that stands beside it, or not at all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.errors import Place, SheetError, SubtoolError
from subtool.formats import format_for
from subtool.media.make.encoding import Encoding
from subtool.media.make.passages import Fades, cuts_of, joined, starts
from subtool.media.read.frames import FrameRange
from subtool.model import Role, Span
from subtool.onscreen.look import Look
from subtool.retime.warp import Piece, excerpt
from subtool.timecode import clock
from subtool.verbs import end_card, files, reframe
from subtool.verbs.captions import Beside, captions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.cues.footnotes import Mode
    from subtool.media.make.film_job import Burn
    from subtool.media.read.frames import Frames
    from subtool.media.read.probe import Film
    from subtool.model import Progress, Sheet
    from subtool.verbs.captions import Captions

DEFAULT_LOOK, DEFAULT_DELIVERY, DEFAULT_FADES = Look(), Encoding(), Fades()
SAME_FILM_MS = 1000  # containers of one cut differ by some frames of sound at the end


@dataclass(frozen=True, slots=True)
class Finish:
    """How clips are made: their text, how it looks, how they begin and end, how they are encoded."""

    footnotes: Mode | None = None
    look: Look = DEFAULT_LOOK
    fades: Fades = DEFAULT_FADES
    delivery: Encoding = DEFAULT_DELIVERY


@dataclass(frozen=True, slots=True)
class Footage:
    """A film, and when its frames are shown."""

    film: Film
    frames: Frames


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clip as it is wanted: its file, the passages in it (all of the film without any), and what stands beside it."""

    out: Path
    spans: tuple[Span, ...] = ()
    beside: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Clip:
    """What was made: the file, the passages of the film it holds in their order, its frames, and what is beside it.

    `spares` are copies of what was written over and nobody could make again; see `write_all`. `told` is what could not
    be had as it was asked for, such as an encoder.
    """

    path: Path
    spans: tuple[Span, ...]
    frames: int
    cues: int
    footnotes: int
    beside: tuple[Path, ...] = ()
    spares: tuple[Path, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A clip that can be made: its cues in its own time, what is to be burned in, and its poster, if one is wanted."""

    wanted: Wanted
    sheet: Sheet
    job: Burn
    poster: Burn | None
    cues: int
    footnotes: int
    mode: Mode | None
    told: str


def footage(sheet: Sheet, video: Path) -> Footage:
    """The film to which the sheet belongs.

    Raises:
        MediaError: it cannot be read, or has no picture.
        SheetError: the cues belong to another film.
    """
    from subtool.media.read.demux import frame_times
    from subtool.media.read.probe import probe, require_picture

    film = probe(video)
    require_picture(film)
    require_same_film(sheet, film.path, film.duration_ms)
    return Footage(film, frame_times(film.path))


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


def prepare(sheet: Sheet, source: Footage, wanted: Wanted, finish: Finish) -> Prepared:
    """All that can fail before the film is touched, done.

    Raises:
        MediaError: the film is shorter than a passage, or a font lacks a character.
        FormatError: a file beside the clip is in no format that can be written.
        OutputError: the clip's file cannot hold a film, or is the film itself.
    """
    from subtool.media.make import encoders, sound_tracks
    from subtool.media.make.encoding import SUFFIXES
    from subtool.media.make.film_job import Burn

    film = source.film
    finish.delivery.require(wanted.out)
    sound_tracks.require_target(film, wanted.out, SUFFIXES)
    delivery, told = encoders.usable(finish.delivery, wanted.out.suffix)
    for path in wanted.beside:
        if not is_picture(path):
            format_for(path).refuse_unless("write", path)
    sheet = reframe.shaped(sheet, finish.look, film.fps)
    cuts = cuts_of(film, source.frames, wanted.spans)
    whole = joined(cuts)
    held = in_its_time(sheet, cuts, wanted.out.name)
    card = end_card.card_of(held, film.fps, finish.look, finish.footnotes)
    retimed = partial(in_its_time, cuts=cuts, name=wanted.out.name)
    beside = Beside(retimed, end_card.on_card(held, whole, card) if card else None)
    text = _text(held, film, whole, finish, beside)
    framed = reframe.framing_of(film, finish.look)
    job = Burn(film, cuts, text.text, text.fonts, delivery, finish.fades, card, framed)
    poster = None
    if any(is_picture(path) for path in wanted.beside):
        number = _speaking(held, whole)
        shown = _text(held, film, FrameRange(whole.frames, number, number + 1), finish, Beside(retimed))
        poster = replace(job, cuts=(_in_film(cuts, number),), subtitles=shown.text, card=None)
    return Prepared(wanted, held, job, poster, text.cues, text.footnotes, finish.footnotes, told)


def _text(held: Sheet, film: Film, shown: FrameRange, finish: Finish, beside: Beside) -> Captions:
    canvas = reframe.canvas_of(film, finish.look)
    return captions(
        held, canvas, lambda cue: shown.on_screen(cue.span), finish.look, finish.footnotes, beside
    )


def make(prepared: Prepared, *, force: bool, progress: Progress) -> Clip:
    """The clip and what stands beside it: all files or none.

    Raises:
        OutputError: a file exists and `force` is not set, or cannot be written.
        EngineError: ffmpeg failed, or did not make what was asked for.
    """
    from subtool.media.make import segments
    from subtool.media.make.burn import burn

    wanted, job = prepared.wanted, prepared.job
    pictures = {path: _poster(prepared, path) for path in wanted.beside if is_picture(path)}
    sheets = [path for path in wanted.beside if path not in pictures]
    store = atomic.work_folder(wanted.out)
    with (
        _kept_in(store),
        files.making(
            wanted.out, prepared.sheet, sheets, footnotes=prepared.mode, along=pictures, force=force
        ) as file,
    ):
        burn(job, file.made, wanted.out, store, progress)
    if store:
        segments.discard(store)
    spans = tuple(Span(round(cut.start * 1000), round(cut.end * 1000)) for cut in job.cuts)
    counts = (len(job), prepared.cues, prepared.footnotes)
    return Clip(wanted.out, spans, *counts, wanted.beside, tuple(file.spares), prepared.told)


@contextmanager
def _kept_in(store: Path | None) -> Iterator[None]:
    """Whoever interrupts or stops a long work is told that it need not begin anew."""
    from subtool.media.make.segments import is_kept

    try:
        yield
    except (KeyboardInterrupt, SubtoolError) as error:
        if store and is_kept(store):
            error.add_note(f"what is done is kept in {store.name}; the same command goes on from there")
        raise


def is_picture(path: Path) -> bool:
    """Whether a name's suffix is that of a poster."""
    from subtool.media.make.still import PICTURES

    return path.suffix.lower() in PICTURES


def in_its_time(sheet: Sheet, cuts: Sequence[FrameRange], name: str) -> Sheet:
    """The sheet of joined cuts of a film, each cue on its frames; as it is for the whole of it."""
    if cuts[0].whole:
        return sheet
    frames = cuts[0].frames
    cues = tuple(replace(cue, span=frames.snapped(cue.span)) for cue in sheet.cues)
    pieces = [
        Piece(Span(round(cut.start * 1000), round(cut.end * 1000)), round(start * 1000))
        for cut, start in zip(cuts, starts(cuts), strict=False)
    ]
    return excerpt(replace(sheet, cues=cues), pieces, name)


def _poster(prepared: Prepared, path: Path) -> bytes:
    from subtool.media.make.still import still

    assert prepared.poster
    with tempfile.TemporaryDirectory(prefix="subtool-") as room:
        made = Path(room, f"poster{path.suffix}")
        still(prepared.poster, made)
        return made.read_bytes()


def _speaking(held: Sheet, whole: FrameRange) -> int:
    """The frame that stands for a clip: in the middle of its first subtitle, or of the clip where it has none."""
    cue = next((cue for cue in held.cues if cue.role is Role.SPEECH), None)
    if cue is None:
        return len(whole) // 2
    return whole.frames.at((cue.span.start_ms + cue.span.end_ms) // 2)


def _in_film(cuts: Sequence[FrameRange], number: int) -> FrameRange:
    """Of joined cuts, the frame of this number as a cut of the film."""
    for cut in cuts:
        if number < len(cut):
            return FrameRange(cut.frames, cut.first + number, cut.first + number + 1)
        number -= len(cut)
    raise AssertionError("a frame behind the last")
