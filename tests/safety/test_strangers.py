"""Files, folders and settings of strangers do nothing but what they are for."""

from __future__ import annotations

import ast
import os
import re
import select
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import subtool
from subtool.errors import MediaError
from subtool.media.make import segments
from subtool.speech.workers import SAFE_PATH, workers
from subtool.storyboard import album
from subtool.text.markup import PAGE_POLICY
from subtool.text.page_shell import PageShell
from support.command import run
from support.footage import filmed

PACKAGE = Path(subtool.__file__).parent
HEAD = re.compile(r"<!doctype html>", re.IGNORECASE)


def sources():
    return {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}


def test_every_page_has_the_one_policy():
    # files that are written come from the one shell; what the review serves has its policy in its answer's head
    shells = {path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html", ".jinja"}}
    pages = {path.relative_to(PACKAGE) for path in shells if HEAD.search(path.read_text("utf-8"))}
    assert {page for page in pages if page.parts[0] != "web"} == {Path("text", "page.html")}
    assert PAGE_POLICY in PageShell("Title", "").page("<p>Text.</p>")
    assert "default-src 'none'" in PAGE_POLICY


def test_pictures_are_opened_with_named_formats():
    for path, source in sources().items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Image.open":
                assert any(word.arg == "formats" for word in node.keywords), f"{path}:{node.lineno}"


def test_a_picture_is_what_its_suffix_promises(tmp_path):
    psd = (
        b"8BPS"
        + struct.pack(">H6xHIIHH", 1, 3, 16, 16, 8, 3)
        + struct.pack(">I", 0) * 3
        + struct.pack(">H", 0)
    )
    (tmp_path / "1.jpg").write_bytes(psd + bytes(range(256)) * 3)
    with pytest.raises(MediaError, match=r"1\.jpg: cannot be opened"):
        album.pictures(tmp_path)
    Image.new("RGB", (4, 4)).save(tmp_path / "1.jpg", "PCX")
    with pytest.raises(MediaError, match=r"1\.jpg: cannot be opened"):
        album.pictures(tmp_path)
    Image.new("RGB", (4, 4)).save(tmp_path / "1.jpg", "PNG")  # a wrong suffix of a kind that is known
    assert [path.name for path in album.pictures(tmp_path)] == ["1.jpg"]


@pytest.mark.parametrize(
    ("key", "others", "is_ours"),
    [
        ("my own key", ["thesis.txt"], False),
        (f"subtool segments of {'0' * 32}\n", ["thesis.txt"], False),
        (f"subtool segments of {'0' * 32}\n", ["00001.mp4", "00002.mp4"], True),
        ("0" * 32, ["00001.mp4"], False),
        ("", [], False),
    ],
)
def test_only_a_folder_of_segments_is_removed(tmp_path, key, others, is_ours):
    store = tmp_path / "o.mp4.parts"
    store.mkdir()
    for name in ("key", *others):
        (store / name).write_text(key if name == "key" else "precious")
    link = tmp_path / "link.parts"
    link.symlink_to(store)
    segments.discard(link)
    assert store.is_dir()
    segments.discard(store)
    assert store.exists() != is_ours


def test_workers_take_no_module_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(SAFE_PATH, raising=False)
    code = (
        "from subtool.speech.workers import workers; import os\n"
        "with workers(1) as pool: print(pool.submit(os.getcwd).result())\n"
    )
    for name in ("loky", "logging", "threading", "pickle", "multiprocessing", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(
            f"open('ran', 'a').write({name!r})\nraise ImportError('shadow')\n"
        )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str(tmp_path), done.stderr
    assert not (tmp_path / "ran").exists()
    with workers(1):
        assert os.environ[SAFE_PATH] == "1"
    assert SAFE_PATH not in os.environ


@pytest.mark.parametrize("path", [os.pathsep, ".", "lib"])
def test_the_command_takes_no_module_from_the_working_folder_by_pythonpath(tmp_path, path):
    (tmp_path / "lib").mkdir()
    for name in (
        "__future__",
        "importlib",
        "typing",
        "logging",
        "click",
        "json",
        "numpy",
        "loky",
        "threading",
    ):
        for folder in (tmp_path, tmp_path / "lib"):
            (folder / f"{name}.py").write_text(
                f"open('ran', 'a').write({name!r})\nraise ImportError('shadow')\n"
            )
    (tmp_path / "s.txt").write_text("NARRATOR: The lamp was lit on the point.\n")
    code = "from subtool.__main__ import main; main()"
    for call in (
        "narrate s.txt -o v.wav",
        "align s.txt v.wav -o a.srt --engine wide",
    ):  # in a process of its own
        subprocess.run(
            [sys.executable, "-P", "-c", code, *call.split(), "--quiet"],
            cwd=tmp_path, check=True, env={**os.environ, "PYTHONPATH": path, "XDG_CACHE_HOME": str(tmp_path / "c")},
        )  # fmt: skip
    assert (tmp_path / "a.srt").exists()
    assert not (tmp_path / "ran").exists()


def test_no_env_file_reaches_moviepy(tmp_path):
    code = (
        "import os, sys, dotenv\n"
        "dotenv.find_dotenv = lambda *_: sys.argv[1]\n"
        "from subtool.storyboard.moviepy_loader import moviepy; moviepy()\n"
        "print('STRANGE' in os.environ, sys.modules['dotenv'] is dotenv)\n"
    )
    (tmp_path / ".env").write_text("STRANGE=1\nFFMPEG_BINARY=/bin/false\n")
    call = [sys.executable, "-c", code, tmp_path / ".env"]
    assert subprocess.run(call, capture_output=True, text=True, check=True).stdout.split() == [
        "False",
        "True",
    ]


@pytest.fixture
def _usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.usefixtures("_usual_umask")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_an_output_is_no_more_readable_than_its_input(tmp_path, mode):
    (tmp_path / "s.txt").write_text("NARRATOR: The lamp was lit on the point.\n")
    (tmp_path / "s.txt").chmod(mode)
    assert run("draft", "s.txt", "-o", "a.srt", "--quiet", cwd=tmp_path).returncode == 0
    assert stat.S_IMODE((tmp_path / "a.srt").stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.usefixtures("_usual_umask")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_what_a_season_and_an_outline_make_is_no_more_readable_than_the_scripts(tmp_path, mode):
    script = tmp_path / "scripts" / "one.txt"
    script.parent.mkdir()
    script.write_text("NARRATOR: The lamp was lit on the point.[1]\n\n[1] A. Author, A Book, 1996.\n")
    script.chmod(mode)
    (tmp_path / "subtool.toml").write_text("[season]\nreport = true\n")
    given = set(tmp_path.rglob("*"))
    for call in ("build --jobs 1", "status --report s.html", "outline --write scripts/one.txt"):
        assert run(*call.split(), cwd=tmp_path).returncode == 0
    made = set(tmp_path.rglob("*")) - given
    assert len(made) > 8
    assert {path.name for path in made if path.stat().st_mode & 0o066 & ~mode} == set()
    assert (tmp_path / "subtitles").stat().st_mode & 0o005 == (
        mode & 4 and 5
    )  # a folder that is read is entered


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.usefixtures("_usual_umask")
def test_clips_in_a_folder_are_no_more_readable_than_the_film(tmp_path):
    film = filmed(tmp_path / "f.mp4", seconds=1)
    film.chmod(0o600)
    (tmp_path / "a.srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nThe lamp.\n")
    (tmp_path / "c.csv").write_text("from,to,name\n0:00,0:01,one\n")
    done = run("clip", "a.srt", "f.mp4", "--list", "c.csv", "-o", "out", "--quiet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_workers_end_with_the_process_they_work_for(tmp_path):
    code = (
        "import os, signal\n"
        "from subtool.speech.workers import workers\n"
        "with workers(1) as pool:\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=False
    )
    process = Path("/proc", done.stdout.strip())
    if process.exists():
        ended = os.pidfd_open(int(process.name))
        select.select([ended], [], [], 60)
        os.close(ended)
    assert not process.exists() or (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be read by root")
def test_a_file_that_may_not_be_read_is_refused_in_one_line(tmp_path):
    (tmp_path / "s.txt").write_text("The lamp was lit.")
    (tmp_path / "s.txt").chmod(0)
    call = [sys.executable, "-m", "subtool", "outline", "s.txt"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    said = "subtool: s.txt: cannot be read: permission denied (check who may read it)\n"
    assert done.stderr == said
