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
from subtool.model import Media, Remark, Role, Span, Timing, Unspoken, silent
from subtool.retime import warp
from subtool.retime.warp import Piece, Warp
from subtool.styles.houses import house_style
from subtool.verbs.bilingual import read_translation
from subtool.verbs.clip_job import require_same_film
from subtool.verbs.files import as_script, as_sheet
from subtool.verbs.sheets import compose, in_style, profile_for, rules_for
from subtool.verbs.swapped import refuse_swapped, swapped
from subtool.verbs.timed_original import TimedOriginal
from subtool.verbs.transcribed import transcribed
from subtool.verbs.translated import Translation, pairs_of
from subtool.verbs.unheard import NOTHING_KNOWN, guess

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.cues.revise.fresh import CueRules
    from subtool.cues.timing.frame_grid import Grid
    from subtool.media.read.programme import Programme
    from subtool.media.read.sound import Sound, TrackChoice
    from subtool.model import Progress, Script, Sentence, Sheet
    from subtool.speech.engines import Engine
    from subtool.speech.evidence import MismatchError
    from subtool.speech.narration import Narration
    from subtool.translation.pair import KnownPair
    from subtool.verbs.transcribed import Transcript
    from subtool.verbs.unheard import Guess, KnownTimes


GUESSING = "none (the lengths and pauses of the voice)"


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
    spoken: str | None = None,
    known: KnownTimes = NOTHING_KNOWN,
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
    pairs: Sequence[KnownPair] = (),
    progress: Progress = silent,
) -> Sheet:
    """Cues timed to the voice in a film or a sound; `audio_track` counts from 1.

    Of its channels those with the voice are heard; `channel` names one: `left`, `right`, `centre` or its number from 1.

    Several films are the parts of one programme, played one after the other; see `parts` for a sheet a part.

    With `shots` the shot changes of the film are found too, and in- and out-times keep the style's rule on them.
    That decodes the whole picture, which takes several times as long as the alignment itself.

    With `titles` the on-screen titles of the script are cues of their own role.

    `original` is what the film speaks, where `script` is its translation: that is heard, its sentences are paired with
    those of the script, and their times carried over. Both may be one table with a column a language. `chance`s of the
    pairs are in the sheet. `pairs` are sentences of original and script that belong together, by their numbers from 1;
    all others go by them.

    `spoken` is the language of the film where nobody has the original: the script is laid on the voice by lengths and
    pauses, helped by what is `known` of it, and every cue is guessed, with its chance as its confidence. With `model`
    too, what that hears is the original: the folder of a Whisper model, or of a CTC model.

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

    edited = None if keep is None else as_sheet(keep)
    if isinstance(script, str | Path) and isinstance(original, str | Path):
        script, original = read_translation(script, original, spoken=spoken)
    script = as_script(script)
    narrated = script if original is None else as_script(original)
    profile = profile_for(script, profile)  # before the long work
    is_translated = narrated is not script
    together = pairs_of(script, narrated.sentences, narrated.language, pairs) if is_translated else ()
    asked = _EngineAsked(engine, model, Path(acoustic_model) if acoustic_model else None, cache=cache)
    chosen = asked.engine(narrated.language) if spoken is None or original is not None else None
    film = programme([media] if isinstance(media, str | Path) else media)
    if edited is not None:
        _require_times_of(edited, film.parts[0].path, film.media)
    refuse_swapped(script, narrated, [spoken] if spoken else film.languages(audio_track))
    track = TrackChoice(audio_track, spoken or narrated.language, channel)
    heard = _Heard(film, track, progress, anyway)
    if chosen is None and spoken and model:
        transcript = transcribed(heard.first_sound(), model, spoken, progress)
        narrated, chosen = transcript.script, asked.after(transcript).engine(spoken)
        together = pairs_of(script, narrated.sentences, spoken, pairs, of="what the model hears in the film")
    found: Translation | Guess | None = None
    if chosen is None:
        found = guess(script, heard.first_sound(), known, progress)
        narration, said = found.narration, ""
    else:
        narration, said = heard.most_of(chosen, narrated, script)
    if narrated is not script:
        timed = TimedOriginal.of(narrated, narration)
        found = Translation.of(script, timed, together, house_style(profile), footnotes=narrated.footnotes)
        script, narration = found.script, found.heard_as(narration)
    grid = _grid(film, film.shots(progress) if shots and film.fps else ())
    alignment = Alignment(narration, film.media, grid, chosen.says if chosen else GUESSING, said)
    sheet = _sheet(script, alignment, rules_for(script, profile, grid), edited, titles=titles)
    sheet = in_style(sheet, profile) if edited is None else sheet
    return found.marked(sheet) if found else sheet


@dataclass(frozen=True, slots=True)
class _EngineAsked:
    """The engine that the user asked for, and what it hears with."""

    name: str
    model: str | None
    acoustic: Path | None
    cache: bool

    def engine(self, language: str) -> Engine:
        from subtool.speech.engines import engine_for

        cache = cache_folder() if self.cache else None
        return engine_for(language, self.name, model=self.model, acoustic=self.acoustic, cache=cache)

    def after(self, transcript: Transcript) -> _EngineAsked:
        """The one that finds what a model wrote down."""
        from subtool.speech.engines import EngineChoice

        name = transcript.engine(self.name)
        return replace(self, name=name, model=self.model if name == EngineChoice.NEURAL else None)


def _sheet(
    script: Script, alignment: Alignment, rules: CueRules, edited: Sheet | None, *, titles: bool
) -> Sheet:
    if edited is None:
        return _ended(_composed(script, alignment, rules, titles=titles), alignment.media)
    return _ended(_revised(edited, script, alignment, rules), alignment.media)


def _ended(sheet: Sheet, media: Media) -> Sheet:
    """No cue stands longer than its film, which may end on the last word."""
    end_ms = media.duration_ms
    cues = [
        replace(cue, span=Span(cue.span.start_ms, end_ms))
        if cue.span.start_ms < end_ms < cue.span.end_ms
        else cue
        for cue in sheet.cues
    ]
    return replace(sheet, cues=tuple(cues))


@dataclass(frozen=True, slots=True)
class _Heard:
    """A film to be listened to, on a track of it."""

    film: Programme
    track: TrackChoice
    progress: Progress
    anyway: bool

    def sounds(self) -> Iterator[Sound]:
        from subtool.speech.activity import likelihoods

        return iter(self.film.sounds(self.track, likelihoods, self.progress))

    def first_sound(self) -> Sound:
        return next(self.sounds())

    def most_of(self, engine: Engine, narrated: Script, script: Script) -> tuple[Narration, str]:
        """What is heard of what the film speaks; where that is the original of the script, said in its words."""
        from subtool.speech.evidence import MismatchError

        try:
            return _most_heard(engine, narrated.sentences, self.sounds(), self.progress, anyway=self.anyway)
        except MismatchError as error:
            if narrated is script:
                raise
            raise _not_the_original(error, script, narrated, self.sounds()) from error


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
    return swapped(script, original)


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

    A translation stands beside its original, with the chance of each pair.

    Raises:
        OutputError: the file exists and `force` is not set, or cannot be written.
    """
    from subtool.reports.alignment import page

    script, sheet, path = as_script(script), as_sheet(sheet), Path(path)
    atomic.refuse_existing(path, force=force)
    atomic.save_text(path, page(sheet, report_moments(sheet, script), script.sentences))


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
        parts.append(replace(own, media=part.media))
    return tuple(parts)
