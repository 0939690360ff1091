"""A contact sheet as one web page that holds its pictures. It needs no script, and reads well without pictures."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from subtool.model import Role
from subtool.text.counting import counted
from subtool.text.page_shell import PageShell, film_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from PIL.Image import Image

    from subtool.reports.contact_sheet.tile import Heading, Tile

QUALITY = 82  # of JPEG: letters burned in stay clean


def write(file: BinaryIO, tiles: Iterable[Tile], heading: Heading, columns: int | None, shown: int) -> None:
    """Write the page a tile at a time, so that a long film takes no more memory than a short one."""
    file.writelines(f"{part}\n".encode("utf-8", "replace") for part in _parts(tiles, heading, columns, shown))


def _parts(tiles: Iterable[Tile], heading: Heading, columns: int | None, shown: int) -> Iterator[str]:
    css = files(__package__).joinpath("contacts.css").read_text("utf-8")
    name, title = escape(heading.film), escape(heading.title or heading.film)
    shell = PageShell(f"Contact sheet: {heading.title or heading.film}", css, "contacts")
    before, after = shell.around()
    yield before.rstrip("\n")
    count = f"{shown} of {heading.cues} cues" if shown != heading.cues else counted(shown, "cue")
    yield f'<header>\n<h1>{title}</h1>\n<p>{name}<span aria-hidden="true"> · </span>{count}</p>\n</header>'
    fixed = f' style="--columns: {columns}"' if columns else ""
    yield f'<main>\n<ol class="sheet{" fixed" if columns else ""}"{fixed}>'
    language = escape(heading.language, quote=True)
    for tile in tiles:
        yield _figure(tile, language, heading.film)
    yield f"</ol>\n</main>{after.rstrip()}"


def _figure(tile: Tile, language: str, film: str) -> str:
    cue = tile.cue
    what = cue.timing if cue.role is Role.SPEECH else cue.role
    width, height = tile.frame.size
    lines = "<br>".join(escape(line) for line in cue.lines)
    return (
        f'<li id="cue-{tile.number}" value="{tile.number}"><figure>\n'
        f'<img src="{_data(tile.frame)}" width="{width}" height="{height}" alt="Frame of cue {tile.number}" '
        f'loading="lazy" decoding="async">\n<figcaption><p class="facts"><a href="#cue-{tile.number}">'
        f'<b>{tile.number}</b></a> <span class="times">{film_time(film, cue.span.start_ms, tile.times)}</span> '
        f'<span class="verdict {what}">{what}</span></p>\n'
        f'<p class="text" dir="auto" lang="{language}">{lines}</p></figcaption>\n</figure></li>'
    )


def _data(picture: Image) -> str:
    jpeg = BytesIO()
    picture.save(jpeg, "JPEG", quality=QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{b64encode(jpeg.getvalue()).decode()}"
