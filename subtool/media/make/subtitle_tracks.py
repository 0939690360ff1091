"""Subtitles as tracks of their own: put into a film that is copied packet by packet, and taken out of one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.errors import MediaError, Place
from subtool.media import ffmpeg as engine
from subtool.media.make.switched_off import switch_off
from subtool.media.read.probe import CONTAINERS, PROTOCOLS, opened
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path


# The kinds of films, and what subtitles are in them; of Matroska ASS too.
CODECS: Mapping[str, str] = {".mp4": "mov_text", ".mov": "mov_text", ".mkv": "srt", ".webm": "webvtt"}
# Tracks that are text, and the suffix under which each is taken out.
TEXT: Mapping[str, str] = {
    "mov_text": ".srt", "subrip": ".srt", "srt": ".srt", "text": ".srt", "ass": ".ass", "ssa": ".ass", "webvtt": ".vtt"
}  # fmt: skip
WEBM = frozenset(
    {"vp8", "vp9", "av1", "libdav1d", "libvpx", "libvpx-vp9", "libaom-av1", "opus", "libopus", "vorbis"}
)
FLAGS = ("default", "forced", "hearing_impaired")  # ffmpeg's words for what players are told of a track
EMPTY = 2  # bytes of a packet of mov_text that clears the screen


@dataclass(frozen=True, slots=True)
class Soft:
    """A track as it is put in: a file in the private folder, and when its cues are shown."""

    file: str
    spans: tuple[Span, ...]
    language: str  # three letters, as the container has them
    tag: str
    title: str = ""
    default: bool = False
    forced: bool = False
    hearing_impaired: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """What players are told of it, in ffmpeg's words."""
        return tuple(flag for flag in FLAGS if getattr(self, flag))


@dataclass(frozen=True, slots=True)
class SubtitleTrack:
    """A track of subtitles in a film: its number among them, from 1, and what it says of itself."""

    number: int
    codec: str
    language: str
    title: str
    default: bool
    forced: bool
    hearing_impaired: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """What players are told of it, in ffmpeg's words."""
        return tuple(flag for flag in FLAGS if getattr(self, flag))

    @property
    def is_text(self) -> bool:
        return self.codec in TEXT


def tracks_of(path: Path) -> tuple[SubtitleTrack, ...]:
    """The tracks of subtitles in a film.

    Raises:
        MediaError: there is no such file, or it is not a film.
    """
    with opened(path) as container:
        return tuple(
            SubtitleTrack(
                number, stream.codec_context.name if stream.codec_context else "unknown",
                stream.metadata.get("language", ""), _title(stream.metadata),
                bool(stream.disposition & stream.disposition.default),
                bool(stream.disposition & stream.disposition.forced),
                bool(stream.disposition & stream.disposition.hearing_impaired),
            )
            for number, stream in enumerate(container.streams.subtitles, 1)
        )  # fmt: skip


def _title(said: Mapping[str, str]) -> str:
    """MP4 has it under another name, which is also that of who wrote the track."""
    handler = said.get("handler_name", "")
    return said.get("title") or ("" if "handler" in handler.lower() else handler)


def spans(path: Path, number: int) -> list[Span]:
    """When the cues of the track `number`, from 0, are shown, from the start of the film."""
    result = []
    with opened(path) as container:
        origin = Fraction(container.start_time or 0, 1_000_000)
        stream = container.streams.subtitles[number]
        for packet in container.demux(stream):
            if packet.size > EMPTY and packet.pts is not None:
                start = (packet.pts * packet.time_base - origin) * 1000
                end = start + (packet.duration or 0) * packet.time_base * 1000
                result.append(Span(max(0, round(start)), max(0, round(end))))
    return result


def switch_off_subtitles(result: Path, flags: Sequence[Collection[str]]) -> None:
    """Have players not show by themselves those tracks of a film whose flags do not say "default"."""
    if CODECS[result.suffix.lower()] != "mov_text":
        return  # other containers are written as they are asked for
    with opened(result) as container:
        indices = [stream.index for stream in container.streams.subtitles]
    switch_off(result, [index for index, own in zip(indices, flags, strict=False) if "default" not in own])


def taken_out(path: Path, track: SubtitleTrack, room: Path) -> Path:
    """The file, in a private folder, that holds a track of text in its own format.

    Raises:
        MediaError: the track is pictures.
        EngineError: ffmpeg failed.
    """
    if not track.is_text:
        raise MediaError(
            f"track {track.number} is pictures ({track.codec}), not text", at=Place(str(path)),
            hint="choose another track, or recognise its letters with a program for that",
        )  # fmt: skip
    result = room / f"track{TEXT[track.codec]}"
    import ffmpeg

    source = ffmpeg.input(engine.FILM, protocol_whitelist=PROTOCOLS, format_whitelist=CONTAINERS)
    codec = {"c:s": "srt" if track.codec == "mov_text" else "copy"}
    output: Any = ffmpeg.output(source[f"s:{track.number - 1}"], f"file:{result.name}", **codec)
    engine.run(engine.FfmpegCall(output.get_args(), 0, path, path, length_ms=1), room, lambda _: None)
    return result


def chapters_text(beginnings: Sequence[tuple[int, str]], end_ms: int) -> str:
    """Chapters in the format of ffmpeg's metadata; each lasts until the next."""
    ends = [start for start, _ in beginnings[1:]] + [end_ms]
    parts = [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={max(start, end)}\ntitle={_escaped(title)}\n"
        for (start, title), end in zip(beginnings, ends, strict=True)
    ]
    return ";FFMETADATA1\n" + "".join(parts)


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "=;#\\" else char for char in " ".join(text.split()))
