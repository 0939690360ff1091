"""The fonts text is burned in with: what they are called, what they hold, and nothing else on the machine."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fontTools.ttLib import TTFont

    from subtool.model import Cue

# A renderer shows no glyph for these (controls, direction marks, joiners) and can make the spaces itself.
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Font:
    """A font file and the family name in it."""

    path: Path
    family: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of subtitles and of footnotes."""

    subtitles: Font
    notes: Font

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys((self.subtitles.path, self.notes.path)))


def load(path: Path | None = None) -> Fonts:
    """The font at `path` for everything, or the one subtool brings along.

    Raises:
        MediaError: there is no such file, or it is no font.
    """
    if path:
        font = _font(path)
        return Fonts(font, font)
    from font_source_sans_pro import font_files_ttf as files

    return Fonts(_font(Path(files["SourceSansProSemibold"])), _font(Path(files["SourceSansPro"])))


def missing_glyphs(texts: Iterable[str], path: Path) -> tuple[str, ...]:
    """The characters of these texts that the font at `path` cannot show, in the order they appear.

    Raises:
        MediaError: there is no such file, or it is no font.
    """
    with opened(path) as font:
        has = font.getBestCmap() or {}
    return tuple(
        char
        for char in dict.fromkeys(char for text in texts for char in text)
        if ord(char) not in has and unicodedata.category(char) not in INVISIBLE
    )


def require_glyphs(cues: Iterable[Cue], font: Font) -> None:
    """Refuse cues that would be burned in with holes: the renderer would not say so.

    Raises:
        MediaError: the font lacks a character; the message names it and the first cue that has it.
    """
    cues = tuple(cues)
    missing = missing_glyphs((cue.text for cue in cues), font.path)
    if not missing:
        return
    first = next(cue for cue in cues if missing[0] in cue.text)
    seconds = first.span.start_ms // 1000
    named = ", ".join(f"{char} ({_name(char)})" for char in missing[:NAMES_SHOWN])
    more = f" and {len(missing) - NAMES_SHOWN} more" if len(missing) > NAMES_SHOWN else ""
    raise MediaError(
        f"the font {font.family} has no glyph for {named}{more}, first in the cue at"
        f" {seconds // 60}:{seconds % 60:02}",
        hint="name a font file that has it with --font FILE",
    )


def fontconfig(folder: str = "fonts") -> str:
    """The text of a fonts.conf that knows one folder beside it, and no other font of the machine."""
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f'<fontconfig>\n  <dir prefix="relative">{folder}</dir>\n'
        f'  <cachedir prefix="relative">{folder}</cachedir>\n</fontconfig>\n'
    )


@contextmanager
def opened(path: Path) -> Iterator[TTFont]:
    """A font file, or the first font of a collection.

    Raises:
        MediaError: there is no such file, or it is no font.
    """
    from fontTools.ttLib import TTFont, TTLibError

    at = Place(str(path))
    try:
        with path.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
            yield font
    except FileNotFoundError as error:
        raise MediaError("no such font file", at=at, hint="check the name and the folder") from error
    except (TTLibError, OSError) as error:
        raise MediaError(
            "is no font that can be read", at=at, hint="name a .ttf, .otf or .ttc file"
        ) from error


def _font(path: Path) -> Font:
    with opened(path) as font:
        family = font["name"].getBestFamilyName() if "name" in font else None
        legacy = font["name"].getDebugName(1) if "name" in font else None
    name = legacy or family
    if not name:
        raise MediaError("is a font without a name", at=Place(str(path)), hint="name another font file")
    return Font(path, name)


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
