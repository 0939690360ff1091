"""What a film is: its tracks, its picture as it is shown, its frames. Opened through PyAV, from the disk alone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer
    from av.stream import Stream

# Containers that hold media themselves. A playlist is none: it makes a player open other files and addresses.
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,mxf,ogg,wav,mp3,flac,aac,aiff,caf,asf,flv,w64,ac3,eac3"
QUARTER_TURNS = (90, 270)


@dataclass(frozen=True, slots=True)
class Film:
    """A film or a sound. Times count from the container's start; the size is that of the picture as shown."""

    path: Path
    container: str
    duration_ms: int
    width: int = 0
    height: int = 0
    fps: Fraction | None = None
    pixel_format: str = ""
    hdr: bool = False
    audio_tracks: int = 0

    @property
    def has_picture(self) -> bool:
        return self.fps is not None

    @property
    def deep(self) -> bool:
        """Whether the picture has more than 8 bits a sample."""
        return any(depth in self.pixel_format for depth in ("10", "12", "14", "16"))


@dataclass(frozen=True, slots=True)
class Frames:
    """When each frame is shown, and which of them can be sought to; seconds from the container's start, in order."""

    times: tuple[Fraction, ...]
    keys: tuple[Fraction, ...]


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The container at `path`, read from the disk and nowhere else.

    Raises:
        MediaError: there is no such file, or it is no film or sound.
    """
    import av

    at = Place(str(path))
    if path.is_dir():
        raise MediaError("this is a folder", at=at, hint="name a film or a sound in it")
    if not path.exists():
        raise MediaError("no such file", at=at, hint="check the name and the folder")
    options = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}
    try:
        container = av.open(f"file:{path.resolve()}", options=options, metadata_errors="replace")
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaError(
            f"is no film or sound that can be read: {reason.lower()}",
            at=at,
            hint="try it in a player; export it anew",
        ) from error
    with container:
        yield container


def probe(path: Path) -> Film:
    """What the film at `path` is.

    Raises:
        MediaError: there is no such file, it is no film or sound, or it is broken off.
    """
    with opened(path) as container:
        pictures = [s for s in container.streams.video if not _is_cover(s)]
        duration_ms = round((container.duration or 0) / 1000)
        base = Film(path, container.format.name, duration_ms, audio_tracks=len(container.streams.audio))
        if not pictures and not container.streams.audio:
            raise MediaError(
                "holds neither picture nor sound", at=Place(str(path)), hint="name a film or a sound"
            )
        if not pictures:
            return base
        stream = pictures[0]
        aspect = stream.sample_aspect_ratio or Fraction(1)
        width, height = round(stream.width * aspect), stream.height
        if _turn(stream, container) in QUARTER_TURNS:
            width, height = height, width
        return Film(
            path,
            container.format.name,
            duration_ms,
            width=width,
            height=height,
            fps=Fraction(stream.average_rate or stream.guessed_rate or 25),
            pixel_format=stream.pix_fmt or "",
            hdr=stream.codec_context.color_trc in {16, 18},  # PQ and HLG, ITU-T H.273 table 3
            audio_tracks=base.audio_tracks,
        )


def frames(path: Path) -> Frames:
    """When each frame of the film is shown, by reading its packets; nothing is decoded.

    Raises:
        MediaError: it cannot be read to its end.
    """
    import av

    with opened(path) as container:
        stream = next(s for s in container.streams.video if not _is_cover(s))
        base = stream.time_base or Fraction(1, 1000)
        origin = Fraction(container.start_time or 0, av.time_base)
        times, keys = [], []
        for packet in container.demux(stream):
            if packet.pts is None or packet.is_discard:
                continue
            at = packet.pts * base - origin
            times.append(at)
            if packet.is_keyframe:
                keys.append(at)
    return Frames(tuple(sorted(times)), tuple(sorted(keys)))


def require_picture(film: Film) -> None:
    """Refuse what has no picture to burn into.

    Raises:
        MediaError: it is a sound.
    """
    if not film.has_picture:
        raise MediaError("has no picture, only sound", at=Place(str(film.path)), hint="name the film itself")


def _is_cover(stream: Stream) -> bool:
    return "attached_pic" in str(stream.disposition)


def _turn(stream: Stream, container: InputContainer) -> int:
    """How far a phone has told players to turn the picture, in degrees; it stands in the first frame."""
    for frame in container.decode(stream):
        return int(frame.rotation) % 360
    return 0
