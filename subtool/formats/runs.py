"""A cue's text as runs of one look each: what formats with styles are read into, and written from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from subtool.formats import colours
from subtool.formats.cuetext import Close, Open, TextNode, events
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.model import Cue

SPACES = re.compile(r"[ \t\r\f\v]+")
COLOURED = re.compile(r"<c((?:\.[^\s.<>]++)++)>")


class TextLook(NamedTuple):
    """How text looks: `colour` is `#rrggbb`, or empty where nothing is said of it."""

    italic: bool = False
    bold: bool = False
    underlined: bool = False
    colour: str = ""


class TextRun(NamedTuple):
    """Text of one look; a line ends at each newline in it."""

    text: str
    look: TextLook = TextLook()


@dataclass(frozen=True, slots=True)
class StyledText:
    """The lines of a cue, with tags where they have any, and the colour that all of it has."""

    lines: tuple[str, ...]
    markup: tuple[str, ...] = ()
    colour: str = ""


def styled(runs: Iterable[TextRun], *, spaces: bool = False) -> StyledText | None:
    """The runs as the text of a cue; None when nothing is seen. Lines without text are left out.

    Spaces at the ends of lines go, and several become one unless `spaces` are kept.
    """
    lines = [line for line in _lines(runs, spaces=spaces) if line]
    if not lines:
        return None
    seen = {run.look.colour for line in lines for run in line if not run.text.isspace()}
    colour = seen.pop() if len(seen) == 1 else ""
    tagged = tuple(_tagged(line, "" if colour else None) for line in lines)
    shown = tuple("".join(run.text for run in line) for line in lines)
    has_tags = any("<" in line for line in tagged)
    return StyledText(shown, tagged if has_tags else (), "" if colour == colours.WHITE else colour)


def _lines(runs: Iterable[TextRun], *, spaces: bool) -> Iterator[list[TextRun]]:
    """Each line as runs without spaces at its ends."""
    line: list[TextRun] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(TextRun(first, run.look))
        for other in others:
            yield _trimmed(line, spaces=spaces)
            line = [TextRun(other, run.look)]
    yield _trimmed(line, spaces=spaces)


def _trimmed(line: Sequence[TextRun], *, spaces: bool) -> list[TextRun]:
    trimmed: list[TextRun] = []
    for run in line:
        text = run.text if spaces else SPACES.sub(" ", run.text)
        if not trimmed or (not spaces and trimmed[-1].text.endswith(" ")):
            text = text.lstrip(" \t")
        if text:
            trimmed.append(TextRun(text, run.look))
    while trimmed and not trimmed[-1].text.rstrip(" \t\r"):
        trimmed.pop()
    if trimmed:
        trimmed[-1] = TextRun(trimmed[-1].text.rstrip(" \t\r"), trimmed[-1].look)
    return trimmed


def _tagged(line: Sequence[TextRun], colour: str | None) -> str:
    """A line with tags, each closed in it; a `colour` that is given stands for that of every run."""
    parts: list[str] = []
    opened: list[str] = []
    for tags, group in groupby(line, key=lambda run: _tags(run.look, colour)):
        text = markup.escaped("".join(run.text for run in group))
        if not text.strip():
            parts.append(text)
            continue
        common = 0
        while common < min(len(tags), len(opened)) and tags[common] == opened[common]:
            common += 1
        closing = "".join(f"</{tag.partition('.')[0]}>" for tag in reversed(opened[common:]))
        parts.append(closing)
        parts += [f"<{tag}>" for tag in tags[common:]]
        parts.append(text)
        opened = list(tags)
    parts += [f"</{tag.partition('.')[0]}>" for tag in reversed(opened)]
    return _around_words("".join(parts))


def _around_words(line: str) -> str:
    """`one<i> two </i>three` has its spaces outside the tags, where every program shows them."""
    line = re.sub(r"((?:<[a-z][^<>]*>)++)( *+)", r"\2\1", line)
    return re.sub(r"(?<! )( ++)((?:</[a-z]++>)++)", r"\2\1", line)


def _tags(look: TextLook, colour: str | None) -> tuple[str, ...]:
    own = look.colour if colour is None else colour
    tags = (
        f"c.{colours.class_of(own)}" if own else "",
        "b" if look.bold else "",
        "i" if look.italic else "",
        "u" if look.underlined else "",
    )
    return tuple(filter(None, tags))


def of(cue: Cue) -> list[TextRun]:
    """The lines of a cue as runs; those between lines are newlines."""
    colour = cue.style.color
    if not cue.markup:
        return [TextRun("\n".join(cue.lines), TextLook(colour=colour))]
    runs, looks = list[TextRun](), [TextLook(colour=colour)]
    for event in events(markup.with_brackets("\n".join(cue.markup))):
        match event:
            case TextNode(text):
                runs.append(TextRun(text, looks[-1]))
            case Open(name, classes):
                looks.append(_opened(looks[-1], name, classes))
            case Close():
                looks.pop()
            case _:
                pass
    return runs


def _opened(look: TextLook, name: str, classes: Sequence[str]) -> TextLook:
    match name:
        case "i":
            look = look._replace(italic=True)
        case "b":
            look = look._replace(bold=True)
        case "u":
            look = look._replace(underlined=True)
        case _:
            pass
    colour = next((found for name in reversed(classes) if (found := colours.of_class(name))), None)
    return look._replace(colour=colour) if colour else look


def lines_of(cue: Cue) -> list[list[TextRun]]:
    """The lines that have text, each as runs."""
    return [line for line in _lines(of(cue), spaces=True) if line]


def tagged(cue: Cue) -> tuple[str, ...]:
    """The lines with tags, the colour of the cue's style among them; none where there is nothing to say."""
    colour = cue.style.color
    if not colour:
        return cue.markup
    lines = cue.markup or tuple(map(markup.escaped, cue.lines))
    if any("<c" in line for line in lines):
        lines = tuple(COLOURED.sub(_uncoloured, line) for line in lines)
    name = f"c.{colours.class_of(colour)}"
    return tuple(f"<{name}>{line}</c>" if line.strip() else line for line in lines)


def _uncoloured(tag: re.Match[str]) -> str:
    """A tag of classes without those that are colours."""
    return "".join(
        ("<c", *(f".{name}" for name in tag[1].split(".") if name and not colours.of_class(name)), ">")
    )


def is_said_plain(cue: Cue) -> bool:
    """Whether its markup says that it has no tags, and does not say nothing."""
    return bool(cue.markup) and not any("<" in line for line in cue.markup)


def whole_colour(cue: Cue) -> str:
    """The colour that all of a cue has; empty where it has several, or none but white."""
    if cue.style.color or not any("<c" in line for line in cue.markup):
        return cue.style.color
    seen = {run.look.colour for run in of(cue) if run.text.strip()}
    colour = seen.pop() if len(seen) == 1 else ""
    return "" if colour == colours.WHITE else colour
