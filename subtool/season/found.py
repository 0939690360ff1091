"""Files of a season, by patterns in which `{episode}` stands for the name of an episode. Folders are listed alone."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from subtool.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from subtool.season.project_file import ConfigValue

EPISODE = "{episode}"
MEDIA = (
    ".3gp", ".aac", ".ac3", ".aif", ".aiff", ".avi", ".caf", ".dv", ".flac", ".flv", ".m2ts", ".m4a", ".m4v", ".mkv",
    ".mov", ".mp3", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".oga", ".ogg", ".ogv", ".opus", ".ts", ".vob", ".w64",
    ".wav", ".webm", ".wma", ".wmv",
)  # fmt: skip
NO_SCRIPTS = (
    *MEDIA, ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".psd", ".tif", ".tiff", ".webp", ".zip", ".gz", ".7z",
    ".exe", ".py", ".toml", ".lock", ".bak",
)  # fmt: skip
_PASSING = re.compile(r"\.|~\$|.*~$")  # hidden, a lock of Word's, an editor's copy


def inside(value: ConfigValue, text: str | None = None) -> PurePosixPath:
    """A path that stays in the folder of the project, as it is written there.

    Raises:
        ProjectError: it leads out of it.
    """
    text = value.value if text is None else text
    path = PurePosixPath(text.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", text) or text.startswith("~"):
        raise ProjectError(
            f"'{text}' lies outside the project",
            at=value.at,
            hint="name a folder in it; a link to another disk may be one",
        )
    return path


def natural(name: str) -> tuple[tuple[int, str, str], ...]:
    """What sorts names as people count: 2 before 10, whatever the number of digits."""
    parts = ((part, part.lstrip("0")) for part in re.split(r"(\d+)", name.casefold()) if part)
    return tuple(
        (len(digits), digits, part) if part.isdecimal() else (-1, "", part) for part, digits in parts
    )


def canonical(name: str) -> str:
    """A name whose accents are composed: one disk writes them in one character, another in two."""
    return unicodedata.normalize("NFC", name)


def found(root: Path, pattern: ConfigValue, *, media: bool) -> dict[str, list[str]]:
    """The files that a pattern names, from the root, by the name of their episode.

    Raises:
        ProjectError: the pattern has no `{episode}`, or leads out of the project.
    """
    path = inside(pattern)
    if EPISODE not in str(path):
        hint = 'write {episode} where the name of an episode stands, as in "scripts/{episode}.*"'
        raise ProjectError(f"'{path}' names no episode", at=pattern.at, hint=hint)
    episodes: dict[str, list[str]] = {}
    for file, name in _walked(root, "", path.parts, ""):
        suffix = PurePosixPath(file).suffix.lower()
        if (suffix in MEDIA) if media else (suffix not in NO_SCRIPTS):
            episodes.setdefault(canonical(name), []).append(file)
    return episodes


def _walked(root: Path, folder: str, parts: tuple[str, ...], name: str) -> Iterator[tuple[str, str]]:
    """Files below a folder whose parts are like these, and the episode they are of."""
    fits = _like(parts[0], last=len(parts) == 1)
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        match = None if _PASSING.match(entry.name) else fits.fullmatch(entry.name)
        if match is None:
            continue
        said = match.groupdict().get("episode") or name
        path = f"{folder}/{entry.name}".removeprefix("/")
        if len(parts) > 1 and entry.is_dir():
            yield from _walked(root, path, parts[1:], said)
        elif len(parts) == 1 and said and entry.is_file():
            yield path, said


def _like(part: str, *, last: bool) -> re.Pattern[str]:
    """A part of a pattern as an expression; `.*` at its end is a suffix, which has no dot."""
    text = re.escape(part)
    if last and text.endswith(r"\.\*"):
        text = text.removesuffix(r"\.\*") + r"\.[^.]+"
    text = text.replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(
        text.replace(re.escape(EPISODE), "(?P<episode>.+)", 1).replace(re.escape(EPISODE), "(?P=episode)")
    )
