"""What a reviewer can do to a sheet, as values; and the JSON that asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subtool.errors import SheetError
from subtool.model import Role, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LATEST_MS = 100 * 3600 * 1000  # a hundred hours: what the formats can say
LONGEST_TEXT = 4000  # characters; a cue of a whole screen has some 200
PLACES = ("", "top", "middle", "bottom")
MOST_CUES = 100_000  # in one edit
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Retext:
    """Other text; its words keep their times as far as they stay."""

    cue: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retime:
    """Other times, of one cue or of several that move together."""

    spans: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Shift:
    """These cues moved by `by_ms`, later or earlier; with `ripple` all after the first of them too."""

    cues: tuple[str, ...]
    by_ms: int
    ripple: bool = False


@dataclass(frozen=True, slots=True)
class Describe:
    """What is said of a cue beside its text and its times: speaker, role, footnotes, comment, accepted, italic."""

    cue: str
    field: str
    value: object


@dataclass(frozen=True, slots=True)
class SplitCue:
    """Two cues of one: split after a number of characters of its text, or at a time."""

    cue: str
    at_char: int | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """One cue of several that follow each other."""

    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Insert:
    """A new cue; `unspoken` is the number, from 0, of the sentence not in the film that it holds."""

    span: Span
    lines: tuple[str, ...] = ("",)
    unspoken: int | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BestLines:
    """The lines of these cues broken as the house style has it."""

    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mend:
    """A cue's problems mended: those of a code, or all."""

    cue: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Rehear:
    """The text of these cues found again in the sound around them."""

    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovePair:
    """A cue of a translation paired with another sentence of the original, counted from 1."""

    cue: str
    original: int


@dataclass(frozen=True, slots=True)
class Resolve:
    """Of a cue that was changed here and in the file, which is to stay."""

    cue: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class Undo:
    pass


@dataclass(frozen=True, slots=True)
class Redo:
    pass


Edit = Retext | Retime | Shift | Describe | SplitCue | Merge | Insert | Delete | BestLines | Mend
Asked = Edit | Rehear | MovePair | Resolve | Undo | Redo


def edits_of(data: object) -> list[tuple[Asked, str]]:
    """The edits that a list asks for, each with the name of the step it belongs to.

    Edits of one step are undone together.

    Raises:
        SheetError: it is not such a list.
    """
    if not isinstance(data, list):
        raise _wrong("the edits", "are not a list")
    return [(_edit_of(value), _name(value, "step", "")) for value in data]


def _edit_of(value: object) -> Asked:
    if not isinstance(value, dict):
        raise _wrong("an edit", "is not an object")
    kind = value.get("edit")
    read = READ.get(kind) if isinstance(kind, str) else None
    if read is None:
        raise _wrong("'edit'", f"is none of {', '.join(READ)}")
    return read(value)


def _retext(data: dict[str, Any]) -> Retext:
    return Retext(_name(data, "cue"), _lines(data))


def _retime(data: dict[str, Any]) -> Retime:
    spans = data.get("spans")
    if not isinstance(spans, dict) or not 0 < len(spans) <= MOST_CUES:
        raise _wrong("'spans'", "is not an object of cues with their times")
    return Retime({str(name): _span(pair) for name, pair in spans.items()})


def _describe(field: str, check: Callable[[object], object]) -> Callable[[dict[str, Any]], Describe]:
    return lambda data: Describe(_name(data, "cue"), field, check(data.get(field)))


def _insert(data: dict[str, Any]) -> Insert:
    unspoken = data.get("unspoken")
    return Insert(
        _span([data.get("start_ms"), data.get("end_ms")]),
        _lines(data) if "lines" in data or "text" in data else ("",),
        None if unspoken is None else _whole(unspoken, "unspoken"),
    )


def _split(data: dict[str, Any]) -> SplitCue:
    char, ms = data.get("at_char"), data.get("at_ms")
    return SplitCue(
        _name(data, "cue"),
        None if char is None else _whole(char, "at_char", LONGEST_TEXT),
        None if ms is None else _whole(ms, "at_ms"),
    )


def _shift(data: dict[str, Any]) -> Shift:
    by_ms = data.get("by_ms")
    if isinstance(by_ms, bool) or not isinstance(by_ms, int) or abs(by_ms) > LATEST_MS:
        raise _wrong("'by_ms'", "is not a whole number of milliseconds")
    ripple = data.get("ripple", False)
    return Shift(_names(data), by_ms, _flag(ripple, "ripple"))


def _lines(data: dict[str, Any]) -> tuple[str, ...]:
    """Lines without blank ends; those that are empty go, and of none one empty line stays."""
    lines = data.get("lines")
    if isinstance(data.get("text"), str):
        lines = data["text"].split("\n")
    texts = _texts(lines, "lines")
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise _wrong("the text", f"is longer than {LONGEST_TEXT} characters")
    clean = (
        _CONTROL.sub(" ", line.replace("\t", " ")).strip() for text in texts for line in text.split("\n")
    )
    return tuple(line for line in clean if line) or ("",)


def _span(pair: object) -> Span:
    if not isinstance(pair, list) or len(pair) != 2:
        raise _wrong("a time", "is not a pair of in and out")
    start_ms, end_ms = _whole(pair[0], "in"), _whole(pair[1], "out")
    if start_ms >= end_ms:
        raise _wrong("an out-time", f"is not after its in-time ({end_ms} ms, {start_ms} ms)")
    return Span(start_ms, end_ms)


def _whole(value: object, key: str, most: int = LATEST_MS) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise _wrong(f"'{key}'", f"is not a whole number from 0 to {most}")
    return value


def _names(data: dict[str, Any]) -> tuple[str, ...]:
    names = _texts(data.get("cues"), "cues")
    if not 0 < len(names) <= MOST_CUES:
        raise _wrong("'cues'", "names no cues")
    return tuple(dict.fromkeys(names))


def _name(data: dict[str, Any], key: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or len(value) > 200:
        raise _wrong(f"'{key}'", "is not the name of one")
    return value


def _texts(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _wrong(f"'{key}'", "is not a list of texts")
    return tuple(_text(part, key) for part in value)


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _wrong(f"'{key}'", f"is not a text of at most {LONGEST_TEXT} characters")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise _wrong(f"'{key}'", "holds half a character") from error
    return value


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(f"'{key}'", "is neither true nor false")
    return value


def _place(value: object) -> str:
    if value not in PLACES:
        raise _wrong("'place'", f"is none of {', '.join(filter(None, PLACES))}")
    return str(value)


def _role(value: object) -> Role:
    if not isinstance(value, str) or value not in set(Role):
        raise _wrong("'role'", f"is none of {', '.join(Role)}")
    return Role(value)


def _wrong(what: str, why: str) -> SheetError:
    return SheetError(f"{what} {why}", hint="nothing was changed")


READ: Mapping[str, Callable[[dict[str, Any]], Asked]] = {
    "text": _retext,
    "times": _retime,
    "shift": _shift,
    "speaker": _describe("speaker", lambda value: None if value is None else _text(value, "speaker") or None),
    "role": _describe("role", _role),
    "footnotes": _describe("footnotes", lambda value: _texts(value, "footnotes")),
    "comment": _describe("comment", lambda value: _text(value, "comment")),
    "accepted": _describe("accepted", lambda value: _flag(value, "accepted")),
    "place": _describe("place", _place),
    "italic": _describe("italic", lambda value: _flag(value, "italic")),
    "split": _split,
    "merge": lambda data: Merge(_names(data)),
    "insert": _insert,
    "delete": lambda data: Delete(_names(data)),
    "best-lines": lambda data: BestLines(_names(data)),
    "fix": lambda data: Mend(_name(data, "cue"), _name(data, "code", "")),
    "rehear": lambda data: Rehear(_names(data)),
    "pair": lambda data: MovePair(_name(data, "cue"), _whole(data.get("pair"), "pair")),
    "resolve": lambda data: Resolve(_name(data, "cue"), _flag(data.get("theirs"), "theirs")),
    "undo": lambda _data: Undo(),
    "redo": lambda _data: Redo(),
}
