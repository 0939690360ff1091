"""How a script was understood, written beside it as `SCRIPT.outline.toml`, to be corrected by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.model import OUTLINE_SUFFIX
from subtool.script import sidecar
from subtool.script.understand.decisions import cut_directives
from subtool.script.understand.readings import readings
from subtool.verbs.files import read_manuscript

if TYPE_CHECKING:
    from subtool.model import Script


def write_outline(
    script: str | Path, *, encoding: str | None = None, language: str | None = None, force: bool = False
) -> tuple[Path, Script]:
    """Write what each line of a script is to `SCRIPT.outline.toml`, which every verb obeys; returns it and the script.

    What a file that is there already says is obeyed and kept.

    Raises:
        ScriptError, FormatError: the script, or the file beside it, cannot be read.
        OutputError: the file exists and `force` is not set, or it cannot be written.
    """
    path = Path(script)
    out = path.with_name(path.name + OUTLINE_SUFFIX)
    with atomic.claim([out], force=force):
        manuscript, understood = read_manuscript(path, encoding=encoding, language=language)
        source_lines, _ = cut_directives(
            manuscript.lines
        )  # what the script itself says needs no saying again
        lines = readings(source_lines, understood)
        atomic.save_all({out: sidecar.write(lines, path.name).encode()})
    return out, understood
