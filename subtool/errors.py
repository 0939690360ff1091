"""Every error a user can cause.

SubtoolError            exit 2: the input or the call is wrong
├── ScriptError         a script cannot be understood
├── FormatError         a subtitle file cannot be read, or cannot hold what it should
├── MediaError          a film or sound is missing, unreadable, or lacks what the call needs
│   └── IncompleteError exit 3: a film is broken off, too short, or has no picture
├── SheetError          the cues do not hold what was asked of them, or belong to another film
├── StyleError          a house style is unknown or contradicts itself
├── ChoiceError         a voice, a speaker or a language was chosen that there is not
├── ModelError          a model that listens is missing, or is of another kind
├── ProjectError        a season's project file says what cannot be, or names what is not there
├── OutputError         an output exists, or cannot be written
└── EngineError         exit 3: a media engine failed

The command line catches SubtoolError once and prints it; anything else that escapes is a bug.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a 1-based line and column where they are known."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        path = self.path.replace("\n", "\\n")  # in a name it would begin a line that says something else
        return ":".join(str(part) for part in (path, self.line, self.column) if part is not None)


class SubtoolError(Exception):
    """What is wrong (`message`), where (`at`), and how to mend it (`hint`)."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, at: Place | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint

    def located(self, at: Place | None) -> Self:
        """The error at a place that whoever raised it did not know; None leaves it where it is."""
        return type(self)(self.message, at=at or self.at, hint=self.hint)

    def __str__(self) -> str:
        """`path:line:column: what (how to mend it)`, in one line."""
        where = f"{self.at}: " if self.at else ""
        mend = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{mend}"


class ScriptError(SubtoolError):
    """A script cannot be understood."""


class FormatError(SubtoolError):
    """A subtitle file cannot be read, or a format cannot hold what it should."""


class MediaError(SubtoolError):
    """A film or a sound is missing, unreadable, or lacks what the call needs."""


class IncompleteError(MediaError):
    """A film does not hold what is to be made of it; ffmpeg by itself would make less, and call it done."""

    exit_code: ClassVar[int] = 3


class SheetError(SubtoolError):
    """The cues do not hold what was asked of them, or belong to another film."""


class StyleError(SubtoolError):
    """A house style is unknown, or contradicts itself."""


class ChoiceError(SubtoolError):
    """Something was chosen that there is not: a voice, a speaker, a language that no voice speaks."""


class ModelError(SubtoolError):
    """A model that listens is missing, or is of another kind."""


class ProjectError(SubtoolError):
    """A season's project file says what cannot be, or names what is not there."""


class OutputError(SubtoolError):
    """An output exists already, or cannot be written."""


class EngineError(SubtoolError):
    """A media engine failed, or did not make what it said it made."""

    exit_code: ClassVar[int] = 3
