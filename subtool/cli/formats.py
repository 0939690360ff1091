"""`subtool formats`."""

from __future__ import annotations

import textwrap

import click

from subtool.cli import options, terminal
from subtool.formats import FACETS, Format, all_formats, cuesheet


@click.command()
@click.option("--schema", is_flag=True, help="Print the JSON schema of the cue sheet, and exit.")
@options.as_json
def command(schema: bool, as_json: bool) -> None:
    """The formats there are, whether each is read and written, and what each can hold besides times and text.

    \b
    Example:
      subtool formats
    """
    if schema:
        terminal.write_file(cuesheet.schema().encode())
        return
    if as_json:
        terminal.say_json([_row(form) for form in all_formats()])
        return
    for form in all_formats():
        facts = [" and ".join(form.ways), f"footnotes {_footnotes(form)}"]
        facts += ["frames, --fps"] if form.grid == "frames" else []
        terminal.say(f"{' '.join(form.suffixes):<24} {form.name:<24} {'; '.join(facts)}")
        holds = ", ".join(what for what in FACETS if what in form.holds) or "times and text alone"
        for line in textwrap.wrap(holds, 105, initial_indent=" " * 25, subsequent_indent=" " * 25):
            terminal.say(line)


def _footnotes(form: Format) -> str:
    return "in their own way" if form.footnotes == "own" else form.footnotes


def _row(form: Format) -> dict[str, object]:
    return {
        "suffix": form.suffix,
        "suffixes": form.suffixes,
        "name": form.name,
        "ways": form.ways,
        "form": form.form,
        "grid": form.grid,
        "footnotes": form.footnotes,
        "holds": sorted(form.holds),
    }
