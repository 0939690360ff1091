"""The frames of an animatic, one after the other. moviepy composes them; no more than two shots are held at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.storyboard import album, cards, moves
from subtool.storyboard.board import Seen
from subtool.storyboard.moviepy_loader import moviepy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from pathlib import Path

    from moviepy import VideoClip
    from numpy.typing import NDArray
    from PIL.Image import Image

    from subtool.storyboard.board import Shot
    from subtool.storyboard.cards import Type

FADE_S = 0.5  # of a card, from and to black
DISSOLVE_S = 0.6  # from picture to picture


@dataclass(frozen=True, slots=True)
class Reel:
    """Shots, the pictures in them, and the film they are to become."""

    shots: Sequence[Shot]
    pictures: Sequence[Path]
    type: Type
    fps: Fraction

    @property
    def length(self) -> int:
        """In frames."""
        return self._frame(self.shots[-1].span.end_ms)

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """Every frame, in red, green and blue.

        Raises:
            MediaError: a picture cannot be read.
        """
        before: VideoClip | None = None
        for number, shot in enumerate(self.shots):
            first, last = self._frame(shot.span.start_ms), self._frame(shot.span.end_ms)
            clip = self._clip(number)
            over = (
                before is not None
                and shot.seen is Seen.PICTURE
                and self.shots[number - 1].seen is Seen.PICTURE
            )
            for index in range(last - first):
                seconds = float(index / self.fps)
                frame = _eight_bits(clip.get_frame(seconds))
                if over and before is not None and seconds < DISSOLVE_S:
                    frame = _between(
                        _eight_bits(before.get_frame(before.duration + seconds)), frame, seconds / DISSOLVE_S
                    )
                yield frame
            before = clip

    def _frame(self, at_ms: int) -> int:
        return round(at_ms * self.fps / 1000)

    def _clip(self, number: int) -> VideoClip:
        movie = moviepy()

        shot = self.shots[number]
        seconds = shot.span.duration_ms / 1000
        if shot.picture is not None:
            picture = album.picture(self.pictures[shot.picture], self.type.size)
            seen = moves.move(picture, self.type.size, seconds + DISSOLVE_S, number)
            clip = movie.VideoClip(seen, duration=seconds)
        else:
            behind = self._behind() if shot.seen is Seen.TITLE else None
            clip = movie.ImageClip(cards.card(shot, self.type, behind), duration=seconds)
        fades = [movie.vfx.FadeIn(min(FADE_S, seconds / 2))] if self._opens(number) else []
        if self._closes(number):
            fades.append(movie.vfx.FadeOut(min(FADE_S, seconds / 2)))
        return clip.with_effects(fades)

    def _opens(self, number: int) -> bool:
        """Whether a shot comes out of black: the first, titles and sections, and what follows those."""
        return number == 0 or bool(
            {Seen.TITLE, Seen.SECTION} & {shot.seen for shot in self.shots[number - 1 : number + 1]}
        )

    def _closes(self, number: int) -> bool:
        return number + 1 == len(self.shots) or self._opens(number + 1)

    def _behind(self) -> Image | None:
        """The first picture of the film, as a frame of it."""
        from PIL.Image import fromarray

        first = next((shot.picture for shot in self.shots if shot.picture is not None), None)
        if first is None:
            return None
        picture = album.picture(self.pictures[first], self.type.size)
        return fromarray(moves.move(picture, self.type.size, 1.0, 0)(0.0))


def _between(before: NDArray[np.uint8], after: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    weight = round(share * 256)
    mixed = before.astype(np.uint16) * (256 - weight) + after.astype(np.uint16) * weight
    return (mixed >> 8).astype(np.uint8)


def _eight_bits(frame: NDArray[Any]) -> NDArray[np.uint8]:
    """A fade makes fractions of a picture."""
    return frame if frame.dtype == np.uint8 else np.round(frame).astype(np.uint8)
