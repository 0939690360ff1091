"""Lines with tags, in the notation of WebVTT, as far as everybody meets them: escaped, joined, stripped, marked. Pure.

The lines that a viewer sees are a cue's `lines`; its `markup` says the same with tags. What a tag means is known to
the formats.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from subtool.model import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from subtool.model import Cue

# In the head of every page we write, before its title: nothing is loaded, sent or run, whatever a text smuggles in.
PAGE_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'\">\n"
)
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
TAG = re.compile(r"<[^>]*>?")
ANNOTATION = re.compile(r"<rt(?:[.\s][^<>]*)?>(.*?)(?=</rt>|</ruby>|\Z)", re.DOTALL)
BEYOND = re.compile(r"&#(?:0*[1-9][0-9]{7,}|[xX]0*[1-9a-fA-F][0-9a-fA-F]{6,});?")
CHARACTER = re.compile(r"<[^>]*>?|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});?|.|\n", re.DOTALL)


def escaped(text: str) -> str:
    """Text that is shown as it is."""
    return text.translate(ESCAPES)


def lines(cue: Cue) -> tuple[str, ...]:
    """The lines of a cue in the notation of WebVTT, whether it has tags or not."""
    return cue.markup or tuple(map(escaped, cue.lines))


def shown(markup: Iterable[str]) -> tuple[str, ...]:
    """The lines as a viewer sees them, as many as there are: tags gone, character references resolved.

    What stands over its base where ruby is known stands in brackets after it.
    """
    text = with_brackets("\n".join(markup))
    text = "".join(map(_unescaped_lines, TAG.split(text))) if "&" in text else TAG.sub("", text)
    return tuple(text.split("\n"))


def with_brackets(text: str) -> str:
    """Markup with the brackets of its ruby written out."""
    parts, last = list[str](), 0
    for place, bracket in _brackets(text):
        parts += (text[last:place], bracket)
        last = place
    return "".join((*parts, text[last:]))


def _brackets(text: str) -> Iterator[tuple[int, str]]:
    """The brackets around each ruby text of a markup, and where they stand in it."""
    for match in ANNOTATION.finditer(text) if "<rt" in text else ():
        said = TAG.sub("", match[1])
        if said.strip() and text.rfind("<ruby", 0, match.start()) > text.rfind("</ruby", 0, match.start()):
            first, last = "（）" if is_unspaced(said) else "()"
            yield match.start(1), first
            yield match.end(1), last


def _unescaped_lines(text: str) -> str:
    if "&" not in text:
        return text
    return "\n".join(unescaped(line).replace("\n", " ") for line in text.split("\n"))


def unescaped(text: str) -> str:
    """Text with its HTML character references resolved; a number that no character has is U+FFFD."""
    return unescape(BEYOND.sub("\ufffd", text))


def characters(markup: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What is seen of each piece of the lines, and how it is written; of a tag nothing is seen.

    The brackets of ruby are seen, and written nowhere.
    """
    text = "\n".join(markup)
    brackets = dict(_brackets(text))
    for match in CHARACTER.finditer(text):
        written = match[0]
        if match.start() in brackets:
            yield brackets[match.start()], ""
        yield ("", written) if written[0] == "<" else (unescaped(written), written)
    if len(text) in brackets:
        yield brackets[len(text)], ""


def with_insertions(markup: Iterable[str], insertions: dict[int, str]) -> tuple[str, ...]:
    """The lines with plain text put after the given letters, counted from 1 without spaces."""
    parts, count = list[str](), 0
    for seen, written in characters(markup):
        parts.append(written)
        if seen and not seen.isspace():
            count += len(seen)
            parts.append(escaped(insertions.get(count, "")))
    return tuple("".join(parts).split("\n"))
