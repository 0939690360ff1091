"""Transcripts of Podcasting 2.0 (JSON, version 1.0.0): segments with times in seconds, a speaker and a body."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.model import Cue

if TYPE_CHECKING:
    from subtool.model import Remark, Sheet

HINT = 'it holds {"version": "1.0.0", "segments": [{"startTime": 1.5, "endTime": 2, "body": "text"}]}'


def read(text: str) -> Sheet:
    """The segments as cues.

    Raises:
        FormatError: it is not such JSON.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise plain.wrong(f"is not JSON: {error.msg.lower()}", error.lineno, HINT) from error
    except (RecursionError, ValueError) as error:
        raise FormatError("is nested too deeply, or has a number too long", hint=HINT) from error
    segments = data.get("segments") if isinstance(data, dict) else None
    if not isinstance(segments, list):
        raise FormatError("has no list 'segments'", hint=HINT)
    remarks: list[Remark] = []
    cues = [_cue(segment, f"segments[{number}]", remarks) for number, segment in enumerate(segments)]
    return plain.sheet((cue for cue in cues if cue.lines), "segment", HINT, remarks)


def write(sheet: Sheet) -> str:
    """A cue a segment, a segment a line."""
    lines = [json.dumps(_segment(cue), ensure_ascii=False) for cue in sheet.cues]
    return '{"version": "1.0.0",\n "segments": [\n  ' + ",\n  ".join(lines) + "\n ]}\n"


def _segment(cue: Cue) -> dict[str, object]:
    speaker = {"speaker": cue.speaker} if cue.speaker else {}
    times = {"startTime": cue.span.start_ms / 1000, "endTime": cue.span.end_ms / 1000}
    return {**speaker, **times, "body": "\n".join(plain.lines(cue))}


def _cue(segment: Any, where: str, remarks: list[Remark]) -> Cue:  # noqa: ANN401 - as JSON has it
    if not isinstance(segment, dict) or not isinstance(segment.get("body"), str):
        raise FormatError(f"{where} has no text 'body'", hint=HINT)
    times = [segment.get(name) for name in ("startTime", "endTime")]
    start, end = (_ms(time, where) for time in times)
    if start < 0:
        raise FormatError(f"{where} starts before its sound", hint="mend its times")
    speaker = segment.get("speaker")
    lines = tuple(line.strip() for line in segment["body"].splitlines() if line.strip())
    shown = plain.shown(start, end, 1, remarks)
    return Cue(shown, lines, speaker=speaker if isinstance(speaker, str) and speaker else None)


def _ms(seconds: object, where: str) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or abs(seconds) > plain.LAST_MS:
        raise FormatError(f"{where} has no times in seconds", hint=HINT)
    if not math.isfinite(seconds):
        raise FormatError(f"{where} has no times in seconds", hint=HINT)
    return round(seconds * 1000)
