"""Scripts to timed sheets: from the text alone, or by the voice in a film."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from subtool import cues
from subtool.cues.revise.revise import Craft, Trust, revise
from subtool.cues.segmentation import explain as breaks_explained
from subtool.cues.timing.frame_grid import Grid, with_picture, without_picture
from subtool.cues.timing.in_out import smallest_gap_ms
from subtool.cues.timing.pace import Pace, narrate
from subtool.cues.titles import merged, title_cues
from subtool.disk import atomic
from subtool.errors import SheetError
from subtool.model import DEFAULT_FPS, Media, Role, Sheet, Timing, Unspoken, silent
from subtool.retime import warp
from subtool.retime.warp import Piece, Warp
from subtool.styles import houses
from subtool.verbs.clip_job import require_same_film

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from subtool.cues.segmentation.explain import Reason
    from subtool.media.read.programme import Programme
    from subtool.model import Progress, Script, Utterance, Word


def draft(  # noqa: PLR0913 - each is a choice of the user's
    script: Script,
    *,
    profile: str = houses.DEFAULT,
    pace: Pace | None = None,
    fps: Fraction = DEFAULT_FPS,
    titles: bool = False,
    keep: Sheet | None = None,
) -> Sheet:
    """Cues timed from the text alone, on the frames of a film of `fps` to come.

    With `titles` the on-screen titles of the script are cues of their own role.

    With `keep` the cues of an older sheet stay, with times and hand edits, where the script has not changed; see
    `subtool.cues.revise.revise`. Without `pace` what is new has that of the older sheet.

    Raises:
        ScriptError: a known moment of the pace is not to be found in the script, or out of its order.
        StyleError: there is no such house style.
    """
    told = narrate(script.sentences, pace or Pace())
    if keep is not None:
        worth = Trust.AT_A_PACE if pace else Trust.AT_ANY_PACE
        sheet = revise(keep, script, _words(told.utterances), worth, _craft(script, profile, Grid(fps)))
        return replace(sheet, remarks=told.remarks)
    return replace(compose(script, told.utterances, profile, Grid(fps), titles=titles), remarks=told.remarks)


def explain(
    script: Script,
    *,
    profile: str = houses.DEFAULT,
    pace: Pace | None = None,
    fps: Fraction = DEFAULT_FPS,
) -> tuple[Reason, ...]:
    """Why each spoken cue of `draft` ends where it does.

    Raises:
        ScriptError, StyleError: as `draft` does.
    """
    style, classes = houses.house_style(profile), houses.word_classes(script.language)
    told = narrate(script.sentences, pace or Pace())
    return breaks_explained.explain(told.utterances, style, classes, smallest_gap_ms(style, fps))


def align(  # noqa: PLR0913 - each is a choice of the user's
    script: Script,
    media: str | Path | Sequence[str | Path],
    *,
    profile: str = houses.DEFAULT,
    audio_track: int | None = None,
    shots: bool = False,
    titles: bool = False,
    keep: Sheet | None = None,
    cache: bool = True,
    engine: str = "auto",
    model: str | None = None,
    acoustic_model: str | Path | None = None,
    progress: Progress = silent,
) -> Sheet:
    """Cues timed to the voice in a film or a sound; `audio_track` counts from 1.

    Several films are the parts of one programme, played one after the other; see `parts` for a sheet a part.

    With `shots` the shot changes of the film are found too, and in- and out-times keep the style's rule on them.
    That decodes the whole picture, which takes several times as long as the alignment itself.

    With `titles` the on-screen titles of the script are cues of their own role.

    With `keep` the cues of an older sheet of this film stay, with times and hand edits, where the script has not
    changed.

    What was heard is kept in the user's cache folder, by content: the same sound is not heard twice, and what was
    interrupted goes on where it stopped. Without `cache` nothing is looked up or kept.

    `engine` is `words`, which recognises English, `wide`, which follows a synthesiser's voice in any language,
    `auto`, which takes one of them for the script's language, or `neural`, which hears with `model`, the folder of a
    CTC model or its name on the hub; see `subtool.speech.engines`.
    The folder `acoustic_model` holds a Sphinx model of another language, with its dictionary, for `words`.

    Sentences the film does not contain are in `unspoken`, speech the script does not have in `unscripted`.

    Raises:
        MediaError: the film cannot be read, has no sound, or nobody speaks the script in it.
        ModelError: the model of the neural engine is missing, or the extra is not installed.
        SheetError: the sheet to keep belongs to another film, or is a draft.
        StyleError: there is no such house style.
    """
    from subtool.media.read.programme import programme
    from subtool.speech.engines import EngineChoice, engine_for

    houses.house_style(profile)  # before the long work
    chosen = engine_for(
        script.language,
        EngineChoice(engine),
        model=model,
        acoustic=Path(acoustic_model) if acoustic_model else None,
        cache=cache_folder() if cache else None,
    )
    film = programme([media] if isinstance(media, str | Path) else media)
    belongs = film.media
    if keep is not None:
        _require_times_of(keep, film.parts[0].path, belongs)
    grid = _grid(film)
    sound = film.sound(audio_track=audio_track, language=script.language, progress=progress)
    heard = chosen.align(script.sentences, sound, progress)
    if shots and film.fps:
        grid = replace(grid, shots=film.shots(progress))
    if keep is not None:
        spoken = {utterance.sentence.source: utterance for utterance in heard.utterances}
        words = [
            word
            for sentence in script.sentences
            for word in (
                spoken[sentence.source].words if sentence.source in spoken else [None] * len(sentence.tokens)
            )
        ]
        sheet = revise(keep, script, words, Trust.HEARD, _craft(script, profile, grid))
        return replace(sheet, media=keep.media or belongs, unscripted=heard.unscripted, engine=chosen.says)
    sheet = compose(script, heard.utterances, profile, grid, titles=titles)
    return replace(
        sheet,
        remarks=(*sheet.remarks, *heard.remarks),
        media=belongs,
        unspoken=tuple(Unspoken(sentence.text, sentence.source) for sentence in heard.unspoken),
        unscripted=heard.unscripted,
        engine=chosen.says,
    )


def cache_folder() -> Path:
    """Where what was heard is kept, by the conventions of the system."""
    from platformdirs import user_cache_path

    return user_cache_path("subtool", appauthor=False)


def report_alignment(sheet: Sheet, script: Script, path: str | Path, *, force: bool = False) -> None:
    """Write how an alignment went as one HTML page: its time line, drift, doubtful cues and what is missing.

    Raises:
        OutputError: the file exists and `force` is not set, or cannot be written.
    """
    from subtool.reports.alignment import page

    path = Path(path)
    atomic.refuse_existing(path, force=force)
    told = narrate(script.sentences, Pace()).utterances
    drafted = {one.sentence.source: one.span.start_ms for one in told}
    moments = [
        (cue.span.start_ms, drafted[cue.source])
        for cue in sheet.cues
        if cue.role is Role.SPEECH and cue.source in drafted
    ]
    atomic.save_text(path, page(sheet, moments))


def _words(utterances: Iterable[Utterance]) -> list[Word]:
    return [word for utterance in utterances for word in utterance.words]


def _craft(script: Script, profile: str, grid: Grid) -> Craft:
    return Craft(houses.house_style(profile), houses.word_classes(script.language), grid)


def _require_times_of(keep: Sheet, path: Path, film: Media) -> None:
    """The times of a sheet are to be kept: they must be those of this film."""
    require_same_film(keep, path, film.duration_ms)
    if keep.media is None and any(cue.timing is Timing.ESTIMATED for cue in keep.cues):
        raise SheetError(
            "the cues to keep are a draft, whose times belong to no film",
            hint="align without --keep, and keep what that makes",
        )


def compose(
    script: Script, utterances: tuple[Utterance, ...], profile: str, grid: Grid, *, titles: bool
) -> Sheet:
    style, classes = houses.house_style(profile), houses.word_classes(script.language)
    made = cues.compose(utterances, style, classes, grid)
    if titles:
        made = merged(made, title_cues(script, utterances, style, classes, grid))
    return Sheet(
        cues=made,
        title=script.title,
        language=script.language,
        footnotes=script.footnotes,
    )


def _grid(film: Programme) -> Grid:
    """The frames of a film; any millisecond of a sound."""
    if film.fps is None:
        return without_picture()
    return with_picture(film.fps, film.frames(), Fraction(film.media.duration_ms, 1000))


def parts(sheet: Sheet, media: Sequence[str | Path]) -> tuple[Sheet, ...]:
    """A sheet for each part of a programme, with times of its own, of one that is aligned to all of them.

    Raises:
        MediaError: a part cannot be read.
    """
    from subtool.media.read.programme import programme

    film = programme(media)
    made = []
    for part, span in zip(film.parts, film.spans, strict=True):
        own = warp.apply(Warp((Piece(span, 0),)), sheet).sheet
        made.append(replace(own, media=Media(part.path.name, part.duration_ms)))
    return tuple(made)
