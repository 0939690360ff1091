"""The times of a finished sheet carried to the same text in another language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.cues.revise.revise import Trust, revise
from subtool.cues.timing.frame_grid import Grid, without_picture
from subtool.model import Remark, Role, Script, Source, Unspoken
from subtool.styles.houses import house_style
from subtool.verbs.files import as_script, as_sheet
from subtool.verbs.original_look import in_look_of
from subtool.verbs.sheets import compose, in_style, profile_for, rules_for
from subtool.verbs.timed_original import TimedOriginal
from subtool.verbs.translated import Translation, pairs_of
from subtool.verbs.worksheet import read_worksheet, taken_back

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.revise.fresh import CueRules
    from subtool.model import Cue, Sheet
    from subtool.translation.pair import KnownPair


@dataclass(frozen=True, slots=True)
class _Given:
    """A finished sheet and its translation, with the pairs of their sentences."""

    sheet: Sheet
    translation: Translation
    rules: CueRules


def transfer(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    translation: Script | str | Path,
    *,
    profile: str | None = None,
    keep: Sheet | str | Path | None = None,
    language: str | None = None,
    fps: Fraction | None = None,
    pairs: Sequence[KnownPair] = (),
    encoding: str | None = None,
) -> Sheet:
    """The cues of `translation`, a script that says in another language what `sheet` says, in the times of `sheet`.

    Sentences are paired as `align` does with an original. Footnotes, speakers and titles are those of the translation,
    or, where it has none, those of the sheet. With `keep` the cues of an older sheet of this translation stay, with
    times and hand edits, where its text has not changed.

    `translation` may be a worksheet too that was made of the sheet (`.xlf`, `.po`, `.xlsx`, `.docx`, `.csv`): its lines
    are taken by their numbers, and what was moved, joined, split or left empty is remarked; `language` is that of it,
    `encoding` that of its file where that is text.

    `pairs` are sentences of the sheet and of the translation that belong together, by their numbers from 1; all others
    go by them.

    Cues stand where those of the sheet stand, in their colours and whole tags; written in the format that the sheet was
    read in, the rest of its file stays.

    In- and out-times stand on frames at `fps`, where it is given.

    Raises:
        SheetError: nothing is said in the sheet.
        ScriptError: the translation is the sheet's own text, or that of another film.
        StyleError: there is no such house style.
    """
    sheet = as_sheet(sheet)
    filled = None if isinstance(translation, Script) else read_worksheet(translation, encoding)
    back = None if filled is None else taken_back(sheet, filled, str(translation), language)
    script = back.script if back else as_script(translation)
    edited = None if keep is None else as_sheet(keep)
    profile = profile_for(script, profile)
    style = house_style(profile)
    if back:
        found = Translation.of(script, back.original, back.pairs, style, footnotes=sheet.footnotes)
    else:
        original = TimedOriginal.of_sheet(sheet)
        together = pairs_of(script, original.sentences, original.language, pairs)
        found = Translation.of(script, original, together, style, footnotes=sheet.footnotes)
    rules = rules_for(script, profile, Grid(fps) if fps else without_picture())
    given = _Given(sheet, found, rules)
    composed = _composed(given) if edited is None else _revised(given, edited)
    composed = in_style(composed, profile) if edited is None else composed
    remarks = (*composed.remarks, *(script.remarks if back else ()))
    result = found.marked(
        replace(
            composed, media=sheet.media, unscripted=sheet.unscripted, remarks=remarks, counted=script.counted
        )
    )
    return in_look_of(sheet, result)


def _composed(given: _Given) -> Sheet:
    script, narration = given.translation.script, given.translation.utterances
    sheet = compose(script, narration, given.rules, titles=bool(script.on_screen))
    titles, remarks = _titles(given, sheet)
    cues = (cue for cue in sheet.cues if cue.role is not Role.TITLE)
    unspoken = tuple(Unspoken(one.text, one.source) for one in given.translation.unspoken)
    merged = tuple(sorted((*titles, *cues), key=lambda cue: cue.span.start_ms))
    return replace(sheet, cues=merged, unspoken=unspoken, remarks=(*sheet.remarks, *remarks))


def _revised(given: _Given, edited: Sheet) -> Sheet:
    script = given.translation.script
    spoken = {one.sentence.source: one.words for one in given.translation.utterances}
    words = [
        word
        for sentence in script.sentences
        for word in spoken.get(sentence.source, (None,) * len(sentence.tokens))
    ]
    return revise(edited, script, words, Trust.HEARD, given.rules)


def _titles(given: _Given, sheet: Sheet) -> tuple[list[Cue], list[Remark]]:
    """The titles of the translation in the times of the sheet's, in their order; what has no fellow is said."""
    own = [cue for cue in sheet.cues if cue.role is Role.TITLE]
    timed = [cue for cue in given.sheet.cues if cue.role is Role.TITLE]
    if len(own) == len(timed):
        pairs = zip(own, timed, strict=True)
        return [replace(one, span=there.span, timing=there.timing) for one, there in pairs], []
    if not own:
        where = Source(1, 1)
        left = [
            Remark(f"has no translation of the title “{cue.text}”; it is left out", where) for cue in timed
        ]
        return [], left
    place = given.translation.script.on_screen[0].source
    message = (
        f"has {len(own)} titles, the sheet {len(timed)}: they have the times of what is said beside them"
    )
    return own, [Remark(message, place)]
