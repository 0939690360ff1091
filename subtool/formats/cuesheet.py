"""The cue sheet, `*.cues.json`: everything that is known, a cue a line, so that a change is seen in a diff."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError, Place
from subtool.formats import colours, kept_file, placing, runs, translated
from subtool.formats.json_values import (  # fmt: skip
    confidence_at,
    flag_at,
    made_of,
    object_at,
    objects,
    one_of,
    span_json,
    span_of,
    text_at,
    texts_at,
    whole_at,
    wrong,
)
from subtool.formats.members import members
from subtool.model import (  # fmt: skip
    UNSTYLED,
    Cue,
    CueStyle,
    Footnote,
    Media,
    Remark,
    Role,
    Sheet,
    Source,
    Timing,
    Unspoken,
    Word,
)
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from subtool.model import Extra

VERSION = 1  # of the format; a file of another one is refused
TOP = frozenset({"subtool", "title", "counted", "language", "media", "head", "footnotes", "cues", "unspoken",
    "unscripted", "file", "original"})  # fmt: skip
OF_CUE = frozenset({"id", "start_ms", "end_ms", "role", "speaker", "lines", "footnotes", "timing", "confidence",
    "words", "source", "identifier", "settings", "markup", "accepted", "comment", "style", "part", "pair"})  # fmt: skip
OF_WORD = frozenset({"text", "start_ms", "end_ms", "confidence", "footnotes", "glued", "unwritten"})
OF_NOTE = frozenset({"number", "text", "full"})
OF_MEDIA = frozenset({"name", "duration_ms", "timecode"})
OF_SOURCE, OF_STYLE = frozenset({"line", "column"}), frozenset({"place", "color"})
NESTED = ("style", "source")  # parts of an object that may hold what others wrote
OF_UNSPOKEN = frozenset({"text", "source", "pair"})
PLACES = frozenset({"", *placing.HEIGHTS})
MEMBERS = 1000  # written at once
HALF = re.compile(r"\\u[dD][89a-fA-F]")  # which stands for a character only beside its other half


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
        "media": sheet.media
        and {
            "name": sheet.media.name,
            "duration_ms": sheet.media.duration_ms,
            **({"timecode": sheet.media.timecode} if sheet.media.timecode else {}),
            **_unknown_out(sheet.media.extra),
        },
        **({"counted": sheet.counted} if sheet.counted != "line" else {}),
        **_unknown_out(sheet.extra),
    }
    lines = {
        "footnotes": (
            {"number": note.number, "text": note.text, "full": note.full, **_unknown_out(note.extra)}
            for note in sheet.footnotes
        ),
        "cues": map(cue_json, sheet.cues),
        "unspoken": map(unspoken_json, sheet.unspoken),
        "unscripted": map(span_json, sheet.unscripted),
    }
    parts = [f"{_dump(key)}: {_dump(value)}" for key, value in head.items()]
    if sheet.source_file:
        parts.append(f'"file": {_dump(kept_file.file_json(sheet.source_file))}')
    if sheet.original:
        parts.append(f'"original": {_dump(translated.original_json(sheet))}')
    lists: dict[str, Iterable[object]] = {**({"head": sheet.head} if sheet.head else {}), **lines}
    result = BytesIO()  # which hands over what it holds without a copy
    result.write(("{" + ",\n ".join(parts)).encode())
    for key, values in lists.items():
        result.writelines(piece.encode() for piece in _list(key, values))
    result.write(b"}\n")
    return result.getvalue()


def read(text: str) -> Sheet:
    """The sheet that `text` holds. Of a cue only its times and lines are needed.

    Raises:
        FormatError: it is not JSON, or a value is missing or cannot be.
    """
    top: dict[str, Any] = {}
    try:
        if HALF.search(text):
            _refuse_half_characters(text)
        for key, value in members(text, lazily="cues"):
            if key == "subtool":
                _refuse_version(value)
            top[key] = made_of(value, cue_of, "cues") if key == "cues" else value
    except json.JSONDecodeError as error:
        raise FormatError(
            f"is not JSON: {error.msg.lower()}", at=Place("", error.lineno, error.colno), hint="make it again"
        ) from error
    except RecursionError as error:
        raise FormatError("is nested too deeply", hint="make it again") from error
    except ValueError as error:
        raise FormatError("holds a number beyond counting", hint="make it again") from error
    _refuse_version(top.get("subtool"))
    media = top.get("media")
    remarks: list[Remark] = []
    return Sheet(
        cues=_with_tags_that_fit(top.get("cues", ()), remarks),
        title=text_at(top, "title", "the file", ""),
        language=text_at(top, "language", "the file", "en"),
        media=None if media is None else _media_in(object_at(media, "media")),
        footnotes=objects(top, "footnotes", _footnote_in),
        unspoken=objects(top, "unspoken", unspoken_of),
        unscripted=objects(top, "unscripted", span_of),
        remarks=tuple(remarks),
        head=texts_at(top, "head", "the file"),
        source_file=kept_file.file_in(top),
        **translated.original_in(top),
        extra=_unknown_in(top, TOP),
        counted=text_at(top, "counted", "the file", "line"),
    )


def _refuse_version(version: object) -> None:
    if version != VERSION:
        raise FormatError(
            f"is not a cue sheet of version {VERSION} ('subtool' is {_dump(version)})",
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
    """A member of the object, in pieces of many values: a million of them one by one take much memory."""
    yield f",\n {_dump(key)}: ["
    rows = (f"  {_dump(value)}" for value in values)
    between, end = "\n", ""
    while piece := ",\n".join(islice(rows, MEMBERS)):
        yield between + piece
        between, end = ",\n", "\n "
    yield f"{end}]"


def _source_out(source: Source | None) -> dict[str, int] | None:
    return None if source is None else {"line": source.line, "column": source.column}


def unspoken_json(sentence: Unspoken) -> dict[str, object]:
    """A sentence as it stands in the list of those not in the film."""
    source = _source_out(sentence.source)
    pair = translated.pair_json(sentence.pair)
    return _with_unknown({"text": sentence.text, "source": source, **pair}, sentence.extra)


def cue_json(cue: Cue) -> dict[str, object]:
    """A cue as it stands in the list of cues."""
    result: dict[str, object] = {
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
        "style": _style_out(cue) if cue.style != UNSTYLED or cue.settings or cue.markup else None,
    }
    named = {"id": cue.id} if cue.id else {}
    part = {} if cue.part is None else {"part": cue.part}
    known = named | result | {key: value for key, value in extra.items() if value} | part
    known |= translated.pair_json(cue.pair)
    return _with_unknown(known, cue.extra) if cue.extra else known


def _with_unknown(known: dict[str, object], extra: Extra) -> dict[str, object]:
    """With what others wrote into an object, and into its style and its place in the script."""
    unknown = _unknown_out(extra)
    for part in NESTED:
        inside = {
            key.removeprefix(f"{part}."): unknown.pop(key)
            for key in list(unknown)
            if key.startswith(f"{part}.")
        }
        here = known.get(part)
        if inside:
            known = known | {part: {**(here if isinstance(here, dict) else {}), **inside}}
    return known | unknown


def _style_out(cue: Cue) -> dict[str, str]:
    said = {"place": placing.place_of(cue), "color": runs.whole_colour(cue)}
    return {key: value for key, value in said.items() if value}


def _unknown_out(extra: Extra) -> dict[str, object]:
    return {key: json.loads(value) for key, value in extra}


def _unknown_in(data: dict[str, Any], known: frozenset[str]) -> Extra:
    """What others wrote there: it is kept, and means nothing here."""
    if data.keys() <= known:
        return ()
    return tuple((key, _dump(value)) for key, value in data.items() if key not in known)


def _unknown_inside(data: dict[str, Any], part: str, known: frozenset[str]) -> Extra:
    """What others wrote into a part of an object, by names such as `source.file`."""
    inside = data.get(part)
    found = _unknown_in(inside, known) if isinstance(inside, dict) else ()
    return tuple((f"{part}.{key}", value) for key, value in found)


def _word_out(word: Word) -> dict[str, object]:
    result: dict[str, object] = {"text": word.text, **span_json(word.span), "confidence": word.confidence}
    if word.footnotes:
        result["footnotes"] = word.footnotes
    if word.glued:
        result["glued"] = True
    if word.unwritten:
        result["unwritten"] = word.unwritten
    return result | _unknown_out(word.extra) if word.extra else result


def cue_of(data: dict[str, Any], where: str) -> Cue:
    """The cue that an object of the list of cues is; `at` says where it stands.

    Raises:
        FormatError: a value is missing or cannot be.
    """
    lines = texts_at(data, "lines", where)
    if not lines:
        raise wrong(f"{where}.lines", "is empty")
    source = data.get("source")
    speaker = data.get("speaker")
    tagged = texts_at(data, "markup", where)
    if tagged and len(tagged) != len(lines):
        raise wrong(f"{where}.markup", f"has {len(tagged)} lines, and the cue {len(lines)}")
    cue = Cue(
        span=span_of(data, where),
        lines=lines,
        role=one_of(Role, data.get("role", "speech"), f"{where}.role"),
        speaker=None if speaker is None else text_at(data, "speaker", where),
        footnotes=texts_at(data, "footnotes", where),
        timing=one_of(Timing, data.get("timing", "edited"), f"{where}.timing"),
        confidence=confidence_at(data, where),
        words=objects(data, "words", _word_in, where),
        source=None
        if source is None
        else _source_in(object_at(source, f"{where}.source"), f"{where}.source"),
        identifier=text_at(data, "identifier", where, ""),
        settings=text_at(data, "settings", where, ""),
        markup=tagged,
        id=text_at(data, "id", where, ""),
        accepted=flag_at(data, "accepted", where),
        comment=text_at(data, "comment", where, ""),
        part=whole_at(data, "part", where) if data.get("part") is not None else None,
        pair=translated.pair_in(data, where),
        extra=(
            *_unknown_in(data, OF_CUE),
            *_unknown_inside(data, "source", OF_SOURCE),
            *_unknown_inside(data, "style", OF_STYLE),
        ),
    )
    return (
        cue
        if data.get("style") is None
        else _with_style(cue, object_at(data["style"], f"{where}.style"), where)
    )


def _with_style(cue: Cue, data: dict[str, Any], where: str) -> Cue:
    """The cue in its style, as far as its tags and settings do not say the same."""
    place, colour = text_at(data, "place", f"{where}.style", ""), text_at(data, "color", f"{where}.style", "")
    if place not in PLACES:
        raise wrong(f"{where}.style.place", f"is none of {', '.join(placing.HEIGHTS)}")
    known = colours.parsed(colour) if colour else ""
    if known is None:
        raise wrong(f"{where}.style.color", "is not a colour, as #ffff00 is one")
    same_place = place == placing.place_of(cue)
    same_colour = known == runs.whole_colour(cue)
    style = CueStyle("" if same_place else place, "" if same_colour else known)
    return replace(cue, style=style)


def _with_tags_that_fit(cues: tuple[Cue, ...], remarks: list[Remark]) -> tuple[Cue, ...]:
    """The lines of a cue may have been edited by hand and its tags forgotten: the lines count."""
    stale = {index for index, cue in enumerate(cues) if cue.markup and markup.shown(cue.markup) != cue.lines}
    for index in sorted(stale):
        message = f"cues[{index}].markup says something else than its lines; the tags are left out"
        remarks.append(Remark(message, Source(1, 1)))
    return tuple(replace(cue, markup=()) if index in stale else cue for index, cue in enumerate(cues))


def _word_in(data: dict[str, Any], where: str) -> Word:
    text, footnotes = text_at(data, "text", where), texts_at(data, "footnotes", where)
    glued, unknown = flag_at(data, "glued", where), _unknown_in(data, OF_WORD)
    marks = text_at(data, "unwritten", where, "")
    return Word(text, span_of(data, where), confidence_at(data, where), footnotes, glued, unknown, marks)


def _media_in(data: dict[str, Any]) -> Media:
    unknown = _unknown_in(data, OF_MEDIA)
    name, duration_ms = text_at(data, "name", "media"), whole_at(data, "duration_ms", "media")
    return Media(name, duration_ms, unknown, text_at(data, "timecode", "media", ""))


def _footnote_in(data: dict[str, Any], where: str) -> Footnote:
    text = text_at(data, "text", where)
    return Footnote(
        text_at(data, "number", where), text, text_at(data, "full", where, text), _unknown_in(data, OF_NOTE)
    )


def unspoken_of(data: dict[str, Any], where: str) -> Unspoken:
    """The sentence that an object of the list of those not in the film is.

    Raises:
        FormatError: a value is missing or cannot be.
    """
    source = object_at(data.get("source", {"line": 1, "column": 1}), f"{where}.source")
    return Unspoken(
        text_at(data, "text", where),
        _source_in(source, f"{where}.source"),
        translated.pair_in(data, where),
        (*_unknown_in(data, OF_UNSPOKEN), *_unknown_inside(data, "source", OF_SOURCE)),
    )


def _source_in(data: dict[str, Any], where: str) -> Source:
    return Source(whole_at(data, "line", where), whole_at(data, "column", where))
