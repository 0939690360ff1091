"""The journal beside a sheet: each change as a line of JSON, on the disk before it counts.

```
{"journal": 1, "sheet": "…"}                          the sheet as it was opened, by its SHA-256
{"n": 1, "edit": "text", "cues": {"c3": […, …]}}      a change: each cue before and after
{"n": 1, "saved": "…"}                                the sheet as it was saved after change 1
```
A mark of what is saved is written before the sheet is: whichever of the two sheets a kill leaves, the journal
knows it, and the changes after it.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from subtool.disk.atomic import cannot_write
from subtool.errors import FormatError, OutputError, Place
from subtool.formats.cuesheet import cue_json, cue_of, unspoken_json, unspoken_of
from subtool.formats.json_values import span_json, span_of
from subtool.review.change import Change
from subtool.review.history import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")
VERSION = 1  # of the journal; another one is not read
# What a line that is none of ours ends in, whatever JSON it is.
WRONG = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, FormatError)
LONGEST = 1 << 30  # bytes: a journal of a gigabyte is not one


@dataclass(frozen=True, slots=True)
class Mark:
    """The sheet, by its SHA-256, that holds all changes up to `number`."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a journal holds; `torn` when its last line was half written, and has been dropped."""

    entries: tuple[Entry, ...] = ()
    marks: tuple[Mark, ...] = ()
    torn: bool = False

    @property
    def number(self) -> int:
        return self.entries[-1].number if self.entries else 0

    def unsaved(self, digest: str) -> tuple[Entry, ...] | None:
        """The changes that a sheet with this SHA-256 has not; None when it is not one the journal knows."""
        known = [mark.number for mark in self.marks if mark.digest == digest]
        return tuple(entry for entry in self.entries if entry.number > known[-1]) if known else None


class Journal:
    """The file, open for writing."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path, self._handle = path, handle
        self._size = os.fstat(handle).st_size

    @classmethod
    def opened(cls, path: Path) -> tuple[Self, Recorded]:
        """The journal and what it holds; it is made where there is none.

        Raises:
            OutputError: it cannot be written, or is a link.
            FormatError: it is not a journal, or damaged before its last line.
        """
        flags = (
            os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        )
        if path.is_symlink():
            raise _refused(path, "is a link")
        try:
            handle = os.open(path, flags, 0o600)
        except OSError as error:
            raise cannot_write(path, error) from error
        try:
            recorded, good = _read(path, handle)
            if good != os.fstat(handle).st_size:
                os.ftruncate(handle, good)
                os.fsync(handle)
            return cls(path, handle), recorded
        except BaseException:
            os.close(handle)
            raise

    def begin(self, digest: str) -> None:
        """Say which sheet the changes to come are made on; `mark` says so for those saved later.

        Raises:
            OutputError: it cannot be written.
        """
        self._append([{"journal": VERSION, "sheet": digest}])
        with suppress(OSError):  # the name itself; not every system can sync a folder
            folder = os.open(self.path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

    def append(self, entries: Iterable[Entry]) -> None:
        """Write changes; when this returns they are on the disk, and when it raises none of them is.

        Raises:
            OutputError: it cannot be written.
        """
        self._append([_entry_json(entry) for entry in entries])

    def mark(self, number: int, digest: str) -> None:
        """Say that the sheet with this SHA-256 holds the changes up to `number`."""
        self._append([{"n": number, "saved": digest}])

    def close(self) -> None:
        os.close(self._handle)

    def _append(self, lines: Iterable[dict[str, Any]]) -> None:
        data = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            os.fsync(self._handle)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._handle, self._size)
            raise cannot_write(self.path, error) from error
        self._size += len(data)


def _read(path: Path, handle: int) -> tuple[Recorded, int]:
    """What the file holds, and how many of its bytes are whole lines."""
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        raise _refused(path, "is not a file")
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        raise _refused(path, "belongs to somebody else")
    if found.st_size > LONGEST:
        raise _refused(path, "is longer than a journal can be")
    if hasattr(os, "fchmod"):
        os.fchmod(handle, 0o600)
    data = path.read_bytes()
    good = data.rfind(b"\n") + 1
    entries: list[Entry] = []
    marks: list[Mark] = []
    for number, line in enumerate(data[:good].splitlines(), start=1):
        try:
            _read_line(json.loads(line), entries, marks)
        except WRONG as error:
            raise FormatError(
                "is not a line of a journal",
                at=Place(str(path), number),
                hint="move the journal away, and open the sheet",
            ) from error
    return Recorded(tuple(entries), tuple(marks), torn=good < len(data)), good


def _read_line(data: dict[str, Any], entries: list[Entry], marks: list[Mark]) -> None:
    if "journal" in data:
        if data["journal"] != VERSION:
            raise ValueError(data["journal"])
        marks.append(Mark(entries[-1].number if entries else 0, str(data["sheet"])))
    elif "saved" in data:
        marks.append(Mark(int(data["n"]), str(data["saved"])))
    else:
        entries.append(_entry_of(data))


def _entry_json(entry: Entry) -> dict[str, Any]:
    change = entry.change
    fields: dict[str, Any] = {"n": entry.number, "edit": change.edit}
    if entry.step:
        fields["step"] = entry.step
    fields["cues"] = {name: [cue and cue_json(cue) for cue in pair] for name, pair in change.cues.items()}
    if change.unspoken:
        fields["unspoken"] = [[*map(unspoken_json, part)] for part in change.unspoken]
    if change.unscripted:
        fields["unscripted"] = [[*map(span_json, part)] for part in change.unscripted]
    return fields


def _entry_of(data: dict[str, Any]) -> Entry:
    cues = {
        str(name): (before and cue_of(before, name), after and cue_of(after, name))
        for name, (before, after) in data["cues"].items()
    }
    unspoken = data.get("unspoken")
    unscripted = data.get("unscripted")
    change = Change(
        str(data["edit"]),
        cues,
        unspoken and (_all(unspoken_of, unspoken[0]), _all(unspoken_of, unspoken[1])),
        unscripted and (_all(span_of, unscripted[0]), _all(span_of, unscripted[1])),
    )
    return Entry(int(data["n"]), change, str(data.get("step", "")))


def _all(read: Callable[[dict[str, Any], str], T], values: Iterable[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(read(value, "journal") for value in values)


def _refused(path: Path, why: str) -> OutputError:
    return OutputError(
        f"{why}, and is not written", at=Place(str(path)), hint="move it away, and open the sheet again"
    )
