"""SAMI (.smi), of Windows and of Korean sites: text from each `<SYNC Start=ms>` on, until the next one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.formats import colours, plain
from subtool.formats import runs as looks
from subtool.formats.runs import TextLook, TextRun, styled
from subtool.model import Cue, CueStyle, Remark, Sheet, Source, Span
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

SYNC = re.compile(r"<sync\b[^>]{0,200}?\bstart\s*=\s*[\"']?\s*(\d{1,12})[^>]{0,200}>", re.IGNORECASE)
CLASS = re.compile(r"<p\b[^>]{0,200}?\bclass\s*=\s*[\"']?\s*([\w-]{1,60})[^>]{0,200}>", re.IGNORECASE)
LANGUAGE = re.compile(r"\.([\w-]{1,60})\s*\{[^}]{0,300}?lang\s*:\s*([\w-]{1,20})", re.IGNORECASE)
RULE = re.compile(r"([.#]?[\w-]{1,60})\s*\{([^{}]{0,600})\}")
IDENTITY = re.compile(r"\bid\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{1,60})", re.IGNORECASE)
INLINE = re.compile(r"\bstyle\s*=\s*(?:\"([^\"]{0,300})\"|'([^']{0,300})')", re.IGNORECASE)
PROPERTY = re.compile(
    r"(?<![\w-])(font-style|font-weight|text-decoration|color)\s*:\s*([^;]{1,60})", re.IGNORECASE
)
TAG = re.compile(r"<(/?)([a-zA-Z]{1,10})\b([^>]{0,300})>")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
COLOUR = re.compile(r"(?<![\w-])color\s*+=\s*+[\"']?\s*([#\w]{1,20})", re.IGNORECASE)
TITLE = re.compile(r"<title>(.{0,300}?)</title>", re.IGNORECASE | re.DOTALL)
HEAD = """<SAMI>
<HEAD>
<TITLE>{title}</TITLE>
<STYLE TYPE="text/css">
<!--
P {{ font-family: sans-serif; text-align: center; }}
.LANG {{ Name: Subtitles; lang: {language}; SAMIType: CC; }}
-->
</STYLE>
</HEAD>
<BODY>
"""


def read(text: str) -> Sheet:
    """The texts as cues; of a file in several languages the first one.

    Raises:
        FormatError: it holds no text with a time.
    """
    head, *_ = SYNC.split(text, maxsplit=1)
    tags = {name.lower(): tag for name, tag in LANGUAGE.findall(head)}
    body = COMMENT.sub("", text[len(head) :])
    rules = {name.lower(): said for name, said in RULE.findall(head)}
    points = list(_points(body))
    classes = list(dict.fromkeys(point[1] for point in points if point[1]))
    remarks: list[Remark] = []
    if len(classes) > 1:
        said = ", ".join(classes)
        remarks.append(Remark(f"has several languages ({said}); {classes[0]} is read", Source(1, 1)))
        points = [point for point in points if point[1] in {"", classes[0]}]
    cues, lacking = list[Cue](), list[bool]()
    for index, (start_ms, name, tag, shown) in enumerate(points):
        later = next((time for time, *_ in points[index + 1 :] if time > start_ms), None)
        result = styled(_runs(shown, _look_of(rules, name, tag)))
        if result and start_ms <= plain.LAST_MS:
            span = Span(start_ms, start_ms if later is None else later)
            cues.append(Cue(span, result.lines, markup=result.markup, style=CueStyle(color=result.colour)))
            lacking.append(later is None)
    ended, which = plain.ended(cues, lacking)
    remarks += [Remark(f"the last text has no end; {plain.END_RULE}", Source(1, 1)) for _ in which]
    sheet = plain.sheet(ended, "text", "<SYNC Start=1000><P Class=ENCC>text")
    title = TITLE.search(head)
    return replace(
        sheet,
        title=" ".join(markup.unescaped(title[1]).split()) if title else "",
        language=tags.get(classes[0].lower(), "en") if classes else "en",
        remarks=tuple(remarks),
    )


def write(sheet: Sheet) -> str:
    """A text a cue, and an empty one where nothing is shown after it."""
    result = [
        HEAD.format(title=markup.escaped(" ".join(sheet.title.split())), language=sheet.language or "en")
    ]
    cues = sheet.cues
    for index, cue in enumerate(cues):
        text = "<br>".join("".join(map(_written, line)) for line in looks.lines_of(cue))
        result.append(f"<SYNC Start={cue.span.start_ms}><P Class=LANG>{text}\n")
        if index + 1 == len(cues) or cues[index + 1].span.start_ms > cue.span.end_ms:
            result.append(f"<SYNC Start={cue.span.end_ms}><P Class=LANG>&nbsp;\n")
    return "".join([*result, "</BODY>\n</SAMI>\n"])


def _points(body: str) -> Iterator[tuple[int, str, str, str]]:
    """The time, the class, the tag and the text of each paragraph."""
    matches = list(SYNC.finditer(body))
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(body)
        inside = body[match.end() : end]
        classes = list(CLASS.finditer(inside))
        for number, named in enumerate(classes):
            last = classes[number + 1].start() if number + 1 < len(classes) else len(inside)
            yield int(match[1]), named[1], named[0], inside[named.end() : last]
        if not classes:
            yield int(match[1]), "", "", inside


def _look_of(rules: dict[str, str], name: str, tag: str) -> TextLook:
    """How a paragraph looks: by the rules for all, for its class and its identifier, and by its own style.

    Players set all text in bold, as rules for all paragraphs often say, and it is not meant for emphasis.
    """
    identity = IDENTITY.search(tag)
    look = _with_css(TextLook(), rules.get("p", ""))
    look = _with_css(look, rules.get(f".{name.lower()}", ""))._replace(bold=False)
    look = _with_css(look, rules.get(f"#{identity[1].lower()}", "") if identity else "")
    return _with_css(look, _inline(tag))


def _inline(tag: str) -> str:
    said = INLINE.search(tag)
    return (said[1] or said[2] or "") if said else ""


def _with_css(look: TextLook, css: str) -> TextLook:
    for name, value in PROPERTY.findall(css):
        match name.lower(), value.strip().lower():
            case "font-style", said:
                look = look._replace(italic=said in {"italic", "oblique"})
            case "font-weight", said:
                look = look._replace(bold=said in {"bold", "bolder", "700", "800", "900"})
            case "text-decoration", said:
                look = look._replace(underlined="underline" in said)
            case _, said:
                colour = colours.parsed(said)
                look = look._replace(colour="" if colour == colours.WHITE else colour or look.colour)
    return look


def _runs(text: str, look: TextLook) -> Iterator[TextRun]:
    """What is seen: line ends of the file are spaces, `<br>` ends a line."""
    stack, position = [look], 0
    for tag in TAG.finditer(text):
        yield TextRun(_shown(text[position : tag.start()]), stack[-1])
        position = tag.end()
        closes, name, rest = tag[1], tag[2].lower(), tag[3]
        if name == "br":
            yield TextRun("\n", stack[-1])
        elif name in {"i", "b", "u", "font", "span"}:
            if not closes:
                stack.append(_opened(stack[-1], name, rest))
            elif len(stack) > 1:
                stack.pop()
    yield TextRun(_shown(text[position:]), stack[-1])


def _opened(look: TextLook, name: str, rest: str) -> TextLook:
    match name:
        case "i":
            return look._replace(italic=True)
        case "b":
            return look._replace(bold=True)
        case "u":
            return look._replace(underlined=True)
        case _:
            said = COLOUR.search(rest)
            colour = (colours.parsed(said[1]) or "") if said else look.colour
            return _with_css(look._replace(colour="" if colour == colours.WHITE else colour), _inline(rest))


def _shown(text: str) -> str:
    return re.sub(r"\s+", " ", markup.unescaped(text).replace("\u00a0", " "))


def _written(run: TextRun) -> str:
    text = markup.escaped(run.text)
    for on, tag in ((run.look.italic, "i"), (run.look.bold, "b"), (run.look.underlined, "u")):
        text = f"<{tag}>{text}</{tag}>" if on else text
    return f'<font color="{run.look.colour}">{text}</font>' if run.look.colour else text
