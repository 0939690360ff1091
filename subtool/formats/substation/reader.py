"""ASS and SSA read: the dialogue as cues; and written again with everything else as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import colours, placing, plain
from subtool.formats import runs as looks
from subtool.formats.rewrite import FilePart, patched, rewritten, says
from subtool.formats.runs import TextRun, styled
from subtool.formats.substation import text as ass_text
from subtool.formats.substation.lines import AssEvent, AssFile, AssStyle, clock, clock_ms, parsed
from subtool.formats.substation.text import AssText
from subtool.formats.substation.writer import ROLES, STYLES, backwards, dialogue, event_text, style_line
from subtool.model import Cue, CueStyle, Remark, Role, Sheet, Source, SourceFile, Span
from subtool.text.ass_text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GRID_MS = 10  # ASS writes hundredths of a second
EXAMPLE = "Dialogue: 0,0:00:01.00,0:00:02.00,…"
FORM = "substation"
_LEADING = re.compile(r"(?:\{[^{}]*\})*")
_SWITCH = re.compile(r"\\[ibu]\d*")
EFFECT = re.compile(
    r"\\(?:f[nsraec]|mov|t\s*\(|i?clip|[kK]|[xy]?bord|[xy]?shad|blur|be\d|\d?a(?:lpha)?&|fad|org|[234]c|pos)"
)


@dataclass(frozen=True, slots=True)
class AssParts:
    """A file of ASS that can be written again."""

    content: str
    file: AssFile
    parts: tuple[FilePart, ...]
    cues: tuple[Cue, ...]
    events: Mapping[int, AssEvent]  # by where they begin
    remarks: tuple[Remark, ...]

    def changed(self, part: FilePart, now: Mapping[int, Cue]) -> str:
        """The line of an event, its fields changed where its cue did."""
        ((number, cue),) = now.items()
        was, event = self.cues[number], self.events[part.start]
        fields: dict[str, str] = {}
        if cue.span.start_ms != was.span.start_ms:
            fields["start"] = clock(cue.span.start_ms)
        if cue.span.end_ms != was.span.end_ms:
            fields["end"] = clock(cue.span.end_ms)
        if cue.speaker != was.speaker:
            fields["name"] = " ".join((cue.speaker or "").replace(",", ";").split())
        text = self._text(event, was, cue)
        if text is not None:
            fields["text"] = text
        return self._with(event, fields)

    def moved(self, part: FilePart, span: Span) -> str:
        """A comment or a drawing at another time."""
        times = {"start": clock(span.start_ms), "end": clock(span.end_ms)}
        return self._with(self.events[part.start], times)

    def added(self, cue: Cue, before: Cue | None) -> str:
        """A line of its own after another one, in the columns and the style of the file."""
        newline = "\r\n" if "\r\n" in self.content else "\n"
        line = dialogue(cue, self._style_for(cue), self.file.columns)
        return f"{newline}{line}" if before is not None else f"{line}{newline}"

    def with_styles(self, cues: Iterable[Cue]) -> str:
        """The file with the styles that new cues ask for and it has not."""
        wanted = {STYLES[cue.role] for cue in cues if cue.part is None and cue.role is not Role.SPEECH}
        lacking = sorted(wanted - set(self.file.style_names))
        if not lacking or "v4+ styles" not in self.file.sections:
            return self.content
        newline = "\r\n" if "\r\n" in self.content else "\n"
        end = self.file.styles_end
        return (
            self.content[:end] + "".join(newline + style_line(name) for name in lacking) + self.content[end:]
        )

    def _style_for(self, cue: Cue) -> str:
        names = self.file.style_names
        if STYLES[cue.role] in names or cue.role is not Role.SPEECH or not names:
            return STYLES[cue.role]
        used = [self.events[part.start].field(self.content, "style") for part in self.parts if part.cues]
        return max(names, key=lambda name: (used.count(name), name == "Default"))

    def _text(self, event: AssEvent, was: Cue, now: Cue) -> str | None:
        raw = event.field(self.content, "text")
        same_look = (now.markup, now.style.color) == (was.markup, was.style.color)
        result = raw
        if now.lines != was.lines and looks.is_said_plain(now):
            leading = _SWITCH.sub("", _LEADING.match(raw)[0])  # type: ignore[index] # it may be empty
            result = leading.replace("{}", "") + escaped("\n".join(now.lines)).replace("\n", r"\N")
        elif now.lines != was.lines:
            state = _state(event, self.content, self.file)
            shown = [(seen, piece) for seen, piece, _ in ass_text.pieces(raw, state)]
            result = patched(shown, "\n".join(now.lines), lambda new: escaped(new).replace("\n", r"\N"))
        elif not same_look:
            result = event_text(now)
        if placing.of(now) != placing.of(was):
            result = f"{{\\an{placing.keypad_of(now)}}}{result}"
        if now.lines != was.lines and now.style.color != was.style.color and now.style.color:
            result = f"{{\\c{backwards(now.style.color)}}}{result}"
        return None if result == raw else result

    def _with(self, event: AssEvent, fields: Mapping[str, str]) -> str:
        result, position = "", event.start
        for name, (start, end) in sorted(event.fields.items(), key=lambda item: item[1]):
            result += self.content[position:start] + fields.get(name, self.content[start:end])
            position = end
        return result + self.content[position : event.end]


def read(text: str) -> Sheet:
    """The dialogue; comments and drawings are passed over, and stay where the file is written as ASS again.

    Raises:
        FormatError: it is not such a file, or has no dialogue.
    """
    text = text.removeprefix("\ufeff")
    result = parts_of(text)
    sheet = plain.sheet(result.cues, "dialogue", EXAMPLE)
    others = tuple(part.span for part in result.parts if part.span is not None)
    return replace(
        sheet,
        title=result.file.info.get("title", ""),
        remarks=result.remarks,
        source_file=SourceFile(FORM, text, others),
    )


def rewrite(sheet: Sheet, file: SourceFile) -> str | None:
    """The file that a sheet was read from with its cues as they are now; None where that is not possible."""
    assert isinstance(file.content, str), "ASS is text"
    result = parts_of(file.content)
    styled_content = result.with_styles(sheet.cues)
    result = result if styled_content == result.content else parts_of(styled_content)
    text = rewritten(result, sheet, file.others)
    return text if says(parts_of(text).cues, sheet.cues, GRID_MS) else None


def beyond(file: SourceFile) -> dict[str, int]:
    """What of a file no sheet holds, and another format loses."""
    assert isinstance(file.content, str), "ASS is text"
    result = parts_of(file.content)
    shown = [result.events[part.start] for part in result.parts if part.cues]
    others = [result.events[part.start] for part in result.parts if part.span is not None]
    return {
        "fonts and sizes of styles": len(result.file.styles),
        "effects": sum(EFFECT.search(event.field(result.content, "text")) is not None for event in shown),
        "comments": sum(event.kind == "comment" for event in others),
        "drawings": sum(event.kind != "comment" for event in others),
        "attached files": result.file.attached,
    }


def parts_of(content: str) -> AssParts:
    """The parts of a file.

    Raises:
        FormatError: it is not such a file.
    """
    file = parsed(content)
    if not file.sections & {"script info", "events", "v4 styles", "v4+ styles"}:
        raise FormatError("is not an ASS or SSA file", hint="it begins with [Script Info]")
    parts, cues, remarks = list[FilePart](), list[Cue](), list[Remark]()
    for event in file.events:
        times = _times(event, content, remarks)
        if times is None:
            continue
        cue = _cue(event, content, file, times) if event.kind == "dialogue" else None
        if cue is None:
            parts.append(FilePart(event.start, event.end, (), times))
        else:
            parts.append(FilePart(event.start, event.end, (len(cues),)))
            cues.append(replace(cue, part=len(cues)))
    events = {event.start: event for event in file.events}
    return AssParts(content, file, tuple(parts), tuple(cues), events, tuple(remarks))


def _times(event: AssEvent, content: str, remarks: list[Remark]) -> Span | None:
    start_ms, end_ms = (clock_ms(event.field(content, name)) for name in ("start", "end"))
    if start_ms is None or end_ms is None:
        if event.kind == "dialogue":
            message = "these are not times, so its text is left out; write 0:00:01.00,0:00:02.00"
            remarks.append(Remark(message, Source(event.line, 1), "text-outside-cues"))
        return None
    if end_ms < start_ms:
        if event.kind == "dialogue":
            message = "it ends before it starts, so players never show it; its end is put on its start"
            remarks.append(Remark(message, Source(event.line, 1), "ends-before-start", start_ms))
        end_ms = start_ms
    return Span(start_ms, end_ms)


def _state(event: AssEvent, content: str, file: AssFile) -> AssText:
    name = event.field(content, "style").strip().removeprefix("*")
    style = file.styles.get(name) or file.styles.get("Default") or AssStyle()
    if (
        ROLES.get(name, Role.SPEECH) is not Role.SPEECH
    ):  # how our own titles and captions look is not said of their text
        style = AssStyle()
    return AssText(style, file.styles, style.look, wraps=file.info.get("wrapstyle", "").strip() == "2")


def _cue(event: AssEvent, content: str, file: AssFile, times: Span) -> Cue | None:
    state = _state(event, content, file)
    text = styled(
        [TextRun(run.text, _no_white(run)) for run in ass_text.runs(event.field(content, "text"), state)]
    )
    if text is None:
        return None
    role = ROLES.get(event.field(content, "style").strip().removeprefix("*"), Role.SPEECH)
    name = event.field(content, "name") or event.field(content, "actor")
    return Cue(
        times, text.lines, role, name.strip() or None, markup=text.markup, style=CueStyle(color=text.colour),
        settings="" if role is Role.NOTE else state.settings(file.picture),
    )  # fmt: skip


def _no_white(run: TextRun) -> looks.TextLook:
    return run.look._replace(colour="") if run.look.colour == colours.WHITE else run.look
