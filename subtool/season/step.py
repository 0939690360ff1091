"""A step of a build as a value: what it reads, its options, the code that makes it; and what is recorded of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


TIMED = frozenset({"draft", "align"})  # the kinds of steps that time cues


@dataclass(frozen=True, slots=True)
class BuildStep:
    """A step; its paths are from the root of the season.

    It `reads` files, and `needs` other steps. It `uses` files for whose content a step that it needs vouches. `code` is
    the version of what makes it. Its `options` are values of JSON. A step that writes into a `folder` says itself what.
    """

    id: str
    kind: str
    episode: str
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    writes: tuple[str, ...] = ()
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """All that the result of a step depends on: digests of files and of other steps' results, options, code."""

    reads: Mapping[str, str]
    needs: Mapping[str, str]
    options: Mapping[str, Any]
    code: str

    def changes(self, before: Basis) -> Iterator[str]:
        """In what it differs from what counted before, a few words each."""
        for path, digest in self.reads.items():
            if before.reads.get(path) != digest:
                yield f"{path} is {_how_changed(before.reads.get(path), digest)}"
        yield from (f"{path} is read no more" for path in before.reads if path not in self.reads)
        for name, digest in self.needs.items():
            if before.needs.get(name) != digest:
                yield f"{name.rpartition('/')[2]} came out otherwise"
        for name in dict.fromkeys((*self.options, *before.options)):
            now, old = self.options.get(name), before.options.get(name)
            if now != old:
                yield f"{name} is {_said(now)}, was {_said(old)}"
        if self.code != before.code:
            yield "the code that makes it is another"


def _how_changed(before: str | None, digest: str) -> str:
    if before is None:
        return "read, too"
    if not before:
        return "new"
    return "changed" if digest else "gone"


def _said(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return {None: "not said", "": "not said", True: "on", False: "off"}.get(value, str(value))  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What was recorded of a step: what it hung on, the digests of its result and of the files it wrote.

    `seconds` and `peak_mb` are what it took, which tells what it will take.
    """

    basis: Basis
    result: str
    writes: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_mb: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> StepRecord:
        """The record in what `as_json` gave.

        Raises:
            KeyError, TypeError: it is none.
        """
        basis = Basis(**data["basis"])
        return StepRecord(**{**data, "basis": basis, "warnings": tuple(data["warnings"])})


class Keep(StrEnum):
    """What is kept of the sheet that is there when cues are timed again."""

    NOTHING = "nothing"
    ALL = "all"  # the script alone has changed: what it says as before keeps its cues
    BY_HAND = "by hand"  # what people did to it; all else is made again
    RECUT = "recut"  # the same, brought to another film


@dataclass(frozen=True, slots=True)
class BuildTask:
    """A step to be made, as it is handed to whoever makes it, in this process or on another machine.

    `files` are the digests of what it reads and uses, `given` the content of small ones where no folder is shared,
    `facts` what the steps told that it needs, by their ids. Of the sheet that is there something is to `keep`; `base`
    is that sheet as a build wrote it last, before people edited it. It may take so many `cores`.
    """

    step: BuildStep
    root: str
    files: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, bytes] = field(default_factory=dict)
    keep: Keep = Keep.NOTHING
    base: bytes = b""
    cores: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step made: the content of files by their paths, what it tells (values of JSON), what should be looked at.

    `staged` are large files that lie elsewhere below the root and only have to be moved. `result` is the digest that
    counts for the steps after it, where it is not that of the files. With an `error` nothing was made; it is passing
    where another machine might do better, and `refused_by` the worker that could not.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    staged: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    result: str = ""
    peak_mb: int = 0
    error: str = ""
    is_passing: bool = False
    refused_by: str = ""
