"""What people changed in the outputs of a build, brought into the cue sheet of which they were made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.footnotes import unmarked
from subtool.cues.revise.match import letters
from subtool.disk import atomic
from subtool.errors import FormatError, OutputError, Place
from subtool.formats import cuesheet, format_for
from subtool.model import Cue, Role, Timing
from subtool.review.lines import relined
from subtool.season.step import TIMED
from subtool.timecode import clock
from subtool.verbs.files import content, read_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.model import Sheet, Span
    from subtool.season.ours import Outputs
    from subtool.season.step import BuildStep

NEAR_MS = (
    60  # two times are one: formats that count frames or hundredths round them (a frame of 24 lasts 42 ms)
)


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A sheet with what people changed in it, how many cues that were, and the cues for which it could not be done."""

    sheet: Sheet
    changed: int
    refused: tuple[str, ...] = ()


def take_up(outputs: Outputs, steps: Sequence[BuildStep]) -> Iterator[str]:
    """Bring what people changed in an episode's outputs into its sheet; what was done is said, a line each.

    Raises:
        OutputError: a file stands in the place of an output that was never made.
        FormatError: a file was edited, and cannot be read any more.
    """
    for step in steps:
        if step.kind in TIMED:
            edited = [one for one in steps if one.uses[:1] == step.writes and one.kind == "format"]
            yield from _into_sheet(
                outputs, step, [one for one in edited if outputs.foreign(one.writes[0], one.id)]
            )


def _into_sheet(outputs: Outputs, cues: BuildStep, edited: Sequence[BuildStep]) -> Iterator[str]:
    (name,) = cues.writes
    sheet_path = outputs.root / name
    if not sheet_path.is_file():
        if edited:
            raise OutputError(
                "stands where an output is to be written, and was not made by a build",
                at=Place(edited[0].writes[0]), hint="move it away, or take it from the outputs",
            )  # fmt: skip
        return
    theirs = outputs.foreign(name, cues.id)
    if theirs and theirs not in _seen(outputs, cues):
        how = "was edited by hand" if cues.id in outputs.records else "was there before this build"
        yield f"{name} {how}: it is taken as it is"
    if not edited:
        return
    sheet = read_data(sheet_path.read_bytes(), sheet_path)
    views = [(step.writes[0], *_views(outputs, step, sheet)) for step in edited if _can_be_taken_up(step)]
    for step in edited:
        if not _can_be_taken_up(step) and outputs.base(step.writes[0]):
            yield f"{step.writes[0]} was edited by hand: it cannot be taken up; a copy is kept when it is made again"
    for path, base, after in views:
        taken = taken_up(sheet, base, after)
        yield from (f"{path}: {line}" for line in taken.refused)
        if taken.changed:
            sheet = taken.sheet
            _save(outputs, name, sheet)
            outputs.taken.add(path)
            many = "1 cue is" if taken.changed == 1 else f"{taken.changed} cues are"
            yield f"{path} was edited by hand: {many} taken up"
        if not taken.refused:
            outputs.adopt(path)


def _save(outputs: Outputs, name: str, sheet: Sheet) -> None:
    """Write the sheet with what was taken up: from now on it is edited, as if that had been done in a review."""
    if outputs.base(name) is None:  # what stands there is the nearest to what was made
        outputs.adopt(name)
    written = cuesheet.write(sheet)
    atomic.save_bytes(outputs.root / name, written if isinstance(written, bytes) else written.encode())
    outputs.digests.forget(name)


def _can_be_taken_up(step: BuildStep) -> bool:
    """Whether the format says enough of its cues to be read back."""
    form = format_for(Path(step.writes[0]))
    return "read" in form.ways and "out-times" in form.holds


def _views(outputs: Outputs, step: BuildStep, sheet: Sheet) -> tuple[Sheet, Sheet]:
    """An output as it was made, and as it is."""
    (path,) = step.writes
    base = outputs.base(path) or content(sheet, Path(path), step.options.get("footnotes") or None)
    return read_data(base, Path(path)), read_data((outputs.root / path).read_bytes(), Path(path))


def _seen(outputs: Outputs, cues: BuildStep) -> set[str]:
    """The sheets of an episode of which something was made."""
    return {record.basis.needs.get(cues.id, "") for record in outputs.records.values()}


def same(path: str, one: bytes, other: bytes) -> bool:
    """Whether two contents of an output say the same: the same text at the same times, however it is written."""
    try:
        form = format_for(Path(path))
        if form.module == "cuesheet" or "read" not in form.ways or "out-times" not in form.holds:
            return False
        first, second = (read_data(data, Path(path)).cues for data in (one, other))
    except FormatError:
        return False
    return [_said(cue) for cue in first] == [_said(cue) for cue in second]


def _said(cue: Cue) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    return cue.span.start_ms, cue.span.end_ms, cue.lines, cue.markup


def taken_up(sheet: Sheet, base: Sheet, theirs: Sheet) -> TakenUp:
    """The sheet with what `theirs` has otherwise than `base`, the view of the sheet that was edited.

    A cue whose text or time was changed is changed in the sheet; one that was taken out goes, one that was put in is
    put in, and several that were made of others take their place. Where the sheet has changed in the same place, it
    stays, and that is said.
    """
    view, after = ([cue for cue in one.cues if cue.role is not Role.NOTE] for one in (base, theirs))
    owners, refused = _owners(sheet, view), _captions_refused(base, theirs)
    cues: dict[int, list[Cue]] = {index: [cue] for index, cue in enumerate(sheet.cues)}
    changed = 0
    for old, edited in _changes(view, after):
        numbers = [owners[id(cue)] for cue in old if id(cue) in owners]
        if len(numbers) < len(old):
            if not all(
                any(_shows(cue, one) for one in sheet.cues) for cue in edited
            ):  # else it was taken up before
                refused += [
                    f"the cue of {clock(cue.span.start_ms)} is another in the sheet, and stays" for cue in old
                ]
            continue
        result = list(_edited([sheet.cues[number] for number in numbers], edited, sheet.language))
        cues |= {number: [] for number in numbers}
        cues[numbers[0] if numbers else len(cues)] = result
        changed += max(len(numbers), len(edited))
    ordered = sorted((cue for some in cues.values() for cue in some), key=lambda cue: cue.span.start_ms)
    return TakenUp(replace(sheet, cues=tuple(ordered)), changed, tuple(refused))


def _changes(view: Sequence[Cue], after: Sequence[Cue]) -> Iterator[tuple[Sequence[Cue], Sequence[Cue]]]:
    """The cues of a view that were edited, and what each became."""
    matcher = SequenceMatcher(None, list(map(_said, view)), list(map(_said, after)), autojunk=False)
    for tag, v0, v1, a0, a1 in matcher.get_opcodes():
        if tag != "equal":
            yield from _groups(view[v0:v1], after[a0:a1])


def _captions_refused(base: Sheet, theirs: Sheet) -> list[str]:
    """What has to be said where captions of sources were edited: the script has their text."""
    one, other = ([cue.lines for cue in sheet.cues if cue.role is Role.NOTE] for sheet in (base, theirs))
    return ["captions of sources were edited; mend the list of sources in the script"] if one != other else []


def _owners(sheet: Sheet, view: Sequence[Cue]) -> Mapping[int, int]:
    """Which cue of the sheet each cue of the view shows, where the sheet still has it as it was."""
    owners: dict[int, int] = {}
    index = 0
    for cue in view:
        for number in range(index, len(sheet.cues)):
            if _shows(cue, sheet.cues[number]):
                owners[id(cue)], index = number, number + 1
                break
    return owners


def _shows(view: Cue, cue: Cue) -> bool:
    return _is_near(view.span, cue.span) and letters("".join(view.lines)) == letters("".join(cue.lines))


def _is_near(one: Span, other: Span) -> bool:
    return max(abs(one.start_ms - other.start_ms), abs(one.end_ms - other.end_ms)) <= NEAR_MS


def _groups(old: Sequence[Cue], edited: Sequence[Cue]) -> Iterator[tuple[Sequence[Cue], Sequence[Cue]]]:
    """What became what in a passage that was edited: cues one by one where they are as many, or say the same.

    The others go together by what they share of the time.
    """
    if len(old) == len(edited):
        yield from (([one], [other]) for one, other in zip(old, edited, strict=True))
        return
    said, now = ([letters("".join(cue.lines)) for cue in cues] for cues in (old, edited))
    a = b = 0
    for first, second, size in SequenceMatcher(None, said, now, autojunk=False).get_matching_blocks():
        yield from _overlapping(list(old[a:first]), list(edited[b:second]))
        yield from (([old[first + n]], [edited[second + n]]) for n in range(size))
        a, b = first + size, second + size


def _overlapping(before: list[Cue], after: list[Cue]) -> Iterator[tuple[Sequence[Cue], Sequence[Cue]]]:
    while before or after:
        group: tuple[list[Cue], list[Cue]] = ([], [])
        end_ms = -1
        while before or after:
            is_old = bool(before) and (not after or before[0].span.start_ms <= after[0].span.start_ms)
            cue = before[0] if is_old else after[0]
            if 0 <= end_ms <= cue.span.start_ms:
                break
            group[0 if is_old else 1].append((before if is_old else after).pop(0))
            end_ms = max(end_ms, cue.span.end_ms)
        yield group


def _edited(old: Sequence[Cue], edited: Sequence[Cue], language: str) -> Iterator[Cue]:
    """The cues as they were edited, with all that the sheet knows of those they were."""
    if len(old) == len(edited):
        for cue, view in zip(old, edited, strict=True):
            lines, tags = unmarked(view.lines, cue.footnotes), unmarked(view.markup, cue.footnotes)
            text = relined(cue, lines, language) if lines != cue.lines else cue
            tags = tags if len(tags) == len(text.lines) else text.markup
            span = cue.span if _is_near(view.span, cue.span) else view.span
            yield replace(text, span=span, markup=tags, timing=Timing.EDITED, accepted=False)
        return
    first = old[0] if old else None
    numbers = tuple(dict.fromkeys(number for cue in old for number in cue.footnotes))
    for view in edited:
        yield replace(
            view,
            lines=unmarked(view.lines, numbers),
            markup=unmarked(view.markup, numbers),
            role=first.role if first else Role.SPEECH,
            timing=Timing.EDITED,
            identifier="",
            source=first.source if first else None,
            footnotes=numbers,
            speaker=view.speaker or (first.speaker if first else None),
        )
