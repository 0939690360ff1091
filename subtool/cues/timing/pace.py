"""Text -> timed words, from the text alone: words by their length, and the rests punctuation asks for.

Half of what a word takes goes by its syllables and half by its letters. The letters stand for the sounds: on read
speech this is as near as the phonemes of a synthesiser, and nearer than syllables alone by a sixth
(`benchmarks/duration.py`). The figures add up to those of a documentary voice of 139 words a minute: 0.224 s a
syllable of three letters, 0.25 s at a comma, 0.52 s at a colon or dash, 0.68 s at the end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from subtool.cues.timing.known_moments import Quoted, place
from subtool.cues.timing.pace_curve import Course, Point
from subtool.errors import ScriptError
from subtool.model import Remark, Span, Utterance
from subtool.text.spoken_forms import readings
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.model import Sentence

SYLLABLE_MS = 112  # half of 0.224 s, the syllable of a documentary voice (docs/numbers.md)
LETTER_MS = 38  # the other half, by three letters a syllable (benchmarks/duration.py)
LETTERS_A_SYLLABLE = 3  # of English prose, roughly; with 112 and 38 ms they add up to 0.224 s
COMMA_MS = 250  # of read speech at 139 words a minute, as the next two are
COLON_MS = 520  # at a dash too
SENTENCE_MS = 680  # before the next sentence of a paragraph
PARAGRAPH_MS = 400  # on top of the sentence's end: the narrator lets the picture speak

CLUSTERS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæáíóúãõåøıαεηιουωάέήίόύώ]+", re.IGNORECASE)
SINGLE_VOWELS = re.compile(r"[аеёиоуыэюяіїєў]", re.IGNORECASE)  # in Cyrillic each is a syllable
SYLLABIC = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")  # kana, Chinese, Hangul


@dataclass(frozen=True, slots=True)
class Pace:
    """How the narration is to be paced.

    `moments` are times at which words of the script are known to be said; they are kept to the millisecond, and
    the pace between two of them is even. `start_ms` is that of the first word: 0 when nothing says otherwise.
    `words_a_minute` or `duration_ms`, from the first word to the end of the last, set the pace where no moments
    do. `rests` are longer pauses before sentences: their number, from 0, and milliseconds.
    """

    start_ms: int | None = None
    words_a_minute: float | None = None
    duration_ms: int | None = None
    moments: tuple[Quoted, ...] = ()
    rests: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """Timed sentences, and what is odd about the pace they were asked to have."""

    utterances: tuple[Utterance, ...]
    remarks: tuple[Remark, ...]


def tell(sentences: Sequence[Sentence], pace: Pace) -> tuple[Utterance, ...]:
    """Time every word by the pace of the text; the confidence of each is None. See `narrate`."""
    return narrate(sentences, pace).utterances


def narrate(sentences: Sequence[Sentence], pace: Pace) -> Telling:
    """Time every word by the pace of the text, through the moments that are known.

    Raises:
        ScriptError: the words of a moment stand nowhere in the script or more than once, or the moments do not
            run in its order.
    """
    spans = _even(sentences, dict(pace.rests))
    if not spans:
        return Telling((), ())
    tokens = [token for sentence in sentences for token in sentence.tokens]
    known = place(sentences, pace.moments, pace.start_ms)
    points = [Point(spans[moment.word][0], moment.at_ms) for moment in known.moments]
    if pace.duration_ms is not None:
        points = _ending(points, spans[-1][1], pace.duration_ms)
    words_a_minute = len(tokens) * 60_000 / (spans[-1][1] - sum(length_ms for _, length_ms in pace.rests))
    usual = words_a_minute / pace.words_a_minute if pace.words_a_minute else None
    course = Course(points or [Point(0.0, 0)], usual, ends=pace.duration_ms is not None)
    remarks = list(known.remarks)
    for index, factor in course.strange:
        word = (
            known.moments[index].word
            if index < len(known.moments) and not course.is_end(index)
            else len(tokens) - 1
        )
        remarks.append(Remark(_strange(course, index, words_a_minute / factor), tokens[word].source))
    timed = (Span(course.start(a), course.end(b)) for a, b in spans)
    return Telling(tuple(_utterances(sentences, timed)), tuple(remarks))


@cache
def word_ms(token: str) -> float:
    """How long a printed word takes to say; numbers are read out."""
    said = readings(token)[0]
    spelled = len(said) > 1 and all(len(word) == 1 for word in said)
    letters = sum(LETTERS_A_SYLLABLE if spelled else _letters(word) for word in said)
    return SYLLABLE_MS * syllables(token) + LETTER_MS * max(1, letters)


@cache
def syllables(token: str) -> int:
    """How many syllables a printed word is spoken with, at least one; numbers are read out."""
    return max(1, sum(_syllables(word) for word in readings(token)[0]))


def _letters(word: str) -> int:
    syllabic = len(SYLLABIC.findall(word))
    return syllabic * (LETTERS_A_SYLLABLE - 1) + sum(map(str.isalnum, word))


def _syllables(word: str) -> int:
    if len(word) == 1:  # a letter that is spelled
        return 3 if word == "w" else 1
    own = len(SYLLABIC.findall(word)) + len(SINGLE_VOWELS.findall(word))
    groups = len(CLUSTERS.findall(word))
    if not own and not groups:  # a writing that leaves its vowels out, or that we cannot read
        return sum(map(str.isalnum, word)) // LETTERS_A_SYLLABLE
    silent_e = word.endswith("e") and not word.endswith(("le", "ee", "ie")) and groups > 1
    silent_ed = word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1
    return max(1, own + groups - (silent_e or silent_ed))


def rest_ms(token: str) -> int:
    tail = token.rstrip("\"'”’»)]}")[-1:]
    if tail and tail in ",、،":
        return COMMA_MS
    if tail and tail in ":;—–…：；":
        return COLON_MS
    return 0


def _even(sentences: Sequence[Sentence], rests: Mapping[int, int]) -> list[tuple[float, float]]:
    """When each word begins and ends at an even pace, from 0 on."""
    clock_ms = 0.0
    spans: list[tuple[float, float]] = []
    for number, (sentence, following) in enumerate(zip_longest(sentences, sentences[1:])):
        clock_ms += rests.get(number, 0)
        for token in sentence.tokens:
            spans.append((clock_ms, clock_ms + word_ms(token.text)))
            clock_ms = spans[-1][1] + rest_ms(token.text)
        clock_ms = spans[-1][1] + SENTENCE_MS
        if following and following.paragraph != sentence.paragraph:
            clock_ms += PARAGRAPH_MS
    return spans


def _ending(points: list[Point], length_ms: float, duration_ms: int) -> list[Point]:
    """The points with one for the end of the last word, `duration_ms` after the first word."""
    if not points or points[0].text_ms > 0:
        points = [Point(0.0, 0), *points]
    end_ms = points[0].at_ms + duration_ms
    if end_ms <= points[-1].at_ms:
        raise ScriptError(
            f"the narration cannot end at {clock(end_ms)}: words of it are said at {clock(points[-1].at_ms)}",
            hint="give a longer --duration, or leave it out",
        )
    return [*points, Point(length_ms, end_ms)]


def _strange(course: Course, index: int, words_a_minute: float) -> str:
    said = clock(course.points[index].at_ms)
    if course.is_end(index):
        return f"to end at {said}, the narrator speaks {words_a_minute:.0f} words a minute"
    if course.pauses_before(index):
        return (
            f"to be said at {said}, what stands before is spoken at {words_a_minute:.0f} words a minute; "
            "the narrator keeps to the pace and pauses instead"
        )
    return f"to be said at {said}, what stands before is spoken at {words_a_minute:.0f} words a minute"


def _utterances(sentences: Sequence[Sentence], spans: Iterator[Span]) -> Iterator[Utterance]:
    for sentence in sentences:
        yield Utterance(sentence, tuple(token.timed(next(spans), None) for token in sentence.tokens))
