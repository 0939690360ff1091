"""What the author of a script says of its lines: in comments of the script itself, or in a file beside it.

`<!-- subtool: skip -->` in a line of text is said of that line; alone in its line it is said of the paragraph below, or
of all up to `<!-- subtool: end -->`. With `speak` in place of `skip` the same is spoken, whatever it looks like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind
from subtool.script.source_lines import Declared, SourceLine

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


def cut_directives(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Aside]]:
    """The lines without the comments that speak of them, as these say; and those that are not spoken."""
    if not any("subtool:" in line.text for line in lines):
        return list(lines), []
    said = _said(lines)
    plain = [
        replace(line, text=DIRECTIVE.sub("", line.text).strip()) if "<!" in line.text else line
        for line in lines
    ]
    return decided(plain, said)


def decided(lines: Sequence[SourceLine], said: dict[int, str]) -> tuple[list[SourceLine], list[Aside]]:
    """The lines as it is said of them, by their index; and those that are not spoken."""
    left: list[SourceLine] = []
    asides: list[Aside] = []
    for index, line in enumerate(lines):
        what = said.get(index, "") if line.text else ""
        if not what:
            left.append(line)
        elif what == SPEECH:
            declared = line.declared or Declared()
            left.append(replace(line, declared=replace(declared, aside=None, by_author=True)))
        elif (kind := _kind(what)) in _SHOWN:
            left.append(replace(line, declared=Declared(kind, by_author=True)))
        else:
            asides.append(Aside(kind, line.text, line.source, BY_AUTHOR))
    return left, asides


def matched(
    lines: Sequence[SourceLine], decisions: Iterable[Decision]
) -> tuple[dict[int, Decision], list[Decision]]:
    """The decisions by the index of the line each is of, and those whose line is gone.

    A line is known by how it begins; of several that begin alike the nearest to the line counts.
    """
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.text:
            places.setdefault(opening_of(line.text), []).append(index)
    found: dict[int, Decision] = {}
    gone: list[Decision] = []
    for decision in decisions:
        free = [index for index in places.get(decision.text, ()) if index not in found]
        if free:
            found[min(free, key=lambda index: abs(lines[index].number - decision.line))] = decision
        else:
            gone.append(decision)
    return found, gone


def _kind(what: str) -> AsideKind:
    return AsideKind.NOTE if what == SKIP else AsideKind(what)


def _said(lines: Sequence[SourceLine]) -> dict[int, str]:
    """What the comments say of each line, by its index."""
    said: dict[int, str] = {}
    found = [
        (index, match["what"].lower())
        for index, line in enumerate(lines)
        if (match := DIRECTIVE.search(line.text))
    ]
    for number, (index, word) in enumerate(found):
        if word == "end":
            continue
        what = SPEECH if word == "speak" else SKIP
        following = found[number + 1] if number + 1 < len(found) else None
        if DIRECTIVE.sub("", lines[index].text).strip():
            said[index] = what
        elif following and following[1] == "end":
            said |= dict.fromkeys(range(index + 1, following[0]), what)
        else:
            said |= dict.fromkeys(_paragraph(lines, index + 1), what)
    return said


def _paragraph(lines: Sequence[SourceLine], start: int) -> range:
    """The lines of the first paragraph from there on."""
    while start < len(lines) and not lines[start].text:
        start += 1
    end = start
    while end < len(lines) and lines[end].text and not DIRECTIVE.fullmatch(lines[end].text):
        end += 1
    return range(start, end)
