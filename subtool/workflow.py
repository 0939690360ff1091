"""The stages joined to each other and to the disk: what the library offers and the command line calls."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from subtool import cues, formats, profiles, saving
from subtool.cues import find, notes, reasons, warp
from subtool.cues.grid import Grid, with_picture, without_picture
from subtool.cues.pace import Pace, narrate
from subtool.cues.revise import Craft, Told, revise
from subtool.cues.settle import smallest_gap_ms
from subtool.cues.summary import clock
from subtool.cues.titles import merged, title_cues
from subtool.cues.warp import Piece, Warp
from subtool.decoding import decode
from subtool.errors import FormatError, Place, SheetError
from subtool.formats import format_for, format_of
from subtool.model import DEFAULT_FPS, Media, Remark, Role, Sheet, Source, Span, Timing, Unspoken, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.cues.notes import Mode
    from subtool.cues.reasons import Reason
    from subtool.formats import Format
    from subtool.media.programme import Programme
    from subtool.model import Progress, Script, TimedWord, Utterance

SAME_FILM_MS = 1000  # containers of one cut differ by some frames of sound at the end


def draft(  # noqa: PLR0913 - each is a choice of the user's
    script: Script,
    *,
    profile: str = profiles.DEFAULT,
    pace: Pace | None = None,
    fps: Fraction = DEFAULT_FPS,
    titles: bool = False,
    keep: Sheet | None = None,
) -> Sheet:
    """Cues timed from the text alone, on the frames of a film of `fps` to come.

    With `titles` the on-screen titles of the script are cues of their own role.

    With `keep` the cues of an older sheet stay, with times and hand edits, where the script has not changed; see
    `subtool.cues.revise`. Without `pace` what is new has that of the older sheet.

    Raises:
        ScriptError: a known moment of the pace is not to be found in the script, or out of its order.
        StyleError: there is no such house style.
    """
    told = narrate(script.sentences, pace or Pace())
    if keep is not None:
        worth = Told.AT_A_PACE if pace else Told.AT_ANY_PACE
        sheet = revise(keep, script, _words(told.utterances), worth, _craft(script, profile, Grid(fps)))
        return replace(sheet, remarks=told.remarks)
    return replace(compose(script, told.utterances, profile, Grid(fps), titles=titles), remarks=told.remarks)


def explain(
    script: Script,
    *,
    profile: str = profiles.DEFAULT,
    pace: Pace | None = None,
    fps: Fraction = DEFAULT_FPS,
) -> tuple[Reason, ...]:
    """Why each spoken cue of `draft` ends where it does.

    Raises:
        ScriptError, StyleError: as `draft` does.
    """
    style, classes = profiles.house_style(profile), profiles.word_classes(script.language)
    told = narrate(script.sentences, pace or Pace())
    return reasons.explain(told.utterances, style, classes, smallest_gap_ms(style, fps))


def align(  # noqa: PLR0913 - each is a choice of the user's
    script: Script,
    media: str | Path | Sequence[str | Path],
    *,
    profile: str = profiles.DEFAULT,
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
    CTC model or its name on the hub; see `subtool.voice.engines`.
    The folder `acoustic_model` holds a Sphinx model of another language, with its dictionary, for `words`.

    Sentences the film does not contain are in `unspoken`, speech the script does not have in `unscripted`.

    Raises:
        MediaError: the film cannot be read, has no sound, or nobody speaks the script in it.
        ModelError: the model of the neural engine is missing, or the extra is not installed.
        SheetError: the sheet to keep belongs to another film, or is a draft.
        StyleError: there is no such house style.
    """
    from subtool.media.programme import programme
    from subtool.voice.engines import Choice, engine_for

    profiles.house_style(profile)  # before the long work
    chosen = engine_for(
        script.language,
        Choice(engine),
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
        sheet = revise(keep, script, words, Told.HEARD, _craft(script, profile, grid))
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
    saving.refuse_existing(path, force=force)
    told = narrate(script.sentences, Pace()).utterances
    drafted = {one.sentence.source: one.span.start_ms for one in told}
    moments = [
        (cue.span.start_ms, drafted[cue.source])
        for cue in sheet.cues
        if cue.role is Role.SPEECH and cue.source in drafted
    ]
    saving.save_text(path, page(sheet, moments))


def _words(utterances: Iterable[Utterance]) -> list[TimedWord]:
    return [word for utterance in utterances for word in utterance.words]


def _craft(script: Script, profile: str, grid: Grid) -> Craft:
    return Craft(profiles.house_style(profile), profiles.word_classes(script.language), grid)


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
    style, classes = profiles.house_style(profile), profiles.word_classes(script.language)
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
    from subtool.media.programme import programme

    film = programme(media)
    made = []
    for part, span in zip(film.parts, film.spans, strict=True):
        own = warp.apply(Warp((Piece(span, 0),)), sheet).sheet
        made.append(replace(own, media=Media(part.path.name, part.duration_ms)))
    return tuple(made)


def read(path: str | Path, *, encoding: str | None = None, fps: Fraction | None = None) -> Sheet:
    """The cues of a subtitle file or a cue sheet; a suffix that says otherwise than the content is remarked.

    Frames are counted at `fps`, as the file says, or 25 a second.

    Raises:
        FormatError: there is no such file, or it is not what its suffix says.
    """
    path = Path(path)
    place = Place(str(path))
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FormatError("no such file", at=place, hint="check the name and the folder") from error
    except IsADirectoryError as error:
        raise FormatError("this is a folder", at=place, hint="name a file in it") from error
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", at=place) from error
    form = format_of(path, data)
    sheet = _sheet_of(form, data, path, encoding, fps)
    if path.name.lower().endswith(tuple(suffix.lower() for suffix in form.suffixes)):
        return sheet
    remark = Remark(f"is {form.name} by its content, and was read as such", Source(1, 1))
    return replace(sheet, remarks=(remark, *sheet.remarks))


def read_script(path: str | Path, *, encoding: str | None = None, language: str | None = None) -> Script:
    """The script in a text, Markdown, Word, Fountain or HTML file, a table, or a file of subtitles.

    What it is, is found by what is in it before its suffix; so is the encoding, unless it is named.

    Raises:
        ScriptError: the file cannot be read, is no script, or holds nothing to speak.
        FormatError: it is a file of subtitles, and not what it says it is.
    """
    from subtool import script
    from subtool.script.kinds import subtitles

    path = Path(path)
    data = script.read_bytes(path)
    suffix = subtitles.suffix_of(data, path.name)
    if suffix is None:
        return script.script_of(data, path, encoding=encoding, language=language)
    try:
        form = format_for(path.with_name(f"script{suffix}"))
    except FormatError as error:
        hint = "convert it to SRT or WebVTT first"
        message = f"holds subtitles of a kind that cannot be read ({suffix})"
        raise FormatError(message, at=Place(str(path)), hint=hint) from error
    sheet = _sheet_of(form, data, path, encoding)
    return script.understand(subtitles.manuscript(sheet, form.name), path, language=language)


def _sheet_of(
    form: Format, data: bytes, path: Path, encoding: str | None, fps: Fraction | None = None
) -> Sheet:
    """What a file of this format holds; an error names the file."""
    decoded = None if form.form == "binary" else decode(data, encoding=encoding, place=Place(str(path)))
    try:
        sheet = form.read(decoded.text if decoded else data, fps)
    except FormatError as error:
        line, column = (error.at.line, error.at.column) if error.at else (None, None)
        raise FormatError(error.message, at=Place(str(path), line, column), hint=error.hint) from error
    if decoded is None or not decoded.guessed:
        return sheet
    message = f"the encoding is not said; read as {decoded.encoding} (--encoding names another)"
    return replace(sheet, remarks=(Remark(message, Source(1, 1)), *sheet.remarks))


def write(
    sheet: Sheet,
    path: str | Path,
    *,
    footnotes: Mode | None = None,
    force: bool = False,
    fps: Fraction | None = None,
) -> Path | None:
    """Write cues in the format of the suffix, wholly or not at all; at `fps` (25) where its times are frames.

    Returns where the hand edits are kept that it wrote over, if it did; see `write_all`.

    Raises:
        FormatError: there is no such format.
        OutputError: the file exists and `force` is not set, another run is writing it, or it cannot be written.
    """
    return next(iter(write_all(sheet, [path], footnotes=footnotes, force=force, fps=fps)), None)


def write_all(
    sheet: Sheet,
    paths: Iterable[str | Path],
    *,
    footnotes: Mode | None = None,
    force: bool = False,
    fps: Fraction | None = None,
) -> list[Path]:
    """Write cues to several files, all of them or none; each in the format of its suffix.

    Before `force` writes over a cue sheet that holds cues timed by hand which `sheet` has not, or over a
    `.cues.json` that is no cue sheet, the old file is copied to `NAME.cues.json.bak` (`.bak2` … when that is
    another one). Returns these copies.

    Raises:
        FormatError: there is no such format.
        OutputError: as `write`.
    """
    forms = {Path(path): format_for(Path(path)) for path in paths}
    with saving.claim(forms, force=force):
        contents = {path: content(sheet, path, footnotes, fps) for path in forms}
        return saving.save_all(contents, keep=[path for path in contents if holds_work(path, sheet)])


@contextmanager
def making(
    out: Path, cues: Sheet, sheets: Iterable[Path], *, footnotes: Mode | None = None, force: bool = False
) -> Iterator[saving.Making]:
    """Where to make a sound or a film; it is saved together with its cues, all or none. See `write_all`.

    Raises:
        FormatError, OutputError: as `write_all`.
    """
    paths = tuple(sheets)
    with saving.claim([out, *paths], force=force):
        along = {path: content(cues, path, footnotes) for path in paths}
        keep = [path for path in paths if holds_work(path, cues)]
        with saving.making(out, along, keep=keep) as file:
            yield file


def content(sheet: Sheet, path: Path, footnotes: Mode | None = None, fps: Fraction | None = None) -> bytes:
    """What a file of that name holds when the sheet is written to it.

    Raises:
        FormatError: there is no such format, or it cannot hold what is in the sheet.
    """
    form = format_for(path)
    try:
        made = form.write(_shown(sheet, form, footnotes), fps)
    except FormatError as error:
        raise FormatError(error.message, at=Place(str(path)), hint=error.hint) from error
    return made if isinstance(made, bytes) else made.encode("utf-8")


def _shown(sheet: Sheet, form: Format, mode: Mode | None) -> Sheet:
    """The sheet with its footnotes as asked for, or as the format shows them by itself."""
    if form.footnotes != "own":
        return notes.apply(sheet, mode or form.footnotes)
    if mode is None or mode == "captions":
        return sheet
    marked = notes.apply(sheet, mode)
    return replace(marked, footnotes=(), cues=tuple(replace(cue, footnotes=()) for cue in marked.cues))


def holds_work(path: Path, sheet: Sheet) -> bool:
    """Whether a file to be written over holds what nobody could make again."""
    if format_for(path).module != "cuesheet" or not path.is_file():
        return False
    try:
        there = read(path)
    except FormatError:
        return True
    cues = set(sheet.cues)
    return any(cue.timing is Timing.EDITED and cue not in cues for cue in there.cues)


@contextmanager
def claim(outputs: Iterable[str | Path], *, force: bool = False) -> Iterator[None]:
    """Refuse outputs before the long work that makes them, and keep other runs from writing them during it.

    Raises:
        OutputError: one exists and `force` is not set, has no folder to stand in, is named twice, or another run
            is writing it.
    """
    with saving.claim(outputs, force=force):
        yield


def losses(
    sheet: Sheet, path: str | Path, *, footnotes: Mode | None = None, fps: Fraction | None = None
) -> tuple[str, ...]:
    """What of the sheet the format of `path` cannot hold, as in "word times (231)"."""
    return formats.losses(sheet, format_for(Path(path)), footnotes, fps)


def passage(sheet: Sheet, said: str | tuple[int, int]) -> Span:
    """When something is said: words, or the numbers of the first and last cue, counted from 1.

    Raises:
        SheetError: it is said nowhere, or more than once.
    """
    found = find.by_quote(sheet, said) if isinstance(said, str) else find.by_numbers(sheet, *said)
    return find.span_of(sheet, found)


@dataclass(frozen=True, slots=True)
class Clip:
    """What was made: the file, the passage of the film it holds, and its frames."""

    path: Path
    span: Span
    frames: int
    cues: int
    footnotes: int


def clip(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet,
    video: str | Path,
    out: str | Path,
    *,
    span: Span | None = None,
    footnotes: Mode | None = None,
    font: str | Path | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Clip:
    """A passage of a film (all of it without `span`) with subtitles and footnotes burned in, on exact frames.

    Raises:
        MediaError: the film cannot be read, has no picture, is shorter than the passage, or the font lacks a
            character.
        SheetError: the cues belong to another film, or there is none in the passage.
        OutputError: the file exists and `force` is not set, or cannot be written.
        EngineError: ffmpeg failed, or did not make what was asked for.
    """
    from subtool.formats.ass import Canvas, Typeface, burn_text
    from subtool.media import burn as burning
    from subtool.media import fonts, tracks
    from subtool.media.demux import frame_times
    from subtool.media.probe import probe, require_picture

    out = Path(out)
    saving.refuse_existing(out, force=force)
    film = probe(Path(video))
    require_picture(film)
    tracks.require_target(film, out)
    require_same_film(sheet, film.path, film.duration_ms)
    faces = fonts.load(Path(font) if font else None)
    cut = burning.cut_of(film, frame_times(film.path), span)
    shown = [
        replace(cue, span=on_screen)
        for cue in notes.apply(sheet, footnotes or "captions").cues
        if (on_screen := cut.on_screen(cue.span))
    ]
    captions = [cue for cue in shown if cue.role is Role.NOTE]
    subtitles = [cue for cue in shown if cue.role is not Role.NOTE]
    fonts.require_glyphs(subtitles, faces.subtitles)
    fonts.require_glyphs(captions, faces.notes)
    canvas = Canvas(film.width, film.height, film.white)
    text = burn_text(shown, canvas, Typeface(faces.subtitles.family, faces.notes.family))
    burning.burn(burning.Burn(film, cut, text, faces), out, progress)
    held = Span(round(cut.start * 1000), round(cut.end * 1000))
    return Clip(out, held, len(cut), len(subtitles), len(captions))


def burn(  # noqa: PLR0913 - as above
    sheet: Sheet,
    video: str | Path,
    out: str | Path,
    *,
    footnotes: Mode | None = None,
    font: str | Path | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Clip:
    """The whole film with subtitles and footnotes burned in; see `clip`."""
    return clip(sheet, video, out, footnotes=footnotes, font=font, force=force, progress=progress)


def require_same_film(sheet: Sheet, path: Path, duration_ms: int) -> None:
    """Refuse a sheet whose film is not as long as the one at `path`.

    Raises:
        SheetError: it belongs to another film.
    """
    if sheet.media and abs(sheet.media.duration_ms - duration_ms) > SAME_FILM_MS:
        raise SheetError(
            f"the cues belong to another film: {sheet.media.name} is {clock(sheet.media.duration_ms)} long, "
            f"this one {clock(duration_ms)}",
            at=Place(str(path)),
            hint="align the script to this film",
        )
