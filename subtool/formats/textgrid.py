"""Praat's TextGrid: cues, titles and notes in tiers of intervals, and the words with their times in another."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.model import Cue, Role, Sheet, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIERS = {Role.SPEECH: "cues", Role.TITLE: "titles", Role.NOTE: "notes"}
ROLES = {tier: role for role, tier in TIERS.items()}
WORDS = "words"
TOKEN = re.compile(r'"((?:[^"]|"")*)"|(?<!\S)(-?\d{1,12}(?:\.\d{1,20})?)(?!\S)')
HINT = "save it as text in Praat (Save as text file)"
Interval = tuple[int, int, str]


def read(text: str) -> Sheet:
    """The intervals with text as cues; a tier `words` gives the cues their words.

    Raises:
        FormatError: it is not a TextGrid, or breaks off.
    """
    tiers = list(_tiers(text))
    words = sorted(interval for name, intervals in tiers if name == WORDS for interval in intervals)
    named = [(name, interval) for name, intervals in tiers if name != WORDS for interval in intervals]
    cues = [_cue(name, interval) for name, interval in named if interval[2].strip()]
    if not cues:
        cues = [_cue(WORDS, interval) for interval in words if interval[2].strip()]
        words = []
    return Sheet(tuple(_with_words(cue, words) for cue in plain.sheet(cues, "interval with text", HINT).cues))


def write(sheet: Sheet) -> str:
    """In Praat's long form. Cues that overlap stand in further tiers, `cues 2` and so on."""
    tiers: dict[str, list[Interval]] = {}
    for cue in sorted(sheet.cues, key=lambda cue: cue.span):
        interval = (cue.span.start_ms, cue.span.end_ms, "\n".join(plain.lines(cue)))
        tiers.setdefault(_free(tiers, TIERS[cue.role], cue.span.start_ms), []).append(interval)
    words = [word for cue in sheet.cues for word in cue.words]
    if words:
        tiers[WORDS] = list(_apart(words))
    last_ms = max([1, *(interval[1] for intervals in tiers.values() for interval in intervals)])
    head = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0",
        f"xmax = {_seconds(last_ms)}",
    ]
    head += ["tiers? <exists>", f"size = {len(tiers)}", "item []:"]
    for number, (name, intervals) in enumerate(tiers.items(), start=1):
        head += _tier(number, name, list(_filled(intervals, last_ms)), last_ms)
    return "\n".join(head) + "\n"


def _tier(number: int, name: str, intervals: list[Interval], last_ms: int) -> list[str]:
    result = [f"    item [{number}]:", '        class = "IntervalTier"', f'        name = "{name}"']
    result += [
        "        xmin = 0",
        f"        xmax = {_seconds(last_ms)}",
        f"        intervals: size = {len(intervals)}",
    ]
    for index, (start_ms, end_ms, text) in enumerate(intervals, start=1):
        quoted = text.replace('"', '""')
        result += [f"        intervals [{index}]:", f"            xmin = {_seconds(start_ms)}"]
        result += [f"            xmax = {_seconds(end_ms)}", f'            text = "{quoted}"']
    return result


def _free(tiers: dict[str, list[Interval]], name: str, start_ms: int) -> str:
    number = 1
    while (tier := name if number == 1 else f"{name} {number}") in tiers and tiers[tier][-1][1] > start_ms:
        number += 1
    return tier


def _apart(words: Iterable[Word]) -> Iterator[Interval]:
    """Words one after the other, as a tier wants them."""
    latest_ms = 0
    for word in sorted(words, key=lambda word: word.span):
        start_ms = max(latest_ms, word.span.start_ms)
        if start_ms < word.span.end_ms:
            latest_ms = word.span.end_ms
            yield start_ms, latest_ms, word.text


def _filled(intervals: list[Interval], last_ms: int) -> Iterator[Interval]:
    """A tier has no holes: what is between its intervals is an empty one."""
    at_ms = 0
    for start_ms, end_ms, text in intervals:
        if at_ms < start_ms:
            yield at_ms, start_ms, ""
        yield start_ms, end_ms, text
        at_ms = end_ms
    if at_ms < last_ms:
        yield at_ms, last_ms, ""


def _tiers(text: str) -> Iterator[tuple[str, list[Interval]]]:
    tokens = iter([m[1] if m[1] is not None else float(m[2]) for m in TOKEN.finditer(text)])
    try:
        if (next(tokens), next(tokens)) != ("ooTextFile", "TextGrid"):
            raise FormatError("is not a TextGrid", hint=HINT)
        next(tokens), next(tokens)
        for _ in range(_count(next(tokens))):
            kind, name = next(tokens), next(tokens)
            next(tokens), next(tokens)
            count = _count(next(tokens))
            if kind == "IntervalTier":
                result = [(_ms(next(tokens)), _ms(next(tokens)), str(next(tokens))) for _ in range(count)]
                yield str(name), [(start, end, text.replace('""', '"')) for start, end, text in result]
                continue
            for _ in range(2 * count):
                next(tokens)
    except (StopIteration, RuntimeError) as error:
        raise FormatError("breaks off in the middle", hint=HINT) from error


def _count(token: str | float) -> int:
    if isinstance(token, str):
        raise FormatError(f"has '{token[:40]}' where a number should be", hint=HINT)
    return int(token)


def _ms(token: str | float) -> int:
    _count(token)
    return max(0, round(float(token) * 1000))


def _cue(name: str, interval: Interval) -> Cue:
    start_ms, end_ms, text = interval
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    tier = re.sub(r" \d+$", "", name)
    return Cue(plain.span(start_ms, end_ms), lines, role=ROLES.get(tier, Role.SPEECH))


def _with_words(cue: Cue, words: list[Interval]) -> Cue:
    """The cue with the words that lie in it, if they are those it says."""
    first = bisect_right(words, (cue.span.start_ms - 1, plain.LAST_MS, ""))
    texts = cue.text.split()
    found = words[first : first + 2 * len(texts)]
    inside = [interval for interval in found if interval[2].strip() and interval[1] <= cue.span.end_ms]
    if [text for _, _, text in inside] != texts:
        return cue
    return replace(cue, words=tuple(Word(text, plain.span(a, b)) for a, b, text in inside))


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}"
