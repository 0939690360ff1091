"""The bytes of a script or a subtitle file to its text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.model import Remark, Source
from subtool.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.errors import SubtoolError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAVE_AS_TEXT = "save it as plain text (UTF-8) first"
EXAMINED_BYTES = 200_000  # enough to tell an encoding by

_KOREAN_ESCAPE = b"\x1b$)C"  # announces ISO-2022-KR, at the start of the text
_ESCAPES = re.compile(rb"\x1b[$(][@-J]")  # of ISO-2022, which is ASCII to whoever does not know them
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Where the quotation marks, dashes and ellipses are: what an English text has most beside ASCII.
_PUNCTUATION = {
    "cp1252": re.compile(rb"[\x80\x82\x84\x85\x8b\x91-\x97\x9b]"),
    "mac_roman": re.compile(rb"[\xc9\xd0-\xd5]"),
}
# Languages whose letters beside ASCII are few and stand alone, all of them in Windows-1252.
_WESTERN = {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "nn", "fi", "is", "ga", "ca"}
_HIGH = re.compile(rb"[\x80-\xff]+")
_LONGEST_WESTERN_RUN = 2  # bytes: as in "größer"; three in a row are Cyrillic, Greek or Chinese
# What subtitles and scripts were ever written in; a detector that knows more takes short texts for Kazakh.
_WRITTEN = {
    "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "cp1258", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8",
    "iso8859-9", "iso8859-15", "koi8-r", "koi8-u", "cp866", "cp850", "cp852", "mac-roman", "mac-cyrillic", "gb18030",
    "big5hkscs", "cp932", "shift_jis_2004", "euc_jis_2004", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_ext",
    "iso2022_kr", "euc_kr", "cp949", "tis-620", "cp874",
}  # fmt: skip
# What Windows wrote under the name of the smaller set.
_WIDER = {
    "iso8859-1": "cp1252", "iso8859-8": "cp1255", "iso8859-9": "cp1254", "shift_jis_2004": "cp932",
    "euc_kr": "cp949", "tis-620": "cp874",
}  # fmt: skip
# Of DOS: Cyrillic outside Russia, Greek; and their letters.
_RARE = {
    "cp855": frozenset(map(chr, range(0x400, 0x460))),
    "cp737": frozenset(map(chr, range(0x370, 0x400))),
}
_OF_ITS_ALPHABET = 0.9  # of the characters beside ASCII; quotation marks and dashes are the rest
# No frame is drawn through a word, and no word of Cyrillic or Greek goes on in capitals.
_BOXED = re.compile(r"[^\W\d_][\u2500-\u259f]|[\u2500-\u259f][^\W\d_]|[а-яёα-ω][А-ЯЁЂ-ЏΑ-Ω]")
_USUAL_SYLLABLES = frozenset("이다는을의가에고하지기도로한서사리자인나그은대어아들었시정일해라게과만으스")
_USUAL_SHARE = 0.2  # Korean prose has 0.35 and more, other texts read as Johab below 0.1
_TWO_ALPHABETS = re.compile(r"[A-Za-zÀ-ɏ]\u200d?[Ͱ-ӿ֐-ۿ฀-๿]|[Ͱ-ӿ֐-ۿ฀-๿]\u200d?[A-Za-zÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and whether that had to be guessed; `nulls` are what of it were U+0000."""

    text: str
    encoding: str
    guessed: bool = False
    nulls: int = 0

    def odd(self, guess: str) -> tuple[Remark, ...]:
        """What a reader of the text should know; `guess` is said where its encoding is one."""
        said = [guess] if self.guessed else []
        if self.nulls:
            said.append(
                f"U+0000 stands in it ({counted(self.nulls, 'time')}): it is read as U+FFFD, and left out at the end"
            )
        return tuple(Remark(message, Source(1, 1)) for message in said)


_VTT = b"WEBVTT"
_NULLS = 0.1  # of the bytes at most; UTF-16 that is not known as such has nearly half, programs and pictures a quarter


def decode(
    data: bytes,
    *,
    encoding: str | None,
    place: Place,
    language: str | None = None,
    error: type[SubtoolError] = FormatError,
) -> Decoded:
    """The text of `data`: in the encoding named, by its byte order mark, as UTF-8, or as it looks.

    A `language` that is known helps where the bytes alone leave it open.

    Raises:
        FormatError: it is not text, or not in the encoding named; or the `error` that the caller names.
    """
    named = encoding or next((name for mark, name in MARKS if data.startswith(mark)), None)
    if named:
        return Decoded(_decode_as(data, named, place, error), named)
    if b"\0" in data:
        wide = _wide(data)
        if wide:
            return Decoded(data.decode(wide), wide, guessed=True)
        if data.startswith(_VTT):  # which has U+FFFD for it, by its specification
            return Decoded(_decode_as(data, "utf-8", place, error), "utf-8")
        return _without_nulls(data, place, language, error)
    return _unnamed(data, place, language, error)


def _without_nulls(data: bytes, place: Place, language: str | None, error: type[SubtoolError]) -> Decoded:
    """The text around a few U+0000, which disks and devices leave in files, most of them at the end."""
    text = data.rstrip(b"\0")
    others = text.replace(b"\0", b"")
    if len(text) - len(others) > _NULLS * len(text) or not others or _is_binary(others):
        raise error("is binary, not text", at=place, hint=SAVE_AS_TEXT)
    decoded = _unnamed(others, place, language, error)
    shown = text.decode(decoded.encoding, "replace").replace("\0", "\ufffd")
    return replace(decoded, text=shown, nulls=data.count(0))


def _unnamed(data: bytes, place: Place, language: str | None, error: type[SubtoolError]) -> Decoded:
    """A text whose encoding nobody names."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        guess = None if _is_binary(data) else _guess(data, language)
    else:
        guess = _detected(data) if _ESCAPES.search(data) else None
        if _KOREAN_ESCAPE in data and _fits(data, "iso2022_kr"):
            guess = "iso2022_kr"
        if guess is None:
            return Decoded(text, "utf-8")
    if guess is None:
        hint = f"name its encoding with --encoding, or {SAVE_AS_TEXT}"
        raise error("is not text in any encoding known", at=place, hint=hint)
    return Decoded(data.decode(guess), guess, guessed=True)


def _decode_as(data: bytes, encoding: str, place: Place, error: type[SubtoolError]) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        hint = "name one such as utf-8, cp1252 or utf-16"
        raise error(f"there is no encoding '{encoding}'", at=place, hint=hint) from None
    except ValueError as failure:
        start = failure.start if isinstance(failure, UnicodeDecodeError) else 0
        raise error(
            f"is not {encoding}: byte {start} does not fit",
            at=Place(place.path, line=data.count(b"\n", 0, start) + 1),
            hint="name its encoding with --encoding",
        ) from None


def _is_binary(data: bytes) -> bool:
    return len(_CONTROLS.findall(data)) * 100 > len(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without its mark, when that makes a text without control characters."""
    guess = _detected(data)
    if guess is None or not guess.startswith(("utf-16", "utf-32")):
        return None
    ordered = _ordered(data) if guess.startswith("utf-16") else guess
    guess = ordered if _fits(data, ordered) else guess
    return None if _is_binary(data.decode(guess).encode()) else guess


def _ordered(data: bytes) -> str:
    """UTF-16 in the order its bytes are in: those of digits, spaces and line ends, which every text has, tell it."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _guess(data: bytes, language: str | None) -> str | None:
    """The likeliest encoding of bytes that are not UTF-8."""
    known = language is not None and language.split("-", maxsplit=1)[0].lower() in _WESTERN
    return _western(data, known=known) or _detected(data)


def _western(data: bytes, *, known: bool) -> str | None:
    """The encoding of a Western text: the one in which most of what is not ASCII is punctuation.

    Letters beyond ASCII stand alone in it, which in Cyrillic or Chinese they do not. A text `known` to be in a
    Western language is Windows-1252 without punctuation too.
    """
    runs = _HIGH.findall(data)
    high = sum(map(len, runs))
    alone = all(len(run) <= _LONGEST_WESTERN_RUN for run in runs)
    for name, punctuation in _PUNCTUATION.items():
        if (known or alone) and len(punctuation.findall(data)) * 2 >= high:
            return name if _fits(data, name) else None
    return "cp1252" if known and alone and _fits(data, "cp1252") else None


def _detected(data: bytes) -> str | None:
    """What a detector of many languages takes it for; no encoding in which words mix alphabets."""
    mixed = list[str]()
    for name in _candidates(data):
        if not _fits(data, name):
            continue
        text = data[:EXAMINED_BYTES].decode(name, "replace")
        boxed = _BOXED.search(text) is not None
        if boxed and (rare := _rare(data)):
            return rare
        if not (boxed or _TWO_ALPHABETS.search(text)):
            return _korean(data, name)
        mixed.append(name)
    return mixed[0] if mixed else None


def _rare(data: bytes) -> str:
    """An encoding that the detector does not know, where nearly all beside ASCII is letters of its one alphabet."""
    for name, letters in _RARE.items():
        text = data[:EXAMINED_BYTES].decode(name, "replace")
        others = [char for char in text if not char.isascii()]
        if sum(map(letters.__contains__, others)) >= _OF_ITS_ALPHABET * len(others) and not _BOXED.search(
            text
        ):
            return name
    return ""


def _korean(data: bytes, found: str) -> str:
    """Johab in place of what was found, where its syllables are those that Korean texts are full of."""
    if not _fits(data, "johab"):
        return found
    shares = [_usual_syllables(data[:EXAMINED_BYTES].decode(name, "replace")) for name in ("johab", found)]
    return "johab" if shares[0] >= _USUAL_SHARE and shares[0] > shares[1] else found


def _usual_syllables(text: str) -> float:
    """The share of the most usual Korean syllables among the characters beside ASCII."""
    others = [char for char in text if not char.isascii()]
    return sum(char in _USUAL_SYLLABLES for char in others) / len(others) if others else 0.0


def _candidates(data: bytes) -> Iterator[str]:
    from chardet import detect_all

    for found in detect_all(data, ignore_threshold=True, max_bytes=EXAMINED_BYTES, compat_names=False):
        name = (found["encoding"] or "").lower()
        if name in _WRITTEN:
            yield from (_WIDER[name], name) if name in _WIDER else (name,)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
