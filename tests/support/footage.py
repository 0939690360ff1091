"""Tiny real films, made on the spot. Each frame carries its number as a row of black and white blocks.

The number stands in the middle of the picture, where no text is burned in; the ground is a quiet grey, so that
pixels tell whether a subtitle (bottom) or a footnote (top left) is on a frame. A beep sounds at every second.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import imageio_ffmpeg
import numpy as np
from av.video.reformatter import ColorRange

BITS = 10
GREY = 110
SAMPLE_RATE = 48000
BEEP_MS = 60
_LEVELS = np.arange(256)
_TO_VIDEO = np.round(16 + _LEVELS * (219 / 255)).astype(np.uint8)  # brightness as most films store it
_FROM_VIDEO = np.clip(np.round((_LEVELS - 16) * (255 / 219)), 0, 255).astype(np.uint8)


@dataclass(frozen=True)
class Kind:
    """A kind of film: when its frames are shown (seconds), how it is stored, when its sound begins."""

    name: str
    times: tuple[Fraction, ...]
    suffix: str = ".mp4"
    base: Fraction = Fraction(1, 90000)
    size: tuple[int, int] = (320, 180)
    sound_from: Fraction | None = Fraction(0)
    starts_at: int = 0
    turned: int = 0
    tracks: int = 1
    key_every: int = 12
    options: tuple[tuple[str, str], ...] = ()

    @property
    def end(self) -> Fraction:
        return self.times[-1] + (self.times[-1] - self.times[-2])


def steady(rate: Fraction | int, seconds: int = 4, late: Fraction = Fraction(0)) -> tuple[Fraction, ...]:
    return tuple(late + Fraction(number) / rate for number in range(round(seconds * rate)))


def uneven(seconds: int = 4) -> tuple[Fraction, ...]:
    """A phone's variable rate: 30 frames a second that stumble, and a stretch at 12."""
    times, at, number = [], Fraction(0), 0
    while at < seconds:
        times.append(at)
        slow = Fraction(3, 2) < at < Fraction(5, 2)
        at += Fraction(1, 12) if slow else Fraction((28, 40, 33, 37, 50, 17)[number % 6], 1000)
        number += 1
    return tuple(times)


NTSC_FILM, NTSC, NTSC_DOUBLE = Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001)
KINDS = {
    kind.name: kind
    for kind in (
        Kind("23.976", steady(NTSC_FILM), base=Fraction(1, 24000)),
        Kind("25", steady(25), base=Fraction(1, 12800)),
        Kind("29.97", steady(NTSC), base=Fraction(1, 30000)),
        Kind("59.94", steady(NTSC_DOUBLE), base=Fraction(1, 60000)),
        Kind("23.976 mkv", steady(NTSC_FILM), suffix=".mkv", base=Fraction(1, 1000)),
        Kind("59.94 mkv", steady(NTSC_DOUBLE), suffix=".mkv", base=Fraction(1, 1000)),
        Kind("variable", uneven()),
        Kind("variable mkv", uneven(), suffix=".mkv", base=Fraction(1, 1000)),
        Kind("late video", steady(25, late=Fraction(7, 10))),
        Kind("late video mkv", steady(NTSC, late=Fraction(7, 10)), suffix=".mkv", base=Fraction(1, 1000)),
        Kind("late audio", steady(NTSC), base=Fraction(1, 30000), sound_from=Fraction(9, 10)),
        Kind("transport stream at 1 h", steady(25), suffix=".ts", starts_at=3600),
        Kind("transport stream 59.94", steady(NTSC_DOUBLE), suffix=".ts", starts_at=3600),
        Kind("transport stream, late video", steady(25, late=Fraction(1, 2)), suffix=".ts", starts_at=3600),
        Kind("rotated phone", uneven(), turned=90),
        Kind("avi", steady(25), suffix=".avi", base=Fraction(1, 25)),
        Kind("mute", steady(25), sound_from=None, suffix=".mov"),
    )
}


def make(kind: Kind, folder: Path, name: str | None = None) -> Path:
    """The film of this kind, in `folder`."""
    path = folder / (name or f"{kind.name.replace(' ', '-').replace(',', '')}{kind.suffix}")
    path.write_bytes(_bytes_of(kind))
    return path


@cache
def _bytes_of(kind: Kind) -> bytes:
    """The film: the same in every test, so that it is encoded once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film{kind.suffix}"
        _encode(kind, path)
        if kind.turned or kind.starts_at:
            _rewrap(kind, path)
        return path.read_bytes()


def filmed(
    path: Path, *more: str | Path, size: tuple[int, int] = (160, 90), seconds: float | None = None
) -> Path:
    """A film, or a picture, of a small moving test card: as ffmpeg makes it with `more` inputs and options."""
    card = f"testsrc2=s={size[0]}x{size[1]}:r=25" + (f":d={seconds}" if seconds else "")
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-f", "lavfi", "-i", card]
    subprocess.run([*ffmpeg, *more, path], check=True)
    return path


def spoken(path: Path, sound: Path) -> Path:
    """A film of this sound, as long as it, with the moving test card."""
    return filmed(path, "-i", sound, "-shortest", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def with_data_first(film: Path, lead: Fraction) -> Path:
    """It as a transport stream, with data that begin this many seconds before the picture and the sound."""
    path = film.with_name("data.ts")
    with av.open(str(film)) as source, av.open(str(path), "w") as made:
        streams = {stream.index: made.add_stream_from_template(stream) for stream in source.streams}
        first = av.Packet(b"a clock")
        first.stream, first.time_base, first.pts, first.dts = made.add_data_stream(), Fraction(1, 90000), 0, 0
        made.mux(first)
        for packet in source.demux():
            if packet.size:
                packet.stream = streams[packet.stream_index]
                shift = round(lead / packet.time_base)
                packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                made.mux(packet)
    return path


def variant(name: str, **changes) -> Kind:
    return replace(KINDS[name], **changes)


def code(number: int, size: tuple[int, int]) -> np.ndarray:
    """The grey picture with the number of a frame: the highest bit at the left."""
    width, height = size
    picture = np.full((height, width), GREY, np.uint8)
    block = width // (BITS + 2)
    top = height // 2 - block // 2
    for bit in range(BITS):
        left = block * (bit + 1)
        picture[top : top + block, left : left + block] = 235 if number >> (BITS - 1 - bit) & 1 else 16
    return picture


def number_on(picture: np.ndarray) -> int:
    """The number on a grey picture."""
    height, width = picture.shape
    block = width // (BITS + 2)
    middle = height // 2
    centres = [block * (bit + 1) + block // 2 for bit in range(BITS)]
    return int("".join("1" if picture[middle, x - 1 : x + 2].mean() > 125 else "0" for x in centres), 2)


def has_subtitle(picture: np.ndarray) -> bool:
    """Whether white letters stand at the bottom."""
    height, width = picture.shape
    return bool((picture[int(height * 0.65) :, width // 5 : -width // 5] > 200).sum() > 8)


def has_note(picture: np.ndarray) -> bool:
    """Whether a dark box stands at the top left."""
    height, width = picture.shape
    return bool((picture[: int(height * 0.3), : width // 2] < GREY - 40).sum() > 60)


def seen(path: Path) -> list[tuple[int, bool, bool]]:
    """For each frame of a film: its number, whether it carries a subtitle, and whether a footnote."""
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            picture = _grey(frame)
            if frame.rotation % 180:
                picture = np.rot90(picture, frame.rotation // 90)
            found.append((number_on(picture), has_subtitle(picture), has_note(picture)))
    return found


def _grey(frame):
    """The brightness of a frame, 0 to 255."""
    if frame.format.name != "yuv420p" or frame.color_range == ColorRange.JPEG:
        return frame.to_ndarray(format="gray8")
    plane = frame.planes[0]
    stored = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]
    return _FROM_VIDEO[stored]


def beeps(path: Path, track: int = 0) -> list[float]:
    """When beeps begin, in seconds of the film."""
    pieces, start = [], None
    with av.open(str(path)) as container:
        origin = (container.start_time or 0) / 1_000_000
        resampler = av.AudioResampler("s16", "mono", 8000)
        for frame in container.decode(audio=track):
            start = float(frame.pts * frame.time_base) - origin if start is None else start
            pieces += [made.to_ndarray()[0] for made in resampler.resample(frame)]
    sound = np.abs(np.concatenate(pieces).astype(float)) if pieces else np.zeros(0)
    loud = np.convolve(sound, np.ones(16) / 16, "same") > 1500
    onsets = np.flatnonzero(np.diff(loud.astype(int)) == 1)
    return [(start or 0) + at / 8000 for at in onsets if not loud[max(0, at - 400) : at].any()]


def _encode(kind: Kind, path: Path) -> None:
    with av.open(str(path), "w") as container:
        picture = container.add_stream(
            "libx264", rate=round((len(kind.times) - 1) / (kind.times[-1] - kind.times[0]))
        )
        picture.width, picture.height, picture.pix_fmt = *_stored(kind), "yuv420p"
        picture.time_base = picture.codec_context.time_base = kind.base
        picture.options = {
            "preset": "ultrafast" if kind.suffix == ".avi" else "veryfast", "crf": "16",
            "x264-params": f"keyint={kind.key_every}:scenecut=0:bframes={0 if kind.suffix == '.avi' else 2}",
        } | dict(kind.options)  # fmt: skip
        tracks = kind.tracks if kind.sound_from is not None else 0
        sounds = [_sound_track(container) for _ in range(tracks)]
        packets = []
        for number, at in enumerate(kind.times):
            packets += _picture(kind, picture, number, at)
        packets += picture.encode(None)
        for sound in sounds:
            packets += _beeping(kind, sound)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            container.mux(packet)


def _stored(kind: Kind) -> tuple[int, int]:
    return kind.size[::-1] if kind.turned % 180 else kind.size


def _picture(kind, stream, number, at):
    picture = _TO_VIDEO[code(number, kind.size)]
    if kind.turned:
        picture = np.rot90(picture, -(kind.turned // 90))
    height, width = picture.shape
    colourless = np.full((height // 2, width), 128, np.uint8)
    frame = av.VideoFrame.from_ndarray(np.concatenate([picture, colourless]), format="yuv420p")
    frame.pts, frame.time_base = round(at / kind.base), kind.base
    return stream.encode(frame)


def _sound_track(container):
    stream = container.add_stream("aac", rate=SAMPLE_RATE)
    stream.layout = "mono"
    stream.time_base = Fraction(1, SAMPLE_RATE)
    return stream


def _beeping(kind, stream):
    first = round(kind.sound_from * SAMPLE_RATE)
    samples = np.arange(first, round(kind.end * SAMPLE_RATE))
    loud = (samples % SAMPLE_RATE) < SAMPLE_RATE * BEEP_MS // 1000
    wave = (np.sin(samples * 2 * np.pi * 1000 / SAMPLE_RATE) * loud * 12000).astype(np.float32) / 32768
    packets = []
    for at in range(0, len(wave), 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + 1024], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, first + at, Fraction(1, SAMPLE_RATE)
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def _rewrap(kind: Kind, path: Path) -> None:
    whole = path.rename(path.with_name(f"first-{path.name}"))
    before = ["-display_rotation", str(kind.turned)] if kind.turned else []
    after = ["-output_ts_offset", str(kind.starts_at)] if kind.starts_at else []
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", *before, "-i", whole]
    subprocess.run([*ffmpeg, "-map", "0", "-c", "copy", *after, path], check=True)
    whole.unlink()
