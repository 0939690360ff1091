"""What the package promises of its installation, as far as no index has to be asked (`make wheels` asks one)."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement

import subtool
from subtool import cli
from support.paths import ROOT

PROJECT = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))["project"]
MACHINES = {
    ("Linux", "x86-64"): {"sys_platform": "linux", "platform_machine": "x86_64"},
    ("Linux", "arm64"): {"sys_platform": "linux", "platform_machine": "aarch64"},
    ("macOS", "arm64"): {"sys_platform": "darwin", "platform_machine": "arm64"},
    ("Windows", "x86-64"): {"sys_platform": "win32", "platform_machine": "AMD64"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def test_the_name_is_its_own_and_the_command_stays():
    assert PROJECT["name"] == "documentary-subtool"
    assert PROJECT["scripts"] == {"subtool": "subtool.__main__:main"}


def test_every_python_that_is_promised_is_in_the_classifiers():
    named = [line.rpartition(":: ")[2] for line in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert tuple(named) == PYTHONS


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", MACHINES)
def test_english_is_recognised_where_pocketsphinx_has_wheels(python, machine):
    surroundings = {"python_version": python, "python_full_version": f"{python}.0", **MACHINES[machine]}
    needs = [Requirement(text) for text in PROJECT["dependencies"]]
    there = {need.name for need in needs if need.marker is None or need.marker.evaluate(surroundings)}
    without = python == "3.14" or (python, machine) == ("3.12", ("Linux", "arm64"))
    assert ("pocketsphinx" in there) is not without
    assert {"av", "numpy", "espeakng-loader", "imageio-ffmpeg"} <= there


def test_without_pocketsphinx_english_is_heard_by_the_wide_engine_and_that_is_said(monkeypatch):
    from subtool.speech import engines

    monkeypatch.setattr(engines, "find_spec", lambda _name: None)
    assert "pocketsphinx is not installed" in engines.engine_for("en").says
    with pytest.raises(subtool.ModelError, match="needs pocketsphinx"):
        engines.engine_for("en", "words")


BLOCKED = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
from subtool.cli import main
main()
"""
HEAVY = {
    "av", "espeakng_loader", "ffmpeg", "imageio", "imageio_ffmpeg", "loky", "moviepy", "numpy", "PIL", "pocketsphinx",
    "starlette", "uvicorn",
}  # fmt: skip


def light(*args, cwd):
    """The command as it is where nothing for films and voices is installed."""
    code = BLOCKED.format(names=HEAVY)
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True, cwd=cwd, check=False
    )


def test_subtitles_need_nothing_of_what_films_need(tmp_path):
    script = ROOT / "scripts" / "the-lamp-on-the-point.txt"
    for call in (
        ["draft", script, "-o", "a.srt", "-o", "a.cues.json"],
        ["check", "a.srt"],
        ["convert", "a.cues.json", "a.ass"],
        ["convert", "a.cues.json", "a.stl"],
    ):
        done = light(*call, cwd=tmp_path)
        assert done.returncode == 0, done.stderr


def test_what_is_missing_for_a_film_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("The lamp was lit.\n", "utf-8")
    done = light("align", "a.txt", "a.wav", "-o", "a.srt", cwd=tmp_path)
    assert done.returncode == 2
    assert "which is not installed (pip install documentary-subtool" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_list_for_subtitles_alone_is_all_but_what_films_need():
    lines = ROOT.joinpath("docs", "subtitles-only.txt").read_text("utf-8").splitlines()
    named = [Requirement(line) for line in lines if not line.startswith("#")]
    needs = {need.name: need for need in map(Requirement, PROJECT["dependencies"])}
    films = {
        "av", "babel", "espeakng-loader", "ffmpeg-python", "imageio-ffmpeg", "loky", "moviepy", "numpy", "pillow",
        "pocketsphinx", "psutil", "pykakasi", "starlette", "uvicorn", "watchfiles",
    }  # fmt: skip
    wanted = needs.keys() - films
    assert {need.name for need in named} == wanted, (
        "a new one goes into docs/subtitles-only.txt, or into `films` here"
    )
    assert all(need.specifier == needs[need.name].specifier for need in named)


def test_the_wheel_is_small_and_the_same_every_time(tmp_path):
    wheels = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        [wheel] = folder.glob("documentary_subtool-*-py3-none-any.whl")
        wheels.append(wheel.read_bytes())
    assert wheels[0] == wheels[1]
    assert len(wheels[0]) <= 5_000_000
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert "subtool/py.typed" in names
    assert "subtool/demo/the-lamp-on-the-point.txt" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {"subtool"}


def test_a_library_that_the_system_does_not_load_is_told_in_a_sentence(monkeypatch, capsys):
    cause = ImportError("x.so: failed to map segment", name="av._core", path="/lib/av/_core.so")

    def failing(*_, **__):
        raise ImportError("in words of its own\nand lines") from cause

    monkeypatch.setattr(cli, "subtool", failing)
    assert cli._run() == 2  # noqa: SLF001 - what turns errors into sentences
    assert capsys.readouterr().err.startswith(
        "subtool: a library cannot be loaded: x.so: failed to map segment ("
    )
    monkeypatch.setattr(cli, "subtool", lambda **_: importlib.import_module("subtool.nothing_of_ours"))
    with pytest.raises(ImportError):
        cli._run()  # noqa: SLF001 - as above
