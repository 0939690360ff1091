"""The formats there are. Of two whose marks are found in a file, the first is taken."""

from __future__ import annotations

from subtool.formats.form import Format
from subtool.formats.holding import FACETS

EVERYTHING = frozenset(FACETS)
SHAPE = frozenset({"rows", "out-times", "overlaps"})  # what any subtitle has

FORMATS = (
    Format(
        suffixes=(".cues.json",),
        name="cue sheet",
        module="cuesheet",
        holds=EVERYTHING,
        sign=r'\A\s*\{\s*"subtool"\s*:',
    ),
    Format(
        suffixes=(".vtt", ".webvtt"),
        name="WebVTT",
        module="vtt",
        footnotes="captions",
        holds=SHAPE,
        sign=r"\AWEBVTT(?:[ \t\n]|\Z)",
    ),
    Format(
        suffixes=(".srt",),
        name="SubRip",
        module="srt",
        holds=SHAPE,
        sign=r"(?m)^\s*-?\d+:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?\s*-->\s*-?\d+:\d{1,2}:\d{1,2}",
    ),
)
