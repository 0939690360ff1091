"""The bytes of a subtitle file to its text."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import FormatError

if TYPE_CHECKING:
    from subtool.errors import Place

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and whether that had to be guessed."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, *, encoding: str | None, place: Place) -> Decoded:
    """The text of `data`: in the encoding named, by its byte order mark, as UTF-8, or as it looks.

    Raises:
        FormatError: it is no text, or not in the encoding named.
    """
    named = encoding or next((name for mark, name in MARKS if data.startswith(mark)), None)
    try:
        if named:
            return Decoded(data.decode(named), named)
        if b"\0" in data:
            raise FormatError("is binary, not text", at=place, hint="name a subtitle file")
        return Decoded(data.decode("utf-8"), "utf-8")
    except LookupError as error:
        hint = "name one such as utf-8, cp1252 or utf-16"
        raise FormatError(f"there is no encoding '{encoding}'", at=place, hint=hint) from error
    except UnicodeDecodeError as error:
        if named:
            raise FormatError(
                f"is not in {named}", at=place, hint="name its encoding with --encoding"
            ) from error
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise FormatError("is no text in any encoding known", at=place, hint="name it with --encoding")
    return Decoded(str(best), best.encoding, guessed=True)
