"""An XML file as elements that know where they stand, so that a file can be written again with little changed.

Prefixes that are bound to no namespace are read as they are usually meant, for such files are common. A DTD, entities
of the file's own and a depth beyond any use are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from subtool.errors import FormatError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 200  # elements in one another
XML = "http://www.w3.org/XML/1998/namespace"
DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(slots=True, eq=False)
class Element:
    """An element: its name and attributes with their namespaces, and where its tags stand (in bytes).

    `inside` are its texts and elements in their order.
    """

    name: str
    namespace: str
    attributes: dict[tuple[str, str], str]  # by namespace and name
    line: int
    start: int
    start_end: int = 0  # after its start tag
    inside_end: int = 0  # before its end tag
    inside: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> Iterator[Element]:
        return (child for child in self.inside if isinstance(child, Element))

    def text(self) -> str:
        """All that is written in it."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.inside)

    def every(self) -> Iterator[Element]:
        """It and all elements in it, in the order of the file."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(list(element.children)))


def as_utf8(data: bytes) -> bytes:
    """The file in UTF-8, without another encoding declared in it.

    Raises:
        FormatError: it is not in the encoding that it names.
    """
    declared = DECLARED.match(data)
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    name = marked or (declared[1].decode("ascii") if declared else "utf-8")
    if not marked and data[:4] in {b"<\0?\0", b"<\0t\0"}:
        name = "utf-16-le"
    elif not marked and data[:4] in {b"\0<\0?", b"\0<\0t"}:
        name = "utf-16-be"
    if name.lower() in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return data
    try:
        text = data.decode(name)
    except (LookupError, ValueError) as error:
        raise FormatError(f"is not in the encoding it names, {name}", hint="save it as UTF-8") from error
    return re.sub(
        r"""(<\?xml[^>]{0,200}?encoding\s*=\s*)(["'])[\w.:-]+["']""", r"\1\2UTF-8\2", text, count=1
    ).encode()


def parsed(data: bytes) -> Element:
    """The root element of a file in UTF-8.

    Raises:
        FormatError: it is not XML, has a DTD or entities of its own, or is nested too deeply.
    """
    builder = _Builder()
    parser = expat.ParserCreate(encoding="UTF-8")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    builder.parser, builder.data = parser, data
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own: it is the last piece
    except expat.ExpatError as error:
        place = Place("", error.lineno, error.offset + 1)
        reason = expat.ErrorString(error.code) or "syntax error"
        raise FormatError(f"is not XML: {reason.lower()}", at=place, hint="mend it there") from error
    assert builder.root is not None, "a file that ends well has a root"
    return builder.root


def _refuse_dtd(*_args: object) -> NoReturn:
    raise FormatError("has a DTD or entities of its own, which are refused", hint="take them out")


class _Builder:
    """What expat tells, put together to a tree."""

    parser: expat.XMLParserType
    data: bytes

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.bound: list[dict[str, str]] = [{"xml": XML}]

    def start(self, tag: str, pairs: list[str]) -> None:
        if len(self.open) >= DEPTH:
            raise FormatError("is nested too deeply", hint="take the elements apart")
        given = dict(zip(pairs[::2], pairs[1::2], strict=True))
        bound = self.bound[-1]
        if any(name.startswith("xmlns") for name in given):
            bound = bound | {
                name.partition(":")[2]: uri
                for name, uri in given.items()
                if name == "xmlns" or name.startswith("xmlns:")
            }
        self.bound.append(bound)
        prefix, _, name = tag.rpartition(":")
        attributes = {
            self._resolved(name, bound): value
            for name, value in given.items()
            if not name.startswith("xmlns")
        }
        start = self.parser.CurrentByteIndex
        element = Element(
            name, bound.get(prefix, prefix), attributes, self.parser.CurrentLineNumber, start,
            _tag_end(self.data, start),
        )  # fmt: skip
        element.inside_end = element.start_end
        if self.open:
            self.open[-1].inside.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _tag: str) -> None:
        element = self.open.pop()
        self.bound.pop()
        if self.data[element.start_end - 2 : element.start_end] != b"/>":
            element.inside_end = self.parser.CurrentByteIndex

    def text(self, text: str) -> None:
        self.open[-1].inside.append(text)

    @staticmethod
    def _resolved(name: str, bound: dict[str, str]) -> tuple[str, str]:
        prefix, _, local = name.rpartition(":")
        return (bound.get(prefix, prefix) if prefix else ""), local


def _tag_end(data: bytes, start: int) -> int:
    """After the tag that begins at `start`: a `>` in a quoted value does not end it."""
    position, quote = start, 0
    while position < len(data):
        byte = data[position]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return position + 1
        position += 1
    return position
