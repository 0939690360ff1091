"""`subtool align`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

import click

import subtool
from subtool.cli import filing, options, printing, terminal
from subtool.cli.progress import progress_bar
from subtool.cli.values import moment, share, time_ms
from subtool.errors import MediaError, Place
from subtool.reports.summary import heard_share
from subtool.speech.engines import EngineChoice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from subtool.cues.footnotes import Mode
    from subtool.model import Script, Sheet
    from subtool.verbs.unheard import KnownTimes

PART = "{part}"  # in the name of an output: the number of the part


class How(TypedDict):
    """The options that are handed on as they are."""

    spoken: str | None
    audio_track: int | None
    channel: str | None
    shots: bool
    titles: bool
    profile: str | None
    engine: str
    model: str | None
    acoustic_model: Path | None
    anyway: bool
    pairs: tuple[tuple[int, int], ...]


@click.command()
@click.argument("script", type=options.PATH)
@click.argument("media", type=options.PATH, nargs=-1, required=True)
@options.outputs
@click.option(
    "--original",
    type=options.PATH,
    metavar="ORIGINAL",
    help="What the film speaks, where SCRIPT is a translation of it: its times are carried over. May be SCRIPT itself, "
    "where that is a table with a column a language.",
)
@click.option(
    "--spoken",
    metavar="TAG",
    help="The language of the film, where SCRIPT is a translation and nobody has the original: every cue is guessed. "
    "With --model what that hears is the original.",
)
@click.option("--start", type=time_ms, metavar="TIME", help="With --spoken: when the first word is said.")
@click.option(
    "--at", "moments", type=moment, multiple=True, metavar="WORDS=TIME",
    help="With --spoken: these words of SCRIPT are said at this time. May be given several times.",
)  # fmt: skip
@options.pairs
@click.option("--audio-track", type=click.IntRange(1), metavar="N", help="Which audio track, counted from 1.")
@options.channel
@click.option(
    "--shots/--no-shots",
    default=False,
    help="Find the shot changes and place in- and out-times by the style's rule on them. Decodes the whole "
    "picture, which takes longer than the alignment.  [default: no-shots]",
)
@click.option(
    "--min-heard",
    type=share,
    metavar="SHARE",
    help="Fail, and write nothing, when less of the script is heard, as in 90%.",
)
@click.option(
    "--report",
    "page",
    type=options.PATH,
    metavar="HTML",
    help="Write a page to look at: time line, drift, doubts.",
)
@click.option("--no-cache", is_flag=True, help="Hear everything again, and keep nothing of it.")
@click.option(
    "--engine",
    metavar="|".join(EngineChoice),
    shell_complete=options.engine_names,
    default="auto",
    show_default=True,
    help="What finds the words: recognition (English), or a synthesiser's voice followed in the sound (any "
    "language); auto takes the first for English; or a --model of yours.",
)
@click.option(
    "--model",
    metavar="DIR|NAME",
    help="For --engine neural a wav2vec2-like CTC model or a Whisper model of CTranslate2, with --spoken any Whisper "
    "model too: its folder, or its name on the hub of Hugging Face, from where it is fetched if it is not on disk.",
)
@click.option(
    "--acoustic-model",
    type=options.PATH,
    metavar="DIR",
    help="A Sphinx model of the script's language with its dictionary, for recognition in it.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Write cues even where the script does not seem to be what is said; all of them are guessed.",
)
@options.titles
@options.keep
@options.profile
@options.language
@options.footnotes
@options.encoding
@options.force
@options.quiet
@options.as_json
def command(
    script: Path,
    media: tuple[Path, ...],
    outputs: tuple[Path, ...],
    original: Path | None,
    start: int | None,
    moments: tuple[tuple[str, int], ...],
    min_heard: float | None,
    page: Path | None,
    no_cache: bool,
    keep: Path | None,
    language: str | None,
    footnotes: Mode | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
    as_json: bool,
    **how: Unpack[How],
) -> None:
    """Cues timed to the voice in MEDIA (a film or a sound), with a verdict on each.

    Several MEDIA are the parts of one programme, in order. An output with {part} in its name is written for each
    part, with times of its own; any other holds all parts, as if they were played one after the other.

    Sentences of SCRIPT that MEDIA does not contain are listed and left out; so is speech that the script does
    not have. Offline; nothing leaves the machine.

    Where the film speaks another language than SCRIPT, --original names what it speaks: a sentence of SCRIPT is heard
    where it surely translates one that was heard, else guessed.

    With --keep, sentences that have not changed keep the cues they have in OLD, with times, lines and hand edits;
    only the others are made again. OLD must belong to MEDIA.

    \b
    Examples:
      subtool align episode.txt episode.mp4 -o episode.srt -o episode.cues.json
      subtool align episode.txt episode.mp4 --shots -o episode.srt
      subtool align episode.txt episode.mp4 -o episode.srt --report episode.html --min-heard 90%
      subtool align english.docx episode.mp4 --original chinese.docx -o episode.en.srt
      subtool align both-languages.docx episode.mp4 --original both-languages.docx -o episode.en.srt
      subtool align english.docx episode.mp4 --original chinese.docx --pair 12=14 -o episode.en.srt
      subtool align english.docx episode.mp4 --spoken zh --start 0:24 -o episode.en.srt
      subtool align english.docx episode.mp4 --spoken zh --model models/whisper-small -o episode.en.srt
      subtool align episode.txt part1.mp4 part2.mp4 -o "episode-{part}.srt"
      subtool align episode.txt episode.mp4 --engine neural --model models/wav2vec2-de -o episode.srt
      subtool align today.txt episode.mp4 --keep yesterday.cues.json -o today.cues.json
    """
    _require_original(how, original, known=start is not None or bool(moments))
    if keep and how["titles"]:
        raise click.UsageError("--keep keeps the titles of OLD, --titles makes them again: give one of them.")
    whole, numbered = _by_part(outputs, len(media))
    written = [*whole, *(path for paths in numbered for path in paths)]
    filing.claim_cues(written, force=force)
    filing.claim([page] if page else [], force=force)
    old = subtool.read(keep) if keep else None
    text, narrated = _texts(script, original, encoding=encoding, language=language, spoken=how["spoken"])
    printing.style(text, how["profile"], quiet=quiet or as_json)
    _tell_fetch(how["model"] if how["engine"] == "neural" or how["spoken"] else None, quiet=quiet)
    with progress_bar(quiet=quiet) as progress:
        sheet = subtool.align(
            text,
            media,
            original=narrated,
            known=_known(start, moments, how["spoken"]),
            keep=old,
            cache=not no_cache,
            progress=progress,
            **how,
        )
    _require_heard(sheet, min_heard, media[0])
    filing.write(sheet, whole, footnotes=footnotes, force=force, quiet=quiet)
    for paths, part in zip(numbered, subtool.programme_parts(sheet, media) if numbered else (), strict=False):
        filing.write(part, paths, footnotes=footnotes, force=force, quiet=quiet)
    if page:
        subtool.report_alignment(sheet, text, page, force=force)
    printing.remarks(text, sheet, quiet=quiet)
    change = subtool.difference(old, text, sheet) if old else None
    printing.sheet(sheet, written, change, quiet=quiet, as_json=as_json)
    printing.report(page, quiet=quiet or as_json)


def _require_original(how: How, original: Path | None, *, known: bool) -> None:
    """Refuse what goes with an original only, or without one only."""
    if how["pairs"] and not original:
        raise click.UsageError("--pair goes with --original: it names sentences of both.")
    if how["spoken"] and how["model"] and not original and known:
        raise click.UsageError(
            "--start and --at are for a film that no --model hears: give one or the other."
        )


def _texts(
    script: Path, original: Path | None, *, encoding: str | None, language: str | None, spoken: str | None
) -> tuple[Script, Script | None]:
    """The script, and its original where that is named."""
    if original:
        return subtool.read_translation(script, original, encoding=encoding, language=language, spoken=spoken)
    return subtool.read_script(script, encoding=encoding, language=language), None


def _known(start: int | None, moments: Sequence[tuple[str, int]], spoken: str | None) -> KnownTimes:
    from subtool.cues.timing.known_moments import Quoted
    from subtool.verbs.unheard import KnownTimes

    if spoken is None and (start is not None or moments):
        raise click.UsageError(
            "--start and --at go with --spoken: without it the words themselves are heard."
        )
    return KnownTimes(start, tuple(Quoted(words, at_ms) for words, at_ms in moments))


def _by_part(outputs: Sequence[Path], parts: int) -> tuple[list[Path], list[list[Path]]]:
    """The outputs that hold all parts, and for each part those that hold it alone."""
    whole = [path for path in outputs if PART not in path.name]
    split = [path for path in outputs if PART in path.name]
    numbers = range(1, parts + 1) if split else ()
    return whole, [[path.with_name(path.name.replace(PART, str(n))) for path in split] for n in numbers]


def _require_heard(sheet: Sheet, least: float | None, media: Path) -> None:
    heard = heard_share(sheet) or 0.0
    if least is not None and heard < least:
        raise MediaError(
            f"{heard:.1%} of the script's words are heard in it, less than the {least:.0%} asked for",
            at=Place(str(media)),
            hint="nothing was written; check film, track and script, or lower --min-heard",
        )


def _tell_fetch(model: str | None, *, quiet: bool) -> None:
    if not model:
        return
    from subtool.speech.neural.hub import to_be_fetched

    if to_be_fetched(model) and not quiet:
        terminal.say(
            f"{model} is not on this disk: its weights and settings are fetched from the hub", err=True
        )
