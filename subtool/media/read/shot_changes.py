"""Where shots change in a film: its hard cuts, exact to the frame.

The film is decoded into tiny pictures, and each is compared with the one before: what changed in it, as a share
of what there is to see in it, so that a dark or a pale film counts as a bright one does. A cut stands out from
the frames around it, which motion and grain do not; and what was there before does not come back, as it does
after a flash. `benchmarks/shots.py` measures this against the detectors of ffmpeg and PySceneDetect.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from subtool.media.read.demux import ORDER_ONLY
from subtool.media.read.probe import (
    main_picture,
    opened,
    probe,
    require_picture,
    take_unknown_for_unsaid,
)
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from subtool.model import Progress

    Pictures = NDArray[np.float32]  # frame, plane, row, column

WIDTH, HEIGHT = 48, 27  # detail enough to tell two pictures of one place; motion and grain are averaged away
PLANES = np.array([0.6, 0.2, 0.2], np.float32)  # brightness says more than the two of colour
DARKEST = 3.0  # of 255: contrast below this is noise, not a picture
FLAT = 12.0  # of 255: a card of less contrast than this is known by its colour
CHANGED = 0.22  # of the contrast must change in a cut ...
STANDS_OUT = 2.2  # ... and this many times more than in the frames around it
AROUND = 4  # frames on each side
FLASH = 4  # frames after which a flash is over
CAME_BACK = 0.5  # of the change is undone when it was a flash
MIXED = 1  # a frame of two shots, as interlacing and a change of rate leave behind, begins the second one
MARGIN = AROUND + FLASH + 1  # frames that must be known on each side of a judged one
BATCH = 512  # frames held at once


def find(path: Path, *, progress: Progress = silent) -> tuple[Fraction, ...]:
    """When the frames are shown that begin a new shot, in seconds from the container's start.

    Raises:
        MediaError: there is no such film, or it has no picture.
    """
    film = probe(path)
    require_picture(film)
    found: list[Fraction] = []
    times: list[Fraction] = []
    small: list[NDArray[np.uint8]] = []
    for time, picture in pictures(path):
        times.append(time)
        small.append(picture)
        if len(small) == BATCH:
            found += _found(times, small, last=False)
            del times[: -2 * MARGIN], small[: -2 * MARGIN]
            progress("looking for shot changes", min(1.0, float(time) * 1000 / max(1, film.duration_ms)))
    found += _found(times, small, last=True)
    return tuple(dict.fromkeys(found))


def changes(tiny: NDArray[np.uint8]) -> list[int]:
    """The numbers of the pictures (frame, plane, row, column) that begin a new shot."""
    if len(tiny) < 2:
        return []
    film = tiny.astype(np.float32)
    change = np.array([0.0, *_change(film[:-1], film[1:])])
    cuts = [index for index in np.flatnonzero(change > CHANGED).tolist() if _is_cut(film, change, index)]
    return [index for before, index in pairwise([-MIXED - 1, *cuts]) if index - before > MIXED]


def _found(times: list[Fraction], small: list[NDArray[np.uint8]], *, last: bool) -> list[Fraction]:
    """The cuts in a batch, but for those near its end, which the next batch sees whole."""
    within = len(small) if last else len(small) - MARGIN
    return [times[index] for index in changes(np.array(small)) if index < within]


def _change(one: Pictures, other: Pictures) -> NDArray[np.float32]:
    """How much of what there is to see differs between pictures, pair by pair; 1 is all of it."""
    means, details = zip(*map(_taken_apart, (one, other)), strict=True)
    contrast = np.sqrt(sum((detail**2).mean((2, 3)) for detail in details) / 2)
    detail = np.abs(details[0] - details[1]).mean((2, 3)) / np.maximum(DARKEST, contrast)
    colour = np.abs(means[0] - means[1]) / FLAT * np.maximum(0, 1 - contrast / FLAT)
    return np.asarray((detail + colour) @ PLANES, np.float32)


def _taken_apart(pictures: Pictures) -> tuple[Pictures, Pictures]:
    """The mean of each plane, and what differs from it: a change of exposure is none of the picture."""
    means = pictures.mean((2, 3))
    return means, pictures - means[..., None, None]


def _is_cut(film: Pictures, change: NDArray[np.float64], index: int) -> bool:
    around = np.sort([*change[max(1, index - AROUND) : index], *change[index + 1 : index + 1 + AROUND]])
    calm = around[:-1].mean() if len(around) > 1 else 0.0  # without the greatest, which may be a flash
    if change[index] < STANDS_OUT * calm:
        return False
    befores = range(max(0, index - FLASH + 1), index)
    afters = range(index, min(len(film), index + FLASH + 1))
    pairs = [(b, a) for b in befores for a in afters if a - b > 1]
    if not pairs:
        return True
    before, after = (list(numbers) for numbers in zip(*pairs, strict=True))
    return bool(_change(film[before], film[after]).min() > CAME_BACK * change[index])


def pictures(path: Path) -> Iterator[tuple[Fraction, NDArray[np.uint8]]]:
    """Each frame of a film, tiny, with its time in seconds. A film that breaks off ends where it breaks."""
    import av

    with opened(path) as container:
        stream = main_picture(container)
        assert stream
        stream.thread_type = "AUTO"
        stream.codec_context.options = {"skip_loop_filter": "all"}  # a fifth of the cost, for looks alone
        origin = Fraction(container.start_time or 0, av.time_base)
        try:
            for frame in container.decode(stream):
                stamp = frame.dts if container.format.name in ORDER_ONLY else frame.pts
                if stamp is None or frame.time_base is None:
                    continue
                take_unknown_for_unsaid(frame)
                tiny = frame.reformat(WIDTH, HEIGHT, "yuv444p", interpolation="AREA")
                yield stamp * frame.time_base - origin, tiny.to_ndarray().astype(np.uint8, copy=False)
        except av.FFmpegError:
            return
