"""The version of the code that makes a step: a digest of the files of the rooms it stands on."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable


SCRIPT = ("script", "text", "formats", "verbs/files.py", "model.py", "errors.py")
CUES = (
    *SCRIPT,
    "cues",
    "styles",
    "checks",
    "timecode.py",
    "verbs/sheets.py",
    "verbs/check.py",
    "verbs/build_steps.py",
)
HEARD = (
    "speech", "media/read", "retime", "translation", "verbs/translated.py", "verbs/align.py", "verbs/sync.py",
    "verbs/cue_times.py",
)  # fmt: skip
ROOMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # of each kind of step: rooms, libraries
    "outline": (SCRIPT, ("syntok", "mammoth")),
    "draft": ((*CUES, "verbs/draft.py"), ("syntok", "budoux")),
    "align": ((*CUES, *HEARD), ("syntok", "budoux", "pocketsphinx", "espeakng_loader", "numpy", "av", "num2words")),
    "check": ((*CUES, "reports/summary.py", "season"), ()),
    "format": (("formats", "cues/footnotes.py", "text", "model.py", "timecode.py"), ("ttconv", "pysubs2", "pysrt")),
    "report": (("reports", "checks", "styles", "verbs/check.py", "verbs/align.py"), ()),
    "clips": (("media", "onscreen", "verbs/clip.py", "verbs/clip_job.py", "verbs/render_plan.py"), ("imageio_ffmpeg",)),
    "season": (("reports", "season"), ()),
}  # fmt: skip


def codes() -> dict[str, str]:
    """The version of the code that makes each kind of step."""
    return {kind: code_of(kind) for kind in ROOMS}


def code_of(kind: str) -> str:
    """The version of the code that makes a kind of step."""
    return code_version(*ROOMS[kind])


@cache
def code_version(rooms: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """The digest of rooms and modules of the package, and of libraries that decide what comes out."""
    made = blake2b(digest_size=8)
    for room in rooms:
        made.update(_room(room))
    for library in libraries:
        try:
            made.update(f"{library} {version(library)}\n".encode())
        except PackageNotFoundError:  # an extra that is not installed
            made.update(f"{library} none\n".encode())
    return made.hexdigest()


@cache
def _room(name: str) -> bytes:
    made = blake2b(digest_size=16)
    for path, file in sorted(_files(name, [files("subtool").joinpath(name)])):
        made.update(f"{path}\n".encode())
        made.update(file.read_bytes())
    return made.digest()


def _files(path: str, entries: Iterable[Traversable]) -> Iterator[tuple[str, Traversable]]:
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                for inner in entry.iterdir():
                    yield from _files(f"{path}/{inner.name}", [inner])
        else:
            yield path, entry
