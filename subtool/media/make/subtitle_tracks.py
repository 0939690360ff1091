"""Subtitles as tracks of their own: put into a film that is copied packet by packet, and taken out of one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.errors import MediaError, Place
from subtool.media import ffmpeg as engine
from subtool.media.make.switched_off import switch_off
from subtool.media.read import matroska
from subtool.media.read.describe import UNKNOWN
from subtool.media.read.probe import CONTAINERS, PROTOCOLS, opened
from subtool.media.read.webvtt_track import webvtt_of
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from subtool.media.read.matroska import MatroskaTrack


# The kinds of films, and what subtitles are in them; of Matroska ASS too.
CODECS: Mapping[str, str] = {".mp4": "mov_text", ".mov": "mov_text", ".mkv": "srt", ".webm": "webvtt"}
# Tracks that are text, and the suffix under which each is taken out.
TEXT: Mapping[str, str] = {
    "mov_text": ".srt", "subrip": ".srt", "srt": ".srt", "text": ".srt", "ass": ".ass", "ssa": ".ass", "webvtt": ".vtt",
    "S_TEXT/WEBVTT": ".vtt", "cc_dec": ".srt",
}  # fmt: skip
PICTURES = frozenset(
    {"dvdsub", "dvbsub", "pgssub", "xsub", "dvd_subtitle", "dvb_subtitle", "hdmv_pgs_subtitle"}
)
WEBVTT_IN_MATROSKA = "S_TEXT/WEBVTT"  # which ffmpeg neither reads nor copies
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
    def has_more_than_a_language(self) -> bool:
        """Whether its tag says a script or a region, which three letters do not."""
        return "-" in self.tag

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

    @property
    def is_copied(self) -> bool:
        """Whether ffmpeg knows its codec: others are called as Matroska has them, or not at all."""
        return not self.codec.startswith("S_") and self.codec != UNKNOWN


def tracks_of(path: Path) -> tuple[SubtitleTrack, ...]:
    """The tracks of subtitles in a film.

    Raises:
        MediaError: there is no such file, or it is not a film.
    """
    with opened(path) as container:
        said = matroska.subtitle_tracks(path)
        return tuple(
            SubtitleTrack(
                number, stream.codec_context.name if stream.codec_context else _codec(said, number),
                _language(said, number) or stream.metadata.get("language", ""), _title(stream.metadata),
                bool(stream.disposition & stream.disposition.default),
                bool(stream.disposition & stream.disposition.forced),
                bool(stream.disposition & stream.disposition.hearing_impaired),
            )
            for number, stream in enumerate(container.streams.subtitles, 1)
        )  # fmt: skip


def _codec(tracks: Sequence[MatroskaTrack], number: int) -> str:
    """The codec of a track that ffmpeg does not know, in Matroska's words."""
    return tracks[number - 1].codec if number <= len(tracks) else UNKNOWN


def _language(tracks: Sequence[MatroskaTrack], number: int) -> str:
    """The language by BCP 47, where Matroska says it."""
    return tracks[number - 1].language if number <= len(tracks) else ""


def holds_only_subtitles(path: Path) -> bool:
    """Whether a file has tracks of subtitles, and neither picture nor sound.

    Raises:
        MediaError: there is no such file, or it is not a film.
    """
    with opened(path) as container:
        streams = container.streams
        return bool(streams.subtitles) and not (streams.video or streams.audio)


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
        empty = EMPTY if stream.codec_context and stream.codec_context.name == "mov_text" else 0
        for packet in container.demux(stream):
            if packet.size > empty and packet.pts is not None:
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


def file_of(track: SubtitleTrack) -> str:
    """The name of the file that a track of text is taken out into."""
    return f"track{track.number}{TEXT[track.codec]}"


def taken_out(path: Path, track: SubtitleTrack, room: Path) -> Path:
    """The file, in a private folder, that holds a track of text in its own format.

    Raises:
        MediaError: the track is pictures, or in a format that is not read.
        EngineError: ffmpeg failed.
    """
    if not track.is_text:
        pictures = track.codec in PICTURES
        raise MediaError(
            f"track {track.number} is pictures ({track.codec}), not text" if pictures else
            f"track {track.number} is in a format that is not read: {track.codec}", at=Place(str(path)),
            hint="choose another track, or recognise its letters with a program for that" if pictures else
            "choose another track, or take it out with the program that made the film",
        )  # fmt: skip
    result = room / file_of(track)
    said = matroska.subtitle_tracks(path)
    if said and TEXT[track.codec] == ".vtt":
        result.write_text(webvtt_of(path, track.number - 1, said[track.number - 1].private), "utf-8")
        return result
    import ffmpeg

    source = ffmpeg.input(engine.FILM, protocol_whitelist=PROTOCOLS, format_whitelist=CONTAINERS)
    codec: dict[str, str | None] = {"c:s": "srt" if track.codec in {"mov_text", "cc_dec"} else "copy"}
    if holds_only_subtitles(path):
        codec["copyts"] = None  # they count from 0, and not from the first of them
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
