"""The options of how a script is to be paced: one keyword, `pace`, to the command."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from subtool.cli.values import moment, speaker, time_ms
from subtool.season.keys import WORDS_A_MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS = (
    click.option("--wpm", type=click.FloatRange(*WORDS_A_MINUTE), metavar="N", help="The narrator's words a minute."),
    click.option(
        "--duration", type=time_ms, metavar="TIME",
        help="From the first word to the end of the last, as in 24:30.",
    ),
    click.option(
        "--start", type=time_ms, metavar="TIME", help="When the first word is spoken.  [default: 0]"
    ),
    click.option(
        "--at", "moments", type=moment, multiple=True, metavar="WORDS=TIME",
        help="These words of SCRIPT are said at this time. May be given several times.",
    ),
)  # fmt: skip

speakers = click.option(
    "--voice", "voices", type=speaker, multiple=True, metavar="[SPEAKER=]NAME",
    help="espeak-ng's speaker for the narrator or for a speaker of SCRIPT, as in f4. May be given several times.",
)  # fmt: skip


def paces(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the options, and their choices as a `Pace`."""

    @wraps(command)
    def with_pace(*, wpm: Any, duration: Any, start: Any, moments: Any, **others: Any) -> None:  # noqa: ANN401 - click's values
        from subtool.cues.timing.known_moments import Quoted
        from subtool.cues.timing.pace import Pace

        if wpm is not None and duration is not None:
            raise click.UsageError("--wpm and --duration each set the pace: give one of them.")
        known = tuple(Quoted(words, at_ms) for words, at_ms in moments)
        pace = Pace(start_ms=start, words_a_minute=wpm, duration_ms=duration, moments=known)
        command(pace=pace, **others)

    for option in reversed(_OPTIONS):
        with_pace = option(with_pace)
    return with_pace
