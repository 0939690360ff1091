"""What is made in segments: long films, so that nothing is made again after an interruption, and joined passages.

Passages are decoded one after another: all at once, they would fill the memory. The picture of each segment is a file
of its own, which begins with a keyframe and ends with all of its frames; then the files become one, with each frame at
its time.
"""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from subtool.errors import MediaError, OutputError, Place
from subtool.media import ffmpeg
from subtool.media.job import Difference, verify
from subtool.media.make.graph import completed, segment
from subtool.media.make.passages import joined, segments, with_card
from subtool.media.make.rewrap import ticks, write_in_time
from subtool.media.read.demux import contents
from subtool.media.read.probe import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from av.packet import Packet
    from av.video.stream import VideoStream

    from subtool.media.make.film_job import Burn
    from subtool.media.make.passages import Segment
    from subtool.model import Progress

# From five minutes on what is done is kept, in pieces of two; chosen by eye.
LONG_MS, SEGMENT_MS = 300_000, 120_000
KEY = "key"
OUR_KEY = re.compile(r"subtool segments of [0-9a-f]{32}\n")
SEGMENT = re.compile(r"\d{5}\.\w{1,5}")


@dataclass(frozen=True, slots=True)
class BurnedSegment:
    """A part of a film, with the card after the last one; `size` is given where the film changes its own."""

    burn: Burn
    part: Segment
    frames: int
    size: tuple[int, int] | None = None

    @property
    def source(self) -> Path:
        return self.burn.film.path

    def arguments(self, name: str) -> list[str]:
        return segment(self.burn, self.part, name, self.size)

    def differences(self, result: Path) -> Iterator[Difference]:
        found = _frames_in(result)
        if found != self.frames:
            yield Difference(f"{self.frames} frames", str(found))


def is_long(job: Burn) -> bool:
    """Whether it is worth while to keep what is done of it."""
    return job.length * 1000 >= LONG_MS


def parts_of(job: Burn) -> tuple[Segment, ...]:
    """The segments of which it is made; one, if in one go."""
    return segments(job.cuts, SEGMENT_MS if is_long(job) else LONG_MS)


def burn_in_segments(job: Burn, result: Path, out: Path, store: Path, progress: Progress) -> None:
    """Make the file `made`, in a folder with the text and its fonts, of segments that are kept in `store` until then.

    Segments that are there already, of this very job, are not made again.

    Raises:
        EngineError: ffmpeg failed, or made something else than was asked for.
        OutputError: the disk is full, or something else has the folder's name.
    """
    parts = _segments(job)
    paths = [store / f"{number:05}{result.suffix}" for number in range(1, len(parts) + 1)]
    _open(store, _key(job, [part.arguments(result.name) for part in parts], result.parent))
    done = 0

    def run(part: BurnedSegment) -> None:
        def shown(fraction: float) -> None:
            progress("burning in", (done + fraction * part.frames) / len(job))

        call = ffmpeg.FfmpegCall(part.arguments(result.name), part.frames, job.film.path, out)
        ffmpeg.run(call, result.parent, shown)

    for part, path in zip(parts, paths, strict=True):
        if _frames_in(path) != part.frames:
            run(part)
            if path != paths[0] and _size(result) != _size(paths[0]):  # a recording may change it on the way
                result.unlink()
                run(replace(part, size=_size(paths[0])))
            verify(part, result, out)
            result.replace(path)
        done += part.frames
        progress("burning in", done / len(job))
    progress("putting together", 0)
    picture = result.with_stem("picture")
    _join(job, paths, picture)
    last = ffmpeg.FfmpegCall(completed(job, picture.name, result.name), len(job), job.film.path, out)
    ffmpeg.run(last, result.parent, lambda fraction: progress("putting together", fraction))
    picture.unlink()


def _segments(job: Burn) -> list[BurnedSegment]:
    parts = parts_of(job)
    card_frames = [0] * (len(parts) - 1) + [job.card.frames if job.card else 0]
    return [
        BurnedSegment(job, part, len(part.cut) + card) for part, card in zip(parts, card_frames, strict=True)
    ]


def _key(job: Burn, calls: Iterable[Sequence[str]], workdir: Path) -> str:
    """What tells this job from others: what is asked of which ffmpeg, the text and its fonts, and the film."""
    from imageio_ffmpeg import get_ffmpeg_version

    film = job.film.path.stat()
    digest = blake2b(
        repr((calls, get_ffmpeg_version(), film.st_size, film.st_mtime_ns)).encode(), digest_size=16
    )
    for path in (workdir / "subs.ass", *sorted((workdir / "fonts").iterdir())):
        digest.update(path.read_bytes())
    return f"subtool segments of {digest.hexdigest()}\n"


def _open(store: Path, key: str) -> None:
    """The folder, with no segments but those of this job.

    Raises:
        OutputError: something else has its name.
    """
    if is_kept(store) and (store / KEY).read_text() == key:
        return
    discard(store)
    try:
        store.mkdir(mode=0o700)  # the film may be nobody else's business
    except FileExistsError:
        raise OutputError(
            "is in the way: what is made of a long film is kept there", at=Place(str(store)), hint="rename it"
        ) from None
    (store / KEY).write_text(key)


def is_kept(store: Path) -> bool:
    """Whether it is such a folder, by a key as only we write it and nothing but segments beside; no link to one."""
    try:
        names = [path.name for path in store.iterdir()] if not store.is_symlink() else []
        key = (store / KEY).read_text(errors="replace") if KEY in names else ""
    except OSError:
        return False
    return bool(OUR_KEY.fullmatch(key)) and all(name == KEY or SEGMENT.fullmatch(name) for name in names)


def discard(store: Path) -> None:
    """Remove such a folder, and nothing else that has its name."""
    if is_kept(store):
        shutil.rmtree(store)
    elif store.is_dir() and not store.is_symlink() and not any(store.iterdir()):
        store.rmdir()


def _frames_in(path: Path) -> int:
    """How many frames a file has; 0 where there is none, or it is broken off."""
    try:
        return len(contents(path).frames or ()) if path.is_file() else 0
    except MediaError:
        return 0


def _size(path: Path) -> tuple[int, int]:
    with opened(path) as container:
        picture = container.streams.video[0]
        return picture.width, picture.height


def _join(job: Burn, paths: Sequence[Path], picture: Path) -> None:
    """One file of all segments, each frame at its own time, with what the film says of itself.

    What was strung together may show two frames at one time; in a file the second of them comes a tick later.
    """
    import av

    whole = with_card(joined(job.cuts), job.card) if job.card else joined(job.cuts)
    with opened(job.film.path) as film, opened(paths[0]) as first, ExitStack() as stack:
        there = first.streams.video[0]
        base = there.time_base
        assert base
        exact = dict(ffmpeg.REPEATABLE)
        if picture.suffix.lower() not in {".mkv", ".webm"}:
            exact["movie_timescale"] = str(base.denominator)
        file = stack.enter_context(av.open(str(picture), "w", container_options=exact))
        stream = file.add_stream_from_template(there, opaque=True)
        stream.time_base = base
        file.metadata.update(film.metadata)
        if job.whole:
            file.set_chapters(film.chapters())
        write_in_time(file, stream, _packets(paths), list(_order(paths)), ticks(whole.frames.edges, base))


def _order(paths: Iterable[Path]) -> Iterator[int]:
    """The number of its frame for each packet, in the order in which they are decoded."""
    begin = 0
    for path in paths:
        times = [packet.pts or 0 for packet in _packets([path])]
        numbers = {time: number for number, time in enumerate(sorted(times), begin)}
        yield from (numbers[time] for time in times)
        begin += len(times)


def _packets(paths: Iterable[Path]) -> Iterator[Packet[VideoStream]]:
    for path in paths:
        with opened(path) as container:
            yield from (packet for packet in container.demux(video=0) if packet.size)
