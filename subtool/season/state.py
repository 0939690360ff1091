"""What a season's builds know of each other, in `.subtool/` beside the project file: one SQLite file.

It is a convenience, and never the only place of somebody's work: without it every step is made again, and what stands
in the outputs is taken for people's.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from subtool.disk.locks import knows_locks
from subtool.disk.reading import LARGEST
from subtool.errors import OutputError, Place
from subtool.season.digests import Digests, digest_of_values, stamps
from subtool.season.step import StepRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER = ".subtool"
VERSION = 1  # of the tables; those of another version are made again
PATIENCE_S = 30.0  # another build writes for milliseconds
TABLES = """
CREATE TABLE IF NOT EXISTS steps (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS facts (id TEXT PRIMARY KEY, facts TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS written (path TEXT PRIMARY KEY, digest TEXT NOT NULL, content BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS announced (path TEXT PRIMARY KEY, digest TEXT NOT NULL, content BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INT, date INT, number INT, digest TEXT) STRICT;
"""
COLUMNS = {
    "steps": "id, record", "facts": "id, facts", "written": "path, digest, content",
    "announced": "path, digest, content", "files": "path, size, date, number, digest",
}  # fmt: skip


class BuildState:
    """The records of all steps, and what was written last into each file that people may edit."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self.remarks: list[str] = []
        self._digests: Digests | None = None
        self._records: dict[str, StepRecord] | None = None
        try:
            self.folder.mkdir(exist_ok=True)
            ignored = self.folder / ".gitignore"
            if not ignored.exists():
                ignored.write_text("*\n", "utf-8")
        except OSError as error:
            hint = "allow writing to the folder of the project"
            raise OutputError(
                f"cannot be written: {(error.strerror or str(error)).lower()}",
                at=Place(str(self.folder)),
                hint=hint,
            ) from error
        self._locks = knows_locks(self.folder)
        if not self._locks:
            self.remarks.append(f"{self.folder}: this disk knows no locks; let one build run at a time")
        self._file = self._opened(self.folder / f"build-{VERSION}.sqlite")

    def _opened(self, path: Path) -> sqlite3.Connection:
        try:
            return _connect(path, locks=self._locks)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise OutputError(
                    f"cannot be opened: {error}",
                    at=Place(str(path)),
                    hint="wait until other runs have ended, or see whether the disk is full",
                ) from error
            self.remarks.append(f"{path}: was damaged; every step is made again")
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    path.with_name(path.name + suffix).unlink()
            return _connect(path, locks=self._locks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._file.close()
        if isinstance(error, sqlite3.Error):  # the disk fails while we work, or is full
            hint = (
                "free some space there; if it comes again, delete this folder: everything is made again then"
            )
            raise OutputError(
                f"what builds remember cannot be kept: {error}", at=Place(str(self.folder)), hint=hint
            )

    def digests(self, root: Path) -> Digests:
        """The digests of files, as far as they are known; the same each time."""
        if self._digests is None:
            rows = self._file.execute("SELECT path, size, date, number, digest FROM files")
            self._digests = Digests(root, stamps(rows))
        return self._digests

    def keep_digests(self, digests: Digests) -> None:
        rows = [(path, *stamp, digest) for path, (stamp, digest) in digests.new.items()]
        digests.new.clear()
        with suppress(sqlite3.OperationalError), self._file:
            self._file.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows)

    def records(self, episode: str | None = None) -> dict[str, StepRecord]:
        """The records of all steps, the same each time; or those of an episode as they are now."""
        if episode is None and self._records is not None:
            return self._records
        where, names = "", tuple[str, ...]()
        if episode is not None:
            where, names = "WHERE id >= ? AND id < ?", (f"{episode}/", f"{episode}0")  # 0 comes after /
        records = {
            name: StepRecord.from_json(json.loads(record)) for name, record, _ in self._whole(where, names)
        }
        if episode is None:
            self._records = records
        return records

    def facts(self, step: str) -> dict[str, Any]:
        """What a step told when it ran last; nothing of one that has no record."""
        for _, _, facts in self._whole("WHERE id = ?", (step,)):
            found: dict[str, Any] = json.loads(facts)
            return found
        return {}

    def _whole(self, where: str, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """Steps with their records and facts, as they were written; what is damaged is as if it were not there."""
        query = f"SELECT id, record, facts FROM steps JOIN facts USING (id) {where}"  # noqa: S608 - ours
        for name, text, facts in self._file.execute(query, names):
            total, _, record = text.partition(" ")
            if total == _total(name, record, facts):
                yield name, record, facts

    def written(self, path: str) -> tuple[str, bytes] | None:
        """The digest and the content of what was last written to a file; nothing is kept of what nobody edits."""
        return self._content("written", path)

    def announced(self, path: str) -> tuple[str, bytes] | None:
        """The digest and the content that were about to be written when a build was killed."""
        return self._content("announced", path)

    def _content(self, table: str, path: str) -> tuple[str, bytes] | None:
        query = f"SELECT digest, content FROM {table} WHERE path = ?"  # noqa: S608 - one of two names of ours
        row = self._file.execute(query, (path,)).fetchone()
        try:
            return (row[0], _unpacked(row[1])) if row else None
        except zlib.error:  # damaged: what stands there is taken for people's
            return None

    def announce(self, path: str, digest: str, content: bytes) -> None:
        """Say what is about to be written: after a kill it is known for ours."""
        with self._file:
            self._file.execute(
                "INSERT OR REPLACE INTO announced VALUES (?, ?, ?)", (path, digest, zlib.compress(content))
            )

    def confirm(self, path: str) -> None:
        """What was announced is written."""
        with self._file:
            self._file.execute(
                "INSERT OR REPLACE INTO written SELECT * FROM announced WHERE path = ?", (path,)
            )
            self._file.execute("DELETE FROM announced WHERE path = ?", (path,))

    def record(self, step: str, record: StepRecord, facts: Mapping[str, Any]) -> None:
        """A step is done."""
        text, said = (json.dumps(value, ensure_ascii=False) for value in (record.as_json(), facts))
        with self._file:
            self._file.execute(
                "INSERT OR REPLACE INTO steps VALUES (?, ?)", (step, f"{_total(step, text, said)} {text}")
            )
            self._file.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (step, said))


def _total(*texts: str) -> str:
    """What tells whether rows are as they were written."""
    return digest_of_values(texts)


def _unpacked(content: bytes) -> bytes:
    """A content that was kept.

    Raises:
        zlib.error: it is damaged, or longer than any that is kept.
    """
    packed = zlib.decompressobj()
    result = packed.decompress(content, LARGEST)
    if not packed.eof:
        raise zlib.error("it does not end")
    return result


def _connect(path: Path, *, locks: bool) -> sqlite3.Connection:
    where = path.absolute().as_uri() + ("" if locks else "?nolock=1")  # sqlite.org/uri.html
    file = sqlite3.connect(where, timeout=PATIENCE_S, uri=True)
    file.text_factory = lambda data: data.decode(
        "utf-8", "replace"
    )  # damaged text is not JSON, and passed over
    try:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute(
            "PRAGMA synchronous=NORMAL"
        )  # a kill loses nothing; a power cut the last steps, made again
        file.executescript(TABLES)
        if file.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("pages of it are damaged")
        _require_columns(file)
    except UnicodeDecodeError as error:  # sqlite's own message repeats the damage
        file.close()
        raise sqlite3.DatabaseError("its tables are damaged") from error
    except sqlite3.Error:
        file.close()
        raise
    return file


def _require_columns(file: sqlite3.Connection) -> None:
    try:
        for table, columns in COLUMNS.items():
            file.execute(f"SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608 - ours
    except sqlite3.OperationalError as error:
        raise sqlite3.DatabaseError("its tables are another's") from error
