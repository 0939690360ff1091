"""The options of how a film is encoded: one keyword, `delivery`, to the command."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from subtool.media.make.encoders import codec_of
from subtool.media.make.encoding import Codec, Encoding, Quality

if TYPE_CHECKING:
    from collections.abc import Callable


def deliveries(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options, and their choices as an `Encoding`."""

    @click.option(
        "--codec",
        type=click.Choice([codec.value for codec in Codec]),
        help="How the picture is encoded; without it h264 (h265 for more than 8 bits), and vp9 in .webm.",
    )
    @click.option(
        "--quality", type=quality_of, default=Quality.NORMAL.value, show_default=True, metavar="draft|normal|high|N",
        help="How much of the picture is kept, or a constant rate factor: 0 is all, 51 or 63 the least.",
    )  # fmt: skip
    @click.option(
        "--encoder", default="", metavar="NAME",
        help="Another encoder of ffmpeg's, such as h264_nvenc; subtool's own where this machine does not have it.",
    )  # fmt: skip
    @click.option(
        "--interlaced", type=click.Choice(["keep", "progressive"]),
        help="Of a film with two fields a frame: keep them, or make one of them; without it kept in ProRes alone.",
    )  # fmt: skip
    @wraps(command)
    def with_delivery(
        codec: str | None,
        quality: Quality | int,
        encoder: str,
        interlaced: str | None,
        **others: Any,  # noqa: ANN401 - click's values
    ) -> None:
        if encoder and codec_of(encoder) is None:
            raise click.BadParameter(
                f"'{encoder}' is not an encoder of a codec that is known; h264_nvenc is one"
            )
        fields = None if interlaced is None else interlaced == "keep"
        command(delivery=Encoding(Codec(codec) if codec else None, quality, encoder, fields), **others)

    return with_delivery


def quality_of(value: str) -> Quality | int:
    """`normal`, or a number."""
    if value in {quality.value for quality in Quality}:
        return Quality(value)
    if not re.fullmatch(r"\d{1,2}", value):
        raise click.BadParameter(
            f"'{value}' is not a quality; write draft, normal, high or a number from 0 to 63"
        )
    return int(value)
