"""Tracks of an MP4 that players are not to show by themselves.

ffmpeg switches the first track of a kind on where none is the default, and has no option against it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path
    from typing import BinaryIO

HEAD, LARGE_HEAD = 8, 16  # bytes before the content of a box (ISO/IEC 14496-12, 4.2)
ENABLED = 1  # in the flags of a track's header (8.3.2)


def switch_off(path: Path, indices: Collection[int]) -> None:
    """Take the mark "enabled" off the tracks with these numbers, from 0."""
    with path.open("r+b") as file:
        movie = next(
            (inside for name, inside in _boxes(file, range(path.stat().st_size)) if name == b"moov"), None
        )
        tracks = [inside for name, inside in _boxes(file, movie or range(0)) if name == b"trak"]
        boxes = [box for number in indices for box in _boxes(file, tracks[number])]
        for header in (inside for name, inside in boxes if name == b"tkhd"):
            file.seek(header.start)
            flags = int.from_bytes(file.read(4), "big")
            file.seek(header.start)
            file.write((flags & ~ENABLED).to_bytes(4, "big"))


def _boxes(file: BinaryIO, within: range) -> Iterator[tuple[bytes, range]]:
    """The boxes in a stretch of a file: the name of each, and where its content lies."""
    start = within.start
    while start + HEAD <= within.stop:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(HEAD))
        head = HEAD
        if size == 1:
            size, head = int.from_bytes(file.read(8), "big"), LARGE_HEAD
        end = start + size if size else within.stop
        if not head <= end - start or end > within.stop:
            return
        yield name, range(start + head, end)
        start = end
