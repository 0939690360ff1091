"""TTML as it is written: one shape of document, told apart by what a profile asks of it.

Styles stand in the head and are referred to, each paragraph has an identifier, and titles and footnote captions are
known by their regions: so a file is IMSC 1.1 text and, with the vocabulary of the EBU, EBU-TT-D.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from subtool.formats import placing, runs
from subtool.formats.form import to_frame
from subtool.formats.plain import NO_XML
from subtool.model import DEFAULT_FPS, Role
from subtool.timecode import Timecode, full_clock, nominal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from subtool.formats.runs import TextLook, TextRun
    from subtool.model import Cue, Sheet

IMSC = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
EBU_TT_D = "urn:ebu:tt:distribution:2018-04"
# Where regions stand: the edge their text keeps to, their left and top, their width and height in percent.
REGIONS: Mapping[str, tuple[str, int, int, int, int]] = {
    "bottom": ("after", 10, 10, 80, 80),
    "middle": ("center", 10, 10, 80, 80),
    "top": ("before", 10, 10, 80, 80),
    "note": ("before", 10, 10, 80, 80),
    "title": ("after", 10, 10, 80, 80),
    "vertical-rl": ("before", 10, 10, 80, 80),
    "vertical-lr": ("before", 10, 10, 80, 80),
}
WRITING = {"vertical-rl": "tbrl", "vertical-lr": "tblr"}
SIDES = {-1: "left", 0: "centre", 1: "right"}  # words of the regions' names
ALIGNMENTS = {"left": "start", "centre": "center", "right": "end"}
NAMESPACES = {
    "": "http://www.w3.org/ns/ttml",
    "tts": "http://www.w3.org/ns/ttml#styling",
    "ttp": "http://www.w3.org/ns/ttml#parameter",
    "ttm": "http://www.w3.org/ns/ttml#metadata",
}
EBU = {"ebuttm": "urn:ebu:tt:metadata", "ebutts": "urn:ebu:tt:style"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a kind of TTML asks of a document: attributes of its root, the look of its text, how times are said."""

    root: Mapping[str, str]
    text: Mapping[str, str]
    background: Mapping[str, str] = field(default_factory=dict)  # of the text's own spans
    regions: Mapping[str, tuple[str, int, int, int, int]] = field(default_factory=lambda: REGIONS)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    conforms_to: Sequence[str] = ()
    speakers: bool = True
    time: Callable[[int, Fraction], str] = lambda ms, _fps: full_clock(ms)


def write(sheet: Sheet) -> bytes:
    """IMSC 1.1 text."""
    return document(sheet, IMSC_TEXT, DEFAULT_FPS)


IMSC_TEXT = Profile(
    root={"ttp:timeBase": "media", "ttp:contentProfiles": IMSC},
    text={"tts:fontFamily": "proportionalSansSerif", "tts:fontSize": "100%", "tts:color": "#ffffff"},
)


def document(sheet: Sheet, profile: Profile, fps: Fraction) -> bytes:
    """A paragraph a cue; footnote captions stand at the top."""
    writing = _Writing(sheet, profile, fps)
    body = list(writing.paragraphs())
    spaces = {**NAMESPACES, **profile.namespaces}
    root = {(f"xmlns:{prefix}" if prefix else "xmlns"): uri for prefix, uri in spaces.items()}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<tt{_attributes(root | {'xml:lang': sheet.language} | dict(profile.root))}>",
        " <head>", *writing.metadata(), "  <styling>", *writing.styling(), "  </styling>", "  <layout>",
        *writing.layout(), "  </layout>", " </head>", " <body>", "  <div>", *body, "  </div>", " </body>", "</tt>", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


class _Writing:
    """A document on the way, with the styles that its text turned out to need."""

    def __init__(self, sheet: Sheet, profile: Profile, fps: Fraction) -> None:
        self.sheet, self.profile, self.fps = sheet, profile, fps
        self.styles: dict[TextLook, str] = {}
        self.regions: dict[str, None] = {"bottom": None}
        self.sides: dict[str, None] = {"centre": None}
        names = dict.fromkeys(cue.speaker for cue in sheet.cues if cue.speaker) if profile.speakers else {}
        self.agents = {name: f"speaker-{number}" for number, name in enumerate(names, start=1)}

    def paragraphs(self) -> Iterator[str]:
        for number, cue in enumerate(self.sheet.cues, start=1):
            region = _region_of(cue, self.profile.regions)
            side = SIDES[placing.side(placing.of(cue)) or (-1 if cue.role is Role.NOTE else 0)]
            self.regions[region] = self.sides[side] = None
            given = {
                "xml:id": f"cue-{number}",
                "begin": self.profile.time(cue.span.start_ms, self.fps),
                "end": self.profile.time(cue.span.end_ms, self.fps),
                "region": region,
                "style": f"normal {side}",
            }
            if cue.speaker in self.agents:
                given["ttm:agent"] = self.agents[cue.speaker or ""]
            text = "<br/>".join("".join(map(self._span, line)) for line in runs.lines_of(cue))
            yield f"   <p{_attributes(given)}>{text}</p>"

    def _span(self, run: TextRun) -> str:
        plain = not any(run.look)
        text = escape(_clean(run.text))
        if plain and not self.profile.background:
            return text
        names = ["text"] if self.profile.background else []
        if not plain:
            names.append(self.styles.setdefault(run.look, _named(run.look)))
        return f"<span{_attributes({'style': ' '.join(names)})}>{text}</span>"

    def metadata(self) -> Iterator[str]:
        title = escape(_clean(" ".join(self.sheet.title.split())))
        if not (title or self.agents or self.profile.conforms_to):
            return
        yield "  <metadata>"
        if title:
            yield f"   <ttm:title>{title}</ttm:title>"
        for name, known in self.agents.items():
            said = escape(_clean(name))
            yield f'   <ttm:agent xml:id="{known}" type="person"><ttm:name type="full">{said}</ttm:name></ttm:agent>'
        if self.profile.conforms_to:
            yield "   <ebuttm:documentMetadata>"
            for standard in self.profile.conforms_to:
                yield f"    <ebuttm:conformsToStandard>{standard}</ebuttm:conformsToStandard>"
            yield "   </ebuttm:documentMetadata>"
        yield "  </metadata>"

    def styling(self) -> Iterator[str]:
        yield f"   <style{_attributes({'xml:id': 'normal', **self.profile.text})}/>"
        if self.profile.background:
            yield f"   <style{_attributes({'xml:id': 'text', **self.profile.background})}/>"
        for side in self.sides:
            yield f"   <style{_attributes({'xml:id': side, 'tts:textAlign': ALIGNMENTS[side]})}/>"
        for look, name in self.styles.items():
            yield f"   <style{_attributes({'xml:id': name, **_said(look)})}/>"

    def layout(self) -> Iterator[str]:
        for name in self.regions:
            edge, left, top, width, height = self.profile.regions[name]
            given = {
                "xml:id": name,
                "tts:origin": f"{left}% {top}%",
                "tts:extent": f"{width}% {height}%",
                "tts:displayAlign": edge,
                "tts:overflow": "visible",
            }
            if name in WRITING:
                given["tts:writingMode"] = WRITING[name]
            yield f"   <region{_attributes(given)}/>"


def _region_of(cue: Cue, regions: Mapping[str, object]) -> str:
    if cue.role is not Role.SPEECH and cue.role.value in regions:
        return cue.role.value
    said = placing.of(cue)
    upright = re.search(r"(?:^|\s)vertical:(rl|lr)", said)
    if upright and f"vertical-{upright[1]}" in regions:
        return f"vertical-{upright[1]}"
    height = "top" if cue.role is Role.NOTE else placing.height(said)
    return height if height in regions else "bottom"


def _named(look: TextLook) -> str:
    parts = ("italic" * look.italic, "bold" * look.bold, "underlined" * look.underlined)
    colour = f"colour-{look.colour.removeprefix('#')}" if look.colour else ""
    return "-".join(filter(None, (*parts, colour)))


def _said(look: TextLook) -> dict[str, str]:
    said = {
        "tts:fontStyle": "italic" * look.italic,
        "tts:fontWeight": "bold" * look.bold,
        "tts:textDecoration": "underline" * look.underlined,
        "tts:color": look.colour,
    }
    return {name: value for name, value in said.items() if value}


def _attributes(given: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_clean(value))}" for name, value in given.items())


def _clean(text: str) -> str:
    return NO_XML.sub("\ufffd", text)


def rate_attributes(fps: Fraction) -> dict[str, str]:
    """The frame rate as parameters of the root: 24 and 1000/1001 for 23.976."""
    whole = nominal(fps)
    under = Fraction(fps, whole)
    multiplier = {"ttp:frameRateMultiplier": f"{under.numerator} {under.denominator}"} if under != 1 else {}
    return {"ttp:frameRate": str(whole)} | multiplier


def frame_code(ms: int, fps: Fraction) -> str:
    """A time as hours, minutes, seconds and frames, none of them dropped."""
    return str(Timecode(to_frame(ms, fps), fps))
