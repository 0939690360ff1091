"""An animatic: a film to react to, made of a script alone, or of a script and a folder of pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.timing.frame_grid import Grid
from subtool.cues.timing.pace import Pace
from subtool.disk import atomic
from subtool.errors import OutputError, Place
from subtool.model import DEFAULT_FPS, Cue, Media, silent
from subtool.onscreen.captions import captioned
from subtool.storyboard.board import TAIL_MS, Seen, board, opening_ms, rests
from subtool.verbs.clip_job import DEFAULT_ENCODING, DEFAULT_LOOK
from subtool.verbs.files import as_script, making
from subtool.verbs.narrate import read_aloud
from subtool.verbs.render_plan import reshaped
from subtool.verbs.render_sources import read_sources
from subtool.verbs.result import Result
from subtool.verbs.sheets import compose, profile_for, rules_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from subtool.cues.footnotes import Mode
    from subtool.media.make.encoding import Encoding
    from subtool.model import Progress, Script, Sheet
    from subtool.onscreen.fonts import Fonts
    from subtool.onscreen.look import Look
    from subtool.storyboard.board import Board

SIZE = (1280, 720)  # pixels; a draft to look at, quick to make
PROGRAMME_MS = 3_600_000  # time codes from here on count from another beginning than the film's


@dataclass(frozen=True, slots=True, kw_only=True)
class Animatic(Result):
    """The film and its cues: its length, the shots in it, and the pictures that found no place."""

    sheet: Sheet
    frames: int
    duration_ms: int
    board: Board
    unused: tuple[Path, ...]


def animatic(  # noqa: PLR0913 - each is a choice of the user's
    script: Script | str | Path,
    out: str | Path,
    *,
    pictures: str | Path | None = None,
    sheets: Iterable[str | Path] = (),
    size: tuple[int, int] = SIZE,
    fps: Fraction = DEFAULT_FPS,
    pace: Pace | None = None,
    voices: Mapping[str, str] | None = None,
    profile: str | None = None,
    footnotes: Mode | None = None,
    look: Look = DEFAULT_LOOK,
    delivery: Encoding = DEFAULT_ENCODING,
    force: bool = False,
    progress: Progress = silent,
) -> Animatic:
    """A film of cards and pictures, read out by a synthesiser, with subtitles, titles and footnotes burned in.

    `pictures` is a folder; where the script has no such picture, what it asks for is written on a card. `sheets` are
    files for the cues, saved with the film or not at all. `pace` and `voices` are those of `narrate`.

    Raises:
        ScriptError, StyleError: as `narrate` does.
        MediaError: a picture cannot be opened, or the font lacks a character.
        OutputError: an output exists and `force` is not set, is not a film, or cannot be written.
        EngineError: espeak-ng has no such voice, or ffmpeg failed.
    """
    from subtool.media.make import encoders
    from subtool.media.make.assembly import Assembly, assemble, even_frames
    from subtool.media.make.crop import size_of
    from subtool.media.read.frames import whole
    from subtool.onscreen import fonts
    from subtool.onscreen.canvas import Canvas
    from subtool.storyboard import album
    from subtool.storyboard.cards import Type
    from subtool.storyboard.reel import Reel

    script, out = as_script(script), Path(out)
    _require_film(out, force=force)
    delivery.require(out)
    delivery, warning = encoders.usable(delivery, out.suffix)
    size = size_of(look.shape, min(size)) if look.shape else size
    profile = profile_for(script, profile)  # before the long work
    paths = album.pictures(Path(pictures)) if pictures is not None else ()
    faces = fonts.load(look.fonts, script.language, " ".join(sentence.text for sentence in script.sentences))
    said = read_aloud(script, _paced(script, pace or Pace()), voices or {}, progress)
    spans = [utterance.span for utterance in said.utterances]
    plan = board(script, spans, [path.stem for path in paths], said.sound.duration_ms + TAIL_MS)
    _require_glyphs(plan, faces)
    reel = Reel(plan.shots, paths, Type(faces.subtitles, faces.notes, size), fps)
    length_ms = round(reel.length * 1000 / fps)
    composed = compose(script, said.utterances, rules_for(script, profile, Grid(fps)), titles=True)
    sheet = replace(composed, media=Media(out.name, length_ms), remarks=said.remarks)
    cut = whole(even_frames(reel.length, fps))
    sources = read_sources(sheet, look, Canvas(*size, phone=look.upright), footnotes, fps)
    sheet = reshaped(sheet, sources.rules)
    text = captioned(sheet, sources.setting, lambda cue: cut.on_screen(cue.span))
    job = Assembly(size, fps, reel.length, said.sound, text.text, text.fonts, delivery)
    with making(out, sheet, [Path(path) for path in sheets], footnotes=footnotes, force=force) as file:
        assemble(job, reel.frames(), file.temporary, out, progress)
    return Animatic(
        paths=(out, *map(Path, sheets)),
        sheet=sheet,
        warnings=(*filter(None, (warning,)), *(album.passed_over(Path(pictures), paths) if pictures else ())),
        backups=file.backups,
        frames=reel.length,
        duration_ms=length_ms,
        board=plan,
        unused=tuple(paths[number] for number in plan.unused),
    )


def _paced(script: Script, pace: Pace) -> Pace:
    """The pace with room for the cards; what is known of the film wins over it."""
    timed = next((sentence.at_ms for sentence in script.sentences if sentence.at_ms is not None), None)
    free = not pace.moments and (timed is None or timed >= PROGRAMME_MS)
    start_ms = opening_ms(script) if pace.start_ms is None and free else pace.start_ms
    return replace(pace, start_ms=start_ms, rests=rests(script))


def _require_film(out: Path, *, force: bool) -> None:
    from subtool.media.make.encoding import HOLDS

    atomic.refuse_existing(out, force=force)
    if out.suffix.lower() not in HOLDS:
        raise OutputError(
            "the suffix names no film", at=Place(str(out)), hint=f"use one of {', '.join(HOLDS)}"
        )


def _require_glyphs(plan: Board, faces: Fonts) -> None:
    """Refuse cards that would have holes."""
    from subtool.onscreen.fonts import require_glyphs

    for shot in plan.shots:
        bold = shot.seen in {Seen.TITLE, Seen.SECTION}
        require_glyphs([Cue(shot.span, (shot.text,))], faces.subtitles if bold else faces.notes)
        require_glyphs([Cue(shot.span, (shot.above,))], faces.notes)
