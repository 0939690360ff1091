"""A format of our own: a line a cue, its times in seconds before it."""

import re

import subtool

CAP = subtool.Format(
    suffixes=(".cap",),
    name="CAP of our house",
    module="episode_house.cap",
    package="episode-house",
    holds=frozenset({"out-times", "overlaps"}),
    sign=r"\A\d+\.\d{3} \d+\.\d{3} \S",
)
LINE = re.compile(r"(\d+\.\d{3}) (\d+\.\d{3}) (.+)")


def read(text: str) -> subtool.Sheet:
    found = (LINE.fullmatch(line) for line in text.splitlines())
    return subtool.Sheet(
        tuple(
            subtool.Cue(
                subtool.Span(round(float(match[1]) * 1000), round(float(match[2]) * 1000)), (match[3],)
            )
            for match in found
            if match
        )
    )


def write(sheet: subtool.Sheet) -> str:
    return "".join(
        f"{cue.span.start_ms / 1000:.3f} {cue.span.end_ms / 1000:.3f} {cue.text}\n" for cue in sheet
    )
