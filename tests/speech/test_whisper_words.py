"""What a Whisper model writes, in the script's spelling, and the languages that it hears: without a model."""

# ruff: noqa: SIM905 - sentences are read as such
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.model import Span
from subtool.speech.neural.respelled import respelled, spelling
from subtool.speech.neural.voice_language import VoiceLanguages
from subtool.speech.words.recognise import HeardWord


def heard(text):
    return [HeardWord(word, Span(400 * n, 400 * n + 300)) for n, word in enumerate(text.split())]


def test_a_name_between_known_words_is_the_scripts():
    script = "the ships bound for hjeltevik steered by the church when it rained".split()
    words = respelled(script, heard("the ships bound for hieltivik steered by the church when it rained"))
    assert [word.text for word in words] == script
    assert words[4].span == Span(1600, 1900)


def test_two_words_that_are_heard_as_one_share_its_time():
    script = "at the end of the old high way stands a white tower".split()
    words = respelled(script, heard("at the end of the old highway stands a white tower"))
    assert [word.text for word in words] == script
    high, way = words[6:8]
    assert (high.span.start_ms, way.span.end_ms) == (2400, 2700)
    assert high.span.end_ms <= way.span.start_ms


def test_other_words_stay_as_they_were_heard():
    script = "they asked for a light four times and nobody answered them".split()
    words = respelled(script, heard("they asked for a light upon winter and nobody answered them"))
    assert [word.text for word in words][5:7] == ["upon", "winter"]


def test_another_number_stays_another_one():
    script = ["it", "was", "built", "some", "thirty", "years", "before", "the", "war"]
    words = respelled(script, heard("it was built some thirteen years before the war"))
    assert "thirty" not in [word.text for word in words]


words = st.lists(st.sampled_from("the light is on an island in a cold sea".split()), max_size=30)


@given(words, words)
def test_what_was_heard_stays_in_order_and_in_its_time(script, said):
    sounds = heard(" ".join(said))
    starts = [word.span.start_ms for word in respelled(script, sounds)]
    assert starts == sorted(starts)
    assert all(sounds[0].span.start_ms <= start <= sounds[-1].span.end_ms for start in starts)


def test_languages_without_spaces_are_compared_by_characters_in_either_form():
    ways = spelling("zh-Hans")
    assert ways("时候") == ways("時候") == (("shi", "hou"),)
    assert spelling("de")("Wasserenthärter") == (("wasserentharter",),)


@pytest.mark.parametrize(
    ("chances", "reason", "is_foreign"),
    [
        ({}, "", False),  # of a model that knows one language
        ({"de": 0.9, "en": 0.05}, "", False),
        ({"zh": 0.69, "de": 0.17}, "the voice seems to speak Chinese", False),
        ({"en": 0.97, "de": 0.01}, "the voice seems to speak English, not German", True),
        ({"en": 0.4, "de": 0.01}, "", False),
    ],
)
def test_another_language_is_foreign_where_it_is_sure(chances, reason, is_foreign):
    voice = VoiceLanguages("de", chances, 1000)
    assert voice.reason.startswith(reason)
    assert bool(voice.reason) == bool(reason)
    assert voice.is_foreign is is_foreign


def test_a_whole_film_is_its_stretches_for_as_long_as_they_last():
    whole = VoiceLanguages.joined(
        [VoiceLanguages("en", {"de": 1.0}, 10_000), VoiceLanguages("en", {"en": 1.0}, 90_000)]
    )
    assert (whole.likeliest, whole.chances["de"], whole.reason) == ("en", 0.1, "")
