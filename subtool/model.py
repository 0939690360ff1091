"""The values that pass through subtool, from the sentences of a script to a sheet of cues.

All are frozen. All times are integer milliseconds on the media's own time line (0 = the container's start).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from subtool.writing import meets_without_blank

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_FPS = Fraction(25)


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


class Role(StrEnum):
    """What a cue is to the viewer."""

    SPEECH = "speech"
    TITLE = "title"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is printed, with its punctuation; `footnotes` are the marks that follow it.

    It is `glued` when no blank parts it from the word before, as in Chinese, Japanese and Thai.
    """

    text: str
    source: Source
    footnotes: tuple[str, ...] = ()
    glued: bool = False

    def timed(self, span: Span, confidence: float | None) -> TimedWord:
        """The same word with its time."""
        return TimedWord(self.text, span, confidence, self.footnotes, self.glued)


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
    """A piece of the script that is not spoken."""

    kind: AsideKind
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A title that the film shows: it stands before sentence number `before` (from 0, or behind the last).

    `at_ms` is the moment at which the script says it appears, `footnotes` the marks in it.
    """

    text: str
    source: Source
    before: int
    at_ms: int | None = None
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a file its author should look at."""

    message: str
    source: Source


@dataclass(frozen=True, slots=True)
class Script:
    """A script as it was understood: what is spoken, what is not, and what looked odd.

    `kind` is the kind of file it was read from, and `counted` what the line of a place counts in it: a Word file
    has paragraphs (the row of a table is one), a subtitle file cues.
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


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word of the script with its time.

    `confidence` is None when the time comes from the text alone, 0.0 when it is interpolated between words
    that were heard, and above 0 up to 1 when the word itself was heard.
    """

    text: str
    span: Span
    confidence: float | None = None
    footnotes: tuple[str, ...] = ()
    glued: bool = False  # no blank parts it from the word before


def joined(words: Iterable[Token | TimedWord]) -> str:
    """The words as they stand in one row."""
    return "".join(word.text if word.glued else f" {word.text}" for word in words).removeprefix(" ")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence with a time for each of its words (as many words as the sentence has tokens)."""

    sentence: Sentence
    words: tuple[TimedWord, ...]

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
class Cue:
    """Text shown for a while.

    `footnotes` are the numbers of the footnotes that document what the cue says: each is on every cue of its
    sentence. The word a mark follows carries the number too.

    What a subtitle file says beyond times and text is kept in the notation of WebVTT: its `identifier`, its
    `settings` ("line:0 align:start"), and its rows with their tags in `markup` (as many as there are lines),
    empty when there are none.
    """

    span: Span
    lines: tuple[str, ...]
    role: Role = Role.SPEECH
    speaker: str | None = None
    footnotes: tuple[str, ...] = ()
    timing: Timing = Timing.EDITED
    confidence: float | None = None
    words: tuple[TimedWord, ...] = ()
    source: Source | None = None
    identifier: str = ""
    settings: str = ""
    markup: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.markup and len(self.markup) != len(self.lines):
            raise ValueError(f"{len(self.markup)} rows with tags for {len(self.lines)} rows")

    @property
    def text(self) -> str:
        """The rows as one: with a blank where they meet, unless its words or the writing have none there."""
        said = joined(self.words)
        if said.replace(" ", "") == "".join(self.lines).replace(" ", ""):
            return said
        text = self.lines[0] if self.lines else ""
        for line in self.lines[1:]:
            text += line if meets_without_blank(text, line) else f" {line}"
        return text


@dataclass(frozen=True, slots=True)
class Media:
    """The film a sheet belongs to."""

    name: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A sentence of the script that the film does not contain."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cue sheet: all that subtool knows about the subtitles of one film.

    `head` holds what a subtitle file says beside its cues, block by block as written: the header of WebVTT, its
    style sheets, regions and notes. `remarks` are what was odd about the file it was read from, and mended;
    `engine` is what heard the words. Neither is saved.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What a broadcaster asks of subtitles; loaded from a TOML file in `profiles`, which explains each value.

    Line length in characters, reading speed in characters a second, words a minute or both, durations in ms, gaps
    in frames and ms: the larger counts. `target_chars` is the length of cue the segmentation aims at. A limit of
    0 is none.
    """

    name: str
    title: str
    source: str
    date: str
    language: str = ""  # the language it is for; any when empty
    max_cpl: int
    max_rows: int
    half_width: float = 1.0  # what a character of half the width of a Chinese one counts
    max_cps: float = 0.0
    max_wpm: float = 0.0
    min_duration_ms: int
    max_duration_ms: int
    min_gap_frames: int = 0
    min_gap_ms: int = 0
    close_gap_frames: int = 0  # gaps up to this are closed to the smallest
    close_gap_ms: int = 0
    linger_ms: int = 500  # how long the out-time may follow the last sound
    target_chars: int
    shot_snap_frames: int = 0  # an in- or out-time this near to a shot change moves onto it ...
    shot_clear_frames: int = 0  # ... and any other keeps this far from it
    ellipsis: str = ""  # how an ellipsis is written; any when empty
    continuation_ellipsis: bool = False  # whether a sentence that goes on in the next cue may take one
    pickup_ellipsis: bool = False  # whether a cue that goes on after a pause begins with one
    dialogue_dash: str = ""  # what opens the row of each of two speakers; nothing is asked when empty
    narrator_italics: bool = False  # whether a narrator off screen is in italics
    blank_for: str = (
        ""  # signs that are not written: a blank stands for each inside a row, nothing at its end
    )
    wide_blank_for: str = ""  # the same, with a blank as wide as a Chinese character

    def __post_init__(self) -> None:
        for name in ("max_cpl", "max_rows", "max_duration_ms", "target_chars"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above 0")
        if not self.max_cps and not self.max_wpm:
            raise ValueError("max_cps or max_wpm must be above 0")
        if not 0 < self.half_width <= 1:
            raise ValueError("half_width must be above 0, and 1 at most")
        if self.min_duration_ms > self.max_duration_ms:
            raise ValueError("min_duration_ms is above max_duration_ms")
        if self.shot_snap_frames > self.shot_clear_frames:
            raise ValueError("shot_snap_frames is above shot_clear_frames")

    def reading_ms(self, chars: float, words: int) -> float:
        """How long text must stand to be read."""
        by_chars = chars * 1000 / self.max_cps if self.max_cps else 0.0
        return max(by_chars, words * 60_000 / self.max_wpm) if self.max_wpm else by_chars


@dataclass(frozen=True, slots=True)
class WordClasses:
    """The function words of a language, lower case; they say where a row may end.

    `endings` tell of the kind of a word that stands in no list.
    """

    conjunctions: frozenset[str] = frozenset()
    subordinators: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    relatives: frozenset[str] = (
        frozenset()
    )  # where a language parts them from `subordinators`, they count first
    comparisons: frozenset[str] = frozenset()
    infinitives: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    adverb_endings: frozenset[str] = frozenset()
    participle_endings: frozenset[str] = frozenset()
    adjective_endings: frozenset[str] = frozenset()
    noun_endings: frozenset[str] = frozenset()
