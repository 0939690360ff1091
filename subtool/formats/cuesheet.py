"""The cue sheet, `*.cues.json`: everything that is known, a cue a line, so that a change is seen in a diff."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from itertools import count, islice
from typing import TYPE_CHECKING, Any, TypeVar

from subtool.errors import FormatError, Place
from subtool.formats.members import members
from subtool.model import Cue, Footnote, Media, Remark, Role, Sheet, Source, Span, Timing, Unspoken, Word
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

VERSION = 1
ROWS = 1000  # written at once
HALF = re.compile(r"\\u[dD][89a-fA-F]")  # which stands for a character only beside its other half
T = TypeVar("T")


def schema() -> str:
    """The JSON schema of a cue sheet; in a checkout it lies among the documents."""
    here = files(__package__)
    packed = here / "cue-sheet.schema.json"
    return (packed if packed.is_file() else here / "../../docs/cue-sheet.schema.json").read_text("utf-8")


def write(sheet: Sheet) -> bytes:
    """The sheet as JSON in UTF-8, with a line a cue, a footnote, a sentence and a stretch."""
    head = {
        "subtool": VERSION,
        "title": sheet.title,
        "language": sheet.language,
        "media": sheet.media and {"name": sheet.media.name, "duration_ms": sheet.media.duration_ms},
    }
    rows = {
        "footnotes": ({"number": n.number, "text": n.text, "full": n.full} for n in sheet.footnotes),
        "cues": map(cue_json, sheet.cues),
        "unspoken": map(unspoken_json, sheet.unspoken),
        "unscripted": map(span_json, sheet.unscripted),
    }
    parts = [f"{_dump(key)}: {_dump(value)}" for key, value in head.items()]
    lists: dict[str, Iterable[object]] = {**({"head": sheet.head} if sheet.head else {}), **rows}
    made = BytesIO()  # which hands over what it holds without a copy
    made.write(("{" + ",\n ".join(parts)).encode())
    for key, values in lists.items():
        made.writelines(piece.encode() for piece in _list(key, values))
    made.write(b"}\n")
    return made.getvalue()


def read(text: str) -> Sheet:
    """The sheet that `text` holds. Of a cue only its times and lines are needed.

    Raises:
        FormatError: it is no JSON, or a value is missing or cannot be.
    """
    top: dict[str, Any] = {}
    try:
        if HALF.search(text):
            _refuse_half_characters(text)
        for key, value in members(text, lazily="cues"):
            if key == "subtool":
                _refuse_version(value)
            top[key] = _made(value, cue_of, "cues") if key == "cues" else value
    except json.JSONDecodeError as error:
        raise FormatError(
            f"is no JSON: {error.msg.lower()}", at=Place("", error.lineno, error.colno), hint="make it anew"
        ) from error
    except RecursionError as error:
        raise FormatError("is nested too deeply", hint="make it anew") from error
    except ValueError as error:
        raise FormatError("holds a number beyond counting", hint="make it anew") from error
    _refuse_version(top.get("subtool"))
    media = top.get("media")
    remarks: list[Remark] = []
    return Sheet(
        cues=_with_tags_that_fit(top.get("cues", ()), remarks),
        title=_text(top, "title", "the file", ""),
        language=_text(top, "language", "the file", "en"),
        media=None if media is None else _media_in(_object(media, "media")),
        footnotes=_each(top, "footnotes", _footnote_in),
        unspoken=_each(top, "unspoken", unspoken_of),
        unscripted=_each(top, "unscripted", span_of),
        remarks=tuple(remarks),
        head=_texts(top, "head", "the file"),
    )


def _refuse_version(version: object) -> None:
    if version != VERSION:
        raise FormatError(
            f"is no cue sheet of version {VERSION} ('subtool' is {_dump(version)})",
            hint="use a newer subtool",
        )


def _refuse_half_characters(text: str) -> None:
    try:
        _dump(json.loads(text)).encode()
    except UnicodeEncodeError as error:
        raise FormatError("holds half a character, as in \\ud800", hint="mend it there") from error


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(key: str, values: Iterable[object]) -> Iterator[str]:
    """A member of the object, in pieces of many rows: a million rows on their own take much memory."""
    yield f",\n {_dump(key)}: ["
    rows = (f"  {_dump(value)}" for value in values)
    between, end = "\n", ""
    while piece := ",\n".join(islice(rows, ROWS)):
        yield between + piece
        between, end = ",\n", "\n "
    yield f"{end}]"


def _source_out(source: Source | None) -> dict[str, int] | None:
    return None if source is None else {"line": source.line, "column": source.column}


def span_json(span: Span) -> dict[str, int]:
    """A stretch of time as it stands in a list."""
    return {"start_ms": span.start_ms, "end_ms": span.end_ms}


def unspoken_json(sentence: Unspoken) -> dict[str, object]:
    """A sentence as it stands in the list of those not in the film."""
    return {"text": sentence.text, "source": _source_out(sentence.source)}


def cue_json(cue: Cue) -> dict[str, object]:
    """A cue as it stands in the list of cues."""
    made: dict[str, object] = {
        **span_json(cue.span),
        "role": cue.role.value,
        "speaker": cue.speaker,
        "lines": cue.lines,
        "footnotes": cue.footnotes,
        "timing": cue.timing.value,
        "confidence": cue.confidence,
        "words": [_word_out(word) for word in cue.words],
        "source": _source_out(cue.source),
    }
    extra = {
        "identifier": cue.identifier,
        "settings": cue.settings,
        "markup": cue.markup,
        "accepted": cue.accepted,
        "comment": cue.comment,
    }
    named = {"id": cue.id} if cue.id else {}
    return named | made | {key: value for key, value in extra.items() if value}


def _word_out(word: Word) -> dict[str, object]:
    made: dict[str, object] = {"text": word.text, **span_json(word.span), "confidence": word.confidence}
    if word.footnotes:
        made["footnotes"] = word.footnotes
    if word.glued:
        made["glued"] = True
    return made


def cue_of(data: dict[str, Any], at: str) -> Cue:
    """The cue that an object of the list of cues is; `at` says where it stands.

    Raises:
        FormatError: a value is missing or cannot be.
    """
    lines = _texts(data, "lines", at)
    if not lines:
        raise _wrong(f"{at}.lines", "has no rows")
    source = data.get("source")
    speaker = data.get("speaker")
    tagged = _texts(data, "markup", at)
    if tagged and len(tagged) != len(lines):
        raise _wrong(f"{at}.markup", f"has {len(tagged)} rows, and the cue {len(lines)}")
    return Cue(
        span=span_of(data, at),
        lines=lines,
        role=_enum(Role, data.get("role", "speech"), f"{at}.role"),
        speaker=None if speaker is None else _text(data, "speaker", at),
        footnotes=_texts(data, "footnotes", at),
        timing=_enum(Timing, data.get("timing", "edited"), f"{at}.timing"),
        confidence=_confidence(data, at),
        words=_each(data, "words", _word_in, at),
        source=None if source is None else _source_in(_object(source, f"{at}.source"), f"{at}.source"),
        identifier=_text(data, "identifier", at, ""),
        settings=_text(data, "settings", at, ""),
        markup=tagged,
        id=_text(data, "id", at, ""),
        accepted=_flag(data, "accepted", at),
        comment=_text(data, "comment", at, ""),
    )


def _with_tags_that_fit(cues: tuple[Cue, ...], remarks: list[Remark]) -> tuple[Cue, ...]:
    """The rows of a cue may have been edited by hand and its tags forgotten: the rows count."""
    stale = {at for at, cue in enumerate(cues) if cue.markup and markup.shown(cue.markup) != cue.lines}
    for at in sorted(stale):
        message = f"cues[{at}].markup says something else than its lines; the tags are left out"
        remarks.append(Remark(message, Source(1, 1)))
    return tuple(replace(cue, markup=()) if at in stale else cue for at, cue in enumerate(cues))


def _word_in(data: dict[str, Any], at: str) -> Word:
    text, footnotes = _text(data, "text", at), _texts(data, "footnotes", at)
    return Word(text, span_of(data, at), _confidence(data, at), footnotes, _flag(data, "glued", at))


def _media_in(data: dict[str, Any]) -> Media:
    return Media(_text(data, "name", "media"), _whole(data, "duration_ms", "media"))


def _footnote_in(data: dict[str, Any], at: str) -> Footnote:
    text = _text(data, "text", at)
    return Footnote(_text(data, "number", at), text, _text(data, "full", at, text))


def unspoken_of(data: dict[str, Any], at: str) -> Unspoken:
    """The sentence that an object of the list of those not in the film is.

    Raises:
        FormatError: a value is missing or cannot be.
    """
    source = _object(data.get("source", {"line": 1, "column": 1}), f"{at}.source")
    return Unspoken(_text(data, "text", at), _source_in(source, f"{at}.source"))


def _source_in(data: dict[str, Any], at: str) -> Source:
    return Source(_whole(data, "line", at), _whole(data, "column", at))


def span_of(data: dict[str, Any], at: str) -> Span:
    """The stretch of time that an object is.

    Raises:
        FormatError: a value is missing or cannot be.
    """
    start_ms, end_ms = _whole(data, "start_ms", at), _whole(data, "end_ms", at)
    if start_ms > end_ms:
        raise _wrong(f"{at}.end_ms", f"is before its start ({end_ms} < {start_ms})")
    return Span(start_ms, end_ms)


def _each(
    data: dict[str, Any], key: str, make: Callable[[dict[str, Any], str], T], at: str = ""
) -> tuple[T, ...]:
    return _made(data.get(key, []), make, f"{at}.{key}" if at else key)


def _made(values: object, make: Callable[[dict[str, Any], str], T], name: str) -> tuple[T, ...]:
    if not isinstance(values, list | Iterator):
        raise _wrong(name, "is no list")
    places = (f"{name}[{number}]" for number in count())
    return tuple(make(_object(value, place), place) for value, place in zip(values, places, strict=False))


def _object(value: object, at: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(at, "is no object")
    return value


def _text(data: dict[str, Any], key: str, at: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise _wrong(f"{at}.{key}", "is no text")
    return value


def _texts(data: dict[str, Any], key: str, at: str) -> tuple[str, ...]:
    values = data.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _wrong(f"{at}.{key}", "is no list of texts")
    return tuple(values)


def _whole(data: dict[str, Any], key: str, at: str) -> int:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(f"{at}.{key}", "is no whole number from 0 up")
    return value


def _flag(data: dict[str, Any], key: str, at: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise _wrong(f"{at}.{key}", "is neither true nor false")
    return value


def _confidence(data: dict[str, Any], at: str) -> float | None:
    value = data.get("confidence")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _wrong(f"{at}.confidence", "is not between 0 and 1")
    return float(value)


E = TypeVar("E", Role, Timing)


def _enum(kind: type[E], value: object, at: str) -> E:
    if not isinstance(value, str) or value not in list(kind):
        raise _wrong(at, f"is none of {', '.join(kind)}")
    return kind(value)


def _wrong(at: str, what: str) -> FormatError:
    return FormatError(f"{at} {what}", hint="mend it there, or make the sheet anew")
