"""`subtool review`."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from subtool.cli import filing, options, terminal
from subtool.cli.look import looks
from subtool.errors import SheetError

if TYPE_CHECKING:
    from pathlib import Path
    from socket import socket

    from subtool.cues.footnotes import Mode
    from subtool.model import Sheet
    from subtool.onscreen.look import Look
    from subtool.web.desk import Desk
    from subtool.web.safety import Door


@click.command()
@click.argument("cues", type=options.PATH)
@click.argument("film", type=options.PATH, required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Serve on this port.  [default: a free one]",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
@options.profile
@click.option("--script", type=options.PATH, metavar="SCRIPT", help="Show the script beside the cues.")
@options.footnotes
@looks
@options.encoding
@options.quiet
def command(
    cues: Path,
    film: Path | None,
    port: int,
    no_browser: bool,
    profile: str | None,
    script: Path | None,
    footnotes: Mode | None,
    look: Look,
    encoding: str | None,
    quiet: bool,
) -> None:
    """A page in which the subtitles of FILM are finished, doubtful ones first; every edit is saved as it is made.

    It is served to this machine alone, until it is interrupted (Ctrl+C). Its address is the first line printed.

    \b
    Examples:
      subtool review film.cues.json film.mp4
      subtool review film.srt --no-browser --port 8123
    """
    from subtool.media.read.playable import is_playable
    from subtool.styles.houses import house_style
    from subtool.verbs.check import own_profile, profile_of
    from subtool.verbs.files import read, read_script
    from subtool.verbs.review import Review, sheet_path
    from subtool.verbs.review_film import Screening, film_of
    from subtool.web.desk import Companions, Desk
    from subtool.web.keys import keys, keys_file
    from subtool.web.server import listening

    if profile:
        house_style(profile)
    path = sheet_path(cues)
    if path != cues:
        sheet = filing.read(cues, encoding=encoding, quiet=quiet)
        filing.write(sheet, [path], footnotes=None, force=False, quiet=quiet)
        _say(f"{path}: made of {cues.name}; this is what is edited", quiet=quiet)
    with listening(port) as listener, Review(path) as review:
        for remark in review.remarks:
            _say(f"{path}: {remark}", quiet=quiet)
        sheet = review.document.rest
        film = film or _beside(path, sheet, quiet=quiet)
        screening = Screening(film_of(film, sheet) if film else None, look, footnotes)
        playable = is_playable(film) if film else True
        beside = Companions(
            read(look.second) if look.second else None, read_script(script) if script else None
        )
        if not profile or (own_profile(sheet) and not options.is_called("profile")):
            profile = profile_of(sheet)
        desk = Desk(review, screening, profile, keys(keys_file()), beside, playable=playable)
        _serve(desk, listener, browser=not no_browser)
        if review.unsaved:
            raise SheetError(
                desk.trouble or "the last edits are in the journal, and not in the sheet",
                hint="they are in the journal: open the review again",
            )
    _say(f"saved: {path}", quiet=quiet)


def _beside(path: Path, sheet: Sheet, *, quiet: bool) -> Path | None:
    """The film of a sheet, if it lies beside it."""
    name = sheet.media.name if sheet.media else ""
    film = path.with_name(name) if name and name == path.with_name(name).name else None
    if film is None or not film.is_file():
        return None
    _say(f"the film is {film}, which lies beside the sheet", quiet=quiet)
    return film


def _serve(desk: Desk, listener: socket, *, browser: bool) -> None:
    from platformdirs import user_cache_path

    from subtool.web.app import application_of
    from subtool.web.server import opened_in_browser, serve

    with ExitStack() as stack:

        def ready(door: Door) -> None:
            terminal.say(f"{door.address}?token={door.token}")
            if browser:
                folder = user_cache_path("subtool", appauthor=False) / "review"
                stack.enter_context(opened_in_browser(door, folder))

        desk.prepare()
        serve(lambda: application_of(desk), listener, ready)


def _say(line: str, *, quiet: bool) -> None:
    if not quiet:
        terminal.say(line, err=True)
