"""Frames rendered by ffmpeg and kept as pictures: shapes, layouts and scripts. `python tests/golden.py` makes them.

They are compared by three figures: how far apart pixels are on the mean, how many are clearly apart, and how many
in the place where most are. The first two are counted where there is text in either picture, so that a small row
weighs as much in a large frame; the third is for a single letter.
"""

from __future__ import annotations

import re
import sys
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageFilter

from subtool import Look, write
from subtool.model import Cue, Footnote, Role, Sheet, Span, Word
from subtool.onscreen.look import NotePosition
from subtool.verbs.still import still
from support.paths import DATA, ROOT

HOME = DATA / "pictures"
DOCS = ROOT / "docs" / "layouts"
WIDE, OLD, TALL, SQUARE = (640, 360), (480, 360), (360, 640), (400, 400)
APART = 48  # of 255: clearly another pixel
MEAN, SHARE, LOCAL = 6.0, 0.06, 0.05  # what another build of the renderer may differ by
BOLD, ITALIC = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"\*(.+?)\*")
REACH = 6  # pixels around a place, as wide as a small letter

BOOK = Footnote("9", "", "L. Marrow, The Keepers of the Point, Harbour Press, 1987, Page 41.")
DIARY = Footnote("10", "", "E. Vane, “Diary of a winter on the rock”, Coastal Record 12, 1911, pp. 3-17.")
LONG = Footnote(
    "12",
    "",
    "A. Winterbourne, A Complete and Faithful History of Every Light between the Two Capes, with Plates, Charts"
    " and an Account of the Wrecks, second revised edition, Northern Maritime Society, Volume 3, 1902,"
    " Page 282, https://example.org/archive/lights/volume-3/plates?page=282&view=full",
)


@dataclass(frozen=True)
class Shot:
    """A picture: what stands on it, how, and in which shape."""

    name: str
    layout: str
    size: tuple[int, int]
    rows: tuple[str, ...]
    notes: tuple[Footnote, ...] = ()
    title: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    place: NotePosition = NotePosition.TOP


LAMP = ("For sixty winters the lamp on the point", "was never once allowed to go dark.")
SHORT = ("The lamp never went dark.",)
PHONE = ("For sixty winters", "the lamp stayed lit.")
SHOTS = (
    Shot("documentary-wide", "documentary", WIDE, LAMP, (BOOK,)),
    Shot("documentary-two-notes", "documentary", WIDE, LAMP, (BOOK, DIARY)),
    Shot("documentary-lower", "documentary", WIDE, LAMP, (BOOK,), place=NotePosition.LOWER),
    Shot("documentary-title", "documentary", WIDE, SHORT, (), ("Edda Vane", "Keeper’s granddaughter")),
    Shot("documentary-long", "documentary", OLD, LAMP, (LONG,)),
    Shot("documentary-tall", "documentary", TALL, PHONE, (BOOK,)),
    Shot("boxed-wide", "boxed", WIDE, LAMP, (BOOK,)),
    Shot("boxed-old", "boxed", OLD, SHORT, (DIARY,), place=NotePosition.LOWER),
    Shot("boxed-greek", "boxed", WIDE, ("Το φως στο ακρωτήρι", "δεν έσβησε ποτέ.")),
    Shot("broadcast-wide", "broadcast", WIDE, LAMP, (BOOK,)),
    Shot("broadcast-lower", "broadcast", WIDE, LAMP, (DIARY,), ("Edda Vane", "Historian"), place=NotePosition.LOWER),
    Shot("broadcast-cyrillic", "broadcast", OLD, ("Шестьдесят зим маяк", "ни разу не погас.")),
    Shot("minimal-wide", "minimal", WIDE, LAMP, (BOOK,)),
    Shot("minimal-square", "minimal", SQUARE, PHONE, (DIARY,)),
    Shot("social-tall", "social", TALL, PHONE, (BOOK,)),
    Shot("social-square", "social", SQUARE, PHONE),
    Shot("social-lower", "social", TALL, PHONE, (DIARY,), place=NotePosition.LOWER),
    Shot(
        "bilingual-wide", "bilingual", WIDE, LAMP, (BOOK,),
        second=("Sechzig Winter lang ist das Licht", "auf der Landspitze nie erloschen."),
    ),
    Shot(
        "bilingual-lower", "bilingual", WIDE, SHORT, (BOOK,), second=("Маяк ни разу не погас.",),
        place=NotePosition.LOWER,
    ),
    Shot("bilingual-tall", "bilingual", TALL, PHONE, second=("Soixante hivers", "sans s’éteindre.")),
    Shot("documentary-italic", "documentary", WIDE, ("The *lamp* on the **point**", "*Маяк* на мысу, φως")),
    Shot("documentary-arabic", "documentary", WIDE, ("ستون شتاءً لم ينطفئ فيها", "مصباح الرأس، منذ 1911."), (BOOK,)),
    Shot("boxed-hebrew", "boxed", OLD, ("שישים חורף לא כבה", "המגדלור שבכף, מאז 1911."), (DIARY,)),
    Shot("broadcast-devanagari", "broadcast", OLD, ("साठ सर्दियों तक अंतरीप", "का दीपक नहीं बुझा।")),
    Shot("documentary-thai", "documentary", WIDE, ("ตลอดหกสิบฤดูหนาว", "ตะเกียงที่แหลมไม่เคยดับ"), (BOOK,)),
    Shot("bilingual-chinese", "bilingual", WIDE, SHORT, (BOOK,), second=("六十个冬天，岬角上的“灯”从未熄灭。",)),
    Shot("social-japanese", "social", TALL, ("六十回の冬、", "岬の灯は", "消えなかった。")),
    Shot("minimal-korean", "minimal", SQUARE, ("예순 번의 겨울 동안", "곶의 등불은 꺼지지 않았다."), (DIARY,)),
)  # fmt: skip


@cache
def scene(size: tuple[int, int]) -> np.ndarray:
    """A coast at dusk: bright sky, dark land, so that text stands on both; not to be written into."""
    width, height = size
    down = np.linspace(0, 1, height)[:, None, None]
    across = np.linspace(0, 1, width)[None, :, None]
    sky = np.array([70, 104, 150]) * (1 - down) + np.array([236, 186, 140]) * down
    sea = np.array([44, 74, 98]) * (1.2 - 0.6 * down) + 26 * np.sin(down * 220) * (0.4 + 0.6 * across)
    shore = 0.62 + 0.05 * np.sin(across * 7) - 0.12 * np.exp(-(((across - 0.76) / 0.13) ** 2))
    picture = np.where(down > 0.66, sea, np.broadcast_to(sky, (height, width, 3)))
    picture = np.where((down > shore) & (across > 0.45) & (down < 0.72), np.array([38, 42, 44]), picture)
    tower = (abs(across - 0.76) < 0.011 * (1 + 1.2 * down)) & (down > 0.26) & (down < 0.55)
    picture = np.where(tower, np.array([226, 222, 210]), picture)
    lamp = ((across - 0.76) * width) ** 2 + ((down - 0.25) * height) ** 2 < (0.022 * height) ** 2
    return np.clip(np.where(lamp, np.array([255, 226, 140]), picture), 0, 255).astype(np.uint8)


def film(path: Path, size: tuple[int, int]) -> Path:
    """A second of the scene, without loss."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(
            "libx264", rate=25, options={"qp": "0", "preset": "ultrafast", "threads": "1"}
        )
        stream.width, stream.height, stream.pix_fmt = *size, "yuv444p"
        stream.time_base = Fraction(1, 25)
        picture = scene(size)
        for _ in range(25):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def sheet(shot: Shot) -> Sheet:
    span = Span(0, 1000)
    texts = " ".join(shot.rows).replace("*", "").split()
    step = 1000 // len(texts)
    words = tuple(Word(text, Span(at * step, at * step + step)) for at, text in enumerate(texts))
    numbers = tuple(note.number for note in shot.notes)
    plain = tuple(row.replace("*", "") for row in shot.rows)
    tags = tuple(ITALIC.sub(r"<i>\1</i>", BOLD.sub(r"<b>\1</b>", row)) for row in shot.rows)
    cues = [Cue(span, plain, words=words, footnotes=numbers, markup=tags if tags != plain else ())]
    if shot.title:
        cues.append(Cue(span, shot.title, role=Role.TITLE))
    return Sheet(tuple(cues), footnotes=shot.notes)


def render(shot: Shot, folder: Path) -> Image.Image:
    video = folder / f"{shot.size[0]}x{shot.size[1]}.mp4"
    if not video.exists():
        film(video, shot.size)
    second = None
    if shot.second:
        second = folder / f"{shot.name}.srt"
        write(Sheet((Cue(Span(0, 1000), shot.second),)), second, force=True)
    look = Look(layout=shot.layout, place=shot.place, second=second)
    out = folder / f"{shot.name}.png"
    still(sheet(shot), video, out, at_ms=500, look=look, force=True)
    with Image.open(out) as picture:
        return picture.convert("RGB")


@dataclass(frozen=True)
class Difference:
    """The mean, the share of pixels clearly apart, and their share in the worst place."""

    mean: float
    share: float
    local: float

    @property
    def small(self) -> bool:
        return self.mean <= MEAN and self.share <= SHARE and self.local <= LOCAL


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """How far two pictures of the scene are apart."""
    if one.size != other.size:
        return Difference(255, 1, 1)
    bare = scene(one.size).astype(int)
    both = [np.asarray(picture, int) for picture in (one, other)]
    text = np.maximum(*(abs(picture - bare).max(axis=2) for picture in both)) > APART
    apart = abs(both[0] - both[1]).max(axis=2)
    clearly = Image.fromarray(((apart > APART) * 255).astype(np.uint8))
    worst = np.asarray(clearly.filter(ImageFilter.BoxBlur(REACH))).max() / 255
    count = max(1, int(text.sum()))
    return Difference(float(apart[text].sum() / count), float((apart > APART).sum() / count), float(worst))


def contact_sheets(made: dict[str, Image.Image]) -> None:
    """For the documents: a sheet a layout, its pictures side by side at one height."""
    DOCS.mkdir(parents=True, exist_ok=True)
    gap, high = 8, 320
    for layout in dict.fromkeys(shot.layout for shot in SHOTS):
        pictures = [made[shot.name] for shot in SHOTS if shot.layout == layout]
        small = [
            p.resize((round(p.width * high / p.height), high), Image.Resampling.LANCZOS) for p in pictures
        ]
        rows = [small[at : at + 3] for at in range(0, len(small), 3)]
        wide = max(sum(p.width + gap for p in row) + gap for row in rows)
        sheet_ = Image.new("RGB", (wide, len(rows) * (high + gap) + gap), (24, 26, 28))
        for line, row in enumerate(rows):
            left = gap
            for picture in row:
                sheet_.paste(picture, (left, gap + line * (high + gap)))
                left += picture.width + gap
        sheet_.save(DOCS / f"{layout}.png", optimize=True)


def main() -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        made = {shot.name: render(shot, Path(room)) for shot in SHOTS}
    for name, picture in made.items():
        picture.save(HOME / f"{name}.png", optimize=True)
    contact_sheets(made)
    sys.stdout.write(f"{len(made)} pictures\n")


if __name__ == "__main__":
    main()
