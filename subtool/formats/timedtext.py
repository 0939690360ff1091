"""Cues from the document model of ttconv, into which it reads TTML, SCC and EBU-STL."""

from __future__ import annotations

import logging
import re
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from subtool.errors import FormatError
from subtool.formats import colours, plain
from subtool.formats.ttml.paragraphs import ROLES
from subtool.model import Cue, Remark, Role, Sheet, Source, Span
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOREVER = Fraction(plain.LAST_MS, 1000)  # seconds; the end of what has none
LOW, MIDDLE = 60, 33  # percent of the picture, where text begins that stands at its bottom, in its middle
HALF, OFF_CENTRE = 50, 4  # percent; captions are indented by whole columns of 2.5
TAGS = {"FontStyle": ("italic", "i"), "FontWeight": ("bold", "b")}


class Leaf(NamedTuple):
    """A piece of text as it is shown, with tags, and when."""

    begin: Fraction
    end: Fraction
    text: str


def understood(read: Callable[[], Any], name: str) -> Sheet:
    """The cues of the document that `read` makes; whatever goes wrong in it, the file is what is wrong.

    Raises:
        FormatError: it cannot be read, or holds no cue.
    """
    logging.getLogger("ttconv").setLevel(logging.CRITICAL + 1)  # what it says is said here
    try:
        document = read()
        cues = [] if document is None or document.get_body() is None else list(_cues(document))
    except FormatError:
        raise
    except Exception as error:  # ttconv lets whatever its parts raise through
        raise FormatError(
            f"is no {name} that can be read", hint="save it anew in the program that made it"
        ) from error
    lacking = [cue.span.end_ms >= plain.LAST_MS for cue in cues]
    cues, which = plain.ended(cues, lacking)
    sheet = plain.sheet(cues, "cue", f"a paragraph of {name} with times and text")
    remarks = tuple(
        Remark(f"the caption “{cues[at].text[:40]}” is never erased; {plain.END_RULE}", Source(1, 1))
        for at in which
    )
    return Sheet(sheet.cues, language=document.get_lang() or "en", remarks=remarks)


def _cues(document: Any) -> Iterator[Cue]:  # noqa: ANN401 - ttconv is not typed as strictly
    from ttconv.model import P

    stack = [(document.get_body(), Fraction(0), FOREVER, frozenset[str]())]
    while stack:
        element, begin, end, styles = stack.pop()
        begin, end = _times(element, begin, end)
        styles = _styles(element, styles)
        if isinstance(element, P):
            leaves = list(_leaves(element, Leaf(begin, end, ""), styles))
            for (starts, ends), run in groupby(leaves, key=lambda leaf: leaf[:2]):
                cue = _cue(element, starts, ends, "".join(leaf.text for leaf in run))
                if cue:
                    yield cue
        else:
            stack += [(child, begin, end, styles) for child in reversed(list(element))]


def _times(element: Any, begin: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:  # noqa: ANN401
    """Times count from those of what an element stands in, and end with it at the latest."""
    starts, ends = element.get_begin(), element.get_end()
    return begin + (starts or 0), end if ends is None else min(end, begin + ends)


def _styles(element: Any, styles: frozenset[str]) -> frozenset[str]:  # noqa: ANN401
    from ttconv.style_properties import StyleProperties

    colour = _colour(element.get_style(StyleProperties.Color))
    if colour is not None:
        styles = frozenset(tag for tag in styles if not tag.startswith("c.")) | (
            {colour} if colour else set()
        )
    for name, (value, tag) in TAGS.items():
        given = element.get_style(getattr(StyleProperties, name))
        if given is not None:
            styles = styles | {tag} if given.name == value else styles - {tag}
    return styles


def _colour(given: Any) -> str | None:  # noqa: ANN401
    """The tag of a colour; none of white, which text has anyway."""
    if given is None:
        return None
    shown = "#" + "".join(f"{part:02x}" for part in given.components[:3])
    return "" if shown == colours.WHITE else f"c.{colours.class_of(shown)}"


def _leaves(element: Any, at: Leaf, styles: frozenset[str]) -> Iterator[Leaf]:  # noqa: ANN401
    from ttconv.model import Br, Text

    for child in element:
        if isinstance(child, Text):
            text = markup.escaped(re.sub(r"[\s\x00-\x1f]+", " ", child.get_text()))
            for tag in sorted(styles, reverse=True) if text.strip() else ():
                text = f"<{tag}>{text}</{tag.partition('.')[0]}>"
            yield at._replace(text=text)
        elif isinstance(child, Br):
            yield at._replace(text="\n")
        else:
            inner = Leaf(*_times(child, at.begin, at.end), "")
            yield from _leaves(child, inner, _styles(child, styles))


def _cue(paragraph: Any, begin: Fraction, end: Fraction, text: str) -> Cue | None:  # noqa: ANN401
    rows = tuple(_joined(row) for row in text.split("\n") if markup.TAG.sub("", row).strip())
    start_ms, end_ms = round(begin * 1000), round(min(end, FOREVER) * 1000)
    if not rows or not 0 <= start_ms <= end_ms:
        return None
    region = paragraph.get_region()
    role = ROLES.get(region.get_id(), Role.SPEECH) if region is not None else Role.SPEECH
    shown = tuple(" ".join(line.split()) for line in markup.shown(rows))
    tagged = any("<" in row for row in rows)
    settings = "" if role is Role.NOTE else _settings(paragraph)
    return Cue(
        Span(start_ms, end_ms),
        shown,
        role,
        settings=settings,
        markup=rows if tagged else (),
    )


def _joined(row: str) -> str:
    """A row without tags that close and open again at once."""
    row = re.sub(r"</([ib])><\1>", "", row)
    return re.sub(r" +", " ", row).strip()


def _settings(paragraph: Any) -> str:  # noqa: ANN401
    from ttconv.style_properties import StyleProperties

    region = paragraph.get_region()
    display = region.get_style(StyleProperties.DisplayAlign) if region is not None else None
    align = paragraph.get_style(StyleProperties.TextAlign)
    line = {"before": "line:0", "center": "line:50%"}.get(display.name if display else "", "")
    side = {"start": "align:start", "left": "align:start", "end": "align:end", "right": "align:end"}
    origin, extent = (
        region.get_style(style) if region is not None else None
        for style in (StyleProperties.Origin, StyleProperties.Extent)
    )
    if (
        origin is not None and line == "line:0"
    ):  # text that begins low in the picture does not stand at its top
        line = "" if origin.y.value >= LOW else "line:50%" if origin.y.value >= MIDDLE else line
    centred = (
        origin is not None
        and extent is not None
        and abs(origin.x.value + extent.width.value / 2 - HALF) <= OFF_CENTRE
    )
    return " ".join(filter(None, (line, "" if centred else side.get(align.name if align else "", ""))))
