"""Subtitles as tracks of their own: put into a film that is copied packet by packet, and taken out of one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.errors import MediaError, OutputError, Place
from subtool.media import ffmpeg as engine
from subtool.media.job import Difference, verify
from subtool.media.read.probe import CONTAINERS, PROTOCOLS, opened
from subtool.model import Span, silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from subtool.media.read.probe import Film
    from subtool.model import Progress

# The kinds of films, and what subtitles are in them; of Matroska ASS too.
CODECS: Mapping[str, str] = {".mp4": "mov_text", ".mov": "mov_text", ".mkv": "srt", ".webm": "webvtt"}
# Tracks that are text, and the suffix under which each is taken out.
TEXT: Mapping[str, str] = {
    "mov_text": ".srt", "subrip": ".srt", "srt": ".srt", "text": ".srt", "ass": ".ass", "ssa": ".ass", "webvtt": ".vtt"
}  # fmt: skip
WEBM = frozenset(
    {"vp8", "vp9", "av1", "libdav1d", "libvpx", "libvpx-vp9", "libaom-av1", "opus", "libopus", "vorbis"}
)
NEAR_MS = 2  # what a container's clock may differ by
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


@dataclass(frozen=True, slots=True)
class SubtitleTrack:
    """A track of subtitles in a film: its number among them, from 1, and what it says of itself."""

    number: int
    codec: str
    language: str
    title: str
    default: bool
    forced: bool

    @property
    def is_text(self) -> bool:
        return self.codec in TEXT


@dataclass(frozen=True, slots=True)
class Mux:
    """A film with these tracks after those it has, or in their place; `chapters` (ffmetadata) in place of its own."""

    film: Film
    tracks: tuple[Soft, ...]
    replace: bool = False
    chapters: str = ""

    @property
    def source(self) -> Path:
        return self.film.path

    def arguments(self, name: str) -> list[str]:
        """What ffmpeg is called with in that folder."""
        suffix = name[name.rindex(".") :].lower()
        film = [
            "-protocol_whitelist",
            PROTOCOLS,
            "-format_whitelist",
            CONTAINERS,
            "-i",
            f"file:{self.film.path.resolve()}",
        ]
        files = [part for soft in self.tracks for part in ("-i", f"file:{soft.file}")]
        chapters = ["-f", "ffmetadata", "-i", "file:chapters.txt"] if self.chapters else []
        kept = () if self.replace else tracks_of(self.film.path)
        own, new = (
            [f"0:s:{track.number - 1}" for track in kept],
            [f"{n}:0" for n, _ in enumerate(self.tracks, 1)],
        )
        mapped = ["0:V", "0:a?", *own, *new]
        options = [part for each in mapped for part in ("-map", each)] + (
            ["-map", "0:t?"] if suffix == ".mkv" else []
        )
        options += [
            "-map_chapters",
            str(len(self.tracks) + 1) if chapters else "0",
            "-map_metadata",
            "0",
            "-c",
            "copy",
        ]
        for number, track in enumerate(kept):
            options += [f"-c:s:{number}", _codec(track.codec, suffix)]
        for number, soft in enumerate(self.tracks, len(kept)):
            options += [f"-c:s:{number}", "mov_text" if CODECS[suffix] == "mov_text" else "copy"]
            options += [f"-metadata:s:s:{number}", f"language={soft.language}"]
            options += [f"-metadata:s:s:{number}", f"title={soft.title}"] if soft.title else []
            options += (
                [f"-metadata:s:s:{number}", f"handler_name={soft.title}"]
                if soft.title and suffix != ".mkv"
                else []
            )
            said = "+".join(word for word, on in (("default", soft.default), ("forced", soft.forced)) if on)
            options += [f"-disposition:s:{number}", said or "0"]
        options += ["-movflags", "+faststart"] if CODECS[suffix] == "mov_text" else []
        return [*film, *files, *chapters, *options, f"file:{name}"]

    def differences(self, made: Path) -> Iterator[Difference]:
        """What of the film or of the tracks is not in what was made."""
        there, here = _packets(self.source), _packets(made)
        for kind in ("video", "audio"):
            expected, found = sum(there[kind].values()), sum(here[kind].values())
            if expected != found:
                yield Difference(f"{expected} packets of {kind}", str(found))
        tracks = len(tracks_of(made))
        for number, soft in enumerate(self.tracks, tracks - len(self.tracks)):
            shown = spans(made, number)
            if len(shown) != len(soft.spans):
                yield Difference(f"{len(soft.spans)} cues in track {number + 1}", str(len(shown)))
            elif any(
                abs(a.start_ms - b.start_ms) > NEAR_MS or abs(a.end_ms - b.end_ms) > NEAR_MS
                for a, b in zip(shown, soft.spans, strict=True)
            ):
                yield Difference(f"the times of track {number + 1}", "others")


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
            )
            for number, stream in enumerate(container.streams.subtitles, 1)
        )  # fmt: skip


def _title(said: Mapping[str, str]) -> str:
    """MP4 has it under another name, which is also that of who wrote the track."""
    handler = said.get("handler_name", "")
    return said.get("title") or ("" if "handler" in handler.lower() else handler)


def require_target(job: Mux, out: Path) -> None:
    """Refuse a file that cannot hold the tracks, or is the film itself.

    Raises:
        OutputError: it is one of these.
    """
    at, suffix = Place(str(out)), out.suffix.lower()
    if suffix not in CODECS:
        raise OutputError("holds no subtitles as a track", at=at, hint=f"use one of {', '.join(CODECS)}")
    if out.exists() and out.samefile(job.film.path):
        raise OutputError("is the film itself", at=at, hint="write to another name")
    with opened(job.film.path) as container:
        there = [*container.streams.video[:1], *container.streams.audio]
        odd = [each.codec_context.name for each in there if each.codec_context.name not in WEBM]
    if suffix == ".webm" and odd:
        raise OutputError(f".webm does not hold {odd[0]}", at=at, hint="write .mkv, or burn the cues in")
    kept = () if job.replace or suffix == ".mkv" else tracks_of(job.film.path)
    pictures = [each for each in kept if not each.is_text]
    if pictures:
        raise OutputError(
            f"{suffix} does not hold track {pictures[0].number} of the film, which is pictures ({pictures[0].codec})",
            at=at, hint="write .mkv, or leave the film's tracks out with --replace",
        )  # fmt: skip
    if suffix != ".mkv" and any(soft.file.endswith(".ass") for soft in job.tracks):
        raise OutputError(f"{suffix} does not hold ASS", at=at, hint="write .mkv, or leave out --as ass")


def mux(job: Mux, made: Path, out: Path, progress: Progress = silent) -> None:
    """Make the film `made`, in a folder with the tracks' files, and see that everything is in it.

    Raises:
        EngineError: ffmpeg failed, or lost something.
        OutputError: the disk is full.
    """
    if job.chapters:
        (made.parent / "chapters.txt").write_text(job.chapters, encoding="utf-8")
    run = engine.FfmpegCall(
        job.arguments(made.name), 0, job.film.path, out, length_ms=max(1, job.film.duration_ms)
    )
    engine.run(run, made.parent, lambda fraction: progress("copying", fraction))
    verify(job, made, out)


def _codec(codec: str, suffix: str) -> str:
    """How a track that the film has goes into a kind of file: as it is where that can be."""
    if suffix == ".mkv" and codec != "mov_text":
        return "copy"
    return "copy" if codec == CODECS[suffix] else CODECS[suffix]


def _packets(path: Path) -> dict[str, Counter[int]]:
    made: dict[str, Counter[int]] = {"video": Counter(), "audio": Counter()}
    with opened(path) as container:
        streams = [*container.streams.video[:1], *container.streams.audio]
        for packet in container.demux(streams):
            if packet.size:
                made[packet.stream.type][packet.stream_index] += 1
    return made


def spans(path: Path, number: int) -> list[Span]:
    """When the cues of the track `number`, from 0, are shown, from the start of the film."""
    made = []
    with opened(path) as container:
        origin = Fraction(container.start_time or 0, 1_000_000)
        stream = container.streams.subtitles[number]
        for packet in container.demux(stream):
            if packet.size > EMPTY and packet.pts is not None:
                start = (packet.pts * packet.time_base - origin) * 1000
                end = start + (packet.duration or 0) * packet.time_base * 1000
                made.append(Span(max(0, round(start)), max(0, round(end))))
    return made


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
    made = room / f"track{TEXT[track.codec]}"
    import ffmpeg

    source = ffmpeg.input(engine.FILM, protocol_whitelist=PROTOCOLS, format_whitelist=CONTAINERS)
    codec = {"c:s": "srt" if track.codec == "mov_text" else "copy"}
    output: Any = ffmpeg.output(source[f"s:{track.number - 1}"], f"file:{made.name}", **codec)
    engine.run(engine.FfmpegCall(output.get_args(), 0, path, path, length_ms=1), room, lambda _: None)
    return made


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
