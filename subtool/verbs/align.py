"""A script to cues timed by the voice in a film: listening, then composing a sheet or revising an older one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.revise.revise import Trust, revise
from subtool.cues.timing.frame_grid import with_picture, without_picture
from subtool.errors import SheetError
from subtool.model import Media, Span, Timing, Unspoken, silent
from subtool.retime import warp
from subtool.retime.warp import Piece, Warp
from subtool.styles.houses import house_style
from subtool.verbs.bilingual import read_translation
from subtool.verbs.files import as_script, as_sheet
from subtool.verbs.heard import EngineAsked, FilmHeard
from subtool.verbs.same_film import require_same_film
from subtool.verbs.sheets import compose, in_style, profile_for, rules_for
from subtool.verbs.swapped import refuse_swapped
from subtool.verbs.timed_original import TimedOriginal
from subtool.verbs.transcribed import transcribed
from subtool.verbs.unheard import NOTHING_KNOWN, guess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.revise.fresh import CueRules
    from subtool.cues.timing.frame_grid import Grid
    from subtool.media.read.programme import Programme
    from subtool.model import Progress, Script, Sheet
    from subtool.speech.narration import Narration
    from subtool.translation.pair import KnownPair, Pair
    from subtool.verbs.translated import Translation
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
    together = _pairs_of(script, narrated, pairs) if is_translated else ()
    asked = EngineAsked(engine, model, Path(acoustic_model) if acoustic_model else None, cache=cache)
    chosen = asked.engine(narrated.language) if spoken is None or original is not None else None
    film = programme([media] if isinstance(media, str | Path) else media)
    if edited is not None:
        _require_times_of(edited, film.parts[0].path, film.media)
    refuse_swapped(script, narrated, [spoken] if spoken else film.languages(audio_track))
    track = TrackChoice(audio_track, spoken or narrated.language, channel)
    heard = FilmHeard(film, track, progress, anyway)
    if chosen is None and spoken and model:
        transcript = transcribed(heard.first_sound(), model, spoken, progress)
        narrated, chosen = transcript.script, asked.after(transcript).engine(spoken)
        together = _pairs_of(script, narrated, pairs, of="what the model hears in the film")
    found: Translation | Guess | None = None
    if chosen is None:
        found = guess(script, heard.first_sound(), known, progress)
        narration, said = found.narration, ""
    else:
        narration, said = heard.most_of(chosen, narrated, script)
    if narrated is not script:
        found = _translated(script, narrated, narration, together, profile)
        script, narration = found.script, found.heard_as(narration)
    grid = _grid(film, film.shots(progress) if shots and film.fps else ())
    alignment = Alignment(narration, film.media, grid, chosen.says if chosen else GUESSING, said)
    sheet = _sheet(script, alignment, rules_for(script, profile, grid), edited, titles=titles)
    sheet = in_style(sheet, profile) if edited is None else sheet
    return found.marked(sheet) if found else sheet


def _pairs_of(
    script: Script, narrated: Script, known: Sequence[KnownPair], of: str = "the original"
) -> tuple[Pair, ...]:
    from subtool.verbs.translated import pairs_of

    return pairs_of(script, narrated.sentences, narrated.language, known, of=of)


def _translated(
    script: Script, narrated: Script, narration: Narration, together: tuple[Pair, ...], profile: str
) -> Translation:
    from subtool.verbs.translated import Translation

    timed = TimedOriginal.of(narrated, narration)
    return Translation.of(script, timed, together, house_style(profile), footnotes=narrated.footnotes)


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
