"""Mutants of a file: bytes cut, doubled and overwritten, and what still parses but says something else.

Bytes thrown about seldom come past a parser of XML, JSON or boxes: what reads the values after it would never be tried.
Of three mutants one is thrown about, one has a few bytes overwritten, and one is well-formed: elements, keys and values
are taken out, doubled, moved and exchanged for odd ones.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    import random

LARGEST = 20_000
ODD = [
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n\n", b"-->", b"<", b"</", b">", b"&", b"&#", b"{", b"}", b"\\", b'"',
    b"'", b":", b",", b".", b"-", b"9" * 30, b"[", b"]", b"<b>", b"<i", b"{\\an8}", b"\t", b"\xe2\x80\xa8", b"=",
    b"\xed\xa0\x80", b"00:00:01,000 --> 00:00:02,000", b"%", b"NaN", b"1e999", b"-1", b"\\ud800", b"<!DOCTYPE x [",
    b"]]>", b"NOTE\n", b"\x0b", b"\x1c", "²".encode(), "٣".encode(), "İ".encode(), "ﬁ".encode(), "\u202e".encode(),
    "ı".encode(), "ſ".encode(), "\u212a".encode(), "ß".encode(), "ŉ".encode(),
]  # fmt: skip
VALUES = (
    "", " ", "-1", "0", "9" * 30, "9" * 5000, "1e999", "NaN", "-0.5", "1/0", "²", "٣", "İ", "\u2028", "\u202e",
    "x" * 3000, "00:00:01.000", "99:99:99:99", "10:00:00;00", "5s", "100%", "#", "rId1", "../../../x", "file:///x",
    "true", "a b c",
)  # fmt: skip
WORD = re.compile(r"[\w.:-]+")
PAIR = re.compile(r"([\w.-]+) = (.+)")
TOML_VALUES = (
    "0", "-1", "1_000_000_000_000", "inf", "nan", "1e300", "true", "[]", "[[]]", "{}", "{a = 1}", "[true]",
    "[1, 'a', {}]",
    "1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", *(json.dumps(value) for value in VALUES),
)  # fmt: skip
OTHERS = (None, True, False, 0, -1, 1.5, 10**30, float("inf"), [], {}, [[]], {"": ""}, *VALUES)


def mutant(sample: bytes, chance: random.Random) -> bytes:
    """A sample with one to eight pieces cut, doubled, overwritten or repeated."""
    data = bytearray(sample)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 2, 5, 20, 200))
        match chance.randrange(6):
            case 0:
                del data[at : at + length]
            case 1:
                data[at:at] = data[at : at + length]
            case 2:
                data[at:at] = chance.choice(ODD)
            case 3:
                data[at : at + length] = chance.choice(ODD)
            case 4 if data:
                data[at % len(data)] ^= 1 << chance.randrange(8)
            case _:
                data[at:at] = chance.choice(ODD) * chance.choice((2, 10, 300))
    return bytes(data[: 2 * LARGEST])


def damaged(sample: bytes, chance: random.Random) -> bytes:
    """A mutant of one of the three sorts; of a zip archive most have one part spoilt, and are whole as archives."""
    if sample[:2] == b"PK" and chance.randrange(4):
        return _zipped(sample, chance)
    match chance.randrange(3):
        case 0:
            return mutant(sample, chance)
        case 1:
            return _overwritten(sample, chance)
        case _:
            return _well_formed(sample, chance) or _overwritten(sample, chance)


def _overwritten(sample: bytes, chance: random.Random) -> bytes:
    """One to three bytes are others; nothing moves, so that lengths and offsets of boxes stay right."""
    data = bytearray(sample)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(max(len(data), 1))
        data[at : at + 1] = bytes((chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256))),))
    return bytes(data)


def _well_formed(sample: bytes, chance: random.Random) -> bytes | None:
    start = sample.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        return _xml(sample, chance)
    if start in {b"{", b"["}:
        return _json(sample, chance) or _toml(sample, chance) or _words(sample, chance)
    return _toml(sample, chance) or _words(sample, chance)


def _zipped(sample: bytes, chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        spoilt = chance.choice(names)
        for name in names:
            part = old.read(name)
            if name != spoilt:
                new.writestr(name, part)
            elif chance.randrange(20):  # else it is missing
                spoil = _well_formed if chance.randrange(2) else damaged
                new.writestr(name, spoil(part, chance) or mutant(part, chance))
    return packed.getvalue()


def _xml(sample: bytes, chance: random.Random) -> bytes | None:
    try:
        root = etree.fromstring(sample, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    for _ in range(chance.randint(1, 4)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        _change(chance.choice(elements), chance.choice(elements), chance)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _change(element: etree._Element, other: etree._Element, chance: random.Random) -> None:
    """One change of a tree; the root stays."""
    parent, names = element.getparent(), list(element.attrib)
    match chance.randrange(8):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            parent.insert(parent.index(element), deepcopy(element))
        case 2:
            other.append(deepcopy(element))
        case 3:
            element.tag = other.tag
        case 4 if names:
            del element.attrib[chance.choice(names)]
        case 5 if other.attrib:
            element.attrib.update(other.attrib)
        case 6 if names:
            element.set(chance.choice(names), chance.choice(VALUES))
        case _:
            element.text = chance.choice(VALUES)


def _json(sample: bytes, chance: random.Random) -> bytes | None:
    """One value of a JSON file, or of some line of a file of lines, is another."""
    try:
        return _dumped([_changed(json.loads(sample), chance)])
    except ValueError:
        pass
    try:
        lines = [json.loads(line) for line in sample.splitlines() if line.strip()]
    except ValueError:
        return None
    number = chance.randrange(len(lines))
    lines[number] = _changed(lines[number], chance)
    return _dumped(lines) + b"\n"


def _toml(sample: bytes, chance: random.Random) -> bytes | None:
    """One to three lines `key = value` are others, gone, doubled or elsewhere."""
    lines = sample.decode(errors="replace").splitlines()
    for _ in range(chance.randint(1, 3)):
        numbers = [number for number, line in enumerate(lines) if PAIR.match(line)]
        if not numbers:
            return None
        number, other = chance.choice(numbers), chance.choice(numbers)
        key = PAIR.match(lines[number])[1]
        match chance.randrange(6):
            case 0:
                del lines[number]
            case 1:
                lines.insert(other, lines.pop(number))
            case 2:
                lines[number] = f"{key} = {PAIR.match(lines[other])[2]}"
            case 3:
                lines[number] = f"{key}.a = {PAIR.match(lines[number])[2]}"
            case _:
                lines[number] = f"{key} = {chance.choice(TOML_VALUES)}"
    return "\n".join(lines).encode()


def _words(sample: bytes, chance: random.Random) -> bytes | None:
    """One to three words or numbers of a text are others."""
    try:
        text = sample.decode()
    except UnicodeDecodeError:
        return None
    for _ in range(chance.randint(1, 3)):
        words = list(WORD.finditer(text))
        if not words or "\0" in text:
            return None
        found = chance.choice(words)
        other = chance.choice((*VALUES, *(chance.choice(words)[0] for _ in VALUES)))
        text = f"{text[: found.start()]}{other}{text[found.end() :]}"
    return text.encode()


def _dumped(values: list[object]) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode(errors="surrogatepass")


def _changed(value: object, chance: random.Random) -> object:
    """The value with something in it changed."""
    places = list(_places(value))
    if not places:
        return chance.choice(OTHERS)
    for _ in range(chance.randint(1, 3)):
        inside, key = chance.choice(places)
        if isinstance(inside, list) and not 0 <= key < len(inside):
            continue
        match chance.randrange(5):
            case 0:
                inside.pop(key, None) if isinstance(inside, dict) else inside.pop(key)
            case 1 if isinstance(inside, list):
                inside.insert(key, deepcopy(inside[key]))
            case 2:
                inside[key] = deepcopy(_value_at(chance.choice(places)))
            case _:
                inside[key] = chance.choice(OTHERS)
    return value


def _value_at(place):
    inside, key = place
    if isinstance(inside, dict):
        return inside.get(key)
    return inside[key] if key < len(inside) else None


def _places(value):
    """Every (container, key) in a value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])
