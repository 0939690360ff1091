"""`convert --for`: files written as somebody takes them in, and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

import subtool
from subtool.cli import filing, terminal
from subtool.styles import deliveries
from subtool.text.counting import counted
from subtool.timecode import clock
from subtool.verbs.deliver import delivered_as

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes the files in, and what of it is said otherwise."""

    name: str
    start_ms: int | None
    fps: Fraction | None
    encoding: str | None
    sdh: bool
    script: Path | None
    force: bool


def hand_in(files: Sequence[Path], taking: Taking, *, quiet: bool) -> None:
    """Write each file; exit code 1 if one has problems left.

    Raises:
        StyleError: there is no such delivery.
        OutputError: a file exists.
    """
    wanted = deliveries.delivery(taking.name)
    *sources, last = files
    to_one = len(files) == 2 and not filing.is_folder(last) and last.name.lower().endswith(wanted.form)
    folder = last if sources and filing.is_folder(last) else None
    paths = [sources[0]] if to_one else filing.subtitles_in(sources if folder else files)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    sheets = [filing.read(path, encoding=taking.encoding, quiet=quiet, fps=taking.fps) for path in paths]
    targets = [
        last if to_one else (folder or path.parent) / delivered_as(sheet, path, taking.name)
        for path, sheet in zip(paths, sheets, strict=True)
    ]
    filing.claim_cues(targets, force=taking.force)
    poor = False
    for sheet, target in zip(sheets, targets, strict=True):
        done = subtool.deliver(
            sheet,
            target,
            taking.name,
            start_ms=taking.start_ms,
            fps=taking.fps,
            sdh=taking.sdh,
            script=taking.script,
            force=taking.force,
        )
        poor = poor or bool(done.problems)
        if not quiet:
            _tell(done, wanted, taking)
    click.get_current_context().exit(1 if poor else 0)


def _tell(done: subtool.Delivered, wanted: deliveries.Delivery, taking: Taking) -> None:
    rate = wanted.rate(taking.fps)
    begin = f"{clock(taking.start_ms)}" if taking.start_ms is not None else wanted.start
    facts = [
        wanted.title,
        *([f"{float(rate):g} frames a second"] if rate else []),
        *([f"starts at {begin}"] if begin else []),
    ]
    terminal.say(f"{done.path}: {', '.join(facts)}", err=True)
    for sound in done.left_out:
        terminal.say(f"  no room for {sound}", err=True)
    left = counted(len(done.problems), "problem") if done.problems else "no problems"
    changed = f"{counted(len(done.changes), 'cue')} mended, " if done.changes else ""
    more = f"; `subtool check {done.path} --profile {done.profile}` names them" if done.problems else ""
    terminal.say(f"  against {done.profile}: {changed}{left}{more}", err=True)
