"""An edit and the document it is made on -> the change it makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from subtool.errors import SheetError
from subtool.model import Cue, Role, Span, Timing
from subtool.review.change import change_of
from subtool.review.edits import (
    LATEST_MS,
    BestLines,
    Delete,
    Describe,
    Insert,
    Mend,
    Merge,
    Retext,
    Retime,
    Shift,
    SplitCue,
)
from subtool.review.lines import best_lines, relined
from subtool.review.mend import mended
from subtool.review.parting import Where, merged, split
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from subtool.checks.context import CheckContext
    from subtool.review.change import Change
    from subtool.review.document import Document
    from subtool.review.edits import Edit


def resolve(edit: Edit, document: Document, context: CheckContext) -> Change:
    """What the edit changes.

    Raises:
        SheetError: it names a cue that is not there, or what it asks cannot be.
    """
    return RESOLVE[type(edit)](edit, document, context)


def _retext(edit: Retext, document: Document, context: CheckContext) -> Change:
    return typed_on(edit, _cue(document, edit.cue), document, context)


def typed_on(edit: Retext, began: Cue, document: Document, context: CheckContext) -> Change:
    """The text of a cue while it is typed; `began` is the cue before that.

    What stood there for a moment only leaves no trace: with all selected and one letter typed, every word had gone.
    """
    if edit.lines == began.lines:
        return change_of("text", document, {began.id: began})
    changed = relined(began, edit.lines, context.language)
    return change_of("text", document, {began.id: replace(changed, timing=Timing.EDITED, accepted=False)})


def _retime(edit: Retime, document: Document, _context: CheckContext) -> Change:
    moved = {name: _moved_to(_cue(document, name), span) for name, span in edit.spans.items()}
    return change_of("times", document, moved)


def _describe(edit: Describe, document: Document, _context: CheckContext) -> Change:
    return change_of(edit.field, document, {edit.cue: _described(_cue(document, edit.cue), edit)})


def _split(edit: SplitCue, document: Document, context: CheckContext) -> Change:
    (new,) = document.fresh()
    cue, language = _cue(document, edit.cue), context.language
    parts = split(cue, Where(edit.at_char, edit.at_ms), new, context.gap_ms, language)
    return change_of("split", document, {part.id: part for part in parts})


def _delete(edit: Delete, document: Document, _context: CheckContext) -> Change:
    gone: dict[str, Cue | None] = {_cue(document, name).id: None for name in edit.cues}
    return change_of("delete", document, gone)


def _break_best(edit: BestLines, document: Document, context: CheckContext) -> Change:
    cues = [_cue(document, name) for name in edit.cues]
    relaid = {cue.id: relined(cue, best_lines(cue, context), context.language) for cue in cues}
    return change_of("best-lines", document, relaid)


def _mend(edit: Mend, document: Document, context: CheckContext) -> Change:
    return change_of("fix", document, mended(document, _cue(document, edit.cue).id, edit.code, context))


def _cue(document: Document, name: str) -> Cue:
    cue = document.cues.get(name)
    if cue is None:
        raise SheetError(
            f"there is no cue {name!r:.60}", hint="load the page again; it may have been deleted"
        )
    return cue


def _moved_to(cue: Cue, span: Span) -> Cue:
    return cue if cue.span == span else replace(cue, span=span, timing=Timing.EDITED, accepted=False)


def _shift(edit: Shift, document: Document, _context: CheckContext) -> Change:
    cues = [_cue(document, name) for name in edit.cues]
    if edit.ripple:
        first = min(document.positions[cue.id] for cue in cues)
        cues = [document.cues[name] for name in document.ids[first:]]
    if min(cue.span.start_ms for cue in cues) + edit.by_ms < 0:
        raise SheetError("a cue would begin before the film", hint="shift by less")
    if max(cue.span.end_ms for cue in cues) + edit.by_ms > LATEST_MS:
        raise SheetError("a cue would end after a hundred hours", hint="shift by less")
    return change_of("shift", document, {cue.id: _later(cue, edit.by_ms) for cue in cues})


def _later(cue: Cue, by_ms: int) -> Cue:
    """A cue with its words at another time; a word that would begin before the film begins with it."""
    words = (
        replace(word, span=Span(max(0, word.span.start_ms + by_ms), max(0, word.span.end_ms + by_ms)))
        for word in cue.words
    )
    return replace(
        cue, span=cue.span.shifted(by_ms), words=tuple(words), timing=Timing.EDITED, accepted=False
    )


def _described(cue: Cue, edit: Describe) -> Cue:
    value: Any = edit.value
    if edit.field == "place":
        settings = " ".join(setting for setting in cue.settings.split() if not setting.startswith("line:"))
        return replace(cue, style=replace(cue.style, place=value), settings=settings)
    if edit.field == "italic":
        lines = tuple(map(markup.escaped, cue.lines))
        return replace(cue, markup=tuple(f"<i>{line}</i>" for line in lines) if value else ())
    return replace(cue, **{edit.field: value})


def _following(document: Document, names: Sequence[str]) -> list[Cue]:
    """The cues to merge: those named, or the one that is named and the next of its role."""
    cues = sorted((_cue(document, name) for name in names), key=lambda cue: document.positions[cue.id])
    if len(cues) > 1:
        return cues
    after = document.ids[document.positions[cues[0].id] + 1 :]
    following = next(
        (document.cues[name] for name in after if document.cues[name].role is cues[0].role), None
    )
    if following is None:
        raise SheetError(f"no cue follows {cues[0].id}", hint="merge it from the cue before")
    return [cues[0], following]


def _merge(edit: Merge, document: Document, context: CheckContext) -> Change:
    cues = _following(document, edit.cues)
    one = merged(cues, context.style.max_lines, context.language)
    if len(one.lines) == 1:
        one = replace(one, lines=best_lines(one, context))
    gone: dict[str, Cue | None] = dict.fromkeys(cue.id for cue in cues[1:])
    return change_of("merge", document, {one.id: one, **gone})


def _insert(edit: Insert, document: Document, context: CheckContext) -> Change:
    (name,) = document.fresh()
    lines, source, unspoken = edit.lines, None, document.rest.unspoken
    if edit.unspoken is not None:
        if edit.unspoken >= len(unspoken):
            raise SheetError("there is no such sentence outside the film", hint="load the page again")
        sentence = unspoken[edit.unspoken]
        lines, source = (sentence.text,), sentence.source
        unspoken = (*unspoken[: edit.unspoken], *unspoken[edit.unspoken + 1 :])
    cue = Cue(edit.span, lines, role=Role.SPEECH, timing=Timing.EDITED, source=source, id=name)
    cue = replace(cue, lines=best_lines(cue, context))
    change = change_of("insert", document, {name: cue})
    return replace(
        change,
        unspoken=(document.rest.unspoken, unspoken),
        unscripted=(document.rest.unscripted, tuple(_outside(document.rest.unscripted, edit.span))),
    )


def _outside(stretches: Iterable[Span], taken: Span) -> list[Span]:
    """What is left of the stretches where a cue now is."""
    left = []
    for stretch in stretches:
        if stretch.within(taken) is None:
            left.append(stretch)
            continue
        if stretch.start_ms < taken.start_ms:
            left.append(Span(stretch.start_ms, taken.start_ms))
        if taken.end_ms < stretch.end_ms:
            left.append(Span(taken.end_ms, stretch.end_ms))
    return left


RESOLVE: Mapping[type, Callable[..., Change]] = {
    Retext: _retext,
    Retime: _retime,
    Shift: _shift,
    Describe: _describe,
    SplitCue: _split,
    Merge: _merge,
    Insert: _insert,
    Delete: _delete,
    BestLines: _break_best,
    Mend: _mend,
}
