"""A film with tracks of subtitles beside its own, copied packet by packet: what is to be made, and making it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

from subtool.errors import OutputError, Place
from subtool.media import ffmpeg as engine
from subtool.media.job import Difference, verify
from subtool.media.make.beside import NOTHING, BesidePicture, beside_picture
from subtool.media.make.rewrap import PICTURE, filling_in, is_untimed, picture_at, rewrap
from subtool.media.make.subtitle_tracks import (
    CODECS,
    WEBM,
    WEBVTT_IN_MATROSKA,
    file_of,
    spans,
    switch_off_subtitles,
    taken_out,
    tracks_of,
)
from subtool.media.read import covers, matroska
from subtool.media.read.demux import frame_times, is_bare
from subtool.media.read.probe import CONTAINERS, PROTOCOLS, has_readable_picture, main_picture, opened
from subtool.model import silent
from subtool.text.language import three_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from subtool.media.make.subtitle_tracks import Soft, SubtitleTrack
    from subtool.media.read.probe import Film
    from subtool.model import Progress, Span

SHOWING_ALL = (".mkv", ".webm")  # kinds of files that show what an edit list hides
NEAR_MS = 2  # what a container's clock may differ by
CHAPTERS = "chapters.txt"


@dataclass(frozen=True, slots=True)
class Mux:
    """A film with these tracks after its `own` that stay; `chapters` (ffmetadata) in place of those it has.

    `unknown` are those of its own that can neither be copied nor read, and are left out.

    `picture_at` is when its first frame is shown, in seconds, where its picture is read from a file made for it, in
    which frames have times.
    """

    film: Film
    tracks: tuple[Soft, ...]
    own: tuple[SubtitleTrack, ...] = ()
    unknown: tuple[SubtitleTrack, ...] = ()
    chapters: str = ""
    beside: BesidePicture = NOTHING
    picture_at: Fraction | None = None

    @property
    def source(self) -> Path:
        return self.film.path

    def arguments(self, name: str) -> list[str]:
        """What ffmpeg is called with in that folder."""
        suffix = _suffix(name)
        inputs = [
            [
                *(part for name, value in filling_in(self.film).items() for part in (f"-{name}", value)),
                "-protocol_whitelist",
                PROTOCOLS,
                "-format_whitelist",
                CONTAINERS,
                "-i",
                engine.FILM,
            ],
            *(["-i", f"file:{soft.file}"] for soft in self.tracks),
            *self._picture(),
            *(["-i", f"file:{file_of(track)}"] for track in self.uncopied),
            *([["-f", "ffmetadata", "-i", f"file:{CHAPTERS}"]] if self.chapters else []),
        ]
        first = len(self.tracks) + 1
        mapped = [
            "0:V?" if self.picture_at is None else f"{first}:v",
            "0:a?",
            *self._own_tracks(first + (self.picture_at is not None)),
            *(f"{number}:0" for number, _ in enumerate(self.tracks, 1)),
        ]
        options = [part for stream in mapped for part in ("-map", stream)]
        options += ["-map_chapters", str(len(inputs) - 1) if self.chapters else "0", "-map_metadata", "0"]
        options += ["-c", "copy", *self._of_tracks(suffix), *self.beside.arguments(suffix)]
        options += ["-movflags", "+faststart"] if CODECS[suffix] == "mov_text" else ["-write_crc32", "0"]
        options += [part for key, value in engine.REPEATABLE.items() for part in (f"-{key}", value)]
        return [*(part for arguments in inputs for part in arguments), *options, f"file:{name}"]

    def _picture(self) -> Iterator[list[str]]:
        if self.picture_at is not None:
            yield ["-itsoffset", f"{float(self.picture_at):.6f}", "-i", f"file:{PICTURE}"]

    @property
    def uncopied(self) -> list[SubtitleTrack]:
        """Those of its own tracks that ffmpeg does not copy, and that are taken out first."""
        return [track for track in self.own if not track.is_copied]

    def _own_tracks(self, number: int) -> Iterator[str]:
        """Where each of its own tracks is read; the input of this number is the first of those taken out."""
        files = count(number)
        for track in self.own:
            yield f"{next(files)}:0" if track in self.uncopied else f"0:s:{track.number - 1}"

    def _of_tracks(self, suffix: str) -> Iterator[str]:
        for number, track in enumerate(self.own):
            yield from (f"-c:s:{number}", _codec(track.codec, suffix))
            yield from (f"-disposition:s:{number}", "+".join(track.flags) or "0")
            if track.title and suffix != ".mkv":
                yield from (f"-metadata:s:s:{number}", f"handler_name={track.title}")
            if track in self.uncopied:
                with suppress(ValueError):  # of a film that says no tag
                    yield from (f"-metadata:s:s:{number}", f"language={three_letters(track.language)}")
                yield from (f"-metadata:s:s:{number}", f"title={track.title}")
        for number, sound in enumerate(
            self.film.audio
        ):  # of which one would else become the default by itself
            yield from (f"-disposition:a:{number}", "+".join(sound.flags) or "0")
        for number, soft in enumerate(self.tracks, len(self.own)):
            yield from (f"-c:s:{number}", "mov_text" if CODECS[suffix] == "mov_text" else "copy")
            language = soft.language
            if suffix == ".mkv" and soft.has_more_than_a_language:
                language = matroska.with_room(soft.language, soft.tag)
            yield from (f"-metadata:s:s:{number}", f"language={language}")
            if soft.title:
                yield from (f"-metadata:s:s:{number}", f"title={soft.title}")
            if soft.title and suffix != ".mkv":
                yield from (f"-metadata:s:s:{number}", f"handler_name={soft.title}")
            yield from (f"-disposition:s:{number}", "+".join(soft.flags) or "0")

    def differences(self, muxed: Path) -> Iterator[Difference]:
        """What of the film or of the tracks is not in what was made."""
        there, here = _packets(self.source), _packets(muxed)
        for kind in ("video", "audio"):
            expected, found = sum(there[kind].values()), sum(here[kind].values())
            if expected != found and not (kind == "video" and self.picture_at is not None and found):
                yield Difference(f"{expected} packets of {kind}", str(found))
        if self.film.has_picture and not has_readable_picture(muxed):
            yield Difference(f"a picture in {self.film.codec}", "one that no player can read")
        expected_covers = len(self.beside.covers) - len(self.beside.lost_covers(_suffix(muxed.name)))
        if (found := len(covers.covers_of(muxed))) != expected_covers:
            yield Difference(f"{expected_covers} covers", str(found))
        tracks, later_ms = len(tracks_of(muxed)), later_by_ms(self.film, muxed)
        for number, soft in enumerate(self.tracks, tracks - len(self.tracks)):
            shown = spans(muxed, number)
            if len(shown) != len(soft.spans):
                yield Difference(f"{len(soft.spans)} cues in track {number + 1}", str(len(shown)))
            elif not all(_near(a, b, later_ms) for a, b in zip(shown, soft.spans, strict=True)):
                yield Difference(f"the times of track {number + 1}", "others")


def require_target(job: Mux, out: Path) -> None:
    """Refuse a file that cannot hold the tracks, or is the film itself.

    Raises:
        OutputError: it is one of these.
    """
    place, suffix = Place(str(out)), out.suffix.lower()
    if suffix not in CODECS:
        raise OutputError("holds no subtitles as a track", at=place, hint=f"use one of {', '.join(CODECS)}")
    if out.exists() and out.samefile(job.film.path):
        raise OutputError("is the film itself", at=place, hint="write to another name")
    with opened(job.film.path) as container:
        there = [*container.streams.video[:1], *container.streams.audio]
        names = (
            stream.codec_context.name if stream.codec_context else "an unknown codec" for stream in there
        )
        odd = [name for name in names if name not in WEBM]
    if suffix == ".webm" and odd:
        raise OutputError(f".webm does not hold {odd[0]}", at=place, hint="write .mkv, or burn the cues in")
    pictures = [track for track in job.own if not track.is_text and suffix != ".mkv"]
    if pictures:
        raise OutputError(
            f"{suffix} does not hold track {pictures[0].number} of the film, which is pictures ({pictures[0].codec})",
            at=place, hint="write .mkv, or leave the film's tracks out with --replace",
        )  # fmt: skip
    if suffix != ".mkv" and any(soft.file.endswith(".ass") for soft in job.tracks):
        raise OutputError(f"{suffix} does not hold ASS", at=place, hint="write .mkv, or leave out --as ass")


def mux(job: Mux, target: Path, out: Path, progress: Progress = silent) -> None:
    """Make the film `made`, in a folder with the tracks' files, and see that everything is in it.

    Raises:
        EngineError: ffmpeg failed, or lost something.
        OutputError: the disk is full.
    """
    if job.chapters:
        (target.parent / CHAPTERS).write_text(job.chapters, encoding="utf-8")
    if job.picture_at is not None:
        rewrap(job.film, target.parent / PICTURE)
    for track in job.uncopied:
        taken_out(job.film.path, track, target.parent)
    job.beside.save(job.film.path, target.parent)
    run = engine.FfmpegCall(
        job.arguments(target.name), 0, job.film.path, out, length_ms=max(1, job.film.duration_ms)
    )
    engine.run(run, target.parent, lambda fraction: progress("copying", fraction))
    for soft in job.tracks:
        if target.suffix.lower() == ".mkv" and soft.has_more_than_a_language:
            matroska.say_tag(target, soft.language, soft.tag)
    switch_off_subtitles(target, [*(track.flags for track in job.own), *(soft.flags for soft in job.tracks)])
    verify(job, target, out)


def prepared(film: Film, tracks: tuple[Soft, ...], *, replaced: bool, chapters: str) -> Mux:
    """The job for a film, with what it carries beside its picture and sound."""
    own = () if replaced else tracks_of(film.path)
    stay = tuple(track for track in own if track.is_copied or track.is_text)
    unknown = tuple(track for track in own if track not in stay)
    return Mux(film, tracks, stay, unknown, chapters, beside_picture(film.path), picture_at(film))


def hidden_ms(film: Film) -> int:
    """How much of a trimmed film's picture is in it, before its first frame, and not shown."""
    if not film.has_picture:
        return 0
    _, first, earliest = _first_shown(film.path)
    return round(max(Fraction(0), first - earliest) * 1000)


def later_by_ms(film: Film, muxed: Path) -> int:
    """How much later its picture is in what was made of it: some containers show what an edit list hides."""
    if not film.has_picture:
        return 0
    if is_untimed(film):
        return round((frame_times(muxed).times[0] - frame_times(film.path).times[0]) * 1000)
    number, there, _ = _first_shown(film.path)
    with opened(muxed) as container:
        origin = Fraction(container.start_time or 0, 1_000_000)
        stream = main_picture(container)
        for place, packet in enumerate(container.demux(stream)):
            if place == number and packet.pts is not None:
                return round((packet.pts * packet.time_base - origin - there) * 1000)
    return 0


def _first_shown(path: Path) -> tuple[int, Fraction, Fraction]:
    """The number of the first packet of the picture that is shown, its time, and that of the earliest before it."""
    with opened(path) as container:
        origin = Fraction(container.start_time or 0, 1_000_000)
        times = []
        for number, packet in enumerate(container.demux(main_picture(container))):
            if packet.pts is None:
                break
            times.append(packet.pts * packet.time_base - origin)
            if not packet.is_discard:
                return number, times[-1], min(times)
    return 0, Fraction(0), Fraction(0)


def _near(shown: Span, wanted: Span, later_ms: int) -> bool:
    return (
        abs(shown.start_ms - later_ms - wanted.start_ms) <= NEAR_MS
        and abs(shown.end_ms - later_ms - wanted.end_ms) <= NEAR_MS
    )


def _suffix(name: str) -> str:
    return name[name.rindex(".") :].lower()


def _codec(codec: str, suffix: str) -> str:
    """How a track that the film has goes into a kind of file: as it is where that can be."""
    if (suffix == ".mkv" and codec != "mov_text") or (suffix == ".webm" and codec == WEBVTT_IN_MATROSKA):
        return "copy"
    return "copy" if codec == CODECS[suffix] else CODECS[suffix]


def _packets(path: Path) -> dict[str, Counter[int]]:
    counts: dict[str, Counter[int]] = {"video": Counter(), "audio": Counter()}
    with opened(path) as container:
        picture = main_picture(container)
        streams = [*([picture] if picture else []), *container.streams.audio]
        bare = {sound.index for sound in container.streams.audio if is_bare(sound)}
        for packet in container.demux(streams):
            if packet.size:
                # Bare samples lie in packets of another size in each container: their bytes count.
                counts[packet.stream.type][packet.stream_index] += (
                    packet.size if packet.stream_index in bare else 1
                )
    return counts
