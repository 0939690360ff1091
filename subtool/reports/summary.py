"""What a sheet amounts to, as data and in a sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from subtool.model import Role, Timing
from subtool.text.counting import counted
from subtool.text.spoken_forms import has_sound
from subtool.timecode import clock

if TYPE_CHECKING:
    from subtool.model import Sheet, Unspoken
    from subtool.pairs import PairedWith

ENOUGH = 0.8  # of the script's words: with fewer heard, something is likely wrong
FOUND = frozenset({Timing.HEARD, Timing.PARTLY})
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
            {
                "text": piece.text,
                "line": piece.source.line,
                "column": piece.source.column,
                **_least_unlikely(sheet, piece),
            }
            for piece in sheet.unspoken
        ],
        "unscripted": [{"start_ms": span.start_ms, "end_ms": span.end_ms} for span in sheet.unscripted],
    }


def sentences(sheet: Sheet) -> tuple[str, ...]:
    """What a person is told of a sheet, a line each."""
    spoken = [cue for cue in sheet.cues if cue.role is Role.SPEECH]
    verdicts = Counter(cue.timing for cue in spoken)
    counts = [f"{verdicts[timing]} {timing.value}" for timing in ORDER if verdicts[timing]]
    head = f"{counted(len(spoken), 'cue')}: {', '.join(counts) or 'none'}"
    unpaired = sum(piece.pair is not None for piece in sheet.unspoken)
    if absent := len(sheet.unspoken) - unpaired:
        head += f"; {counted(absent, 'sentence')} not in the film"
    if unpaired:
        head += f"; {counted(unpaired, 'sentence')} without a likely original"
    if sheet.unscripted:
        seconds = sum(span.duration_ms for span in sheet.unscripted) / 1000
        head += f"; {seconds:.1f} s of speech not in the script"
    share = heard_share(sheet)
    warning = [_warning(share)] if share is not None and share < ENOUGH else []
    missing = [_missing(sheet, piece) for piece in sheet.unspoken]
    extra = [f"not in the script: {clock(s.start_ms)} to {clock(s.end_ms)}" for s in sheet.unscripted]
    facts = [f"language {sheet.language}" + (f", engine {sheet.engine}" if sheet.engine else "")]
    facts = facts if sheet.engine or sheet.language != "en" else []
    listened = [sheet.sound] if sheet.sound else []
    return (*warning, *facts, *listened, head, *missing, *extra)


def heard_share(sheet: Sheet) -> float | None:
    """The share (0 to 1) of the script's sentences' words that were heard; None when nobody listened.

    Words of sentences that are not in the film count as not heard; those of a translation as heard where their original
    was.
    """
    cues = [cue for cue in sheet.cues if cue.role is Role.SPEECH]
    words = [(cue, word) for cue in cues for word in cue.words if has_sound(word.text)]
    if sheet.media is None or not words:
        return None
    missing = sum(has_sound(word) for piece in sheet.unspoken for word in piece.text.split())
    heard = sum(cue.timing in FOUND if cue.pair else bool(word.confidence) for cue, word in words)
    return round(heard / (len(words) + missing), 4)


def _warning(share: float) -> str:
    """What is to be checked of cues of which too few were heard."""
    if not share:
        return "WARNING: nothing was heard, every cue is guessed; check their times before you use this"
    return (
        f"WARNING: only {share:.0%} of the script was heard; check film, track and script before you use this"
    )


def _missing(sheet: Sheet, piece: Unspoken) -> str:
    """A sentence that has no time, and why."""
    pair = piece.pair
    if pair is None:
        return f"not in the film: {sheet.counted} {piece.source.line}: {piece.text}"
    original = f" with “{sheet.original[pair.sentence - 1].text}”" if _is_known(sheet, pair) else ""
    return (
        f"no likely original: {sheet.counted} {piece.source.line}: {piece.text} ({pair.chance:.0%}{original})"
    )


def _least_unlikely(sheet: Sheet, piece: Unspoken) -> dict[str, object]:
    """The original that a sentence may be paired with, for `--json`."""
    pair = piece.pair
    if pair is None or not _is_known(sheet, pair):
        return {}
    return {"original": sheet.original[pair.sentence - 1].text, "chance": pair.chance}


def _is_known(sheet: Sheet, pair: PairedWith) -> bool:
    return 0 < pair.sentence <= len(sheet.original)
