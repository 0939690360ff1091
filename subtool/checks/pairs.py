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
    """What is open so far: the sign, and the cue that opened it."""

    quotes: list[tuple[str, Item]] = field(default_factory=list)
    brackets: list[tuple[str, Item]] = field(default_factory=list)


def quotations(view: View) -> Iterator[Problem]:
    """Quotation marks and brackets without their fellow. A quotation may run over any number of cues.

    A mark that opens is known by the blank before it, one that closes by what stands before it, since languages
    use the same marks in either sense (“…”, „…“, ”…”, «…», »…«). Each cue of a long quotation may begin with one.
    """
    for track in view.tracks:
        still = _Open()
        for item in track:
            for match in MARK.finditer(item.text) if not item.text.isalnum() else ():
                sign, at = match[0], match.start()
                if sign in QUOTES:
                    yield from _quote(view, item, at, still)
                elif sign in PAIRS:
                    yield from _closing_bracket(view, item, at, still)
                else:
                    still.brackets.append((sign, item))
        for sign, item in still.quotes:
            yield view.problem("unclosed-quotation", item, mark=sign)
        for sign, item in still.brackets:
            yield view.problem("unclosed-bracket", item, mark=sign)


def inverted_marks(view: View) -> Iterator[Problem]:
    """Spanish questions and exclamations that nothing opened; they may run over several cues."""
    if view.delivery.primary != "es":
        return
    for track in view.tracks:
        opened: set[str] = set()
        for item in track:
            for match in INVERTED.finditer(item.text):
                sign = match[0]
                if sign in "¿¡":
                    opened.add(sign)
                elif not opened:
                    yield view.problem(
                        "inverted-mark-missing", item, mark=sign, wanted="¿" if sign == "?" else "¡"
                    )
                elif item.text[match.end() : match.end() + 1] not in {"?", "!"}:
                    opened.clear()


def _quote(view: View, item: Item, at: int, still: _Open) -> Iterator[Problem]:
    sign = item.text[at]
    if _opens(item.text, at, still):
        if still.quotes and still.quotes[-1][0] == sign:
            if at <= _lead(item.text):
                return  # each cue of a long quotation may begin with a mark
            yield view.problem("unclosed-quotation", still.quotes.pop()[1], mark=sign)
        still.quotes.append((sign, item))
    elif still.quotes:
        still.quotes.pop()
    elif sign != '"' or not item.text[at - 1 : at].isdigit():  # inches: 5'9"
        yield view.problem("unopened-quotation", item, mark=sign)


def _opens(text: str, at: int, still: _Open) -> bool:
    sign = text[at]
    if sign == "„":
        return True
    blank_before, blank_after = _parted(text, at)
    if blank_before != blank_after:
        return blank_before
    if sign == '"':
        return not still.quotes
    return sign in "“«"  # French sets blanks inside its marks


def _parted(text: str, at: int) -> tuple[bool, bool]:
    """Whether a mark is parted from the word before it, and from the one behind it."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    blank_before = not before or before.isspace() or before in "([{-–—/¿¡…'‘’" + QUOTES
    blank_after = not after or after.isspace() or after in ")]}.,;:!?…-–—/'’" + QUOTES
    return blank_before, blank_after


def _closing_bracket(view: View, item: Item, at: int, still: _Open) -> Iterator[Problem]:
    sign = item.text[at]
    if still.brackets and still.brackets[-1][0] == PAIRS[sign]:
        still.brackets.pop()
    elif not (sign in ")）" and LISTED.search(item.text, max(0, at - 4), at)):
        yield view.problem("unopened-bracket", item, mark=sign)


def senses(text: str) -> list[tuple[str, tuple[bool, bool], bool]]:
    """Each quotation mark and bracket of a text with all that tells its sense."""
    lead = _lead(text)
    return [
        (text[at], _parted(text, at), at <= lead) for at in (match.start() for match in MARK.finditer(text))
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
