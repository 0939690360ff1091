"""All that a film has, as plain values for people and programs: what `still --json` and the review page say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from subtool.media.read.covers import covers_of
from subtool.media.read.orientation import is_mirrored, turned
from subtool.media.read.probe import UNSAID, first_frame, main_picture, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from av import VideoFrame
    from av.container import InputContainer

    from subtool.media.read.probe import AudioTrack, Film

# ITU-T H.273, tables 2 and 3, as ffmpeg names them.
PRIMARIES: Mapping[int, str] = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 10: "smpte428",
    11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
TRANSFERS: Mapping[int, str] = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear", 13: "srgb", 14: "bt2020-10",
    15: "bt2020-12", 16: "pq", 18: "hlg",
}  # fmt: skip
UNKNOWN = "unknown"


def describe(film: Film) -> dict[str, Any]:
    """What a film has.

    Raises:
        MediaError: it cannot be read.
    """
    with opened(film.path) as container:
        stream = main_picture(container)
        frame = first_frame(container, stream) if stream else None
        described = {
            "name": film.path.name,
            "container": film.container,
            "duration_ms": film.duration_ms,
            "timecode": film.timecode or None,
            "picture": _picture(film, frame) if film.has_picture else None,
            "audio": [_audio(track) for track in film.audio],
            **_beside(container),
        }
    return {**described, "covers": [cover.codec for cover in covers_of(film.path)]}


def _picture(film: Film, frame: VideoFrame | None) -> dict[str, Any]:
    sides = film.stored if all(film.stored) else (1, 1)
    aspect = (film.width * sides[1], film.height * sides[0])
    return {
        "codec": film.codec,
        "width": film.width,
        "height": film.height,
        "stored": list(film.stored),
        "sample_aspect": round(aspect[0] / aspect[1], 4) if aspect[1] else 1,
        "fps": str(film.fps),
        "pixel_format": film.pixel_format,
        "bits": film.bits,
        "matrix": film.matrix,
        "primaries": PRIMARIES.get(frame.color_primaries if frame else UNSAID, UNKNOWN),
        "transfer": TRANSFERS.get(frame.color_trc if frame else UNSAID, UNKNOWN),
        "range": "full" if film.full_range else "limited",
        "fields": film.fields or "progressive",
        "turned": turned(frame) if frame else 0,
        "mirrored": is_mirrored(frame) if frame else False,
    }


def _audio(track: AudioTrack) -> dict[str, Any]:
    return {
        "codec": track.codec,
        "channels": track.channels,
        "layout": track.layout or None,
        "rate": track.rate,
        "language": track.language or None,
        "title": track.title or None,
        "flags": list(track.flags),
    }


def _beside(container: InputContainer) -> dict[str, Any]:
    """What is neither picture nor sound."""
    return {
        "subtitles": [
            {
                "codec": stream.codec_context.name if stream.codec_context else UNKNOWN,
                "language": stream.language,
                "flags": [flag.name for flag in stream.disposition if flag.name],
            }
            for stream in container.streams.subtitles
        ],
        "chapters": len(container.chapters()),
        "data": [stream.metadata.get("handler_name", stream.type) for stream in container.streams.data],
        "attachments": [stream.metadata.get("filename", UNKNOWN) for stream in container.streams.attachments],
    }
