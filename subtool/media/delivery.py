"""How a film that is made is encoded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Codec(Enum):
    """How the picture is encoded."""

    H264 = "h264"
    H265 = "h265"
    AV1 = "av1"


class Quality(Enum):
    """How much of the picture is kept."""

    DRAFT = "draft"
    NORMAL = "normal"
    HIGH = "high"


PRESETS: dict[Codec, dict[str, Any]] = {
    Codec.H264: {"c:v": "libx264", "preset": "veryfast"},
    Codec.H265: {"c:v": "libx265", "preset": "fast", "tag:v": "hvc1", "x265-params": "log-level=error"},
    Codec.AV1: {"c:v": "libsvtav1", "preset": 8},
}
# Constant rate factors: what `normal` is to the eye, one scale up and down; six are about half the size.
RATES = {
    Codec.H264: {Quality.DRAFT: 28, Quality.NORMAL: 19, Quality.HIGH: 15},
    Codec.H265: {Quality.DRAFT: 29, Quality.NORMAL: 20, Quality.HIGH: 16},
    Codec.AV1: {Quality.DRAFT: 42, Quality.NORMAL: 30, Quality.HIGH: 22},
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """The choices there are; each has a default that plays everywhere."""

    codec: Codec | None = None
    quality: Quality = Quality.NORMAL

    def picture(self, bits: int) -> dict[str, Any]:
        """The encoder of a picture of so many bits a sample, and its settings."""
        # More bits are H.265 unless another is named: what plays ten bits of H.264 is rare.
        codec = self.codec or (Codec.H264 if bits == 8 else Codec.H265)
        return {**PRESETS[codec], "crf": RATES[codec][self.quality]}
