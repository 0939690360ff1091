"""What ffmpeg is to make, as a value: how it is called, and how the file that came may differ from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from subtool.errors import EngineError, Place
from subtool.media.failures import ITS_WORDS
from subtool.media.read.demux import first_damage
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected of a file, and what is in it instead, in words: "250 frames", "249"."""

    expected: str
    found: str


class Job(Protocol):
    """A file that ffmpeg makes in a private folder. Both methods are told by the value alone; nothing runs in them."""

    @property
    def source(self) -> Path | None:
        """The film that it is made of; None where there is none."""
        ...

    def arguments(self, name: str) -> list[str]:
        """What ffmpeg is called with, in that folder, to make the file `name` there."""
        ...

    def differences(self, result: Path) -> Iterator[Difference]:
        """Where the file that came is not what was asked for; the gravest first."""
        ...


def verify(job: Job, result: Path, out: Path) -> None:
    """Refuse a file that is not what was asked for: ffmpeg calls less than that done. It was to become `out`.

    Raises:
        EngineError: it differs.
    """
    wrong = next(job.differences(result), None)
    if wrong is None:
        return
    broken = first_damage(job.source) if job.source else None
    if job.source and broken is not None:
        raise EngineError(
            f"is damaged at {clock(round(broken * 1000))}: what comes after cannot be read whole "
            f"({wrong.found}, expected {wrong.expected})",
            at=Place(str(job.source)),
            hint="nothing was written; copy it again, or export it again",
        )
    raise EngineError(
        f"ffmpeg made {wrong.found}, expected {wrong.expected}",
        at=Place(str(out)),
        hint=f"nothing was written; {ITS_WORDS}",
    )
