"""Segmentation and timing: every word kept, no limit broken without need."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.cues import compose
from subtool.cues.segmentation import explain
from subtool.cues.segmentation.breaks import break_costs
from subtool.cues.segmentation.optimum import Split, split
from subtool.cues.timing import pace
from subtool.cues.timing.frame_grid import Grid
from subtool.cues.timing.in_out import frames_ms
from subtool.model import Sentence, Source, Span, Timing, Token, Utterance, Word
from subtool.styles import houses

STYLE = houses.house_style("netflix-en")
ENGLISH = houses.word_classes("en")
FILM = Grid(Fraction(25))

words = st.text(st.sampled_from("abcdefgéñ’—-19"), min_size=1, max_size=12)
punctuated = st.builds(
    lambda word, tail: word + tail, words, st.sampled_from(["", "", "", "", ",", ";", ".", "?”"])
)
prose = st.lists(
    st.tuples(st.lists(punctuated, min_size=1, max_size=30), st.booleans()), min_size=1, max_size=8
)


def sentences(pieces):
    paragraph, made = 0, []
    for line, (texts, new_paragraph) in enumerate(pieces, start=1):
        paragraph += new_paragraph
        tokens = tuple(Token(text, Source(line, column)) for column, text in enumerate(texts, start=1))
        made.append(Sentence(tokens, paragraph))
    return made


def text_of(cues):
    return " ".join(line for cue in cues for line in cue.lines)


@given(prose)
def test_every_word_is_kept_once_and_in_order(pieces):
    cues = compose(pace.tell(sentences(pieces), pace.Pace()), STYLE, ENGLISH, FILM)
    assert text_of(cues).split(" ") == [text for texts, _ in pieces for text in texts]
    assert [word.text for cue in cues for word in cue.words] == text_of(cues).split(" ")


@given(prose)
def test_drafted_cues_keep_to_the_house_style(pieces):
    cues = compose(pace.tell(sentences(pieces), pace.Pace()), STYLE, ENGLISH, FILM)
    for cue in cues:
        assert len(cue.lines) <= STYLE.max_lines
        assert all(len(line) <= STYLE.max_cpl for line in cue.lines)
        assert STYLE.min_duration_ms <= cue.span.duration_ms <= STYLE.max_duration_ms
    for cue, following in pairwise(cues):
        assert following.span.start_ms - cue.span.end_ms >= 80


def test_a_gap_is_never_less_than_two_frames_of_the_film():
    assert frames_ms(2, Fraction(25)) == 80
    assert frames_ms(2, Fraction(24000, 1001)) == 84


def rows(text):
    made = compose(pace.tell(sentences([(text.split(), False)]), pace.Pace()), STYLE, ENGLISH, FILM)
    return [list(cue.lines) for cue in made]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        (
            "The old harbour was built by the people who had once lived on the island itself.",
            [["The old harbour was built by the people"], ["who had once lived on the island itself."]],
        ),
        (
            "When the money ran out, the masons stayed, and by the spring the tower had a roof.",
            [["When the money ran out, the masons stayed,"], ["and by the spring the tower had a roof."]],
        ),
        (
            "The lamp of the harbour was lit for the first time on October 4, 1862.",
            [["The lamp of the harbour was lit", "for the first time on October 4, 1862."]],
        ),
        ("She wrote, “Nobody has needed me.”", [["She wrote, “Nobody has needed me.”"]]),
    ],
)
def test_breaks_fall_where_a_subtitler_would_put_them(text, cues):
    assert rows(text) == cues


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("more than 2.9 million members", "2.9 million"),
        ("said that General Paulus came", "General Paulus"),
        ("the end of the war", "the war"),
        ("he was not there", "was not"),
        ("on the morning of October 4, 1862 it rained", "4, 1862"),
        ("on the morning of October 4, 1862 it rained", "October 4,"),
        ("the book of K. M. Lunde is lost", "M. Lunde"),
        ("the film “The Lamp on the Point” was lost", "Lamp on"),
        ("bread from Anselm Rydgård is good", "Anselm Rydgård"),
    ],
)
def test_what_belongs_together_is_dear_to_break(text, kept):
    parts = text.split()
    costs = break_costs(parts, ENGLISH)
    assert costs[parts.index(kept.split()[0])] >= 7


@given(prose)
def test_the_parts_of_each_price_add_up_to_the_optimum(pieces):
    best = Split(pace.tell(sentences(pieces), pace.Pace()), STYLE, ENGLISH, 80)
    cues = list(best.cues())
    assert sum(sum(best.parts(*cue).values()) for cue in cues) == pytest.approx(best.rest[0])


@given(prose)
def test_what_a_cue_was_preferred_to_is_never_cheaper(pieces):
    told = pace.tell(sentences(pieces), pace.Pace())
    why = explain.explain(told, STYLE, ENGLISH, 80)
    assert [len(phrase.words) for phrase in split(told, STYLE, ENGLISH, 80)]
    for reason in why:
        assert sum(reason.parts.values()) == pytest.approx(reason.cost)
        assert reason.runner_up is None or reason.runner_up.more_by >= -1e-6
    assert len(list(explain.sentences(why))) >= len(why) == len(explain.figures(why))


def test_a_reason_names_the_punctuation_and_the_runner_up():
    text = "When the money ran out, the masons stayed, and by the spring the tower had a roof."
    told = pace.tell(sentences([(text.split(), False)]), pace.Pace())
    first, _ = explain.explain(told, STYLE, ENGLISH, 80)
    assert first.ends == "the masons stayed,"
    assert "after a comma" in first.parts
    assert first.runner_up.ends != first.ends


@given(prose, st.integers(1, 10**7))
def test_a_shift_of_all_times_changes_no_break(pieces, by_ms):
    told = pace.tell(sentences(pieces), pace.Pace())
    later = [
        Utterance(u.sentence, tuple(Word(w.text, w.span.shifted(by_ms), 0.9, w.footnotes) for w in u.words))
        for u in told
    ]
    heard = [
        Utterance(u.sentence, tuple(Word(w.text, w.span, 0.9, w.footnotes) for w in u.words)) for u in told
    ]
    there, here = split(later, STYLE, ENGLISH, 80), split(heard, STYLE, ENGLISH, 80)
    assert [phrase.sizes for phrase in there] == [phrase.sizes for phrase in here]


@given(
    st.lists(st.sampled_from(["« la mer »,", "mot —", "maison", "d’Arc,", "„So“", "« non ! »"]), max_size=40)
)
def test_a_row_neither_ends_with_an_opening_mark_nor_begins_with_another(pieces):
    texts = f"Voilà {' '.join(pieces)} fin.".split()
    told = pace.tell(sentences([(texts, False)]), pace.Pace())
    for phrase in split(told, STYLE, houses.word_classes("fr"), 80):
        assert all(line.split(" ")[-1] != "«" for line in phrase.lines)
        assert all(line.split(" ")[0] not in {"»", "»,", "—", "!"} for line in phrase.lines)


def test_two_sentences_do_not_share_a_cue_when_each_can_stand():
    made = sentences([(["It", "was", "late", "that", "night."], False), (["Nobody", "came", "home."], False)])
    cues = compose(pace.tell(made, pace.Pace()), STYLE, ENGLISH, FILM)
    assert [cue.text for cue in cues] == ["It was late that night.", "Nobody came home."]


def test_a_heard_pause_is_a_place_to_break():
    texts = [f"word{at}" for at in range(12)]
    [sentence] = sentences([(texts, False)])
    clock, timed = 0, []
    for at, text in enumerate(texts):
        clock += 1500 if at == 5 else 20
        timed.append(Word(text, Span(clock, clock + 300), 0.9))
        clock += 300
    phrases = split([Utterance(sentence, tuple(timed))], STYLE, ENGLISH, 80)
    assert [len(phrase.words) for phrase in phrases] == [5, 7]


def test_a_gap_of_a_few_frames_is_closed_to_two():
    made = sentences([(["It", "was", "late", "that", "night."], False), (["Nobody", "came", "home."], False)])
    first = [Word(t.text, Span(i * 400, i * 400 + 390), 1.0) for i, t in enumerate(made[0].tokens)]
    other = [Word(t.text, Span(2700 + i * 400, 3000 + i * 400), 1.0) for i, t in enumerate(made[1].tokens)]
    cues = compose([Utterance(made[0], tuple(first)), Utterance(made[1], tuple(other))], STYLE, ENGLISH, FILM)
    assert cues[0].span == Span(0, 2680 - 80)


@pytest.mark.parametrize(
    ("confidences", "timing"),
    [
        ((None, None), Timing.ESTIMATED),
        ((0.9, 0.8), Timing.HEARD),
        ((0.9, 0.0), Timing.PARTLY),
        ((0.0, 0.0), Timing.GUESSED),
    ],
)
def test_the_verdict_says_where_the_time_comes_from(confidences, timing):
    [sentence] = sentences([(["Nobody", "came."], False)])
    timed = tuple(
        Word(token.text, Span(at * 500, at * 500 + 400), confidence)
        for at, (token, confidence) in enumerate(zip(sentence.tokens, confidences, strict=True))
    )
    [cue] = compose([Utterance(sentence, timed)], STYLE, ENGLISH, FILM)
    assert cue.timing is timing


def test_a_footnote_is_on_every_cue_of_its_sentence():
    text = "The company kept no record of accidents, and when the committee finally asked for one, "
    texts = (text + "the reply that came back was a single sheet with no names on it.").split()
    tokens = [Token(text, Source(1, at)) for at, text in enumerate(texts, start=1)]
    tokens[-1] = Token(tokens[-1].text, tokens[-1].source, ("2",))
    following = Sentence((Token("Nobody", Source(2, 1)), Token("answered.", Source(2, 8))), 0)
    cues = compose(pace.tell([Sentence(tuple(tokens), 0), following], pace.Pace()), STYLE, ENGLISH, FILM)
    assert [cue.footnotes for cue in cues] == [("2",)] * (len(cues) - 1) + [()]
    assert [word.text for cue in cues for word in cue.words if word.footnotes] == ["it."]


@given(prose, st.integers(0, 10**7), st.integers(20_000, 10**6))
def test_the_pace_keeps_to_the_length_asked_for(pieces, start_ms, duration_ms):
    told = pace.tell(sentences(pieces), pace.Pace(start_ms=start_ms, duration_ms=duration_ms))
    assert told[0].span.start_ms == start_ms
    assert abs(told[-1].span.end_ms - start_ms - duration_ms) <= 1


@pytest.mark.parametrize(
    ("token", "count"),
    [("late", 1), ("harbour,", 2), ("wanted", 2), ("lived", 1), ("2.5", 3), ("“table”", 2)],
)
def test_syllables(token, count):
    assert pace.syllables(token) == count
