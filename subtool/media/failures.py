"""Why ffmpeg failed: what its code and its log say for certain. The last line of its log is seldom the reason."""

from __future__ import annotations

import os
import re
import signal
from errno import EDQUOT, EFBIG, ENOSPC, EROFS
from typing import TYPE_CHECKING

from subtool.errors import EngineError, MediaError, OutputError, Place, SubtoolError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DISK = tuple(os.strerror(number) for number in (ENOSPC, EFBIG, EDQUOT, EROFS))
ENDED_FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU})
ITS_WORDS = "run it again with --log FILE, which has all that ffmpeg says, and send that with the error"
# What a line of the log says for certain: what the file to be made does not hold, or what was asked of an encoder.
UNHELD = (
    re.compile(r"Could not find tag for codec (?P<codec>\S+) in stream"),
    re.compile(r"Tag \S+ incompatible with output codec id \S+ \((?P<codec>\S*)\)"),
    re.compile(r"codec (?P<codec>\S+) (?:is )?not (?:currently )?supported in (?:container|this format)"),
    re.compile(r"No \w+ codec tag found for codec (?P<codec>\S+)"),
    re.compile(r"The \w+ muxer does not yet support muxing (?P<codec>\S+)"),
    re.compile(r"(?P<codec>\w{1,40}) in MP4 support is experimental"),
    re.compile(r"(?P<codec>Raw RGB) is not supported"),
    re.compile(r"(?P<codec>)Only VP8 or VP9 or AV1 video and Vorbis or Opus audio"),
)
ENCODER = re.compile(r"Error while opening encoder|Unknown encoder '(?P<encoder>[^']*)'")
UNTIMED = re.compile(r"Can't write packet with unknown timestamp")
# What a filter says of colours that it does not know, by their names in ITU-T H.273, table 4.
UNKNOWN_COLORS = re.compile(r"src: (?P<matrix>ictcp|bt2020c|chroma-derived-n?c|smpte2085|ycgco\S*|ipt\S*)$")
MEMORY = re.compile(
    r"Cannot allocate memory|out of memory|malloc of size|pthread_create\(\) failed", re.IGNORECASE
)


def failure(film: Path, out: Path, code: int, log: Sequence[str]) -> SubtoolError | KeyboardInterrupt:
    """The error of a run on `film` that was to make `out`, ended with `code` and wrote this log."""
    lines = [line.strip() for line in log if line.strip()]
    if code in {-signal.SIGINT, 255} and not lines:
        return KeyboardInterrupt()
    if full := next((reason for reason in DISK for line in lines if reason in line), None):
        return OutputError(
            f"cannot be written: {full.lower()}",
            at=Place(str(out)),
            hint="free some space there, or choose another folder with -o",
        )
    if code < 0:
        return _ended(film, -code)
    return _said(film, out, lines) or EngineError(
        f"ffmpeg could not make {out.name} of this film (code {code})", at=Place(str(film)), hint=ITS_WORDS
    )


def _ended(film: Path, number: int) -> EngineError:
    """By a signal: from outside, or of itself."""
    name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
    if number in ENDED_FROM_OUTSIDE:
        return EngineError(
            f"ffmpeg was ended from outside ({name})",
            at=Place(str(film)),
            hint="systems do that where memory is short: close other programs, and try again",
        )
    return EngineError(
        f"ffmpeg crashed on this film ({name})",
        at=Place(str(film)),
        hint="nothing was written; make an .mp4 of it in the program that it comes from",
    )


def _said(film: Path, out: Path, lines: Sequence[str]) -> SubtoolError | None:
    suffix = out.suffix.lower()
    if any(map(MEMORY.search, lines)):  # what is said after it only follows from it
        return EngineError(
            "ffmpeg had too little memory for this film", at=Place(str(film)), hint="close other programs"
        )
    for line in lines:
        if unheld := next(filter(None, (pattern.search(line) for pattern in UNHELD)), None):
            what = unheld["codec"] or "what is in this film"
            other = ".mkv" if suffix != ".mkv" else "a film of another kind"
            return OutputError(
                f"{suffix} does not hold {what} as it is", at=Place(str(out)),
                hint=f"write {other}, or burn the film first: that encodes it again",
            )  # fmt: skip
        if match := ENCODER.search(line):
            return OutputError(
                f"the encoder {match['encoder'] or 'that was chosen'} does not take this film", at=Place(str(out)),
                hint="leave out --encoder, --codec and --quality, or choose others; close other programs",
            )  # fmt: skip
        if UNTIMED.search(line):
            return MediaError(
                f"does not say when all its pictures or sounds are shown, which {suffix} has to",
                at=Place(str(film)), hint="burn the film, or make an .mp4 of it first: that gives them times",
            )  # fmt: skip
        if match := UNKNOWN_COLORS.search(line):
            return MediaError(
                f"stores its colours in a way that ffmpeg does not turn into others ({match['matrix']})",
                at=Place(str(film)), hint="make an .mp4 of it in the program that it comes from",
            )  # fmt: skip
    return None
