"""What a sheet amounts to, as data and in a sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from subtool.model import Role, Timing
from subtool.text.counting import counted
from subtool.text.spoken_forms import has_sound
from subtool.timecode import clock

if TYPE_CHECKING:
    from subtool.model import Sheet

ENOUGH = 0.8  # of the script's words: with fewer heard, something is likely wrong
ORDER = (Timing.HEARD, Timing.PARTLY, Timing.GUESSED, Timing.ESTIMATED, Timing.EDITED)


def figures(sheet: Sheet) -> dict[str, object]:
    """The verdicts counted, what the film does not contain, and what the script does not, for `--json`."""
    spoken = [cue for cue in sheet.cues if cue.role is Role.SPEECH]
    verdicts = Counter(cue.timing for cue in spoken)
    return {
        "language": sheet.language,
        **({"engine": sheet.engine} if sheet.engine else {}),
        **({"sound": sheet.sound} if sheet.sound else {}),
        "cues": len(spoken),
        "heard": heard_share(sheet),
        "timing": {timing.value: verdicts[timing] for timing in ORDER if verdicts[timing]},
        "footnotes": len({number for cue in spoken for number in cue.footnotes}),
        "unspoken": [
            {"text": piece.text, "line": piece.source.line, "column": piece.source.column}
            for piece in sheet.unspoken
        ],
        "unscripted": [{"start_ms": span.start_ms, "end_ms": span.end_ms} for span in sheet.unscripted],
    }


def sentences(sheet: Sheet) -> tuple[str, ...]:
    """The same for a person, a line each."""
    spoken = [cue for cue in sheet.cues if cue.role is Role.SPEECH]
    verdicts = Counter(cue.timing for cue in spoken)
    counts = [f"{verdicts[timing]} {timing.value}" for timing in ORDER if verdicts[timing]]
    head = f"{counted(len(spoken), 'cue')}: {', '.join(counts) or 'none'}"
    if sheet.unspoken:
        head += f"; {counted(len(sheet.unspoken), 'sentence')} not in the film"
    if sheet.unscripted:
        seconds = sum(span.duration_ms for span in sheet.unscripted) / 1000
        head += f"; {seconds:.1f} s of speech not in the script"
    share = heard_share(sheet)
    warning = (
        [
            f"WARNING: only {share:.0%} of the script was heard; check film, track and script before you use this"
        ]
        if share is not None and share < ENOUGH
        else []
    )
    missing = [
        f"not in the film: {sheet.counted} {piece.source.line}: {piece.text}" for piece in sheet.unspoken
    ]
    extra = [f"not in the script: {clock(s.start_ms)} to {clock(s.end_ms)}" for s in sheet.unscripted]
    facts = [f"language {sheet.language}" + (f", engine {sheet.engine}" if sheet.engine else "")]
    facts = facts if sheet.engine or sheet.language != "en" else []
    listened = [sheet.sound] if sheet.sound else []
    return (*warning, *facts, *listened, head, *missing, *extra)


def heard_share(sheet: Sheet) -> float | None:
    """The share (0 to 1) of the script's sentences' words that were heard; None when nobody listened.

    Words of sentences that are not in the film count as not heard.
    """
    words = [word for cue in sheet.cues if cue.role is Role.SPEECH for word in cue.words]
    words = [word for word in words if has_sound(word.text)]
    if sheet.media is None or not words:
        return None
    missing = sum(has_sound(word) for piece in sheet.unspoken for word in piece.text.split())
    heard = sum(bool(word.confidence) for word in words)
    return round(heard / (len(words) + missing), 4)
