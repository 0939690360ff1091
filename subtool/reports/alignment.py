"""How an alignment went: what was heard where, what is missing on either side, and which cues are doubtful."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from subtool.model import Role, Timing
from subtool.reports.check.chart import STRIP_MS
from subtool.reports.pairs import pairs_section
from subtool.reports.summary import ENOUGH, ORDER, heard_share
from subtool.text.page_shell import PageShell, film_time
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue, Sentence, Sheet, Span, Word

Moment = tuple[int, int]  # when a sentence is said in the film, and when the text alone would have it

DOUBTFUL = 0.75  # a cue believed less than this is shown with its text
HEIGHT, FOOT = 56, 18  # pixels of a strip, and below it for the times
DRIFT_HEIGHT = 140  # pixels
TICKS = 5  # times below a strip
LOOKS = {Timing.HEARD: "fine", Timing.PARTLY: "other", Timing.GUESSED: "fast"}


def page(sheet: Sheet, moments: Sequence[Moment] = (), sentences: Sequence[Sentence] = ()) -> str:
    """The report on an aligned sheet; `moments` are its sentences in the film and in the text alone, in ms.

    `sentences` are those of its script, which stand beside their originals where it is a translation.
    """
    css = files(__package__).joinpath("report.css").read_text("utf-8")
    css += files(__package__).joinpath("alignment.css").read_text("utf-8")
    name = escape(sheet.media.name if sheet.media else sheet.title)
    body = "\n".join(
        (
            *_head(sheet, name),
            *_time_line(sheet),
            *_drift(moments),
            *_doubtful(sheet),
            *_missing(sheet),
            *pairs_section(sheet, sentences),
        )
    )
    shell = PageShell(f"Alignment: {sheet.media.name if sheet.media else sheet.title}", css, "align")
    return shell.page(f"<main>\n{body}\n</main>")


def _head(sheet: Sheet, name: str) -> Iterator[str]:
    spoken = _spoken(sheet)
    share = heard_share(sheet) or 0.0
    yield f'<header>\n<p class="kicker">Alignment</p>\n<h1>{escape(sheet.title) or name}</h1>'
    yield f'<p class="against">to the voice in <b>{name}</b></p>'
    yield f'<p class="verdict {"good" if share >= ENOUGH else "bad"}">{share:.1%} of the script heard</p><dl>'
    facts = [("cues", str(len(spoken)))]
    facts += [
        (timing.value, str(count))
        for timing in ORDER
        if (count := sum(cue.timing is timing for cue in spoken))
    ]
    facts.append(("sentences not in the film", str(len(sheet.unspoken))))
    extra_ms = sum(span.duration_ms for span in sheet.unscripted)
    facts.append(("speech not in the script", f"{extra_ms / 1000:.1f} s"))
    yield from (f"<div><dt>{what}</dt><dd>{value}</dd></div>" for what, value in facts)
    yield "</dl>\n</header>"


def _time_line(sheet: Sheet) -> Iterator[str]:
    yield '<section aria-labelledby="line"><h2 id="line">Time line</h2>'
    yield (
        "<p>Each bar is a cue, as high as its time can be believed.</p>"
        '<ul class="legend"><li class="fine">heard</li><li class="other">heard in part</li>'
        '<li class="fast">guessed between its neighbours</li><li class="unscripted">speech that is not in the script'
        '</li><li class="missing">a sentence of the script that is not in the film</li></ul>'
    )
    for from_ms in range(0, max(1, _end_ms(sheet)), STRIP_MS):
        yield _strip(sheet, from_ms)
    yield "</section>"


def _strip(sheet: Sheet, from_ms: int) -> str:
    to_ms = from_ms + STRIP_MS
    here = [(n, cue) for n, cue in enumerate(sheet.cues, 1) if from_ms <= cue.span.start_ms < to_ms]
    bars = "".join(_bar(number, cue, from_ms) for number, cue in here if cue.role is Role.SPEECH)
    extra = "".join(
        f'<rect class="unscripted" {_across(span, from_ms)} y="0" height="{HEIGHT}">'
        f"<title>not in the script: {clock(span.start_ms)} to {clock(span.end_ms)}</title></rect>"
        for span in sheet.unscripted
        if from_ms <= span.start_ms < to_ms
    )
    gone = "".join(
        f'<svg x="{_share(at_ms, from_ms):.3f}%" overflow="visible"><path class="missing" d="M-5,0 L5,0 L0,9 Z">'
        f"<title>not in the film: {escape(text)}</title></path></svg>"
        for at_ms, text in _places(sheet)
        if from_ms <= at_ms < to_ms
    )
    step = STRIP_MS // TICKS
    ticks = "".join(
        f'<line class="tick" x1="{share:g}%" x2="{share:g}%" y1="0" y2="{HEIGHT}"/>'
        f'<text x="{share:g}%" y="{HEIGHT + 13}">{clock(time_ms).removesuffix(".0")}</text>'
        for time_ms in range(from_ms, to_ms, step)
        for share in (_share(time_ms, from_ms),)
    )
    name = f"{clock(from_ms)} to {clock(to_ms)}: {len(here)} cues"
    return (
        f'<svg class="strip" role="img" aria-label="{name}" height="{HEIGHT + FOOT}">{ticks}{extra}{bars}{gone}'
        f'<line class="base" x1="0" x2="100%" y1="{HEIGHT}" y2="{HEIGHT}"/></svg>'
    )


def _bar(number: int, cue: Cue, from_ms: int) -> str:
    height = max(3.0, HEIGHT * (cue.confidence or 0.0))
    title = (
        f"cue {number}, {clock(cue.span.start_ms)}: {cue.timing.value}, {cue.confidence or 0:.0%}: {cue.text}"
    )
    shape = (
        f'<rect class="{LOOKS.get(cue.timing, "fine")}" {_across(cue.span, from_ms)} y="{HEIGHT - height:.1f}" '
        f'height="{height:.1f}"><title>{escape(title)}</title></rect>'
    )
    return f'<a href="#cue-{number}" tabindex="-1">{shape}</a>' if _is_doubtful(cue) else shape


def _drift(moments: Sequence[Moment]) -> Iterator[str]:
    """How far the film runs ahead of the text's own pace, or behind it."""
    if len(moments) < 3 or moments[-1][1] == moments[0][1]:
        return
    (first, start), (last, end) = moments[0], moments[-1]
    rate = (last - first) / (end - start)
    away = [(film, (film - first - rate * (text - start)) / 1000) for film, text in moments]
    most = max(1.0, *(abs(seconds) for _, seconds in away))
    points = " L".join(
        f"{(film - first) * 1000 / (last - first):.1f},{DRIFT_HEIGHT / 2 * (1 - seconds / most):.1f}"
        for film, seconds in away
    )
    steps = [abs(b - a) for (_, a), (_, b) in pairwise(away)]
    yield '<section aria-labelledby="drift"><h2 id="drift">Drift between the draft and the film</h2>'
    yield (
        "<p>How many seconds later each sentence is said than an even pace of the text has it. Slopes are the "
        "narrator's pace and the picture's pauses, a cliff is a scene that came or went. Median step: "
        f"{median(steps):.1f} s.</p>"
        f'<svg role="img" aria-label="Drift, up to {most:.0f} seconds" height="{DRIFT_HEIGHT + FOOT}">'
        f'<svg viewBox="0 0 1000 {DRIFT_HEIGHT}" preserveAspectRatio="none" height="{DRIFT_HEIGHT}" width="100%">'
        f'<line class="base" x1="0" x2="1000" y1="{DRIFT_HEIGHT / 2}" y2="{DRIFT_HEIGHT / 2}"/>'
        f'<path class="drift" d="M{points}"/></svg>'
        f'<text x="0" y="11">{most:+.0f} s</text><text x="0" y="{DRIFT_HEIGHT - 3}">{-most:+.0f} s</text>'
        f'<text x="0" y="{DRIFT_HEIGHT + 13}">{clock(first)}</text>'
        f'<text class="edge end" x="100%" y="{DRIFT_HEIGHT + 13}">{clock(last)}</text></svg></section>'
    )


def _doubtful(sheet: Sheet) -> Iterator[str]:
    cues = [(number, cue) for number, cue in enumerate(sheet.cues, 1) if _is_doubtful(cue)]
    if not cues:
        return
    yield '<section aria-labelledby="doubt"><h2 id="doubt">Doubtful cues</h2>'
    yield "<p>Words that were not heard are marked; their times lie between those that were.</p>"
    yield '<table class="cues"><thead><tr><th>Cue</th><th>Time</th><th>Text</th><th>Verdict</th></tr></thead><tbody>'
    language, film = escape(sheet.language), sheet.media.name if sheet.media else ""
    for number, cue in cues:
        begin = film_time(film, cue.span.start_ms, clock(cue.span.start_ms))
        yield (
            f'<tr id="cue-{number}"><th scope="row">{number}</th><td class="times">{begin}</td>'
            f'<td class="text" dir="auto" lang="{language}">{_marked(cue)}</td>'
            f"<td>{cue.timing.value}, {cue.confidence or 0:.0%}</td></tr>"
        )
    yield "</tbody></table></section>"


def _missing(sheet: Sheet) -> Iterator[str]:
    if sheet.unspoken:
        yield '<section aria-labelledby="gone"><h2 id="gone">Not in the film</h2><table class="cues">'
        counted = escape(sheet.counted.capitalize())
        yield f"<thead><tr><th>{counted}</th><th>Sentence of the script</th></tr></thead><tbody>"
        for piece in sheet.unspoken:
            yield f'<tr><th scope="row">{piece.source.line}</th><td dir="auto">{escape(piece.text)}</td></tr>'
        yield "</tbody></table></section>"
    if sheet.unscripted:
        yield '<section aria-labelledby="extra"><h2 id="extra">Not in the script</h2><table class="cues">'
        yield "<thead><tr><th>From</th><th>To</th><th>Length</th></tr></thead><tbody>"
        film = sheet.media.name if sheet.media else ""
        for span in sheet.unscripted:
            begin = film_time(film, span.start_ms, clock(span.start_ms))
            yield (
                f'<tr><th scope="row">{begin}</th><td>{clock(span.end_ms)}</td>'
                f"<td>{span.duration_ms / 1000:.1f} s</td></tr>"
            )
        yield "</tbody></table></section>"


def _spoken(sheet: Sheet) -> list[Cue]:
    return [cue for cue in sheet.cues if cue.role is Role.SPEECH]


def _is_doubtful(cue: Cue) -> bool:
    return cue.role is Role.SPEECH and (
        cue.timing in {Timing.PARTLY, Timing.GUESSED} or (cue.confidence or 1) < DOUBTFUL
    )


def _marked(cue: Cue) -> str:
    if [word.text for word in cue.words] != cue.text.split():
        return escape(cue.text)
    return " ".join(_word(word) for word in cue.words)


def _word(word: Word) -> str:
    return escape(word.text) if word.confidence else f"<mark>{escape(word.text)}</mark>"


def _places(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Where on the time line each sentence that is not in the film would have been said."""
    known = [(cue.source, cue.span.end_ms) for cue in _spoken(sheet) if cue.source]
    for piece in sheet.unspoken:
        yield max((end_ms for source, end_ms in known if source < piece.source), default=0), piece.text


def _end_ms(sheet: Sheet) -> int:
    """When the last thing ends that the time line shows."""
    return max((span.end_ms for span in (*(cue.span for cue in sheet.cues), *sheet.unscripted)), default=0)


def _share(at_ms: int, from_ms: int) -> float:
    return (at_ms - from_ms) * 100 / STRIP_MS


def _across(span: Span, from_ms: int) -> str:
    x = _share(span.start_ms, from_ms)
    return f'x="{x:.3f}%" width="{min(max(0.08, span.duration_ms * 100 / STRIP_MS), 100 - x):.3f}%"'
