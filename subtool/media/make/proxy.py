"""A film made for a browser to play: small, with its frames at their own times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.disk.workdir import private_folder
from subtool.errors import EngineError, Place
from subtool.media import ffmpeg
from subtool.media.make.source_picture import matrix_of, prepared
from subtool.media.make.tone_map import displayed
from subtool.media.read.probe import CONTAINERS, PROTOCOLS, probe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from subtool.media.read.probe import Film

WIDEST, HIGHEST = 1280, 720  # enough to judge a cue by
KEY_EVERY = 12  # frames: a browser shows any frame after decoding this many
# Small, and quickly made: what is judged is the text, which is laid over it.
PICTURE = {"c:v": "libx264", "preset": "veryfast", "crf": 26, "bf": 0, "g": KEY_EVERY, "pix_fmt": "yuv420p"}
SOUND = {"c:a": "aac", "b:a": "128k", "ac": 2}  # enough to judge a voice by
OFF_MS = 200  # the last frame of sound may be longer


def proxy(film: Film, track: int | None, out: Path, progress: Callable[[float], None]) -> None:
    """Make the MP4 or M4A file `out`; `track` is the number of the sound track in it, from 0.

    Raises:
        EngineError: ffmpeg failed, or made something of another length.
        OutputError: the disk is full.
    """
    with private_folder(out.parent) as folder:
        result = folder / out.name
        call = ffmpeg.FfmpegCall(
            _arguments(film, track, result.name), 0, film.path, out, length_ms=film.duration_ms
        )
        ffmpeg.run(call, result.parent, progress)
        length = probe(result).duration_ms
        if abs(length - film.duration_ms) > OFF_MS:
            raise EngineError(
                f"ffmpeg made {length} ms of a film of {film.duration_ms} ms",
                at=Place(str(film.path)),
                hint="export it again",
            )
        result.replace(out)


def _arguments(film: Film, track: int | None, name: str) -> list[str]:
    """What ffmpeg is called with. By itself it counts from the start of the container, as all times here do."""
    import ffmpeg as graphs

    source = graphs.input(ffmpeg.FILM, protocol_whitelist=PROTOCOLS, format_whitelist=CONTAINERS)
    streams, options = [], {"movflags": "+faststart", "map_metadata": -1, "map_chapters": -1}
    if film.has_picture:
        share = min(1.0, WIDEST / film.width, HIGHEST / film.height)
        size = [max(2, round(side * share / 2) * 2) for side in (film.width, film.height)]
        picture = displayed(prepared(film, source[str(film.index)]), film.transfer)
        streams.append(
            picture.filter("scale", *size, in_color_matrix=matrix_of(film), out_color_matrix="bt709").filter(
                "setsar", 1
            )
        )
        options |= {**PICTURE, "fps_mode:v": "passthrough", "enc_time_base:v": "demux", "colorspace": "bt709"}
    if track is not None:
        streams.append(source[f"a:{track}"])
        options |= SOUND
    arguments: list[str] = graphs.output(*streams, f"file:{name}", **options).get_args()
    return arguments
