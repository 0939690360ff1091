"""Sound whose channels or rate change on the way, as in joined MP3 files and broadcasts, is read to its end."""

import subprocess

import imageio_ffmpeg
import pytest

from subtool.media.read.probe import opened
from subtool.media.read.sound import RATE, pieces

BARE = ["-write_xing", "0", "-id3v2_version", "0"]  # so that the second begins no file of its own


def test_sound_that_changes_its_kind_is_read_to_the_end(tmp_path):
    parts = []
    for name, options in (("a", ["-ac", "2", "-ar", "44100"]), ("b", ["-ac", "1", "-ar", "22050"])):
        part = tmp_path / f"{name}.mp3"
        call = [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "sine=d=1",
            *options,
            *BARE,
            part,
        ]
        subprocess.run(call, check=True)
        parts.append(part.read_bytes())
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(b"".join(parts))
    with opened(joined) as container:
        assert sum(len(piece) for _, piece in pieces(container, 0)) / RATE == pytest.approx(2, abs=0.2)
