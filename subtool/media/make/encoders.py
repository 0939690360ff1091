"""Encoders that a machine may have or not: asked of ffmpeg, and tried."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from functools import cache

from subtool.media.make.encoding import Codec, Encoding

# How the names of encoders begin, by what they make.
FAMILIES = {"h264": Codec.H264, "hevc": Codec.H265, "av1": Codec.AV1, "vp9": Codec.VP9, "prores": Codec.PRORES,
    "libx264": Codec.H264, "libx265": Codec.H265, "libsvtav1": Codec.AV1, "libaom": Codec.AV1, "librav1e": Codec.AV1,
    "libvpx": Codec.VP9}  # fmt: skip
TRIAL_SECONDS = 20  # an encoder that takes longer hangs, and is not used; chosen by eye


def codec_of(encoder: str) -> Codec | None:
    """What an encoder makes, by its name."""
    return next((codec for name, codec in FAMILIES.items() if encoder.startswith(name)), None)


def usable(delivery: Encoding, suffix: str) -> tuple[Encoding, str]:
    """The delivery as this machine can make it: without an encoder that it lacks, and then what is to be told."""
    if not delivery.encoder:
        return delivery, ""
    codec = delivery.codec or codec_of(delivery.encoder)
    named = replace(delivery, codec=codec)
    reason = _lacking(named, suffix)
    if not reason:
        return named, ""
    plain = replace(named, encoder="")
    instead = plain.picture(suffix, 8)["c:v"]
    return plain, f"--encoder {delivery.encoder}: {reason}; {instead} is used"


@cache
def _lacking(delivery: Encoding, suffix: str) -> str:
    """Why an encoder cannot be used; nothing if it can: a few frames are encoded with it."""
    if delivery.encoder not in _listed():
        return "this ffmpeg has none of that name"
    options = {name: str(value) for name, value in delivery.picture(suffix, 8).items()}
    flat = [part for name, value in options.items() for part in (f"-{name}", value)]
    source = ["-f", "lavfi", "-i", "testsrc2=s=256x256:r=25:d=0.2"]
    try:
        tried = subprocess.run(  # noqa: S603 - a list, without a shell
            [_ffmpeg(), "-nostdin", "-v", "error", *source, *flat, "-f", "null", "-"],
            capture_output=True, text=True, errors="replace", timeout=TRIAL_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "it hangs on this machine"
    said = [line.strip() for line in tried.stderr.splitlines() if line.strip()]
    return (
        f"it does not work on this machine ({said[0][:120] if said else tried.returncode})"
        if tried.returncode
        else ""
    )


@cache
def _listed() -> frozenset[str]:
    listing = subprocess.run(  # noqa: S603 - as above
        [_ffmpeg(), "-nostdin", "-v", "error", "-encoders"], capture_output=True, text=True, check=True
    ).stdout
    return frozenset(line.split()[1] for line in listing.splitlines() if line.startswith(" V"))


def _ffmpeg() -> str:
    from imageio_ffmpeg import get_ffmpeg_exe

    return str(get_ffmpeg_exe())
