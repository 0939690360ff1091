"""Libraries keep to our promises: under strace no command opens a connection, or writes where it may not."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

import subtool
from subtool.cli import Verbs
from support.footage import filmed, spoken

pytestmark = pytest.mark.skipif(
    not shutil.which("strace"), reason="strace is not installed: nothing can be watched"
)
SCRIPT = """NARRATOR: The lamp was lit on the point that night.[1] It could be seen from far away at sea.

NARRATOR: The keeper climbed the stairs every evening, and carried the oil himself.

[1] A. Author, A Book, 1996, Page 12.
"""
GERMAN = """SPRECHER: In dieser Nacht brannte die Lampe auf der Landspitze. Man konnte sie weit draußen auf See sehen.

SPRECHER: Jeden Abend stieg der Wärter die Treppe hinauf und trug das Öl selbst.
"""
CALLS = {
    "outline": "s.txt",
    "draft": "s.txt -o d.cues.json -o d.srt",
    "align": "s.txt f.mp4 -o a.cues.json -o a.srt",
    "sync": "d.srt f.mp4 -o s.srt --anyway",
    "check": "a.srt",
    "convert": "a.cues.json a.vtt",
    "formats": "",
    "profiles": "",
    "layouts": "",
    "clip": "a.cues.json f.mp4 --from 0:01 --to 0:03 -o c.mp4",
    "burn": "a.cues.json f.mp4 -o b.mp4",
    "still": "a.cues.json f.mp4 --at 0:02 -o st.png",
    "animatic": "s.txt --pictures pictures --size 320x180 -o an.mp4",
    "mux": "a.srt f.mp4 -o m.mkv",
    "extract": "m.mkv",
    "contacts": "a.cues.json f.mp4 -o co.html",
    "narrate": "s.txt -o v.wav -o v.cues.json",
    "lay": "v.wav f.mp4 --at 0:00 -o l.mp4",
    "papercut": "a.cues.json f.mp4 --by marked.txt -o p.edl",
    "transfer": "a.cues.json de.txt -o t.srt",
    "init": "season",
    "build": "season",
    "status": "season",
    "cache": "",
    "doctor": "",
}
UNWATCHED = {"demo"}  # it is the rest, on a sample of ours
DECOYS = (
    "logging.py", "numpy.py", "json.py", "loky.py", "sitecustomize.py", "usercustomize.py", "click.py", "psutil.py",
    "asyncio.py", "uvicorn.py", "PIL.py", "av.py", ".env", "pytest.ini", "pyvenv.cfg", "fonts.conf", "dask.yaml",
)  # fmt: skip
OPENED = re.compile(r'(?:openat\((?:AT_FDCWD|\d+)(?:<[^>]*>)?, |open\(|creat\()"([^"]*)", ([A-Z_|]+)')
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
# a socket, and what is said of one of this machine's; its other side speaks first
LOOPBACK = re.compile(r'^socket\(AF_INET, SOCK_STREAM|"127\.0\.0\.1"')
SYSTEM = ("/dev/null", "/dev/tty", "/dev/shm/", "/proc/self/", "/dev/zero")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a script, a film that speaks it, a picture, and files that must not be touched."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "s.txt").write_text(SCRIPT)
    (folder / "marked.txt").write_text(
        SCRIPT.replace("It could", "==It could").replace("at sea.", "at sea.==")
    )
    (folder / "de.txt").write_text(GERMAN, encoding="utf-8")
    (folder / "season").mkdir()
    (folder / "season" / "one.txt").write_text(SCRIPT)
    for name in DECOYS:
        (folder / name).write_text("raise SystemExit('this is not yours to run')\n")
    (folder / "pictures").mkdir()
    for name in ("home", "tmp", "cache"):
        folder.joinpath(f"_{name}").mkdir()
    assert not watched(folder, "narrate", CALLS["narrate"])
    filmed(folder / "pictures/1.png", "-frames:v", "1")
    spoken(folder / "f.mp4", folder / "v.wav")
    return folder


def watched(folder, verb, words):
    """What a command did that it must not do."""
    log, env, command = straced(folder, verb, words)
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), (verb, done.stderr)
    return sorted(set(_foul(log.read_text(errors="replace"), folder)))


def straced(folder, verb, words):
    """The log, the environment and the words of a run that is watched."""
    log = folder / "_tmp" / "log"
    home, cache = str(folder / "_home"), str(folder / "_cache")
    env = {
        "PATH": os.environ["PATH"], "HOME": home, "XDG_CACHE_HOME": cache, "TMPDIR": str(folder / "_tmp"),
        "PYTHONDONTWRITEBYTECODE": "1", "FFREPORT": f"file={home}/report", "LANG": "C.UTF-8",
    }  # fmt: skip
    watch = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-s",
        "4096",
        "-o",
        log,
        "-e",
        "trace=%network,open,openat,creat",
    ]
    command = [
        *watch,
        sys.executable,
        "-P",
        "-m",
        "subtool",
        verb,
        *words.split(),
        *([] if not words or verb == "status" else ["--quiet"]),
    ]
    return log, env, command


def _foul(log, folder):
    for line in log.splitlines():
        if "AF_INET" in line or "AF_NETLINK" in line:
            yield line.partition(" ")[2].lstrip()  # strace sets short numbers of processes wider
        for path, mode in OPENED.findall(line):
            where = (folder / path).resolve() if not path.startswith("/") else Path(path)
            if path.rpartition("/")[2] in DECOYS and where.parent == folder and "ENOENT" not in line:
                yield f"read: {path}"
            inside = where.is_relative_to(folder) and not where.is_relative_to(folder / "_home")
            ours = not where.is_relative_to(folder / "_cache") or where.is_relative_to(
                folder / "_cache/subtool"
            )
            if WRITES.search(mode) and not (inside and ours) and not path.startswith(SYSTEM):
                yield f"written: {path}"


def test_every_command_is_watched():
    assert set(CALLS) | UNWATCHED | {"review"} == set(Verbs.known)


def test_no_command_goes_anywhere(place):
    """One after the other: each takes what those before it made."""
    gone = {verb: watched(place, verb, words) for verb, words in CALLS.items() if verb != "narrate"}
    assert not {verb: where for verb, where in gone.items() if where}


def test_a_review_is_served_on_the_loopback_alone(place):
    subtool.write(subtool.draft(place / "s.txt"), place / "r.cues.json")
    log, env, command = straced(place, "review", "r.cues.json --no-browser")
    with subprocess.Popen(
        command, cwd=place, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        address = child.stdout.readline().strip()
        with build_opener(ProxyHandler({}), HTTPCookieProcessor()).open(address) as page:
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        os.killpg(child.pid, signal.SIGINT)
    foul = {line for line in _foul(log.read_text(errors="replace"), place) if not LOOPBACK.search(line)}
    assert not foul
