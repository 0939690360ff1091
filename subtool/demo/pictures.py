"""The demo's pictures: a coast at dusk with its light, drawn wide so that a camera can pan over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from subtool.model import Span
from subtool.onscreen import fonts
from subtool.storyboard import cards
from subtool.storyboard.board import Seen, Shot

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """A time of day: the sky above and at the horizon, the sea, the land, and how far the lamp's beam turns."""

    above: Colour
    horizon: Colour
    sea: Colour
    land: Colour
    beam: float | None


# Colours of sky, sea and land, and the height of the sun; chosen by eye.
SCENES = (
    Scene((28, 44, 82), (238, 150, 96), (36, 58, 84), (20, 24, 34), -0.16),
    Scene((88, 124, 158), (226, 214, 190), (74, 104, 120), (52, 62, 54), None),
    Scene((10, 16, 36), (52, 66, 104), (14, 26, 48), (6, 8, 14), 0.10),
    Scene((60, 66, 92), (206, 140, 132), (50, 62, 86), (28, 28, 38), -0.05),
)


def draw(scene: Scene, size: tuple[int, int], seed: int) -> Image.Image:
    """One wide picture: sky, sea with light on it, a headland and its tower."""
    width, height = size
    chance = np.random.default_rng(seed)
    horizon = round(height * 0.58)
    down = np.linspace(0, 1, height)[:, None, None]
    sky = np.array(scene.above) + (np.array(scene.horizon) - scene.above) * np.clip(down / 0.58, 0, 1) ** 1.8
    sea = np.array(scene.sea) * (1.25 - 0.75 * np.clip((down - 0.58) / 0.42, 0, 1))
    canvas = np.where(down < 0.58, sky, sea) * np.ones((height, width, 1))
    canvas[horizon:] += (
        _glitter(chance, height - horizon, width) * (np.array(scene.horizon) - scene.sea) * 0.5
    )
    canvas[:horizon] += _clouds(chance, horizon, width) * (np.array(scene.horizon) - scene.above) * 0.35
    picture = Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))
    tower = (round(width * 0.64), round(height * 0.30))
    if scene.beam is not None:
        picture = _beam(picture, tower, scene.beam)
    _headland(picture, scene, tower, chance)
    return picture


def _glitter(chance: np.random.Generator, rows: int, width: int) -> NDArray[Any]:
    """Light on the water: streaks that grow longer and rarer towards the viewer."""
    noise = chance.random((rows, width // 16 + 1))
    streaks = np.repeat(noise, 16, axis=1)[:, :width]
    nearness = np.linspace(0.86, 0.985, rows)[:, None]
    return np.where(streaks > nearness, 1.0, 0.0)[:, :, None]


def _clouds(chance: np.random.Generator, rows: int, width: int) -> NDArray[Any]:
    """Low bands of cloud: noise at three scales, blurred far more along than across."""
    field = np.zeros((rows, width))
    for scale in (6, 14, 30):
        coarse = chance.random((max(2, rows * scale // 400), max(2, width * scale // 2600)))
        image = Image.fromarray((coarse * 255).astype(np.uint8)).resize(
            (width, rows), Image.Resampling.BICUBIC
        )
        field += np.asarray(image) / 255 / scale
    field = (field - field.min()) / (field.max() - field.min())
    bands: NDArray[Any] = np.clip(field - 0.45, 0, 1) * 1.8
    return bands[:, :, None]


def _beam(picture: Image.Image, tower: tuple[int, int], slope: float) -> Image.Image:
    reach = picture.width
    light = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(light)
    x, y = tower
    for side in (-1, 1):
        far = x + side * reach
        pen.polygon(
            [
                (x, y),
                (far, y + side * slope * reach - 0.05 * reach),
                (far, y + side * slope * reach + 0.05 * reach),
            ],
            fill=80,
        )
    light = light.filter(ImageFilter.GaussianBlur(picture.height / 40))
    pen = ImageDraw.Draw(light)
    glow = picture.height // 50
    pen.ellipse((x - glow, y - glow, x + glow, y + glow), fill=255)
    light = light.filter(ImageFilter.GaussianBlur(picture.height / 120))
    return Image.composite(Image.new("RGB", picture.size, (255, 236, 190)), picture, light)


def _headland(
    picture: Image.Image, scene: Scene, tower: tuple[int, int], chance: np.random.Generator
) -> None:
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    across = np.linspace(0, 1, 160)
    rough = np.cumsum(chance.normal(0, 0.0035, across.size))
    rise = (
        0.62
        - 0.14 * np.exp(-(((across - 0.66) / 0.12) ** 2))
        - 0.05 * np.exp(-(((across - 0.95) / 0.2) ** 2))
    )
    outline = [(x * width, (y + r) * height) for x, y, r in zip(across, rise, rough, strict=True) if x > 0.42]
    pen.polygon([*outline, (width, height * 0.70), (width * 0.46, height * 0.66)], fill=scene.land)
    x, y = tower
    unit = height / 100
    foot = height * 0.50
    white = tuple(min(255, round(c * 0.45 + 120)) for c in scene.horizon)
    pen.polygon(
        [(x - 2.0 * unit, y), (x + 2.0 * unit, y), (x + 2.9 * unit, foot), (x - 2.9 * unit, foot)], fill=white
    )
    pen.rectangle((x - 2.6 * unit, y - 0.6 * unit, x + 2.6 * unit, y), fill=scene.land)
    lamp = (255, 236, 190) if scene.beam is not None else scene.above
    pen.rectangle((x - 1.5 * unit, y - 3.4 * unit, x + 1.5 * unit, y - 0.6 * unit), fill=lamp)
    pen.polygon(
        [(x - 2.0 * unit, y - 3.4 * unit), (x + 2.0 * unit, y - 3.4 * unit), (x, y - 5.4 * unit)],
        fill=scene.land,
    )


def title_card(title: str, background: Path, size: tuple[int, int], target: Path) -> None:
    """The title as an animatic has it, over a darkened picture."""
    above, _, text = title.rpartition(": ")
    faces = fonts.load()
    type_ = cards.Type(faces.subtitles, faces.notes, size)
    with Image.open(background, formats=("PNG", "JPEG", "WEBP")) as picture:
        behind = picture.convert("RGB").crop((0, 0, *size))
    shot = Shot(Span(0, 1), Seen.TITLE, text, above)
    Image.fromarray(cards.card(shot, type_, behind)).save(target)
