"""The review page in the system's Chromium. Where there is none, what needs it skips."""

import shutil
import subprocess

import imageio_ffmpeg
import pytest

from support import reviewed

PATIENCE_MS = 15_000  # with what comes at once on an idle machine: a busy one may take its time
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """Twenty-six seconds with a small picture that moves and a tone that comes and goes."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    tone = "aevalsrc=0.4*sin(2*PI*220*t)*lt(mod(t\\,4)\\,3):d=26"
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=26",
         "-f", "lavfi", "-i", tone, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25",
         "-c:a", "aac", str(path)],
        check=True,
    )  # fmt: skip
    return path


@pytest.fixture
def sheet(tmp_path):
    return reviewed.write(tmp_path / "film.cues.json")


@pytest.fixture
def server(sheet, film):
    with reviewed.Hosted(sheet, film) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


def _complaints(message):
    """What the server refuses is no mistake of the page's, nor is a server that has gone."""
    refused = "the server responded with a status of 4" in message.text or "ERR_CONNECTION" in message.text
    return [message.text] if message.type == "error" and not refused else []


@pytest.fixture
def page(browser, server):
    """The page, open; whatever the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    complaints = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.extend(_complaints(message)))
    opened.goto(server.url)
    opened.wait_for_selector("[data-cue=c1]")
    yield opened
    context.close()
    assert complaints == []
