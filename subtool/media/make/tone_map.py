"""High dynamic range as it looks on a screen that has none. Pure."""

from __future__ import annotations

from typing import Any

TRANSFERS = {"pq": "smpte2084", "hlg": "arib-std-b67"}
WHITE_NITS = 203  # ITU-R BT.2408: the white of graphics, which becomes that of the screen
BENT_FROM = 0.9  # of white: up to here nothing changes, and what is brighter is brought below it; by eye


def displayed(stream: Any, transfer: str) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """A picture in red, green and blue; one that is not in high dynamic range is left as it is."""
    if transfer not in TRANSFERS:
        return stream
    source = {"transferin": TRANSFERS[transfer], "primariesin": "bt2020"}
    light = stream.filter("zscale", **source, transfer="linear", npl=WHITE_NITS).filter("format", "gbrpf32le")
    narrow = light.filter("zscale", primaries="bt709").filter("tonemap", "mobius", param=BENT_FROM, desat=0)
    return narrow.filter("zscale", transfer="bt709", matrix="gbr", range="full").filter("format", "gbrp")
