"""TTML: IMSC 1.1 text, EBU-TT-D and their kin, through ttconv. Files with a DTD or entities of their own are refused.

What is written conforms to the IMSC 1.1 text profile.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ElementTree, ParseError, tostring

from subtool.errors import FormatError, Place
from subtool.formats.timedtext import understood
from subtool.model import Role
from subtool.text import markup

if TYPE_CHECKING:
    from subtool.model import Cue, Sheet

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
# Where regions stand: the edge their text keeps to, and their top and height in percent.
REGIONS = {
    "bottom": ("after", 10, 80),
    "middle": ("center", 10, 80),
    "top": ("before", 10, 80),
    "note": ("before", 10, 80),
    "title": ("after", 10, 80),
}
DEPTH = 200  # elements in one another


def read(data: bytes) -> Sheet:
    """The paragraphs as cues.

    Raises:
        FormatError: it is no XML, has a DTD, or is no TTML.
    """
    tree = parsed(data)

    def document() -> Any:  # noqa: ANN401 - ttconv's
        from ttconv.imsc.reader import to_model

        return to_model(tree)

    return understood(document, "TTML")


def parsed(data: bytes) -> ElementTree[Any]:
    """A tree of XML without a DTD, without entities of its own, and not too deep.

    Raises:
        FormatError: it is something else.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        raise FormatError("is no XML", at=Place("", line, column + 1), hint="mend it there") from error
    except DefusedXmlException as error:
        raise FormatError(
            "has a DTD or entities of its own, which are refused", hint="take them out"
        ) from error
    except (ValueError, LookupError) as error:
        raise FormatError("is in an encoding that XML does not know", hint="save it as UTF-8") from error
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > DEPTH:
            raise FormatError("is nested too deeply", hint="take the elements apart")
    return ElementTree(root)


def write(sheet: Sheet) -> bytes:
    """A paragraph a cue: titles and footnote captions are known by their regions, captions stand at the top."""
    from ttconv.imsc.writer import from_model
    from ttconv.model import Body, ContentDocument, Div

    document = ContentDocument()
    document.set_lang(sheet.language)
    document.set_content_profiles({PROFILE})
    regions = {name: _region(document, name) for name in REGIONS}
    body, div = Body(document), Div(document)
    document.set_body(body)
    body.push_child(div)
    for cue in sheet.cues:
        div.push_child(_paragraph(document, cue, regions[_region_of(cue)]))
    text: str = tostring(from_model(document).getroot(), encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _region(document: Any, name: str) -> Any:  # noqa: ANN401 - ttconv's
    from ttconv import style_properties as styles
    from ttconv.model import Region

    align, top, height = REGIONS[name]
    percent = styles.LengthType.Units.pct
    region = Region(name, document)
    region.set_style(
        styles.StyleProperties.Origin,
        styles.CoordinateType(styles.LengthType(10, percent), styles.LengthType(top, percent)),
    )
    region.set_style(
        styles.StyleProperties.Extent,
        styles.ExtentType(styles.LengthType(height, percent), styles.LengthType(80, percent)),
    )
    region.set_style(styles.StyleProperties.DisplayAlign, styles.DisplayAlignType[align])
    document.put_region(region)
    return region


def _region_of(cue: Cue) -> str:
    if cue.role is not Role.SPEECH:
        return cue.role.value
    line = re.search(r"(?:^|\s)line:(\d+(?:\.\d+)?)(%?)", cue.settings)
    if line and (not line[2] or float(line[1]) < 33):
        return "top"
    return "middle" if line and float(line[1]) < 66 else "bottom"


def _paragraph(document: Any, cue: Cue, region: Any) -> Any:  # noqa: ANN401 - ttconv's
    from ttconv import style_properties as styles
    from ttconv.model import Br, P

    paragraph = P(document)
    paragraph.set_begin(Fraction(cue.span.start_ms, 1000))
    paragraph.set_end(Fraction(cue.span.end_ms, 1000))
    paragraph.set_region(region)
    side = re.search(r"(?:^|\s)align:(start|end|left|right)", cue.settings)
    start = cue.role is Role.NOTE
    align = side[1] if side else "start" if start else "center"
    paragraph.set_style(styles.StyleProperties.TextAlign, styles.TextAlignType[align])
    for at, row in enumerate(row for row in markup.rows(cue) if row.strip()):
        if at:
            paragraph.push_child(Br(document))
        _fill(document, paragraph, row)
    return paragraph


def _fill(document: Any, paragraph: Any, row: str) -> None:  # noqa: ANN401 - ttconv's
    """The pieces of a row between its tags, each in the styles that are open there."""
    from ttconv import style_properties as styles
    from ttconv.model import Span, Text

    opened, at = set[str](), 0
    ends = [(tag.start(), tag.end(), tag[0]) for tag in markup.TAG.finditer(row)]
    for start, end, tag in [*ends, (len(row), len(row), "")]:
        text = NO_XML.sub("\ufffd", " ".join(markup.shown([row[at:start]])))
        if text:
            span = Span(document)
            if "i" in opened:
                span.set_style(styles.StyleProperties.FontStyle, styles.FontStyleType.italic)
            if "b" in opened:
                span.set_style(styles.StyleProperties.FontWeight, styles.FontWeightType.bold)
            span.push_child(Text(document, text))
            paragraph.push_child(span)
        name = tag.strip("</>")
        opened = opened - {name} if tag.startswith("</") else opened | {name}
        at = end
