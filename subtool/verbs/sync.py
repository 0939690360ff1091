"""Subtitles that exist brought to a film, to other subtitles or to a new cut; no script is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues import find
from subtool.disk.reading import read_bytes
from subtool.errors import ChoiceError, EngineError, FormatError, MediaError, Place, SheetError
from subtool.formats import all_formats
from subtool.media.read.sound import TrackChoice
from subtool.model import DEFAULT_FPS, Media, Role, Span, silent
from subtool.retime import edit_list, warp
from subtool.retime.evidence import Speech
from subtool.retime.fit_offsets import evidence_for, fit
from subtool.retime.warp import Piece, Warp
from subtool.text.encoding import decode
from subtool.verbs.cache import cache_folder
from subtool.verbs.cue_times import cue_times, language, spoken_cues
from subtool.verbs.files import as_sheet, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from subtool.media.read.sound import Sound
    from subtool.model import Cue, Progress, Sheet
    from subtool.retime.fit_offsets import Fit
    from subtool.speech.engines import Engine
    from subtool.verbs.cue_times import SpokenCue

HARDLY = 0.2  # of the cues: with fewer heard, the voice speaks another language, and only its pauses tell the places


class By(StrEnum):
    """What told where the cues belong."""

    WORDS = "the words heard"
    VOICE = "where a voice is heard"
    SUBTITLES = "the other subtitles"
    SOUND = "the sound of both cuts"
    EDIT_LIST = "the edit list"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class CueSupport:
    """What speaks for the new time of a cue.

    `away_ms` is how far after the speech it is meant for it begins; None where nothing says so. It is `supported`
    where that is near.
    """

    cue: Cue
    start_ms: int | None
    away_ms: int | None
    supported: bool


@dataclass(frozen=True, slots=True)
class Synced:
    """Subtitles on their new time line, the cues whose picture is gone (old times), and how that was found.

    `before` and `after` are the shares (0 to 1) of cues that begin where speech does, `chance` the share that would by
    chance; None where no speech was asked. `support` says it cue by cue, but for those that nobody speaks. `new` is
    what the new cut has and the old one had not, on the new time line. `sound` says which channels were heard, where
    that is not what everybody expects.
    """

    sheet: Sheet
    gone: tuple[Cue, ...]
    warp: Warp
    by: By
    before: float | None = None
    after: float | None = None
    chance: float | None = None
    support: tuple[CueSupport, ...] = ()
    new: tuple[Span, ...] = ()
    sound: str = ""


def retime(sheet: Sheet | str | Path, pieces: Warp, by: By = By.HAND) -> Synced:
    """The sheet moved by a warp that is known."""
    sheet = as_sheet(sheet)
    retimed = warp.apply(pieces, sheet)
    return Synced(retimed.sheet, retimed.gone, pieces, by)


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
    channel: str | None = None,
    anyway: bool = False,
    progress: Progress = silent,
) -> Synced:
    """Bring a sheet to `reference`: a film or sound, another subtitle file, or an edit list of a new cut.

    With `old`, the film the sheet was made for, `reference` is a new cut of it, and the sound of both says which
    stretch went where. `fps` is that of a `.edl`.

    Raises:
        MediaError: a film cannot be read, has no sound, nobody speaks in it, or the cuts share no sound.
        FormatError: the other file cannot be read.
        SheetError: there are no cues; or, without `anyway`, they fit no better than before, or no better than chance.
    """
    sheet, path = as_sheet(sheet), Path(reference)
    spoken = spoken_cues([cue for cue in sheet.cues if cue.role is Role.SPEECH])
    if not spoken:
        raise SheetError("has no cues to move", hint="name a subtitle file with spoken words in it")
    choice = TrackChoice(audio_track, sheet.language, channel)
    if old is not None:
        return _to_cut(sheet, Path(old), path, choice, progress)
    if path.suffix.lower() in edit_list.SUFFIXES:
        return retime(sheet, _edit_list(path, fps), By.EDIT_LIST)
    if any(path.name.lower().endswith(form.suffixes) for form in all_formats()):
        found = _to_subtitles(spoken, path)
    else:
        found = _to_film(sheet, spoken, path, choice, progress)
    if not anyway:
        _require_better(found, path)
    return _synced(sheet, spoken, found)


@dataclass(frozen=True, slots=True)
class _Found:
    """A fit, what told it, and the film it was found in."""

    fit: Fit
    by: By
    film: Media | None = None
    sound: str = ""


def _to_subtitles(spoken: Sequence[SpokenCue], path: Path) -> _Found:
    other = spoken_cues([cue for cue in read(path).cues if cue.role is Role.SPEECH])
    if not other:
        raise FormatError("has no cues to go by", at=Place(str(path)), hint="name another reference")
    spans = [one.cue.span for one in spoken]
    return _Found(fit(spans, Speech([one.cue.span for one in other])), By.SUBTITLES)


def _to_film(
    sheet: Sheet, spoken: Sequence[SpokenCue], path: Path, choice: TrackChoice, progress: Progress
) -> _Found:
    """By the words where they are heard, else by where a voice is; in each channel that has a voice of its own."""
    from subtool.media.read.channels import mixes
    from subtool.media.read.probe import probe
    from subtool.media.read.sound import read_sound
    from subtool.speech.activity import likelihoods

    film = probe(path)
    tried: list[_Found] = []
    for mix in mixes(path, likelihoods, choice):
        sound = read_sound(
            path, audio_track=choice.audio_track, language=choice.language, mix=mix, progress=progress
        )
        found, by = _in_sound(sheet, spoken, sound, progress)
        tried.append(_Found(found, by, film.media, sound.says))
    return max(tried, key=lambda one: (one.fit.is_believed, one.fit.evidence))


def _in_sound(sheet: Sheet, spoken: Sequence[SpokenCue], sound: Sound, progress: Progress) -> tuple[Fit, By]:
    from subtool.speech.activity import voiced
    from subtool.speech.engines import Words
    from subtool.speech.onsets import sharpened

    spans = [one.cue.span for one in spoken]
    engine = _engine(language(sheet.language, spoken))
    times = cue_times(spoken, sound, engine, progress) if engine else None
    heard = len(times.heard) >= HARDLY * len(spans) if times else False
    if times and heard and isinstance(engine, Words):
        return fit(spans, times), By.WORDS
    voice = Speech(sharpened(voiced(sound, progress), sound))
    if times and heard:
        followed = fit(spans, times)
        if followed.is_believed and evidence_for(spans, voice, followed.warp) >= voice.least:
            return followed, By.WORDS
    return fit(spans, voice), By.VOICE


def _engine(tag: str) -> Engine | None:
    """The engine for a language; None where there is none."""
    from subtool.speech.engines import engine_for

    try:
        return engine_for(tag, cache=cache_folder())
    except (EngineError, ChoiceError):
        return None


def _require_better(found: _Found, path: Path) -> None:
    """Refuse a fit that chance gives too, one that leaves most cues out, and one that changes nothing."""
    fitted, count = found.fit, len(found.fit.away)
    there = sum(fitted.supports)
    if not fitted.is_believed and found.by is By.WORDS:
        raise SheetError(
            f"only {there} of {count} cues are heard in it where they belong",
            at=Place(str(path)),
            hint="they may belong to another film or episode; --anyway writes what was found",
        )
    if not fitted.is_believed:
        raise SheetError(
            f"no move makes the cues fit better than chance does: {fitted.after:.0%} would begin where speech does",
            at=Place(str(path)),
            hint="they may belong to another film; --anyway writes what was found",
        )
    if fitted.better <= 0:
        raise SheetError(
            f"no move makes the cues fit better: {fitted.before:.0%} begin where speech does as they are",
            at=Place(str(path)),
            hint="they fit already; --anyway writes what was found",
        )


def _synced(sheet: Sheet, spoken: Sequence[SpokenCue], found: _Found) -> Synced:
    fitted = found.fit
    retimed = retime(sheet, fitted.warp, found.by)
    support = tuple(
        CueSupport(one.cue, fitted.warp.start_ms(one.cue.span), away_ms, supported=is_there)
        for one, away_ms, is_there in zip(spoken, fitted.away, fitted.supports, strict=True)
    )
    return replace(
        retimed,
        sheet=replace(retimed.sheet, media=found.film) if found.film else retimed.sheet,
        before=fitted.before,
        after=fitted.after,
        chance=fitted.chance,
        support=support,
        sound=found.sound,
    )


def _to_cut(sheet: Sheet, old: Path, new: Path, choice: TrackChoice, progress: Progress) -> Synced:
    from subtool.media.read.channels import mixes
    from subtool.media.read.probe import probe
    from subtool.media.read.sound import read_sound
    from subtool.retime.same_sound import kept
    from subtool.speech.activity import likelihoods

    film = probe(new)
    sounds = [
        read_sound(
            path,
            audio_track=choice.audio_track,
            language=choice.language,
            mix=mixes(path, likelihoods, choice)[0],
            progress=progress,
        )
        for path in (old, new)
    ]
    stretches = kept(*sounds)
    if not stretches:
        raise MediaError(
            f"shares no sound with {old.name}", at=Place(str(new)), hint="are they cuts of one film?"
        )
    retimed = retime(
        sheet, Warp(tuple(Piece(stretch.old, stretch.new_ms) for stretch in stretches)), By.SOUND
    )
    there = sorted(Span(s.new_ms, s.new_ms + s.old.duration_ms) for s in stretches)
    return replace(
        retimed,
        sheet=replace(retimed.sheet, media=film.media),
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
