"""What a format is: its names, its module, and what it can hold."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from subtool.errors import FormatError, Place
from subtool.model import DEFAULT_FPS
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path
    from types import ModuleType

    from subtool.model import Sheet, SourceFile

Footnotes = Literal["captions", "markers", "off", "own"]
Form = Literal["text", "binary"]
Way = Literal["read", "write"]
NOTHING = r"(?!)"  # matches nowhere


def to_frame(ms: int, fps: Fraction) -> int:
    """The frame nearest to a time."""
    return round(ms * fps / 1000)


def start_of(sheet: Sheet, fps: Fraction) -> Timecode:
    """The time code of the film's first frame; 00:00:00:00 where it has none, or one that counts another rate."""
    if sheet.media and sheet.media.timecode:
        with suppress(ValueError):
            return Timecode.parse(sheet.media.timecode, fps)
    return Timecode(0, fps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: the suffixes that name it, its module, and what it can hold.

    `footnotes` is how it shows them unless told otherwise; `own` are formats that set footnotes in their own way.
    `grid` are the milliseconds that its times are multiples of, or "frames"; a format with a `rate` names the frame
    rate though its times need none. `sign` is an expression that is found
    at the head of such files. `package` is the name of the package that adds the format, whose `module` is then named
    in whole.
    """

    suffixes: tuple[str, ...]
    name: str
    module: str
    footnotes: Footnotes = "off"
    holds: frozenset[str] = frozenset()
    ways: tuple[Way, ...] = ("read", "write")
    form: Form = "text"
    grid: int | Literal["frames"] = 1
    rate: bool = False
    sign: str = NOTHING
    package: str = ""

    @property
    def suffix(self) -> str:
        return self.suffixes[0]

    @property
    def reads_text(self) -> bool:
        return "read" in self.ways and self.form == "text"

    def tells(self, head: str) -> bool:
        """Whether the head of a file is plainly of this format."""
        return bool(re.search(self.sign, head))

    def read(self, data: str | bytes, fps: Fraction | None = None) -> Sheet:
        """The cues in `data`; frames are counted by the file, by `fps`, or 25 a second.

        Raises:
            FormatError: the format is not read, or this is none of it.
        """
        sheet: Sheet = self._does("read")(*self._with(data, fps))
        file = sheet.source_file
        if file and self.module.startswith(f"{file.form}."):  # a profile of a format, which reads it
            return replace(sheet, source_file=replace(file, form=self.module))
        return sheet

    def write(self, sheet: Sheet, fps: Fraction | None = None) -> str | bytes:
        """The sheet in this format, at `fps` (25) where its times are frames.

        Raises:
            FormatError: the format is not written, or cannot hold something of the sheet.
        """
        rewritten = self.again(sheet, fps)
        result: str | bytes = rewritten or self._does("write")(*self._with(sheet, fps or DEFAULT_FPS))
        return result

    def again(self, sheet: Sheet, fps: Fraction | None = None) -> str | bytes | None:
        """The file that the sheet was read from with its cues as they are now, if it is in this format.

        A file of a profile is one of its format as well, and not the reverse.
        """
        file = sheet.source_file
        rewrite = getattr(self._module(), "rewrite", None)
        if file is None or rewrite is None or not f"{file.form}.".startswith(f"{self.module}."):
            return None
        result: str | bytes | None = rewrite(*self._with_rate(sheet, file, fps))
        return result

    def refuse_unless(self, way: Way, path: Path | None = None) -> None:
        """Refuse to read what is only written, and the reverse.

        Raises:
            FormatError: the format is not read, or not written.
        """
        if way not in self.ways:
            raise FormatError(
                f"{self.name} is only {'written' if way == 'read' else 'read'}",
                at=Place(str(path)) if path else None,
                hint="see `subtool formats` for what is read and written",
            )

    def _with(self, given: object, fps: Fraction | None) -> tuple[object, ...]:
        return (given, fps) if self.grid == "frames" or self.rate else (given,)

    def _with_rate(self, sheet: Sheet, file: SourceFile, fps: Fraction | None) -> tuple[object, ...]:
        return (sheet, file, fps) if self.grid == "frames" else (sheet, file)

    def _does(self, way: Way) -> Any:  # noqa: ANN401 - as the protocol has it
        self.refuse_unless(way)
        return getattr(self._module(), way)

    def _module(self) -> ModuleType:
        """Ours are named from this package on, those of others in whole."""
        return import_module(self.module if self.package else f"subtool.formats.{self.module}")
