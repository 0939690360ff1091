"""The ffmpeg that comes with the project, for films that a test makes or looks at by itself."""

from __future__ import annotations

import subprocess

from imageio_ffmpeg import get_ffmpeg_exe


def ffmpeg(*arguments, folder=None):
    """Run it, over what is there; what it writes on standard output, as bytes.

    Raises:
        CalledProcessError: it failed; its words are in `stderr`.
    """
    command = [get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, cwd=folder).stdout
