"""`subtool mux`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, options, terminal
from subtool.cli.progress import progress_bar
from subtool.text.counting import counted

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.cues.footnotes import Mode


@click.command()
@click.argument("cues", type=options.PATH, nargs=-1, required=True)
@click.argument("video", type=options.PATH)
@options.output
@click.option(
    "--language", "languages", multiple=True, metavar="TAG", shell_complete=options.language_tags,
    help="Of each track, in their order.  [default: as a file's name says, film.fr.srt, or its sheet]",
)  # fmt: skip
@click.option("--title", "titles", multiple=True, metavar="TEXT", help="Of each track, in their order.")
@click.option(
    "--default",
    type=int,
    default=1,
    show_default=True,
    metavar="N",
    help="The track that players show; 0 for none.",
)
@click.option("--forced", multiple=True, type=int, metavar="N", help="Tracks that are shown in any case.")
@click.option(
    "--hearing-impaired", "impaired", multiple=True, type=int, metavar="N",
    help="Tracks that have sounds and speakers as well.",
)  # fmt: skip
@click.option(
    "--as",
    "kind",
    type=click.Choice(["text", "ass"]),
    default="text",
    show_default=True,
    help="ASS, in .mkv.",
)
@click.option(
    "--replace", "replaced", is_flag=True, help="Leave out the tracks of subtitles that the film has."
)
@click.option(
    "--chapters", is_flag=True, help="Make chapters of the titles of the first, or of its paragraphs."
)
@options.footnotes
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    cues: tuple[Path, ...],
    video: Path,
    output: Path,
    languages: tuple[str, ...],
    titles: tuple[str, ...],
    default: int,
    forced: tuple[int, ...],
    impaired: tuple[int, ...],
    kind: str,
    replaced: bool,
    chapters: bool,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """VIDEO with CUES as tracks that a player can switch on and off; picture and sound are copied as they are.

    \b
    Examples:
      subtool mux film.cues.json film.mp4 -o film-subtitled.mp4
      subtool mux film.srt film.de.srt film.mp4 --title English --title Deutsch --chapters -o film.mkv
    """
    filing.claim([output], force=force)
    if max(len(languages), len(titles)) > len(cues) or not all(
        0 <= n <= len(cues) for n in (default, *forced, *impaired)
    ):
        raise click.UsageError(
            f"There {'is' if len(cues) == 1 else 'are'} {counted(len(cues), 'track')}; more are named."
        )
    tracks = []
    for number, path in enumerate(cues, 1):
        sheet = filing.read(path, encoding=encoding, quiet=quiet)
        said = languages[number - 1] if number <= len(languages) else subtool.language_in(path.name)
        title = titles[number - 1] if number <= len(titles) else ""
        flags = (number == default, number in forced, number in impaired)
        tracks.append(subtool.Subtitles(sheet, said, title, *flags))
    with progress_bar(quiet=quiet) as progress:
        result = subtool.mux(
            tracks, video, output, footnotes=footnotes, as_ass=kind == "ass", replaced=replaced,
            with_chapters=chapters, force=force, progress=progress,
        )  # fmt: skip
    for warning in () if quiet else result.warnings:
        terminal.say(warning, err=True)
    if as_json:
        data = {
            "output": str(result.path),
            "tracks": [{"cues": count} for count in result.cues],
            "chapters": result.chapters,
            **({"warnings": list(result.warnings)} if result.warnings else {}),
        }
        terminal.say_json(data)
    elif not quiet:
        with_them = f"; {counted(result.chapters, 'chapter')}" if chapters else ""
        terminal.say(f"{', '.join(counted(count, 'cue') for count in result.cues)}{with_them}", err=True)
        terminal.say(f"written: {result.path}", err=True)
