"""The formats there are. Of two whose marks are found in a file, the first is taken."""

from __future__ import annotations

from subtool.formats.form import Format
from subtool.formats.holding import FACETS

EVERYTHING = frozenset(FACETS)
SHAPE = frozenset({"rows", "out-times", "overlaps"})  # what any subtitle has
SPOKEN = frozenset({"out-times", "overlaps", "speakers"})

FORMATS = (
    Format(
        suffixes=(".cues.json",), name="cue sheet", module="cuesheet", holds=EVERYTHING,
        sign=r'\A\s*\{\s*"subtool"\s*:',
    ),
    Format(
        suffixes=(".vtt", ".webvtt"), name="WebVTT", module="vtt", footnotes="captions", holds=SHAPE,
        sign=r"\AWEBVTT(?:[ \t\n]|\Z)",
    ),
    Format(
        suffixes=(".ass", ".ssa"), name="ASS, SubStation Alpha", module="substation", footnotes="captions",
        holds=SHAPE | {"titles", "title", "speakers", "styles", "positions"}, grid=10,
        sign=r"(?i)\A\s*\[script info\]",
    ),
    Format(
        suffixes=(".sub",), name="MicroDVD", module="microdvd", holds=SHAPE, grid="frames",
        sign=r"\A\s*\{\d+\}\{\d*\}",
    ),
    Format(
        suffixes=(".sbv",), name="SBV (YouTube)", module="sbv", holds=SHAPE,
        sign=r"\A\s*\d+:\d\d:\d\d\.\d{1,3},\d+:\d\d:\d\d\.\d{1,3}\s*\n",
    ),
    Format(
        suffixes=(".lrc",), name="LRC", module="lrc", holds=frozenset({"out-times", "word times", "title"}),
        grid=10, sign=r"\A\s*(?:\[[a-z]{2,6}:[^\]\n]{0,200}\]\s*){0,10}\[\d{1,5}:\d\d[.:]\d\d\d?\]",
    ),
    Format(
        suffixes=(".TextGrid",), name="Praat TextGrid", module="textgrid",
        holds=SHAPE | {"titles", "word times"}, sign=r'\AFile type = "ooTextFile"',
    ),
    Format(
        suffixes=(".podcast.json",), name="Podcasting 2.0 transcript", module="podcast",
        holds=SHAPE | SPOKEN, sign=r'\A\s*\{\s*"version"\s*:\s*"1\.0[.0-9]*"\s*,\s*"segments"',
    ),
    Format(
        suffixes=(".labels.txt",), name="Audacity labels", module="audacity",
        holds=frozenset({"out-times", "overlaps"}), sign=r"\A\s*\d+[.,]\d+\t\d+[.,]\d+\t",
    ),
    Format(
        suffixes=(".csv",), name="table with commas", module="table", holds=SHAPE | SPOKEN | {"titles"},
        sign=r"(?i)\A\W?start[,;]end[,;]",
    ),
    Format(
        suffixes=(".tsv",), name="table with tabs", module="tsv", holds=SHAPE | SPOKEN | {"titles"},
        sign=r"(?i)\A\W?start\tend\t",
    ),
    Format(
        suffixes=(".srt",), name="SubRip", module="srt", holds=SHAPE,
        sign=r"(?m)^\s*-?\d+:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?\s*-->\s*-?\d+:\d{1,2}:\d{1,2}",
    ),
)  # fmt: skip
