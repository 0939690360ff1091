"""`subtool outline`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.script.outline import LineLook, OutlineLine, outline, outline_lines, refuse_doubts
from subtool.verbs.outline import write_outline

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from subtool.model import Script

_INDENT = {LineLook.SOURCE: 4}  # columns
_STYLES = {
    LineLook.TITLE: "bold",
    LineLook.FACTS: "dim",
    LineLook.HEADING: "bold cyan",
    LineLook.ASIDE: "dim",
    LineLook.SPOKEN: "",
    LineLook.SOURCE: "green",
    LineLook.REMARK: "yellow",
}


@click.command()
@click.argument("scripts", type=options.PATH, nargs=-1, required=True, metavar="SCRIPT…")
@options.language
@options.encoding
@click.option(
    "--write",
    is_flag=True,
    help="Write what each line is to SCRIPT.outline.toml, to be corrected by hand; every command obeys it.",
)
@options.strict
@options.force
@options.quiet
@options.as_json
def command(
    scripts: tuple[Path, ...],
    language: str | None,
    encoding: str | None,
    write: bool,
    strict: bool,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """How SCRIPT was understood: what is spoken, what is not and why, and which footnote hangs on what.

    SCRIPT may be plain text, Markdown, Word, a table in two columns (CSV or in any of these), Fountain, a saved
    web page, or subtitles; or a folder, whose scripts are all read.

    It ends with numbers, and with the lines that were perhaps read wrong. A script can say it itself: in a line with
    <!-- subtool: skip --> nothing is spoken; alone in its line it is said of the paragraph below, or of all up to
    <!-- subtool: end -->. <!-- subtool: speak --> is the opposite.

    \b
    Examples:
      subtool outline episode.docx
      subtool outline episode.docx --write --quiet

    \b
    --json prints one object, or a list of them for several scripts:
      path, title, language, encoding
      counts     words, sentences, paragraphs, footnotes, left out, doubts,
                 remarks
      spoken     a list of {text, paragraph, speaker, footnotes, source, at_ms}:
                 at_ms is the moment the script itself gives, or null
      unspoken   a list of {kind, text, source, reason}
      footnotes  a list of {number, text, full, sentences}: full has "Ibid."
                 resolved, sentences are indices into spoken
      remarks    a list of {message, source}
      on_screen  a list of {text, source, before, at_ms, footnotes}: before
                 is the index into spoken of the sentence it stands before
      kind       what kind of file it is
      counted    what the line of a source counts: a line; in Word files a
                 paragraph, the row of a table being one; in tables a row;
                 in subtitle files a cue
      marks      the shapes taken as footnote marks, each with how often
      left_out   how many pieces of each kind are not spoken
      doubts     a list of {looks, message, source}: looks is "spoken"
                 of what was left out, "unspoken" of what is spoken
    A source is {line, column}, both from 1; a paragraph counts from 0.
    """
    files = filing.scripts_in(scripts)
    read: list[Script] = []
    for number, file in enumerate(files):
        if write:
            filing.hide_as([file])
            out, script = write_outline(file, encoding=encoding, language=language, force=force)
            if not quiet:
                terminal.say(f"written: {out}", err=True)
        else:
            script = subtool.read_script(file, encoding=encoding, language=language)
        read.append(script)
        if not quiet and not as_json:
            if len(files) > 1:
                if number:
                    terminal.say()
                terminal.styled(f"{file}:", bold=True)
            show = _print_styled if sys.stdout.isatty() else _print_plain
            show(outline_lines(script))
    if as_json:
        listed = [outline(script) for script in read]
        terminal.say_json(listed if len(files) > 1 else listed[0])
    for script in read if strict else ():
        refuse_doubts(script)


def _print_plain(lines: Iterable[OutlineLine]) -> None:
    for line in lines:
        if line.look is LineLook.HEADING:
            terminal.say()
        margin = (
            f"{line.label:>5}  " if line.look in {LineLook.ASIDE, LineLook.SPOKEN, LineLook.SOURCE} else ""
        )
        terminal.say(margin + " " * _INDENT.get(line.look, 0) + line.text)


def _print_styled(lines: Iterable[OutlineLine]) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = terminal.console(highlight=False)
    for line in lines:
        text = Text(terminal.visible(line.text), style=_STYLES[line.look])  # a Text knows no markup
        if line.look is LineLook.HEADING:
            console.print()
        if line.look in {LineLook.ASIDE, LineLook.SPOKEN, LineLook.SOURCE}:
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column(justify="right", width=5)
            grid.add_column()
            grid.add_row(
                Text(terminal.visible(line.label), style="dim"),
                Padding(text, (0, 0, 0, _INDENT.get(line.look, 0))),
            )
            console.print(grid)
        else:
            console.print(text, soft_wrap=line.look is LineLook.REMARK)
