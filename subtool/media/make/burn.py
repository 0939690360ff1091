"""Burning text into a film: running what `graph` says, then counting what came.

ffmpeg works in a private folder under fixed names and never sees a user's path but as a file to open: a name
cannot become a command. Nothing it says about its success is believed.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from subtool.errors import EngineError, Place
from subtool.media import ffmpeg as engine
from subtool.media.make import sound_tracks
from subtool.media.make.encoding import PREVIEWS, SUFFIXES
from subtool.media.make.graph import arguments, preview
from subtool.media.make.segments import burn_in_segments, is_long, parts_of
from subtool.media.make.soundtrack import kept
from subtool.media.read.demux import contents
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from subtool.media.make.film_job import Burn
    from subtool.media.read.demux import Contents
    from subtool.model import Progress


# No other font of the machine is known, and no folder but one beside it.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="relative">fonts</cachedir>
</fontconfig>
"""


def burn(job: Burn, made: Path, out: Path, store: Path | None = None, progress: Progress = silent) -> None:
    """Make the file `made`, alone in its folder, which is to become `out`, and count what came.

    What is long or joined is made in segments; what is long keeps them in the folder `store`, for a run to come.

    Raises:
        EngineError: ffmpeg failed, or made something else than was asked for.
        OutputError: `out` cannot hold a film, is the film itself, or the disk is full.
    """
    sound_tracks.require_target(job.film, out, SUFFIXES)
    furnish(made.parent, job.subtitles, job.fonts)
    is_preview = out.suffix.lower() in PREVIEWS
    if len(parts_of(job)) > 1 and not is_preview:
        kept_in = store if store and is_long(job) else made.with_name("segments")
        burn_in_segments(job, made, out, kept_in, progress)
    else:
        asked = preview(job, made.name) if is_preview else arguments(job, made.name)
        run = engine.FfmpegCall(asked, len(job), job.film.path, out)
        engine.run(run, made.parent, lambda fraction: progress("burning in", fraction))
    if is_preview:
        _require_moving(made, out)
    else:
        _verify(job, made, out)


def furnish(room: Path, subtitles: str, files: Sequence[Path]) -> None:
    """Put into a private folder what the filter of `graph.captioned` reads there."""
    (room / "subs.ass").write_text(subtitles, encoding="utf-8")
    (room / "fonts").mkdir(exist_ok=True)
    for number, path in enumerate(files):
        shutil.copyfile(path, room / "fonts" / f"{number}{path.suffix.lower()}")
    (room / "fonts.conf").write_text(FONTS_CONF, encoding="utf-8")


def _require_moving(made: Path, out: Path) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(made) as picture:
            picture.load()
    except (OSError, UnidentifiedImageError) as error:
        raise EngineError(
            "ffmpeg made no picture", at=Place(str(out)), hint="nothing was written; choose .mp4"
        ) from error


def _verify(job: Burn, made: Path, out: Path) -> None:
    """What ffmpeg calls done is often less than was asked for."""
    found = next(_differences(job, contents(made), contents(job.film.path), out.suffix), None)
    if found:
        raise EngineError(
            f"ffmpeg made {found[1]} in place of {found[0]}",
            at=Place(str(out)),
            hint=f"nothing was written; is {job.film.path.name} damaged? play it there, or export it anew",
        )


def _differences(job: Burn, made: Contents, source: Contents, suffix: str) -> Iterator[tuple[str, str]]:
    """What was asked for, and what was made instead."""
    frames = len(made.frames or ())
    if frames != len(job):
        yield f"{len(job)} frames", str(frames)
    if len(made.tracks) != len(source.tracks):
        yield f"{len(source.tracks)} audio tracks", str(len(made.tracks))
    begin = source.begin if job.whole else 0
    for track, there, here in zip(job.film.audio, source.tracks, made.tracks, strict=False):
        length = (there.end if job.whole and not job.card else job.length) - begin
        if abs(here.end - length) > sound_tracks.TOLERANCE:
            yield f"{float(length):.2f} seconds of sound", f"{float(here.end):.2f}"
        if kept(job, track, suffix) and here.packets != there.packets:
            yield f"{there.packets} packets of sound", str(here.packets)
