"""How a film that is made is encoded, and what each kind of file can hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from subtool.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Codec(Enum):
    """How the picture is encoded."""

    H264 = "h264"
    H265 = "h265"
    AV1 = "av1"
    VP9 = "vp9"
    PRORES = "prores"


class Quality(Enum):
    """How much of the picture is kept."""

    DRAFT = "draft"
    NORMAL = "normal"
    HIGH = "high"


# Chosen for speed; how much of the picture is kept the rate factors below say.
PRESETS: Mapping[Codec, Mapping[str, Any]] = {
    Codec.H264: {"c:v": "libx264", "preset": "veryfast"},
    Codec.H265: {"c:v": "libx265", "preset": "fast", "tag:v": "hvc1", "x265-params": "log-level=error"},
    Codec.AV1: {"c:v": "libsvtav1", "preset": 8},
    Codec.VP9: {"c:v": "libvpx-vp9", "b:v": 0, "deadline": "good", "cpu-used": 4, "row-mt": 1},
    Codec.PRORES: {"c:v": "prores_ks", "vendor": "apl0"},
}
# Constant rate factors: what `normal` is to the eye, one scale up and down; six are about half the size. Of
# ProRes it is the profile: LT, 422 and HQ.
RATES: Mapping[Codec, Mapping[Quality, int]] = {
    Codec.H264: {Quality.DRAFT: 28, Quality.NORMAL: 19, Quality.HIGH: 15},
    Codec.H265: {Quality.DRAFT: 29, Quality.NORMAL: 20, Quality.HIGH: 16},
    Codec.AV1: {Quality.DRAFT: 42, Quality.NORMAL: 30, Quality.HIGH: 22},
    Codec.VP9: {Quality.DRAFT: 42, Quality.NORMAL: 31, Quality.HIGH: 24},
    Codec.PRORES: {Quality.DRAFT: 1, Quality.NORMAL: 2, Quality.HIGH: 3},
}
# The coarsest that the encoder takes.
COARSEST = {Codec.H264: 51, Codec.H265: 51, Codec.AV1: 63, Codec.VP9: 63, Codec.PRORES: 3}
# What a kind of file holds: the codec that it has by itself first.
HOLDS: Mapping[str, tuple[Codec, ...]] = {
    ".mp4": (Codec.H264, Codec.H265, Codec.AV1),
    ".mov": (Codec.H264, Codec.H265, Codec.PRORES),
    ".mkv": (Codec.H264, Codec.H265, Codec.AV1, Codec.VP9, Codec.PRORES),
    ".webm": (Codec.VP9, Codec.AV1),
}
# Moving pictures without sound to show in a page or a message: frames a second, and pixels across at most.
PREVIEWS: Mapping[str, tuple[int, int]] = {".gif": (10, 480), ".webp": (12, 640)}
SUFFIXES = (*HOLDS, *PREVIEWS)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The choices there are; each has a default that plays everywhere.

    `quality` may be a constant rate factor. `encoder` is one of ffmpeg's in place of ours, such as "h264_nvenc".
    `interlaced` keeps two fields a frame where the film has them, or makes one of them; None keeps them in ProRes.
    """

    codec: Codec | None = None
    quality: Quality | int = Quality.NORMAL
    encoder: str = ""
    interlaced: bool | None = None

    def codec_in(self, suffix: str, bits: int) -> Codec:
        """The codec of a file: the one asked for, or by itself."""
        own = HOLDS[suffix.lower()][0]
        # More bits are H.265 unless another is named: what plays ten bits of H.264 is rare.
        return self.codec or (Codec.H265 if own is Codec.H264 and bits > 8 else own)

    def picture(self, suffix: str, bits: int) -> dict[str, Any]:
        """The encoder of a picture of this many bits a sample, its settings, and how samples are stored."""
        codec = self.codec_in(suffix, bits)
        rate = self.quality if isinstance(self.quality, int) else RATES[codec][self.quality]
        if codec is Codec.PRORES:
            return {**PRESETS[codec], "profile:v": rate, "pix_fmt": "yuv422p10le"}
        depth = {"pix_fmt": "yuv420p" if bits == 8 else "yuv420p10le"}
        if self.encoder:
            return {"c:v": self.encoder, **_hardware(self.encoder, rate), **depth}
        return {**PRESETS[codec], "crf": rate, **depth}

    def require(self, out: Path) -> None:
        """Refuse a file that cannot hold what is asked for.

        Raises:
            OutputError: its suffix names no film, or its kind does not hold the codec, or has no such quality.
        """
        place, suffix = Place(str(out)), out.suffix.lower()
        if suffix not in SUFFIXES:
            raise OutputError("the suffix names no film", at=place, hint=f"use one of {', '.join(SUFFIXES)}")
        if suffix in PREVIEWS:
            if self.codec or self.encoder:
                raise OutputError(
                    f"{suffix} has no codecs to choose from", at=place, hint="leave out --codec and --encoder"
                )
            return
        if self.codec and self.codec not in HOLDS[suffix]:
            fit = [other for other, codecs in HOLDS.items() if self.codec in codecs]
            raise OutputError(
                f"{suffix} does not hold {self.codec.value}", at=place,
                hint=f"write {' or '.join(fit)}, or choose --codec {' or '.join(one.value for one in HOLDS[suffix])}",
            )  # fmt: skip
        if self.interlaced and (self.encoder or self.codec_in(suffix, 8) not in {Codec.H264, Codec.PRORES}):
            raise OutputError(
                "two fields a frame are kept in H.264 and ProRes alone", at=place,
                hint="choose --codec h264 or prores and no --encoder, or --interlaced progressive",
            )  # fmt: skip
        most = COARSEST[self.codec_in(suffix, 8)]
        if isinstance(self.quality, int) and self.quality > most:
            raise OutputError(
                f"its quality is a number up to {most}", at=place, hint=f"--quality {self.quality} is none"
            )


def _hardware(encoder: str, rate: int) -> dict[str, Any]:
    """A constant quality in the words of the encoders that graphics cards bring."""
    match encoder.rpartition("_")[2]:
        case "nvenc":
            return {"rc": "vbr", "cq": rate, "b:v": 0}
        case "qsv":
            return {"global_quality": rate}
        case "amf":
            return {"rc": "cqp", "qp_i": rate, "qp_p": rate}
        case "videotoolbox":
            return {"q:v": max(1, 100 - 2 * rate)}
        case _:
            return {"crf": rate}
