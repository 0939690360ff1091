"""Whether a browser plays a film as it is, on the film's own time line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.media.read.probe import main_picture, opened

if TYPE_CHECKING:
    from pathlib import Path

# What Chromium, Firefox and Safari of today play in common, by the names that ffmpeg has for it.
PICTURES = {
    "mov,mp4,m4a,3gp,3g2,mj2": {"h264", "av1", "vp9"},
    "matroska,webm": {"vp8", "vp9", "av1"},
}
SOUNDS = {
    "mov,mp4,m4a,3gp,3g2,mj2": {"aac", "mp3"},
    "matroska,webm": {"opus", "vorbis"},
    "mp3": {"mp3"},
    "wav": {"pcm_s16le", "pcm_u8"},
    "flac": {"flac"},
    "ogg": {"vorbis", "opus", "flac"},
}
PIXELS = {"yuv420p", "yuvj420p"}
LATEST_START_US = 1000  # a browser counts from 0, the film from its container's start


def is_playable(path: Path) -> bool:
    """Whether its picture and all its sounds are of kinds that browsers play, and its time line begins at 0.

    Raises:
        MediaError: it cannot be read.
    """
    with opened(path) as container:
        kind = container.format.name
        if abs(container.start_time or 0) > LATEST_START_US or (
            kind == "matroska,webm" and path.suffix != ".webm"
        ):
            return False
        picture = main_picture(container)
        if picture and (
            picture.codec_context.name not in PICTURES.get(kind, set()) or picture.pix_fmt not in PIXELS
        ):
            return False
        return all(track.codec_context.name in SOUNDS.get(kind, set()) for track in container.streams.audio)
