"""The values that pass through subtool, all frozen; times are whole ms, 0 being the start of the container."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from subtool.cue_list import CueList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from subtool.pairs import PairedWith

DEFAULT_FPS = Fraction(25)  # where neither film nor house style says one
EVER_MS = 1 << 62  # the end of a span that has none
OUTLINE_SUFFIX = ".outline.toml"  # after a script's name: the file that says how its lines are understood
Extra = tuple[tuple[str, str], ...]  # keys of a cue sheet that subtool does not know; values as JSON

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = r"\u3040-\u30ff\u31f0-\u31ff\uff65-\uff9f"
THAI = r"\u0e00-\u0e7f"
OTHER_UNSPACED = r"\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Lao, Burmese, Khmer
FULL_WIDTH = r"\u3000-\u3004\u3008-\u303f\uff01-\uff64"  # punctuation as wide as a Chinese character

_UNSPACED = re.compile(f"[{HAN}{KANA}{THAI}{OTHER_UNSPACED}{FULL_WIDTH}]")


class Progress(Protocol):
    """Called during long work with what is being done and how much of it is (0 to 1)."""

    def __call__(self, doing: str, fraction: float, /) -> None: ...


def silent(_doing: str, _fraction: float, /) -> None:
    """Progress nobody watches."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, `start_ms` to `end_ms`, never negative and never backwards."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"a span cannot run from {self.start_ms} to {self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def shifted(self, by_ms: int) -> Span:
        return Span(self.start_ms + by_ms, self.end_ms + by_ms)

    def within(self, limits: Span) -> Span | None:
        """The part of this span inside `limits`, or None when there is none."""
        start_ms, end_ms = max(self.start_ms, limits.start_ms), min(self.end_ms, limits.end_ms)
        return Span(start_ms, end_ms) if start_ms < end_ms else None


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in the script: line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """An entry of the bibliography.

    `text` is what is printed ("Ibid., Page 282."), `full` what it stands for ("V. Author, A Book, 1996,
    Page 282."); the two are the same when nothing had to be resolved.
    """

    number: str
    text: str
    full: str
    extra: Extra = ()


class Role(StrEnum):
    """What a cue is to the viewer."""

    SPEECH = "speech"
    TITLE = "title"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Token:
    """A word as printed, with its punctuation and the marks after it; `glued` when no space parts it from the last."""

    text: str
    source: Source
    footnotes: tuple[str, ...] = ()
    glued: bool = False

    def timed(self, span: Span, confidence: float | None) -> Word:
        """The word with its time."""
        return Word(self.text, span, confidence, self.footnotes, self.glued)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A spoken sentence; `paragraph` counts from 0 and tells where one ends.

    `at_ms` is the moment at which the script itself says the sentence begins, as a time code beside a scene.
    """

    tokens: tuple[Token, ...]
    paragraph: int
    speaker: str | None = None
    at_ms: int | None = None

    @property
    def text(self) -> str:
        return joined(self.tokens)

    @property
    def source(self) -> Source:
        return self.tokens[0].source

    @property
    def footnotes(self) -> tuple[str, ...]:
        return tuple(number for token in self.tokens for number in token.footnotes)


class AsideKind(StrEnum):
    """Why a piece of a script is not spoken."""

    TITLE = "title"
    HEADING = "heading"
    ON_SCREEN = "on-screen title"
    PICTURE = "picture"
    LEFTOVER = "web left-over"
    NOTE = "editor's note"
    BIBLIOGRAPHY = "bibliography"


@dataclass(frozen=True, slots=True)
class Aside:
    """A piece of the script that is not spoken, and what it was known by where its kind does not say it."""

    kind: AsideKind
    text: str
    source: Source
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A title that the film shows: it stands before sentence number `before` (from 0, or after the last).

    `at_ms` is the moment at which the script says it appears, `footnotes` the marks in it.
    """

    text: str
    source: Source
    before: int
    at_ms: int | None = None
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a file its author should look at.

    `code` names the rule that the file breaks, where reading it mended a breach; `at_ms` is when its cue begins.
    """

    message: str
    source: Source
    code: str = ""
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """A script as it was understood: what is spoken, what is not, and what looked odd.

    `doubts` are what was perhaps read wrong, their code what it looks like ("spoken", "unspoken"); `marks` the shapes
    of the footnote marks, and how often each was found; `parts` its languages where it has several: the tag, where
    each begins, how many words. `counted` is what the line of a place counts: paragraphs in Word, cues in subtitles.
    """

    path: str
    title: str
    language: str
    encoding: str
    sentences: tuple[Sentence, ...]
    footnotes: tuple[Footnote, ...]
    asides: tuple[Aside, ...]
    remarks: tuple[Remark, ...]
    on_screen: tuple[OnScreen, ...] = ()
    kind: str = "plain text"
    counted: str = "line"
    doubts: tuple[Remark, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()
    parts: tuple[tuple[str, Source, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the script with its time.

    `confidence` is None when the time comes from the text alone, 0.0 when it is interpolated between words
    that were heard, and above 0 up to 1 when the word itself was heard. `unwritten` are the marks after it that the
    house style does not write, as Chinese subtitles have no full stops.
    """

    text: str
    span: Span
    confidence: float | None = None
    footnotes: tuple[str, ...] = ()
    glued: bool = False  # no space parts it from the word before
    extra: Extra = ()
    unwritten: str = ""


def joined(words: Iterable[Token | Word]) -> str:
    """The words as they stand in one line."""
    return "".join(word.text if word.glued else f" {word.text}" for word in words).removeprefix(" ")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence with a time for each of its words (as many words as the sentence has tokens)."""

    sentence: Sentence
    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        if len(self.words) != len(self.sentence.tokens):
            raise ValueError(f"{len(self.words)} times for {len(self.sentence.tokens)} words")

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start_ms, self.words[-1].span.end_ms)


class Timing(StrEnum):
    """The verdict on a cue: where its time comes from."""

    HEARD = "heard"
    PARTLY = "partly"
    GUESSED = "guessed"
    ESTIMATED = "estimated"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class CueStyle:
    """What is said of a whole cue: its place (`top`, `middle`, `bottom`) and its colour (`#ffff00`), or nothing."""

    place: str = ""
    color: str = ""


UNSTYLED = CueStyle()


@dataclass(frozen=True, slots=True)
class Cue:
    """Text shown for a while.

    `footnotes` are the numbers of the footnotes that document what the cue says: each is on every cue of its
    sentence. The word a mark follows carries the number too.

    What a subtitle file says beyond times and text is kept in the notation of WebVTT: its `identifier`, its
    `settings` ("line:0 align:start"), and its lines with their tags in `markup` (as many as there are lines),
    empty when there are none. Its `style` is said of all of it, and counts before these.

    `id` names the cue as long as its sheet lives, empty where nobody has named it yet; `accepted` and `comment` are
    what a reviewer said of it. `part` is its number among the cues of the sheet's `source_file`, and `extra` what
    others wrote into a cue sheet.
    """

    span: Span
    lines: tuple[str, ...]
    role: Role = Role.SPEECH
    speaker: str | None = None
    footnotes: tuple[str, ...] = ()
    timing: Timing = Timing.EDITED
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    source: Source | None = None
    identifier: str = ""
    settings: str = ""
    markup: tuple[str, ...] = ()
    id: str = ""
    accepted: bool = False
    comment: str = ""
    style: CueStyle = UNSTYLED
    pair: PairedWith | None = None
    part: int | None = field(default=None, compare=False)
    extra: Extra = ()

    def __post_init__(self) -> None:
        if self.markup and len(self.markup) != len(self.lines):
            raise ValueError(f"{len(self.markup)} lines with tags for {len(self.lines)} lines")

    @property
    def text(self) -> str:
        """The lines as one: with a space where they meet, unless its words or the writing have none there."""
        said = joined(self.words)
        if said.replace(" ", "") == "".join(self.lines).replace(" ", ""):
            return said
        text = self.lines[0] if self.lines else ""
        for line in filter(None, self.lines[1:]):
            text += line if meets_without_space(text, line) else f" {line}"
        return text


@dataclass(frozen=True, slots=True)
class Media:
    """The film a sheet belongs to; `timecode` is that of its first frame, empty where it has none."""

    name: str
    duration_ms: int
    extra: Extra = ()
    timecode: str = ""


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A sentence of the script that the film does not contain; of a translation, with the likeliest original."""

    text: str
    source: Source
    pair: PairedWith | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class OriginalSentence:
    """A sentence of what the film speaks, where the cues are its translation; no span where it was not heard."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that a sheet was read from: written in the same format, it keeps what subtool does not know.

    `others` are the times of what is timed in it but not a cue (a comment, a drawing), in the order of the file; None
    for one that is gone with a cut. `encoding` is that of a text.
    """

    form: str
    content: str | bytes
    others: tuple[Span | None, ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Sheet(CueList[Cue]):
    """The cue sheet: all that subtool knows about the subtitles of one film.

    `head` holds what a subtitle file says beside its cues, block by block as written: the header of WebVTT, its
    style sheets, regions and notes. `source_file` is the file it was read from, where that can be written again.
    `remarks` are what was odd about it, and mended; `engine` is what heard the words, `sound` which channels it heard
    and why, where that is unexpected. None of them is saved. `counted` is what its sources' lines count (see `Script`).
    """

    cues: tuple[Cue, ...]
    title: str = ""
    language: str = "en"
    media: Media | None = None
    footnotes: tuple[Footnote, ...] = ()
    unspoken: tuple[Unspoken, ...] = ()
    unscripted: tuple[Span, ...] = ()
    remarks: tuple[Remark, ...] = ()
    head: tuple[str, ...] = ()
    engine: str = field(default="", compare=False)
    sound: str = field(default="", compare=False)
    source_file: SourceFile | None = field(default=None, compare=False)
    original: tuple[OriginalSentence, ...] = ()
    original_language: str = ""
    extra: Extra = ()
    counted: str = field(default="line", compare=False)


def is_unspaced(text: str) -> bool:
    """Whether any of it is written without spaces between words, as Chinese, Japanese and Thai are."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def meets_without_space(before: str, after: str) -> bool:
    """Whether two pieces of text stand side by side without a space, where a line ended between them."""
    return is_unspaced(before[-1:]) and is_unspaced(after[:1])
