"""The header (GSI) and the blocks (TTI) of an EBU-STL file (EBU Tech 3264), by their offsets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER, FIELD, BLOCK = 1024, 112, 128  # bytes of GSI block, text field and TTI block (EBU Tech 3264)
RATES = {
    "STL23.01": "24000/1001",
    "STL24.01": "24",
    "STL25.01": "25",
    "STL29.01": "30000/1001",
    "STL30.01": "30000/1001",
    "STL50.01": "50",
}
LAST_BLOCK, USER_DATA, RESERVED = 0xFF, 0xFE, 0xF0  # extension block numbers (EBU Tech 3264, EBN)
MOST_BLOCKS = 32  # of one cue, 3500 characters
TEXT = 16  # where the text field of a block begins
EMPTY = 0x8F  # fills the rest of a text field (EBU Tech 3264)


@dataclass(frozen=True, slots=True)
class StlHeader:
    """What the header says of the rest: the frame rate, the table of characters, whether it is teletext."""

    fps: Fraction
    drops: bool
    table: str
    teletext: bool
    rows: int
    start: tuple[int, int, int, int]  # of the programme: hours, minutes, seconds, frames
    title: str
    language: str

    @classmethod
    def of(cls, data: bytes) -> StlHeader:
        """The header of a file.

        Raises:
            FormatError: it is not such a file.
        """
        if len(data) < HEADER or data[3:6] != b"STL":
            raise FormatError("is not an EBU-STL file", hint="it begins with a header such as 850STL25.01")
        code = data[3:11].decode("ascii", "replace")
        fps = Fraction(RATES.get(code, "25"))
        start = data[256:264].decode("ascii", "replace")
        parts = (
            [int(start[index : index + 2]) for index in range(0, 8, 2)]
            if start.isdigit() and start.isascii()
            else [0] * 4
        )
        rows = data[253:255].decode("ascii", "replace").strip()
        return cls(
            fps=fps,
            drops=fps == Fraction(30000, 1001),
            table=data[12:14].decode("ascii", "replace"),
            teletext=data[11:12] in b"12" and data[11:12] != b"",
            rows=int(rows) if rows.isdigit() and rows.isascii() and int(rows) else 23,
            start=(parts[0], parts[1], parts[2], parts[3]),
            title=data[16:48].decode(_page(data), "replace").strip(),
            language=data[14:16].decode("ascii", "replace").upper(),
        )


def _page(data: bytes) -> str:
    """The code page of the header's texts."""
    known = {b"437": "cp437", b"850": "cp850", b"860": "cp860", b"863": "cp863", b"865": "cp865"}
    return known.get(data[:3], "cp850")


@dataclass(frozen=True, slots=True)
class StlSubtitle:
    """A subtitle of one or more blocks: where they stand, and what the last one says of it."""

    start: int
    end: int
    group: int
    number: int
    cumulative: int
    times: tuple[tuple[int, int, int, int], tuple[int, int, int, int]]
    row: int
    justification: int
    is_comment: bool
    field: bytes


def subtitles(data: bytes) -> Iterator[StlSubtitle]:
    """The subtitles in the order of the file; user data and reserved blocks are passed over.

    Blocks of one subtitle follow each other, in whatever order of their extension numbers.

    Raises:
        FormatError: a subtitle has more blocks than any.
    """
    first, fields, key = None, list[tuple[int, bytes]](), (-1, -1)
    for position in range(HEADER, len(data) - BLOCK + 1, BLOCK):
        block = data[position : position + BLOCK]
        extension = block[3]
        if RESERVED <= extension < LAST_BLOCK:
            continue
        own = (block[0], block[1] | block[2] << 8)
        if first is None or (fields and own != key):
            first, fields = position, []
        key = own
        fields.append((extension, block[TEXT:]))
        if len(fields) > MOST_BLOCKS:
            raise FormatError(
                f"block {(position - HEADER) // BLOCK + 1} is one too many of a cue",
                hint="fetch the file again",
            )
        if extension == LAST_BLOCK:
            yield _subtitle(block, first, position + BLOCK, fields)
            first, fields = None, []
    if first is not None and fields:
        block = data[first : first + BLOCK]
        yield _subtitle(block, first, first + BLOCK * len(fields), fields)


def _subtitle(block: bytes, start: int, end: int, fields: list[tuple[int, bytes]]) -> StlSubtitle:
    ordered = [field for _, field in sorted(fields, key=lambda pair: pair[0])]
    times = (block[5], block[6], block[7], block[8]), (block[9], block[10], block[11], block[12])
    return StlSubtitle(
        start, end, block[0], block[1] | block[2] << 8, block[4], times, block[13], block[14], block[15] == 1,
        b"".join(field.split(b"\x8f", 1)[0] if field.rstrip(b"\x8f") == b"" else field.rstrip(b"\x8f")
                 for field in ordered),
    )  # fmt: skip
