"""The neural engine with a real model of phones, and how words and outputs of models become the same phones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool import read_script
from subtool.demo.episode import sample
from subtool.model import silent
from subtool.speech.evidence import MismatchError
from subtool.speech.neural.engine import align_heard
from subtool.speech.neural.phones import Phones, is_phonetic
from subtool.speech.neural.phonetic_words import IN_A_ROW, in_a_row
from support.hama_ears import HamaEars
from support.spoken_film import spoken_film

SENTENCES = read_script(sample()).sentences
SAID, LEFT_OUT, ELSEWHERE = 5, 3, slice(20, 26)


@pytest.fixture(scope="module")
def ears():
    return HamaEars()


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """The first sentences of the sample but one."""
    said = [sentence for number, sentence in enumerate(SENTENCES[:SAID]) if number != LEFT_OUT]
    return spoken_film(tmp_path_factory.mktemp("phones"), said)


def test_words_are_found_by_their_phones_and_what_is_not_said_is_listed(film, ears):
    narration = align_heard(SENTENCES[:SAID], film.sound, ears, silent)
    assert narration.unspoken == (SENTENCES[LEFT_OUT],)
    found = [word for utterance in narration.utterances for word in utterance.words]
    starts = [span.start_ms for one in film.said for span in (word.span for word in one.words)]
    off = [abs(word.span.start_ms - start) for word, start in zip(found, starts, strict=True)]
    assert np.median(off) <= 60
    assert all(far <= 200 for far, word in zip(off, found, strict=True) if word.confidence >= 0.9)
    assert sum(word.confidence >= 0.9 for word in found) >= len(found) / 3
    assert all(one.span.start_ms < other.span.start_ms for one, other in pairwise(found))


def test_other_sentences_of_the_same_voice_are_refused(film, ears):
    with pytest.raises(MismatchError, match="hardly a word"):
        align_heard(SENTENCES[ELSEWHERE], film.sound, ears, silent)


def test_a_model_of_phones_is_told_from_one_of_letters(ears):
    assert is_phonetic(ears.vocabulary)
    assert not is_phonetic(
        {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyzæøåðþ|")}
    )
    assert not is_phonetic(
        {letter: number for number, letter in enumerate("abdɖeɛfƒgɣhiklmnŋoɔprstuvʋwxyz|")}
    )


@pytest.mark.parametrize("outputs", ["tʃ ɜː ɹ ɚ ə ɡ oʊ aɪ θ ʌ ɾ l ɪ t", "t͡ʃ ɝ r ɐ g oʊ aɪ θ ə t l ɪ"])
def test_ways_to_write_a_phone_are_one(outputs):
    vocabulary = {"<pad>": 0, **{output: number for number, output in enumerate(outputs.split(), 1)}, "|": 99}
    phones = Phones.of(vocabulary, [0, 99], "en-us")
    names = {column: phone for phone, column in phones.letters.items()}
    assert [names[column] for column in phones.spelled("church")] == ["tʃ", "ɝ", "tʃ"]
    assert [names[column] for column in phones.spelled("go")] == ["g", "oʊ"]
    assert [names[column] for column in phones.spelled("little")] == ["l", "ɪ", "t", "ə", "l"]
    assert phones.unknown("church") == ()
    assert phones.unknown("sea") == ("s", "i")
    chances = np.log(np.full((2, 100), 0.01, np.float32))
    grouped = phones.grouped(chances)
    assert np.allclose(np.exp(grouped[:, 0]), 0.02)  # the blank and the border
    assert grouped.shape == (2, len(phones.letters) + 1)


texts = st.text("abcdefgh", max_size=40)


@given(texts, texts, texts)
def test_what_is_the_same_on_both_sides_is_found_in_order(before, same, after):
    pairs = in_a_row(before + same, same + after)
    assert all(
        one < other for pair, following in pairwise(pairs) for one, other in zip(pair, following, strict=True)
    )
    for i, j in pairs:
        assert (before + same)[i : i + IN_A_ROW] == (same + after)[j : j + IN_A_ROW]
    assert len(pairs) >= max(0, len(same) - IN_A_ROW + 1) or len(set(same)) < len(same)
