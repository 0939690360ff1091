"""YouTube's timed text as JSON (json3): events with times in ms and segments of text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.model import Cue, Sheet, Span, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

HINT = 'it holds {"events": [{"tStartMs": 1000, "dDurationMs": 2000, "segs": [{"utf8": "text"}]}]}'


def read(text: str) -> Sheet:
    """The events with text as cues; windows and line ends by themselves are none.

    Raises:
        FormatError: it is not such JSON, or holds no text.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise plain.wrong(f"is not JSON: {error.msg.lower()}", error.lineno, HINT) from error
    except (RecursionError, ValueError) as error:
        raise FormatError("is nested too deeply, or has a number too long", hint=HINT) from error
    events = data.get("events") if isinstance(data, dict) else None
    if not isinstance(events, list):
        raise FormatError("has no list 'events'", hint=HINT)
    cues, lacking = list[Cue](), list[bool]()
    for event in events:
        if isinstance(event, dict) and (result := _cue(event)):
            cues.append(result)
            lacking.append("dDurationMs" not in event)
    ended, _ = plain.ended(cues, lacking)
    return plain.sheet(ended, "text", HINT)


def _cue(event: dict[str, Any]) -> Cue | None:
    segments = event.get("segs")
    pieces = [piece for piece in segments if isinstance(piece, dict)] if isinstance(segments, list) else []
    text = "".join(str(piece.get("utf8", "")) for piece in pieces).encode("utf-8", "replace").decode()
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    if not lines:
        return None
    start_ms, length_ms = _whole(event.get("tStartMs", 0)), _whole(event.get("dDurationMs", 0))
    span = plain.span(start_ms, start_ms + length_ms)
    return Cue(span, lines, words=tuple(_words(pieces, span)) if length_ms else ())


def _words(pieces: list[dict[str, Any]], span: Span) -> Iterator[Word]:
    timed = [piece for piece in pieces if str(piece.get("utf8", "")).strip()]
    if len(timed) < 2 or not any("tOffsetMs" in piece for piece in timed):
        return
    starts = [min(span.start_ms + _whole(piece.get("tOffsetMs", 0)), span.end_ms) for piece in timed]
    for piece, begin, end in zip(timed, starts, [*starts[1:], span.end_ms], strict=True):
        said = str(piece["utf8"]).strip().encode("utf-8", "replace").decode()
        yield Word(said, Span(begin, max(begin, end)))


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= plain.LAST_MS:
        raise FormatError(f"{value!r:.40} is not a time in milliseconds", hint=HINT)
    return round(value)
