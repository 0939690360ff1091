"""English as it is scored and followed by subtool itself, on a synthesiser's voice whose word times are known."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.cues.timing.in_out import verdict
from subtool.errors import EngineError
from subtool.media.read.sound import RATE, Sound
from subtool.model import Sentence, Source, Span, Timing, Token, Word
from subtool.speech.evidence import MismatchError
from subtool.speech.in_order import LEAST_MS, filled, in_order
from subtool.speech.synthesis import utter
from subtool.speech.words.engine import align_words
from subtool.speech.words.pronounce import shipped
from subtool.speech.words.scoring import fine, placing
from subtool.speech.words.scoring.cepstra import FilmFrames
from subtool.speech.words.scoring.chain import chain, ways
from subtool.speech.words.scoring.evidence import Belief
from subtool.speech.words.scoring.mixtures import mixtures, readable
from subtool.speech.words.scoring.search import GARBAGE, Followed, Heard, Tolls, best_paths
from subtool.speech.words.scoring.verdict import doubted_beside, spoken
from subtool.speech.workers import workers
from subtool.text.spoken_forms import has_sound, readings

SAID = (
    "The ferry was built in nineteen thirty four by two hundred men.",
    "It carried coal and timber to the islands every week.",
    "In the winter the crew broke the ice with iron bars.",
    "Nobody has counted how often they failed.",
)


def sentence(text, line):
    return Sentence(tuple(Token(word, Source(line, at)) for at, word in enumerate(text.split(), 1)), 0)


def script(*texts):
    return [sentence(text, line) for line, text in enumerate(texts, 1)]


def film(*texts):
    said = utter.speak(script(*texts), start_ms=1200)
    count = len(said.samples) * RATE // utter.RATE
    samples = np.interp(np.arange(count) * utter.RATE / RATE, np.arange(len(said.samples)), said.samples)
    return Sound(Path("film.wav"), samples.astype(np.int16)), said.utterances


@pytest.fixture(scope="module")
def ferry():
    return film(*SAID)


def test_a_number_that_is_not_said_is_not_heard(ferry):
    sound, known = ferry
    changed = SAID[0].replace("nineteen thirty four", "1936").replace("two", "six")
    heard = align_words(script(changed, *SAID[1:]), sound)
    first = {word.text: word.confidence for word in heard.utterances[0].words}
    assert first["1936"] < 0.5
    assert first["six"] < 0.5
    assert first["built"] > 0.9
    as_said = align_words(script(*SAID), sound)
    assert sum(word.confidence > 0.9 for one in as_said.utterances for word in one.words) >= 36  # of 39
    off = [
        abs(word.span.start_ms - true.span.start_ms)
        for one, other in zip(as_said.utterances, known, strict=True)
        for word, true in zip(one.words, other.words, strict=True)
    ]
    assert max(off) <= 200


def test_a_year_is_found_however_it_is_said():
    said = SAID[0].replace("nineteen thirty four", "nineteen hundred and thirty four")
    sound, known = film(said, *SAID[1:])
    heard = align_words(script(SAID[0].replace("nineteen thirty four", "1934"), *SAID[1:]), sound)
    words = heard.utterances[0].words
    assert all(word.confidence > 0 for word in words)
    for number, true in ((4, 4), (5, 5), (6, 10)):  # in 1934 by
        assert abs(words[number].span.start_ms - known[0].words[true].span.start_ms) <= 100


def test_beside_a_word_that_is_not_said_no_word_is_sure_that_shows_little():
    words = [(Span(0, 90), 0.97), (Span(90, 400), 0.0), (Span(400, 600), 0.97), (Span(600, 900), 0.97)]
    doubted = doubted_beside(words, {0: 0.5, 1: 4.0, 2: -0.5, 3: 0.5})
    assert [confidence for _, confidence in doubted] == [0.4, 0.0, 0.97, 0.97]


def test_each_reading_is_tried_before_a_second_pronunciation_of_one():
    tried = ways([[("either", "of", "the", "two"), ("sea",), ("salt",)]], shipped())[0]
    assert [len(way.phones) > 6 for way in tried[:3]] == [True, False, False]
    assert len(tried) > 3


def test_words_are_placed_alike_on_one_processor_and_on_more(ferry, monkeypatch):
    sound, _ = ferry
    monkeypatch.setattr(fine, "GROUP", 300)  # frames, so that there are several passages
    monkeypatch.setattr(placing, "MUCH_MS", 0)
    monkeypatch.setattr(placing, "TOGETHER", 2)
    heard = []
    for count in (1, 2):
        monkeypatch.setattr(placing, "processors", lambda count=count: count)
        heard.append(align_words(script(*SAID), sound))
    assert heard[0] == heard[1]


def test_a_worker_that_is_ended_is_told():
    with pytest.raises(EngineError, match="was ended"), workers(1) as executor:
        executor.submit(os._exit, 1).result()


def test_a_note_that_nobody_says_does_not_move_its_neighbours(ferry):
    sound, known = ferry
    note = "Editor: J. Doe. Picture lock v3. Please do not circulate."
    heard = align_words(script(note, *SAID), sound)
    assert [one.text for one in heard.unspoken] == [note]
    assert abs(heard.utterances[0].span.start_ms - known[0].span.start_ms) <= 100


def test_one_episode_is_found_far_in_the_script_of_a_season(ferry):
    sound, known = ferry
    others = [f"The {who} sold {what} near the border." for who in
              ("baker", "judge", "widow", "pilot", "nurse", "clerk", "hunter", "painter", "soldier", "miller", "cook")
              for what in ("barley", "eleven chairs", "his uniform", "letters", "a clock", "glass", "rope", "a horse",
                           "copper", "winter coats", "a mirror")]  # fmt: skip
    heard = align_words(script(*others, *SAID), sound)
    assert [one.sentence.text for one in heard.utterances] == list(SAID)
    assert abs(heard.utterances[-1].span.start_ms - known[-1].span.start_ms) <= 100


@pytest.mark.parametrize(
    "quote",
    [
        "Die Krone baut keine Häfen für Heringe, schrieb der Beamte zurück.",
        "王室不为鲱鱼修建港口，那位官员这样回信。",
    ],
)
def test_a_quotation_in_another_language_gets_the_speech_in_its_place(ferry, quote):
    said = (SAID[0], "Twelve angry merchants rode slowly over the frozen lake at night.", *SAID[1:])
    sound, known = film(*said)
    heard = align_words(script(said[0], quote, *said[2:]), sound)
    assert not heard.unspoken
    placed = heard.utterances[1]
    assert abs(placed.span.start_ms - known[1].span.start_ms) <= 500
    assert {word.confidence for word in placed.words} == {0.0}


def test_another_film_is_refused(ferry):
    sound, _ = ferry
    with pytest.raises(MismatchError, match="unrelated"):
        align_words(
            script("Bread was dear that spring.", "My aunt wrote letters about music to a friend in Vienna.",
                   "Somebody always forgot the yellow umbrella.", "Physics was the only subject he enjoyed."),
            sound,
        )  # fmt: skip


def test_what_has_no_sound_cannot_be_missed():
    assert [has_sound(text) for text in ("–", "…", "•", "♪", "🎬", "»", ";", "&", "50%", "né", "東")] == [
        False
    ] * 7 + [True] * 4
    words = (
        Word("rain", Span(0, 300), 0.97),
        Word("–", Span(300, 310), 0.0),
        Word("fell", Span(310, 600), 0.97),
    )
    assert verdict(words) is Timing.HEARD


def test_an_abbreviation_of_a_war_is_said_in_words():
    assert readings("WWII")[0] == ("world", "war", "two")


def test_the_shipped_model_is_readable_and_others_are_not(tmp_path):
    assert readable(shipped().hmm)
    assert not readable(tmp_path)


def test_a_path_goes_through_its_words_in_order_and_leaves_out_what_is_not_there():
    model = mixtures(shipped().hmm)
    said = ways([readings(word) for word in ("sea", "salt", "rope")], shipped())
    states = chain(model, said, np.array([0, 1, 2]), context=False)
    order = [
        number for number in range(len(states)) if states.word[number] in (0, 2) and not states.pause[number]
    ]
    senones, columns = np.unique(states.senones, return_inverse=True)
    scores = np.full((2 * len(order), len(senones)), -20.0, np.float32)
    for frame in range(len(scores)):
        scores[frame, columns[order[frame // 2]]] = 0.0
    nothing = np.zeros(len(scores), np.bool_)
    heard = Heard(scores, scores.max(axis=1), nothing, nothing)
    tolls = Tolls(garbage=5.0, left_out=20.0)
    [path] = best_paths([Followed(states, columns, heard, whole=True)], tolls)
    assert GARBAGE not in path
    assert set(states.word[path]) == {0, 2}
    assert all(a <= b for a, b in pairwise(path))
    silence = Heard(np.full_like(scores, -20.0), np.zeros(len(scores), np.float32), nothing, nothing)
    [path] = best_paths([Followed(states, columns, silence, whole=True)], Tolls(garbage=1.0))
    assert set(path) == {GARBAGE}


def test_chains_side_by_side_are_followed_as_each_by_itself():
    """Of unlike lengths, with gaps in the sound, sentences left out, and words said in several ways."""
    model, chance = mixtures(shipped().hmm), np.random.default_rng(7)
    searches = []
    for words, frames, whole in (
        ("either read the sea", 60, True),
        ("salt", 9, True),
        ("a rope tore", 33, False),
    ):
        said = ways([readings(word) for word in words.split()], shipped())
        states = chain(model, said, np.arange(len(said)) // 2, context=False)
        senones, columns = np.unique(states.senones, return_inverse=True)
        scores = chance.normal(-4, 4, (frames, len(senones))).astype(np.float32)
        gaps, margin = chance.random((2, frames)) < 0.2
        searches.append(Followed(states, columns, Heard(scores, scores.max(axis=1), margin, gaps), whole))
    tolls = Tolls(garbage=9.0, left_out=6.0, jump=10.0, torn=3.0, parted=2.0)
    together = best_paths(searches, tolls)
    for path, search in zip(together, searches, strict=True):
        [alone] = best_paths([search], tolls)
        assert path.tolist() == alone.tolist()
    assert len({state for path in together for state in path}) > 9
    assert any(GARBAGE in path for path in together)


PLACES = st.lists(
    st.tuples(
        st.none() | st.builds(lambda a, b: Span(a, a + b), st.integers(0, 5000), st.integers(0, 800)),
        st.sampled_from([0.0, 0.4, 0.97]),
    ),
    max_size=12,
)


@given(PLACES)
def test_every_word_has_a_place_of_its_own(words):
    ordered = in_order(words)
    kept = [span for span, _ in ordered if span]
    assert all(b.start_ms - a.start_ms >= LEAST_MS and a.end_ms <= b.start_ms for a, b in pairwise(kept))
    assert all(span.duration_ms > 0 for span in kept)
    assert in_order(ordered) == ordered
    spans = filled(["word"] * len(words), [span for span, _ in ordered], 9000)
    assert len(spans) == len(words)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(spans))


def test_an_unlikely_early_word_does_not_push_likely_later_ones():
    late, sure = (Span(9000, 9400), 0.3), [(Span(at, at + 300), 0.97) for at in (1000, 1300, 1600)]
    assert in_order([late, *sure]) == [(None, 0.0), *sure]


@pytest.mark.parametrize(
    ("before", "pause", "first", "confidence"),
    [
        (99, None, 100, 0.97),
        (60, None, 100, 0.4),
        (20, None, 100, 0.0),
        (20, 90, 100, 0.97),
        (19, None, 20, 0.0),
    ],
    ids=["speech", "some voices", "many voices", "voices, then a pause", "drawn out"],
)
def test_a_sentence_that_begins_among_other_voices_is_doubted(before, pause, first, confidence):
    joined = np.zeros(200, bool)
    joined[[] if pause is None else [pause]] = True
    film = FilmFrames(np.zeros((200, 1), np.float32), np.arange(200) * 10, np.zeros(200, bool), joined)
    placed = {0: [fine.Placed(0, first, 119, 0.0, 3.0)], 1: [fine.Placed(1, 120, 149, 0.0, 3.0)]}
    words = spoken(placed, ("Then", "came"), Belief(3.0), film, before).words
    assert [word[1] for word in words] == [confidence, 0.97]
