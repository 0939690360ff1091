"""A sheet under review: the one writer of its file; every edit is on the disk before it counts."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from subtool.disk import atomic
from subtool.disk.locks import claimed
from subtool.disk.reading import read_bytes
from subtool.errors import FormatError, OutputError, Place, SheetError
from subtool.formats import cuesheet
from subtool.review.change import Change, apply, change_of
from subtool.review.document import Document
from subtool.review.edits import MovePair, Redo, Rehear, Resolve, Retext, Undo
from subtool.review.history import Entry, History
from subtool.review.journal import Journal
from subtool.review.outside import merge, named_alike
from subtool.review.resolve import resolve, typed_on
from subtool.verbs.review_pairs import paired_by_hand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from subtool.checks.context import CheckContext
    from subtool.model import Cue, Sheet
    from subtool.review.edits import Asked
    from subtool.review.journal import Recorded
    from subtool.review.outside import Conflict

JOURNAL = ".journal"  # after the name of the sheet


class Review:
    """A cue sheet, its journal, and what can be undone. Its methods may be called from several threads.

    `saved` is the document as the file has it, `conflicts` the cues that were changed here and in the file.
    """

    document: Document
    saved: Document
    journal: Journal
    _begun: bool
    _digest: str
    _known_stamp: tuple[int, int, int] | None

    def __init__(self, path: Path) -> None:
        self.path = path
        self.remarks: list[str] = []
        self.history = History()
        self.number = 0
        self.conflicts: dict[str, Conflict] = {}
        self._saving, self._lock = threading.Lock(), threading.RLock()  # taken in this order
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Open the sheet and its journal; nobody else opens them until the block is left.

        The sheet may be written by others meanwhile, as by a build: see `look_outside`.

        Raises:
            FormatError: the sheet or its journal cannot be read.
            OutputError: one of them cannot be written, or another run of subtool has them open.
        """
        journal = self.path.with_name(self.path.name + JOURNAL)
        atomic.refuse_existing(self.path, force=True)
        with ExitStack() as stack:
            try:
                stack.enter_context(claimed(journal))
            except OSError as error:
                raise atomic.cannot_write(self.path, error) from error
            sheet = self._read()
            self.journal, recorded = Journal.opened(journal)
            stack.callback(self.journal.close)
            self._replay(Document.of(sheet), recorded)
            self._open = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._open.close()

    @property
    def unsaved(self) -> bool:
        """Whether the file lacks what the journal has."""
        return self.document != self.saved

    def edit(self, asked: Sequence[tuple[Asked, str]], context: CheckContext) -> Change:
        """Make edits, all or none of them; when this returns they are on the disk.

        Raises:
            SheetError: one of them cannot be made.
            OutputError: the journal cannot be written.
        """
        with self._lock:
            document, history, entries = self.document, self.history, list[Entry]()
            for edit, step in asked:
                began = history.began(step, edit.cue) if isinstance(edit, Retext) else None
                change = self._change(edit, began, document, history, context)
                if change.is_empty:
                    continue
                document = apply(change, document)
                entries.append(Entry(self.number + len(entries) + 1, change, step))
                history = history.after(entries[-1])
            self._record(entries, document, history)
            for edit, _ in asked:
                if isinstance(edit, Resolve):
                    self.conflicts.pop(edit.cue, None)
            return _as_one(entries)

    def put(self, change: Change, step: str = "") -> Change:
        """Make a change that was worked out elsewhere, if its cues are still as it found them.

        Raises:
            SheetError: they are not.
            OutputError: the journal cannot be written.
        """
        with self._lock:
            if change.is_empty:
                return change
            entry = Entry(self.number + 1, change, step)
            self._record([entry], apply(change, self.document), self.history.after(entry))
            return change

    def save(self) -> bool:
        """Write the sheet to its file, if it has changed and no conflict is open; whether it was written.

        What somebody else wrote there is not written over: `look_outside` comes first.

        Raises:
            OutputError: it cannot be written; the journal has it all.
            FormatError: somebody else has written a file there that cannot be read.
        """
        with self._saving:
            with self._lock:
                if self.conflicts or not self.unsaved or self._stamp() != self._known_stamp:
                    return False
                document, number = self.document, self.number
            data = cuesheet.write(document.sheet)  # edits go on meanwhile
            digest = sha256(data).hexdigest()
            with self._lock:
                self.journal.mark(number, digest)
            atomic.save_bytes(self.path, data)
            with self._lock:
                self._settle(document, digest)
            return True

    def look_outside(self) -> Change | None:
        """What somebody else did to the file since it was read or saved; merged, and conflicts noted.

        Raises:
            FormatError: it cannot be read any more.
        """
        with self._saving, self._lock:
            if self._stamp() == self._known_stamp:
                return None
            digest = self._digest
            sheet = self._read()
            if self._digest == digest:
                return None
            theirs = named_alike(sheet, self.saved)
            outside = merge(self.saved.cues, self.document.cues, theirs.cues)
            self.conflicts |= outside.conflicts
            change = change_of("outside", self.document, outside.taken)
            self.saved = theirs
            self.journal.mark(self.number, self._digest)
            return self.put(change)

    def _change(
        self, edit: Asked, began: Cue | None, document: Document, history: History, context: CheckContext
    ) -> Change:
        match edit:
            case Retext() if began:
                return typed_on(edit, began, document, context)
            case Undo():
                return history.undo()
            case Redo():
                return history.redo()
            case Resolve(name, theirs):
                if name not in self.conflicts:
                    raise SheetError(f"cue {name!r:.60} is in no conflict", hint="load the page again")
                wanted = self.conflicts[name].theirs if theirs else document.cues.get(name)
                return change_of("resolve", document, {name: wanted})
            case MovePair(name, original):
                return paired_by_hand(document, name, original, context)
            case Rehear():
                raise SheetError("there is not a sound to hear it in", hint="open the sheet with its film")
        return resolve(edit, document, context)

    def _record(self, entries: Sequence[Entry], document: Document, history: History) -> None:
        if entries:
            if not self._begun:
                self.journal.begin(self._digest)
                self._begun = True
            self.journal.append(entries)
            self.number = entries[-1].number
            self.document, self.history = document, history

    def _read(self) -> Sheet:
        """The sheet in the file; its digest and stamp are noted."""
        place = Place(str(self.path))
        stamp = self._stamp()
        try:
            data = read_bytes(self.path)
            sheet = cuesheet.read(data.decode("utf-8-sig"))
        except FormatError as error:
            raise FormatError(error.message, at=place, hint=error.hint) from error
        except UnicodeDecodeError as error:
            raise FormatError("is not UTF-8", at=place, hint="save it as UTF-8") from error
        self._known_stamp, self._digest = stamp, sha256(data).hexdigest()
        self.remarks += [remark.message for remark in sheet.remarks]
        return sheet

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _settle(self, document: Document, digest: str) -> None:
        self.saved, self._digest, self._known_stamp = document, digest, self._stamp()

    def _replay(self, document: Document, recorded: Recorded) -> None:
        """Bring the file's sheet to where the journal was."""
        self.saved = self.document = document
        self._begun = bool(recorded.marks)
        self.number, self.history = recorded.number, History.of(recorded.entries)
        if recorded.torn:
            self.remarks.append("the last line of the journal was half written, and is left out")
        if not recorded.marks:
            return
        unsaved = recorded.unsaved(self._digest)
        if unsaved is not None:
            for entry in unsaved:
                self.document = apply(entry.change, self.document)
            return
        self.remarks.append("the sheet was changed outside the review since it was last open")
        pending = _as_one([entry for entry in recorded.entries if entry.number > recorded.marks[-1].number])
        base = {name: before for name, (before, _) in pending.cues.items()}
        ours = {name: after for name, (_, after) in pending.cues.items()}
        theirs = {name: document.cues.get(name) for name in base}
        outside = merge(base, ours, theirs)
        self.conflicts = dict(outside.conflicts)
        own = {name: cue for name, cue in ours.items() if name not in outside.taken}
        self.document = document.with_cues(own)
        self.journal.mark(self.number, self._digest)
        if self.document != document:
            change = change_of("outside", document, own)
            self.document = document
            self.put(change)


def _as_one(entries: Iterable[Entry]) -> Change:
    whole = Change("")
    for entry in entries:
        whole = whole.then(entry.change)
    return whole


def sheet_path(cues: Path) -> Path:
    """The sheet that is edited: the one named, or the one to be made beside a file of another format.

    Raises:
        OutputError: that one is there already.
    """
    if cues.name.lower().endswith(".json"):
        return cues
    sheet = cues.with_name(f"{cues.stem}.cues.json")
    if sheet.exists():
        raise OutputError("is there already, made of this file", at=Place(str(sheet)), hint="open that one")
    return sheet
