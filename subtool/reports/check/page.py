"""The page: what is wrong by rule, over the time line, and cue by cue. All text of a cue is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from subtool.checks import listing
from subtool.checks.context import View
from subtool.checks.finding import shown
from subtool.reports.check.chart import Bar, Limit, Spread, histogram, strips
from subtool.reports.check.grounds import grounds
from subtool.text.page_shell import PageShell, film_time
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.checks.context import CheckContext, Item
    from subtool.checks.fix import CueMend
    from subtool.checks.problem import Problem
    from subtool.model import Cue, Sheet
SPEEDS = frozenset({"too-fast", "too-many-words"})
LENGTHS = frozenset({"cue-too-short", "cue-too-long"})
GAPS = frozenset({"overlap", "short-gap", "gap-to-close"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What a report tells: the file's name, its cues, what is wrong with them, and what was mended."""

    name: str
    sheet: Sheet
    delivery: CheckContext
    problems: tuple[Problem, ...]
    changes: tuple[CueMend, ...] = ()


def page(found: Findings) -> str:
    """The report as one HTML document."""
    css = files("subtool.reports").joinpath("report.css").read_text("utf-8")
    parts = (_head, _rules, _charts, _cues, _comments, _changes)
    body = "\n".join(line for part in parts for line in part(found))
    shell = PageShell(f"Subtitle check: {shown(found.name)}", css, "check")
    return shell.page(f"<main>\n{body}\n</main>")


def _head(found: Findings) -> Iterator[str]:
    style, cues, problems = found.delivery.style, found.sheet.cues, found.problems
    wrong = len({problem.cue for problem in problems})
    end_ms = max((cue.span.end_ms for cue in cues), default=0)
    yield f'<header>\n<p class="kicker">Subtitle check</p>\n<h1>{escape(shown(found.name))}</h1>'
    yield f'<p class="against">against <b>{escape(style.title)}</b> at {_rate(found.delivery)} frames a second</p>'
    yield f'<p class="source">{escape(style.source)}, as of {escape(style.date)}</p>'
    verdict = "no problems" if not problems else f"{_count(len(problems), 'problem')}"
    yield f'<p class="verdict {"good" if not problems else "bad"}">{verdict}</p>'
    yield "<dl>"
    for name, value in (
        ("cues", f"{len(cues)}"),
        ("cues with a problem", f"{wrong} ({_percent(wrong, len(cues))})"),
        ("length", clock(end_ms)),
        ("mended", f"{_count(len(found.changes), 'cue')}" if found.changes else ""),
    ):
        if value:
            yield f"<div><dt>{name}</dt><dd>{value}</dd></div>"
    yield "</dl>\n</header>"


def _rules(found: Findings) -> Iterator[str]:
    groups = tuple(listing.groups(found.problems))
    if not groups:
        return
    most = max(len(group.problems) for group in groups)
    why = grounds(found.delivery.style, tuple(group.rule for group in groups))
    yield '<section aria-labelledby="by-rule"><h2 id="by-rule">By rule</h2>\n<table class="rules">'
    heads = ("Rule", "Problems", "What is asked for", "How to mend it", "Who asks for it")
    yield f"<thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead><tbody>"
    for group in groups:
        rule, count = group.rule, len(group.problems)
        yield (
            f'<tr><td data-label="Rule"><b>{escape(rule.title)}</b><code>{rule.code}</code></td>'
            f'<td data-label="Problems" class="count"><span class="meter"><i style="width:{count * 100 / most:.1f}%">'
            f"</i></span>{count}</td>"
            f'<td data-label="What is asked for">{escape(why[rule.code].asks)}</td>'
            f'<td data-label="How to mend it">{escape(rule.mend)}</td>'
            f'<td data-label="Who asks for it" class="source">{escape(why[rule.code].source)}</td></tr>'
        )
    yield "</tbody></table></section>"


def _charts(found: Findings) -> Iterator[str]:
    view, limit = View.of(found.sheet, found.delivery), _limit(found.delivery)
    codes: dict[int, list[str]] = {}
    for problem in found.problems:
        codes.setdefault(problem.cue, []).append(problem.code)
    items = [item for item in view.items if not item.is_empty]
    bars = [
        Bar(
            item.number, item.cue.span.start_ms, item.cue.span.end_ms,
            _speed(item, view),
            tuple(dict.fromkeys(codes.get(item.number, ()))),
        )
        for item in items
    ]  # fmt: skip
    if not bars:
        return
    yield '<section aria-labelledby="speed"><h2 id="speed">Reading speed</h2>'
    yield (
        f"<p>{limit.unit.capitalize()} of each cue, spaces and punctuation counted; the dashed line is the limit of "
        f'{limit.speed:g}.</p><ul class="legend"><li class="fine">fine</li><li class="fast">too fast</li>'
        '<li class="other">another problem</li></ul>'
    )
    yield from strips(bars, limit)
    yield '</section>\n<section aria-labelledby="spread"><h2 id="spread">How it spreads</h2><div class="spreads">'
    for spread in _spreads(view, bars):
        yield f"<figure><figcaption>{spread.title}</figcaption>{histogram(spread)}</figure>"
    yield "</div></section>"


def _limit(delivery: CheckContext) -> Limit:
    """The reading speed of the style: in characters where it counts those, else in words."""
    style = delivery.style
    if style.max_cps:
        return Limit(style.max_cps, "characters a second")
    return Limit(style.max_wpm, "words a minute")


def _speed(item: Item, view: View) -> float:
    duration_ms = max(1, item.cue.span.duration_ms)
    if view.delivery.style.max_cps:
        return view.chars(item.cue.lines) * 1000 / duration_ms
    return len(item.text.split()) * 60_000 / duration_ms


def _spreads(view: View, bars: Sequence[Bar]) -> Iterator[Spread]:
    codes = {bar.cue: bar.codes for bar in bars}
    limit = _limit(view.delivery)
    speeds = [(bar.speed, bool(SPEEDS & set(bar.codes))) for bar in bars]
    yield Spread("Reading speed", limit.unit, limit.speed / 20, 2 * limit.speed, speeds)
    lengths = [((bar.end_ms - bar.start_ms) / 1000, bool(LENGTHS & set(bar.codes))) for bar in bars]
    yield Spread("Duration", "s", 0.5, 10, lengths)
    gaps = [
        ((following.cue.span.start_ms - item.cue.span.end_ms) / 1000, bool(GAPS & set(codes[item.number])))
        for item, following in view.neighbours()
    ]
    yield Spread("Gap to the next cue", "s", 0.1, 2, gaps)


def _cues(found: Findings) -> Iterator[str]:
    by_cue: dict[int, list[Problem]] = {}
    for problem in found.problems:
        by_cue.setdefault(problem.cue, []).append(problem)
    if not by_cue:
        return
    language = escape(found.delivery.language)
    yield '<section aria-labelledby="cues"><h2 id="cues">Cue by cue</h2>\n<table class="cues">'
    yield "<thead><tr><th>Cue</th><th>Time</th><th>Text</th><th>Problems</th></tr></thead><tbody>"
    for number, problems in by_cue.items():
        cue = found.sheet.cues[number - 1]
        listed = "".join(
            f"<li><code>{problem.code}</code> {escape(problem.message)}</li>" for problem in problems
        )
        yield (
            f'<tr id="cue-{number}"><th scope="row">{number}</th><td class="times">{_times(cue, _film(found))}</td>'
            f'<td class="text" dir="auto" lang="{language}">{_rows(cue.lines)}</td><td><ul>{listed}</ul></td></tr>'
        )
    yield "</tbody></table></section>"


def _comments(found: Findings) -> Iterator[str]:
    """What a reviewer has said of cues."""
    said = [(number, cue) for number, cue in enumerate(found.sheet.cues, start=1) if cue.comment]
    accepted = sum(cue.accepted for cue in found.sheet.cues)
    if not said and not accepted:
        return
    yield '<section aria-labelledby="review"><h2 id="review">Review</h2>'
    yield f"<p>{accepted} of {_count(len(found.sheet.cues), 'cue')} accepted.</p>"
    if said:
        yield '<table class="cues"><thead><tr><th>Cue</th><th>Time</th>'
        yield "<th>Text</th><th>Comment</th></tr></thead><tbody>"
    for number, cue in said:
        yield (
            f'<tr><th scope="row">{number}</th><td class="times">{_times(cue, _film(found))}</td>'
            f'<td class="text" dir="auto">{_rows(cue.lines)}</td>'
            f'<td dir="auto">{_rows(cue.comment.splitlines())}</td></tr>'
        )
    yield "</tbody></table></section>" if said else "</section>"


def _changes(found: Findings) -> Iterator[str]:
    if not found.changes:
        return
    yield '<section aria-labelledby="changes"><h2 id="changes">What was mended</h2>\n<table class="changes">'
    yield "<thead><tr><th>Cue</th><th>Before</th><th>After</th><th>Why</th></tr></thead><tbody>"
    for change in found.changes:
        after = _shape(change.after) if change.after else "removed"
        why = " ".join(f"<code>{code}</code>" for code in change.codes)
        yield (
            f'<tr><th scope="row">{change.cue}</th><td data-label="Before" dir="auto">{_shape(change.before)}</td>'
            f'<td data-label="After" dir="auto">{after}</td><td>{why}</td></tr>'
        )
    yield "</tbody></table></section>"


def _shape(cue: Cue) -> str:
    return f'<span class="times">{_times(cue)}</span><br>{_rows(cue.markup or cue.lines)}'


def _film(found: Findings) -> str:
    return found.sheet.media.name if found.sheet.media else ""


def _times(cue: Cue, film: str = "") -> str:
    begin = film_time(film, cue.span.start_ms, clock(cue.span.start_ms, 3))
    return f"{begin}<span> to {clock(cue.span.end_ms, 3)}</span>"


def _rows(lines: Sequence[str]) -> str:
    return "<br>".join(escape(shown(line)) for line in lines)


def _rate(delivery: CheckContext) -> str:
    return f"{float(delivery.grid.fps):.6g}"


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.0f} %" if whole else "0 %"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
