"""How a script was understood, as data for `--json` and as lines to read; pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from subtool.errors import ScriptError
from subtool.model import AsideKind, joined
from subtool.text.counting import counted
from subtool.timecode import full_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from subtool.model import Aside, Footnote, Remark, Script, Sentence, Source

_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL_PICTURES = 0x2400  # Unicode's block of pictures of controls
_AMONG_SPEECH = {AsideKind.HEADING, AsideKind.ON_SCREEN}


class LineLook(StrEnum):
    """What a line of the outline is, for whoever chooses how it looks."""

    TITLE = "title"
    FACTS = "facts"
    HEADING = "heading"
    ASIDE = "aside"
    SPOKEN = "spoken"
    SOURCE = "source"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of the outline; the label, a line number, stands in the margin; no control characters."""

    look: LineLook
    label: str
    text: str


def outline(script: Script) -> dict[str, Any]:
    """The script as plain data: what `subtool outline --json` prints, and says in its help."""
    spoken = defaultdict[str, list[int]](list)
    for index, sentence in enumerate(script.sentences):
        for number in dict.fromkeys(sentence.footnotes):
            spoken[number].append(index)
    return {
        "path": printable(script.path),
        "title": script.title,
        "language": script.language,
        **_parts(script),
        "encoding": script.encoding,
        "counts": _counts(script),
        "spoken": [
            {
                "text": sentence.text,
                "paragraph": sentence.paragraph,
                "speaker": sentence.speaker,
                "footnotes": list(sentence.footnotes),
                "source": asdict(sentence.source),
                "at_ms": sentence.at_ms,
            }
            for sentence in script.sentences
        ],
        "unspoken": [
            {
                "kind": aside.kind.value,
                "text": aside.text,
                "source": asdict(aside.source),
                "reason": aside.reason,
            }
            for aside in script.asides
        ],
        "footnotes": [
            {"number": note.number, "text": note.text, "full": note.full, "sentences": spoken[note.number]}
            for note in script.footnotes
        ],
        "remarks": [
            {"message": remark.message, "source": asdict(remark.source)} for remark in script.remarks
        ],
        "on_screen": [{**asdict(title), "footnotes": list(title.footnotes)} for title in script.on_screen],
        "kind": script.kind,
        "counted": script.counted,
        "marks": dict(script.marks),
        "left_out": dict(Counter(aside.kind.value for aside in script.asides)),
        "doubts": [
            {"looks": doubt.code, "message": doubt.message, "source": asdict(doubt.source)}
            for doubt in script.doubts
        ],
    }


def _parts(script: Script) -> dict[str, Any]:
    """The stretches of a script in several languages."""
    parts = [{"language": tag, "line": source.line, "words": words} for tag, source, words in script.parts]
    return {"parts": parts} if parts else {}


def outline_lines(script: Script) -> Iterator[OutlineLine]:
    """The outline line by line: facts, what is not spoken, what is, with its footnotes; remarks."""
    counts = ", ".join(
        counted(count, name.removesuffix("s"), name) for name, count in _counts(script).items()
    )
    yield OutlineLine(LineLook.TITLE, "", printable(script.title) or "(no title)")
    kind = script.encoding if script.kind == "plain text" else f"{script.kind}, {script.encoding}"
    yield OutlineLine(LineLook.FACTS, "", printable(f"{script.path}, {kind}: {counts}"))
    if script.counted != "line":
        tables = ", in which the row of a table is one" if script.counted == "paragraph" else ""
        yield OutlineLine(LineLook.FACTS, "", f"places count {script.counted}s{tables}")
    for tag, source, words in script.parts:
        said = f"from {script.counted} {source.line}: {tag}, {counted(words, 'word')}"
        yield OutlineLine(LineLook.FACTS, "", said)
    beside = [aside for aside in script.asides if aside.kind not in _AMONG_SPEECH]
    if beside:
        yield OutlineLine(LineLook.HEADING, "", "Not spoken")
    for aside in beside:
        lines = [line for line in aside.text.splitlines() if line.strip()]
        shown = lines[:1] if aside.kind is AsideKind.BIBLIOGRAPHY else lines
        rest = f" … ({len(lines)} lines)" if len(lines) > len(shown) else ""
        text = printable(" ".join(shown)) + rest + _because(aside)
        yield OutlineLine(LineLook.ASIDE, str(aside.source.line), f"{aside.kind.value}: {text}")
    yield OutlineLine(LineLook.HEADING, "", "Spoken")
    notes = {note.number: note for note in script.footnotes}
    among = [aside for aside in script.asides if aside.kind in _AMONG_SPEECH]
    moments = {title.source: title.at_ms for title in script.on_screen}
    for _, group in groupby(script.sentences, key=lambda sentence: (sentence.paragraph, sentence.speaker)):
        sentences = list(group)
        while among and among[0].source <= sentences[0].source:
            yield _among(among.pop(0), moments)
        yield from _paragraph(sentences, notes)
    yield from (_among(aside, moments) for aside in among)
    if script.remarks:
        yield OutlineLine(LineLook.HEADING, "", "Remarks")
    for remark in script.remarks:
        yield OutlineLine(LineLook.REMARK, "", _placed(script, remark))
    yield from _summary(script)


def _because(aside: Aside) -> str:
    return f"  ({printable(_reason(aside))})" if _reason(aside) else ""


def _reason(aside: Aside) -> str:
    """What it was known by, where that is more than its own words."""
    return "" if aside.reason.removeprefix("labelled ") == aside.text else aside.reason


def _summary(script: Script) -> Iterator[OutlineLine]:
    """What was spoken, left out and doubtful, in numbers; then each doubt."""
    counts = _counts(script)
    yield OutlineLine(LineLook.HEADING, "", "In numbers")
    spoken = f"spoken: {counted(counts['words'], 'word')} in {counted(counts['sentences'], 'sentence')}"
    yield OutlineLine(LineLook.FACTS, "", spoken)
    kinds = Counter((aside.kind, _reason(aside)) for aside in script.asides)
    for (kind, reason), count in kinds.most_common():
        many = "bibliographies" if kind is AsideKind.BIBLIOGRAPHY else ""
        why = f" ({printable(reason)})" if reason else ""
        yield OutlineLine(LineLook.FACTS, "", f"left out: {counted(count, kind.value, many)}{why}")
    if script.marks:
        shapes = ", ".join(f"{printable(shape)} {counted(count, 'time')}" for shape, count in script.marks)
        yield OutlineLine(LineLook.FACTS, "", f"taken as footnote marks: {shapes}")
    yield OutlineLine(LineLook.FACTS, "", f"doubtful: {len(script.doubts)}")
    for doubt in script.doubts:
        yield OutlineLine(LineLook.REMARK, "", _placed(script, doubt))


def _placed(script: Script, remark: Remark) -> str:
    """A remark after its place."""
    source = remark.source
    place = (
        f":{source.line}:{source.column}" if script.counted == "line" else f" {script.counted} {source.line}"
    )
    return printable(f"{script.path}{place}: {remark.message}")


def refuse_doubts(script: Script) -> None:
    """Refuse a script of which something was perhaps read wrong.

    Raises:
        ScriptError: a line is doubtful, or remarked on.
    """
    found = [*script.doubts, *script.remarks]
    if not found:
        return
    first = min(found, key=lambda remark: remark.source)
    more = f"; {len(found) - 1} more" if len(found) > 1 else ""
    raise ScriptError(
        f"--strict allows no doubt: {_placed(script, first)}{more}",
        hint="mend the script, or say what its lines are: `subtool outline --write`",
    )


def printable(text: str) -> str:
    """The text with pictures in place of the characters that would command a terminal."""
    return _UNPRINTABLE.sub(_picture, text)


def _picture(unprintable: re.Match[str]) -> str:
    code = ord(unprintable.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "␡" if code == 0x7F else "\ufffd"


def _counts(script: Script) -> dict[str, int]:
    return {
        "words": sum(len(sentence.tokens) for sentence in script.sentences),
        "sentences": len(script.sentences),
        "paragraphs": script.sentences[-1].paragraph + 1 if script.sentences else 0,
        "footnotes": len(script.footnotes),
        "left out": len(script.asides),
        "doubts": len(script.doubts),
        "remarks": len(script.remarks),
    }


def _among(aside: Aside, moments: Mapping[Source, int | None]) -> OutlineLine:
    """A section, or a title on the screen, where it stands between what is spoken."""
    kind = "section" if aside.kind is AsideKind.HEADING else aside.kind.value
    moment = _moment(moments.get(aside.source))
    text = f"{moment}{kind}: {' '.join(aside.text.split())}{_because(aside)}"
    return OutlineLine(LineLook.ASIDE, str(aside.source.line), printable(text))


def _moment(at_ms: int | None) -> str:
    """The time that the script gives, to be put before a text."""
    if at_ms is None:
        return ""
    return f"[{full_clock(at_ms).removeprefix('0')}] "


def _paragraph(sentences: list[Sentence], notes: dict[str, Footnote]) -> Iterator[OutlineLine]:
    for index, sentence in enumerate(sentences):
        marked = [
            replace(token, text=token.text + "".join(f" [{mark}]" for mark in token.footnotes))
            for token in sentence.tokens
        ]
        label = "" if index else str(sentence.source.line)
        who = f"{sentence.speaker}: " if sentence.speaker and not index else ""
        yield OutlineLine(
            LineLook.SPOKEN, label, printable(f"{_moment(sentence.at_ms)}{who}{joined(marked)}")
        )
        for number in dict.fromkeys(sentence.footnotes):
            source = notes[number].full if number in notes else "not listed"
            yield OutlineLine(LineLook.SOURCE, "", printable(f"[{number}] {source}"))
