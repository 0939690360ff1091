"""A project file to begin with: what was found, and beside each key what it says. Pure."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from subtool.season.keys import SEASON, keys_of
from subtool.season.pairing import FoundBy, Pairing, stem
from subtool.season.project_file import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.season.keys import ConfigKey

HEAD = """\
# A season of subtitles. `subtool build` brings everything up to date, `subtool status` says how it stands.
# A line that begins with # says what counts without it; take the # away to change it.
# Options of the command line count before this file, and so do variables as SUBTOOL_PROFILE.
"""
COLUMN = 48  # where the comments begin


def project_text(
    title: str, home: str, pairs: Sequence[Pairing], *, by_pattern: bool, twins: Mapping[str, str]
) -> str:
    """The text of `subtool.toml`, for scripts in the folder `home`; `by_pattern` a pattern finds them, and no more.

    `twins` are scripts that were left out, each with the one whose name it bears.
    """
    films = _films_folder(pairs)
    said: dict[str, object] = {
        "title": title,
        "scripts": _in(home) if by_pattern else "",
        "films": _in(films) if films is not None else "",
        "into": "subtitles/",
        "outputs": ("cues.json", "srt", "vtt"),
    }
    lines = [HEAD + f"subtool = {VERSION}", "", "[season]"]
    lines += [_line(key, said.get(key.name)) for key in keys_of(SEASON).values()]
    for pair in pairs:
        others = [script for script, twin in twins.items() if twin == pair.script]
        lines += _table(pair, by_pattern=by_pattern, films=films, others=others)
    return "\n".join(lines) + "\n"


def _in(folder: str) -> str:
    return "{episode}.*" if folder in {"", "."} else f"{folder}/{{episode}}.*"


def _films_folder(pairs: Sequence[Pairing]) -> str | None:
    """The folder in which films bear the names of their scripts; None where there is none."""
    folders = Counter(
        str(PurePosixPath(pair.film).parent) for pair in pairs if pair.film and _is_named_alike(pair)
    )
    if folders:
        return folders.most_common(1)[0][0]
    return None if any(pair.film for pair in pairs) else "films"


def _is_named_alike(pair: Pairing) -> bool:
    return stem(pair.script) == stem(pair.film)


def _line(key: ConfigKey, value: object) -> str:
    shown = _toml(key.default if value is None else value)
    text = f"{key.name} = {shown}" if value is not None else f"# {key.name} = {shown}"
    choices = f" ({', '.join(key.choices)})" if key.choices else ""
    return f"{text:{COLUMN}}# {key.says}{choices}"


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)  # of texts, numbers and flags JSON and TOML are one


def _table(pair: Pairing, *, by_pattern: bool, films: str | None, others: Sequence[str]) -> Iterator[str]:
    """The table of an episode, if there is anything to say that the patterns do not."""
    in_folder = pair.film and _is_named_alike(pair) and str(PurePosixPath(pair.film).parent) == films
    if by_pattern and (in_folder or (not pair.film and not pair.others)):
        return
    yield from ("", "[[episode]]", f"name = {_toml(stem(pair.script))}")
    if not by_pattern:
        doubt = f"# not sure: it could also be {' or '.join(others)}" if others else ""
        yield f"{f'script = {_toml(pair.script)}':{COLUMN}}{doubt}".rstrip()
    if pair.film and not in_folder:
        unsure = "" if pair.is_sure else "not sure: "
        how = f"# {unsure}found by {pair.how}" if pair.how is not FoundBy.NAME else "# found by the name"
        yield f"{f'film = {_toml(pair.film)}':{COLUMN}}{how}"
    if not pair.film and pair.others:
        other_films = " or ".join(pair.others[1:]) or "another"
        yield f"# film = {_toml(pair.others[0])}  # not sure: it could also be {other_films}"
