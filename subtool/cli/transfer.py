"""`subtool transfer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, printing
from subtool.verbs.worksheet import is_worksheet

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.footnotes import Mode


@click.command()
@click.argument("sheet", type=options.PATH)
@click.argument("translation", type=options.PATH)
@options.outputs
@options.keep
@options.pairs
@click.option(
    "--report", "page", type=options.PATH, metavar="HTML",
    help="Write a page to look at: the pairs side by side, time line, doubts.",
)  # fmt: skip
@options.fps
@options.profile
@options.language
@options.footnotes
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    sheet: Path,
    translation: Path,
    outputs: tuple[Path, ...],
    keep: Path | None,
    pairs: tuple[tuple[int, int], ...],
    page: Path | None,
    fps: Fraction | None,
    profile: str | None,
    language: str | None,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """The times of SHEET carried to TRANSLATION, which says the same in another language.

    SHEET is a finished cue sheet or any subtitle file, TRANSLATION a script, or the filled-in worksheet that
    `convert SHEET work.xlf` (.xlsx, .po, work.docx, work.csv) made. A worksheet is taken by the numbers of its lines;
    what was moved, joined, split or left empty is said. Of a script the sentences are paired with those of
    SHEET; its cues are split and timed by the house style of its own language. Footnotes, speakers and titles that it
    does not have itself are those of SHEET. What has no likely original is listed with both texts.

    With --keep, sentences of a corrected TRANSLATION that have not changed keep the cues they have in OLD.

    \b
    Examples:
      subtool transfer film.de.cues.json english.docx -o film.en.cues.json -o film.en.srt
      subtool transfer film.de.cues.json english.docx --pair 12=14 --report pairs.html -o film.en.cues.json
      subtool transfer film.de.cues.json film.work.docx -o film.en.srt --language en
      subtool transfer film.de.cues.json corrected.docx --keep film.en.cues.json -o new.en.cues.json
    """
    filing.claim_cues(outputs, force=force)
    filing.claim([page] if page else [], force=force)
    timed = filing.read(sheet, encoding=None, quiet=quiet)
    old = subtool.read(keep) if keep else None
    text = None
    if not is_worksheet(translation, encoding):
        text = subtool.read_script(translation, encoding=encoding, language=language)
        printing.style(text, profile, quiet=quiet or as_json)
    elif pairs or page:
        raise click.UsageError("--pair and --report go with a script: a worksheet has numbers.")
    given = text or translation
    result = subtool.transfer(
        timed, given, profile=profile, keep=old, language=language, fps=fps, pairs=pairs, encoding=encoding
    )
    filing.write(result, outputs, footnotes=footnotes, force=force, quiet=quiet)
    if text and page:
        subtool.report_alignment(result, text, page, force=force)
    if text:
        printing.remarks(text, result, quiet=quiet)
    else:
        printing.of_worksheet(translation, result, quiet=quiet)
    change = subtool.difference(old, text, result) if old and text else None
    printing.sheet(result, outputs, change, quiet=quiet, as_json=as_json)
    printing.report(page, quiet=quiet or as_json)
