"""Times of TTML (TTML2 §12.3, TTML1 §10.3 and appendix N): clock times, offsets and what is meant by them.

What is common but not valid is read, and remarked on; what cannot be read is never taken for 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VALID_CLOCK = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d|60)(?:\.(\d+)|:(\d{2,})(?:\.(\d+))?)?", re.ASCII)
OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)", re.ASCII)
LOOSE_CLOCK = re.compile(
    r"(?:(\d{1,9}):)?(\d{1,9}):(\d{1,9})(?:[.,](\d{0,30})|[:;](\d{1,9})(?:\.(\d{1,9}))?)?\s*s?", re.ASCII
)
DOTTED = re.compile(r"(\d{1,2})\.(\d{2})\.(\d{2})(?=[.,:]\d)", re.ASCII)  # 00.00.01.500
WALL = re.compile(
    r"wallclock\(\s*[\"']?(?:\d{4,}-\d\d-\d\d)?T?(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)[\"']?\s*\)", re.ASCII
)
BARE = re.compile(r"\d{1,12}(?:[.,]\d{0,30})?|[.,]\d{1,30}", re.ASCII)
LOOSE_OFFSET = re.compile(
    r"(\d{1,18}(?:[.,]\d{0,30})?|[.,]\d{1,30})\s*(h|ms|m|s|f|t)[a-z]*", re.ASCII | re.IGNORECASE
)
# Seconds (TTML, "offset-time").
UNITS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
LONGEST_TIME = 40  # characters of a time
THOUSANDTHS = 3  # digits
LATEST_S = 1000 * 3600  # no film is longer


@dataclass(frozen=True, slots=True)
class TtmlTime:
    """A time as it is meant, in seconds, and what was not valid about it."""

    seconds: Fraction
    odd: str = ""


@dataclass(frozen=True, slots=True)
class TtmlClock:
    """How a document counts: the `ttp:` parameters of its root."""

    base: str = "media"  # or "smpte", "clock"
    frame_rate: Fraction = Fraction(30)
    multiplier: Fraction = Fraction(1)
    sub_frames: int = 1
    ticks: Fraction = Fraction(1)
    drop: str = "nonDrop"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> TtmlClock:
        """From the parameters of the root element, each by its name; one that cannot be is passed over."""
        frame_rate = _number(given.get("frameRate")) or Fraction(30)
        sub_frames = int(_number(given.get("subFrameRate")) or 1)
        default_ticks = frame_rate * sub_frames if _number(given.get("frameRate")) else Fraction(1)
        return cls(
            base=given.get("timeBase", "media").strip(),
            frame_rate=frame_rate,
            multiplier=_multiplier(given.get("frameRateMultiplier", "")),
            sub_frames=sub_frames,
            ticks=_number(given.get("tickRate")) or default_ticks,
            drop=given.get("dropMode", "nonDrop").strip(),
        )

    @property
    def effective_rate(self) -> Fraction:
        return self.frame_rate * self.multiplier

    def time(self, text: str) -> TtmlTime | None:
        """The time that an attribute says, or None where nobody can tell or it is later than any film."""
        result = self._time(text) if len(text) <= LONGEST_TIME else None
        return result if result and result.seconds <= LATEST_S else None

    def _time(self, text: str) -> TtmlTime | None:
        if match := VALID_CLOCK.fullmatch(text):
            hours, minutes, seconds, fraction, frames, part = match.groups()
            if not frames or int(frames) < self.frame_rate:
                return TtmlTime(self._clock((hours, minutes, seconds), fraction, frames, part))
        if match := OFFSET.fullmatch(text):
            return TtmlTime(self._offset(Fraction(match[1]), match[2]))
        if match := WALL.fullmatch(text.strip()):
            clock = match[1] if match[1].count(":") > 1 else f"{match[1]}:00"
            time = self._time(clock)
            return replace(time, odd="it is the time of day, whatever the date") if time else None
        return self._loose(text.strip().removeprefix("+"))

    def _loose(self, text: str) -> TtmlTime | None:
        if match := LOOSE_CLOCK.fullmatch(DOTTED.sub(r"\1:\2:\3", text)):
            hours, minutes, seconds, fraction, frames, part = match.groups()
            odd = "a time is written 00:00:01.000"
            if frames and len(frames) == THOUSANDTHS and not part and int(frames) >= self.frame_rate:
                fraction, frames = frames, None
                odd = f"there are no {fraction} frames in a second, so they are thousandths"
            return TtmlTime(self._clock((hours or "0", minutes, seconds), fraction, frames, part), odd)
        if match := LOOSE_OFFSET.fullmatch(text):
            value = _decimal(match[1])
            return TtmlTime(self._offset(value, match[2].lower()), "an offset is written 1.5s")
        if BARE.fullmatch(text):
            return TtmlTime(_decimal(text), "its unit is missing: it is taken for seconds")
        return None

    def _offset(self, value: Fraction, unit: str) -> Fraction:
        match unit:
            case "f":
                return value / self.effective_rate
            case "t":
                return value / self.ticks
            case _:
                return value * UNITS[unit]

    def _clock(
        self, parts: tuple[str, ...], fraction: str | None, frames: str | None, part: str | None
    ) -> Fraction:
        hours, minutes, seconds = map(int, parts)
        whole = (hours * 60 + minutes) * 60 + seconds
        if frames is None:
            return whole + Fraction(int(fraction or 0), 10 ** len(fraction or ""))
        counted = int(frames) + self._part(part or "0")
        if self.base != "smpte":
            return whole + counted / self.effective_rate
        return (whole * self.frame_rate + counted - self._dropped(hours, minutes)) / self.effective_rate

    def _part(self, digits: str) -> Fraction:
        """A part of a frame, in sub-frames; where there are no such, as decimals."""
        whole = self.sub_frames if int(digits) < self.sub_frames else 10 ** len(digits)
        return Fraction(int(digits), whole)

    def _dropped(self, hours: int, minutes: int) -> int:
        """The frame numbers left out before this minute (TTML1 appendix N)."""
        match self.drop:
            case "dropNTSC":
                return (hours * 54 + minutes - minutes // 10) * 2
            case "dropPAL":
                return (hours * 27 + minutes // 2 - minutes // 20) * 4
            case _:
                return 0


def _decimal(text: str) -> Fraction:
    """`1.5`, `1,5`, `1.` and `.5`."""
    return Fraction(f"0{text}0".replace(",", ".") if set(text) & set(".,") else text)


def _number(text: str | None) -> Fraction | None:
    if text is None or not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text.strip(), re.ASCII):
        return None
    value = Fraction(text.strip())
    return value if value > 0 else None


def _multiplier(text: str) -> Fraction:
    """`1000 1001`; TTML 1 of 2006 wrote `1000:1001`."""
    numbers = [int(number) for number in re.findall(r"\d{1,9}", text)]
    match numbers:
        case [above, under] if above and under:
            return Fraction(above, under)
        case [above] if above:
            return Fraction(above)
        case _:
            return Fraction(1)
