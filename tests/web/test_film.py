"""What is seen over the film is what would be burned in; what a browser cannot play is made playable; ranges."""

import io
import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

import subtool
from subtool.model import Cue, Media, Sheet, Span
from subtool.onscreen import look as onscreen
from support import footage, reviewed

BRIGHTNESS = np.array([0.2126, 0.7152, 0.0722])
LOOKS = [(), ("--layout", "boxed"), ("--place", "lower")]


def over(frame, overlay):
    """The frame with the overlay laid on it."""
    picture = Image.fromarray(frame).convert("RGBA")
    picture.alpha_composite(Image.open(io.BytesIO(overlay)).convert("RGBA"))
    return np.asarray(picture.convert("RGB")).astype(int)


@pytest.mark.parametrize("options", LOOKS)
def test_the_overlay_laid_on_a_frame_is_the_still(options, sheet, film, tmp_path):
    look = dict(zip(options[::2], options[1::2], strict=True))
    with reviewed.Reviewed(sheet, film, *options) as server:
        drawn = {name: server.ask(f"/api/overlay/{name}.png").body for name in ("c2", "c3")}
    for number, name in ((2, "c3"), (1, "c2")):
        cue = reviewed.read(sheet).cues[number]
        at_ms = (cue.span.start_ms + cue.span.end_ms) // 2
        plain, burned = tmp_path / f"plain-{name}.png", tmp_path / f"burned-{name}.png"
        subtool.still(Sheet(()), film, plain, at_ms=at_ms)
        wanted = onscreen.Look(
            layout=look.get("--layout", "documentary"),
            place=onscreen.NotePosition(look.get("--place", "top")),
        )
        subtool.still(
            reviewed.read(sheet), film, burned, at_ms=at_ms, look=wanted, footnotes=look.get("--footnotes")
        )
        shown = over(np.asarray(Image.open(plain).convert("RGB")), drawn[name])
        off = np.abs((shown - np.asarray(Image.open(burned).convert("RGB")).astype(int)) @ BRIGHTNESS)
        assert off.max() < 40  # of 255; films store brightness at every pixel, colour at every fourth
        assert off.mean() < 1


RANGES = {
    None: (200, None), "bytes=0-": (206, (0, None)), "bytes=0-99": (206, (0, 100)), "bytes=100-": (206, (100, None)),
    "bytes=-50": (206, (-50, None)), "bytes=5-5": (206, (5, 6)), "bytes=0-999999999999": (206, (0, None)),
    "bytes=999999999-": (416, None), "bytes=-0": (416, None), "bytes=9-5": (200, None), "bytes=0-1,5-6": (200, None),
    "bytes=a-b": (200, None), "bytes=": (200, None), "bytes=-": (200, None), "lines=0-5": (200, None),
    "bytes=0-1-2": (200, None),
    "bytes=" + "0-1," * 5000 + "0-1": (200, None), "bytes=" + "9" * 30 + "-": (200, None), "bytes=--5": (200, None),
}  # fmt: skip


def test_ranges_of_any_shape_are_answered(server, film):
    data = film.read_bytes()
    for asked, (status, part) in RANGES.items():
        answer = server.ask("/media/film", headers={"Range": asked} if asked else {})
        assert answer.status == status, asked[:30]
        if status == 206:
            start, end = part
            assert answer.body == data[slice(start, end)]
            begin = start % len(data)
            assert (
                answer.header("content-range") == f"bytes {begin}-{begin + len(answer.body) - 1}/{len(data)}"
            )
        elif status == 200:
            assert answer.body == data
        else:
            assert answer.header("content-range") == f"bytes */{len(data)}"
    head = server.ask("/media/film", "HEAD")
    assert (head.body, head.header("content-length")) == (b"", str(len(data)))


def test_a_film_that_no_browser_plays_is_shown_frame_for_frame(browser, tmp_path):
    source = footage.make(footage.KINDS["25"], tmp_path)
    film = tmp_path / "film.mov"
    program = imageio_ffmpeg.get_ffmpeg_exe()
    codec = ["-c:v", "prores_ks", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s16le"]
    subprocess.run([program, "-v", "error", "-i", str(source), *codec, str(film)], check=True)
    cues = tuple(Cue(Span(1000 * at, 1000 * at + 800), (f"Cue {at}",)) for at in range(4))
    sheet = reviewed.write(tmp_path / "film.cues.json", Sheet(cues, media=Media("film.mov", 4000)))
    with reviewed.Hosted(sheet, film) as server:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(server.url)
        page.wait_for_selector("#film")
        page.locator("#film").evaluate(
            "film => film.readyState >= 2 || new Promise(done => film.onloadeddata = done)"
        )
        for frame in (0, 1, 24, 25, 63, 99):
            page.locator("#film").evaluate(SEEK, (frame + 0.5) / 25)
            painted = (page.locator("#film").evaluate(PAINTED) for _ in range(PAINTINGS))
            assert frame in (
                footage.number_on(np.array(seen["grey"], float).reshape(seen["height"], seen["width"]))
                for seen in painted
            )
        context.close()


PAINTINGS = 100  # until then the frame of a seek is there, however busy the machine; one that is wrong stays
SEEK = """async (film, at) => {
    const arrived = new Promise((done) => film.addEventListener("seeked", () => !film.seeking && done()));
    film.currentTime = at;
    await arrived;
}"""
PAINTED = """async (film) => {
    await new Promise((done) => requestAnimationFrame(done));
    const canvas = new OffscreenCanvas(film.videoWidth, film.videoHeight);
    const pen = canvas.getContext("2d");
    pen.drawImage(film, 0, 0);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return { width, height, grey: Array.from({ length: width * height }, (_, at) => data[4 * at]) };
}"""


def test_without_picture_there_is_sound_and_without_film_there_is_text(browser, tmp_path, film):
    sound = tmp_path / "voice.wav"
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-i", str(film), "-vn", str(sound)], check=True)
    for number, media in enumerate(([sound], [])):
        folder = tmp_path / str(number)
        folder.mkdir()
        with reviewed.Hosted(reviewed.write(folder / "film.cues.json"), *media) as server:
            context = browser.new_context()
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.goto(server.url)
            page.locator("[data-cue=c3] [data-field=text]").click()
            page.locator("#overlay[data-cue-shown=c3]").wait_for(state="visible")
            kinds = page.locator("#film").evaluate_all("found => found.map((film) => film.tagName)")
            assert kinds == (["AUDIO"] if media else [])
            page.locator("[data-cue=c3] [data-field=text]").fill("Changed.")
            page.wait_for_selector("body[data-state=saved]")
            context.close()
        assert reviewed.read(folder / "film.cues.json").cues[2].lines == ("Changed.",)
