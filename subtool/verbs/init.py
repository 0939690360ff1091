"""A project file for the scripts and films that lie in a folder."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.errors import Place, ProjectError, SubtoolError
from subtool.season.found import MEDIA, natural
from subtool.season.pairing import Pairing, pairings, stem
from subtool.season.project_file import NAME
from subtool.season.template import project_text
from subtool.verbs.files import read_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SCRIPTS = frozenset(
    (
        ".txt",
        ".md",
        ".markdown",
        ".docx",
        ".odt",
        ".rtf",
        ".fountain",
        ".fdx",
        ".html",
        ".htm",
        ".csv",
        ".pdf",
    )
)
DEEPEST = 4  # folders in folders; below that lie the projects of cutting programs
SKIPPED = frozenset(
    ("node_modules", "venv", "__pycache__", "tests", "docs", "subtitles", "build", "dist", "site-packages")
)
NO_SCRIPT = re.compile(
    r"(?i)(read ?me|licen[cs]e|changelog|contributing|security|notes?|todo|requirements|constraints)"
)
HOME = re.compile(r"(?i)(scripts?|skripte?|drehb(ü|ue)cher|texte?s?|transcripts?|narrations?)")
MOST_NAMED = 3  # files of which it is said why they are not a script, where none is
LEAST_WORDS = 20  # of narration: less is a note that somebody left there


@dataclass(frozen=True, slots=True)
class Initiated:
    """The project file that was written, the episodes it has, and the files of which nothing was made, with why."""

    path: Path
    text: str
    episodes: tuple[Pairing, ...]
    left: tuple[tuple[str, str], ...]


def init(folder: str | Path = ".", *, title: str = "", force: bool = False) -> Initiated:
    """Write a commented `subtool.toml` for the scripts and films below a folder.

    Raises:
        ProjectError: the folder is not there, or holds no script.
        OutputError: there is a project file already and `force` is not set, or it cannot be written.
    """
    root = Path(folder)
    if not root.is_dir():
        raise ProjectError(
            "there is no such folder", at=Place(str(root)), hint="make it, and put the scripts into it"
        )
    path = root / NAME
    atomic.refuse_existing(path, force=force)
    files = sorted(_files(root), key=natural)
    odd = [file for file in files if not file.isprintable() or "\\" in file]
    files = [file for file in files if file not in odd]
    films = [file for file in files if PurePosixPath(file).suffix.lower() in MEDIA]
    home, lengths, left = _scripts(root, files, films)
    if not lengths:
        why = [f"{file}: {reason}" for file, reason in left[:MOST_NAMED]]
        hint = "; ".join(why) or "put the scripts into a folder called scripts"
        raise ProjectError("no script is found here", at=Place(str(root)), hint=hint)
    twins = _twins(lengths)
    pairs = pairings(
        [script for script in lengths if script not in twins],
        films,
        lambda file: lengths[file] if file in lengths else _film_ms(root / file),
    )
    named = {pair.film for pair in pairs} | {other for pair in pairs for other in pair.others}
    left += [(script, f"{twin} has its name; only one can be built") for script, twin in twins.items()]
    left += [(film, "no script is like it") for film in films if film not in named]
    left += [
        (file, "a backslash or what cannot be printed is in its name") for file in odd if _may_count(file)
    ]
    by_pattern = not twins and _pattern(home, list(lengths), files)
    text = project_text(title or root.resolve().name, home, pairs, by_pattern=by_pattern, twins=twins)
    atomic.save_text(path, text)
    return Initiated(path, text, pairs, tuple(left))


def _files(root: Path) -> Iterator[str]:
    """The files below a folder, from there; what is hidden, or is not a place for scripts, is passed over."""
    for folder, folders, names in os.walk(root):
        inner = PurePosixPath(Path(folder).relative_to(root).as_posix())
        deep = len(inner.parts) >= DEEPEST
        folders[:] = (
            []
            if deep
            else sorted(name for name in folders if name[0] not in ".~" and name.lower() not in SKIPPED)
        )
        yield from (str(inner / name) for name in names if name[0] not in ".~" and _is_plain(folder, name))


def _is_plain(folder: str, name: str) -> bool:
    """Whether it is neither a pipe nor a device, which may never end."""
    path = Path(folder, name)
    return path.is_file() or not path.exists()


def _may_count(file: str) -> bool:
    """Whether a file may be a script or a film, by its name."""
    path = PurePosixPath(file)
    return path.suffix.lower() in MEDIA or (path.suffix.lower() in SCRIPTS and not NO_SCRIPT.match(path.name))


def _twins(scripts: Iterable[str]) -> dict[str, str]:
    """Scripts that bear the name of one before them, case aside, with that one: both would be written to one file."""
    first: dict[str, str] = {}
    pairs = ((script, first.setdefault(stem(script).casefold(), script)) for script in scripts)
    return {script: twin for script, twin in pairs if script is not twin}


def _scripts(
    root: Path, files: Sequence[str], films: Sequence[str]
) -> tuple[str, dict[str, int], list[tuple[str, str]]]:
    """The folder of the scripts, each script with the ms it would take, and what lies there and is none."""
    candidates = [
        file for file in files if _may_count(file) and PurePosixPath(file).suffix.lower() in SCRIPTS
    ]
    film_names = {stem(film) for film in films}
    folders = Counter(str(PurePosixPath(file).parent) for file in candidates)

    def likely(folder: str) -> tuple[int, int, int]:
        inside = [file for file in candidates if str(PurePosixPath(file).parent) == folder]
        paired = sum(stem(file) in film_names for file in inside)
        return paired, int(bool(HOME.fullmatch(PurePosixPath(folder).name))), len(inside)

    refused: list[tuple[str, str]] = []
    for folder in sorted(folders, key=likely, reverse=True):
        lengths, left = _read(
            root, [file for file in candidates if str(PurePosixPath(file).parent) == folder]
        )
        if lengths:
            others = [
                (file, "it lies in another folder than the scripts")
                for file in candidates
                if file not in lengths
            ]
            return folder, lengths, [*left, *(other for other in others if other[0] not in dict(left))]
        refused += left
    return "", {}, refused


def _read(root: Path, files: Sequence[str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    from subtool.cues.timing.pace import Pace, tell

    lengths: dict[str, int] = {}
    left: list[tuple[str, str]] = []
    for file in files:
        try:
            sentences = read_script(root / file).sentences
        except SubtoolError as error:
            left.append((file, error.message))
            continue
        words = sum(len(sentence.tokens) for sentence in sentences)
        if words < LEAST_WORDS:
            left.append((file, f"only {words} words of it would be spoken"))
        else:
            lengths[file] = tell(sentences, Pace())[-1].span.end_ms
    return lengths, left


def _film_ms(path: Path) -> int:
    from subtool.media.read.probe import probe

    try:
        return probe(path).duration_ms
    except SubtoolError:
        return 0


def _pattern(home: str, scripts: Sequence[str], files: Sequence[str]) -> bool:
    """Whether a pattern finds the scripts in their folder and nothing else."""
    from subtool.season.found import NO_SCRIPTS

    inside = [file for file in files if str(PurePosixPath(file).parent) == home]
    found = {
        file
        for file in inside
        if PurePosixPath(file).suffix and PurePosixPath(file).suffix.lower() not in NO_SCRIPTS
    }
    return found == set(scripts)
