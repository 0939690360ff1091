"""Values of the right kind that cannot be: refused with their line before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from subtool.season.project_file import ConfigValue

NO_NAME = frozenset("/\\\0\n")  # of a suffix that would lead into another folder


def require_possible(choices: Mapping[str, ConfigValue]) -> None:
    """Refuse a language, an encoding or a suffix that there cannot be among the choices of an episode.

    Raises:
        ProjectError: there is one.
    """
    _require_suffixes(choices["outputs"])
    for name, require in (("language", _require_language), ("encoding", _require_encoding)):
        if choices[name].value:
            require(choices[name])


def _require_suffixes(outputs: ConfigValue) -> None:
    seen = set[str]()
    for suffix in outputs.value:
        name = suffix.removeprefix(".")
        if NO_NAME & set(name) or name.startswith("."):
            hint = 'write what a name ends in, as in "srt" or "de.vtt"'
            raise ProjectError(f"'{suffix}' cannot be the end of a file's name", at=outputs.at, hint=hint)
        if name.casefold() in seen:
            raise ProjectError(f"outputs names '{suffix}' twice", at=outputs.at, hint="name each output once")
        seen.add(name.casefold())


def _require_language(language: ConfigValue) -> None:
    from subtool.text.language import three_letters

    try:
        three_letters(language.value)
    except ValueError as error:
        hint = "write a tag such as en or pt-BR"
        raise ProjectError(str(error), at=language.at, hint=hint) from error


def _require_encoding(encoding: ConfigValue) -> None:
    try:
        " ".encode(encoding.value)
    except (LookupError, ValueError) as error:
        hint = "name one such as utf-8, cp1252 or utf-16"
        raise ProjectError(f"there is no encoding '{encoding.value}'", at=encoding.at, hint=hint) from error
