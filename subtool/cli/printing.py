"""What a command says when it is done: on stderr for people, on stdout as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from subtool.cli import terminal
from subtool.cli.signals import exit_code
from subtool.cues.segmentation import explain
from subtool.reports import summary
from subtool.styles.for_language import style_for
from subtool.text.counting import counted
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from subtool.cues.revise.difference import Revision
    from subtool.cues.segmentation.explain import Reason
    from subtool.model import Remark, Script, Sheet
    from subtool.verbs.clip_job import Clip
    from subtool.verbs.papercut import Papercut


FEW = 5  # of one kind are told each


def tell_kept(backups: Iterable[Path], *, quiet: bool) -> None:
    """Say where hand edits are that were written over."""
    for backup in () if quiet else backups:
        terminal.say(f"{backup}: the old cue sheet, with its hand edits, is kept here", err=True)


def style(script: Script, named: str | None, *, quiet: bool) -> None:
    """Say which house style was taken where none is named and the language is not English."""
    if named or quiet or script.language.split("-")[0] == "en":
        return
    found = style_for(script.language)
    said = f"made for {found}, the style of the text's language ({script.language})"
    terminal.say(f"{said}; --profile names another", err=True)


def remarks(script: Script, result: Sheet, *, quiet: bool) -> None:
    """What the script's author should look at, in it and in the sheet made of it, a line each."""
    for remark in () if quiet else (*script.remarks, *result.remarks):
        terminal.say(f"{script.path}:{_within(script, remark)}: {remark.message}", err=True)


def of_worksheet(path: Path, result: Sheet, *, quiet: bool) -> None:
    """What the translator did to the lines of a worksheet, each by its number."""
    for remark in () if quiet else result.remarks:
        terminal.say(f"{path}:{remark.source.line}: {remark.message}", err=True)


def _within(script: Script, remark: Remark) -> str:
    """Where in a script: the line and column, or the paragraph of a file that has no lines."""
    place = remark.source
    return f"{place.line}:{place.column}" if script.counted == "line" else f" {script.counted} {place.line}"


def mended(path: Path, read: Sheet) -> Iterator[str]:
    """What was odd in a file of subtitles, a line each; of what comes again and again only the first few."""
    counts = Counter(remark.message for remark in read.remarks)
    said = Counter[str]()
    for remark in read.remarks:
        said[remark.message] += 1
        more = counts[remark.message] - FEW
        if said[remark.message] <= FEW or more == 1:
            yield f"{path}:{remark.source.line}: {remark.message}"
        elif said[remark.message] == FEW + 1:
            yield f"{path}:{remark.source.line}: … and {counted(more, 'time')} more: {remark.message}"


def sheet(
    result: Sheet,
    outputs: Sequence[Path],
    change: Revision | None = None,
    *,
    quiet: bool,
    as_json: bool,
    why: Sequence[Reason] | None = None,
) -> None:
    """The verdicts on the cues, what became of each sentence of an older script, and where they were written.

    `why` each cue ends where it does goes to stdout, for it was asked for.
    """
    if why is not None and not as_json:
        for line in explain.sentences(why):
            terminal.say(line)
    if as_json:
        data = {**summary.figures(result), "outputs": [str(output) for output in outputs]}
        if change:
            data["revision"] = {"counts": change.counts, **asdict(change)}
        if why is not None:
            data["breaks"] = explain.figures(why)
        terminal.say_json(data)
    elif not quiet:
        for line in (
            (*_revision(change, result.counted), *summary.sentences(result))
            if change
            else summary.sentences(result)
        ):
            terminal.say(line, err=True)
        terminal.say(f"written: {', '.join(map(str, outputs))}", err=True)


def size(count: float) -> str:
    """Of a file: as in 312 bytes, 1.4 MB."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1024
    raise AssertionError("a size has a unit")


def report(page: Path | None, *, quiet: bool) -> None:
    """Where a page to look at was written, if one was."""
    if page and not quiet:
        terminal.say(f"report: {page}", err=True)


def _revision(change: Revision, counted: str) -> Iterator[str]:
    """Each sentence that is not as it was, and the hand edits that went with one."""
    for sentence in change.changes:
        if sentence.is_as_before:
            continue
        place = f"{counted} {sentence.source.line}: " if sentence.source else ""
        yield f"{place}{sentence.fate}{', not in the film' if sentence.unspoken else ''}"
        yield from (
            f"  {mark} {text}"
            for mark, text in (("-", sentence.old), ("+", sentence.new))
            if text and sentence.old != sentence.new
        )
        if sentence.is_elsewhere:
            yield f"    {sentence.new}"
    for edit in change.lost:
        yield f"hand edit not kept, its sentence has changed: {edit}"
    yield "sentences: " + ", ".join(f"{count} {fate}" for fate, count in change.counts.items() if count)


def film(result: Clip, *, quiet: bool, as_json: bool) -> None:
    """What was burned in, and where it was written."""
    tell_kept(result.backups, quiet=quiet)
    for warning in () if quiet else result.warnings:
        terminal.say(warning, err=True)
    if as_json:
        terminal.say_json(figures(result))
    elif not quiet:
        passages = ", ".join(f"{clock(span.start_ms)} to {clock(span.end_ms)}" for span in result.spans)
        terminal.say(f"{passages}: {', '.join(_amounts(result))}", err=True)
        terminal.say(f"written: {', '.join(map(str, result.paths))}", err=True)


def edit(result: Papercut, *, quiet: bool, as_json: bool) -> None:
    """The passages of an edit, and where it was written."""
    if as_json:
        spans = [{"start_ms": span.start_ms, "end_ms": span.end_ms} for span in result.spans]
        data = {"passages": spans, "outputs": [str(path) for path in result.paths]}
        terminal.say_json(data)
    elif not quiet:
        terminal.say(counted(len(result.spans), "passage"), err=True)
        terminal.say(f"written: {', '.join(map(str, result.paths))}", err=True)


def _amounts(result: Clip) -> tuple[str, ...]:
    return counted(result.frames, "frame"), counted(result.cues, "cue"), counted(result.footnotes, "footnote")


def films(result: Iterable[Clip], *, quiet: bool, as_json: bool) -> None:
    """Report clips as each is done; those that are done stay when the rest fails or is interrupted."""
    done: list[Clip] = []
    try:
        for clip in result:
            done.append(clip)
            if as_json:
                tell_kept(clip.backups, quiet=quiet)
            else:
                film(clip, quiet=quiet, as_json=False)
    except KeyboardInterrupt as error:
        if not done:
            raise
        terminal.say(
            f"subtool: interrupted; {counted(len(done), 'clip')} {'is' if len(done) == 1 else 'are'} done and whole",
            err=True,
        )
        raise click.exceptions.Exit(exit_code(error)) from None
    finally:
        if as_json and done:
            terminal.say_json([figures(clip) for clip in done])


def figures(result: Clip) -> dict[str, object]:
    """A clip for `--json`: its start and end in the film, or those of each passage where they are joined."""
    spans = [{"start_ms": span.start_ms, "end_ms": span.end_ms} for span in result.spans]
    where = spans[0] if len(spans) == 1 else {"passages": spans}
    others = [str(path) for path in result.paths[1:]]
    beside: dict[str, object] = {"beside": others} if others else {}
    counts = {"frames": result.frames, "cues": result.cues, "footnotes": result.footnotes}
    beside |= {"warnings": list(result.warnings)} if result.warnings else {}
    return {"output": str(result.path), **beside, **where, **counts}
