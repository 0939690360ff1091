"""What the track list of a Matroska file says and ffmpeg does not: codecs of subtitles it does not know, and heads.

WebVTT stands in it in two ways (RFC 9559 §7): as WebM has it, which ffmpeg reads, and as S_TEXT/WEBVTT, with the head
of the file, which mkvmerge writes and ffmpeg does not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# RFC 9559 §5.1: what the elements are called.
SEGMENT, TRACKS, TRACK, CLUSTER = 0x18538067, 0x1654AE6B, 0xAE, 0x1F43B675
# RFC 9559 §5.1.4.1: those of a track.
TYPE, CODEC, PRIVATE, LANGUAGE, LANGUAGE_BCP47 = 0x83, 0x86, 0x63A2, 0x22B59C, 0x22B59D
SUBTITLES = 0x11  # the type of a track
LARGEST = 50_000_000  # bytes of a track list; a font that is attached is not part of it
FURTHEST = 1 << 42  # bytes to pass over: further on no file goes, and some file systems refuse to look


def with_room(language: str, tag: str) -> str:
    """A language for ffmpeg to write that leaves room for its tag of BCP 47; see `say_tag`."""
    return tag.ljust(len(_languages(language, tag)) - 4, "~")


def say_tag(path: Path, language: str, tag: str) -> None:
    """Say a language by BCP 47 beside its three letters, where a track of the file has `with_room` for it."""
    room = _element(LANGUAGE, with_room(language, tag))
    with path.open("r+b") as file:
        place = file.read(LARGEST).find(room)
        if place >= 0:
            file.seek(place)
            file.write(_languages(language, tag))


def _languages(language: str, tag: str) -> bytes:
    return _element(LANGUAGE, language) + _element(LANGUAGE_BCP47, tag)


def _element(identifier: int, text: str) -> bytes:
    """An element of few characters, its size in one byte."""
    return identifier.to_bytes(3, "big") + bytes([0x80 | len(text)]) + text.encode("ascii")


class MatroskaTrack(NamedTuple):
    """A track of subtitles: its codec in Matroska's words, what its decoder is told first, its language by BCP 47."""

    codec: str
    private: bytes
    language: str


def subtitle_tracks(path: Path) -> list[MatroskaTrack]:
    """The tracks of subtitles in a Matroska file, in their order; none in any other file."""
    with path.open("rb") as file:
        for identifier, size in _elements(file, None):
            if identifier == SEGMENT:
                return _of_segment(file)
            if identifier != 0x1A45DFA3 or size is None:  # the EBML header
                break
            file.seek(min(size, FURTHEST), 1)
    return []


def _of_segment(file: BinaryIO) -> list[MatroskaTrack]:
    for identifier, size in _elements(file, None):
        if identifier == TRACKS and size is not None and size <= LARGEST:
            tracks = (_fields(data) for name, data in _children(file.read(size)) if name == TRACK)
            return [
                MatroskaTrack(
                    track.get(CODEC, b"").decode("ascii", "replace").rstrip("\0"),
                    track.get(PRIVATE, b""),
                    track.get(LANGUAGE_BCP47, b"").decode("ascii", "replace").rstrip("\0"),
                )
                for track in tracks
                if int.from_bytes(track.get(TYPE, b""), "big") == SUBTITLES
            ]
        if size is None or identifier == CLUSTER:
            break
        file.seek(min(size, FURTHEST), 1)
    return []


def _fields(data: bytes) -> dict[int, bytes]:
    return dict(_children(data))


def _elements(file: BinaryIO, end: int | None) -> Iterator[tuple[int, int | None]]:
    """The identifier and the size of each element; the caller passes over what is in it."""
    while end is None or file.tell() < end:
        head = file.read(1)
        identifier = _number(head, file.read(_extra(head)), whole=True) if head and head != b"\0" else None
        head = file.read(1)
        if identifier is None or not head or head == b"\0":
            return
        extra = file.read(_extra(head))
        size = _number(head, extra, whole=False)
        unknown = size == (1 << 7 * (len(extra) + 1)) - 1
        yield identifier, None if unknown else size


def _extra(head: bytes) -> int:
    """How many bytes of a number follow its first."""
    return 8 - head[0].bit_length()


def _number(head: bytes, rest: bytes, *, whole: bool) -> int:
    first = head[0] if whole else head[0] & ~(1 << (7 - len(rest)))
    return int.from_bytes(bytes([first]) + rest, "big")


def _children(data: bytes) -> Iterator[tuple[int, bytes]]:
    from io import BytesIO

    file = BytesIO(data)
    for identifier, size in _elements(file, len(data)):
        if size is None:
            return
        yield identifier, file.read(size)
