"""The fonts text is burned in with, and nothing else on the machine: ours, those of an extra, or the user's.

Source Sans for Latin, Cyrillic and Greek; Noto Sans for the scripts and the cuts it has not; Noto Sans CJK, which is
large, where `documentary-subtool[fonts-cjk]` is installed. All are under the SIL Open Font License.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import MediaError
from subtool.model import Role
from subtool.onscreen.font_file import letters, widths
from subtool.onscreen.typeface import Typeface
from subtool.onscreen.typesetting import cuts
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.model import Cue
    from subtool.onscreen.font_file import Letters
    from subtool.onscreen.typeface import Face

NAMES_SHOWN = 3  # characters that a message names, so that it stays short
OWN, OURS, FOREIGN = range(3)  # groups: a letter is set in the first that has it
# Fonts of the collection, and the languages whose shapes of shared characters they have.
CJK = {
    "ja": "JP",
    "ko": "KR",
    "zh": "SC",
    "zh-hant": "TC",
    "zh-tw": "TC",
    "zh-hk": "TC",
    "zh-mo": "TC",
    "yue": "TC",
}
CJK_NAMES = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH")


@dataclass(frozen=True, slots=True)
class Font:
    """A cut in a font file; see `Face`."""

    path: Path
    weight: int = 0
    bold: bool = False
    italic: bool = False
    group: int = OURS
    number: int = 0  # in a collection

    @property
    def _letters(self) -> Letters:
        return letters(self.path, self.number)

    @property
    def family(self) -> str:
        return self._letters.family

    @property
    def line(self) -> float:
        return self._letters.line

    def has(self, char: str) -> bool:
        return self._letters.has(char)

    def width(self, char: str) -> float:
        return widths(self.path, self.number, self.weight)[ord(char)]


@dataclass(frozen=True, slots=True)
class Fonts:
    """The typefaces of subtitles and of footnotes."""

    subtitles: Typeface
    notes: Typeface

    def files(self, subtitles: Iterable[Cue], notes: Iterable[Cue]) -> tuple[Path, ...]:
        """The files of those that these cues are set in, titles in both."""
        cues = tuple(subtitles)
        used = [
            *_used(self.subtitles, cues),
            *_used(self.notes, [cue for cue in cues if cue.role is Role.TITLE]),
        ]
        return tuple(dict.fromkeys(face.path for face in (*used, *_used(self.notes, notes))))


def _used(typeface: Typeface, cues: Iterable[Cue]) -> Iterator[Face]:
    yield typeface.faces[0]
    for cue in cues:
        position, styles = 0, cuts(cue.lines, (cue,))
        for line in cue.lines:
            yield from typeface.set(line, styles[position : position + len(line)])
            position += len(line)


def load(own: Sequence[Path] = (), language: str = "", text: str = "") -> Fonts:
    """The fonts of the user, if there are, and ours after them for what they lack.

    Chinese, Japanese and Korean share characters and write them differently: as the language has it, or the text.

    Raises:
        MediaError: there is no such file, or it is not a font.
    """
    region = _region(language, text)
    users = tuple(_own(path) for path in own)
    return Fonts(*(Typeface((*users, *_ours(region, notes=notes))) for notes in (False, True)))


def only(path: Path) -> Typeface:
    """A font of the user with nothing after it.

    Raises:
        MediaError: there is no such file, or it is not a font.
    """
    return Typeface((_own(path),))


def _ours(region: str, *, notes: bool) -> tuple[Font, ...]:
    from font_source_sans_pro import font_files_ttf as files

    regular, bold = ("", "Bold") if notes else ("Semibold", "Black")
    weights = ((400, False), (700, True)) if notes else ((600, False), (900, True))
    sans = [
        Font(Path(files[f"SourceSansPro{name}{'It' * italic}"]), 0, name == bold, italic)
        for name in (regular, bold)
        for italic in (False, True)
    ]
    noto = _folder("manimgx_fonts")
    latin = [
        Font(noto / f"NotoSans{'-Italic' * italic}[wght].ttf", weight, bold, italic)
        for weight, bold in weights
        for italic in (False, True)
    ]
    others = sorted(
        path
        for path in noto.glob("Noto*[[]wght].ttf")
        if not path.stem.startswith(("NotoSans[", "NotoSans-"))
    )
    foreign = [Font(path, weight, bold, group=FOREIGN) for path in others for weight, bold in weights]
    return (*sans, *latin, *foreign, *_cjk(region, weights))


def _cjk(region: str, weights: Iterable[tuple[int, bool]]) -> list[Font]:
    if not has_cjk():
        return []
    [path] = _folder("manimgx_fonts_cjk").glob("*.ttc")
    number = {"JP": 0, "KR": 1, "SC": 2, "TC": 3}[region]
    return [Font(path, weight, bold, group=FOREIGN, number=number) for weight, bold in weights]


def has_cjk() -> bool:
    return find_spec("manimgx_fonts_cjk") is not None


def _folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


def _own(path: Path) -> Font:
    face = letters(path)
    widths(path)  # a damaged table of them is said before the work begins
    return Font(path, bold=face.bold, italic=face.italic, group=OWN)


def _region(language: str, text: str) -> str:
    language = language.lower()
    known = CJK.get(language) or CJK.get("-".join(language.split("-")[:2])) or CJK.get(language.split("-")[0])
    if known:
        return known
    names = [unicodedata.name(char, "") for char in set(text)]
    if any(name.startswith(("HIRAGANA", "KATAKANA")) for name in names):
        return "JP"
    return "KR" if any(name.startswith("HANGUL") for name in names) else "SC"


def require_glyphs(cues: Iterable[Cue], typeface: Typeface) -> None:
    """Refuse cues that would be burned in with holes: the renderer would not say so.

    Raises:
        MediaError: no font has a character; the message names it and the first cue that has it.
    """
    cues = tuple(cues)
    missing = typeface.missing(cue.text for cue in cues)
    if not missing:
        return
    first = next(cue for cue in cues if missing[0] in cue.text)
    named = ", ".join(f"{char} ({_name(char)})" for char in missing[:NAMES_SHOWN])
    more = f" and {len(missing) - NAMES_SHOWN} more" if len(missing) > NAMES_SHOWN else ""
    extra = any(unicodedata.name(char, "").startswith(CJK_NAMES) for char in missing) and not has_cjk()
    raise MediaError(
        f"no font has {named}{more}, first in the cue at {clock(first.span.start_ms, 0)}",
        hint="pip install 'documentary-subtool[fonts-cjk]', or name a font file that has it with --font FILE"
        if extra
        else "name a font file that has it with --font FILE",
    )


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
