"""A contact sheet of a film's cues: a frame each, with its text as it will be burned in."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.disk import atomic
from subtool.errors import SheetError
from subtool.model import Role, silent
from subtool.verbs import reframe
from subtool.verbs.clip_job import DEFAULT_LOOK
from subtool.verbs.files import as_sheet
from subtool.verbs.render_plan import plan_shown, reshaped
from subtool.verbs.render_sources import read_sources
from subtool.verbs.result import Result
from subtool.verbs.same_film import require_same_film

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.cues.footnotes import Mode
    from subtool.media.make.crop import Framing
    from subtool.media.read.probe import Film
    from subtool.media.read.thumbnails import Thumbnail
    from subtool.model import Cue, Progress, Sheet, Span
    from subtool.onscreen.look import Look
    from subtool.reports.contact_sheet.picture import TileGrid
    from subtool.reports.contact_sheet.tile import Heading, Tile
    from subtool.verbs.render_sources import RenderSources

PAGES = frozenset({".html", ".htm"})
COLUMNS = 4  # of a page that is a picture
WIDTH = 640  # pixels of a frame; text burned in can be read at this size
BATCH = 40  # frames that are held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts(Result):
    """The contact sheets, and how many of the cues are on them."""

    shown: int
    cues: int


@dataclass(frozen=True, slots=True)
class _Job:
    sheet: Sheet
    film: Film
    numbered: Sequence[tuple[int, Cue]]
    look: Look
    sources: RenderSources
    progress: Progress


def contacts(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    video: str | Path,
    out: str | Path,
    *,
    every: int = 1,
    columns: int | None = None,
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    force: bool = False,
    progress: Progress = silent,
) -> Contacts:
    """A frame of each cue, or of one in `every`, with its text, its time and its verdict, on one sheet.

    `out` is a web page, or a picture: where one page does not hold all, its name is that of `NAME-01.png` and so on.

    Raises:
        MediaError: the film cannot be read, has no picture, or the font lacks a character.
        SheetError: the cues belong to another film, or there are none.
        OutputError: a file exists and `force` is not set, cannot be written, or is neither picture nor web page.
        EngineError: ffmpeg failed.
    """
    sheet = as_sheet(sheet)
    from subtool.media.make.still import require_picture_name
    from subtool.media.read.probe import probe, require_picture
    from subtool.reports.contact_sheet.tile import Heading

    out = Path(out)
    is_page = out.suffix.lower() in PAGES
    if not is_page:
        require_picture_name(out)
    film = probe(Path(video))
    require_picture(film)
    require_same_film(sheet, film.path, film.duration_ms)
    sources = read_sources(sheet, look, reframe.canvas_of(film, look), footnotes, film.fps)
    sheet = reshaped(sheet, sources.rules)
    numbered = [(number, cue) for number, cue in enumerate(sheet.cues, 1) if cue.role is not Role.NOTE]
    if not numbered:
        raise SheetError("has no cues", hint="name the subtitles of this film")
    job = _Job(sheet, film, numbered[::every], look, sources, progress)
    heading = Heading(sheet.title, film.path.name, len(sheet.cues), sheet.language)
    if is_page:
        paths = _page(job, heading, out, columns, force=force)
    else:
        paths = _pictures(job, heading, out, columns or COLUMNS, force=force)
    return Contacts(paths=paths, shown=len(job.numbered), cues=len(sheet.cues))


def _page(job: _Job, heading: Heading, out: Path, columns: int | None, *, force: bool) -> tuple[Path, ...]:
    from subtool.reports.contact_sheet import webpage

    atomic.refuse_existing(out, force=force)
    with atomic.replacing(out) as draft, draft.open("wb") as file:
        webpage.write(file, _tiles(job), heading, columns, len(job.numbered))
    return (out,)


def _pictures(job: _Job, heading: Heading, out: Path, columns: int, *, force: bool) -> tuple[Path, ...]:
    from subtool.media.make.still import PICTURES
    from subtool.onscreen import fonts
    from subtool.reports.contact_sheet import picture

    canvas = reframe.canvas_of(job.film, job.look)
    grid = picture.TileGrid.of(columns, canvas.height / canvas.width)
    paths = _names(out, job, grid)
    font = fonts.load(job.look.fonts).notes
    with atomic.claim(paths, force=force):
        tiles = _tiles(job)
        for number, path in enumerate(paths, 1):
            page = picture.page(tuple(islice(tiles, grid.a_page)), grid, heading, (number, len(paths)), font)
            with atomic.replacing(path) as draft:
                page.save(draft, **PICTURES[path.suffix.lower()])
    return paths


def _names(out: Path, job: _Job, grid: TileGrid) -> tuple[Path, ...]:
    count = -(-len(job.numbered) // grid.a_page)
    if count == 1:
        return (out,)
    digits = max(2, len(str(count)))
    return tuple(out.with_stem(f"{out.stem}-{number:0{digits}}") for number in range(1, count + 1))


def _tiles(job: _Job) -> Iterator[Tile]:
    """The tiles in the order of the cues; no more frames are held than a batch has."""
    from PIL import Image

    from subtool.media.read.thumbnails import size_of, thumbnails
    from subtool.reports.contact_sheet.tile import Tile

    bare = thumbnails(job.film, [cue.span for _, cue in job.numbered], size_of(job.film, WIDTH))
    for first in range(0, len(job.numbered), BATCH):
        numbered, frames = job.numbered[first : first + BATCH], []
        for index, thumbnail in enumerate(islice(bare, len(numbered)), first + 1):
            frames.append(_framed(thumbnail, reframe.framing_of(job.film, job.look)))
            job.progress("looking", index / len(job.numbered))
        for (number, cue), frame in zip(numbered, _captioned(job, numbered, frames), strict=True):
            yield Tile(number, cue, Image.fromarray(frame))


def _framed(thumbnail: Thumbnail, framing: Framing | None) -> Thumbnail:
    import numpy as np
    from PIL import Image

    if framing is None:
        return thumbnail
    return replace(thumbnail, picture=np.asarray(framing.picture(Image.fromarray(thumbnail.picture))))


def _captioned(job: _Job, numbered: Sequence[tuple[int, Cue]], bare: Sequence[Thumbnail]) -> list[Any]:
    """The frames with their text: set in the order of their moments, so that each cue has a run of them."""
    from subtool.media.make.text_clip import stamped, when

    moments = [
        min(max(thumbnail.at_ms, cue.span.start_ms), max(cue.span.start_ms, cue.span.end_ms - 1))
        for (_, cue), thumbnail in zip(numbered, bare, strict=True)
    ]
    order = sorted(range(len(moments)), key=lambda index: moments[index])
    in_order = [moments[index] for index in order]

    def shown(cue: Cue) -> Span | None:
        first, last = bisect_left(in_order, cue.span.start_ms), bisect_left(in_order, cue.span.end_ms) - 1
        return when(first, last) if first <= last else None

    text = plan_shown(job.sheet, job.film, replace(job.sources, rules=None), shown).captions
    stamped_pictures = stamped([bare[index].picture for index in order], text.text, text.fonts, job.film)
    return [stamped_pictures[order.index(index)] for index in range(len(order))]
