"""Which face each letter is set in: the first that has it, in its cut where there is one. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from subtool.onscreen.clusters import clusters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# A renderer shows no glyph for these (controls, direction marks, joiners) and can make the spaces itself.
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
# Variation selectors (Unicode, chapter 23.4).
SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
KEYCAP = "\u20e3"
STRANGE_EM = 0.6  # of a letter that no face has; a wide one is as wide as it is high
RESERVE = 1.01  # what hinting and rounding may add


class Face(Protocol):
    """A cut of a font. `weight` is what the renderer is asked for, 0 the file's own; of a lower `group` is preferred.

    `line` is the height of its line, and `width` that of a letter, in ems.
    """

    @property
    def path(self) -> Path: ...
    @property
    def weight(self) -> int: ...
    @property
    def bold(self) -> bool: ...
    @property
    def italic(self) -> bool: ...
    @property
    def group(self) -> int: ...
    @property
    def family(self) -> str: ...
    @property
    def line(self) -> float: ...
    def has(self, char: str, /) -> bool: ...
    def width(self, char: str, /) -> float: ...


class FontStyle(NamedTuple):
    """How a letter is to be set."""

    bold: bool = False
    italic: bool = False


ROMAN = FontStyle()


@dataclass(frozen=True)
class Typeface:
    """Faces, the first of which sets the size of a line; the others are as large to the eye, in higher lines."""

    faces: tuple[Face, ...]
    _picked: dict[tuple[str, FontStyle], Face | None] = field(default_factory=dict, compare=False, repr=False)

    def pick(self, cluster: str, cut: FontStyle = ROMAN) -> Face | None:
        """The face of letters that belong together; none has them all where it is None.

        In another cut than asked for rather than in a face of another group.
        """
        key = cluster, cut
        if key not in self._picked:
            self._picked[key] = self._first(cluster, cut)
        return self._picked[key]

    def _first(self, cluster: str, cut: FontStyle) -> Face | None:
        seen = [char for char in cluster if visible(char)]
        group, able = None, list[Face]()
        for face in self.faces:
            if group not in {None, face.group} and able:
                break
            group = face.group
            if all(map(face.has, seen)):
                able.append(face)
                if (face.bold, face.italic) == cut:
                    return face
        return min(able, key=lambda face: (face.italic != cut.italic, face.bold != cut.bold), default=None)

    def set(self, line: str, cuts: Sequence[FontStyle] = ()) -> list[Face]:
        """The face of each character; marks and spaces stay in the face of the word beside them, where it has them."""
        parts = clusters(line)
        position, faces = 0, list[Face | None]()
        for part in parts:
            cut = cuts[position] if cuts else ROMAN
            faces.append(self.pick(part, cut) if _is_letter(part) else None)
            position += len(part)
        result, position = list[Face](), 0
        word = next(filter(None, faces), None)
        for part, face in zip(parts, faces, strict=True):
            cut = cuts[position] if cuts else ROMAN
            word = face or word
            result += [face or self._beside(part, cut, word)] * len(part)
            position += len(part)
        return result

    def _beside(self, part: str, cut: FontStyle, word: Face | None) -> Face:
        """The face of a mark, which many have: that of the word beside it, else the first that has it."""
        fits = (
            word and (word.bold, word.italic) == cut and all(word.has(char) for char in part if visible(char))
        )
        return (word if fits else None) or self.pick(part, cut) or self.faces[0]

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters of these texts that no face has beside their letter, in the order they appear."""
        lacking = dict[str, None]()
        for part in dict.fromkeys(part for text in texts for part in clusters(text)):
            if not self.pick(part):
                face = self.pick(part[0])
                lacking |= dict.fromkeys(
                    char for char in part if visible(char) and not (face and face.has(char))
                )
        return tuple(lacking)

    def measure(self, text: str) -> float:
        """How wide a text is, in heights of a line."""
        return sum(map(self._width, text, self.set(text)))

    def _width(self, char: str, face: Face) -> float:
        if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
            return 0.0
        if face.has(char):
            em = face.width(char)
        else:  # the renderer makes a space itself, of an em at most
            wide = unicodedata.east_asian_width(char) in {"W", "F"} or char.isspace()
            em = 1.0 if wide else STRANGE_EM
        return RESERVE * em / self.faces[0].line

    def scale(self, face: Face) -> float:
        """The renderer's size of a face for letters as large as those of the first, whose size is 1."""
        return face.line / self.faces[0].line

    def height(self, text: str) -> float:
        """How high a line with this text is."""
        return max((self.scale(face) for face in set(self.set(text))), default=1.0)


def visible(char: str) -> bool:
    return unicodedata.category(char) not in INVISIBLE and char not in SELECTORS


def _is_letter(part: str) -> bool:
    """A keycap opens with a digit, and is a picture: spaces beside it are not to be set in its face."""
    return unicodedata.category(part[0])[0] in "LMN" and KEYCAP not in part
