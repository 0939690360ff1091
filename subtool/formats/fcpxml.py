"""FCPXML, Final Cut Pro's exchange: captions, titles, and footnotes as markers, over an empty project."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from subtool.errors import FormatError
from subtool.formats import colours, placing, plain, runs
from subtool.formats.form import to_frame
from subtool.formats.plain import NO_XML
from subtool.formats.runs import TextLook, TextRun, styled
from subtool.formats.ttml.document import Element, as_utf8, parsed
from subtool.model import Cue, CueStyle, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from subtool.model import Sheet

TIME = re.compile(r"(\d{1,15})(?:/(\d{1,9}))?s")
# Final Cut's own doctype, which names nothing outside the file.
DOCTYPE = re.compile(rb"<!DOCTYPE\s+fcpxml\s*>")
NOTES = {Role.SPEECH: "subtitle", Role.TITLE: "title", Role.NOTE: "footnote"}
ROLES = {note: role for role, note in NOTES.items()}
BASIC_TITLE = ".../Titles.localized/Bumper:Opener.localized/Basic Title.localized/Basic Title.moti"
OWN_TITLE = "on-screen title"  # what our own titles are known by, beside captions
NAME_CHARS = 40  # of the name that the time line shows
MARKERS = frozenset({"marker", "chapter-marker"})
ITEMS = frozenset({"gap", "clip", "asset-clip", "ref-clip", "sync-clip", "mc-clip", "video", "audio", "audition",
    "spine", "caption", "title"})  # fmt: skip
HINT = "export the project's XML again"


def read(data: bytes, _fps: Fraction | None) -> Sheet:
    """The markers as cues, at their times in the clip or gap they stand on.

    Raises:
        FormatError: it is not FCPXML, or has no marker.
    """
    root = parsed(as_utf8(DOCTYPE.sub(b"", data, count=1)))
    if root.name != "fcpxml":
        raise FormatError("is not FCPXML", hint=HINT)
    return plain.sheet(_cues(root), "marker", '<marker start="1s" duration="2s" value="text"/>')


def write(sheet: Sheet, fps: Fraction) -> bytes:
    """Captions and titles over a gap as long as the film, footnotes as markers on it, on the frames of `fps`."""
    timed = [(cue, *_frames(cue, fps)) for cue in sheet.cues]
    last = max([1, *(first + length for _, first, length in timed)])
    title = quoted(" ".join(sheet.title.split()) or "Subtitles")
    lanes = _Lanes()
    over, markers = list[str](), list[str]()
    for number, (cue, first, length) in enumerate(timed, start=1):
        times = time_of(first, fps), time_of(length, fps)
        if cue.role is Role.NOTE:
            markers.append(_footnote(cue, *times))
        else:
            lane = lanes.free(cue.role, first, first + length)
            over += _over(cue, number, times, lane, sheet.language)
    titles = any(cue.role is Role.TITLE for cue in sheet.cues)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE fcpxml>", '<fcpxml version="1.9">', " <resources>",
        f'  <format id="r1" frameDuration="{time_of(1, fps)}" width="1920" height="1080"/>',
        *([f'  <effect id="r2" name="Basic Title" uid="{BASIC_TITLE}"/>'] if titles else []), " </resources>",
        " <library>", f'  <event name="{title}">', f'   <project name="{title}">',
        f'    <sequence format="r1" duration="{time_of(last, fps)}" tcStart="0s" tcFormat="NDF">', "     <spine>",
        f'      <gap name="Gap" offset="0s" start="0s" duration="{time_of(last, fps)}">', *over, *markers,
        "      </gap>",
        "     </spine>", "    </sequence>", "   </project>", "  </event>", " </library>", "</fcpxml>", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


class _Lanes:
    """Lanes above the gap: what is in one does not overlap, as Final Cut asks of captions."""

    def __init__(self) -> None:
        self._ends: list[tuple[Role, int]] = []

    def free(self, role: Role, first: int, last: int) -> int:
        for lane, (occupant, end) in enumerate(self._ends):
            if occupant is role and end <= first:
                self._ends[lane] = role, last
                return lane + 1
        self._ends.append((role, last))
        return len(self._ends)


def _footnote(cue: Cue, start: str, length: str) -> str:
    said = f'value="{quoted(plain.one_line(cue))}" note="{NOTES[cue.role]}"'
    return f'       <marker start="{start}" duration="{length}" {said}/>'


def _over(cue: Cue, number: int, times: tuple[str, str], lane: int, language: str) -> list[str]:
    """A caption, or a title; each look of its text has a style of its own."""
    looks = dict.fromkeys(run.look for line in runs.lines_of(cue) for run in line)
    names = {look: f"ts{number}-{index}" for index, look in enumerate(looks, start=1)}
    lines = runs.lines_of(cue)
    for line in lines[:-1]:
        line[-1] = TextRun(line[-1].text + "\n", line[-1].look)  # a line ends inside its style
    text = "".join(_styled(run, names) for line in lines for run in line)
    caption = cue.role is Role.SPEECH
    tag = "caption" if caption else "title"
    kind = f'role="iTT?captionFormat=ITT.{quoted(language)}"' if caption else 'ref="r2" role="titles"'
    placement = ' placement="top"' if caption and placing.place_of(cue) == "top" else ""
    name = quoted(plain.one_line(cue)[:NAME_CHARS])
    start, length = times
    return [
        f'       <{tag} lane="{lane}" offset="{start}" name="{name}" start="0s" duration="{length}" {kind}>',
        *([f"        <text{placement}>{text}</text>"]),
        *(_definition(names[look], look, cue.style.color) for look in looks),
        *([] if caption else [f"        <note>{OWN_TITLE}</note>"]),
        f"       </{tag}>",
    ]


def _styled(run: TextRun, names: Mapping[TextLook, str]) -> str:
    return f'<text-style ref="{names[run.look]}">{quoted(run.text)}</text-style>'


def _definition(name: str, look: TextLook, colour: str) -> str:
    shown = look.colour or colour or colours.WHITE
    parts = " ".join(f"{int(shown[position : position + 2], 16) / 255:.4g}" for position in (1, 3, 5))
    said = {"bold": look.bold, "italic": look.italic, "underline": look.underlined}
    flags = "".join(f' {flag}="1"' for flag, has in said.items() if has)
    style = f'<text-style font="Helvetica" fontSize="40" fontColor="{parts} 1"{flags}/>'
    return f'        <text-style-def id="{name}">{style}</text-style-def>'


def _frames(cue: Cue, fps: Fraction) -> tuple[int, int]:
    first = to_frame(cue.span.start_ms, fps)
    return first, max(1, to_frame(cue.span.end_ms, fps) - first)


def time_of(frames: int, fps: Fraction) -> str:
    seconds = Fraction(frames) / fps
    whole = seconds.denominator == 1
    return f"{seconds.numerator}s" if whole else f"{seconds.numerator}/{seconds.denominator}s"


def quoted(text: str) -> str:
    return escape(NO_XML.sub("\ufffd", text), {'"': "&quot;"})


def _cues(root: Element) -> Iterator[Cue]:
    """Captions, or titles where there are none, and markers: each at its time in what it stands in."""
    found = list(_placed(root))
    has_captions = any(element.name == "caption" for element, _ in found)
    for element, start in found:
        result = _marker(element, start) if element.name in MARKERS else None
        if element.name == "caption" or (element.name == "title" and (not has_captions or _is_own(element))):
            result = _caption(element, start)
        if result:
            yield result


def _is_own(title: Element) -> bool:
    return any(child.name == "note" and child.text() == OWN_TITLE for child in title.children)


def _placed(root: Element) -> Iterator[tuple[Element, Fraction]]:
    """Every caption, title and marker, and when it begins on the time line of its sequence.

    What is in an item counts in the item's own time, which begins at its `start`.
    """
    stack: list[tuple[Element, Fraction]] = [(root, Fraction(0))]
    while stack:
        element, shift = stack.pop()
        if element.name in MARKERS:
            yield element, _seconds(_given(element, "start") or "0s") + shift
            continue
        inner = shift
        if element.name == "sequence":
            inner = -_seconds(_given(element, "tcStart") or "0s")
        elif element.name in ITEMS:
            begin = _seconds(_given(element, "offset") or "0s") + shift
            if element.name in {"caption", "title"}:
                yield element, begin
            inner = begin - _seconds(_given(element, "start") or "0s")
        stack += [(child, inner) for child in reversed(list(element.children))]


def _marker(element: Element, start: Fraction) -> Cue | None:
    text = _given(element, "value").strip()
    if not text:
        return None
    return Cue(_span(element, start), (text,), role=ROLES.get(_given(element, "note"), Role.SPEECH))


def _caption(element: Element, start: Fraction) -> Cue | None:
    """A caption or a title, in the styles that its text refers to."""
    styles = {
        _given(child, "id"): next(child.children, child)
        for child in element.children
        if child.name == "text-style-def"
    }
    texts = [child for child in element.children if child.name == "text"]
    parts = [part for text in texts for part in (TextRun("\n"), *text.inside)][1:]
    runs = [part if isinstance(part, TextRun) else _run(part, styles) for part in parts]
    text = styled(runs)
    if text is None:
        return None
    place = next((_given(text, "placement") for text in texts), "")
    return Cue(
        _span(element, start), text.lines, Role.TITLE if element.name == "title" else Role.SPEECH,
        settings="line:0" if place == "top" else "", markup=text.markup, style=CueStyle(color=text.colour),
    )  # fmt: skip


def _run(part: Element | str, styles: dict[str, Element]) -> TextRun:
    if isinstance(part, str):
        return TextRun(part if part.strip() else "")
    style = styles.get(_given(part, "ref"), part)
    parts = _given(style, "fontColor").split()[:3]
    try:
        colour = "#" + "".join(f"{round(255 * min(1.0, max(0.0, float(share)))):02x}" for share in parts)
    except ValueError:
        colour = "#"
    look = TextLook(
        italic=_given(style, "italic") == "1",
        bold=_given(style, "bold") == "1",
        underlined=_given(style, "underline") == "1",
        colour=colour if len(colour) == 7 and colour != colours.WHITE else "",
    )
    return TextRun(part.text(), look)


def _span(element: Element, start: Fraction) -> Span:
    start = max(Fraction(0), start)
    return plain.span(
        round(start * 1000), round((start + _seconds(_given(element, "duration") or "0s")) * 1000)
    )


def _given(element: Element, name: str) -> str:
    return element.attributes.get(("", name), "")


def _seconds(text: str) -> Fraction:
    match = TIME.fullmatch(text)
    if not match or match[2] == "0" * len(match[2] or "-"):
        raise FormatError(f"'{text[:40]}' is not a time", hint="times are written 1s or 1001/24000s")
    return Fraction(int(match[1]), int(match[2] or 1))
