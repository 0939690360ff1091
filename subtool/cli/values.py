"""What people type for times and ranges, as values."""

from __future__ import annotations

import re
from typing import ClassVar

import click

CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d+)?)\s*s?")


class Clock(click.ParamType):
    """`24:30`, `1:02:03.5`, `90` or `1.5s`, as milliseconds."""

    name: ClassVar[str] = "time"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = CLOCK.fullmatch(value.strip())
        if not match:
            self.fail(f"'{value}' is no time; write 24:30, 1:02:03.5 or 90s", param, ctx)
        hours, minutes, seconds = match.groups()
        whole = int(hours or 0) * 3_600_000 + int(minutes or 0) * 60_000
        return whole + round(float(seconds.replace(",", ".")) * 1000)


class CueRange(click.ParamType):
    """`12` or `12-18`, as numbers of the first and the last cue."""

    name: ClassVar[str] = "cues"

    def convert(
        self, value: str | tuple[int, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?", value)
        if not match:
            self.fail(f"'{value}' is no range of cues; write 12 or 12-18", param, ctx)
        first = int(match[1])
        return first, int(match[2] or first)
