"""A sheet that a build times again: what people did to the one that is there is kept, or told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.revise.difference import difference
from subtool.cues.revise.people import is_by_hand, on_times_of, with_inserted, with_words_of, without_deleted
from subtool.errors import MediaError, SheetError
from subtool.formats import cuesheet
from subtool.season.step import Keep
from subtool.verbs.files import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from subtool.model import Script, Sheet
    from subtool.season.step import BuildTask


def timed_again(
    task: BuildTask, script: Script, time: Callable[[Sheet | None], Sheet]
) -> tuple[Sheet, tuple[str, ...]]:
    """The sheet that `time` gives, which may be given an older one to keep; and what has to be said of it.

    Without a film nothing but its neighbours says when a cue is: of a draft that people edited all cues are kept.
    """
    if task.keep is Keep.NOTHING:
        return time(None), ()
    base = cuesheet.read(task.base.decode("utf-8")) if task.base else None
    edited = read(Path(task.root, task.step.writes[0]))
    old = with_words_of(edited, base) if base else edited
    worked_on = any(map(is_by_hand, old.cues)) or (base is not None and len(base.cues) != len(edited.cues))
    if task.step.kind == "draft" and edited.media:
        edited_cues, why = (
            time(old),
            [f"its film {edited.media.name} is not there: its cues keep the times of it"],
        )
    elif task.keep is Keep.ALL or (worked_on and task.step.kind == "draft"):
        edited_cues, why = time(old), []
        if task.keep is not Keep.ALL:
            why = [
                "cues of it were edited by hand: all are kept as they are where the script has not changed"
            ]
    elif not worked_on:
        return time(None), ()
    elif task.keep is Keep.RECUT:
        edited_cues, why = _recut(task, script, old, time)
    else:
        edited_cues, why = time(replace(old, cues=tuple(filter(is_by_hand, old.cues)))), []
    lost = difference(old, script, edited_cues).lost
    why += [f"hand edit not kept, its sentence has changed: {one}" for one in lost]
    whole, crowded = with_inserted(edited_cues, old)
    return without_deleted(whole, old, base) if base else whole, (*why, *crowded)


def _recut(
    task: BuildTask, script: Script, old: Sheet, time: Callable[[Sheet | None], Sheet]
) -> tuple[Sheet, list[str]]:
    """The sheet of a new cut, with the cues that people edited: by the sound of both, else by what is said in it."""
    from subtool.verbs.sync import sync

    before, why = task.step.options["old_film"], list[str]()
    if before:
        try:
            moved = sync(old, Path(task.root, task.step.options["film"]), old=Path(task.root, before)).sheet
        except (SheetError, MediaError) as error:
            why.append(f"the sound of both cuts does not say where edits belong: {error.message}")
        else:
            return time(replace(moved, cues=tuple(filter(is_by_hand, moved.cues)))), why
    fresh = time(None)
    unchanged, lost = on_times_of(old, fresh, script)
    return time(unchanged) if unchanged.cues else fresh, [*why, *lost]
