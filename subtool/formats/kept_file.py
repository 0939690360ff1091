"""The file that a sheet was read from, as the cue sheet keeps it, with all in it that subtool does not know."""

from __future__ import annotations

from typing import Any

from subtool.formats.json_values import flag_at, object_at, span_json, span_of, text_at, wrong
from subtool.model import SourceFile


def file_json(file: SourceFile) -> dict[str, object]:
    """The file that the sheet was read from; bytes as the characters of their numbers."""
    binary = isinstance(file.content, bytes)
    content = file.content.decode("latin-1") if isinstance(file.content, bytes) else file.content
    others = [None if span is None else span_json(span) for span in file.others]
    return {
        "format": file.form,
        "binary": binary,
        "encoding": file.encoding,
        "content": content,
        "others": others,
    }


def file_in(top: dict[str, Any]) -> SourceFile | None:
    if top.get("file") is None:
        return None
    data = object_at(top["file"], "file")
    content = text_at(data, "content", "file")
    others = data.get("others", [])
    if not isinstance(others, list):
        raise wrong("file.others", "is not a list")
    spans = tuple(
        None if one is None else span_of(object_at(one, f"file.others[{index}]"), f"file.others[{index}]")
        for index, one in enumerate(others)
    )
    if not flag_at(data, "binary", "file"):
        return SourceFile(
            text_at(data, "format", "file"), content, spans, text_at(data, "encoding", "file", "utf-8")
        )
    if not content.isascii() and max(content) > "\xff":
        raise wrong("file.content", "holds more than bytes")
    return SourceFile(text_at(data, "format", "file"), content.encode("latin-1"), spans)
