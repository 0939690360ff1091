"""Films with known hard cuts, made on the spot, and with all that is mistaken for one: motion, flashes, grain.

A picture is a landscape of random clouds in two colours; a shot moves a window over it. Each film is told as a
list of shots, so that the frames that begin one are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

FPS = Fraction(25)
LAND = (720, 1280)


@dataclass(frozen=True)
class Shot:
    """`land` is the place it shows, `at` where the window begins, `move` how far it goes a frame."""

    frames: int
    land: int
    at: tuple[int, int] = (0, 0)
    move: tuple[float, float] = (0, 0)
    shake: float = 0
    light: float = 1.0
    grain: float = 0
    flashes: tuple[int, ...] = ()
    strobe: float = 0
    passer: bool = False  # something large crosses the picture
    zoom: float = 0
    dissolve: int = 0  # it comes out of the shot before in this many frames
    fade: int = 0  # it comes out of black, and the shot before went into it, in this many frames


@dataclass(frozen=True)
class Reel:
    """A film as it is to be made."""

    name: str
    shots: tuple[Shot, ...]

    @property
    def cuts(self) -> tuple[int, ...]:
        """The frames that begin a shot at once."""
        starts = np.cumsum([0, *(shot.frames for shot in self.shots)])
        hard = (not (shot.dissolve or shot.fade) for shot in self.shots)
        return tuple(int(start) for start, is_hard in zip(starts, hard, strict=False) if is_hard and start)

    @property
    def soft(self) -> tuple[range, ...]:
        """The frames in which one shot becomes another slowly; what is found there counts neither way."""
        starts = np.cumsum([0, *(shot.frames for shot in self.shots)])
        return tuple(
            range(int(start) - shot.fade - 1, int(start) + max(shot.dissolve, shot.fade) + 1)
            for start, shot in zip(starts, self.shots, strict=False)
            if shot.dissolve or shot.fade
        )


def reels(seed: int = 1, shots: int = 24) -> tuple[Reel, ...]:
    """A film a difficulty, and one with all at once."""
    rng = np.random.default_rng(seed)

    def places():
        return {"land": int(rng.integers(12)), "at": (int(rng.integers(300)), int(rng.integers(500)))}

    def many(**traits):
        return tuple(Shot(int(rng.integers(14, 90)), **places(), **traits) for _ in range(shots))

    def drawn():
        kinds = (
            {}, {"grain": 7.0}, {"shake": 2.5}, {"move": (0.5, 3.0)}, {"zoom": 0.003},
            {"flashes": (5, 6, 11)}, {"passer": True}, {"light": 0.3, "grain": 4.0}, {"move": (2, -9.0)},
            {"strobe": 0.2}, {"dissolve": 12}, {"fade": 10},
        )  # fmt: skip
        return tuple(
            Shot(int(rng.integers(24, 90)), **places(), **kinds[int(rng.integers(len(kinds)))])
            for _ in range(2 * shots)
        )

    same = int(rng.integers(12))
    return (
        Reel("still", many()),
        Reel("grain", many(grain=9.0)),
        Reel("pans", many(move=(0.7, 4.0), shake=1.0)),
        Reel("fast motion", many(move=(3.0, -14.0), shake=3.0)),
        Reel("zooms", many(zoom=0.004)),
        Reel("passers-by", many(passer=True)),
        Reel("flashes", many(flashes=(4, 5, 9), move=(0, 1.0))),
        Reel("strobe", many(strobe=0.3)),
        Reel("dark", many(light=0.22, grain=3.0)),
        Reel("one place", tuple(Shot(40, same, (40 * at % 300, 97 * at % 500)) for at in range(shots))),
        Reel("dissolves", many(dissolve=14)),
        Reel("fades", many(fade=12)),
        Reel("all", drawn()),
    )


def make(reel: Reel, path: Path, size: tuple[int, int] = (640, 360), seed: int = 7) -> Path:
    """The film, in H.264 as a laptop exports it."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "22"}
        for picture in pictures(reel, size, seed):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def pictures(reel: Reel, size: tuple[int, int], seed: int = 7):
    rng = np.random.default_rng(seed)
    lands, before = {}, None
    for number, shot in enumerate(reel.shots):
        if shot.land not in lands:
            lands[shot.land] = _land(shot.land)
        ahead = reel.shots[number + 1] if number + 1 < len(reel.shots) else None
        last = None
        for at in range(shot.frames):
            last = picture = _window(lands[shot.land], shot, at, size, rng)
            if at < shot.dissolve and before is not None:
                part = (at + 1) / (shot.dissolve + 1)
                picture = part * picture + (1 - part) * before
            if at < shot.fade:
                picture = picture * (at / shot.fade)
            if ahead and ahead.fade and shot.frames - at <= ahead.fade:
                picture = picture * ((shot.frames - at - 1) / ahead.fade)
            picture = picture + rng.normal(0, shot.grain, picture.shape) if shot.grain else picture
            yield np.clip(picture, 0, 255).astype(np.uint8)
        before = last


def _land(seed):
    rng = np.random.default_rng(1000 + seed)
    height, width = LAND
    ys, xs = np.fft.fftfreq(height)[:, None] * height, np.fft.fftfreq(width)[None, :] * width
    falls = 1 / np.maximum(1, np.hypot(ys, xs)) ** rng.uniform(1.1, 1.6)
    clouds = [np.fft.ifft2(np.fft.fft2(rng.normal(size=LAND)) * falls).real for _ in range(2)]
    tone, tint = [(c - c.min()) / (c.max() - c.min()) for c in clouds]
    dark, bright = rng.uniform(10, 90, 3), rng.uniform(130, 245, 3)
    picture = dark + tone[..., None] * (bright - dark)
    return (picture + (tint[..., None] - 0.5) * rng.uniform(-60, 60, 3)).astype(np.float32)


def _window(land, shot, at, size, rng):
    width, height = size
    top = shot.at[0] + shot.move[0] * at + rng.normal(0, 1) * shot.shake
    left = shot.at[1] + shot.move[1] * at + rng.normal(0, 1) * shot.shake
    scale = (1 - shot.zoom) ** at * 360 / height
    rows = (np.arange(height) * scale + top).astype(int) % LAND[0]
    columns = (np.arange(width) * scale + left).astype(int) % LAND[1]
    picture = land[rows[:, None], columns[None, :]] * shot.light
    if shot.passer:
        middle = width * (at * 3 % 140 - 30) / 100
        picture = picture.copy()
        picture[height // 6 :, max(0, int(middle)) : max(0, int(middle + width * 0.3))] *= 0.3
    if shot.strobe:
        picture = picture * (1 + shot.strobe * np.sin(at * 2.1))
    return picture + 190 if at in shot.flashes else picture
