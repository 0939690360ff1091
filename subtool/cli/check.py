"""`subtool check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

import subtool
from subtool.checks import in_order
from subtool.cli import filing, options, terminal
from subtool.cli.progress import progress_bar
from subtool.cli.values import frames_a_second, rule_codes
from subtool.errors import SubtoolError
from subtool.styles import houses
from subtool.text.counting import counted
from subtool.verbs.check import fixable, own_profile, profile_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction
    from pathlib import Path

    from subtool.checks.context import CheckContext
    from subtool.checks.fix import Fixed
    from subtool.checks.problem import Problem
    from subtool.model import Sheet
    from subtool.verbs.against import Compared


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was checked: the house style, its cues, the problems, and what was mended."""

    file: Path
    style: str
    sheet: Sheet
    found: Sequence[Problem]
    fixed: Fixed | None
    against: Compared | None = None


def _list_rules(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from subtool.checks.problem import rules

    for rule in rules().values():
        terminal.say(rule.code)
        terminal.say(f"  finds  {rule.title}")
        terminal.say(f"  mend   {rule.mend}")
        terminal.say(f"  --fix  {rule.fix or 'leaves it: there is no one right answer'}")
        terminal.say(f"  from   {rule.source or 'the house style'}")
    ctx.exit()


@click.command()
@click.argument("files", type=options.PATH, nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--profile", metavar="NAME", shell_complete=options.house_names, envvar="SUBTOOL_PROFILE",
    default=options.season_profile,
    help="House style (see `profiles`).  [default: the sheet's, that of subtool.toml, else Netflix's for the language]",
)  # fmt: skip
@click.option("--audience", type=click.Choice(["adults", "children"]), help="Reading speeds for children.")
@click.option("--sdh", is_flag=True, help="Limits of subtitles for the deaf and hard of hearing.")
@click.option(
    "--language", metavar="TAG", shell_complete=options.language_tags,
    help="Language of the text, when neither file nor style says it.",
)  # fmt: skip
@click.option(
    "--video", type=options.PATH, metavar="FILM", help="The film: its frames, its end, its shot changes."
)
@click.option(
    "--fps", type=frames_a_second, metavar="N", help="Frames a second without a film, as in 24000/1001."
)
@options.font
@click.option(
    "--against",
    type=options.PATH,
    metavar="SOURCE",
    help="What FILE translates, a script or subtitles: numbers, names and terms that differ, what is not translated.",
)
@click.option(
    "--glossary", type=options.PATH, metavar="CSV",
    help="With --against: terms, a column a language.  [default: glossary.csv beside SOURCE or FILE]",
)  # fmt: skip
@click.option("--only", type=rule_codes, metavar="CODE,…", help="Look for these problems alone.")
@click.option("--ignore", type=rule_codes, metavar="CODE,…", help="Pass over these problems.")
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list_rules,
              help="Explain every code, and exit.")  # fmt: skip
@click.option("--fix", "mends", is_flag=True, help="Mend what has one right answer, and write it to OUT.")
@click.option(
    "-o", "--output", "outputs", type=options.PATH, multiple=True, metavar="OUT",
    help="Where --fix writes; the suffix decides the format. May be given several times.",
)  # fmt: skip
@click.option(
    "--report",
    "reports",
    type=options.PATH,
    metavar="OUT",
    multiple=True,
    help="Write a page with charts (.html), a table (.csv) or a form to send back (.txt); several times.",
)
@options.force
@options.encoding
@options.quiet
@options.as_json
def command(
    files: tuple[Path, ...],
    profile: str | None,
    audience: str | None,
    sdh: bool,
    language: str | None,
    video: Path | None,
    fps: Fraction | None,
    font: Path | None,
    against: Path | None,
    glossary: Path | None,
    only: frozenset[str] | None,
    ignore: frozenset[str] | None,
    mends: bool,
    outputs: tuple[Path, ...],
    reports: tuple[Path, ...],
    force: bool,
    encoding: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Problems in subtitles, by a house style; exit code 1 if there are any.

    FILE may be a folder: all subtitles in it and below it are checked.

    \b
    Examples:
      subtool check film.srt --profile netflix-en
      subtool check film.srt --video film.mp4 --ignore dangling-line,dangling-cue
      subtool check film.srt --fix -o mended.srt --report mended.html
      subtool check film.srt --profile netflix-de --sdh --report form.txt
      subtool check film.en.srt --against film.de.srt --glossary glossary.csv
      subtool check subtitles/

    --against compares what is said at the same time, or, where SOURCE is a script or has other times, the sentences
    that surely belong together. A glossary names its columns by languages (de,en), or source,target; | parts
    alternatives.

    --fix mends times, spaces, dashes, ellipses, line breaks and tags where there is one right answer and the mend
    adds no other problem; it never alters a word. What is listed then, and decides the exit code, are the problems
    that are left.

    \b
    --json prints one object:
      file, profile, cues, counts   counts has a number for each code; of several
                 files it is a list, one that cannot be read has file and error
      problems   a list of {code, rule, cue, start_ms, row, measured, limit,
                 unit, message, mend, source, fixable, text}: rule is the
                 name that --list has, code the one it was published under;
                 cue and row (a line of it) count from 1, row 0 is the whole
                 cue; measured and limit are in unit
      against    with --against, an object: file, language, paired_by (time,
                 text), compared of parts, glossary
      changes    with --fix, a list of {cue, codes, before, after}: cue as in
                 FILE, after null when it was removed
    """
    _require_outputs(files, outputs, reports, mends=mends)
    if glossary and not against:
        raise click.UsageError("--glossary goes with --against SOURCE.")
    filing.claim_cues(outputs, force=force)
    filing.claim(reports, force=force)
    codes = _chosen(only, ignore)

    def look_at(file: Path) -> Checked:
        sheet = filing.read(file, encoding=encoding, quiet=quiet)
        style = _profile(sheet, profile, language, quiet=quiet or as_json)
        style = houses.variant(style, children=audience == "children", sdh=sdh)
        with progress_bar(quiet=quiet) as progress:
            delivery = subtool.check_context(
                sheet, style, language=language, video=video, fps=fps, font=font, progress=progress
            )
        fixed = subtool.fix(sheet, delivery=delivery, codes=codes) if mends else None
        if fixed:
            sheet = fixed.sheet
            filing.write(sheet, outputs, footnotes=None, force=force, quiet=quiet)
        problems = fixed.left if fixed else fixable(sheet, delivery, subtool.check(sheet, delivery=delivery))
        compared = _compared(sheet, against, delivery, glossary, file, quiet=quiet or as_json)
        problems = in_order((*problems, *(compared.problems if compared else ())))
        found = [problem for problem in problems if problem.code in codes]
        changes = fixed.changes if fixed else ()
        for report in reports:
            subtool.report(
                sheet, found, report, delivery=delivery, name=file.name, changes=changes, force=force
            )
        return Checked(file, style, sheet, found, fixed, compared)

    report_on = _report_as_json if as_json else _report_in_words
    click.get_current_context().exit(report_on(list(filing.subtitles_in(files)), look_at, quiet=quiet))


def _report_in_words(files: Sequence[Path], look_at: Callable[[Path], Checked], *, quiet: bool) -> int:
    """Each file with its problems; of several, one that cannot be read does not keep the others from being checked."""
    poor = unread = 0
    for file in files:
        if len(files) > 1 and not quiet:
            terminal.styled(f"{file}:", bold=True)
        try:
            done = look_at(file)
        except SubtoolError as error:
            if len(files) == 1:
                raise
            unread += 1
            terminal.say(f"subtool: {error}", err=True)
            continue
        poor += bool(done.found)
        if not quiet:
            _print(done.found, done.sheet, done.fixed)
    if len(files) > 1 and not quiet:
        failed = f", {unread} could not be read" if unread else ""
        terminal.say(f"{counted(len(files), 'file')}: {poor or 'none'} with problems{failed}")
    return 2 if unread else int(poor > 0)


def _report_as_json(files: Sequence[Path], look_at: Callable[[Path], Checked], *, quiet: bool) -> int:
    """The report as one JSON object, or a list of them where there are several files."""
    listed: list[dict[str, object]] = []
    code = 0
    for file in files:
        try:
            done = look_at(file)
        except SubtoolError as error:
            if len(files) == 1:
                raise
            listed.append({"file": str(file), "error": str(error)})
            code = 2
            if not quiet:
                terminal.say(f"subtool: {error}", err=True)
            continue
        listed.append(_data(done))
        code = max(code, int(bool(done.found)))
    terminal.say_json(listed if len(files) > 1 else listed[0])
    return code


def _require_outputs(
    files: Sequence[Path], outputs: Sequence[Path], reports: Sequence[Path], *, mends: bool
) -> None:
    if mends != bool(outputs):
        raise click.UsageError("--fix writes to a file: give both --fix and -o OUT, or neither.")
    if len(files) > 1 and (mends or reports):
        raise click.UsageError("--fix and --report take one FILE.")


def _profile(sheet: Sheet, named: str | None, language: str | None, *, quiet: bool) -> str:
    """The house style that the call names, else that of the sheet, of the season or of the language, which is said."""
    if named and (options.is_called("profile") or not own_profile(sheet)):
        return named
    found = profile_of(sheet, language)
    if not quiet:
        terminal.say(
            f"against {found}: {houses.house_style(found).title} (--profile names another)", err=True
        )
    return found


def _chosen(only: frozenset[str] | None, ignore: frozenset[str] | None) -> frozenset[str]:
    from subtool.checks.problem import rules

    return (only if only is not None else frozenset(rules())) - (ignore or frozenset())


def _compared(
    sheet: Sheet,
    source: Path | None,
    delivery: CheckContext,
    glossary: Path | None,
    file: Path,
    *,
    quiet: bool,
) -> Compared | None:
    """FILE beside its source, and how, which is said."""
    if source is None:
        return None
    with filing.about(file):
        result = subtool.check_against(
            sheet, source, delivery=delivery, glossary=glossary, beside=file.parent
        )
    if not quiet:
        by = f"{result.compared} of {counted(result.parts, 'part')} compared, paired by {result.paired_by}"
        terms = f"; terms of {result.glossary}" if result.glossary else ""
        terminal.say(f"against {source} ({result.source_language}): {by}{terms}", err=True)
    return result


def _data(done: Checked) -> dict[str, object]:
    from subtool.checks import listing

    against = done.against
    report: dict[str, object] = {
        "file": str(done.file),
        "profile": done.style,
        "cues": len(done.sheet.cues),
        "counts": listing.counts(done.found),
        "problems": listing.data(done.found, done.sheet),
        **({"against": against.data} if against else {}),
        **({"changes": listing.changes(done.fixed)} if done.fixed else {}),
    }
    return report


def _print(found: Sequence[Problem], sheet: Sheet, fixed: Fixed | None) -> None:
    from subtool.checks import listing

    for change in fixed.changes if fixed else ():
        head, *lines = listing.story(change)
        terminal.say(head)
        for line in lines:
            terminal.styled(line, fg={"-": "red", "+": "green"}.get(line[2]))
    if fixed:
        terminal.say(f"{len(fixed.changes)} changed; left:" if found else f"{len(fixed.changes)} changed")
    for group in listing.groups(found):
        terminal.styled(group.rule.code, bold=True, nl=False)
        terminal.say(f" ({len(group.problems)}): {group.rule.mend}")
        for problem in group.problems:
            terminal.say(f"  {listing.sentence(problem)}")
    terminal.say(listing.summary(found, sheet, mended=fixed is not None))
