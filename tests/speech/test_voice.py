"""The real aligner on a real synthesiser's voice, whose word times are known."""

from __future__ import annotations

import wave
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from subtool import align, difference, draft, read_script
from subtool.cli import subtool
from subtool.cues.timing.in_out import confidence
from subtool.demo import music
from subtool.demo.episode import sample
from subtool.errors import MediaError, SheetError
from subtool.media.read.sound import Sound, read_sound
from subtool.model import Media, Sentence, Source, Span, Timing, Token, Word
from subtool.speech.confidence import WordEvidence, judged
from subtool.speech.onsets import sharpened
from subtool.speech.synthesis import utter
from subtool.speech.words.anchors import match, supported
from subtool.speech.words.cache import memory, remembering
from subtool.speech.words.decoders import DecodeTask, Ear, ears
from subtool.speech.words.engine import align_words
from subtool.speech.words.pronounce import arpabet, lexicon
from subtool.text.spoken_forms import readings

SENTENCES = read_script(sample()).sentences[:14]
AD_LIB = Sentence(tuple(Token(word, Source(99, at)) for at, word in enumerate(
    ["Nobody", "in", "our", "village", "remembers", "that", "winter", "any", "more."], 1)), 0)  # fmt: skip


def recorded(path, sentences, *, level=0.0, lead_ms=1500):
    said = utter.speak(sentences, start_ms=lead_ms)
    whole = said.samples.astype(np.float64)
    whole += music.pad(len(whole) / utter.RATE, utter.RATE)[: len(whole)] * np.abs(whole).max() * level
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(utter.RATE)
        file.writeframes((whole / np.abs(whole).max() * 20000).astype("<i2").tobytes())
    return read_sound(path), said.utterances


def errors(narration, known):
    truth = {u.sentence.source: u for u in known}
    return [
        abs(word.span.start_ms - true.span.start_ms)
        for utterance in narration.utterances
        for word, true in zip(utterance.words, truth[utterance.sentence.source].words, strict=True)
    ]


@pytest.mark.parametrize("level", [0.0, 0.2])
def test_words_are_found_where_they_are_said_also_under_music(tmp_path, level):
    sound, known = recorded(tmp_path / "voice.wav", SENTENCES, level=level)
    narration = align_words(SENTENCES, sound)
    assert [u.sentence for u in narration.utterances] == list(SENTENCES)
    off = sorted(errors(narration, known))
    assert off[len(off) // 2] <= 30
    assert off[len(off) * 95 // 100] <= 200
    spans = [word.span for u in narration.utterances for word in u.words]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(spans))


def test_what_is_left_out_and_what_is_added_are_told(tmp_path):
    said = [*SENTENCES[:5], AD_LIB, *SENTENCES[5:9], *SENTENCES[10:]]
    sound, known = recorded(tmp_path / "voice.wav", said)
    narration = align_words(SENTENCES, sound)
    assert narration.unspoken == (SENTENCES[9],)
    [ad_lib] = [u.span for u in known if u.sentence is AD_LIB]
    assert any(span.within(ad_lib) for span in narration.unscripted)
    assert sum(s.duration_ms for s in narration.unscripted) < 2 * ad_lib.duration_ms


def test_silence_and_another_script_are_refused(tmp_path):
    sound, _ = recorded(tmp_path / "voice.wav", SENTENCES[:8])
    with pytest.raises(MediaError, match="no speech"):
        align_words(SENTENCES, replace(sound, samples=np.zeros_like(sound.samples)))
    with pytest.raises(MediaError, match="not what is said"):
        align_words(read_script(sample()).sentences[30:50], sound)


def test_a_lone_match_is_chance():
    assert supported([(0, 0), (1, 1), (2, 2), (50, 3), (90, 90), (91, 91), (92, 92)]) == [
        (0, 0), (1, 1), (2, 2), (90, 90), (91, 91), (92, 92),
    ]  # fmt: skip


def test_repeated_sentences_are_matched_as_a_whole():
    script = "nobody came a b c nobody came d e f".split()  # noqa: SIM905 - a sentence reads better
    assert match(script, script[5:]) == [(at, at - 5) for at in range(5, 10)]


@pytest.mark.parametrize(
    ("ipa", "phones"), [("hjˈɛltəvˌɪk", "HH Y EH L T AH V IH K"), ("tʃˈɜːtʃ", "CH ER CH"), ("", "")]
)
def test_ipa_becomes_phones_of_the_model(ipa, phones):
    assert arpabet(ipa) == phones


def test_every_word_has_a_pronunciation():
    made = lexicon(["the", "skarvholm", "tveitane's", "rydgård"])
    assert all(made.values())
    assert all(phone.isalpha() for ways in made.values() for way in ways for phone in way.split())


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("1989,", "nineteen eighty nine"),
        ("2.9", "two point nine"),
        ("73%", "seventy three percent"),
        ("1950s", "nineteen fifties"),
        ("1,600", "one thousand six hundred"),
        ("CLA,", "c l a"),
        ("comrades—fellow", "comrades fellow"),
        ("3rd", "third"),
        ("6:42.", "six forty two"),
        ("Dr.", "doctor"),
        ("“Nobody’s", "nobody's"),
        ("—", ""),
    ],
)
def test_how_a_printed_word_is_said(token, said):
    assert " ".join(readings(token)[0]) == said


def test_the_synthesisers_words_lie_where_there_is_sound(tmp_path):
    said = utter.speak(SENTENCES[:3], start_ms=500)
    words = [word for u in said.utterances for word in u.words]
    assert [w.text for w in words] == [t.text for s in SENTENCES[:3] for t in s.tokens]
    assert all(a.span.end_ms <= b.span.start_ms for a, b in pairwise(words))
    for word in words:
        piece = said.samples[word.span.start_ms * 22050 // 1000 : word.span.end_ms * 22050 // 1000]
        assert np.abs(piece.astype(int)).max() > 300


def test_a_faint_first_word_found_in_the_stretch_before_is_drawn_to_its_sentence():
    places = [
        WordEvidence(Span(1000, 1040), None, skipped=False),
        WordEvidence(Span(3000, 3400), Span(3010, 3400), skipped=False),
        WordEvidence(Span(3400, 3900), Span(3400, 3890), skipped=False),
    ]
    (the, doubt), *rest = judged(["The", "cartoon", "features"], places)
    assert the == Span(2775, 3000)
    assert 0 < doubt < min(confidence for _, confidence in rest)
    assert [span for span, _ in rest] == [place.forced for place in places[1:]]


def test_a_first_word_that_was_recognised_before_a_pause_stays_there():
    places = [
        WordEvidence(Span(1000, 1400), Span(1010, 1400), skipped=False),
        WordEvidence(Span(3000, 3400), Span(3010, 3400), skipped=False),
    ]
    assert [span for span, _ in judged(["Tonight,", "rain"], places)] == [place.forced for place in places]


def test_a_word_after_a_pause_begins_on_its_first_sound():
    rate, dice = 16000, np.random.default_rng(0)
    samples = dice.normal(0, 20, rate * 2)
    samples[rate:] += dice.normal(0, 3000, rate)
    sound = Sound(Path("x"), samples.astype(np.int16))
    early, follower = Span(940, 1300), Span(1300, 1700)
    sharp = sharpened([early, follower], sound)
    assert 990 <= sharp[0].start_ms <= 1005
    assert sharp[1] == follower
    assert sharpened([early], replace(sound, samples=np.zeros(rate * 2, np.int16))) == [early]


def test_a_cue_is_believed_no_more_than_its_first_word():
    sure = [Word("rain", Span(0, 300), 0.97)] * 6
    assert confidence(sure) == 0.97
    assert confidence([Word("The", Span(0, 100), 0.5), *sure]) < 0.7
    assert confidence([*sure, Word("fell", Span(300, 400), 0.5)]) == 0.75


def test_less_heard_than_asked_for_is_a_failure_and_writes_nothing(tmp_path):
    recorded(tmp_path / "film.wav", SENTENCES[:8])
    script = tmp_path / "script.txt"
    script.write_text("A Title\n\n" + " ".join(sentence.text for sentence in SENTENCES), encoding="utf-8")
    call = ["align", str(script), str(tmp_path / "film.wav"), "-o", str(tmp_path / "film.srt")]
    refused = CliRunner().invoke(subtool, [*call, "--min-heard", "90%"])
    assert isinstance(refused.exception, MediaError)
    assert "90%" in str(refused.exception)
    assert not (tmp_path / "film.srt").exists()
    written = CliRunner().invoke(subtool, call)
    assert written.exit_code == 0
    assert "WARNING: only" in written.stderr


def test_of_cues_that_are_kept_only_the_changed_sentence_is_heard_anew(tmp_path):
    script = replace(read_script(sample()), sentences=SENTENCES[:8])
    sound, _ = recorded(tmp_path / "voice.wav", script.sentences)
    words = script.sentences[3].tokens
    wrong = replace(
        script.sentences[3], tokens=(words[0], *(replace(t, text="sixty") for t in words[1:3]), *words[3:])
    )
    old = align(replace(script, sentences=(*SENTENCES[:3], wrong, *SENTENCES[4:8])), sound.path)
    by_hand = replace(old.cues[0], span=Span(0, old.cues[0].span.end_ms - 40), timing=Timing.EDITED)
    old = replace(old, cues=(by_hand, *old.cues[1:]))
    made = align(script, sound.path, keep=old)
    lines = {token.source for token in words}
    assert [cue for cue in made.cues if cue.source not in lines] == [
        cue for cue in old.cues if cue.source not in lines
    ]
    heard = [word for cue in made.cues if cue.source in lines for word in cue.words]
    assert [word.text for word in heard] == [token.text for token in words]
    anew = [word for cue in align(script, sound.path).cues if cue.source in lines for word in cue.words]
    assert heard == anew
    assert made.unspoken == ()
    assert [change.fate for change in difference(old, script, made).changes].count("changed") == 1


def test_a_draft_has_no_times_that_a_film_could_keep(tmp_path):
    script = replace(read_script(sample()), sentences=SENTENCES[:3])
    sound, _ = recorded(tmp_path / "voice.wav", script.sentences)
    with pytest.raises(SheetError, match="belong to no film"):
        align(script, sound.path, keep=draft(script))
    with pytest.raises(SheetError, match="belong to another film"):
        align(script, sound.path, keep=replace(draft(script), media=Media("other.mp4", 1)))


def counting(said):
    heard = []

    def hear(_ear, takes):
        for take in takes:
            heard.append(int(take.samples[0]))
            yield said[int(take.samples[0])]

    return hear, heard


def test_no_take_is_heard_twice_and_what_was_interrupted_goes_on(tmp_path):
    said = {n: [(f"word{n}", 10 * n, 10 * n + 5)] for n in range(6)}
    takes = [DecodeTask(np.full(4, n, np.int16)) for n in range(6)]
    ear = Ear(("word",))
    hear, heard = counting(said)
    with memory(tmp_path) as kept:
        first = remembering(hear, kept)(ear, [takes[1], takes[2], takes[4]])
        assert [next(first), next(first)] == [said[1], said[2]]  # and then it is interrupted
    with memory(tmp_path) as kept:
        assert list(remembering(hear, kept)(ear, takes)) == list(said.values())
        assert list(remembering(hear, kept)(Ear(("other",)), takes[:1])) == [said[0]]
    assert heard == [1, 2, 0, 3, 4, 5, 0]


def test_a_cache_that_cannot_be_used_is_no_hindrance(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with memory(tmp_path / "file" / "deeper") as kept:
        assert kept is None


def test_a_take_is_heard_alike_whatever_was_heard_before(tmp_path):
    sound, known = recorded(tmp_path / "voice.wav", SENTENCES[:4], level=0.05)
    words = tuple(
        {word for one in known for token in one.sentence.tokens for word in readings(token.text)[0]}
    )
    text = "\\1-grams:\n" + "\n".join(f"-1.0 {word}" for word in ("<s>", "</s>", *words))
    ear = Ear(words, model=f"\\data\\\nngram 1={len(words) + 2}\n\n{text}\n\n\\end\\\n")
    takes = [DecodeTask(sound.samples[one.span.start_ms * 16 : one.span.end_ms * 16]) for one in known]
    with ears(0) as hear:
        said = list(hear(ear, takes))
        assert list(hear(ear, takes[::-1])) == said[::-1]
    assert any(said)
