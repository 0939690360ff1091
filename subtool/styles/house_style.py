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
    date: str  # the edition of the source
    read: str = ""  # when its values were read
    language: str = ""  # the language it is for; any when empty
    max_cpl: int
    max_cpl_vertical: int = 0  # the same for text that runs downwards; as `max_cpl` when 0
    max_lines: int
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
    one_line_if_fits: bool = False  # whether text that fits into one line stands in one
    least_line_share: float = 0.0  # what a line has at least of the length of the other
    line_breaks: bool = False  # whether a line may not end on a word that belongs to the next
    cue_breaks: bool = False  # whether a cue may not
    one_sentence: bool = False  # whether a sentence that can stand alone has a cue of its own
    ellipsis: str = ""  # how an ellipsis is written; any when empty
    continuation_ellipsis: bool = False  # whether a sentence that goes on in the next cue may take one
    pickup_ellipsis: bool = False  # whether a cue that goes on after a pause begins with one
    two_dots: bool = False  # whether what goes on may begin with two dots
    dialogue_dash: str = ""  # what opens the line of each of two speakers; nothing is asked when empty
    dash_second_only: bool = False  # whether only the second speaker has it
    narrator_italics: bool = False  # whether a narrator off screen is in italics
    no_italics: bool = False  # whether nothing may be in italics
    no_shouting: bool = False  # whether what is shouted may not be in capitals
    no_repeated_marks: bool = False  # whether a question or exclamation mark stands once
    numbers_in_words: int = 0  # numbers up to this are spelled out
    opening_number_in_words: bool = False  # whether one that opens a sentence is
    space_for: str = (
        ""  # marks that are not written: a space stands for each inside a line, nothing at its end
    )
    wide_space_for: str = ""  # the same, with a space as wide as a Chinese character
    own_marks: str = ""  # pairs: a mark of Latin text, and what stands for it in the writing of the language
    wide_space_after: str = ""  # marks that a wide space follows where a sentence goes on in the line
    space_before: str = ""  # marks that a space stands before
    space_after: str = ""  # opening marks that a space follows
    foreign_quotes: str = ""  # quotation marks of other languages
    sound_brackets: str = ""  # the two marks around a sound; nothing is asked when empty
    song_mark: str = ""  # what marks a line that is sung
    glyphs: str = ""  # the list of the characters that may be used

    def __post_init__(self) -> None:
        for name in ("max_cpl", "max_lines", "max_duration_ms", "target_chars"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be above 0")
        if not self.max_cps and not self.max_wpm:
            raise ValueError("max_cps or max_wpm must be above 0")
        if not 0 < self.half_width <= 1:
            raise ValueError("half_width must be above 0, and 1 at most")
        if self.least_line_share > 1:
            raise ValueError("least_line_share must be 1 at most")
        if len(self.own_marks) % 2:
            raise ValueError("own_marks must be pairs of marks")
        if len(self.sound_brackets) not in {0, 2}:
            raise ValueError("sound_brackets must be two marks")
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
    """The function words of a language, lower case; they say where a line may end.

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
    subjects_and_objects: frozenset[str] = frozenset()  # those of `pronouns` that may be either
    adverbs: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    adverb_endings: frozenset[str] = frozenset()
    participle_endings: frozenset[str] = frozenset()
    adjective_endings: frozenset[str] = frozenset()
    noun_endings: frozenset[str] = frozenset()
