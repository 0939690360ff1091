"""Burning text into a film: running what `graph` says, then counting what came.

ffmpeg works in a private folder under fixed names and never sees a user's path but as a file to open: a name
cannot become a command. Nothing it says about its success is believed.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.media import ffmpeg
from subtool.media.job import Difference, verify
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
    from subtool.model import Progress


# No other font of the machine is known, and no folder but one beside it.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="relative">fonts</cachedir>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class BurnedFilm:
    """A film or a clip with its text in it, and its sound."""

    burn: Burn

    @property
    def source(self) -> Path:
        return self.burn.film.path

    def arguments(self, name: str) -> list[str]:
        return arguments(self.burn, name)

    def differences(self, result: Path) -> Iterator[Difference]:
        job, found, source = self.burn, contents(result), contents(self.source)
        frames = len(found.frames or ())
        if frames != len(job):
            yield Difference(f"{len(job)} frames", str(frames))
        if len(found.tracks) != len(source.tracks):
            yield Difference(f"{len(source.tracks)} audio tracks", str(len(found.tracks)))
        begin = source.begin if job.whole else 0
        for track, there, here in zip(job.film.audio, source.tracks, found.tracks, strict=False):
            length = (there.end if job.whole and not job.card else job.length) - begin
            if abs(here.end - length) > sound_tracks.TOLERANCE:
                yield Difference(f"{float(length):.2f} seconds of sound", f"{float(here.end):.2f}")
            if kept(job, track, result.suffix) and here.packets != there.packets:
                yield Difference(f"{there.packets} packets of sound", str(here.packets))


@dataclass(frozen=True, slots=True)
class MovingPicture:
    """A preview without sound, which goes round and round."""

    burn: Burn

    @property
    def source(self) -> Path:
        return self.burn.film.path

    def arguments(self, name: str) -> list[str]:
        return preview(self.burn, name)

    def differences(self, result: Path) -> Iterator[Difference]:
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(result, formats=("PNG", "JPEG", "WEBP", "GIF")) as picture:
                picture.load()
        except (OSError, UnidentifiedImageError):
            yield Difference("a moving picture", "none")


def burn(job: Burn, result: Path, out: Path, store: Path | None = None, progress: Progress = silent) -> None:
    """Make the file `made`, alone in its folder, which is to become `out`, and count what came.

    What is long or joined is made in segments; what is long keeps them in the folder `store`, for a run to come.

    Raises:
        EngineError: ffmpeg failed, or made something else than was asked for.
        OutputError: `out` cannot hold a film, is the film itself, or the disk is full.
    """
    sound_tracks.require_target(job.film, out, SUFFIXES)
    furnish(result.parent, job.subtitles, job.fonts)
    what = MovingPicture(job) if out.suffix.lower() in PREVIEWS else BurnedFilm(job)
    if len(parts_of(job)) > 1 and isinstance(what, BurnedFilm):
        workdir = store if store and is_long(job) else result.with_name("segments")
        burn_in_segments(job, result, out, workdir, progress)
    else:
        call = ffmpeg.FfmpegCall(what.arguments(result.name), len(job), job.film.path, out)
        ffmpeg.run(call, result.parent, lambda fraction: progress("burning in", fraction))
    verify(what, result, out)


def furnish(workdir: Path, subtitles: str, files: Sequence[Path]) -> None:
    """Put into a private folder what the filter of `graph.captioned` reads there."""
    (workdir / "subs.ass").write_text(subtitles, encoding="utf-8")
    (workdir / "fonts").mkdir(exist_ok=True)
    for number, path in enumerate(files):
        shutil.copyfile(path, workdir / "fonts" / f"{number}{path.suffix.lower()}")
    (workdir / "fonts.conf").write_text(FONTS_CONF, encoding="utf-8")
