"""Files that are nearly XML, as programs that put text together without an XML library write them."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from subtool.errors import FormatError, Place
from subtool.formats.ttml.document import as_utf8
from subtool.text.encoding import decode

DECLARATION = re.compile(rb"\A\s+(?=<\?xml)")
DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[<>]{0,1000}>")  # without a subset, in which entities are declared
# Programs on Windows put text together in UTF-16, and save it in UTF-8 with the name of the other.
MISNAMED = re.compile(
    rb"""(\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["'])(?:utf-?16|ucs-?2|utf-?32)[a-z-]{0,3}(?=["'])""",
    re.IGNORECASE,
)
LESS_THAN = re.compile(rb"<(?![A-Za-z_:/!?\x80-\xff])")
AMPERSAND = re.compile(rb"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});)")
NAMED = re.compile(rb"&([A-Za-z]\w{0,30});")
OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


def mended(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The file in UTF-8 as XML, as far as what is wrong with it has one meaning; and what that was."""
    said = list[str]()
    data = _applied(MISNAMED, rb"\1UTF-8", data, "it is in UTF-8, and names another encoding", said)
    data = _applied(DECLARATION, b"", as_utf8(data), "there is space before its XML declaration", said)
    data = _applied(DOCTYPE, b"", data, "it names a DTD, which is not looked at", said)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = decode(data, encoding=None, place=Place(""))
        except FormatError:
            return data, tuple(said)  # the parser says where
        said.append(f"is not in the encoding it names; read as {text.encoding}")
        data = text.text.encode()
    data = _applied(AMPERSAND, b"&amp;", data, "“&” stands in it where XML has “&amp;”", said)
    if b"<![CDATA[" not in data:
        data = _applied(LESS_THAN, b"&lt;", data, "“<” stands in it where XML has “&lt;”", said)
    if any(_character(name) for name in NAMED.findall(data)):
        said.append("it has names of characters that HTML has and XML has not")
        data = NAMED.sub(lambda found: _character(found[1]) or found[0], data)
    return data, tuple(said)


def _applied(pattern: re.Pattern[bytes], new: bytes, data: bytes, odd: str, said: list[str]) -> bytes:
    result, count = pattern.subn(new, data)
    if count:
        said.append(odd)
    return result


def _character(name: bytes) -> bytes:
    """What HTML means by a name that XML does not have."""
    known = name.decode()
    return chr(name2codepoint[known]).encode() if known in name2codepoint.keys() - OF_XML else b""
