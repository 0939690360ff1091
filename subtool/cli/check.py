"""`subtool check`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import options
from subtool.cli.values import frames_a_second, rule_codes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

    from subtool.checks.problem import Problem
    from subtool.model import Sheet


def _list_rules(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from subtool.checks.problem import rules

    for rule in rules().values():
        click.echo(f"{rule.code}\n  finds  {rule.title}\n  mend   {rule.mend}")
        click.echo(f"  --fix  {rule.fix or 'leaves it: there is no one right answer'}")
        click.echo(f"  from   {rule.source or 'the house style'}")
    ctx.exit()


@click.command()
@click.argument("file", type=options.PATH)
@options.profile
@click.option("--language", metavar="TAG", help="Language of the text, when neither file nor style says it.")
@click.option(
    "--video", type=options.PATH, metavar="FILM", help="The film: its frames, its end, its shot changes."
)
@click.option(
    "--fps", type=frames_a_second, metavar="N", help="Frames a second without a film, as in 24000/1001."
)
@options.font
@click.option("--only", type=rule_codes, metavar="CODE,…", help="Look for these alone.")
@click.option("--ignore", type=rule_codes, metavar="CODE,…", help="Pass over these.")
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list_rules,
              help="Explain every code, and leave.")  # fmt: skip
@options.encoding
@options.quiet
@options.as_json
def command(
    file: Path,
    profile: str,
    language: str | None,
    video: Path | None,
    fps: Fraction | None,
    font: Path | None,
    only: frozenset[str] | None,
    ignore: frozenset[str] | None,
    encoding: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Problems of subtitles against a house style; exit code 1 if there are any.

    \b
    Examples:
      subtool check film.srt --profile netflix-en
      subtool check film.srt --video film.mp4 --ignore dangling-row,dangling-cue

    \b
    --json prints one object:
      file, profile, cues, counts   counts has a number for each code
      problems   a list of {code, cue, start_ms, row, measured, limit, unit,
                 message, mend, source, fixable, text}: cue and row count from
                 1, row 0 is the whole cue; measured and limit are in unit
    """
    sheet = subtool.read(file, encoding=encoding)
    delivery = subtool.against(sheet, profile, language=language, video=video, fps=fps, font=font)
    found = [
        problem
        for problem in subtool.check(sheet, profile, delivery=delivery)
        if (only is None or problem.code in only) and (ignore is None or problem.code not in ignore)
    ]
    if as_json:
        _print_json(file, profile, found, sheet)
    elif not quiet:
        _print(found, sheet)
    click.get_current_context().exit(1 if found else 0)


def _print_json(file: Path, profile: str, found: Sequence[Problem], sheet: Sheet) -> None:
    from subtool.checks import listing

    head = {"file": str(file), "profile": profile, "cues": len(sheet.cues), "counts": listing.counts(found)}
    click.echo(json.dumps({**head, "problems": listing.data(found, sheet)}, ensure_ascii=False, indent=1))


def _print(found: Sequence[Problem], sheet: Sheet) -> None:
    from subtool.checks import listing

    styled = sys.stdout.isatty()
    for group in listing.groups(found):
        code = click.style(group.rule.code, fg="yellow", bold=True) if styled else group.rule.code
        click.echo(f"{code} ({len(group.problems)}): {group.rule.mend}")
        for problem in group.problems:
            click.echo(f"  {listing.sentence(problem)}")
    click.echo(listing.summary(found, sheet))
