"""One clip: prepared as a whole before anything is made, then made with all that stands beside it, or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.disk.workdir import private_folder
from subtool.errors import SubtoolError
from subtool.formats import format_for
from subtool.media.make.encoding import Encoding
from subtool.media.make.film_job import Burn
from subtool.media.make.passages import Fades, cuts_of
from subtool.model import Span
from subtool.onscreen.look import Look
from subtool.verbs import files, reframe
from subtool.verbs.render_plan import plan
from subtool.verbs.render_sources import read_sources
from subtool.verbs.result import Result
from subtool.verbs.same_film import require_same_film

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.media.read.frames import Frames
    from subtool.media.read.probe import Film
    from subtool.model import Progress, Sheet
    from subtool.verbs.render_plan import RenderPlan

DEFAULT_LOOK, DEFAULT_ENCODING, DEFAULT_FADES = Look(), Encoding(), Fades()


@dataclass(frozen=True, slots=True)
class Finish:
    """How clips are made: their text, how it looks, how they begin and end, how they are encoded."""

    footnotes: Mode | None = None
    look: Look = DEFAULT_LOOK
    fades: Fades = DEFAULT_FADES
    encoding: Encoding = DEFAULT_ENCODING


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip(Result):
    """A clip and what is beside it: the passages it holds, in their order, its frames, cues and footnotes."""

    spans: tuple[Span, ...]
    frames: int
    cues: int
    footnotes: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A clip that can be made: what is drawn, how it is faded and encoded, and a warning where that is not as asked."""

    wanted: Wanted
    plan: RenderPlan
    finish: Finish
    warnings: tuple[str, ...]

    @property
    def burn(self) -> Burn:
        plan = self.plan
        text = plan.captions
        return Burn(
            plan.film, plan.passages, text.text, text.fonts, self.finish.encoding, self.finish.fades, plan.card,
            plan.framing,
        )  # fmt: skip

    @property
    def poster(self) -> Burn | None:
        poster = self.plan.poster
        if poster is None:
            return None
        text = poster.captions
        return replace(self.burn, cuts=(poster.frame,), subtitles=text.text, fonts=text.fonts, card=None)


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


def prepare(sheet: Sheet, source: Footage, wanted: Wanted, finish: Finish) -> Prepared:
    """All that can fail before the film is touched, done.

    Raises:
        MediaError: the film is shorter than a passage, or a font lacks a character.
        FormatError: a file beside the clip is in no format that can be written.
        OutputError: the clip's file cannot hold a film, or is the film itself.
    """
    from subtool.media.make import encoders, sound_tracks
    from subtool.media.make.beside import beside_picture
    from subtool.media.make.encoding import SUFFIXES

    film, look = source.film, finish.look
    finish.encoding.require(wanted.out)
    sound_tracks.require_target(film, wanted.out, SUFFIXES)
    encoding, warning = encoders.usable(finish.encoding, wanted.out.suffix)
    for path in wanted.beside:
        if not is_picture(path):
            format_for(path).refuse_unless("write", path)
    what = plan(
        sheet,
        film,
        cuts_of(film, source.frames, wanted.spans),
        read_sources(sheet, look, reframe.canvas_of(film, look), finish.footnotes, film.fps),
        framing=reframe.framing_of(film, look),
        name=wanted.out.name,
        poster=any(is_picture(path) for path in wanted.beside),
    )
    prepared = Prepared(wanted, what, replace(finish, encoding=encoding), ())
    not_drawn = beside_picture(film.path).not_drawn(film.subtitle_tracks)
    warnings = (warning, _of_fields(prepared), not_drawn, *what.captions.warnings)
    return replace(prepared, warnings=tuple(filter(None, warnings)))


def _of_fields(prepared: Prepared) -> str:
    """What becomes of two fields a frame, in words; empty where the film has whole frames."""
    from subtool.media.make.source_picture import keeps_fields

    film = prepared.plan.film
    if not film.fields:
        return ""
    first = "upper" if film.fields == "tff" else "lower"
    if keeps_fields(prepared.burn, prepared.wanted.out.suffix):
        return f"the film has two fields a frame, the {first} one first: they are kept"
    asked = " (another shape, or a card, cannot keep them)" if prepared.finish.encoding.interlaced else ""
    return (
        f"the film has two fields a frame, the {first} one first: one picture is made of them{asked}; "
        "--interlaced keep keeps them, for broadcast"
    )


def make(prepared: Prepared, *, force: bool, progress: Progress) -> Clip:
    """The clip and what stands beside it: all files or none.

    Raises:
        OutputError: a file exists and `force` is not set, or cannot be written.
        EngineError: ffmpeg failed, or did not make what was asked for.
    """
    from subtool.media.make import segments
    from subtool.media.make.burn import burn

    wanted, job, what = prepared.wanted, prepared.burn, prepared.plan
    pictures = {path: _poster(prepared, path) for path in wanted.beside if is_picture(path)}
    sheets = [path for path in wanted.beside if path not in pictures]
    store = atomic.work_folder(wanted.out)
    with (
        _kept_in(store),
        files.making(
            wanted.out, what.sheet, sheets, footnotes=prepared.finish.footnotes, along=pictures, force=force
        ) as file,
    ):
        burn(job, file.temporary, wanted.out, store, progress)
    if store:
        segments.discard(store)
    spans = tuple(Span(round(cut.start * 1000), round(cut.end * 1000)) for cut in job.cuts)
    return Clip(
        paths=(wanted.out, *wanted.beside),
        sheet=what.sheet,
        warnings=prepared.warnings,
        backups=file.backups,
        spans=spans,
        frames=len(job),
        cues=what.captions.cues,
        footnotes=what.captions.footnotes,
    )


@contextmanager
def _kept_in(store: Path | None) -> Iterator[None]:
    """Whoever interrupts or stops a long work is told that it need not begin again."""
    from subtool.media.make.segments import is_kept

    try:
        yield
    except (KeyboardInterrupt, SubtoolError) as error:
        if store and is_kept(store):
            error.add_note(f"what is done is kept in {store.name}; the same command continues from there")
        raise


def is_picture(path: Path) -> bool:
    """Whether a name's suffix is that of a poster."""
    from subtool.media.make.still import PICTURES

    return path.suffix.lower() in PICTURES


def _poster(prepared: Prepared, path: Path) -> bytes:
    from subtool.media.make.still import still

    assert prepared.poster
    with private_folder() as workdir:
        picture = workdir / f"poster{path.suffix}"
        still(prepared.poster, picture)
        return picture.read_bytes()
