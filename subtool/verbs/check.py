"""Sheets checked against what they are handed in under: house style, film and font joined to the checks."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from subtool import checks
from subtool.checks.context import CheckContext, Glyphs
from subtool.cues.timing.frame_grid import Grid, with_picture
from subtool.disk import atomic
from subtool.errors import OutputError, Place
from subtool.model import DEFAULT_FPS, silent
from subtool.styles import houses
from subtool.styles.for_language import style_for
from subtool.text.language import language_of
from subtool.verbs.files import as_sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from subtool.checks.fix import CueMend, Fixed
    from subtool.checks.problem import Problem
    from subtool.media.read.probe import Film
    from subtool.model import Progress, Sheet
    from subtool.styles.house_style import HouseStyle

UNTOLD = "en"  # the language of sheets from files that do not say theirs


def check(
    sheet: Sheet | str | Path, profile: str = houses.DEFAULT, *, delivery: CheckContext | None = None
) -> list[Problem]:
    """Every breach of a house style, in the order of the cues.

    `profile` is a style's name or file; `delivery` says more of what the cues are handed in against, as its film.

    Raises:
        StyleError: there is no such house style.
    """
    sheet = as_sheet(sheet)
    return checks.check(sheet, delivery or check_context(sheet, profile))


def fix(
    sheet: Sheet | str | Path,
    profile: str = houses.DEFAULT,
    *,
    delivery: CheckContext | None = None,
    codes: Collection[str] | None = None,
) -> Fixed:
    """The sheet with all mended that has one right answer, each change, and the problems that are left.

    No word is altered. A mend is only made where it adds no other problem. `codes` are those to mend; all without.

    Raises:
        StyleError: there is no such house style.
    """
    sheet = as_sheet(sheet)
    from subtool.checks.fix import fix as mend

    return mend(sheet, delivery or check_context(sheet, profile), codes)


def report(  # noqa: PLR0913 - as `against`
    sheet: Sheet | str | Path,
    problems: Iterable[Problem],
    path: str | Path,
    *,
    delivery: CheckContext,
    name: str = "",
    changes: Iterable[CueMend] = (),
    force: bool = False,
) -> None:
    """Write what was found in the file called `name`: an HTML page, a table (.csv), or a form to send back (.txt).

    Raises:
        OutputError: the file exists and `force` is not set, cannot be written, or bears another suffix.
    """
    from subtool.reports.check import Findings, form, page, table

    sheet, path = as_sheet(sheet), Path(path)
    written = {".html": page, ".htm": page, ".csv": table, ".txt": form}.get(path.suffix.lower())
    if written is None:
        hint = "use .html, .csv or .txt (a form to send back)"
        raise OutputError("the suffix is not that of a report", at=Place(str(path)), hint=hint)
    atomic.refuse_existing(path, force=force)
    found = Findings(name or sheet.title, sheet, delivery, tuple(problems), tuple(changes))
    atomic.save_text(path, written(found))


def check_context(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    profile: str = houses.DEFAULT,
    *,
    language: str | None = None,
    video: str | Path | None = None,
    fps: Fraction | None = None,
    font: str | Path | None = None,
    progress: Progress = silent,
) -> CheckContext:
    """What a sheet is checked against: a style, the film's frames and shot changes, and a font's glyphs.

    Frames are those of `video`, else `fps` a second, else 25. Glyphs are asked of a `font` where one is named: a file
    that is handed in as text is shown with the fonts of whoever shows it.

    Raises:
        StyleError: there is no such house style.
        MediaError: the film or the font cannot be read.
    """
    sheet = as_sheet(sheet)
    style = houses.house_style(profile)
    language = language or style_language(sheet, style)
    grid, film_ms = Grid(fps or DEFAULT_FPS), sheet.media.duration_ms if sheet.media else None
    if video:
        from subtool.media.read.probe import probe, require_picture
        from subtool.media.read.shot_changes import find as find_shots

        film = probe(Path(video))
        require_picture(film)
        grid, film_ms = grid_of(film, find_shots(film.path, progress=progress)), film.duration_ms
    return CheckContext(
        style=style,
        grid=grid,
        classes=houses.word_classes(language),
        language=language,
        film_ms=film_ms,
        glyphs=_glyphs(sheet, Path(font)) if font else None,
    )


def grid_of(film: Film, shots: tuple[Fraction, ...]) -> Grid:
    """The frames of a film, with its shot changes."""
    from subtool.media.read.demux import frame_times

    times = frame_times(film.path).times
    return with_picture(film.fps or DEFAULT_FPS, times, Fraction(film.duration_ms, 1000), shots)


def style_language(sheet: Sheet, style: HouseStyle | None = None) -> str:
    """The language of the text: as its script says it, else the one the style is for, else found from its letters."""
    if sheet.language != UNTOLD or any(cue.source for cue in sheet.cues):
        return sheet.language
    if style and style.language:
        return style.language
    return language_of("\n".join(cue.text for cue in sheet.cues))


def profile_of(sheet: Sheet, language: str | None = None) -> str:
    """The house style of a sheet for which none is named: that it was made for, else the Netflix style of its language.

    Raises:
        StyleError: the sheet names one that there is not.
    """
    own = own_profile(sheet)
    if own:
        houses.house_style(own)
        return own
    return style_for(language or style_language(sheet))


def own_profile(sheet: Sheet) -> str:
    """The house style that a sheet says it was made for; nothing where it says none."""
    own = json.loads(dict(sheet.extra).get("profile", '""'))
    return own if isinstance(own, str) else ""


def fixable(sheet: Sheet, delivery: CheckContext, problems: Sequence[Problem]) -> list[Problem]:
    """The problems, `fixable` only where `fix` does away with them."""
    from subtool.checks.fix import promised

    return promised(sheet, delivery, problems)


def _glyphs(sheet: Sheet, font: Path) -> Glyphs:
    from subtool.onscreen import fonts

    typeface = fonts.only(font)
    missing = typeface.missing(cue.text for cue in sheet.cues)
    return Glyphs(typeface.faces[0].family, frozenset(missing))
