"""A narration laid onto footage: where its pieces go, the film's sound down under it, the whole at its loudness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.errors import MediaError, OutputError, Place, SheetError
from subtool.media.mix.ducking import Ducking
from subtool.media.mix.voice_track import VoicePiece
from subtool.model import Media, Sheet, Span, silent
from subtool.retime import narration_places, warp
from subtool.retime.narration_places import Laid, NarrationPassage
from subtool.verbs.files import making
from subtool.verbs.result import Result
from subtool.verbs.same_film import require_same_film

if TYPE_CHECKING:
    from collections.abc import Iterable

    from subtool.cues.footnotes import Mode
    from subtool.cues.timing.known_moments import Quoted
    from subtool.media.mix.loudness import Loudness
    from subtool.media.read.probe import AudioTrack, Film
    from subtool.model import Progress, Script
    from subtool.retime.warp import Warp

ALL_OF_IT = "the narration"
SPARE_MS = 1000  # of the curve after the end of the film, for the filter that multiplies


@dataclass(frozen=True, slots=True)
class Places:
    """Where a narration goes: as a whole at `at_ms`, or in pieces.

    The pieces begin with the sentences of `moments`, or are the paragraphs, each at the next of the film's shot
    changes from `at_ms` on, with `at_shots`; `script` says where paragraphs begin, else pauses do.
    """

    at_ms: int = 0
    moments: tuple[Quoted, ...] = ()
    at_shots: bool = False
    script: Script | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOn(Result):
    """The film with the narration, its cues on the film's time line, and what was measured in it.

    `pieces` are when the narration is said in the film, `warp` says the same of every moment of it;
    `subtitles_left_out` is how many tracks of the film its container cannot take over.
    """

    pieces: tuple[Laid, ...]
    warp: Warp
    loudness: Loudness
    frames: int
    subtitles_left_out: int = 0


def lay(  # noqa: PLR0913 - each is a choice of the user's
    voice: str | Path,
    video: str | Path,
    out: str | Path,
    *,
    places: Places | None = None,
    sheet: Sheet | None = None,
    sheets: Iterable[str | Path] = (),
    ducking: Ducking | None = None,
    audio_track: int | None = None,
    footnotes: Mode | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> LaidOn:
    """Put a narration onto a film, whose picture is copied as it is.

    `sheet` are the cues of the narration; pieces need it. `sheets` are files for them on the film's time line, saved
    with the film or not at all. The film's sound (`audio_track`, counted from 1) is taken down under the voice, and
    what is made has the loudness of EBU R 128, which is measured in it.

    Raises:
        MediaError: voice or film cannot be read, or lack sound or picture, or nothing is heard in the voice.
        SheetError: words are not found, pieces would overlap, or the narration would not end before the film.
        OutputError: an output exists and `force` is not set, or cannot be written.
        EngineError: ffmpeg failed, or the loudness cannot be had.
    """
    from subtool.media.make import sound_tracks
    from subtool.media.make.beside import beside_picture
    from subtool.media.make.rewrap import picture_at
    from subtool.media.mix import ducking as down
    from subtool.media.mix import mix as mixing
    from subtool.media.mix import voice_track
    from subtool.media.mix.loudness import EBU_R128
    from subtool.media.read.probe import probe, require_picture

    out, voice, paths = Path(out), Path(voice), [Path(path) for path in sheets]
    atomic.refuse_existing(out, force=force)
    film = probe(Path(video))
    require_picture(film)
    sound_tracks.require_target(film, out, sound_tracks.LAID)
    track = _track(film, audio_track)
    spoken = probe(voice)
    if sheet is not None:
        require_same_film(sheet, voice, spoken.duration_ms)
    elif paths:
        raise SheetError("there are no cues to write", hint="give those of the narration with --cues")
    job = mixing.Lay(film, track, picture_at=picture_at(film), beside=beside_picture(film.path))
    _require_hidden(film, out)
    plan = _plan(sheet, spoken, places or Places(), film, progress)
    moved = narration_places.warp_of(plan.laid)
    laid_sheet = (
        _moved(sheet, moved, Media(out.name, film.duration_ms, timecode=film.timecode)) if sheet else None
    )
    speech = _moved_speech(plan.speech, moved)
    with making(out, laid_sheet or Sheet(()), paths, footnotes=footnotes, force=force) as file:
        room = file.temporary.parent
        voice_track.lay_out(voice, plan.cuts, film.duration_ms, room / mixing.VOICE, progress)
        curve = down.curve(speech, ducking or Ducking(), film.duration_ms + SPARE_MS)
        (room / mixing.CURVE).write_bytes(curve.astype("<f4").tobytes())
        mix = mixing.make(job, file.temporary, out, EBU_R128, progress)
    left_out = film.subtitle_tracks - len(mixing.copied_subtitles(film, out.suffix))
    return LaidOn(
        paths=(out, *paths),
        warnings=tuple(job.beside.lost(out.suffix.lower())),
        sheet=laid_sheet,
        backups=file.backups,
        pieces=plan.laid,
        warp=moved,
        loudness=mix.loudness,
        frames=mix.frames,
        subtitles_left_out=left_out,
    )


def _require_hidden(film: Film, out: Path) -> None:
    """Refuse a container that would show what a trimmed film hides before its first frame."""
    from subtool.media.make.muxing import SHOWING_ALL, hidden_ms

    if out.suffix.lower() in SHOWING_ALL and (hidden := hidden_ms(film)):
        raise OutputError(
            f"cannot hide the {hidden / 1000:.2f} s before the first frame that the film, which was trimmed, hides",
            at=Place(str(out)), hint="write .mp4 or .mov",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plan:
    """When something is said in the voice, its passages in the film, and what of its sound goes where."""

    speech: tuple[Span, ...]
    laid: tuple[Laid, ...]
    cuts: tuple[VoicePiece, ...]


def _plan(sheet: Sheet | None, voice: Film, places: Places, film: Film, progress: Progress) -> _Plan:
    if not places.moments and not places.at_shots:
        speech = narration_places.speech(sheet) if sheet else _heard(voice.path, progress)
        said = Span(speech[0].start_ms, speech[-1].end_ms)
        laid: tuple[Laid, ...] = (Laid(NarrationPassage(said, ALL_OF_IT), places.at_ms + said.start_ms),)
        narration_places.require_room(laid, film.duration_ms)
        return _Plan(speech, laid, (VoicePiece(Span(0, voice.duration_ms), places.at_ms),))
    if sheet is None:
        raise SheetError("pieces are found by the cues of the narration", hint="give them with --cues")
    if places.at_shots:
        starts = narration_places.paragraph_starts(places.script.sentences) if places.script else ()
        laid = narration_places.at_shots(
            narration_places.paragraphs(sheet, starts), _shots(film, progress), places.at_ms
        )
    else:
        laid = narration_places.at_moments(sheet, places.moments)
    narration_places.require_room(laid, film.duration_ms)
    cuts = tuple(VoicePiece(span, at_ms) for span, at_ms in narration_places.cuts(laid, voice.duration_ms))
    return _Plan(narration_places.speech(sheet), laid, cuts)


def _heard(voice: Path, progress: Progress) -> tuple[Span, ...]:
    """When somebody speaks in a sound that has no cues."""
    from subtool.media.read.sound import read_sound
    from subtool.speech.activity import voiced

    return voiced(read_sound(voice, progress=progress), progress)


def _shots(film: Film, progress: Progress) -> list[int]:
    from subtool.media.read.shot_changes import find

    return [ceil(time * 1000) for time in find(film.path, progress=progress)]


def _track(film: Film, number: int | None) -> AudioTrack | None:
    """The track of the film that the voice is laid on: the first, when none is named."""
    if number is not None and number > len(film.audio):
        raise MediaError(
            f"has no audio track {number}", at=Place(str(film.path)), hint=f"it has {len(film.audio)}"
        )
    return film.audio[(number or 1) - 1] if film.audio else None


def _moved_speech(speech: Iterable[Span], moved: Warp) -> list[Span]:
    """When somebody speaks in the film, of when it is in the narration."""
    return [
        Span(piece.moved(span.start_ms), piece.moved(span.end_ms))
        for span in speech
        if (piece := moved.of(span))
    ]


def _moved(sheet: Sheet, moved: Warp, media: Media) -> Sheet:
    return replace(warp.apply(moved, sheet).sheet, media=media)
