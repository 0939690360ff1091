"""A season on one page: its episodes, what is doubtful, wrong or missing in each, and all its sources."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from subtool.text.page_shell import PageShell
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Facts = Mapping[str, Any]
    Episodes = Mapping[str, Facts]


def season_page(title: str, episodes: Episodes) -> str:
    """The page; of each episode by its name, what its `check` step tells, nothing where it could not be made."""
    css = files(__package__).joinpath("report.css").read_text("utf-8")
    name = escape(title or "Season")
    body = "\n".join((*_head(name, episodes), *_table(episodes), *_missing(episodes), *_sources(episodes)))
    shell = PageShell(f"Season: {title or 'Season'}", css, "build")
    return shell.page(f"<main>\n{body}\n</main>")


def problem_count(facts: Facts) -> int:
    """How many problems an episode has."""
    return sum(facts.get("problems", {}).values())


def _head(name: str, episodes: Episodes) -> Iterator[str]:
    known = [facts for facts in episodes.values() if facts]
    problems, not_made = sum(map(problem_count, known)), len(episodes) - len(known)
    yield f'<header>\n<p class="kicker">Season</p>\n<h1>{name}</h1>'
    faults = [
        f"{number} {what}{'' if number == 1 else 's'}{rest}"
        for number, what, rest in ((problems, "problem", ""), (not_made, "episode", " not made"))
        if number
    ]
    verdict = ", ".join(faults) or "no problems"
    yield f'<p class="verdict {"bad" if faults else "good"}">{verdict}</p>\n<dl>'
    figures = (
        ("episodes", len(episodes)),
        ("not made", not_made),
        ("length", clock(sum(facts["duration_ms"] for facts in known))),
        ("cues", sum(facts["cues"] for facts in known)),
        ("doubtful cues", sum(facts["doubtful"] for facts in known)),
        ("sentences not in the films", sum(len(facts["unspoken"]) for facts in known)),
        ("sources", len({source["text"] for facts in known for source in facts["sources"]})),
    )
    yield from (f"<div><dt>{what}</dt><dd>{value}</dd></div>" for what, value in figures)
    yield "</dl>\n</header>"


def _table(episodes: Episodes) -> Iterator[str]:
    heads = (
        "Episode",
        "Film",
        "Language",
        "Cues",
        "Heard",
        "Doubtful",
        "Problems",
        "Not in the film",
        "Footnotes",
    )
    yield '<section aria-labelledby="episodes"><h2 id="episodes">Episodes</h2>\n<table class="rules episodes">'
    yield f"<thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead><tbody>"
    for name, facts in episodes.items():
        cells = _cells(facts) if facts else ("not made", *[""] * (len(heads) - 2))
        row = "".join(
            f'<td data-label="{head}">{escape(str(cell))}</td>'
            for head, cell in zip(heads[1:], cells, strict=True)
        )
        yield f'<tr><td data-label="Episode"><b>{escape(name)}</b></td>{row}</tr>'
    yield "</tbody></table></section>"


def _cells(facts: Facts) -> tuple[object, ...]:
    heard = facts["heard"]
    return (
        facts["film"] or "draft", facts["language"], facts["cues"], "" if heard is None else f"{heard:.0%}",
        facts["doubtful"], problem_count(facts), len(facts["unspoken"]), facts["footnotes"],
    )  # fmt: skip


def _missing(episodes: Episodes) -> Iterator[str]:
    if not any(facts.get("unspoken") for facts in episodes.values()):
        return
    yield '<section aria-labelledby="missing"><h2 id="missing">Sentences that the films do not contain</h2>'
    for name, facts in episodes.items():
        if facts.get("unspoken"):
            yield f"<h3>{escape(name)}</h3>\n<ul>"
            yield from (f"<li>line {one['line']}: {escape(one['text'])}</li>" for one in facts["unspoken"])
            yield "</ul>"
    yield "</section>"


def _sources(episodes: Episodes) -> Iterator[str]:
    """Every source of the season once, with each place where it is shown."""
    shown: dict[str, list[str]] = {}
    for name, facts in episodes.items():
        for source in facts.get("sources", ()):
            times = ", ".join(clock(at_ms) for at_ms in source["at_ms"]) or "not shown"
            shown.setdefault(source["text"], []).append(f"{name} [{source['number']}] {times}")
    if not shown:
        return
    yield '<section aria-labelledby="sources"><h2 id="sources">Sources</h2>\n<table class="rules">'
    yield "<thead><tr><th>Source</th><th>Where it is shown</th></tr></thead><tbody>"
    for text in sorted(shown, key=str.casefold):
        places = "<br>".join(map(escape, shown[text]))
        yield f'<tr><td data-label="Source">{escape(text)}</td><td data-label="Where it is shown">{places}</td></tr>'
    yield "</tbody></table></section>"
