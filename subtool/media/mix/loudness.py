"""How loud a sound is, by EBU R 128 (ITU-R BS.1770-5, EBU Tech 3342), as ffmpeg measures it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from subtool.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

LOUD_LOG = ("-hide_banner", "-v", "info")  # the meter speaks in the log
FIGURES = {
    name: re.compile(rf"^{label}:\s+(-?[\d.]+|-?inf|nan)\s+{unit}$")
    for name, label, unit in (("integrated", "I", "LUFS"), ("range", "LRA", "LU"), ("peak", "Peak", "dBFS"))
}
SILENCE = -69.9  # LUFS; the meter says -70 where nothing is heard


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness (LUFS), true peak (dBTP) and loudness range (LU)."""

    integrated: float
    peak: float
    range: float

    @property
    def silent(self) -> bool:
        return self.integrated < SILENCE


@dataclass(frozen=True, slots=True)
class Target:
    """What a programme is to have."""

    integrated: float
    tolerance: float
    peak: float

    def held_by(self, result: Loudness) -> bool:
        return abs(result.integrated - self.integrated) <= self.tolerance and result.peak <= self.peak


EBU_R128 = Target(integrated=-23.0, tolerance=0.5, peak=-1.0)  # EBU R 128, 2023


def heard(log: Sequence[str]) -> Loudness:
    """What the meter said last.

    Raises:
        EngineError: it said nothing.
    """
    found: dict[str, float] = {}
    for line in log:
        for name, figure in FIGURES.items():
            if match := figure.match(line.strip()):
                found[name] = -inf if match[1] in {"-inf", "nan"} else float(match[1])
    if found.keys() != FIGURES.keys():
        raise EngineError("ffmpeg did not say how loud the sound is", hint="reinstall imageio-ffmpeg")
    return Loudness(**found)
