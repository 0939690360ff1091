"""The picture of a film as filters can work on it: its fields made one, or kept; colours as video has them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from subtool.media.make.encoding import HOLDS, Codec

if TYPE_CHECKING:
    from subtool.media.make.film_job import Burn
    from subtool.media.read.probe import Film

# What RGB and YCgCo become, and is said to be: players take a picture that says nothing for this from 720 lines on.
BT709 = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}
CONVERTED = frozenset({"rgb", "ycgco"})


def keeps_fields(job: Burn, suffix: str) -> bool:
    """Whether what is made of a film with two fields a frame has them, too: where it is asked for, and in ProRes."""
    if not job.film.fields or job.framing or job.card or suffix not in HOLDS:
        return False
    if job.delivery.interlaced is None:
        return job.delivery.codec_in(suffix, job.film.bits) is Codec.PRORES
    return job.delivery.interlaced


def prepared(film: Film, stream: Any, *, fields: bool = False, fine: bool = False) -> Any:  # noqa: ANN401 - untyped
    """The frames of a film for captions and encoders; with both `fields`, or `fine` for a picture without loss."""
    if film.fields and not fields:
        # A frame for each frame, and those that are whole already are left alone: frames stay what they were.
        stream = stream.filter("bwdif", mode="send_frame", deint="interlaced")
    if film.matrix == "rgb":
        depth = "yuv444p" if fine else "yuv420p"
        stream = stream.filter("scale", out_color_matrix="bt709", out_range="tv")
        stream = stream.filter("format", depth if film.bits <= 8 else f"{depth}10le")
    elif film.matrix == "ycgco":
        stream = stream.filter(
            "zscale", matrixin="ycgco", matrix="709", range="limited"
        )  # `scale` knows no such colours
    elif fields:
        stream = stream.filter("scale", interl=1).filter("setfield", film.fields)  # colours are of each field
    return stream


def matrix_of(film: Film) -> str:
    """How the colours of a prepared picture are stored."""
    return "bt709" if film.matrix in CONVERTED else film.matrix


def encoded(film: Film, codec: Codec, *, fields: bool) -> dict[str, Any]:
    """What the encoder is told of such a picture."""
    options: dict[str, Any] = dict(BT709) if film.matrix in CONVERTED else {}
    if fields:
        options["flags:v"] = "+ildct+ilme"
    if fields and codec is Codec.H264:
        options["x264-params"] = f"{film.fields}=1"
    return options
