"""TTML as Netflix takes it: IMSC 1.1 text with times in ticks of a ten millionth of a second."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.formats.ttml import reader
from subtool.formats.ttml.beyond import beyond
from subtool.formats.ttml.rewrite import rewrite
from subtool.formats.ttml.writer import IMSC, IMSC_TEXT, document, rate_attributes

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.model import Sheet

__all__ = ["beyond", "read", "rewrite", "write"]

TICKS = 10_000_000  # a second (Netflix Timed Text Style Guide: General Requirements, file format)


def read(data: bytes, _fps: Fraction | None) -> Sheet:
    """As any TTML: the file says how it counts.

    Raises:
        FormatError: as `subtool.formats.ttml.reader.read`.
    """
    return reader.read(data)


def write(sheet: Sheet, fps: Fraction) -> bytes:
    """A paragraph a cue, at the top or at the bottom."""
    profile = replace(
        IMSC_TEXT,
        root={
            "ttp:timeBase": "media", "ttp:tickRate": str(TICKS), **rate_attributes(fps), "ttp:version": "2",
            "ttp:contentProfiles": IMSC,
        },
        speakers=False,
        time=lambda ms, _fps: f"{ms * TICKS // 1000}t",
    )  # fmt: skip
    return document(sheet, profile, fps)
