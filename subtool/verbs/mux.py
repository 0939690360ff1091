"""Subtitles put into a film as tracks of their own, and taken out of one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.disk.workdir import private_folder
from subtool.errors import FormatError, MediaError, Place, SheetError
from subtool.formats import chapters, placing
from subtool.model import Cue, Role, Sheet, Span, silent
from subtool.onscreen.stretches import stretches
from subtool.text.counting import counted
from subtool.text.language import is_same_language, standard_tag, three_letters
from subtool.verbs.files import content, read
from subtool.verbs.result import Result
from subtool.verbs.same_film import require_same_film

PLACELESS = (".mp4", ".mov")  # kinds of files whose subtitles are all at the bottom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.cues.footnotes import Mode
    from subtool.media.make.muxing import Mux
    from subtool.media.make.subtitle_tracks import Soft, SubtitleTrack
    from subtool.model import Progress


@dataclass(frozen=True, slots=True)
class Subtitles:
    """A track to be put in; its language is the sheet's where none is named.

    Players show `forced` ones in any case; those for the `hearing_impaired` tell sounds and speakers, too.
    """

    sheet: Sheet
    language: str = ""
    title: str = ""
    default: bool = False
    forced: bool = False
    hearing_impaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Muxed(Result):
    """The film, how many cues are in each track that was put in, and how many chapters it has."""

    cues: tuple[int, ...]
    chapters: int


def mux(  # noqa: PLR0913 - each is a choice of the user's
    tracks: Sequence[Subtitles],
    video: str | Path,
    out: str | Path,
    *,
    footnotes: Mode | None = None,
    as_ass: bool = False,
    replaced: bool = False,
    with_chapters: bool = False,
    force: bool = False,
    progress: Progress = silent,
) -> Muxed:
    """The film with tracks of subtitles after its own (or in their place), nothing encoded again.

    `with_chapters` makes chapters of the titles of the first sheet, or of its paragraphs.

    Raises:
        MediaError: the film cannot be read.
        SheetError: the cues belong to another film.
        FormatError: there are no chapters, or a language is not a tag.
        OutputError: the file exists and `force` is not set, cannot be written, or holds no such tracks.
        EngineError: ffmpeg failed, or lost something.
    """
    from subtool.media.make import muxing, subtitle_tracks
    from subtool.media.read.probe import probe

    out = Path(out)
    atomic.refuse_existing(out, force=force)
    film = probe(Path(video))
    for track in tracks:
        require_same_film(track.sheet, film.path, film.duration_ms)
    suffix = out.suffix.lower()
    flat = suffix != ".mkv"
    kind = ".ass" if as_ass else {".webm": ".vtt"}.get(suffix, ".srt")
    prepared = [_prepared(track, number, (kind, flat), footnotes) for number, track in enumerate(tracks)]
    begin = chapters.beginnings(tracks[0].sheet) if with_chapters else []
    if with_chapters and not begin:
        raise FormatError("has no chapters", hint="give the script titles or paragraphs")
    metadata = subtitle_tracks.chapters_text(begin, film.duration_ms) if begin else ""
    job = muxing.prepared(
        film, tuple(prepared_track for prepared_track, _ in prepared), replaced=replaced, chapters=metadata
    )
    muxing.require_target(job, out)
    with atomic.claim([out], force=force), atomic.replacing(out) as target:
        for prepared_track, data in prepared:
            (target.parent / prepared_track.file).write_bytes(data)
        muxing.mux(job, target, out, progress)
        warnings = tuple(_losses(job, target, tracks))
    counts = tuple(len(track.spans) for track, _ in prepared)
    return Muxed(paths=(out,), warnings=warnings, cues=counts, chapters=len(begin))


def _losses(job: Mux, muxed: Path, tracks: Sequence[Subtitles]) -> Iterator[str]:
    """What the container does not hold of the film or of the tracks, in words."""
    from subtool.media.make.muxing import SHOWING_ALL, hidden_ms, later_by_ms
    from subtool.media.make.subtitle_tracks import tracks_of

    suffix = muxed.suffix.lower()
    yield from job.beside.lost(suffix)
    if suffix in SHOWING_ALL and (hidden := hidden_ms(job.film)):
        yield (
            f"the film was trimmed: {hidden / 1000:.2f} s before its first frame are hidden in it. {suffix} cannot "
            f"hide them: they are seen, and all cues are {later_by_ms(job.film, muxed) / 1000:.2f} s later, with their "
            "pictures (write .mp4 or .mov to keep them hidden)"
        )
    found = tracks_of(muxed)
    wanted = [*((track.title or track.language, track.flags) for track in job.own)]
    wanted += [(soft.title or soft.tag, soft.flags) for soft in job.tracks]
    for number, ((name, flags), there) in enumerate(zip(wanted, found, strict=True), 1):
        if missing := [flag for flag in flags if flag not in there.flags]:
            yield f"track {number} ({name}): {suffix} does not say that it is {_flags(missing)}"
        if added := [flag for flag in there.flags if flag not in flags]:
            yield f"track {number} ({name}): {suffix} says that it is {_flags(added)}, which was not asked for"
    for own in job.unknown:
        yield f"the film's track {own.number} is left out: {own.codec} is neither copied nor read"
    for own in job.uncopied:
        yield f"track {own.number} ({own.title or own.language}): its style sheets, regions and notes are left out"
    for number, soft in enumerate(job.tracks, len(job.own) + 1):
        if soft.has_more_than_a_language and found[number - 1].language != soft.tag:
            yield f"track {number}: {suffix} says its language as {soft.language}, and not as {soft.tag}"
    for number, track in enumerate(tracks, len(job.own) + 1):
        yield from _lost(track.sheet, number, suffix)


def _lost(sheet: Sheet, number: int, suffix: str) -> Iterator[str]:
    """What of a track that is put in its container does not hold."""
    if suffix == ".webm" and (lost := _of_the_head(sheet)):
        yield f"track {number}: {suffix} holds the cues of WebVTT alone; {lost} are left out"
    if suffix in PLACELESS and (risen := sum(map(_is_placed, sheet.cues))):
        yield f"track {number}: {suffix} knows no places; {counted(risen, 'cue')} put higher will be at the bottom"


def _of_the_head(sheet: Sheet) -> str:
    """The style sheets and regions that stand before the cues, which ffmpeg puts into no track."""
    kinds = {"STYLE": "style sheet", "REGION": "region"}
    found = Counter(name for block in sheet.head for start, name in kinds.items() if block.startswith(start))
    return " and ".join(counted(count, name) for name, count in found.items())


def _flags(names: Sequence[str]) -> str:
    return " and ".join(name.replace("_", " ") for name in names)


def _is_placed(cue: Cue) -> bool:
    return placing.place_of(cue) not in {"", "bottom"}


def _prepared(track: Subtitles, number: int, kind: tuple[str, bool], mode: Mode | None) -> tuple[Soft, bytes]:
    from subtool.cues import footnotes as notes
    from subtool.media.make.subtitle_tracks import Soft

    suffix, flat = kind
    name = f"{number}{suffix}"
    marked = notes.apply(track.sheet, mode or "captions")
    cues = tuple(cue for cue in sorted(marked.cues, key=lambda cue: cue.span) if cue.span.duration_ms)
    if not cues:
        raise SheetError(f"the subtitles of track {number + 1} have no cues", hint="leave that file out")
    cues = _one_at_a_time(cues) if flat else cues
    shown = replace(track.sheet, cues=tuple(replace(cue, footnotes=()) for cue in cues), footnotes=())
    tag = track.language or track.sheet.language
    data = content(shown, Path(name), "markers")  # captions and marks are in the cues already
    spans = tuple(_on_grid(cue.span, suffix) for cue in cues)
    flags = (track.default, track.forced, track.hearing_impaired)
    try:
        code = three_letters(tag)
    except ValueError as error:
        raise FormatError(str(error), hint="tags are such as en, de or pt-BR") from error
    return Soft(name, spans, code, tag, track.title, *flags), data


def _on_grid(span: Span, suffix: str) -> Span:
    """ASS counts hundredths."""
    if suffix != ".ass":
        return span
    return Span(round(span.start_ms / 10) * 10, round(span.end_ms / 10) * 10)


def _one_at_a_time(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Cues of which none is over another: what is shown at once is one cue, notes above the words."""
    muxes = []
    for stretch in stretches(cues):
        there = sorted(stretch.cues, key=lambda cue: cue.role is Role.SPEECH)
        if len(there) == 1:
            muxes.append(replace(there[0], span=stretch.span, words=()))
        else:
            lines = tuple(line for cue in there for line in cue.lines)
            marked = tuple(tagged for cue in there for tagged in _lines(cue))
            muxes.append(Cue(stretch.span, lines, markup=marked if any(cue.markup for cue in there) else ()))
    return tuple(muxes)


def _lines(cue: Cue) -> tuple[str, ...]:
    from subtool.text import markup

    return markup.lines(cue)


def language_in(name: str) -> str:
    """The language that the name of a file says: "fr" of `film.fr.srt`, nothing where it says none."""
    import langcodes

    parts = name.split(".")[1:-1]
    return next((part for part in reversed(parts) if len(part) > 1 and langcodes.tag_is_valid(part)), "")


def tracks_in(video: str | Path) -> tuple[SubtitleTrack, ...]:
    """The tracks of subtitles in a film.

    Raises:
        MediaError: it cannot be read.
    """
    from subtool.media.make.subtitle_tracks import tracks_of

    return tracks_of(Path(video))


def extract(video: str | Path, track: str = "") -> Sheet:
    """The cues of a track, which is named by its number or its language; the default or the first without.

    Raises:
        MediaError: there is no such track, or it is pictures.
        EngineError: ffmpeg failed.
    """
    from subtool.media.make import subtitle_tracks
    from subtool.media.read.probe import probe

    path = Path(video)
    media = None if subtitle_tracks.holds_only_subtitles(path) else probe(path).media
    there = subtitle_tracks.tracks_of(path)
    chosen = _chosen(path, there, track)
    with private_folder() as room:
        (room / "fonts.conf").write_text("<fontconfig/>", encoding="utf-8")
        sheet = read(subtitle_tracks.taken_out(path, chosen, room))
    return replace(sheet, language=standard_tag(chosen.language) or sheet.language, media=media)


def _chosen(path: Path, there: Sequence[SubtitleTrack], track: str) -> SubtitleTrack:
    if not there:
        raise MediaError("has no track of subtitles", at=Place(str(path)), hint="burned-in text is picture")
    if not track:
        return next((candidate for candidate in there if candidate.default and candidate.is_text), there[0])
    if track.isdigit():
        found = [candidate for candidate in there if str(candidate.number) == track]
    else:
        named = ((candidate, candidate.language or "und") for candidate in there)
        found = [
            candidate
            for candidate, language in named
            if track == language or is_same_language(language, track)
        ]
    if not found:
        tracks = ", ".join(f"{candidate.number} ({candidate.language or 'und'})" for candidate in there)
        raise MediaError(f"has no track {track}", at=Place(str(path)), hint=f"there are {tracks}")
    return found[0]
