"""Re-timing: a warp is a value, and the one that was applied is found again."""

from __future__ import annotations

import json
import random
import wave
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from subtool import read_script
from subtool.cli import subtool
from subtool.demo.episode import sample
from subtool.errors import SubtoolError
from subtool.model import EVER_MS, Cue, Sheet, Span
from subtool.retime.evidence import CueTimes, Speech
from subtool.retime.fit_offsets import fit
from subtool.retime.warp import Piece, Warp, apply, scale, shift, through
from subtool.speech.synthesis import utter
from subtool.text.hearing_labels import without_labels
from subtool.verbs import files, sync

spans = st.builds(
    lambda start, long: Span(start, start + long), st.integers(10**6, 10**7), st.integers(1, 9000)
)
sheets = st.lists(spans, max_size=8).map(
    lambda found: Sheet(tuple(Cue(span, ("a",)) for span in sorted(found, key=lambda span: span.start_ms)))
)


@given(sheets, st.integers(-(10**6), 10**6))
def test_a_shift_can_be_undone(sheet, by_ms):
    there = apply(shift(by_ms), sheet)
    assert not there.gone
    assert apply(shift(-by_ms), there.sheet).sheet == sheet


@given(sheets, st.sampled_from([Fraction(25 * 1001, 24000), Fraction(24, 25)]))
def test_a_rate_can_be_undone_to_the_millisecond(sheet, rate):
    back = apply(scale(1 / rate), apply(scale(rate), sheet).sheet).sheet
    for cue, again in zip(sheet.cues, back.cues, strict=True):
        assert abs(cue.span.start_ms - again.span.start_ms) <= 1
        assert abs(cue.span.end_ms - again.span.end_ms) <= 1


def test_known_moments_are_met_and_what_lies_between_runs_evenly():
    warp = through([(10_000, 20_000), (20_000, 40_000), (30_000, 41_000)])
    made = [warp.of(Span(at, at + 1)).moved(at) for at in (0, 10_000, 15_000, 20_000, 30_000, 40_000)]
    assert made == [0, 20_000, 30_000, 40_000, 41_000, 42_000]


def test_a_cue_whose_picture_is_gone_is_said():
    warp = Warp((Piece(Span(0, 5000), 0), Piece(Span(9000, EVER_MS), 5000)))
    cues = tuple(Cue(Span(at, at + 1000), (str(at),)) for at in (1000, 6000, 10_000))
    made = apply(warp, Sheet(cues))
    assert [cue.span.start_ms for cue in made.sheet.cues] == [1000, 6000]
    assert made.gone == cues[1:2]


def test_pieces_may_not_overlap():
    with pytest.raises(ValueError, match="overlap"):
        Warp((Piece(Span(0, 5000), 0), Piece(Span(4000, 6000), 0)))


def spoken(seed, count=200):
    """Cues as a film has them: of 1 to 6 s, with pauses of 0.1 to 8 s."""
    dice, at, made = random.Random(seed), 5000, []
    for _ in range(count):
        long = dice.randint(1000, 6000)
        made.append(Span(at, at + long))
        at += long + dice.choice([100, 200, 900, dice.randint(300, 8000)])
    return made


def before(warp, reference):
    """The cues (old, new) of which the warp makes the reference; what it leaves room for has none."""
    pairs = []
    for span in reference:
        for piece in warp.pieces:
            old = [
                piece.old.start_ms + round((at - piece.new_ms) / piece.rate)
                for at in (span.start_ms, span.end_ms)
            ]
            if piece.old.start_ms <= old[0] and old[1] <= piece.old.end_ms:
                pairs.append((Span(*old), span))
    return zip(*pairs, strict=True)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "warp",
    [
        shift(7_340),
        scale(Fraction(25 * 1001, 24000)),
        Warp((Piece(Span(0, EVER_MS), 90_000, Fraction(24000, 25025)),)),
        Warp(
            (
                Piece(Span(0, 300_000), 0),
                Piece(Span(300_000, 500_000), 345_000),
                Piece(Span(500_000, EVER_MS), 630_000),
            )
        ),
    ],
    ids=["shift", "25 for 23.976", "23.976 for 25 and later", "two splits"],
)
def test_the_warp_that_was_applied_is_found(seed, warp):
    speech = spoken(seed)
    cues, reference = before(warp, speech)
    for kind in (Speech(speech), CueTimes(tuple(span.start_ms for span in reference))):
        found = fit(cues, kind)
        away = [
            abs(found.warp.of(cue).moved(cue.start_ms) - there.start_ms)
            for cue, there in zip(cues, reference, strict=True)
        ]
        assert sorted(away)[len(away) * 95 // 100] <= 20
        assert found.after > 0.95 > found.before


EDL = """TITLE: NEW CUT
FCM: NON-DROP FRAME

001  FILM     V     C        01:00:20:00 01:01:20:00 10:00:00:00 10:01:00:00
002  AX       V     C        00:00:00:00 00:00:20:00 10:01:00:00 10:01:20:00
003  FILM     V     C        01:01:20:00 01:02:30:00 10:01:20:00 10:02:30:00
"""


def test_an_edit_list_moves_the_cues(tmp_path):
    path = tmp_path / "new.edl"
    path.write_text(EDL)
    cues = tuple(Cue(Span(at * 1000, at * 1000 + 900), (str(at),)) for at in (10, 25, 79, 81, 160))
    made = sync.sync(Sheet(cues), path)
    assert [(cue.lines[0], cue.span.start_ms) for cue in made.sheet.cues] == [
        ("25", 5000),
        ("79", 59_000),
        ("81", 81_000),
    ]
    assert [cue.lines[0] for cue in made.gone] == ["10", "160"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no stretch"),
        ("\0\1", "binary"),
        (EDL.replace("01:00:20:00 01", "xx"), "not an edit list"),
        (EDL + EDL[40:].replace("001 ", "004 "), "twice"),
    ],
)
def test_what_is_no_edit_list_is_said(tmp_path, text, said):
    path = tmp_path / "new.edl"
    path.write_text(text)
    with pytest.raises(SubtoolError, match=said):
        sync.sync(Sheet((Cue(Span(0, 1), ("a",)),)), path)


def narrated(path, sentences):
    voice = utter.speak(sentences, start_ms=3000)
    write_wav(path, voice.samples)
    cues = tuple(Cue(one.span, (one.sentence.text,)) for one in voice.utterances)
    return Sheet(cues), voice.samples


def write_wav(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(utter.RATE)
        file.writeframes(samples.astype("<i2").tobytes())


@pytest.mark.parametrize("language", ["en", "xx"])
def test_subtitles_are_brought_to_a_film(tmp_path, language):
    true, _ = narrated(tmp_path / "film.wav", read_script(sample()).sentences[:16])
    late = replace(apply(shift(8000), true).sheet, language=language)
    made = sync.sync(late, tmp_path / "film.wav")
    assert made.by is (sync.By.WORDS if language == "en" else sync.By.VOICE)
    assert made.after > made.before
    for cue, there in zip(made.sheet.cues, true.cues, strict=True):
        assert abs(cue.span.start_ms - there.span.start_ms) <= 60
    with pytest.raises(SubtoolError, match="no move"):
        sync.sync(made.sheet, tmp_path / "film.wav")


def test_a_new_cut_is_found_by_its_sound_to_a_frame(tmp_path):
    sheet, samples = narrated(tmp_path / "old.wav", read_script(sample()).sentences[:16])
    at = [cue.span.start_ms * utter.RATE // 1000 for cue in sheet.cues]
    write_wav(tmp_path / "new.wav", np.concatenate([samples[at[8] :], samples[at[2] : at[6]]]))
    made = sync.sync(sheet, tmp_path / "new.wav", old=tmp_path / "old.wav")
    wanted = {cue.lines[0]: cue.span.start_ms - sheet.cues[8].span.start_ms for cue in sheet.cues[8:]}
    behind_ms = len(samples) * 1000 // utter.RATE - sheet.cues[8].span.start_ms
    wanted |= {
        cue.lines[0]: behind_ms + cue.span.start_ms - sheet.cues[2].span.start_ms for cue in sheet.cues[2:6]
    }
    found = {cue.lines[0]: cue.span.start_ms for cue in made.sheet.cues}
    assert found.keys() == wanted.keys()
    assert all(abs(found[line] - wanted[line]) <= 40 for line in wanted)
    assert [cue.lines for cue in made.gone] == [cue.lines for cue in sheet.cues[:2] + sheet.cues[6:8]]
    write_wav(tmp_path / "other.wav", np.random.default_rng(0).normal(0, 900, 30 * utter.RATE))
    with pytest.raises(SubtoolError, match="shares no sound"):
        sync.sync(sheet, tmp_path / "other.wav", old=tmp_path / "old.wav")


def test_the_command_moves_by_hand_and_says_how(tmp_path):
    (tmp_path / "a.srt").write_text(
        "1\n00:00:10,000 --> 00:00:12,000\nNobody came.\n\n2\n00:01:10,000 --> 00:01:12,000\nIt rained.\n"
    )
    calls = {
        ("--shift", "-1.5s"): [8500, 68_500],
        ("--scale", "25/24"): [10_417, 72_917],
        ("--at", "nobody came=0:20", "--at", "it rained=1:50"): [20_000, 110_000],
    }
    for call, starts in calls.items():
        out = tmp_path / "b.srt"
        result = CliRunner().invoke(
            subtool, ["sync", str(tmp_path / "a.srt"), *call, "-o", str(out), "--force", "--json"]
        )
        assert result.exit_code == 0, result.output
        assert json.loads(result.output)["by"] == "hand"
        assert [cue.span.start_ms for cue in files.read(out).cues] == starts


def test_what_has_nothing_to_do_with_it_is_refused(tmp_path):
    files.write(Sheet(tuple(Cue(span, ("One thing.",)) for span in spoken(0, 40))), tmp_path / "film.srt")
    for seed in range(1, 6):
        other = Sheet(tuple(Cue(span, ("Another.",)) for span in spoken(seed, 40)))
        with pytest.raises(SubtoolError, match="fit better than chance does") as refused:
            sync.sync(other, tmp_path / "film.srt")
        assert "--anyway" in refused.value.hint
        assert sync.sync(other, tmp_path / "film.srt", anyway=True).by is sync.By.SUBTITLES


def test_cues_before_a_part_of_the_film_are_gone_and_nothing_else_is_said_of_them(tmp_path):
    speech = spoken(8, 60)
    files.write(
        Sheet(tuple(Cue(span, (f"Cue {n}.",)) for n, span in enumerate(speech))), tmp_path / "all.srt"
    )
    begin_ms = speech[20].start_ms - 500
    part = [span.shifted(-begin_ms) for span in speech[20:]]
    files.write(Sheet(tuple(Cue(span, ("Said.",)) for span in part)), tmp_path / "part.srt")
    call = ["sync", str(tmp_path / "all.srt"), str(tmp_path / "part.srt"), "-o", str(tmp_path / "out.srt")]
    result = CliRunner().invoke(subtool, call)
    assert result.exit_code == 0, result.output
    assert [cue.span for cue in files.read(tmp_path / "out.srt").cues] == part
    assert result.output.count("gone: ") == 20
    assert "not confirmed" not in result.output


def test_a_steady_beat_proves_nothing():
    beat = [Span(at, at + 1500) for at in range(1000, 120_000, 2000)]
    assert not fit([span.shifted(700) for span in beat], Speech(beat)).is_believed


def test_labels_for_the_hard_of_hearing_are_not_gone_by(tmp_path):
    speech = spoken(3, 40)
    files.write(Sheet(tuple(Cue(span, ("Said.",)) for span in speech)), tmp_path / "film.srt")
    dice = random.Random(1)
    labels = [Cue(Span(at, at + 900), (dice.choice(["[door slams]", "(SIGHS)", "♪ la la ♪"]),))
              for at in sorted(dice.sample(range(speech[-1].end_ms), 60))]  # fmt: skip
    said = [Cue(span.shifted(4000), ("JOHN: Said.",)) for span in speech]
    late = Sheet(tuple(sorted((*said, *labels), key=lambda cue: cue.span)))
    found = sync.sync(late, tmp_path / "film.srt")
    assert len(found.support) == len(speech)
    assert all(one.supported and one.away_ms == 0 for one in found.support)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[MUSIC PLAYING]", ""),
        ("(laughs) Never.", "Never."),
        ("♪ We shall overcome ♪", ""),
        ("- MRS. O'NEIL: Come in.\n- No.", "Come in.\nNo."),
        ("JÜRGEN: Nein.", "Nein."),
        ("At 5:30: nothing.", "At 5:30: nothing."),
        ("Remember this: nothing.", "Remember this: nothing."),
        (">> NARRATOR: In 1934.", "In 1934."),
        ("（笑）はい。", "はい。"),
    ],
)
def test_what_nobody_says_is_told_from_what_somebody_does(text, said):
    assert without_labels(text) == said


def test_a_slope_is_believed_only_where_both_ends_ask_for_it():
    speech = spoken(5, 60)
    middle = [span for span in speech if 60_000 < span.start_ms < 160_000]
    slow = [Span(round(span.start_ms * 1.001), round(span.end_ms * 1.001)) for span in middle]
    outer = [span for span in speech if span.start_ms <= 60_000 or span.start_ms >= 160_000]
    found = fit(sorted([*slow, *outer]), Speech(speech))
    assert all(piece.rate == 1 for piece in found.warp.pieces)


def test_parts_of_a_minute_are_moved_each_by_itself():
    speech, dice = spoken(7, 90), random.Random(2)
    breaks = [speech[at].start_ms for at in (20, 42, 66)]
    moved = [span.shifted(5000 + 30_000 * sum(span.start_ms >= at for at in breaks)) for span in speech]
    jittered = [span.shifted(dice.choice([-1, 1]) * round(dice.expovariate(1 / 40))) for span in speech]
    found = fit(jittered, Speech(moved))
    for cue, there in zip(speech, moved, strict=True):
        assert abs(found.warp.start_ms(cue) - there.start_ms) <= 50
    assert found.is_believed


def test_the_channel_with_the_voice_is_synced_to(tmp_path):
    true, samples = narrated(tmp_path / "film.wav", read_script(sample()).sentences[:10])
    with wave.open(str(tmp_path / "film.wav"), "wb") as file:
        file.setparams((2, 2, utter.RATE, 0, "NONE", "not compressed"))
        file.writeframes(np.stack([samples, -samples]).T.astype("<i2").tobytes())
    made = sync.sync(apply(shift(3000), true).sheet, tmp_path / "film.wav")
    assert made.sound == "the left channel is heard: mixed, the channels cancel each other out"
    for cue, there in zip(made.sheet.cues, true.cues, strict=True):
        assert abs(cue.span.start_ms - there.span.start_ms) <= 60
