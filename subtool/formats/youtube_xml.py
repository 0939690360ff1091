"""YouTube's timed text as XML: srv1 (`<text start dur>`), srv2 (`<text t d>`), srv3 (`<p t d>`, words in `<s>`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.formats.ttml.document import Element, as_utf8, parsed
from subtool.model import Cue, Sheet, Span, Word
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

HINT = "its root is <timedtext> or <transcript>"


def read(data: bytes) -> Sheet:
    """The texts as cues, with the times of their words where the file has them.

    Raises:
        FormatError: it is not such XML, or holds no text.
    """
    root = parsed(as_utf8(data))
    if root.name not in {"timedtext", "transcript"}:
        raise FormatError(f"is not timed text of YouTube: its root is <{root.name}>", hint=HINT)
    cues, lacking = list[Cue](), list[bool]()
    for element in root.every():
        result = _cue(element) if element.name in {"p", "text"} else None
        if result:
            cues.append(result)
            lacking.append(not {"dur", "d"} & {name for _, name in element.attributes})
    ended, _ = plain.ended(cues, lacking)
    return plain.sheet(ended, "text", '<p t="1000" d="2000">text</p>')


def _cue(element: Element) -> Cue | None:
    given = {name: value for (_, name), value in element.attributes.items()}
    seconds = "start" in given
    start_ms, length_ms = (
        _ms(given.get(name, "0"), seconds=seconds) for name in (("start", "dur") if seconds else ("t", "d"))
    )
    text = element.text()
    text = markup.unescaped(text) if element.name == "text" else text  # escaped twice, as YouTube does
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    if not lines or start_ms is None or length_ms is None:
        return None
    span = plain.span(start_ms, start_ms + length_ms)
    return Cue(span, lines, words=tuple(_words(element, span)) if length_ms else ())


def _words(element: Element, span: Span) -> Iterator[Word]:
    """The words of srv3, each from its own time until the next one's."""
    parts = [child for child in element.children if child.name == "s" and child.text().strip()]
    offsets = [_ms(part.attributes.get(("", "t"), "0"), seconds=False) for part in parts]
    if len(parts) < 2 or None in offsets:
        return
    starts = [min(span.start_ms + (offset or 0), span.end_ms) for offset in offsets]
    for part, begin, end in zip(parts, starts, [*starts[1:], span.end_ms], strict=True):
        yield Word(part.text().strip(), Span(begin, max(begin, end)))


def _ms(text: str, *, seconds: bool) -> int | None:
    try:
        value = float(text)
    except ValueError:
        return None
    result = value * 1000 if seconds else value
    return round(result) if 0 <= result <= plain.LAST_MS else None
