"""The sound of a film, as a recogniser hears it: one channel, 16 kHz, on the film's own time line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.probe import opened
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

    from subtool.model import Progress

RATE = 16000
SURROUND, USUAL_CENTRE = (6, 8), 2  # channels of 5.1 and 7.1, and which of them is the centre
# ISO 639-2 codes of the languages most films are in, by their short tags; bibliographic ones with them.
THREE_LETTERS = {
    "ar": "ara", "bg": "bul", "cs": "ces", "cze": "ces", "da": "dan", "de": "deu", "ger": "deu", "el": "ell",
    "gre": "ell", "en": "eng", "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "fre": "fra",
    "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "it": "ita", "ja": "jpn", "ko": "kor", "lt": "lit",
    "lv": "lav", "nb": "nor", "nl": "nld", "dut": "nld", "nn": "nor", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "rum": "ron", "ru": "rus", "sk": "slk", "slo": "slk", "sl": "slv", "sr": "srp", "sv": "swe",
    "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "zho", "chi": "zho",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of 16 bits at `RATE`; the first is at the container's start."""

    path: Path
    samples: NDArray[np.int16]

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // RATE


def read_sound(
    path: Path, *, audio_track: int | None = None, language: str = "", progress: Progress = silent
) -> Sound:
    """Decode an audio track, counted from 1; what is missing in it is silence.

    Without a number it is the first track in `language`, else the one that players choose, else the first. Of a
    track in surround the centre is taken, where the voice is; other channels are mixed.

    Raises:
        MediaError: the film cannot be read, or has no such track.
    """
    with opened(path) as container:
        tracks = container.streams.audio
        if not tracks:
            raise MediaError(
                "has no sound", at=Place(str(path)), hint="name a film or a sound with a voice in it"
            )
        if audio_track is not None and audio_track > len(tracks):
            raise MediaError(
                f"has no audio track {audio_track}", at=Place(str(path)), hint=f"it has {len(tracks)}"
            )
        total = max(1, container.duration or 1) / 1_000_000 * RATE
        data = bytearray()  # grows without ever standing twice in memory
        filled = 0
        track = audio_track - 1 if audio_track else chosen_track(tracks, language)
        for start, piece in pieces(container, track):
            if start > filled + RATE // 100:  # a late track, or a hole in it
                data += bytes(2 * (start - filled))
                filled = start
            data += piece.tobytes()
            filled += len(piece)
            progress("reading the sound", min(1.0, filled / total))
    if not filled:
        raise MediaError("has a sound track with nothing in it", at=Place(str(path)), hint="export it anew")
    return Sound(path, np.frombuffer(data, np.int16))


def chosen_track(tracks: Sequence[AudioStream], language: str) -> int:
    """The first track in a language, else the first that players choose, else the first."""
    from av.stream import Disposition

    wanted = _three_letters(language)
    spoken = [
        number
        for number, track in enumerate(tracks)
        if wanted and _three_letters(track.language or "") == wanted
    ]
    usual = [number for number, track in enumerate(tracks) if track.disposition & Disposition.default]
    return [*spoken, *usual, 0][0]


def _three_letters(tag: str) -> str:
    """A language as containers name it (ISO 639-2/T): `eng` for `en-GB`; empty when it is none that is known."""
    primary = tag.split("-", maxsplit=1)[0].lower()
    return THREE_LETTERS.get(primary, primary if primary != "und" else "")


def pieces(
    container: InputContainer, track: int, rate: int = RATE, form: str = "s16"
) -> Iterator[tuple[int, NDArray[Any]]]:
    """Resampled pieces, each with the sample it starts at. A track that breaks off ends where it breaks.

    `form` is one of ffmpeg's forms of samples.
    """
    import av

    origin = Fraction(container.start_time or 0, av.time_base)
    resampler = av.AudioResampler(format=form, layout="mono", rate=rate)
    centre = _centre(container.streams.audio[track])
    try:
        for frame in container.decode(audio=track):
            start = (
                0
                if frame.pts is None or frame.time_base is None
                else round((frame.pts * frame.time_base - origin) * rate)
            )
            for made in resampler.resample(_channel(frame, centre) if centre is not None else frame):
                piece = made.to_ndarray()[0]
                yield (start, piece) if start >= 0 else (0, piece[-start:])
    except av.FFmpegError:
        return


def _centre(track: AudioStream) -> int | None:
    """The number of the centre channel in a surround track; None when it has none, or no more than two channels.

    A track of six or eight channels that does not name them has them in the usual order, the centre third.
    """
    names = [channel.name for channel in track.layout.channels]
    if len(names) > 2 and "FC" in names:
        return names.index("FC")
    return USUAL_CENTRE if track.channels in SURROUND and not set(names) & {"FL", "FR"} else None


def _channel(frame: AudioFrame, number: int) -> AudioFrame:
    """One channel of a frame, as a frame."""
    import av

    samples: NDArray[Any] = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(frame.samples, -1).T
    made = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples[number : number + 1]),
        format=frame.format.name.removesuffix("p"),
        layout="mono",
    )
    made.rate, made.pts, made.time_base = frame.rate, frame.pts, frame.time_base
    return made
