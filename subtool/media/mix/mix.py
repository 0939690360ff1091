"""A voice on the sound of a film: first what is to be run, as a value; then running it; then measuring what came.

The picture is taken over packet by packet. The voice and the film's sound are brought to known levels first, so
that what is ducked by 12 dB is 12 dB below the voice; the whole is then brought to its loudness, and its true peaks
are held below the ceiling. Codecs add to peaks, so that what was made is measured, and made again if need be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import log10
from typing import TYPE_CHECKING, Any

from subtool.errors import EngineError, MediaError, Place
from subtool.media import ffmpeg as engine
from subtool.media.job import Difference, verify
from subtool.media.make import sound_tracks
from subtool.media.make.beside import NOTHING, BesidePicture
from subtool.media.make.rewrap import PICTURE, filling_in, rewrap
from subtool.media.make.subtitle_tracks import switch_off_subtitles, tracks_of
from subtool.media.mix import ducking, loudness, voice_track
from subtool.media.read.covers import covers_of
from subtool.media.read.demux import contents
from subtool.media.read.probe import CONTAINERS, PROTOCOLS, has_readable_picture, probe
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from subtool.media.make.subtitle_tracks import SubtitleTrack
    from subtool.media.mix.loudness import Loudness, Target
    from subtool.media.read.frames import Frames
    from subtool.media.read.probe import AudioTrack, Film
    from subtool.model import Progress

VOICE, CURVE = "voice.f32", "curve.f32"
LOSSLESS: Mapping[str, Mapping[str, str]] = {".mov": {"c:a": "pcm_s24le"}, ".mkv": {"c:a": "flac"}}
OVERSAMPLED = 192000  # a limiter sees the peaks between samples, too
HEADROOM = 0.5  # dB below the highest true peak, for what a codec adds
MOST_GAINS = 4  # that are tried; chosen by eye
NEAR = 0.15  # LU; the meter says tenths
USUAL = {1: ("mono", ("FC",)), 2: ("stereo", ("FL", "FR"))}  # layouts of one and two channels
FIVE = ("5.1", ("FL", "FR", "FC", "LFE", "BL", "BR"))
SHIFT = Fraction(1, 20)  # seconds by which a container may move all that is in it
EVEN = Fraction(1, 400)  # seconds; times are whole milliseconds in some containers


@dataclass(frozen=True, slots=True)
class Lay:
    """What is to be made: the film with the voice on `track` of its sound (None: it has none).

    `voice_db` and `film_db` bring the two to their levels, `gain_db` the whole to its loudness; no true peak is above
    `ceiling_db`. `picture_at` is as in `Mux`.
    """

    film: Film
    track: AudioTrack | None
    voice_db: float = 0.0
    film_db: float = 0.0
    gain_db: float = 0.0
    ceiling_db: float | None = None
    picture_at: Fraction | None = None
    beside: BesidePicture = NOTHING

    @property
    def channels(self) -> tuple[str, tuple[str, ...]]:
        """The layout of what is made, as ffmpeg names it, and its speakers."""
        if self.track is None:
            return USUAL[2]
        if self.track.speakers:
            return self.track.layout, self.track.speakers
        return FIVE if self.track.channels == len(FIVE[1]) else USUAL[min(2, self.track.channels)]

    @property
    def source(self) -> Path:
        return self.film.path

    def arguments(self, name: str) -> list[str]:
        """What ffmpeg is called with, in a folder with the voice and the curve, to make the file `name` there."""
        import ffmpeg

        suffix = name[name.rindex(".") :].lower()
        source = _source(self.film)
        mix = _limited(self, _mixed(self))
        streams = [self._picture(source)]
        options: dict[str, Any] = {
            "c:v": "copy",
            "map_metadata": 0,
            "map_chapters": 0,
            "abort_on": "empty_output",
            **engine.REPEATABLE,
        }
        for number, track in enumerate(self.film.audio or (None,)):
            if track is None or track == self.track:
                streams.append(mix)
                codec = LOSSLESS.get(suffix)
                encoded = (
                    {f"c:a:{number}": codec["c:a"]}
                    if codec
                    else sound_tracks.aac(number, len(self.channels[1]))
                )
                options |= {
                    **encoded,
                    f"ar:a:{number}": voice_track.RATE,
                    **(sound_tracks.said_of(number, track) if track else {}),
                }
            else:
                streams.append(source[str(track.index)])
                options |= sound_tracks.options(
                    number, track, "copy" if track.codec in sound_tracks.COPIED[suffix] else "aac"
                )
        for number, track in enumerate(self.film.audio):
            options |= sound_tracks.flags_of(number, track, default=track == self.track)
        for number, soft in enumerate(copied_subtitles(self.film, suffix)):
            streams.append(source[f"s:{soft.number - 1}"])
            options |= {f"c:s:{number}": "copy", f"disposition:s:{number}": "+".join(soft.flags) or "0"}
        if suffix != ".mkv":
            options["movflags"] = "+faststart"
        *arguments, out = ffmpeg.output(*streams, f"file:{name}", **options).get_args()
        inputs = [value for option, value in pairwise(arguments) if option == "-i"]
        return [*arguments, *self.beside.arguments(suffix, inputs.index(engine.FILM)), out]

    def _picture(self, source: Any) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
        import ffmpeg

        if self.picture_at is None:
            return source[str(self.film.index)]
        return ffmpeg.input(f"file:{PICTURE}", itsoffset=f"{float(self.picture_at):.6f}")["v:0"]

    def differences(self, result: Path) -> Iterator[Difference]:
        here, there = contents(result), contents(self.source)
        assert here.frames is not None
        assert there.frames is not None
        if wrong := _of_picture(self, result, here.frames, there.frames):
            yield wrong
            return
        if len(here.tracks) != max(1, len(there.tracks)):
            yield Difference(f"{max(1, len(there.tracks))} tracks of sound", str(len(here.tracks)))
            return
        expected = len(self.beside.covers) - len(self.beside.lost_covers(result.suffix.lower()))
        if (found := len(covers_of(result))) != expected:
            yield Difference(f"{expected} covers", str(found))
        for track, found_track in zip(self.film.audio, probe(result).audio, strict=False):
            if ("default" in found_track.flags) is not (track == self.track):
                yield Difference("the track with the narration as the default", "another")
        end = Fraction(self.film.duration_ms, 1000)
        mix = here.tracks[_place(self)]
        if abs(mix.end - end) > sound_tracks.TOLERANCE:
            yield Difference(f"{float(end):.2f} seconds of sound", f"{float(mix.end):.2f}")
        copied = sound_tracks.COPIED[result.suffix.lower()]
        for track, old, new in zip(self.film.audio, there.tracks, here.tracks, strict=False):
            if track != self.track and track.codec in copied and old.packets != new.packets:
                yield Difference(f"{old.packets} packets of sound", str(new.packets))


def _of_picture(job: Lay, result: Path, here: Frames, there: Frames) -> Difference | None:
    """What is another picture in what was made."""
    if not has_readable_picture(result):
        return Difference(f"a picture in {job.film.codec}", "one that no player can read")
    if len(here) != len(there):
        return Difference(f"{len(there)} frames", str(len(here)))
    shifts = [a - b for a, b in zip(here.times, there.times, strict=True)]
    if max(shifts) - min(shifts) > EVEN or max(map(abs, shifts)) > SHIFT:
        return Difference("frames at their times", f"frames {float(max(shifts, key=abs)):.3f} s off")
    return None


@dataclass(frozen=True, slots=True)
class MixResult:
    """The loudness that was measured in what was made, and the frames of its picture."""

    loudness: Loudness
    frames: int


def make(job: Lay, result: Path, out: Path, target: Target, progress: Progress = silent) -> MixResult:
    """Make the file `made`, in a folder with the voice and the curve, which is to become `out`; then measure it.

    Raises:
        MediaError: nothing is heard in the voice.
        EngineError: ffmpeg failed, or made something else than was asked for.
        OutputError: the disk is full.
    """
    job.beside.save(job.film.path, result.parent)
    if job.picture_at is not None:
        rewrap(job.film, result.parent / PICTURE)
    desk = _Desk(job.film, out, result.parent, progress)
    voice = desk.meter(_raw(VOICE, voice_track.RATE), "listening to the voice")
    if voice.silent:
        raise MediaError("nothing is heard in the narration", at=Place(str(out)), hint="name another sound")
    job = replace(job, voice_db=target.integrated - voice.integrated)
    if job.track is not None:
        film = desk.meter(
            sound_tracks.in_order(_source(job.film)[str(job.track.index)], job.track), "listening to the film"
        )
        job = replace(job, film_db=0.0 if film.silent else min(0.0, target.integrated - film.integrated))
    mixed = desk.meter(_mixed(job), "listening to the mix")
    ceiling_db = target.peak - HEADROOM
    job = replace(job, gain_db=target.integrated - mixed.integrated, ceiling_db=ceiling_db)
    for _ in range(MOST_GAINS):
        desk.run(job.arguments(result.name), "laying the voice")
        heard = desk.meter(_of_made(result.name, _place(job)), "measuring")
        if target.held_by(heard) and abs(heard.integrated - target.integrated) <= NEAR:
            break
        job = replace(
            job,
            gain_db=job.gain_db + target.integrated - heard.integrated,
            ceiling_db=(job.ceiling_db or ceiling_db) - max(0.0, heard.peak - target.peak + NEAR),
        )
    if not target.held_by(heard):
        raise EngineError(
            f"the mix has {heard.integrated:.1f} LUFS and a true peak of {heard.peak:.1f} dBTP",
            at=Place(str(out)),
            hint=f"nothing was written; {target.integrated:.0f} LUFS and {target.peak:.0f} dBTP could not be reached: "
            "its peaks are too far above the rest, compress the narration first",
        )
    switch_off_subtitles(result, [track.flags for track in copied_subtitles(job.film, result.suffix)])
    verify(job, result, out)
    return MixResult(heard, len(contents(result).frames or ()))


def copied_subtitles(film: Film, suffix: str) -> tuple[SubtitleTrack, ...]:
    """The film's own subtitle tracks that a container of that suffix takes over as they are."""
    like = "matroska" in film.container if suffix.lower() == ".mkv" else film.container.startswith("mov")
    there = tracks_of(film.path) if film.subtitle_tracks and like else ()
    return tuple(track for track in there if track.is_copied)


def _source(film: Film) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    import ffmpeg

    opening = {**filling_in(film), "protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
    return ffmpeg.input(engine.FILM, **opening)


def _raw(name: str, rate: int) -> Any:  # noqa: ANN401 - as above
    import ffmpeg

    return ffmpeg.input(f"file:{name}", f="f32le", ar=rate, ac=1)


def _mixed(job: Lay) -> Any:  # noqa: ANN401 - as above
    """The voice, in the middle or in the centre channel, over the film's sound as its curve has it."""
    import ffmpeg

    layout, speakers = job.channels
    if "FC" in speakers:
        carrying: tuple[str, ...] = ("FC",)
    else:
        carrying = ("FL", "FR") if {"FL", "FR"} <= set(speakers) else speakers
    level_db = job.voice_db - 10 * log10(len(carrying))  # in two channels it is as loud as in one
    voice = (
        _raw(VOICE, voice_track.RATE)
        .filter("pan", _copies(layout, carrying))
        .filter("volume", f"{level_db:.3f}dB")
    )
    if job.track is None:
        return voice
    film = (
        sound_tracks.in_order(_source(job.film)[str(job.track.index)], job.track)
        .filter("aresample", voice_track.RATE, **{"async": 1, "first_pts": 0})
        .filter("aformat", sample_fmts="fltp", channel_layouts=layout)
        .filter("apad", whole_dur=_seconds(job.film.duration_ms))
        .filter("atrim", end=_seconds(job.film.duration_ms))
        .filter("volume", f"{job.film_db:.3f}dB")
    )
    curve = (
        _raw(CURVE, ducking.RATE)
        .filter("aresample", voice_track.RATE)
        .filter("pan", _copies(layout, speakers))
    )
    curve = curve.filter("aformat", sample_fmts="fltp", channel_layouts=layout)
    ducked = ffmpeg.filter([film, curve], "amultiply")
    return ffmpeg.filter([ducked, voice], "amix", inputs=2, normalize=0, duration="first")


def _copies(layout: str, speakers: Iterable[str]) -> str:
    """One channel in several of a layout, silence in the others."""
    return "|".join([layout, *(f"{speaker}<c0" for speaker in speakers)])


def _limited(job: Lay, stream: Any) -> Any:  # noqa: ANN401 - as above
    """At its loudness, with no true peak above the ceiling."""
    stream = stream.filter("volume", f"{job.gain_db:.3f}dB")
    if job.ceiling_db is None:
        return stream
    limit = round(10 ** (job.ceiling_db / 20), 4)
    return (
        stream.filter("aresample", OVERSAMPLED)
        .filter("alimiter", limit=limit, attack=5, release=100, level=0, latency=1)
        .filter("aresample", voice_track.RATE)
    )


def _of_made(name: str, track: int) -> Any:  # noqa: ANN401 - as above
    import ffmpeg

    return ffmpeg.input(f"file:{name}")[f"a:{track}"]


def _place(job: Lay) -> int:
    return job.film.audio.index(job.track) if job.track else 0


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the mix is made: a folder, and who watches."""

    film: Film
    out: Path
    room: Path
    progress: Progress

    def run(self, arguments: Sequence[str], doing: str) -> tuple[str, ...]:
        what = engine.FfmpegCall(arguments, 0, self.film.path, self.out, length_ms=self.film.duration_ms)
        return engine.run(what, self.room, lambda fraction: self.progress(doing, fraction))

    def meter(self, stream: Any, doing: str) -> Loudness:  # noqa: ANN401 - as above
        import ffmpeg

        metered = stream.filter("ebur128", peak="true", framelog="quiet")
        return loudness.heard(
            self.run([*loudness.LOUD_LOG, *ffmpeg.output(metered, "-", f="null").get_args()], doing)
        )


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}"
