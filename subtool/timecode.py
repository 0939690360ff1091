"""Frame rates as fractions, and the time codes that count frames (SMPTE ST 12-1). Pure and exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

SECOND_MS = 1000  # a second
HOUR_MS = 3_600_000  # an hour
DAY_HOURS = 24  # a time code counts to 24 hours (SMPTE ST 12-1)
NTSC = Fraction(1000, 1001)  # SMPTE ST 12-1: a thousandth slower
NEAR = Fraction(1, 100)  # "23.976", "23.98" and "29.97" stand for 24000/1001 and 30000/1001
FASTEST = 1000  # frames a second; a limit against nonsense, no camera for films comes near
DROP_BASES = (30, 60, 120)  # drop-frame codes count 29.97 and its multiples

RATE = re.compile(r"(\d{1,6})(?:\s*/\s*(\d{1,6})|[.,](\d{1,6}))?(?:\s*(?:fps|p))?", re.IGNORECASE)
CODE = re.compile(r"(\d{1,2})([:;])(\d{1,2})[:;](\d{1,2})([:;])(\d{1,3})")
# Nine digits: a time of thirty years in seconds; what has more is not a time, and thousands are not a number either.
CLOCK = re.compile(r"(?:(?:(\d{1,9}):)?(\d{1,9}):)?(\d{1,9}(?:[.,]\d{1,30})?)\s*s?")


def clock_ms(text: str) -> int | None:
    """`24:30`, `1:02:03.5`, `90` or `1.5s`, as milliseconds; None when it is not a time."""
    match = CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hours, minutes, seconds = match.groups()
    whole = int(hours or 0) * 3_600_000 + int(minutes or 0) * 60_000
    return whole + round(float(seconds.replace(",", ".")) * 1000)


def clock(ms: int, decimals: int = 1) -> str:
    """A time for people: `1:02:03.4`, hours and leading zeros left out where there are none.

    It is rounded, but cut where no decimals are shown, as clocks are.
    """
    unit_ms = 10 ** (3 - decimals)
    units = round(ms / unit_ms) if decimals else ms // unit_ms
    seconds, part = divmod(units, 10**decimals)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    tail = f".{part:0{decimals}}" if decimals else ""
    return f"{hours}:{minutes:02}:{seconds:02}{tail}" if hours else f"{minutes}:{seconds:02}{tail}"


def full_clock(ms: int, mark: str = ".", decimals: int = 3) -> str:
    """A time for files: `01:02:03.004`; `mark` parts the decimals."""
    unit_ms = 10 ** (3 - decimals)
    seconds, part = divmod((ms + unit_ms // 2) // unit_ms, 10**decimals)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{part:0{decimals}}"


def units_ms(hours: str | None, minutes: str | None, seconds: str | None, decimals: str | None = None) -> int:
    """A time whose units a pattern has found, in milliseconds; None is 0, and more than three decimals are cut."""
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((decimals or "0").ljust(3, "0")[:3])


def frame_rate(text: str) -> Fraction:
    """`25`, `23.976`, `29.97` or `24000/1001`, exactly.

    Raises:
        ValueError: it is not a frame rate.
    """
    match = RATE.fullmatch(text.strip())
    if not match or (match[2] and not int(match[2])):
        raise ValueError(f"'{text}' is not a frame rate; write 25, 23.976 or 24000/1001")
    whole, under, decimals = match.groups()
    rate = Fraction(int(whole), int(under)) if under else Fraction(f"{whole}.{decimals or 0}")
    if not 1 <= rate <= FASTEST:
        raise ValueError(f"'{text}' is not a frame rate; a film has 1 to {FASTEST} frames a second")
    return standard(rate) if decimals else rate


def is_nearer(later: Fraction, earlier: Fraction, time: Fraction) -> bool:
    """Whether, of two frames, the later one begins nearer to a time; just between them it does."""
    return later - time <= time - earlier


def standard(rate: Fraction) -> Fraction:
    """The rate a film is meant to have, whose average is a little off: 25 for 24.9997, 30000/1001 for 29.9703."""
    meant = min(
        (nominal(rate) * times for times in (Fraction(1), NTSC)), key=lambda candidate: abs(candidate - rate)
    )
    return meant if abs(meant - rate) < NEAR else rate


def nominal(rate: Fraction) -> int:
    """The whole number of frames that a second of a time code counts: 30 at 29.97."""
    return max(1, round(rate))


@dataclass(frozen=True, slots=True)
class Timecode:
    """A frame, numbered from 00:00:00:00, as time codes of its rate write it.

    Without `drop`, codes at 29.97 fall behind the clock by 3.6 s an hour. With it, the first two numbers of
    each minute but every tenth are left out (four at 59.94), so that they keep up with it.
    """

    frame: int
    rate: Fraction
    drop: bool = False

    def __post_init__(self) -> None:
        if self.frame < 0:
            raise ValueError(f"there is no frame {self.frame}")
        if self.drop and not (nominal(self.rate) in DROP_BASES and nominal(self.rate) * NTSC == self.rate):
            raise ValueError(
                f"drop-frame codes, with a semicolon, count 29.97 or 59.94 frames a second, not {self.rate}"
            )

    @classmethod
    def parse(cls, text: str, rate: Fraction) -> Timecode:
        """`01:02:03:04`, or `01:02:03;04` where frames are dropped.

        Raises:
            ValueError: it is not a time code, or none of this rate.
        """
        match = CODE.fullmatch(text.strip())
        if not match:
            raise ValueError(
                f"'{text}' is not a time code; write hours:minutes:seconds:frames, as in 00:03:10:12"
            )
        hours, minutes, seconds, frames = (int(match[group]) for group in (1, 3, 4, 6))
        base = nominal(rate)
        if minutes >= 60 or seconds >= 60:
            raise ValueError(f"'{text}' is not a time code: an hour has 60 minutes, a minute 60 seconds")
        if frames >= base:
            raise ValueError(
                f"'{text}' is not a time code: at {rate} a second has the frames 00 to {base - 1}"
            )
        drop = cls(0, rate, ";" in (match[2], match[5])).drop
        dropped = _dropped(rate, drop=drop)
        if drop and not seconds and frames < dropped and minutes % 10:
            raise ValueError(
                f"'{text}' does not exist: drop-frame codes leave out the frames 00 to {dropped - 1:02} of each "
                f"minute but every tenth; the next one is {text.strip()[:-2]}{dropped:02}"
            )
        minute = hours * 60 + minutes
        frame = (minute * 60 + seconds) * base + frames - dropped * (minute - minute // 10)
        return cls(frame, rate, drop)

    @property
    def seconds(self) -> Fraction:
        """When the frame is shown, from 00:00:00:00 on."""
        return self.frame / self.rate

    @property
    def ms(self) -> int:
        return round(self.seconds * SECOND_MS)

    def __str__(self) -> str:
        """`01:02:03:04`, with a semicolon before the frames where frames are dropped."""
        base, dropped = nominal(self.rate), _dropped(self.rate, drop=self.drop)
        tens, rest = divmod(self.frame, base * 600 - 9 * dropped)
        # the first minute of ten is whole; each other one lacks the dropped numbers at its start
        minutes = 0 if rest < base * 60 else 1 + (rest - base * 60) // (base * 60 - dropped)
        number = self.frame + dropped * (9 * tens + minutes)
        seconds, frames = divmod(number, base)
        mark = ";" if self.drop else ":"
        hours, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
        return f"{hours:02}:{minute:02}:{second:02}{mark}{frames:02}"


def _dropped(rate: Fraction, *, drop: bool) -> int:
    """How many numbers a minute leaves out."""
    return nominal(rate) // 15 if drop else 0
