"""Cue text (§6.4): the tokeniser and the tree, told as what opens, what is said, and what closes.

A tree that is told in order is never deeper than a list, so that ten thousand nested tags harm nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.formats.timestamps import STAMP, TooLateError, milliseconds
from subtool.text.markup import TAG, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

START = re.compile(r"([^\t\n\f .]*)((?:\.[^\t\n\f .]*)*)(.*)", re.DOTALL)
SPACES = re.compile(r"[\t\n\f\r ]+")
ANYWHERE = frozenset({"c", "i", "b", "u", "ruby", "v", "lang"})
ANNOTATED = frozenset({"v", "lang"})


@dataclass(frozen=True, slots=True)
class TextNode:
    """What is shown."""

    text: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What follows is said from this time on."""

    ms: int


@dataclass(frozen=True, slots=True)
class Open:
    """A tag opens; its `annotation` is the voice of `v`, the language of `lang`."""

    name: str
    classes: tuple[str, ...] = ()
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """The tag that was opened last closes."""

    name: str


def events(text: str) -> Iterator[TextNode | Stamp | Open | Close]:
    """The tree of a cue's text in order; all that opens closes."""
    opened: list[str] = []
    last = 0
    for match in TAG.finditer(text):
        if match.start() > last:
            yield TextNode(unescaped(text[last : match.start()]))
        last = match.end()
        body = match[0][1:].removesuffix(">")
        if body.startswith("/"):
            yield from _ends(body[1:], opened)
        elif body[:1].isascii() and body[:1].isdigit():
            yield from _stamps(body)
        elif (start := _start(body)) and (start.name in ANYWHERE or opened[-1:] == ["ruby"]):
            opened.append(start.name)
            yield start
    if last < len(text):
        yield TextNode(unescaped(text[last:]))
    yield from (Close(name) for name in reversed(opened))


def _ends(name: str, opened: list[str]) -> Iterator[Close]:
    if opened[-1:] == [name]:
        yield Close(opened.pop())
    elif name == "ruby" and opened[-1:] == ["rt"]:
        yield Close(opened.pop())
        yield Close(opened.pop())


def _stamps(body: str) -> Iterator[Stamp]:
    match = STAMP.fullmatch(body)
    try:
        ms = milliseconds(*match.groups()) if match else None
    except TooLateError:
        ms = None
    if ms is not None:
        yield Stamp(ms)


def _start(body: str) -> Open | None:
    match = START.fullmatch(body)
    assert match, "every part of it may be empty"
    name, classes, annotation = match.groups()
    if name not in ANYWHERE and name != "rt":
        return None
    said = SPACES.sub(" ", unescaped(annotation)).strip(" ") if name in ANNOTATED else ""
    return Open(name, tuple(class_name for class_name in classes.split(".") if class_name), said)
