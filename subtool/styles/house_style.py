"""What a broadcaster asks of subtitles, and the function words of a language, as values."""

from __future__ import annotations

from dataclasses import dataclass


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
