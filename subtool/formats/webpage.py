"""A transcript as a page: paragraphs with links to their times, speakers, and footnotes linked both ways.

It stands by itself, without scripts and without anything loaded, and can be read aloud: language, headings, landmarks.
A link such as `#t=62.1` is both the paragraph's own address and the time in a film the page is shown beside.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from subtool.formats.passages import paragraphs
from subtool.model import Role
from subtool.text.page_shell import PageShell
from subtool.text.punctuation import runs_right_to_left
from subtool.timecode import clock

if TYPE_CHECKING:
    from subtool.formats.passages import Paragraph
    from subtool.model import Sheet

STYLE = """
:root { color-scheme: light dark; --quiet: #5b6470; --line: #d9dde3; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --quiet: #a3adba; --line: #3a414b; --link: #8ec1ff; } }
body { margin: 0 auto; max-width: 44rem; padding: 2.5rem 1.25rem 4rem; line-height: 1.6;
  font: 1.0625rem/1.65 Georgia, "Times New Roman", serif; overflow-wrap: break-word; }
h1, h2, h3, .time, .speaker { font-family: system-ui, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
header p { color: var(--quiet); margin: 0 0 2rem; font-family: system-ui, sans-serif; font-size: .9rem; }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .75rem; }
.passage { display: grid; grid-template-columns: 4.5rem 1fr; margin: 0 0 1.1rem; scroll-margin-top: 1rem; }
.passage:target { background: color-mix(in srgb, var(--link) 12%, transparent); }
.passage p { margin: 0; grid-column: 2; }
.time { font-size: .8rem; padding-top: .28rem; font-variant-numeric: tabular-nums; grid-row: 1; grid-column: 1; }
.speaker { display: block; font-size: .8rem; font-weight: 600; color: var(--quiet); }
.title p { font-family: system-ui, sans-serif; font-weight: 600; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
sup { line-height: 0; font-size: .72em; } sup a { text-decoration: none; padding: 0 .1em; }
#sources { border-top: 1px solid var(--line); margin-top: 3rem; font-size: .95rem; }
#sources dl { display: grid; grid-template-columns: 2.5rem 1fr; gap: .5rem .5rem; }
#sources dt { font-variant-numeric: tabular-nums; } #sources dd { margin: 0; }
:target { outline: 2px solid var(--link); outline-offset: .2rem; }
@media (max-width: 32rem) { .passage { display: block; } }
@media print { a { color: inherit; text-decoration: none; } }
""".strip()


def write(sheet: Sheet) -> str:
    """The page, as UTF-8."""
    parts = paragraphs(sheet)
    cited = list(dict.fromkeys(number for part in parts for number in part.footnotes))
    anchors = {number: f"{index}" for index, number in enumerate(cited, start=1)}
    title = escape(" ".join(sheet.title.split()) or "Transcript")
    film = f"<p>{escape(sheet.media.name)}, {clock(sheet.media.duration_ms, 0)}</p>\n" if sheet.media else ""
    seen: dict[str, int] = {}
    used: set[str] = set()
    body = "\n".join(_passage(part, anchors, seen, used) for part in parts)
    page = (
        f"<header>\n<h1>{title}</h1>\n{film}"
        f'</header>\n<main>\n<section aria-labelledby="transcript">\n<h2 id="transcript">Transcript</h2>\n{body}\n'
        f"</section>\n{_sources(sheet, anchors, seen)}</main>"
    )
    name, right_to_left = " ".join(sheet.title.split()) or "Transcript", runs_right_to_left(sheet.language)
    return PageShell(name, f"{STYLE}\n", language=sheet.language, right_to_left=right_to_left).page(page)


def _passage(part: Paragraph, anchors: dict[str, str], seen: dict[str, int], used: set[str]) -> str:
    ms = part.span.start_ms
    time = f"t={ms / 1000:.3f}".rstrip("0").rstrip(".")
    address = "" if time in used else f' id="{time}"'
    used.add(time)
    speaker = f'<span class="speaker">{escape(part.speaker)}</span>' if part.speaker else ""
    kind = "passage title" if part.role is Role.TITLE else "passage"
    text = "".join(
        escape(piece.text) + "".join(_mark(number, anchors[number], seen) for number in piece.footnotes)
        for piece in part.pieces
    )
    return (
        f'<div class="{kind}"{address}><a class="time" href="#{time}" aria-label="at {clock(ms, 0)}">{clock(ms, 0)}</a>'
        f"<p>{speaker}{text}</p></div>"
    )


def _mark(number: str, anchor: str, seen: dict[str, int]) -> str:
    seen[number] = seen.get(number, 0) + 1
    return (
        f'<sup><a id="mark-{anchor}-{seen[number]}" href="#source-{anchor}" '
        f'aria-label="source {escape(number, quote=True)}">{escape(number)}</a></sup>'
    )


def _sources(sheet: Sheet, anchors: dict[str, str], seen: dict[str, int]) -> str:
    notes = [note for note in sheet.footnotes if note.number in anchors]
    if not notes:
        return ""
    lines = []
    for note in notes:
        anchor = anchors[note.number]
        back = " ".join(
            f'<a href="#mark-{anchor}-{index}" aria-label="back to the text">↩</a>'
            for index in range(1, seen.get(note.number, 0) + 1)
        )
        lines.append(
            f'<dt id="source-{anchor}">{escape(note.number)}</dt><dd>{escape(note.full)} {back}</dd>'
        )
    head = '<section id="sources" aria-labelledby="sources-title">\n<h2 id="sources-title">Sources</h2>'
    return "\n".join([head, "<dl>", *lines, "</dl>", "</section>", ""])
