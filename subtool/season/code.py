"""The version of the code that makes a step: a digest of the files of the rooms it stands on."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.resources import files
from typing import TYPE_CHECKING

from subtool.plugins import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable


# Rooms and modules that a result depends on; `tests/season/test_keys.py` runs the steps and looks for what is missing.
SHEETS = (
    "model.py", "cue_list.py", "pairs.py", "errors.py", "timecode.py", "text", "formats", "cues/footnotes.py",
    "verbs/files.py", "verbs/build_steps.py",
)  # fmt: skip
SCRIPTS = (*SHEETS, "script")
CUES = (*SCRIPTS, "cues", "styles", "checks", "verbs/sheets.py", "verbs/check.py", "verbs/kept_cues.py")
HEARD = (
    "speech", "media/read", "retime", "translation", "verbs/translated.py", "verbs/timed_original.py", "verbs/align.py",
    "verbs/heard.py", "verbs/cache.py", "verbs/sync.py", "verbs/cue_times.py", "verbs/unheard.py",
)  # fmt: skip
BURNED = (
    "cues", "styles", "onscreen", "media", "retime", "verbs/clip.py", "verbs/clip_job.py", "verbs/clip_list.py",
    "verbs/end_card.py", "verbs/passages.py", "verbs/reframe.py", "verbs/render_plan.py", "verbs/render_sources.py",
    "verbs/result.py",
)  # fmt: skip
HEARING = ("pocketsphinx", "espeakng_loader", "numpy", "av", "num2words", "babel")
BURNING = ("imageio_ffmpeg", "av", "pillow", "fonttools", "font_source_sans_pro")
WRITING = ("ttconv", "pysubs2", "pysrt")
ROOMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # of each kind of step: rooms, libraries
    "outline": (SCRIPTS, ("syntok", "mammoth")),
    "draft": ((*CUES, "verbs/draft.py"), ("syntok", "budoux")),
    "align": ((*CUES, *HEARD), ("syntok", "budoux", *HEARING)),
    "check": ((*CUES, "reports"), ()),
    "format": (SHEETS, WRITING),
    "report": ((*CUES, "reports", "verbs/alignment_report.py"), ()),
    "clips": ((*SHEETS, *BURNED), BURNING),
    "season": (("reports", "text", "timecode.py", "verbs/build_steps.py"), ()),
}


def codes() -> dict[str, str]:
    """The version of the code that makes each kind of step."""
    return {kind: code_of(kind) for kind in ROOMS}


def code_of(kind: str) -> str:
    """The version of the code that makes a kind of step."""
    return code_version(*ROOMS[kind])


@cache
def code_version(rooms: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """The digest of rooms and modules of the package, and of libraries that decide what comes out."""
    result = blake2b(digest_size=8)
    for room in rooms:
        result.update(_room(room))
    for library in libraries:
        try:
            result.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:  # an extra that is not installed
            result.update(f"{library} none\n".encode())
    result.update(_plugins())
    return result.hexdigest()


@cache
def _plugins() -> bytes:
    """What other packages add, and their versions: a format, a house style or an engine decides what comes out."""
    installed = entry_points()  # of all packages, which takes 30 ms
    found = (entry for group in GROUPS for entry in installed.select(group=f"subtool.{group}"))
    return "\n".join(sorted(f"{one.value} {one.dist.version if one.dist else ''}" for one in found)).encode()


@cache
def _room(name: str) -> bytes:
    result = blake2b(digest_size=16)
    for path, file in sorted(_files(name, [files("subtool").joinpath(name)])):
        result.update(f"{path}\n".encode())
        result.update(file.read_bytes())
    return result.digest()


def _files(path: str, entries: Iterable[Traversable]) -> Iterator[tuple[str, Traversable]]:
    for entry in entries:
        if not entry.is_dir():
            yield path, entry
        elif entry.name != "__pycache__":
            for inner in entry.iterdir():
                yield from _files(f"{path}/{inner.name}", [inner])
