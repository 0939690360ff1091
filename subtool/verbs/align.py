"""A script to cues timed by the voice in a film: listening, then composing a sheet or revising an older one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.revise.revise import Trust, revise
from subtool.cues.timing.frame_grid import with_picture, without_picture
from subtool.cues.timing.pace import Pace, narrate
from subtool.disk import atomic
from subtool.errors import MediaError, Place, SheetError, SubtoolError
from subtool.model import Media, Remark, Role, Timing, Unspoken, silent
from subtool.retime import warp
from subtool.retime.warp import Piece, Warp
from subtool.styles.houses import house_style
from subtool.verbs.clip_job import require_same_film
from subtool.verbs.files import as_script, as_sheet
from subtool.verbs.sheets import compose, in_style, profile_for, rules_for
from subtool.verbs.timed_original import TimedOriginal
from subtool.verbs.translated import Translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from subtool.cues.revise.fresh import CueRules
    from subtool.cues.timing.frame_grid import Grid
    from subtool.media.read.programme import Programme
    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Script, Sentence, Sheet
    from subtool.speech.engines import Engine
    from subtool.speech.evidence import MismatchError
    from subtool.speech.narration import Narration


@dataclass(frozen=True, slots=True)
class Alignment:
    """What was heard of a script in a programme, the frames that its cues will stand on, and what heard it.

    `sound` says which channels were heard, where that is not what everybody expects.
    """

    narration: Narration
    media: Media
    grid: Grid
    engine: str
    sound: str = ""


def align(  # noqa: PLR0913 - each is a choice of the user's
    script: Script | str | Path,
    media: str | Path | Sequence[str | Path],
    *,
    original: Script | str | Path | None = None,
    profile: str | None = None,
    audio_track: int | None = None,
    channel: str | None = None,
    shots: bool = False,
    titles: bool = False,
    keep: Sheet | str | Path | None = None,
    cache: bool = True,
    engine: str = "auto",
    model: str | None = None,
    acoustic_model: str | Path | None = None,
    anyway: bool = False,
    progress: Progress = silent,
) -> Sheet:
    """Cues timed to the voice in a film or a sound; `audio_track` counts from 1.

    Of its channels those with the voice are heard; `channel` names one: `left`, `right`, `centre` or its number from 1.

    Several films are the parts of one programme, played one after the other; see `parts` for a sheet a part.

    With `shots` the shot changes of the film are found too, and in- and out-times keep the style's rule on them.
    That decodes the whole picture, which takes several times as long as the alignment itself.

    With `titles` the on-screen titles of the script are cues of their own role.

    `original` is what the film speaks, where `script` is its translation: that is heard, its sentences are paired with
    those of the script, and their times carried over. `chance`s of the pairs are in the sheet.

    With `keep` the cues of an older sheet of this film stay, with times and hand edits, where the script has not
    changed.

    What was heard is kept in the user's cache folder, by content: the same sound is not heard twice, and what was
    interrupted goes on where it stopped. Without `cache` nothing is looked up or kept.

    `engine` is `words`, which recognises English, `wide`, which follows a synthesiser's voice in any language,
    `auto`, which takes one of them for the script's language, or `neural`, which hears with `model`, the folder of a
    CTC model or its name on the hub; see `subtool.speech.engines`.
    The folder `acoustic_model` holds a Sphinx model of another language, with its dictionary, for `words`.

    Sentences the film does not contain are in `unspoken`, speech the script does not have in `unscripted`.

    With `anyway` a script that fits the film no better than another one would is timed all the same: every cue is
    guessed, and a remark says why.

    Raises:
        MismatchError: what is said in it is not the script.
        MediaError: the film cannot be read, has no sound, or nobody speaks the script in it.
        ModelError: the model of the neural engine is missing, or the extra is not installed.
        SheetError: the sheet to keep belongs to another film, or is a draft.
        StyleError: there is no such house style.
    """
    from subtool.media.read.programme import programme
    from subtool.media.read.sound import TrackChoice
    from subtool.speech.activity import likelihoods
    from subtool.speech.engines import engine_for
    from subtool.speech.evidence import MismatchError

    script, edited = as_script(script), None if keep is None else as_sheet(keep)
    spoken = script if original is None else as_script(original)
    profile = profile_for(script, profile)  # before the long work
    chosen = engine_for(
        spoken.language,
        engine,
        model=model,
        acoustic=Path(acoustic_model) if acoustic_model else None,
        cache=cache_folder() if cache else None,
    )
    film = programme([media] if isinstance(media, str | Path) else media)
    if edited is not None:
        _require_times_of(edited, film.parts[0].path, film.media)
    track = TrackChoice(audio_track, spoken.language, channel)
    sounds = film.sounds(track, likelihoods, progress)
    try:
        narration, said = _most_heard(chosen, spoken.sentences, sounds, progress, anyway=anyway)
    except MismatchError as error:
        if spoken is script:
            raise
        raise _not_the_original(error, script, spoken, film.sounds(track, likelihoods, progress)) from error
    translation: Translation | None = None
    if spoken is not script:
        translation = Translation.of(
            script, TimedOriginal.of(spoken, narration), house_style(profile), footnotes=spoken.footnotes
        )
        script, narration = translation.script, translation.narration(narration)
    grid = _grid(film, film.shots(progress) if shots and film.fps else ())
    alignment = Alignment(narration, film.media, grid, chosen.says, said)
    rules = rules_for(script, profile, alignment.grid)
    if edited is None:
        sheet = in_style(_composed(script, alignment, rules, titles=titles), profile)
    else:
        sheet = _revised(edited, script, alignment, rules)
    return translation.marked(sheet) if translation else sheet


def _most_heard(
    engine: Engine,
    sentences: Sequence[Sentence],
    sounds: Iterable[Sound],
    progress: Progress,
    *,
    anyway: bool,
) -> tuple[Narration, str]:
    """What the engine hears, and of which sound; where channels hold different voices, of that with the script."""
    from subtool.speech.evidence import MismatchError
    from subtool.speech.moved import with_moved

    best: tuple[float, Narration, Sound] | None = None
    refusal: MediaError | None = None
    guess: tuple[Narration, str] | None = None
    for sound in sounds:
        try:
            heard = engine.align(sentences, sound, progress)
        except MediaError as error:
            refusal = refusal or error
            if isinstance(error, MismatchError) and error.guess.utterances:
                guess = guess or (_guessed(error), sound.says)
            continue
        total = sum(word.confidence or 0.0 for utterance in heard.utterances for word in utterance.words)
        if best is None or total > best[0]:
            best = total, heard, sound
    if best is not None:
        return with_moved(engine, sentences, best[2], best[1]), best[2].says
    if anyway and guess is not None:
        return guess
    raise refusal or MediaError("has no sound")


def _not_the_original(
    mismatch: MismatchError, script: Script, original: Script, sounds: Iterable[Sound]
) -> MediaError:
    """That the film does not speak the original; whether it speaks the translation is found by listening for that."""
    from subtool.speech.engines import engine_for

    place = Place(original.path)
    try:
        _most_heard(engine_for(script.language), script.sentences, sounds, silent, anyway=False)
    except SubtoolError:
        hint = "is it the right film, track and original? nothing was written"
        return MediaError(f"is not what the film speaks: {mismatch.message}", at=place, hint=hint)
    hint = f"the film speaks {script.path}: align {original.path} to it with --original {script.path}"
    return MediaError(
        "is not what the film speaks: original and translation are swapped", at=place, hint=hint
    )


def _guessed(mismatch: MismatchError) -> Narration:
    """What fits least badly, none of it believed, and why."""
    from subtool.speech.evidence import guessed

    guess = guessed(mismatch.guess)
    why = Remark(f"every cue is guessed: {mismatch.message}", guess.utterances[0].sentence.source)
    return replace(guess, remarks=(*guess.remarks, why))


def _composed(script: Script, alignment: Alignment, rules: CueRules, *, titles: bool) -> Sheet:
    narration = alignment.narration
    sheet = compose(script, narration.utterances, rules, titles=titles)
    return replace(
        sheet,
        remarks=(*sheet.remarks, *narration.remarks),
        media=alignment.media,
        unspoken=tuple(Unspoken(sentence.text, sentence.source) for sentence in narration.unspoken),
        unscripted=narration.unscripted,
        engine=alignment.engine,
        sound=alignment.sound,
    )


def _revised(keep: Sheet, script: Script, alignment: Alignment, rules: CueRules) -> Sheet:
    spoken = {utterance.sentence.source: utterance.words for utterance in alignment.narration.utterances}
    words = [
        word
        for sentence in script.sentences
        for word in spoken.get(sentence.source, (None,) * len(sentence.tokens))
    ]
    sheet = revise(keep, script, words, Trust.HEARD, rules)
    return replace(
        sheet,
        media=keep.media or alignment.media,
        unscripted=alignment.narration.unscripted,
        engine=alignment.engine,
        sound=alignment.sound,
    )


def cache_folder() -> Path:
    """Where what was heard is kept, by the conventions of the system."""
    from platformdirs import user_cache_path

    return user_cache_path("subtool", appauthor=False)


def report_alignment(
    sheet: Sheet | str | Path, script: Script | str | Path, path: str | Path, *, force: bool = False
) -> None:
    """Write how an alignment went as one HTML page: its time line, drift, doubtful cues and what is missing.

    Raises:
        OutputError: the file exists and `force` is not set, or cannot be written.
    """
    from subtool.reports.alignment import page

    script, sheet, path = as_script(script), as_sheet(sheet), Path(path)
    atomic.refuse_existing(path, force=force)
    atomic.save_text(path, page(sheet, report_moments(sheet, script)))


def report_moments(sheet: Sheet, script: Script) -> list[tuple[int, int]]:
    """When sentences are said in the film, and when the text alone would have them, in ms."""
    paced = narrate(script.sentences, Pace()).utterances
    drafted = {one.sentence.source: one.span.start_ms for one in paced}
    return [
        (cue.span.start_ms, drafted[cue.source])
        for cue in sheet.cues
        if cue.role is Role.SPEECH and cue.source in drafted
    ]


def _require_times_of(keep: Sheet, path: Path, film: Media) -> None:
    """The times of a sheet are to be kept: they must be those of this film."""
    require_same_film(keep, path, film.duration_ms)
    if keep.media is None and any(cue.timing is Timing.ESTIMATED for cue in keep.cues):
        raise SheetError(
            "the cues to keep are a draft, whose times belong to no film",
            hint="align without --keep, and keep what that makes",
        )


def _grid(film: Programme, shots: tuple[Fraction, ...]) -> Grid:
    """The frames of a film and its shot changes; any millisecond of a sound."""
    if film.fps is None:
        return without_picture()
    end = Fraction(film.media.duration_ms, 1000)
    return replace(with_picture(film.fps, film.frames(), end), shots=shots)


def programme_parts(sheet: Sheet, media: Sequence[str | Path]) -> tuple[Sheet, ...]:
    """A sheet for each part of a programme, with times of its own, of one that is aligned to all of them.

    Raises:
        MediaError: a part cannot be read.
    """
    from subtool.media.read.programme import programme

    film = programme(media)
    parts = []
    for part, span in zip(film.parts, film.spans, strict=True):
        own = warp.apply(Warp((Piece(span, 0),)), sheet).sheet
        parts.append(replace(own, media=Media(part.path.name, part.duration_ms)))
    return tuple(parts)
