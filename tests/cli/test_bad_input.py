"""Bad input is normal: one line with place and mend, the right exit code, no traceback, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave

import pytest

from support.command import run
from support.ffmpeg import ffmpeg

SUBTOOL = [sys.executable, "-c", "from subtool.cli import main; main()"]
SCRIPT = "A Short Film\n\nThe harbour was quiet that morning. Nobody came to the pier.\n"


def sheet(duration_ms=2000, end_ms=1800):
    cue = {"start_ms": 200, "end_ms": end_ms, "role": "speech", "lines": ["The harbour was quiet."]}
    return json.dumps(
        {"subtool": 1, "media": {"name": "film.mp4", "duration_ms": duration_ms}, "cues": [cue]}
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of everything an editor may hand over by mistake."""
    folder = tmp_path_factory.mktemp("bad")
    picture, tone = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2"), ("-f", "lavfi", "-i", "sine=d=2")
    ffmpeg(*picture, *tone, "-pix_fmt", "yuv420p", "film.mp4", folder=folder)
    ffmpeg(*picture, "-pix_fmt", "yuv420p", "mute.mp4", folder=folder)
    ffmpeg(*tone, "sound.m4a", folder=folder)
    whole = (folder / "film.mp4").read_bytes()
    (folder / "truncated.mp4").write_bytes(whole[: len(whole) // 2])
    for suffix in (".mp4", ".mkv"):
        ffmpeg("-i", "film.mp4", "-c", "copy", "-movflags", "+faststart", f"front{suffix}", folder=folder)
        front = (folder / f"front{suffix}").read_bytes()
        (folder / f"half{suffix}").write_bytes(front[: len(front) // 2])
    with wave.open(str(folder / "silence.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(bytes(64000))
    (folder / "script.txt").write_text(SCRIPT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "notes-only.txt").write_text(
        "{Editor’s Note: nothing is spoken.}\n\n[1] A Book.\n", encoding="utf-8"
    )
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "cues.cues.json").write_text(sheet(), encoding="utf-8")
    (folder / "other.cues.json").write_text(sheet(duration_ms=90_000), encoding="utf-8")
    (folder / "broken.cues.json").write_text('{"subtool": 1, "cues": [', encoding="utf-8")
    (folder / "one.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\nDie Lampe brannte.\n", encoding="utf-8"
    )
    (folder / "no-cues.vtt").write_text("WEBVTT\n", encoding="utf-8")
    (folder / "taken.srt").write_text("precious", encoding="utf-8")
    (folder / "taken.mp4").write_text("precious", encoding="utf-8")
    (folder / "a-folder").mkdir()
    return folder


CLIP = ("clip", "cues.cues.json")
CASES = {
    "no such script": (["draft", "nowhere.txt", "-o", "out.srt"], 2, "nowhere.txt"),
    "a folder as script": (["draft", "a-folder", "-o", "out.srt"], 2, "folder"),
    "an empty script": (["draft", "empty.txt", "-o", "out.srt"], 2, "empty.txt"),
    "a script without narration": (["draft", "notes-only.txt", "-o", "out.srt"], 2, "notes-only.txt"),
    "binary in place of text": (["outline", "binary.txt"], 2, "binary.txt"),
    "an unknown encoding": (["outline", "script.txt", "--encoding", "utf-99"], 2, "utf-99"),
    "an unknown house style": (["draft", "script.txt", "--profile", "x", "-o", "out.srt"], 2, "netflix-en"),
    "an unknown format": (["draft", "script.txt", "-o", "out.xyz"], 2, ".srt"),
    "an existing output": (["draft", "script.txt", "-o", "taken.srt"], 2, "--force"),
    "a folder as output": (["draft", "script.txt", "-o", "a-folder"], 2, "folder"),
    "a folder that is not there": (["draft", "script.txt", "-o", "no/out.srt"], 2, "folder"),
    "no such film": (["align", "script.txt", "nowhere.mp4", "-o", "out.srt"], 2, "nowhere.mp4"),
    "a folder as film": (["align", "script.txt", "a-folder", "-o", "out.srt"], 2, "folder"),
    "text as film": (["align", "script.txt", "script.txt", "-o", "out.srt"], 2, "script.txt"),
    "a film without sound": (["align", "script.txt", "mute.mp4", "-o", "out.srt"], 2, "sound"),
    "sound without speech": (["align", "script.txt", "silence.wav", "-o", "out.srt"], 2, "speech"),
    "an audio track that is not there": (
        ["align", "script.txt", "film.mp4", "--audio-track", "3", "-o", "out.srt"], 2, "track",
    ),
    "a broken cue sheet": (["convert", "broken.cues.json", "out.srt"], 2, "broken.cues.json:1:"),
    "no such cue sheet": (["convert", "nowhere.srt", "out.vtt"], 2, "nowhere.srt"),
    "audio only, for a clip": ([*CLIP, "sound.m4a", "--cues", "1", "-o", "out.mp4"], 3, "picture"),
    "a range outside the film": ([*CLIP, "film.mp4", "--from", "1:00", "--to", "1:10", "-o", "out.mp4"], 3, "0:02"),
    "a range over the end": ([*CLIP, "film.mp4", "--from", "1", "--to", "9", "-o", "out.mp4"], 3, "0:02"),
    "audio only, to burn into": (["burn", "cues.cues.json", "sound.m4a", "-o", "out.mp4"], 3, "picture"),
    "a film without its end": ([*CLIP, "truncated.mp4", "--cues", "1", "-o", "out.mp4"], 3, "truncated.mp4"),
    "the same, whole": (["burn", "cues.cues.json", "truncated.mp4", "-o", "out.mp4"], 3, "truncated.mp4"),
    "a film whose index is at the front, without its end": (
        [*CLIP, "half.mp4", "--from", "0", "--to", "0.5", "-o", "out.mp4"], 3, "broken off",
    ),
    "a Matroska film without its end": (["burn", "cues.cues.json", "half.mkv", "-o", "out.mp4"], 3, "broken off"),
    "a sheet of another film": (
        ["clip", "other.cues.json", "film.mp4", "--cues", "1", "-o", "out.mp4"], 2, "another film",
    ),
    "nothing to sync": (["sync", "no-cues.vtt", "one.srt", "-o", "out.srt", "--quiet"], 2, "no-cues.vtt: has no cue"),
    "nothing to sync to": (["sync", "one.srt", "no-cues.vtt", "-o", "out.srt", "--quiet"], 2, "no-cues.vtt: has no"),
    "nothing that is translated": (
        ["check", "no-cues.vtt", "--against", "script.txt", "--quiet"], 2, "no-cues.vtt: has no cue",
    ),
    "no cues to look at": (["contacts", "no-cues.vtt", "film.mp4", "-o", "out.html", "--quiet"], 2, "no-cues.vtt: has"),
    "an existing clip": ([*CLIP, "film.mp4", "--cues", "1", "-o", "taken.mp4"], 2, "--force"),
    "a quote nobody says": ([*CLIP, "film.mp4", "--quote", "stormy night", "-o", "out.mp4"], 2, "nearest"),
    "cues that are not there": ([*CLIP, "film.mp4", "--cues", "4-9", "-o", "out.mp4"], 2, "1-1"),
    "the film as its own clip": ([*CLIP, "film.mp4", "--cues", "1", "-o", "film.mp4", "--force"], 2, "film.mp4"),
    "no video format": ([*CLIP, "film.mp4", "--cues", "1", "-o", "out.srt"], 2, ".mp4"),
    "no sound format": (["narrate", "notes.txt", "-o", "out.srt"], 2, ".wav"),
    "no film of cards": (["animatic", "notes.txt", "-o", "out.srt"], 2, ".mp4"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_one_line_and_loses_nothing(case, folder):
    args, code, named = CASES[case]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = run(*args, cwd=folder)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert result.returncode == code, result.stderr
    assert named in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert not result.stdout
    assert after == before


@pytest.mark.skipif(os.name != "posix", reason="folder permissions and signals are POSIX's")
class TestPosix:
    def test_an_unwritable_folder(self, folder, tmp_path):
        if os.geteuid() == 0:
            target = "/proc/out.srt"  # root may write anywhere else
        else:
            tmp_path.chmod(0o500)
            target = tmp_path / "out.srt"
        result = run("draft", "script.txt", "-o", target, cwd=folder)
        assert result.returncode == 2
        assert "cannot be written" in result.stderr
        assert "Traceback" not in result.stderr

    def test_a_name_that_is_no_unicode(self, folder, tmp_path):
        target = tmp_path / os.fsdecode(b"caf\xe9.srt")
        result = subprocess.run(
            [*SUBTOOL, "draft", "script.txt", "--json", "-o", target], cwd=folder, capture_output=True, check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["outputs"] == [str(target)]

    def test_a_full_disk_leaves_the_old_file(self, folder, tmp_path):
        old = tmp_path / "out.cues.json"
        old.write_text("precious", encoding="utf-8")
        limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200));"
        code = limit + "from subtool.cli import main; main()"
        result = subprocess.run(
            [sys.executable, "-c", code, "draft", "script.txt", "-o", old, "--force"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 2
        assert "cannot be written" in result.stderr
        assert old.read_text("utf-8") == "precious"
        assert list(tmp_path.iterdir()) == [old]
