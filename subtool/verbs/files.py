"""Sheets and scripts from the disk, and sheets back to it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from subtool import formats
from subtool.cues import footnotes as notes
from subtool.disk import atomic
from subtool.disk.reading import read_bytes
from subtool.errors import FormatError, Place, ScriptError
from subtool.formats import format_for, format_of
from subtool.formats.rolling import unrolled
from subtool.model import OUTLINE_SUFFIX, Remark, Sheet, Source, Timing
from subtool.text.encoding import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from subtool.cues.footnotes import Mode
    from subtool.formats import Format
    from subtool.model import Script
    from subtool.script.manuscript import Manuscript

LARGEST_SCRIPT = 20_000_000  # bytes; a season of scripts is a tenth of it


UNICODE = {"utf-8", "utf-8-sig", "utf-16"}  # in which a file is written again; others become UTF-8


def read(path: str | Path, *, encoding: str | None = None, fps: Fraction | None = None) -> Sheet:
    """The cues of a subtitle file or a cue sheet; a suffix that says otherwise than the content is remarked.

    Frames are counted at `fps`, as the file says, or 25 a second.

    Raises:
        FormatError: there is no such file, or it is not what its suffix says.
    """
    path = Path(path)
    return read_data(read_bytes(path), path, encoding=encoding, fps=fps)


def read_data(data: bytes, path: Path, *, encoding: str | None = None, fps: Fraction | None = None) -> Sheet:
    """The cues in the bytes of a file that is called `path`, or `-` where it has no name.

    Raises:
        FormatError: it is in no format, or not what its suffix says.
    """
    form = format_of(path, data)
    decoded = _decoded(form, data, path, encoding)
    del data  # of a million cues it is hundreds of megabytes
    sheet = _sheet_of(form, decoded, path, fps)
    if not sheet.cues:
        sheet = replace(sheet, remarks=(*sheet.remarks, Remark("holds no cues", Source(1, 1))))
    if str(path) == "-" or path.name.lower().endswith(tuple(suffix.lower() for suffix in form.suffixes)):
        return sheet
    remark = Remark(f"is {form.name} by its content, and was read as such", Source(1, 1))
    return replace(sheet, remarks=(remark, *sheet.remarks))


def read_script(path: str | Path, *, encoding: str | None = None, language: str | None = None) -> Script:
    """The script in a text, Markdown, Word, Fountain or HTML file, a table, or a file of subtitles.

    What it is, is found by what is in it before its suffix; so is the encoding, unless it is named. What a file
    `SCRIPT.outline.toml` beside it says of its lines is obeyed; see `subtool.verbs.outline`.

    Raises:
        ScriptError: the file cannot be read, is not a script, or holds nothing to speak.
        FormatError: it is a file of subtitles, and not what it says it is.
    """
    return read_manuscript(path, encoding=encoding, language=language)[1]


def read_manuscript(
    path: str | Path, *, encoding: str | None = None, language: str | None = None
) -> tuple[Manuscript, Script]:
    """The lines of a script, and what they mean; see `read_script`.

    Raises:
        ScriptError, FormatError: as `read_script`.
    """
    from subtool.script import sidecar
    from subtool.script.script_of import manuscript_of
    from subtool.script.understand.understand import understand

    path = Path(path)
    data = read_bytes(path, error=ScriptError, most=LARGEST_SCRIPT)
    subtitles = _as_subtitles(data, path, encoding)
    manuscript, encoding = subtitles or manuscript_of(data, path, encoding=encoding, language=language)
    beside = path.with_name(path.name + OUTLINE_SUFFIX)
    decisions = []
    if beside.is_file():
        said = decode(
            read_bytes(beside, error=ScriptError, most=LARGEST_SCRIPT), encoding="utf-8", place=Place(str(beside)),
            error=ScriptError,
        )  # fmt: skip
        decisions = sidecar.read(said.text, Place(str(beside)))
    script = understand(manuscript, path, encoding=encoding, language=language, decisions=decisions)
    return manuscript, script


def _as_subtitles(data: bytes, path: Path, encoding: str | None) -> tuple[Manuscript, str] | None:
    """The lines of a file of subtitles as those of a script; None for any other file."""
    from subtool.script.read import subtitles

    suffix = subtitles.suffix_of(data, path.name)
    if suffix is None:
        return None
    try:
        form = format_for(path.with_name(f"script{suffix}"))
    except FormatError as error:
        hint = "convert it to SRT or WebVTT first"
        message = f"holds subtitles of a kind that cannot be read ({suffix})"
        raise FormatError(message, at=Place(str(path)), hint=hint) from error
    sheet = unrolled(_sheet_of(form, _decoded(form, data, path, encoding), path))
    return subtitles.manuscript(sheet, form.name), "utf-8"


def as_script(script: Script | str | Path) -> Script:
    """A script, or the one in the file of that name; see `read_script`."""
    return read_script(script) if isinstance(script, str | Path) else script


def as_sheet(sheet: Sheet | str | Path) -> Sheet:
    """A sheet, or the one in the file of that name; see `read`."""
    return read(sheet) if isinstance(sheet, str | Path) else sheet


def reads(text: str, format: str = "srt", *, fps: Fraction | None = None) -> Sheet:  # noqa: A002 - its name in the contract
    """The cues in a text of a format, by the suffix that names it (`srt`, `vtt`, `cues.json`).

    Raises:
        FormatError: there is no such format of text, or the text is not in it.
    """
    form = _text_format(format)
    return form.read(text, fps)


def writes(
    sheet: Sheet | str | Path,
    format: str = "srt",  # noqa: A002 - its name in the contract
    *,
    footnotes: Mode | None = None,
    fps: Fraction | None = None,
) -> str:
    """Cues as the text of a file; see `reads`.

    Raises:
        FormatError: there is no such format of text, or it cannot hold what is in the sheet.
    """
    _text_format(format)
    given = as_sheet(sheet)
    if given.source_file:
        given = replace(given, source_file=replace(given.source_file, encoding="utf-8"))
    return content(given, Path(f"cues.{format.removeprefix('.')}"), footnotes, fps).decode("utf-8")


def _text_format(name: str) -> Format:
    form = format_for(Path(f"cues.{name.removeprefix('.')}"))
    if form.form == "binary":
        raise FormatError(f"{form.name} is not text", hint="read and write it as a file")
    return form


def _decoded(form: Format, data: bytes, path: Path, encoding: str | None) -> Decoded | bytes:
    return data if form.form == "binary" else decode(data, encoding=encoding, place=Place(str(path)))


def _sheet_of(form: Format, content: Decoded | bytes, path: Path, fps: Fraction | None = None) -> Sheet:
    """What a file of this format holds; an error names the file."""
    try:
        sheet = form.read(content if isinstance(content, bytes) else content.text, fps)
    except FormatError as error:
        line, column = (error.at.line, error.at.column) if error.at else (None, None)
        raise error.located(Place(str(path), line, column)) from error
    if isinstance(content, bytes):
        return sheet
    if sheet.source_file and content.encoding in UNICODE:
        sheet = replace(sheet, source_file=replace(sheet.source_file, encoding=content.encoding))
    odd = content.odd(f"the encoding is not said; read as {content.encoding} (--encoding names another)")
    return replace(sheet, remarks=(*odd, *sheet.remarks)) if odd else sheet


def write(
    sheet: Sheet | str | Path,
    path: str | Path,
    *,
    footnotes: Mode | None = None,
    force: bool = False,
    fps: Fraction | None = None,
) -> Path | None:
    """Write cues in the format of the suffix, wholly or not at all; at `fps` (25) where its times are frames.

    Returns where the hand edits are kept that it wrote over, if it did; see `write_all`.

    Raises:
        FormatError: there is no such format.
        OutputError: the file exists and `force` is not set, another run is writing it, or it cannot be written.
    """
    return next(iter(write_all(sheet, [path], footnotes=footnotes, force=force, fps=fps)), None)


def write_all(
    sheet: Sheet | str | Path,
    paths: Iterable[str | Path],
    *,
    footnotes: Mode | None = None,
    force: bool = False,
    fps: Fraction | None = None,
) -> list[Path]:
    """Write cues to several files, all of them or none; each in the format of its suffix.

    Before `force` writes over a cue sheet that holds cues timed by hand which `sheet` has not, or over a
    `.cues.json` that is not a cue sheet, the old file is copied to `NAME.cues.json.bak` (`.bak2` … when that is
    another one). Returns these copies.

    Raises:
        FormatError: there is no such format.
        OutputError: as `write`.
    """
    sheet = as_sheet(sheet)
    forms = {Path(path): format_for(Path(path)) for path in paths}
    with atomic.claim(forms, force=force):
        contents = {path: content(sheet, path, footnotes, fps) for path in forms}
        return atomic.save_all(contents, keep=[path for path in contents if holds_work(path, sheet)])


@contextmanager
def making(  # noqa: PLR0913 - what is saved together
    out: Path,
    cues: Sheet,
    sheets: Iterable[Path],
    *,
    along: Mapping[Path, bytes] = MappingProxyType({}),
    footnotes: Mode | None = None,
    force: bool = False,
) -> Iterator[atomic.Making]:
    """Where to make a sound or a film; it is saved together with its cues and other files, all or none.

    See `write_all`.

    Raises:
        FormatError, OutputError: as `write_all`.
    """
    paths = tuple(sheets)
    with atomic.claim([out, *paths, *along], force=force):
        beside = {path: content(cues, path, footnotes) for path in paths}
        keep = [path for path in paths if holds_work(path, cues)]
        with atomic.making(out, {**beside, **along}, keep=keep) as file:
            yield file


def content(sheet: Sheet, path: Path, footnotes: Mode | None = None, fps: Fraction | None = None) -> bytes:
    """What a file of that name holds when the sheet is written to it.

    Raises:
        FormatError: there is no such format, or it cannot hold what is in the sheet.
    """
    form = format_for(path)
    try:
        written = form.write(_shown(sheet, form, footnotes), fps)
    except FormatError as error:
        raise error.located(Place(str(path))) from error
    file = sheet.source_file
    encoding = file.encoding if file and file.form == form.module else "utf-8"
    return written if isinstance(written, bytes) else written.encode(encoding)


def _shown(sheet: Sheet, form: Format, mode: Mode | None) -> Sheet:
    """The sheet with its footnotes as asked for, or as the format shows them by itself."""
    if form.module == "cuesheet" and mode is None:
        return sheet
    if (mode or form.footnotes) == "off":
        return notes.without(sheet)
    if form.footnotes != "own":
        return notes.apply(sheet, mode or form.footnotes)
    if mode is None or mode == "captions":
        return sheet
    marked = notes.apply(sheet, mode)
    return replace(marked, footnotes=(), cues=tuple(replace(cue, footnotes=()) for cue in marked.cues))


def holds_work(path: Path, sheet: Sheet) -> bool:
    """Whether a file to be written over holds what nobody could make again."""
    if format_for(path).module != "cuesheet" or not path.is_file():
        return False
    try:
        there = read(path)
    except FormatError:
        return True
    cues = set(sheet.cues)
    return any(cue.timing is Timing.EDITED and cue not in cues for cue in there.cues)


@contextmanager
def claim(outputs: Iterable[str | Path], *, force: bool = False) -> Iterator[None]:
    """Refuse outputs before the long work that makes them, and keep other runs from writing them during it.

    Raises:
        OutputError: one exists and `force` is not set, has no folder to stand in, is named twice, or another run
            is writing it.
    """
    with atomic.claim(outputs, force=force):
        yield


def losses(
    sheet: Sheet | str | Path, path: str | Path, *, footnotes: Mode | None = None, fps: Fraction | None = None
) -> tuple[str, ...]:
    """What of the sheet the format of `path` cannot hold, as in "word times (231)"."""
    return formats.losses(as_sheet(sheet), format_for(Path(path)), footnotes, fps)
