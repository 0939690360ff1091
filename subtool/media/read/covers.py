"""Pictures that a film carries beside its own: covers, which players show in their libraries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.media.read.probe import opened

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Codecs of covers, with the suffix and the media type under which each is attached.
KINDS = {
    "mjpeg": (".jpg", "image/jpeg"), "png": (".png", "image/png"), "bmp": (".bmp", "image/bmp"),
    "gif": (".gif", "image/gif"), "webp": (".webp", "image/webp"), "tiff": (".tif", "image/tiff"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover: the stream of the film that it is, and the file that it is as an attachment."""

    index: int
    codec: str
    name: str
    mimetype: str


def covers_of(path: Path) -> tuple[Cover, ...]:
    """The covers of a film.

    Raises:
        MediaError: it cannot be read.
    """
    from av.stream import Disposition

    with opened(path) as container:
        return tuple(
            Cover(stream.index, codec, f"cover{number or ''}{KINDS[codec][0]}", KINDS[codec][1])
            for number, stream in enumerate(
                stream for stream in container.streams.video if stream.disposition & Disposition.attached_pic
            )
            if (codec := stream.codec_context.name) in KINDS
        )


def save(path: Path, covers: Iterable[Cover], folder: Path) -> None:
    """Write each cover under its name into a folder."""
    names = {cover.index: cover.name for cover in covers}
    with opened(path) as container:
        streams = [container.streams[index] for index in names]
        for packet in container.demux(*streams) if streams else ():
            if packet.size and (name := names.pop(packet.stream_index, "")):
                (folder / name).write_bytes(bytes(packet))
            if not names:
                return
