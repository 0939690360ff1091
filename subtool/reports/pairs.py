"""The sentences of an original and of its translation beside each other, with the chance of each pair."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from subtool.text.page_shell import film_time
from subtool.timecode import clock
from subtool.translation.pairing import SURE_PAIR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue, Sentence, Sheet
    from subtool.pairs import PairedWith

# A sentence of the original that begins so long before the end of its pair's cues is said in them: a sure start may be
# off by as much.
SAID_INSIDE_MS = 200


@dataclass(slots=True)
class _Beside:
    """Sentences of both sides by their numbers from 0, and the chance of their pair; None where a side is empty."""

    original: list[int] = field(default_factory=list)
    script: list[int] = field(default_factory=list)
    chance: float | None = None
    end_ms: int = 0


def pairs_section(sheet: Sheet, sentences: Sequence[Sentence]) -> Iterator[str]:
    """A table with a line a pair; nothing of a sheet without an original."""
    if not sheet.original:
        return
    language, other = escape(sheet.original_language), escape(sheet.language)
    yield '<section aria-labelledby="pairs"><h2 id="pairs">Pairs</h2>'
    yield (
        "<p>What is said in one line says the same in both languages, with the chance that this is right. Where it is "
        "wrong, <code>--pair 12=14</code> says that sentence 12 of the original is sentence 14 of the script, and the "
        "others go by it.</p>"
        '<table class="cues pairs"><thead><tr><th>Time</th><th colspan="2">Original</th>'
        '<th colspan="2">Translation</th><th>Chance</th></tr></thead><tbody>'
    )
    film = sheet.media.name if sheet.media else ""
    for beside in _lines(sheet, sentences):
        spoken = [sheet.original[index] for index in beside.original]
        span = next((one.span for one in spoken if one.span), None)
        time = film_time(film, span.start_ms, clock(span.start_ms)) if span else ""
        doubt = ' class="doubt"' if beside.chance is None or beside.chance < SURE_PAIR else ""
        yield (
            f'<tr{doubt}><td class="times">{time}</td><th scope="row">{_numbers(beside.original)}</th>'
            f'<td class="text" dir="auto" lang="{language}">{_texts([one.text for one in spoken])}</td>'
            f"<th>{_numbers(beside.script)}</th>"
            f'<td class="text" dir="auto" lang="{other}">{_texts([sentences[one].text for one in beside.script])}</td>'
            f"<td>{'' if beside.chance is None else f'{beside.chance:.0%}'}</td></tr>"
        )
    yield "</tbody></table></section>"


def _lines(sheet: Sheet, sentences: Sequence[Sentence]) -> list[_Beside]:
    """All sentences of both, in the order of the script and, what has no pair, of the original."""
    lines: list[_Beside] = []
    said = 0  # sentences of the original that stand in a line
    for number, (pair, cues) in enumerate(_pairs(sheet, sentences)):
        if pair is not None and pair.sentence - 1 >= said:
            _add_original(lines, sheet, said, pair.sentence - 1)
            lines.append(_Beside([pair.sentence - 1], [number], pair.chance))
            said = pair.sentence
        elif pair is not None and lines and pair.sentence - 1 in lines[-1].original[:1]:
            lines[-1].script.append(number)
            lines[-1].chance = min(lines[-1].chance or 0.0, pair.chance)
        else:
            lines.append(_Beside([], [number], pair.chance if pair else None))
        lines[-1].end_ms = max((cue.span.end_ms for cue in cues), default=0)
    _add_original(lines, sheet, said, len(sheet.original))
    return lines


def _add_original(lines: list[_Beside], sheet: Sheet, start: int, end: int) -> None:
    """Sentences that begin no pair: said in the pair before where its cues still stand, else in none."""
    for number in range(start, end):
        span = sheet.original[number].span
        before = lines[-1] if lines else None
        if before and before.original and span and span.start_ms < before.end_ms - SAID_INSIDE_MS:
            before.original.append(number)
        else:
            lines.append(_Beside([number]))


def _pairs(sheet: Sheet, sentences: Sequence[Sentence]) -> list[tuple[PairedWith | None, list[Cue]]]:
    """For each sentence of the script its pair, and its cues."""
    starts = [sentence.source for sentence in sentences]
    cues: list[list[Cue]] = [[] for _ in sentences]
    for cue in sheet.cues:
        if cue.source and cue.pair:
            cues[max(0, bisect_right(starts, cue.source) - 1)].append(cue)
    doubted = {piece.source: piece.pair for piece in sheet.unspoken}
    return [
        (own[0].pair if own else doubted.get(sentence.source), own)
        for sentence, own in zip(sentences, cues, strict=True)
    ]


def _numbers(parts: Sequence[int]) -> str:
    return ", ".join(str(part + 1) for part in parts)


def _texts(texts: Sequence[str]) -> str:
    return "<br>".join(map(escape, texts)) or "—"
