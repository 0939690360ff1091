"""A Matroska file of one track of subtitles, made by hand: of codecs that ffmpeg does not write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def element(identifier: int, data: bytes | int) -> bytes:
    """An element with its size in four bytes."""
    if isinstance(data, int):
        data = data.to_bytes(max(1, (data.bit_length() + 7) // 8), "big")
    name = identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")
    return name + (0x10000000 | len(data)).to_bytes(4, "big") + data


def subtitles_file(
    codec: str, private: bytes, cues: Iterable[tuple[int, int, bytes, bytes]], language: str = ""
) -> bytes:
    """A file of cues: start and duration in ms, text, and what stands beside it."""
    header = element(0x1A45DFA3, element(0x4282, b"matroska") + element(0x4287, 4) + element(0x4285, 2))
    info = element(0x1549A966, element(0x2AD7B1, 1_000_000))
    track = element(0xD7, 1) + element(0x73C5, 1) + element(0x83, 0x11) + element(0x86, codec.encode())
    track += element(0x63A2, private) if private else b""
    track += element(0x22B59C, b"por") + element(0x22B59D, language.encode()) if language else b""
    groups = b""
    for start_ms, duration_ms, text, beside in cues:
        block = b"\x81" + start_ms.to_bytes(2, "big") + b"\0" + text
        added = element(0x75A1, element(0xA6, element(0xEE, 1) + element(0xA5, beside))) if beside else b""
        groups += element(0xA0, element(0xA1, block) + element(0x9B, duration_ms) + added)
    cluster = element(0x1F43B675, element(0xE7, 0) + groups)
    return header + element(0x18538067, info + element(0x1654AE6B, element(0xAE, track)) + cluster)
