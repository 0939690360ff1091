"""The neural engine: a CTC model hears letters or phones; what they spell is matched to the script, and that to them.

An extra, `pip install documentary-subtool[neural]`; only `model` and `hub` need it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

import numpy as np

from subtool.media.read.sound import RATE
from subtool.model import Remark, Span
from subtool.speech.activity import voiced
from subtool.speech.neural.lateness import earlier, lateness_ms
from subtool.speech.neural.phonetic_words import phonetic_words
from subtool.speech.neural.trellis import ANY, Line, place
from subtool.speech.words.engine import Methods, matched
from subtool.speech.words.forced_alignment import joined, span_of
from subtool.speech.words.recognise import HeardWord
from subtool.text.language import DEFAULT
from subtool.text.spoken_forms import readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence
    from subtool.speech.narration import Narration
    from subtool.speech.neural.alphabet import Sounds
    from subtool.speech.neural.trellis import Spelling, WordFrames
    from subtool.speech.words.forced_alignment import AlignmentTask, Join, Spans

OUTSIDE = -5.0  # log-probability, a frame, of a letter outside the script where one is heard
LEAST = -30.0  # no letter is less likely than this; one such frame does not lose a word
FAINT = 0.05  # a word whose letters are less likely was not heard
LASTS_MS = 60  # a model says a letter as it begins; the last one of a word sounds on


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What was heard in a voiced stretch: the likeliest letter of each frame, and a row for the trellis."""

    join: Join
    outputs: NDArray[np.int32]
    rows: NDArray[np.float16]


class CtcModel(Protocol):
    """A model that says of each frame of `hop` samples how likely each letter or phone is."""

    @property
    def letters(self) -> Sounds: ...

    @property
    def hop(self) -> int: ...

    def log_probabilities(self, sound: Sound, span: Span, /) -> Iterator[NDArray[np.float32]]:
        """A row a frame, a column a sound, window after window of a stretch."""


def align_letters(
    sentences: Sequence[Sentence], sound: Sound, folder: Path, progress: Progress, language: str = DEFAULT
) -> Narration:
    """Time every word of the script by what the model in a folder hears; its `language` says how phones spell words.

    Raises:
        MediaError: nobody speaks in it.
        MismatchError: hardly a word of the script is said in it.
        ModelError: it is not a model that can be used.
    """
    from subtool.speech.neural.model import load

    progress("loading the model", 0.0)
    return align_heard(sentences, sound, load(folder, language), progress)


def align_heard(
    sentences: Sequence[Sentence], sound: Sound, model: CtcModel, progress: Progress
) -> Narration:
    """Time every word of the script by what a model hears.

    Raises:
        MediaError: nobody speaks in it.
        MismatchError: hardly a word of the script is said in it.
    """
    speech = voiced(sound, progress)
    columns = _columns(sentences, model.letters)
    heard: list[_Stretch] = []

    def recognise(said: Sequence[Sequence[str]]) -> list[HeardWord]:
        heard.extend(_heard(model, sound, speech, columns, progress))
        if model.letters.border is None:
            return phonetic_words(said, model.letters, _sounds(heard, model))
        words = {model.letters.spelled(word): word for sentence in said for word in sentence}
        return [word for stretch in heard for word in _words(stretch, model, words)]

    late_ms: list[int] = []  # once it is known

    def place_all(jobs: Sequence[AlignmentTask]) -> list[Spans | None]:
        known = {stretch.join.voiced: stretch for stretch in heard}
        placed = []
        for job in jobs:
            placed.append(_placed(job, [known[span] for span in job.voiced], model, columns))
            progress("aligning", len(placed) / len(jobs))
        if not late_ms:
            spans = [span for some in placed for span in some or () if span]
            late_ms.append(lateness_ms(spans, speech, sound))
        return [some and [span and earlier(span, late_ms[0]) for span in some] for some in placed]

    narration = matched(sentences, sound, speech, Methods(recognise, place_all))
    return replace(narration, remarks=tuple(_remarks(sentences, model.letters)))


def _remarks(sentences: Sequence[Sentence], letters: Sounds) -> Iterable[Remark]:
    """Each letter or sound that the model does not know, where it first stands."""
    said_already: set[str] = set()
    for token in (token for sentence in sentences for token in sentence.tokens):
        for char in (char for word in readings(token.text)[0] for char in letters.unknown(word)):
            if char not in said_already:
                said_already.add(char)
                yield Remark(
                    f"the model does not know the {letters.kind} {char}: it is passed over", token.source
                )


def _columns(sentences: Sequence[Sentence], letters: Sounds) -> dict[int, int]:
    """The column of each letter of the script, by its number in the model."""
    ways = {way for sentence in sentences for token in sentence.tokens for way in readings(token.text)}
    numbers = sorted({number for way in ways for word in way for number in letters.spelled(word)})
    return {number: column for column, number in enumerate(numbers, ANY + 1)}


def _heard(
    model: CtcModel, sound: Sound, speech: Sequence[Span], columns: dict[int, int], progress: Progress
) -> Iterable[_Stretch]:
    joins = joined(sound, speech)
    for number, join in enumerate(joins):
        letters, rows = [], []
        for chances in model.log_probabilities(sound, join.wide):
            letters.append(chances.argmax(axis=1).astype(np.int32))
            rows.append(_rows(chances, model.letters, list(columns)))
        yield _Stretch(join, np.concatenate(letters), np.concatenate(rows))
        progress("listening", number / len(joins))


def _rows(chances: NDArray[np.float32], letters: Sounds, columns: list[int]) -> NDArray[np.float16]:
    """The columns of the trellis: a gap is the blank or the border of words, then anything, then each letter."""
    gap = chances[:, letters.blank]
    if letters.border is not None:
        gap = np.logaddexp(gap, chances[:, letters.border])
    anything = np.maximum(gap, chances[:, list(letters.letters.values())].max(axis=1) + OUTSIDE)
    rows = np.column_stack([gap, anything, chances[:, columns]])
    halved: NDArray[np.float16] = np.maximum(rows, LEAST).astype(np.float16)
    return halved


def _words(stretch: _Stretch, model: CtcModel, words: dict[Spelling, str]) -> Iterable[HeardWord]:
    """The words that the likeliest letters spell, between borders; one that is not the script's has no text."""
    letters = set(model.letters.letters.values())
    spelled: list[tuple[int, int]] = []  # letter and its frame
    before = model.letters.blank
    for frame, output in enumerate([*stretch.outputs.tolist(), model.letters.border]):
        if output == model.letters.border:
            word = words.get(tuple(letter for letter, _ in spelled), "")
            if spelled:
                span = Span(_ms(spelled[0][1], model), _ms(spelled[-1][1] + 1, model))
                yield HeardWord(word, span.shifted(stretch.join.wide.start_ms))
            spelled = []
        elif output != before and output in letters:
            spelled.append((output, frame))
        before = output


def _sounds(stretches: Sequence[_Stretch], model: CtcModel) -> Iterator[tuple[int, Span]]:
    """The likeliest sounds, each with the frames in which it is so."""
    for stretch in stretches:
        frame = 0
        for number, frames in groupby(stretch.outputs.tolist()):
            end = frame + len(list(frames))
            if number != model.letters.blank:
                span = Span(_ms(frame, model), _ms(end, model))
                yield number, span.shifted(stretch.join.wide.start_ms)
            frame = end


def _ms(frame: int, model: CtcModel) -> int:
    return frame * model.hop * 1000 // RATE


def _placed(
    job: AlignmentTask, stretches: Sequence[_Stretch], model: CtcModel, columns: dict[int, int]
) -> Spans | None:
    lines = [
        Line(
            tuple(
                tuple(
                    tuple(columns[number] for word in way for number in model.letters.spelled(word))
                    for way in ways
                )
                for ways in piece.words
            ),
            piece.optional,
        )
        for piece in job.pieces
    ]
    rows = np.concatenate([stretch.rows for stretch in stretches])
    found = place(rows, lines, loose=job.loose)
    return None if found is None else _spans(found, stretches, model)


def _spans(found: Sequence[WordFrames | None], stretches: Sequence[_Stretch], model: CtcModel) -> Spans:
    """Frames of the joined stretches as spans of the film; a word lasts until the next, or as its last letter."""
    starts = np.cumsum([0, *(len(stretch.rows) for stretch in stretches)])
    joins = [stretch.join for stretch in stretches]
    base_ms = joins[0].at_ms
    shifted = [type(join)(join.at_ms - base_ms, join.wide, join.voiced) for join in joins]

    def at_ms(frame: int) -> int:
        number = min(int(np.searchsorted(starts, frame, "right")) - 1, len(joins) - 1)
        here = min(_ms(frame - int(starts[number]), model), joins[number].wide.duration_ms)
        return shifted[number].at_ms + here

    spans: Spans = []
    for word, after in zip(found, [*found[1:], None], strict=True):
        if word is None or word.likely < FAINT:
            spans.append(None)
            continue
        start_ms, end_ms = at_ms(word.first), at_ms(word.end - 1) + _ms(1, model) + LASTS_MS
        end_ms = min(end_ms, at_ms(after.first)) if after else end_ms
        spans.append(span_of(start_ms, max(start_ms, end_ms), shifted))
    return spans
