"""What a film carries beside picture and sound, its covers and attachments, taken over as it is. Runs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.media.read import covers
from subtool.media.read.probe import opened
from subtool.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer

    from subtool.media.read.covers import Cover

# Codecs of covers that a kind of file holds as streams; Matroska holds any as an attachment.
COVERED = {".mp4": ("mjpeg", "png", "bmp"), ".mov": ("mjpeg", "png", "bmp")}

CHAPTER_TITLES = "bin_data"  # what ffmpeg calls the track of text in which QuickTime has them


@dataclass(frozen=True, slots=True)
class BesidePicture:
    """The covers of a film, how many files are attached to it, and the names of its tracks of data."""

    covers: tuple[Cover, ...] = ()
    attachments: int = 0
    data: tuple[str, ...] = ()

    def covers_inside(self, suffix: str) -> tuple[Cover, ...]:
        """The covers that are streams of a file of this kind."""
        return tuple(cover for cover in self.covers if cover.codec in COVERED.get(suffix, ()))

    def lost_covers(self, suffix: str) -> tuple[Cover, ...]:
        """Those that it cannot hold in any way."""
        return () if suffix == ".mkv" else tuple(set(self.covers) - set(self.covers_inside(suffix)))

    def lost(self, suffix: str) -> Iterator[str]:
        """What it cannot hold, in words."""
        if covers_left := self.lost_covers(suffix):
            yield f"{suffix} does not hold the film's cover ({covers_left[0].codec}); it is left out"
        if self.attachments and suffix != ".mkv":
            files = "file" if self.attachments == 1 else f"{self.attachments} files"
            yield f"{suffix} does not hold the {files} attached to the film; left out"
        if self.data:
            yield f"left out, because ffmpeg cannot copy it: the film's data ({', '.join(self.data)})"

    def not_drawn(self, subtitle_tracks: int) -> str:
        """That a film whose picture is made again has none of it, in words; empty where there is nothing."""
        things = (
            (len(self.covers), "cover"), (self.attachments, "attached file"), (subtitle_tracks, "subtitle track"),
            (len(self.data), "data track"),
        )  # fmt: skip
        listed = ", ".join(counted(count, thing) for count, thing in things if count)
        return f"left out of what is made, which is picture and sound: {listed}" if listed else ""

    def save(self, film: Path, folder: Path) -> None:
        """Write the covers into the folder where ffmpeg runs."""
        covers.save(film, self.covers, folder)

    def arguments(self, suffix: str, number: int = 0) -> Iterator[str]:
        """What ffmpeg is told, the film being its input of this number and its picture the first of the output."""
        for place, cover in enumerate(self.covers_inside(suffix), 1):
            yield from ("-map", f"{number}:{cover.index}", f"-c:v:{place}", "copy")
            yield from (f"-disposition:v:{place}", "attached_pic")
        if suffix != ".mkv":
            return
        yield from ("-map", f"{number}:t?", "-c:t", "copy")
        for place, cover in enumerate(self.covers, self.attachments):
            yield from (
                "-attach",
                f"file:{cover.name}",
                f"-metadata:s:t:{place}",
                f"mimetype={cover.mimetype}",
            )
            yield from (f"-metadata:s:t:{place}", f"filename={cover.name}")


NOTHING = BesidePicture()


def beside_picture(film: Path) -> BesidePicture:
    """What a film carries.

    Raises:
        MediaError: it cannot be read.
    """
    found = covers.covers_of(film)
    with opened(film) as container:
        return BesidePicture(found, len(container.streams.attachments), tuple(_data(container)))


def _data(container: InputContainer) -> Iterator[str]:
    """The tracks of data by name, but for those that are read as time code and chapters."""
    for stream in container.streams.data:
        is_chapters = stream.name == CHAPTER_TITLES and container.chapters()
        if not is_chapters and "timecode" not in stream.metadata:
            yield stream.metadata.get("handler_name", "").strip() or stream.name or "unknown"
