"""A translation and its original, read from two files or from two columns of one table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError
from subtool.model import Remark
from subtool.script.manuscript import version_in
from subtool.text.language import is_same_language
from subtool.verbs.files import read_manuscript, read_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Script
    from subtool.script.manuscript import Version


def read_translation(
    script: str | Path,
    original: str | Path,
    *,
    encoding: str | None = None,
    language: str | None = None,
    spoken: str | None = None,
) -> tuple[Script, Script]:
    """The script, which is a translation, and its original.

    Both may be one file, a table with the narration in two languages: `language` is that of the translation, `spoken`
    that of the original; without them headings say which is which, else the original stands to the left.

    Raises:
        ScriptError: a file cannot be read as a script, or is named twice and has no two languages.
    """
    script, original = Path(script), Path(original)
    if _is_same(script, original):
        return _columns(script, encoding, language, spoken)
    text = read_script(script, encoding=encoding, language=language)
    manuscript, narrated = read_manuscript(original, language=spoken)
    if is_same_language(narrated.language, text.language) and manuscript.versions:
        other = next(one for one in manuscript.versions if not is_same_language(one.language, text.language))
        narrated = read_script(original, language=other.language)
    return text, narrated


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _columns(
    path: Path, encoding: str | None, language: str | None, spoken: str | None
) -> tuple[Script, Script]:
    versions = read_manuscript(path, encoding=encoding)[0].versions
    if len(versions) < 2:
        hint = "name the text that the film speaks, or a table that has both languages in columns"
        raise ScriptError("is named both as script and as original", at=Place(str(path)), hint=hint)
    for asked in filter(None, (language, spoken)):
        if version_in(versions, asked) is None:
            found = ", ".join(one.language for one in versions)
            raise ScriptError(
                f"has no column in {asked}", at=Place(str(path)), hint=f"its columns are in: {found}"
            )
    target, source = _chosen(versions, language, spoken)
    if target is source:
        hint = "--language is that of SCRIPT, --spoken that of the film"
        raise ScriptError(f"{source.language} is named for both columns", at=Place(str(path)), hint=hint)
    text, narrated = (read_script(path, encoding=encoding, language=one.language) for one in (target, source))
    if not (language or spoken or source.part or target.part):
        said = f"{source.language} is taken as what the film speaks, {target.language} as its translation"
        remark = Remark(f"{said}; --spoken and --language name others", text.sentences[0].source)
        text = replace(text, remarks=(remark, *text.remarks))
    return text, narrated


def _chosen(versions: Sequence[Version], language: str | None, spoken: str | None) -> tuple[Version, Version]:
    """The translation and the original: as asked, as their headings say, else from right and from left."""
    target, source = version_in(versions, language), version_in(versions, spoken)
    if target is None:
        rest = [one for one in versions if one is not source]
        target = min(reversed(rest), key=lambda one: (one.part == "original", one.part != "translation"))
    if source is None:
        rest = [one for one in versions if one is not target]
        source = min(rest, key=lambda one: (one.part == "translation", one.part != "original"))
    return target, source
