"""What comes in pairs: quotation marks and brackets over all cues, tags within one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from subtool.checks.finding import QUOTED_CHARS, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import Item, View
    from subtool.checks.problem import Problem

QUOTES = '"“”„«»'
INVERTED = re.compile(r"[¿¡?!]")
PAIRS = dict(zip(")]}）］】〕」』》〉", "([{（［【〔「『《〈", strict=True))
MARK = re.compile(f"[{re.escape(QUOTES + ''.join((*PAIRS, *PAIRS.values())))}]")
LISTED = re.compile(r"(?:^|\s)\w{1,2}\Z")  # "a)", "1)"
BEFORE_A_QUOTE = "-–—…. \n"  # what may stand before the mark that opens each cue of a long quotation
VTT_TAG = re.compile(r"<(/?)([A-Za-z]+)(?:[ .][^<>]*)?>")


@dataclass(slots=True)
class _Open:
    """What is open so far: the mark, and the cue that opened it."""

    quotes: list[tuple[str, Item]] = field(default_factory=list)
    brackets: list[tuple[str, Item]] = field(default_factory=list)


def quotations(view: View) -> Iterator[Problem]:
    """Quotation marks and brackets without their fellow. A quotation may run over any number of cues.

    A mark that opens is known by the space before it, one that closes by what stands before it, since languages
    use the same marks in either sense (“…”, „…“, ”…”, «…», »…«). Each cue of a long quotation may begin with one.
    """
    for track in view.tracks:
        still = _Open()
        for item in track:
            for match in MARK.finditer(item.text) if not item.text.isalnum() else ():
                mark, position = match[0], match.start()
                if mark in QUOTES:
                    yield from _quote(view, item, position, still)
                elif mark in PAIRS:
                    yield from _closing_bracket(view, item, position, still)
                else:
                    still.brackets.append((mark, item))
        for mark, item in still.quotes:
            yield view.problem("unclosed-quotation", item, mark=mark)
        for mark, item in still.brackets:
            yield view.problem("unclosed-bracket", item, mark=mark)


def inverted_marks(view: View) -> Iterator[Problem]:
    """Spanish questions and exclamations that nothing opened; they may run over several cues."""
    if view.delivery.primary != "es":
        return
    for track in view.tracks:
        opened: set[str] = set()
        for item in track:
            for match in INVERTED.finditer(item.text):
                mark = match[0]
                if mark in "¿¡":
                    opened.add(mark)
                elif not opened:
                    yield view.problem(
                        "inverted-mark-missing", item, mark=mark, wanted="¿" if mark == "?" else "¡"
                    )
                elif item.text[match.end() : match.end() + 1] not in {"?", "!"}:
                    opened.clear()


def _quote(view: View, item: Item, position: int, still: _Open) -> Iterator[Problem]:
    mark = item.text[position]
    if _opens(item.text, position, still):
        if still.quotes and still.quotes[-1][0] == mark:
            if position <= _lead(item.text):
                return  # each cue of a long quotation may begin with a mark
            yield view.problem("unclosed-quotation", still.quotes.pop()[1], mark=mark)
        still.quotes.append((mark, item))
    elif still.quotes:
        still.quotes.pop()
    elif mark != '"' or not item.text[position - 1 : position].isdigit():  # inches: 5'9"
        yield view.problem("unopened-quotation", item, mark=mark)


def _opens(text: str, position: int, still: _Open) -> bool:
    mark = text[position]
    if mark == "„":
        return True
    space_before, space_after = _parted(text, position)
    if space_before != space_after:
        return space_before
    if mark == '"':
        return not still.quotes
    return mark in "“«"  # French sets spaces inside its marks


def _parted(text: str, position: int) -> tuple[bool, bool]:
    """Whether a mark is parted from the word before it, and from the one after it."""
    before, after = text[max(0, position - 1) : position], text[position + 1 : position + 2]
    space_before = not before or before.isspace() or before in "([{-–—/¿¡…'‘’" + QUOTES
    space_after = not after or after.isspace() or after in ")]}.,;:!?…-–—/'’" + QUOTES
    return space_before, space_after


def _closing_bracket(view: View, item: Item, position: int, still: _Open) -> Iterator[Problem]:
    mark = item.text[position]
    if still.brackets and still.brackets[-1][0] == PAIRS[mark]:
        still.brackets.pop()
    elif not (mark in ")）" and LISTED.search(item.text, max(0, position - 4), position)):
        yield view.problem("unopened-bracket", item, mark=mark)


def senses(text: str) -> list[tuple[str, tuple[bool, bool], bool]]:
    """Each quotation mark and bracket of a text with all that tells its sense."""
    lead = _lead(text)
    return [
        (text[position], _parted(text, position), position <= lead)
        for position in (match.start() for match in MARK.finditer(text))
    ]


def _lead(text: str) -> int:
    """Where a cue begins to say something."""
    return len(text) - len(text.lstrip(BEFORE_A_QUOTE))


def tags(view: View) -> Iterator[Problem]:
    """Tags of a cue that are never closed, or close nothing."""
    for item in view.items:
        if item.cue.markup:
            for match in lone_tags("\n".join(item.cue.markup)):
                yield view.problem("unclosed-tag", item, mark=shown(match[0][:QUOTED_CHARS]))


def lone_tags(markup: str) -> list[re.Match[str]]:
    """The tags of one cue without their other half. The name of a voice (`<v Anna>`) needs none."""
    opened: list[re.Match[str]] = []
    lone: list[re.Match[str]] = []
    names: Counter[str] = Counter()
    for match in VTT_TAG.finditer(markup):
        name = match[2].lower()
        if not match[1]:
            opened.append(match)
            names[name] += 1
        elif not names[name]:
            lone.append(match)
        else:
            while (last := opened.pop())[2].lower() != name:
                names[last[2].lower()] -= 1
                lone.append(last)
            names[name] -= 1
    return [match for match in (*lone, *opened) if match[1] or match[2].lower() not in {"v", "rt"}]
