"""What is to be cut of a film, as it is named on the command line."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

import subtool
from subtool.cli.values import BY_TIMECODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from subtool.model import Sheet, Span
    from subtool.verbs.passages import ClipChoice

ORDER = "subtool.order"
SINGLE = ("quotes", "numbers", "froms", "tos", "documented")


class Ordered(click.Command):
    """A command that knows in which order its options were given, also those of several names."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[ORDER] = tuple(parameter.name for parameter in order)
        return super().parse_args(ctx, args)


@dataclass(frozen=True, slots=True)
class Batch:
    """A way to choose many clips at once, if one is named."""

    all_footnotes: bool
    chapters: bool
    table: Path | None

    def __bool__(self) -> bool:
        return self.all_footnotes or self.chapters or self.table is not None

    def choices(
        self, context: click.Context, sheet: Sheet, video: Path, pad_ms: int | None, ends: str
    ) -> Sequence[ClipChoice]:
        """The clips.

        Raises:
            UsageError: another choice was named, too.
            SubtoolError: what is chosen is not there.
        """
        ways = [self.all_footnotes, self.chapters, self.table is not None].count(True)
        if ways > 1 or any(context.params[name] for name in SINGLE):
            raise click.UsageError("--all-footnotes, --chapters and --list each stand alone.")
        if self.table is not None:
            from subtool.media.read.probe import probe
            from subtool.timecode import standard
            from subtool.verbs import clip_list

            film = probe(video)
            manner = clip_list.Manner(
                pad_ms, ends == "exact", standard(film.fps) if film.fps else None,
                film if context.meta.get(BY_TIMECODE) else None,
            )  # fmt: skip
            return clip_list.read(self.table, sheet, manner)
        if self.chapters:
            return subtool.by_chapters(sheet)
        return subtool.by_footnotes(sheet, **({} if pad_ms is None else {"pad_ms": pad_ms}))


def chosen(context: click.Context, sheet: Sheet, pad_ms: int | None, ends: str) -> list[Span]:
    """The passages in the order in which they were named.

    Raises:
        UsageError: none was named, or a time is missing.
        SheetError: one is not there.
    """
    choices = {name: context.params[name] for name in SINGLE}
    froms, tos = choices["froms"], choices["tos"]
    if len(froms) != len(tos) or not all(a < b for a, b in zip(froms, tos, strict=True)):
        raise click.UsageError("--from and --to go together, the earlier time first.")
    waiting = {name: deque(values) for name, values in choices.items() if name != "tos"}
    pads = {} if pad_ms is None else {"pad_ms": pad_ms}
    ranges = iter(list(zip(froms, tos, strict=True)))
    spans: list[Span] = []
    for name in context.meta[ORDER]:
        if not waiting.get(name):
            continue
        value = waiting[name].popleft()
        if name == "froms":
            spans.append(_of_times(sheet, subtool.Span(*next(ranges)), pad_ms or 0, ends))
        else:
            spans += _said(sheet, name, value, pads)
    if not spans:
        raise click.UsageError(
            "Say which passage: --quote WORDS, --cues 12-18, --footnote 9, or --from and --to;"
            " or many: --all-footnotes, --chapters, or --list CSV."
        )
    return spans


def _of_times(sheet: Sheet, span: Span, pad_ms: int, ends: str) -> Span:
    passage = subtool.between_words(sheet, span) if ends == "words" else span
    return subtool.padded_span(sheet, passage, pad_ms) if pad_ms else passage


def _said(sheet: Sheet, name: str, value: Any, pads: Mapping[str, int]) -> Iterator[Span]:  # noqa: ANN401 - by name
    if name == "quotes":
        yield subtool.spoken_span(sheet, value, **pads)
    elif name == "numbers":
        for numbers in value:
            yield subtool.spoken_span(sheet, numbers, **pads)
    else:
        yield from subtool.footnote_spans(sheet, value, **pads)
