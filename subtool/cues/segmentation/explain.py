"""Why each cue ends where it does: its cost by named parts, and the end it was preferred to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subtool.cues.segmentation.optimum import Split
from subtool.model import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.model import Utterance, Word
    from subtool.styles.house_style import HouseStyle, WordClasses

LAST_WORDS = 3  # of a cue, as many as tell where it ends


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The next best end of a cue: how much more costly the whole split would be with it, and the cost of that cue."""

    ends: str
    more_by: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reason:
    """A cue by number from 1, its last words, and what its cost is made of; the parts add up to it."""

    number: int
    ends: str
    cost: float
    parts: Mapping[str, float]
    runner_up: RunnerUp | None


def explain(
    utterances: Sequence[Utterance], style: HouseStyle, classes: WordClasses, gap_ms: int
) -> tuple[Reason, ...]:
    """The reasons for each cue of the best split, in order; see `optimum.split`."""
    words = [word for utterance in utterances for word in utterance.words]
    best = Split(utterances, style, classes, gap_ms)
    return tuple(
        Reason(
            number,
            _ending(words, first, last),
            best.cost(first, last),
            best.parts(first, last),
            _runner_up(best, words, first, last),
        )
        for number, (first, last) in enumerate(best.cues(), start=1)
    )


def _runner_up(best: Split, words: Sequence[Word], first: int, last: int) -> RunnerUp | None:
    others = [
        (best.cost(first, other) + best.rest[other + 1] - best.rest[first], other)
        for other in best.candidates(first)
        if other != last
    ]
    if not others:
        return None
    more_by, other = min(others)
    return RunnerUp(_ending(words, first, other), more_by, best.parts(first, other))


def _ending(words: Sequence[Word], first: int, last: int) -> str:
    return joined(words[max(first, last - LAST_WORDS + 1) : last + 1])


def sentences(reasons: Sequence[Reason]) -> Iterator[str]:
    """The reasons as text: two lines a cue."""
    for reason in reasons:
        yield f"{reason.number:4}  ends with “{reason.ends}”, {reason.cost:.1f}: {_listed(reason.parts)}"
        other = reason.runner_up
        if other:
            listed = _listed(other.parts)
            yield f"      not with “{other.ends}”, more costly by {other.more_by:.1f} in all: {listed}"


def figures(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """The reasons as data; costs to three digits."""
    return [
        {
            "cue": reason.number,
            "ends": reason.ends,
            "cost": round(reason.cost, 3),
            "parts": _rounded(reason.parts),
            "runner_up": reason.runner_up
            and {
                "ends": reason.runner_up.ends,
                "more_by": round(reason.runner_up.more_by, 3),
                "parts": _rounded(reason.runner_up.parts),
            },
        }
        for reason in reasons
    ]


def _rounded(parts: Mapping[str, float]) -> dict[str, float]:
    return {name: round(cost, 3) for name, cost in parts.items()}


def _listed(parts: Mapping[str, float]) -> str:
    listed = (f"{name} {cost:+.1f}" for name, cost in parts.items() if abs(cost) >= 0.05)
    return ", ".join(listed) or "costs nothing"
