"""What people type for times and ranges, as values."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import click

from subtool.timecode import CODE, Timecode, clock_ms, frame_rate, standard

BY_TIMECODE = "subtool.timecode"  # where a command's context keeps that times are the film's own
# Of the picture's width, from the left.
FOCUS = {"left": Fraction(0), "centre": Fraction(1, 2), "center": Fraction(1, 2), "right": Fraction(1)}


def time_ms(value: str) -> int:
    """`24:30`, `1:02:03.5`, `90` or `1.5s`, as milliseconds; with frames, `01:02:03:04` or `01:02:03;04`, too.

    Frames are counted at the command's `--fps`, or as those of its film (the argument VIDEO, taken eagerly); with
    `--timecode`, from the film's own time code.
    """
    if CODE.fullmatch(value.strip()):
        return _of_frames(value)
    ms = clock_ms(value)
    if ms is None:
        raise click.BadParameter(
            f"'{value}' is not a time; write 24:30, 1:02:03.5 or 90s, or 01:02:03:04 with frames"
        )
    return ms


def _of_frames(value: str) -> int:
    typed = click.get_current_context().params
    fps = typed.get("fps")
    if isinstance(typed.get("video"), Path):
        from subtool.media.read.probe import probe

        if click.get_current_context().meta.get(BY_TIMECODE):
            from subtool.media.read.start_timecode import ms_of

            return ms_of(probe(typed["video"]), value)
        rate = probe(typed["video"]).fps
        fps = standard(rate) if rate else None
    if not isinstance(fps, Fraction):
        raise click.BadParameter(f"'{value}' counts frames: say how many a second has, as in --fps 29.97")
    try:
        return Timecode.parse(value, fps).ms
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def moment(value: str) -> tuple[str, int]:
    """`words said=00:03:10`, as the words and the time."""
    words, equals, time = value.rpartition("=")
    if not equals or not words.strip():
        raise click.BadParameter(f"'{value}' names no moment; write words said=00:03:10")
    return words.strip(), time_ms(time)


def pair(value: str) -> tuple[int, int]:
    """`12=14`, as two numbers from 1."""
    match = re.fullmatch(r"\s*0*([1-9]\d{0,8})\s*=\s*0*([1-9]\d{0,8})\s*", value)
    if not match:
        raise click.BadParameter(f"'{value}' is not a pair of sentences; write 12=14")
    return int(match[1]), int(match[2])


def place(value: str) -> tuple[str, int]:
    """`0:05`, or `words said=0:12`, as the words, if there are any, and the time."""
    return moment(value) if "=" in value else ("", time_ms(value))


def decibels(value: str) -> float:
    """`12dB` or `12`, from 0 to 60."""
    match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(?:dB)?", value.strip(), re.IGNORECASE)
    result = float(match[1].replace(",", ".")) if match else -1.0
    if not 0 <= result <= 60:
        raise click.BadParameter(f"'{value}' is not a level; write 12dB, from 0 to 60")
    return result


def speaker(value: str) -> tuple[str, str]:
    """`IVANOV=m3`, as the speaker in capitals and the voice; `m3` alone is the narrator's."""
    name, _, voice = value.rpartition("=")
    return name.strip().upper(), voice.strip()


def cue_ranges(value: str) -> tuple[tuple[int, int], ...]:
    """`12-18,20`: numbers of the first and the last cue, parted by commas."""
    from subtool.cues.find import ranges

    found = ranges(value)
    if found is None:
        raise click.BadParameter(f"'{value}' is not a range of cues; write 12, 12-18 or 12-18,20")
    return found


def suffixes_of(value: str) -> tuple[str, ...]:
    """`.mp4,.srt`: a film's suffix, and others; the film first."""
    from subtool.cli import filing

    suffixes = [f".{part.strip().removeprefix('.')}" for part in value.split(",")]
    films = [suffix for suffix in suffixes if suffix in filing.films()]
    films = films or [suffix for suffix in suffixes if suffix in filing.previews()]
    if len(films) != 1 or len(set(suffixes)) < len(suffixes) or "." in suffixes:
        raise click.BadParameter(f"'{value}' names no film; write .mp4, or .mp4,.srt,.png")
    return (*films, *(suffix for suffix in suffixes if suffix not in films))


def milliseconds(value: str) -> int:
    """A time as above, or `10ms`."""
    match = re.fullmatch(r"(\d{1,12})\s*ms", value.strip())
    return int(match[1]) if match else time_ms(value)


def duration_ms(value: str) -> int:
    """A time as above, with a sign for earlier: `-1.5s`."""
    plain = value.strip()
    return -time_ms(plain[1:]) if plain.startswith(("-", "−")) else time_ms(plain.removeprefix("+"))


def ratio(value: str) -> Fraction:
    """`25/23.976` or `1.001`: new time by old time; frame rates are exact."""
    over, slash, under = value.partition("/")
    try:
        result = frame_rate(over) / frame_rate(under) if slash else Fraction(value.strip())
    except (ValueError, ZeroDivisionError):
        result = Fraction(0)
    if not Fraction(1, 10) <= result <= 10:
        raise click.BadParameter(f"'{value}' is not a ratio; write 25/23.976 or 1.001")
    return result


def share(value: str) -> float:
    """`90%` or `0.9`, from 0 to 1."""
    match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(%?)", value.strip())
    result = float(match[1].replace(",", ".")) / (100 if match[2] else 1) if match else 2.0
    if result > 1:
        raise click.BadParameter(f"'{value}' is not a share; write 90% or 0.9")
    return result


def frames_a_second(value: str) -> Fraction:
    """`25`, `23.976` or `24000/1001`, exactly."""
    try:
        return frame_rate(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def rule_codes(value: str) -> frozenset[str]:
    """Codes of `check`, parted by commas."""
    from subtool.checks.problem import renamed, rules

    typed = (code.strip() for code in value.split(","))
    codes = frozenset(renamed().get(code, code) for code in typed if code)
    unknown = sorted(codes - rules().keys())
    if unknown:
        raise click.BadParameter(f"there is no rule '{unknown[0]}'; `subtool check --list` has all")
    return codes


def size(value: str) -> tuple[int, int]:
    """`1280x720`, the width and the height of a film in pixels, both even."""
    match = re.fullmatch(r"(\d{1,9})\s*[x×:]\s*(\d{1,9})", value.strip(), re.IGNORECASE)
    result = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(64 <= side <= 8192 and side % 2 == 0 for side in result):
        raise click.BadParameter(
            f"'{value}' is not a size of a film; write 1280x720, in even numbers from 64 to 8192"
        )
    return result


def shape_of(value: str) -> Fraction:
    """`9:16`: the width of a picture in its heights."""
    match = re.fullmatch(r"\s*(\d{1,4}(?:\.\d{1,4})?)\s*[:x/]\s*(\d{1,4}(?:\.\d{1,4})?)\s*", value)
    shape = Fraction(match[1]) / Fraction(match[2]) if match and Fraction(match[2]) else Fraction(0)
    if not Fraction(1, 4) <= shape <= 4:
        raise click.BadParameter(f"'{value}' is not a shape of a picture; write 9:16, 1:1, 4:5 or 16:9")
    return shape


def focus_of(value: str) -> Fraction | None:
    """`left`, `x=0.3`: what is kept of a film that is cut; None for all of it, before a blurred ground."""
    if value == "blur":
        return None
    if value in FOCUS:
        return FOCUS[value]
    match = re.fullmatch(r"[xy]=(0?\.\d{1,4}|[01](?:\.0*)?)", value)
    if not match:
        raise click.BadParameter(
            f"'{value}' is not a place in a picture; write left, centre, right, x=0.3 or blur"
        )
    return Fraction(match[1])
