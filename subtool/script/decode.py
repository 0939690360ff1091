"""The bytes of a script file to its text: the only place in this room that touches the disk."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 20_000_000
_SAVE_AS_TEXT = "save it as plain text (UTF-8) first"

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it starts with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_OTHER_FILES = {
    b"PK\x03\x04": "a Word or other zipped file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"%PDF": "a PDF file",
    b"{\\rtf": "a rich text (RTF) file",
}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1b\x7f]")
# Where the quotation marks, dashes and ellipses are: what an English text has most beside ASCII.
_PUNCTUATION = {
    "cp1252": re.compile(rb"[\x80\x82\x84\x85\x8b\x91-\x97\x9b]"),
    "mac_roman": re.compile(rb"[\xc9\xd0-\xd5]"),
}
# Languages whose letters beside ASCII are few and stand alone, all of them in Windows-1252.
_WESTERN = {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "nn", "fi", "is", "ga", "ca"}
_HIGH = re.compile(rb"[\x80-\xff]+")
_LONGEST_WESTERN_RUN = 2


def read_text(path: Path, *, encoding: str | None, language: str) -> tuple[str, str, bool]:
    """The text of a script file, the encoding it was read in, and whether that was guessed.

    Raises:
        ScriptError: the file cannot be read, or is not text.
    """
    at = Place(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise ScriptError("there is no such file", at=at, hint="check the name and the folder") from None
    except IsADirectoryError:
        raise ScriptError("this is a folder", at=at, hint="name a script in it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise ScriptError(f"cannot be read: {reason.lower()}", at=at, hint="check who may read it") from error
    if len(data) > LARGEST_BYTES:
        raise ScriptError(
            f"is larger than {LARGEST_BYTES // 1_000_000} MB", at=at, hint="name a script, one episode a file"
        )
    return decode(data, at, encoding=encoding, language=language)


def decode(data: bytes, at: Place, *, encoding: str | None, language: str) -> tuple[str, str, bool]:
    """Text, encoding and whether it was guessed, of the bytes of a script.

    Raises:
        ScriptError: the bytes are no text, or not in the encoding that was named.
    """
    for opening, kind in _OTHER_FILES.items():
        if data.startswith(opening):
            raise ScriptError(f"is {kind}, not plain text", at=at, hint=_SAVE_AS_TEXT)
    if encoding is not None:
        return _decode_as(data, encoding, at), encoding, False
    for mark, name in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _decode_as(data, name, at), name, False
    if b"\0" in data:
        raise ScriptError("is binary, not text", at=at, hint=_SAVE_AS_TEXT)
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        guess = _guess(data, language)
    if guess is None:
        raise ScriptError(
            "is no text in any encoding known",
            at=at,
            hint=f"name its encoding with --encoding, or {_SAVE_AS_TEXT}",
        )
    return data.decode(guess), guess, True


def _decode_as(data: bytes, encoding: str, at: Place) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise ScriptError(
            f"there is no encoding '{encoding}'", at=at, hint="name one such as utf-8, cp1252 or utf-16"
        ) from None
    except ValueError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise ScriptError(
            f"is not {encoding}: byte {start} does not fit",
            at=Place(at.path, line=data.count(b"\n", 0, start) + 1),
            hint="name its encoding with --encoding",
        ) from None


def _guess(data: bytes, language: str) -> str | None:
    """The likeliest encoding of bytes that are not UTF-8."""
    if len(_CONTROLS.findall(data)) * 100 > len(data):
        return None
    if language.split("-", maxsplit=1)[0].lower() in _WESTERN:
        western = _western(data)
        if western:
            return western
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return best.encoding if best else None


def _western(data: bytes) -> str | None:
    """The encoding of a Western text: the one in which most of what is not ASCII is punctuation.

    Without punctuation it is Windows-1252 when letters beyond ASCII stand alone, which in Cyrillic or Chinese
    they do not. A detector of many languages takes short Western texts for Baltic or Turkish.
    """
    runs = _HIGH.findall(data)
    high = sum(map(len, runs))
    for name, punctuation in _PUNCTUATION.items():
        if len(punctuation.findall(data)) * 2 >= high:
            return name if _fits(data, name) else None
    alone = all(len(run) <= _LONGEST_WESTERN_RUN for run in runs)
    return "cp1252" if alone and _fits(data, "cp1252") else None


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
