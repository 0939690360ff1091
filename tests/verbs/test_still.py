"""Stills and contact sheets: the frame, and on it what `burn` shows there."""

import subprocess
from fractions import Fraction

import av
import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

import subtool
from subtool.errors import MediaError, OutputError, SheetError
from subtool.media.read.demux import frame_times
from subtool.media.read.frames import FrameRange
from subtool.media.read.frames_near import frames_near
from subtool.media.read.probe import probe
from subtool.media.read.thumbnails import size_of, thumbnails
from subtool.model import Cue, Footnote, Sheet, Span
from support import footage


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("films")


@pytest.mark.parametrize("name", footage.KINDS)
def test_the_frames_near_a_moment_tell_what_all_frames_do(name, folder):
    path = footage.make(footage.KINDS[name], folder)
    every = frame_times(path)
    for frame in (0, 1, 11, 12, 13, 50, len(every) - 1):
        near = frames_near(path, int(every.times[frame] * 1000) + 1)
        at = near.times.index(every.times[frame])
        assert near.edges[at + 1] == every.edges[frame + 1]
        for start, end in ((-900, 900), (-31, 3), (-9, 9), (2, 31), (11, 60), (60, 400), (-400, -60)):
            span = Span(
                max(0, int(every.times[frame] * 1000) + start), max(0, int(every.times[frame] * 1000) + end)
            )
            whole, part = FrameRange(every, frame, frame + 1), FrameRange(near, at, at + 1)
            assert part.on_screen(span) == whole.on_screen(span)
            assert near.seek(at) is None or near.seek(at) <= every.times[frame] - Fraction(1)


@pytest.mark.parametrize("name", footage.KINDS)
def test_a_thumbnail_shows_a_frame_of_its_cue(name, folder):
    path = footage.make(footage.KINDS[name], folder)
    times = frame_times(path).times
    spans = [
        Span(0, 300),
        Span(200, 1000),
        Span(1010, 1200),
        Span(1900, 2300),
        Span(3500, 9000),
        Span(8000, 9000),
    ]
    film = probe(path)
    size = size_of(film, 300)
    for span, thumbnail in zip(spans, thumbnails(film, spans, size), strict=True):
        assert thumbnail.picture.shape == (size[1], size[0], 3)
        number = footage.number_on(thumbnail.picture.mean(axis=2))
        assert thumbnail.at_ms == round(times[number] * 1000)
        last = len(times) - 1
        assert span.start_ms <= thumbnail.at_ms < span.end_ms or number in {0, last}


@pytest.fixture(scope="module")
def sheet():
    cues = (
        Cue(Span(480, 1200), ("It was quiet.",), footnotes=("1",)),
        Cue(Span(1500, 2200), ("Nobody came.",)),
    )
    return Sheet(cues, footnotes=(Footnote("1", "A. Writer, A Book.", "A. Writer, A Book, 1996, Page 2."),))


@pytest.mark.parametrize(
    "name", ["29.97", "variable", "transport stream at 1 h", "rotated phone", "late video", "avi"]
)
def test_a_still_is_the_frame_that_burn_makes(name, folder, sheet):
    path = footage.make(footage.KINDS[name], folder)
    every = frame_times(path)
    burned = folder / f"burned {name}.mp4"
    subtool.burn(sheet, path, burned, force=True)
    seen = footage.seen(burned)
    frames = sorted(
        {every.nearest(edge) + off for edge in (480, 1200, 1500, 2200) for off in (-1, 0)} | {0, 70}
    )
    with av.open(str(burned)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    for frame in frames:
        out = folder / f"{name} {frame}.png"
        made = subtool.still(sheet, path, out, at_ms=int(every.times[frame] * 1000) + 1, force=True)
        with Image.open(out) as image:
            still = np.asarray(image)
        grey = still.mean(axis=2)
        assert (footage.number_on(grey), footage.has_subtitle(grey), footage.has_note(grey)) == seen[frame]
        assert made.at_ms == round(every.times[frame] * 1000)
        assert np.abs(still.astype(int) - pictures[frame]).mean() < 3


def test_a_still_costs_no_reading_of_the_whole_film(folder, sheet, monkeypatch):
    path = footage.make(footage.variant("25", times=footage.steady(25, 20)), folder, "long.mp4")
    near = frames_near(path, 15_000)
    assert len(near) < 60
    assert near.at(15_000) in range(1, len(near) - 1)


@pytest.mark.parametrize("name", ["a frame.jpg", "-frame.webp", "a'b[0].png", "b.jpeg"])
def test_a_still_is_saved_as_its_suffix_says(name, folder, sheet):
    path = footage.make(footage.KINDS["25"], folder)
    made = subtool.still(sheet, path, folder / name, at_ms=subtool.moment(sheet, "quiet"), force=True)
    with Image.open(folder / name) as image:
        assert image.size == made.size == (320, 180)
        assert (
            image.format
            == {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".png": "PNG"}[made.path.suffix]
        )
    assert (made.cues, made.footnotes, made.at_ms) == (1, 1, 840)
    assert not list(folder.glob(".*"))


def test_a_still_of_what_is_not_there_is_refused(folder, sheet):
    path = footage.make(footage.KINDS["25"], folder)
    out = folder / "none.png"
    for call, error, says in (
        (lambda: subtool.still(sheet, path, out, at_ms=9000), MediaError, "has no frame at 0:09.0"),
        (lambda: subtool.still(sheet, path, folder / "none.tiff", at_ms=0), OutputError, "names no picture"),
        (lambda: subtool.moment(sheet, "lamp"), SheetError, "is not said"),
        (lambda: subtool.moment(sheet, 3), SheetError, "1-2"),
    ):
        with pytest.raises(error, match=says):
            call()
    assert not out.exists()


def test_the_picture_of_a_stretched_film_is_as_wide_as_it_is_shown(folder, sheet):
    path, wide = footage.make(footage.KINDS["25"], folder), folder / "wide.mp4"
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", path]
    subprocess.run([*ffmpeg, "-vf", "scale=360:288,setsar=16/11", "-an", wide], check=True)
    made = subtool.still(sheet, wide, folder / "wide.png", at_ms=500, force=True)
    with Image.open(made.path) as image:
        assert image.size == made.size == (524, 288)


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_high_dynamic_range_is_brought_to_the_screen(folder, transfer):
    path = folder / f"{transfer}.mp4"
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi"]
    grey = "color=0x404040:s=320x180:r=25:d=1,format=yuv420p10le"
    colours = f"setparams=color_trc={transfer}:color_primaries=bt2020:colorspace=bt2020nc:range=tv"
    subprocess.run([*ffmpeg, "-i", f"{grey},{colours}", "-c:v", "libx264", path], check=True)
    sheet = Sheet((Cue(Span(0, 1000), ("White.",)),))
    made = subtool.still(sheet, path, folder / "hdr.png", at_ms=500, force=True)
    page = subtool.contacts(sheet, path, folder / "hdr sheet.png", force=True).paths[0]
    with Image.open(made.path) as image, Image.open(page) as contacts:
        frame = contacts.crop((40, 104, 520, 374)).convert("RGB")
        for one in (np.asarray(image), np.asarray(frame)):
            assert one[len(one) * 2 // 3 :].max() > 225  # the text is white
            middle = one[len(one) // 2, 100]
            assert max(middle) - min(middle) < 12  # grey stays grey
