"""The formats there are. Of two whose marks are found in a file, the first is taken."""

from __future__ import annotations

from functools import cache

from subtool.formats.form import Format
from subtool.formats.holding import FACETS
from subtool.plugins import loaded

EVERYTHING = frozenset(FACETS)
SHAPE = frozenset({"rows", "out-times", "overlaps"})  # what any subtitle has
LOOKS = frozenset({"styles", "colours", "positions"})
SPOKEN = frozenset({"out-times", "overlaps", "speakers"})

SHEET = frozenset(
    {"out-times", "speakers", "titles", "footnotes"}
)  # of a worksheet: the sheet itself has the rest

TTML = r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<(?:\w{1,20}:)?tt[\s>]"

FORMATS = (
    Format(
        suffixes=(".cues.json",), name="cue sheet", module="cuesheet", holds=EVERYTHING,
        sign=r'\A\s*\{\s*"subtool"\s*:',
    ),
    Format(
        suffixes=(".vtt", ".webvtt"), name="WebVTT", module="vtt", footnotes="captions",
        holds=SHAPE | LOOKS | {"speakers", "identifiers"}, sign=r"\AWEBVTT(?:[ \t\n]|\Z)",
    ),
    Format(
        suffixes=(".chapters.vtt",), name="WebVTT of kind chapters", module="vtt.chapters", ways=("write",),
        holds=frozenset({"titles", "out-times"}),
    ),
    Format(
        suffixes=(".footnotes.vtt", ".metadata.vtt"), name="WebVTT of kind metadata", module="vtt.metadata",
        ways=("write",), footnotes="captions", holds=frozenset({"footnotes", "out-times", "overlaps"}),
    ),
    Format(
        suffixes=(".ass", ".ssa"), name="ASS, SubStation Alpha", module="substation", footnotes="captions",
        holds=SHAPE | LOOKS | {"titles", "title", "speakers"}, grid=10,
        sign=r"(?i)\A\s*\[script info\]",
    ),
    Format(
        suffixes=(".sub",), name="MicroDVD", module="microdvd", holds=SHAPE | {"styles", "colours"}, grid="frames",
        sign=r"\A\s*\{\d+\}\{\d*\}",
    ),
    Format(
        suffixes=(".subviewer.sub",), name="SubViewer 2", module="subviewer", grid=10,
        holds=SHAPE | {"title"}, sign=r"(?i)\A\s*\[INFORMATION\]",
    ),
    Format(
        suffixes=(".smi", ".sami"), name="SAMI", module="sami",
        holds=frozenset({"rows", "out-times", "styles", "colours", "title"}), sign=r"(?i)\A\s*<sami\b",
    ),
    Format(
        suffixes=(".srv3", ".srv2", ".srv1", ".ytt"), name="timed text of YouTube", module="youtube_xml", form="binary",
        ways=("read",), holds=SHAPE | {"word times"},
        sign=r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:timedtext|transcript)[\s>]",
    ),
    Format(
        suffixes=(".json3",), name="timed text of YouTube as JSON", module="youtube_json", ways=("read",),
        holds=SHAPE | {"word times"}, sign=r'\A\s*\{\s*"(?:wireMagic|events|pens)"\s*:',
    ),
    Format(
        suffixes=(".spruce.stl",), name="Spruce STL", module="spruce", grid="frames",
        holds=SHAPE | {"styles"},
        sign=r"(?m)\A(?:\s|//.*$|\$.*$){0,60}?^\s*\d\d:\d\d:\d\d[:;.]\d\d\s*,\s*\d\d:\d\d:\d\d[:;.]\d\d\s*,",
    ),
    Format(
        suffixes=(".avid.txt", ".ds.txt"), name="Avid DS captions", module="avid_ds", grid="frames", holds=SHAPE,
        sign=r"\A\s*(?:@.{0,200}\n\s*){0,9}<begin subtitles>",
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
        suffixes=(".textgrid",), name="Praat TextGrid", module="textgrid",
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
        suffixes=(".csv",), name="table with commas", module="table", holds=SHAPE | SPOKEN | {"titles"}, rate=True,
        sign=r"(?i)\A\W?start[,;]end[,;]",
    ),
    Format(
        suffixes=(".tsv",), name="table with tabs", module="tsv", holds=SHAPE | SPOKEN | {"titles"}, rate=True,
        sign=r"(?i)\A\W?start\tend\t",
    ),
    Format(
        suffixes=(".ttml", ".imsc", ".dfxp", ".xml"), name="TTML: IMSC 1.1 text", module="ttml",
        form="binary", footnotes="captions", holds=SHAPE | LOOKS | {"titles", "speakers", "title"},
        sign=TTML,
    ),
    Format(
        suffixes=(".ebuttd.xml", ".ebu-tt-d.xml", ".ebu-tt-d.ttml"), name="EBU-TT-D", module="ttml.ebu_tt_d",
        form="binary", holds=SHAPE | LOOKS | {"titles", "title"}, sign=TTML,
    ),
    Format(
        suffixes=(".bbc.ttml", ".bbc.xml"), name="EBU-TT-D for the BBC", module="ttml.bbc", form="binary",
        holds=SHAPE | LOOKS | {"titles", "title"}, sign=TTML,
    ),
    Format(
        suffixes=(".netflix.ttml", ".netflix.xml"), name="IMSC 1.1 text for Netflix", module="ttml.netflix",
        form="binary", holds=SHAPE | LOOKS | {"titles", "title"}, rate=True, sign=TTML,
    ),
    Format(
        suffixes=(".itt",), name="iTT (iTunes)", module="ttml.itt", form="binary", grid="frames",
        holds=SHAPE | LOOKS | {"title"}, sign=TTML,
    ),
    Format(
        suffixes=(".scc",), name="Scenarist captions", module="scc", grid=33,
        holds=frozenset({"rows", "out-times"}) | LOOKS, sign=r"\AScenarist_SCC V1\.0",
    ),
    Format(
        suffixes=(".stl",), name="EBU-STL", module="stl", form="binary", grid="frames",
        holds=frozenset({"rows", "out-times"}) | LOOKS, sign=r"\A\d{3}STL\d\d\.01",
    ),
    Format(
        suffixes=(".chapters.txt",), name="YouTube chapters", module="chapters", grid=1000,
        holds=frozenset({"titles"}), sign=r"\A\s*0{1,2}:00(?::00)?[ \t]+\S",
    ),
    Format(
        suffixes=(".transcript.txt",), name="plain transcript", module="transcript", ways=("write",), footnotes="own",
        holds=frozenset({"footnotes", "speakers", "titles", "title"}), grid=1000,
    ),
    Format(
        suffixes=(".html", ".htm"), name="transcript as a page", module="webpage", ways=("write",), footnotes="own",
        holds=frozenset({"footnotes", "speakers", "titles", "title", "film"}),
    ),
    Format(
        suffixes=(".docx",), name="script as broadcast", module="broadcast", ways=("write",), footnotes="own",
        form="binary", holds=frozenset({"footnotes", "speakers", "titles", "title", "film"}), grid="frames",
    ),
    Format(
        suffixes=("work.docx", "worksheet.docx"), name="worksheet for translators (Word)",
        module="worksheet.docx_table", ways=("write",), form="binary", holds=SHEET,
    ),
    Format(
        suffixes=("work.csv", "worksheet.csv"), name="worksheet for translators (table)", module="worksheet.csv_table",
        ways=("write",), holds=SHEET,
    ),
    Format(
        suffixes=(".xlsx",), name="worksheet for translators (Excel)", module="worksheet.xlsx", ways=("write",),
        form="binary", holds=SHEET,
    ),
    Format(
        suffixes=(".xlf", ".xliff"), name="worksheet for translators (XLIFF 2.1)", module="worksheet.xliff",
        ways=("write",), holds=SHEET,
    ),
    Format(
        suffixes=(".po",), name="worksheet for translators (gettext)", module="worksheet.po", ways=("write",),
        holds=SHEET,
    ),
    Format(
        suffixes=(".edl",), name="EDL (CMX3600) markers", module="edl", footnotes="captions", grid="frames",
        holds=frozenset({"out-times", "overlaps", "titles", "title"}),
        sign=r"(?m)^FCM:|^\s*\d{3,6}\s+\S+\s+\S+\s+C\s+\d\d:",
    ),
    Format(
        suffixes=(".otio",), name="OpenTimelineIO markers", module="otio", footnotes="captions", grid="frames",
        holds=SHAPE | SPOKEN | {"titles", "title"}, sign=r'\A\s*\{\s*"OTIO_SCHEMA"',
    ),
    Format(
        suffixes=(".fcpxml",), name="FCPXML captions", module="fcpxml", form="binary", footnotes="captions",
        grid="frames", holds=SHAPE | LOOKS | {"titles", "title"},
        sign=r"\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!DOCTYPE fcpxml>\s*)?<fcpxml[\s>]",
    ),
    Format(
        suffixes=(".srt",), name="SubRip", module="srt", holds=SHAPE | LOOKS | {"empty lines"},
        sign=r"(?m)^\s*-?\d+:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?\s*-->\s*-?\d+:\d{1,2}:\d{1,2}",
    ),
)  # fmt: skip


@cache
def all_formats() -> tuple[Format, ...]:
    """Ours, and those that other packages add; of one suffix ours counts."""
    added = (plugin.value for plugin in loaded("formats"))
    return (*FORMATS, *(form for form in added if isinstance(form, Format)))
