"""TTML of every age and kind: DFXP, SMPTE-TT, EBU-TT, EBU-TT-D and Live, IMSC, iTT. Times are resolved by TTML2 §12.

ttconv, which subtool reads SCC with, takes times that it does not know for 0, cuts what stands in an element with an
offset, knows one namespace of four, and refuses a file for one value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.formats import plain
from subtool.formats.ttml.clock import TtmlClock
from subtool.formats.ttml.document import XML, Element, parsed
from subtool.formats.ttml.near_xml import mended
from subtool.formats.ttml.paragraphs import Paragraphs, Untimed
from subtool.formats.ttml.styles import StyleSheet
from subtool.formats.ttml.timing import Timeline
from subtool.model import Remark, Sheet, Source, SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue

FORM, TODAYS = "ttml", "http://www.w3.org/ns/ttml"  # a document of 2006 is written as one of today
NAMESPACES = re.compile(r"|tt|https?://www\.w3\.org/(?:ns/ttml|20\d\d/\d\d/ttaf1)#?")
SHORTEST = 60  # characters of a text that is quoted
ZERO_MS = 200  # five frames: subtitle zero stands for one or two
PARAGRAPH = '<p begin="00:00:01.000" end="00:00:03.000">text</p>'


@dataclass(frozen=True, slots=True)
class Ttml:
    """A document that was understood: its cues with their ends, and the paragraph of each."""

    root: Element
    timeline: Timeline
    cues: tuple[Cue, ...]
    parts: tuple[Untimed, ...]
    remarks: tuple[Remark, ...]


def read(data: bytes) -> Sheet:
    """The paragraphs as cues, in the order of their times.

    Raises:
        FormatError: it is not XML, has a DTD, is not TTML, or holds no paragraph that is shown.
    """
    content, odd = mended(data)
    result = understood(content)
    root = result.root
    title = next((element.text() for element in root.every() if element.name == "title"), "")
    sheet = plain.sheet(result.cues, "cue", f"a paragraph of TTML: {PARAGRAPH}")
    return replace(
        sheet,
        title=" ".join(title.split()),
        language=root.attributes.get((XML, "lang")) or "en",
        remarks=(*(Remark(message, Source(1, 1)) for message in odd), *result.remarks),
        source_file=SourceFile(FORM, content) if root.namespace == TODAYS else None,
    )


def understood(data: bytes) -> Ttml:
    """What a file in UTF-8 says.

    Raises:
        FormatError: as `read`.
    """
    root = parsed(data)
    if root.name != "tt" or not NAMESPACES.fullmatch(root.namespace):
        raise FormatError(
            f"is XML, but no TTML: its root is <{root.name}>", at=Place("", root.line),
            hint="TTML begins with <tt; save a script as .docx, .html or plain text",
        )  # fmt: skip
    clock = TtmlClock.of({name: value for (_, name), value in root.attributes.items()})
    timeline = Timeline(clock)
    timeline.resolve(root)
    paragraphs = Paragraphs(root, StyleSheet(root), timeline)
    parts = tuple(paragraphs.cues())
    unknown = [*_unknown(paragraphs), *_never_shown(paragraphs, parts)]
    if not parts:
        _refuse(root, unknown)
    remarks = [*timeline.remarks, *unknown]
    if clock.base == "clock":
        remarks.append(Remark("its times are times of day, and are taken as they stand", Source(1, 1)))
    cues, open_ends = plain.ended([part.cue for part in parts], [part.end is None for part in parts])
    remarks += [
        Remark(f"its end is not given; {plain.END_RULE}", Source(parts[index].paragraph.line, 1))
        for index in open_ends
    ]
    zero = next((cue for cue in cues if _is_zero(cue)), None)
    if start_ms := _programme_ms(root, clock, [cue for cue in cues if cue is not zero]):
        if zero is not None:
            remarks.append(
                Remark(f"subtitle zero, “{zero.text[:SHORTEST]}”, is before the programme", Source(1, 1))
            )
        code = f"{start_ms // 3_600_000:02}:{start_ms // 60_000 % 60:02}:{start_ms // 1000 % 60:02}"
        remarks.append(Remark(f"its programme starts at {code}; times are counted from there", Source(1, 1)))
        cues = [
            replace(
                cue,
                span=cue.span if cue is zero else cue.span.shifted(-start_ms),
                words=tuple(replace(word, span=word.span.shifted(-start_ms)) for word in cue.words),
            )
            for cue in cues
        ]
    numbered = tuple(replace(cue, part=number) for number, cue in enumerate(cues))
    return Ttml(root, timeline, numbered, parts, tuple(sorted(remarks, key=lambda remark: remark.source)))


def _is_zero(cue: Cue) -> bool:
    """Whether it is what stands before a programme to name it, for no longer than a few frames."""
    return cue.span.start_ms == 0 and cue.span.end_ms <= ZERO_MS


def _never_shown(paragraphs: Paragraphs, parts: Sequence[Untimed]) -> Iterator[Remark]:
    """What is left out because the times around it, or the sequence it stands in, let it never be seen."""
    seen = {id(part.paragraph) for part in parts}
    for setting in paragraphs.settings():
        element = setting.element
        if id(element) in seen or not paragraphs.is_timed(setting) or paragraphs.is_hidden(setting):
            continue
        text = " ".join(element.text().split())[:SHORTEST]
        if text:
            message = f"“{text}” is never shown, by its times and those of what it stands in; it is left out"
            yield Remark(message, Source(element.line, 1), "text-outside-cues")


def _programme_ms(root: Element, clock: TtmlClock, cues: Sequence[Cue]) -> int:
    """The start of the programme that EBU-TT states (Tech 3350, documentStartOfProgramme); 0 where a cue is earlier."""
    said = next(
        (element.text().strip() for element in root.every() if element.name == "documentStartOfProgramme"), ""
    )
    start = clock.time(said) if said else None
    start_ms = round(start.seconds * 1000) if start else 0
    return start_ms if all(cue.span.start_ms >= start_ms for cue in cues) else 0


def _unknown(paragraphs: Paragraphs) -> list[Remark]:
    """What is left out because nobody can tell when it is shown."""
    remarks: list[Remark] = []
    for setting in paragraphs.settings():
        if not paragraphs.is_timed(setting):
            text = " ".join(setting.element.text().split())[:SHORTEST]
            unknown = paragraphs.timeline.unknown
            wrong = next(element for element in (setting.element, *setting.above) if id(element) in unknown)
            value = wrong.attributes["", "begin"]
            message = f'begin="{value}" cannot be read as a time, so “{text}” is left out'
            remarks.append(Remark(message, Source(wrong.line, 1), "text-outside-cues"))
    return remarks


def _refuse(root: Element, unknown: Sequence[Remark]) -> None:
    """Say why a document holds no cue."""
    if unknown:
        line = unknown[0].source.line
        raise FormatError(unknown[0].message, at=Place("", line), hint="mend its times: 00:00:01.000")
    pictures = any(
        name in {"backgroundImage", "image"} for element in root.every() for _, name in element.attributes
    ) or any(element.name == "image" for element in root.every())
    if pictures:
        raise FormatError("holds pictures of text, and no text", hint="ask for the text profile of the file")
