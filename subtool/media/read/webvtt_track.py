"""The file of WebVTT that a track of Matroska was made from (RFC 9559 §7): head, cues, the notes between."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.media.read.probe import opened
from subtool.timecode import full_clock

if TYPE_CHECKING:
    from pathlib import Path

    from av.packet import Packet

NUMBER = 8  # bytes before what is beside a block: which of its additions it is
_STAMP = re.compile(r"<(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3})>")


def webvtt_of(path: Path, number: int, head: bytes) -> str:
    """The track `number` of a film, from 0, as a file; `head` is what the film has of it before its first cue."""
    blocks = [head.decode("utf-8", "replace").strip()]
    if not blocks[0].startswith("WEBVTT"):
        blocks = ["WEBVTT", *filter(None, blocks)]
    with opened(path) as container:
        is_film = container.streams.video or container.streams.audio
        origin = Fraction((container.start_time or 0) if is_film else 0, 1_000_000)
        stream = container.streams.subtitles[number]
        for packet in container.demux(stream):
            if packet.size and packet.pts is not None:
                start_ms = max(0, round((packet.pts * packet.time_base - origin) * 1000))
                blocks += _blocks(packet, start_ms)
    return "\n\n".join(blocks) + "\n"


def _blocks(packet: Packet[Any], start_ms: int) -> list[str]:
    """A cue, after the notes that stood before it."""
    settings, name, notes = _beside(packet)
    end_ms = start_ms + round((packet.duration or 0) * (packet.time_base or 0) * 1000)
    text = bytes(packet).decode("utf-8", "replace").strip("\n")
    text = _STAMP.sub(lambda stamp: _shifted(stamp, start_ms), text)
    times = f"{full_clock(start_ms)} --> {full_clock(end_ms)} {settings}".rstrip()
    return [*filter(None, [notes]), "\n".join(filter(None, [name, times, text]))]


def _beside(packet: Packet[Any]) -> tuple[str, str, str]:
    """The settings and the name of a cue, and the notes before it."""
    said = {side.data_type: bytes(side) for side in packet.iter_sidedata()}
    added = said.get("matroska_block_additional", b"")[NUMBER:].split(b"\n", 2)
    settings, name, notes = (*added, b"", b"", b"")[:3]
    found = (said.get("webvtt_settings", settings), said.get("webvtt_identifier", name), notes)
    first, second, third = (part.decode("utf-8", "replace").strip() for part in found)
    return first, second, third


def _shifted(stamp: re.Match[str], start_ms: int) -> str:
    """A moment inside a cue, which a block counts from its own start."""
    hours, minutes, seconds, rest = (int(part or 0) for part in stamp.groups())
    return f"<{full_clock(start_ms + ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest)}>"
