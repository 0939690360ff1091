"""What is installed, what works, and where things are kept: the first page of a bug report, without private data."""

from __future__ import annotations

import os
import platform
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING

import subtool
from subtool.errors import EngineError, SubtoolError
from subtool.plugins import GROUPS, plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

DISTRIBUTION = "documentary-subtool"
# What films are encoded with; the suffixes and codecs of `clip` lean on nothing else.
ENCODERS = (
    "libx264",
    "libx265",
    "libvpx-vp9",
    "libsvtav1",
    "prores_ks",
    "aac",
    "libopus",
    "gif",
    "libwebp_anim",
)
FILTERS = ("ass", "loudnorm", "overlay", "xfade")
LEAST_FREE = 1_000_000_000  # bytes in the cache's folder: a review copy of a film of 90 minutes is half of it
EXTRAS = {"neural": "torch", "fonts-cjk": "manimgx_fonts_cjk", "heic": "pillow_heif"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about this machine; where it is `wrong`, `mend` says what to do."""

    about: str
    name: str
    says: str
    wrong: bool = False
    mend: str = ""


def doctor() -> tuple[Fact, ...]:
    """What is installed, what works, and where things are kept. Home folders are ~; no file of the user's is named."""
    parts = (
        _system(),
        _libraries(),
        _engines(),
        _ffmpeg(),
        _fonts(),
        _extras(),
        _plugins(),
        _folders(),
        _surroundings(),
    )
    return tuple(fact for part in parts for fact in part)


def _system() -> Iterator[Fact]:
    yield Fact("system", "subtool", subtool.__version__)
    yield Fact("system", "Python", f"{platform.python_implementation()} {platform.python_version()}")
    yield Fact("system", "platform", f"{platform.system()} {platform.release()}, {platform.machine()}")
    yield Fact("system", "processors", str(os.cpu_count() or 1))


def _libraries() -> Iterator[Fact]:
    """Each library that the installed package asks for, and its version."""
    for name, marked in _asked_for().items():
        try:
            yield Fact("libraries", name, metadata.version(name))
        except metadata.PackageNotFoundError:
            mend = "" if marked else f"pip install {name}"
            yield Fact("libraries", name, "is not here" if marked else "is missing", not marked, mend)


def _asked_for() -> dict[str, bool]:
    """The libraries by name, and whether each is asked for only on some machines or Pythons."""
    try:
        needs = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # run from a folder that is not installed
        return {}
    plain = (need for need in needs if "extra ==" not in need)
    return {re.split(r"[^\w.-]", need)[0]: ";" in need for need in sorted(plain)}


def _engines() -> Iterator[Fact]:
    from subtool.speech.words.pronounce import shipped

    try:
        model = shipped()
        there = model.dictionary.is_file()
        yield Fact("voice", "words (English)", "pocketsphinx, en-us", wrong=not there,
                      mend="" if there else "install pocketsphinx again: its model is not there")  # fmt: skip
    except ImportError:
        why = "pocketsphinx has no wheel for this Python here; English is heard by the wide engine"
        yield Fact("voice", "words (English)", why)
    from subtool.speech.synthesis import espeak
    from subtool.speech.voices import spoken

    try:
        voice = f"espeak-ng, {len(spoken())} languages; “lamp” is {espeak.ipa('lamp')}"
        yield Fact("voice", "wide (all languages)", voice)
    except (OSError, SubtoolError) as error:
        yield Fact(
            "voice", "wide (all languages)", str(error), wrong=True, mend="pip install espeakng-loader"
        )


def _ffmpeg() -> Iterator[Fact]:
    from subtool.media.ffmpeg import asked

    try:
        yield Fact("films", "ffmpeg", asked("-version").splitlines()[0].split(" Copyright")[0])
        for what, wanted in (("encoders", ENCODERS), ("filters", FILTERS)):
            listed = {word for line in asked(f"-{what}").splitlines() for word in line.split()[1:2]}
            missing = [name for name in wanted if name not in listed]
            mend = "let IMAGEIO_FFMPEG_EXE name a whole ffmpeg, or unset it" if missing else ""
            says = f"without {', '.join(missing)}" if missing else ", ".join(wanted)
            yield Fact("films", what, says, wrong=bool(missing), mend=mend)
    except EngineError as error:
        yield Fact("films", "ffmpeg", error.message, wrong=True, mend=error.hint or "")


def _fonts() -> Iterator[Fact]:
    from subtool.onscreen.fonts import load

    fonts = load()
    paths = {face.path for typeface in (fonts.subtitles, fonts.notes) for face in typeface.faces}
    missing = sorted(path.name for path in paths if not path.is_file())
    says = (
        f"without {', '.join(missing)}"
        if missing
        else f"{fonts.subtitles.faces[0].family} and {len(paths)} files"
    )
    mend = "install manimgx-fonts and font-source-sans-pro again" if missing else ""
    yield Fact("fonts", "our own", says, wrong=bool(missing), mend=mend)


def _extras() -> Iterator[Fact]:
    for name, module in EXTRAS.items():
        there = find_spec(module) is not None
        says = "installed" if there else f"not installed (pip install '{DISTRIBUTION}[{name}]')"
        yield Fact("extras", name, says)


def _plugins() -> Iterator[Fact]:
    for group in GROUPS:
        for plugin in plugins(group):
            says = plugin.trouble or f"of {plugin.package}"
            mend = f"ask its makers, or pip uninstall {plugin.package}" if plugin.trouble else ""
            yield Fact("plug-ins", f"{group}: {plugin.name}", says, bool(plugin.trouble), mend)


def _folders() -> Iterator[Fact]:
    from platformdirs import user_cache_path, user_config_path

    for name, path in (("cache", user_cache_path), ("settings", user_config_path)):
        folder = path("subtool", appauthor=False)
        near = next(parent for parent in (folder, *folder.parents) if parent.exists())
        free = disk_usage(near).free
        writable = os.access(near, os.W_OK)
        says = f"{_at_home(folder)}, {free / 1e9:.0f} GB free"
        mend = "" if writable else "give yourself the right to write there"
        if writable and free < LEAST_FREE:
            mend = "free some space there: what is heard is kept there"
        yield Fact(
            "folders", name, says, wrong=not writable or (name == "cache" and free < LEAST_FREE), mend=mend
        )


def _surroundings() -> Iterator[Fact]:
    """What of the surroundings changes what subtool does; of variables the names alone."""
    yield Fact("surroundings", "encoding", f"{sys.stdout.encoding}, files {sys.getfilesystemencoding()}")
    names = sorted(
        name for name in os.environ if name.startswith(("SUBTOOL_", "IMAGEIO_FFMPEG", "HF_HUB_OFFLINE"))
    )
    names += [name for name in ("NO_COLOR", "FORCE_COLOR", "TZ", "LC_ALL", "LANG") if name in os.environ]
    yield Fact("surroundings", "variables", ", ".join(names) or "none that count")


def _at_home(path: Path) -> str:
    return f"~/{path.relative_to(Path.home()).as_posix()}" if path.is_relative_to(Path.home()) else str(path)
