"""What the author of a script says of its lines: in comments of the script itself, or in a file beside it.

`<!-- subtool: skip -->` in a line of text is said of that line; alone in its line it is said of the paragraph below, or
of all up to `<!-- subtool: end -->`. With `speak` in place of `skip` the same is spoken, whatever it looks like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind
from subtool.script.source_lines import Declared, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPENING_CHARS = 60  # of a line, by which it is found again where the script has changed above it
SPEECH, LABEL, SKIP = "speech", "label", "skip"
BY_AUTHOR = "its author says so"
DIRECTIVE = re.compile(
    r"<!(?:--|–|—)\s{0,9}subtool:\s{0,9}(?P<what>skip|speak|end)\s{0,9}(?:--|–|—)>", re.IGNORECASE
)
_SAID = re.compile(r"\s{0,9}subtool:\s{0,9}(?P<what>skip|speak|end)\s{0,9}", re.IGNORECASE)
_SHOWN = frozenset((AsideKind.TITLE, AsideKind.HEADING, AsideKind.ON_SCREEN))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a line of the script is: "speech", a kind of aside, "skip", or a "label" (who speaks, and nothing else)."""

    line: int
    text: str  # its first characters
    what: str


def directive_of(comment: str) -> str:
    """What a comment of any markup says to subtool, as a comment that this module reads; nothing of another."""
    found = _SAID.fullmatch(comment)
    return f"<!-- subtool: {found['what'].lower()} -->" if found else ""


def opening_of(text: str) -> str:
    """The first characters of a line, as a decision keeps them: on one line, none that cannot be written."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split()))
    return shown[:OPENING_CHARS]


def cut_directives(rows: Sequence[Row]) -> tuple[list[Row], list[Aside]]:
    """The rows without the comments that speak of them, as these say; and those that are not spoken."""
    if not any("subtool:" in row.text for row in rows):
        return list(rows), []
    said = _said(rows)
    plain = [
        replace(row, text=DIRECTIVE.sub("", row.text).strip()) if "<!" in row.text else row for row in rows
    ]
    return decided(plain, said)


def decided(rows: Sequence[Row], said: dict[int, str]) -> tuple[list[Row], list[Aside]]:
    """The rows as it is said of them, by their index; and those that are not spoken."""
    left: list[Row] = []
    asides: list[Aside] = []
    for index, row in enumerate(rows):
        what = said.get(index, "") if row.text else ""
        if not what:
            left.append(row)
        elif what == SPEECH:
            declared = row.declared or Declared()
            left.append(replace(row, declared=replace(declared, aside=None, by_author=True)))
        elif (kind := _kind(what)) in _SHOWN:
            left.append(replace(row, declared=Declared(kind, by_author=True)))
        else:
            asides.append(Aside(kind, row.text, row.source, BY_AUTHOR))
    return left, asides


def matched(rows: Sequence[Row], decisions: Iterable[Decision]) -> tuple[dict[int, Decision], list[Decision]]:
    """The decisions by the index of the row each is of, and those whose row is gone.

    A row is known by how it begins; of several that begin alike the nearest to the line counts.
    """
    places: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        if row.text:
            places.setdefault(opening_of(row.text), []).append(at)
    found: dict[int, Decision] = {}
    gone: list[Decision] = []
    for decision in decisions:
        free = [at for at in places.get(decision.text, ()) if at not in found]
        if free:
            found[min(free, key=lambda at: abs(rows[at].line - decision.line))] = decision
        else:
            gone.append(decision)
    return found, gone


def _kind(what: str) -> AsideKind:
    return AsideKind.NOTE if what == SKIP else AsideKind(what)


def _said(rows: Sequence[Row]) -> dict[int, str]:
    """What the comments say of each row, by its index."""
    said: dict[int, str] = {}
    found = [
        (at, match["what"].lower()) for at, row in enumerate(rows) if (match := DIRECTIVE.search(row.text))
    ]
    for number, (at, word) in enumerate(found):
        if word == "end":
            continue
        what = SPEECH if word == "speak" else SKIP
        following = found[number + 1] if number + 1 < len(found) else None
        if DIRECTIVE.sub("", rows[at].text).strip():
            said[at] = what
        elif following and following[1] == "end":
            said |= dict.fromkeys(range(at + 1, following[0]), what)
        else:
            said |= dict.fromkeys(_paragraph(rows, at + 1), what)
    return said


def _paragraph(rows: Sequence[Row], start: int) -> range:
    """The rows of the first paragraph from there on."""
    while start < len(rows) and not rows[start].text:
        start += 1
    end = start
    while end < len(rows) and rows[end].text and not DIRECTIVE.fullmatch(rows[end].text):
        end += 1
    return range(start, end)
