"""What somebody who takes subtitles in wants them as: format, file name, frame rate, start; one TOML file each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from subtool.styles.loader import Shelf
from subtool.timecode import Timecode, standard

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "youtube"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How subtitles are handed in, from the file of that name.

    `form` is the suffix of the format, `file` the name with `{stem}` and `{language}`, `fps` the frames a second where
    the taker says it, `start` the time code of the film's first frame, `profile` the house style; without one it is
    the Netflix style of the text's language.
    """

    name: str
    title: str
    source: str
    date: str
    form: str
    file: str
    fps: float = 0.0
    start: str = ""
    profile: str = ""

    def rate(self, asked: Fraction | None) -> Fraction | None:
        """The frames a second: those asked for, else those of the delivery, if it names them."""
        return asked or (standard(Fraction(self.fps)) if self.fps else None)

    def start_ms(self, fps: Fraction) -> int:
        """When the film's first frame is."""
        return Timecode.parse(self.start, fps).ms if self.start else 0


_SHELF = Shelf("deliveries", Delivery, "delivery", "delivery", "convert --for", DEFAULT)


def names() -> tuple[str, ...]:
    """The deliveries there are."""
    return _SHELF.names()


@cache
def delivery(name: str) -> Delivery:
    """The delivery called `name`, or the one in the user's file of that name (`my-broadcaster.toml`).

    Raises:
        StyleError: there is no such delivery, or its file does not hold one.
    """
    return _SHELF.load(name)


def comments(name: str) -> Mapping[str, str]:
    """What the file of a delivery says beside each value.

    Raises:
        StyleError: there is no such delivery.
    """
    return _SHELF.comments(name)
