"""Subtitles that exist brought to a film, to other subtitles or to a new cut; no script is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues import find
from subtool.disk.reading import read_bytes
from subtool.errors import FormatError, MediaError, Place, SheetError
from subtool.formats import FORMATS
from subtool.model import DEFAULT_FPS, Media, Role, Sentence, Source, Span, Token, silent
from subtool.retime import edit_list, warp
from subtool.retime.fit_offsets import CueTimes, Speech, fit
from subtool.retime.warp import Piece, Warp
from subtool.text.encoding import decode
from subtool.verbs.align import cache_folder
from subtool.verbs.files import as_sheet, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from subtool.media.read.sound import Sound
    from subtool.model import Cue, Progress, Sheet
    from subtool.retime.fit_offsets import Fit, Reference

SURELY_HEARD = 0.6  # of a word's confidence: contested times bring a cue nowhere
POOR = 0.25  # of the cues begin where speech does: as many do by chance
RECOGNISED = "en"  # the language of the acoustic model


class By(StrEnum):
    """What told where the cues belong."""

    WORDS = "the words heard"
    VOICE = "where a voice is heard"
    SUBTITLES = "the other subtitles"
    SOUND = "the sound of both cuts"
    EDIT_LIST = "the edit list"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Synced:
    """Subtitles on their new time line, the cues whose picture is gone (old times), and how that was found.

    `before` and `after` are the shares (0 to 1) of cues that begin where speech does; None where no speech was
    asked. `new` is what the new cut has and the old one had not, on the new time line.
    """

    sheet: Sheet
    gone: tuple[Cue, ...]
    warp: Warp
    by: By
    before: float | None = None
    after: float | None = None
    new: tuple[Span, ...] = ()


def retime(sheet: Sheet | str | Path, pieces: Warp, by: By = By.HAND) -> Synced:
    """The sheet moved by a warp that is known."""
    sheet = as_sheet(sheet)
    made = warp.apply(pieces, sheet)
    return Synced(made.sheet, made.gone, pieces, by)


def moments(sheet: Sheet, known: Sequence[tuple[str, int]]) -> Warp:
    """The warp that brings words said in the sheet to the moments given for them, in ms.

    Raises:
        SheetError: words are not said, or more than once, or the moments are not in the order of the words.
    """
    pairs = sorted(
        (sheet.cues[find.by_quote(sheet, said).first].span.start_ms, at_ms) for said, at_ms in known
    )
    for (old, new), (other, another) in pairwise(pairs):
        if other <= old or another <= new:
            raise SheetError(
                "the known moments are not in the order of the cues", hint="check the times given with --at"
            )
    return warp.through(pairs)


def sync(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    reference: str | Path,
    *,
    old: str | Path | None = None,
    fps: Fraction = DEFAULT_FPS,
    audio_track: int | None = None,
    anyway: bool = False,
    progress: Progress = silent,
) -> Synced:
    """Bring a sheet to `reference`: a film or sound, another subtitle file, or an edit list of a new cut.

    With `old`, the film the sheet was made for, `reference` is a new cut of it, and the sound of both says which
    stretch went where. `fps` is that of a `.edl`.

    Raises:
        MediaError: a film cannot be read, has no sound, nobody speaks in it, or the cuts share no sound.
        FormatError: the other file cannot be read.
        SheetError: there are no cues, or they fit no better than before and `anyway` is not set.
    """
    sheet = as_sheet(sheet)
    path = Path(reference)
    if not any(cue.role is Role.SPEECH for cue in sheet.cues):
        raise SheetError("there are no cues to move", hint="name a subtitle file with cues in it")
    if old is not None:
        return _to_cut(sheet, Path(old), path, audio_track, progress)
    if path.suffix.lower() in edit_list.SUFFIXES:
        return retime(sheet, _edit_list(path, fps), By.EDIT_LIST)
    if any(path.name.lower().endswith(form.suffixes) for form in FORMATS):
        other = [cue.span for cue in read(path).cues if cue.role is Role.SPEECH]
        if not other:
            raise FormatError("has no cues to go by", at=Place(str(path)), hint="name another reference")
        return _fitted(sheet, Speech(other), By.SUBTITLES, path, anyway=anyway)
    return _to_film(sheet, path, audio_track, anyway=anyway, progress=progress)


def _to_film(
    sheet: Sheet, path: Path, audio_track: int | None, *, anyway: bool, progress: Progress
) -> Synced:
    from subtool.media.read.probe import probe
    from subtool.media.read.sound import read_sound
    from subtool.speech.activity import voiced
    from subtool.speech.onsets import sharpened

    film = probe(path)
    sound = read_sound(path, audio_track=audio_track, progress=progress)
    heard = _heard(sheet, sound, progress) if sheet.language.split("-")[0] == RECOGNISED else None
    reference: Reference = heard or Speech(sharpened(voiced(sound, progress), sound))
    made = _fitted(sheet, reference, By.WORDS if heard else By.VOICE, path, anyway=anyway)
    return replace(made, sheet=replace(made.sheet, media=Media(path.name, film.duration_ms)))


def _heard(sheet: Sheet, sound: Sound, progress: Progress) -> CueTimes | None:
    """When the first word of each cue is heard; None when hardly a word is, as in another language."""
    from subtool.speech.words.engine import align_words

    spoken = _spoken(sheet)
    sentences = [
        Sentence(tuple(Token(text, Source(number, at)) for at, text in enumerate(cue.text.split(), 1)), 0)
        for number, cue in enumerate(spoken, 1)
    ]
    try:
        narration = align_words(
            [sentence for sentence in sentences if sentence.tokens],
            sound,
            cache=cache_folder(),
            progress=progress,
        )
    except MediaError as error:
        if error.at is None or "hardly a word" not in error.message:
            raise
        return None
    first = {utterance.sentence.source.line: utterance.words[0] for utterance in narration.utterances}
    return CueTimes(
        tuple(
            first[number].span.start_ms
            if number in first and (first[number].confidence or 0) >= SURELY_HEARD
            else None
            for number in range(1, len(spoken) + 1)
        )
    )


def _spoken(sheet: Sheet) -> list[Cue]:
    return sorted((cue for cue in sheet.cues if cue.role is Role.SPEECH), key=lambda cue: cue.span.start_ms)


def _fitted(sheet: Sheet, reference: Reference, by: By, path: Path, *, anyway: bool) -> Synced:
    found: Fit = fit([cue.span for cue in _spoken(sheet)], reference)
    if found.after <= max(found.before, POOR) and not anyway:
        raise SheetError(
            f"no move makes the cues fit better: {found.before:.0%} begin where speech does, {found.after:.0%} would",
            at=Place(str(path)),
            hint="they may fit already, or belong to another film; --anyway writes what was found",
        )
    made = retime(sheet, found.warp, by)
    return replace(made, before=found.before, after=found.after)


def _to_cut(sheet: Sheet, old: Path, new: Path, audio_track: int | None, progress: Progress) -> Synced:
    from subtool.media.read.probe import probe
    from subtool.media.read.sound import read_sound
    from subtool.retime.same_sound import kept

    film = probe(new)
    sounds = [read_sound(path, audio_track=audio_track, progress=progress) for path in (old, new)]
    stretches = kept(*sounds)
    if not stretches:
        raise MediaError(
            f"shares no sound with {old.name}", at=Place(str(new)), hint="are they cuts of one film?"
        )
    made = retime(sheet, Warp(tuple(Piece(stretch.old, stretch.new_ms) for stretch in stretches)), By.SOUND)
    there = sorted(Span(s.new_ms, s.new_ms + s.old.duration_ms) for s in stretches)
    return replace(
        made,
        sheet=replace(made.sheet, media=Media(new.name, film.duration_ms)),
        new=_between(there, film.duration_ms),
    )


def _between(there: Sequence[Span], end_ms: int) -> tuple[Span, ...]:
    """What no stretch covers, and is long enough to hold a cue."""
    edges = [0, *(edge for span in there for edge in (span.start_ms, span.end_ms)), end_ms]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple(Span(a, b) for a, b in pairs if b - a >= 1000)


def _edit_list(path: Path, fps: Fraction) -> Warp:
    place = Place(str(path))
    text = decode(read_bytes(path), encoding=None, place=place).text
    try:
        return edit_list.read(text, path.suffix.lower(), fps)
    except FormatError as error:
        raise error.located(place) from error
