"""Sheets burned into films: passages, or the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.model import silent
from subtool.verbs import clip_job
from subtool.verbs.clip_job import DEFAULT_ENCODING, DEFAULT_FADES, DEFAULT_LOOK, Clip, Finish, Wanted
from subtool.verbs.files import as_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.cues.footnotes import Mode
    from subtool.media.make.encoding import Encoding
    from subtool.media.make.passages import Fades
    from subtool.model import Progress, Sheet, Span
    from subtool.onscreen.look import Look
    from subtool.verbs.passages import ClipChoice


def clip(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    video: str | Path,
    out: str | Path,
    *,
    spans: Sequence[Span] = (),
    beside: Sequence[str | Path] = (),
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    fades: Fades = DEFAULT_FADES,
    delivery: Encoding = DEFAULT_ENCODING,
    force: bool = False,
    progress: Progress = silent,
) -> Clip:
    """Passages of a film, joined (all of it without `spans`), with subtitles and footnotes burned in, on exact frames.

    `beside` it are saved its cues, in formats of subtitles, in the time of the clip, and a poster (PNG, JPEG), the
    frame in the middle of its first subtitle: all files or none.

    Raises:
        MediaError: the film cannot be read, has no picture, is shorter than a passage, or the font lacks a
            character.
        SheetError: the cues belong to another film.
        FormatError: a file beside it is in no format that can be written.
        OutputError: a file exists and `force` is not set, or cannot be written.
        EngineError: ffmpeg failed, or did not make what was asked for.
    """
    sheet = as_sheet(sheet)
    wanted = Wanted(Path(out), tuple(spans), tuple(Path(path) for path in beside))
    atomic.refuse_existing(wanted.out, force=force)
    source = clip_job.footage(sheet, Path(video))
    prepared = clip_job.prepare(sheet, source, wanted, Finish(footnotes, look, fades, delivery))
    return clip_job.make(prepared, force=force, progress=progress)


def clips(  # noqa: PLR0913 - as above
    sheet: Sheet | str | Path,
    video: str | Path,
    folder: str | Path,
    choices: Sequence[ClipChoice],
    *,
    suffixes: Sequence[str] = (".mp4",),
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    fades: Fades = DEFAULT_FADES,
    delivery: Encoding = DEFAULT_ENCODING,
    force: bool = False,
    progress: Progress = silent,
) -> Iterator[Clip]:
    """A clip of each choice, under its name in a folder, which is made if need be; one after another.

    Of each are made the files of these `suffixes`, the first a film's; see `clip`. Nothing is made unless all can be.

    Raises:
        SubtoolError: as `clip`; what is wrong with a choice is told with its place.
    """
    sheet = as_sheet(sheet)
    film_suffix, *others = suffixes
    source = clip_job.footage(sheet, Path(video))
    finish = Finish(footnotes, look, fades, delivery)
    prepared = []
    for choice in choices:
        out, *beside = (Path(folder, f"{choice.name}{suffix}") for suffix in (film_suffix, *others))
        with choice.located():
            prepared.append(clip_job.prepare(sheet, source, Wanted(out, choice.spans, tuple(beside)), finish))
    files = [path for job in prepared for path in (job.wanted.out, *job.wanted.beside)]
    with atomic.folder(Path(folder)), atomic.claim(files, force=force):
        for number, job in enumerate(prepared):

            def shown(doing: str, done: float, /, number: int = number) -> None:
                progress(f"{doing} {number + 1} of {len(prepared)}", (number + done) / len(prepared))

            yield clip_job.make(job, force=force, progress=shown)


def burn(  # noqa: PLR0913 - as above
    sheet: Sheet | str | Path,
    video: str | Path,
    out: str | Path,
    *,
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    delivery: Encoding = DEFAULT_ENCODING,
    force: bool = False,
    progress: Progress = silent,
) -> Clip:
    """The whole film with subtitles and footnotes burned in; see `clip`."""
    return clip(
        sheet, video, out, footnotes=footnotes, look=look, delivery=delivery, force=force, progress=progress
    )
