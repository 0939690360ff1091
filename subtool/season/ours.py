"""What may be written over: what the build itself wrote. Of anything else in its place a copy is kept beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.season.digests import digest_of, digest_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from subtool.season.digests import Digests
    from subtool.season.state import BuildState
    from subtool.season.step import StepRecord

LARGEST_BASE = 16 << 20  # bytes of a file of which the content is kept too, to tell what people change in it


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files that a build writes, and its memory of what it wrote.

    Of those in `taken` people's edits were just taken up: they stay as they are if what is made of these says the same.
    """

    root: Path
    state: BuildState
    digests: Digests
    records: Mapping[str, StepRecord]
    taken: set[str] = field(default_factory=set)

    def foreign(self, path: str, step: str) -> str:
        """The digest of what stands there if it is not what was written last; nothing otherwise."""
        there = self.digests.of(path)
        record = self.records.get(step)
        if not there or (record and record.writes.get(path) == there):
            return ""
        announced = self.state.announced(path)
        if announced and announced[0] == there:
            self.state.confirm(path)
            return ""
        written = self.state.written(path)
        return "" if written and written[0] == there else there

    def base(self, path: str) -> bytes | None:
        """What was last written to a file, where it is known."""
        written = self.state.written(path)
        return written[1] if written and written[1] else None

    def adopt(self, path: str) -> str:
        """Take what stands there for what was written last: its content has been taken up. Its digest."""
        content = (self.root / path).read_bytes()
        digest = digest_of(content)
        self.state.announce(path, digest, _kept(path, content))
        self.state.confirm(path)
        return digest

    def write(self, path: str, content: bytes, step: str, same: Callable[[str, bytes, bytes], bool]) -> str:
        """Write a file; the copy that is kept of what stood there, where that was not ours.

        What says the `same` as the new content is left as it is.
        """
        target, digest = self.root / path, digest_of(content)
        self.digests.forget(path)
        there = digest_of_file(target) if target.is_file() else ""
        if there == digest:
            self.adopt(path)
            return ""
        foreign = bool(self.foreign(path, step)) or path in self.taken
        if foreign and same(path, target.read_bytes(), content):
            self.adopt(path)
            return ""
        target.parent.mkdir(parents=True, exist_ok=True)
        self.state.announce(path, digest, _kept(path, content))
        backups = atomic.save_all({target: content}, keep=[target] if foreign else [])
        self.state.confirm(path)
        self.digests.forget(path)
        return str(PurePosixPath(path).with_name(backups[0].name)) if backups else ""

    def move(self, path: str, staged: str, step: str) -> str:
        """Give a large file that was made elsewhere below the root its name; the copy that is kept, as by `write`."""
        source, target = self.root / staged, self.root / path
        self.digests.forget(path)
        digest = digest_of_file(source)
        if target.is_file() and digest_of_file(target) == digest:
            source.unlink()
            return ""
        foreign = self.foreign(path, step)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.state.announce(path, digest, b"")
        with atomic.making(target, {}, keep=[target] if foreign else []) as making:
            source.replace(making.temporary)
        self.state.confirm(path)
        self.digests.forget(path)
        return str(PurePosixPath(path).with_name(making.backups[0].name)) if making.backups else ""


def _kept(path: str, content: bytes) -> bytes:
    """The content that is kept of a file: nothing of one that nobody edits by hand."""
    return b"" if len(content) > LARGEST_BASE or path.endswith((".html", ".docx")) else content
