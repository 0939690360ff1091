"""A closing card with all sources: its frames and its silence are after the film, whose own are untouched."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

import subtool
from subtool import Look
from subtool.model import Cue, Footnote, Role, Sheet, Span
from subtool.onscreen.look import NotePosition
from subtool.verbs.end_card import card_of, sources
from support import footage

CARD = Look(place=NotePosition.END_CARD)
SHEET = Sheet(
    (
        Cue(Span(200, 900), ("MMM WWW",), footnotes=("1",)),
        Cue(Span(1000, 1900), ("WWW MMM",), footnotes=("2", "1")),
        Cue(Span(1000, 1900), ("By hand",), role=Role.NOTE),
    ),
    footnotes=(Footnote("1", "", "A, B, p. 1."), Footnote("2", "", "C, D, p. 2.")),
)
KINDS = ("25", "23.976", "variable mkv", "late video mkv", "late audio", "transport stream at 1 h", "mute")


@pytest.fixture(scope="module", params=KINDS)
def film(request, tmp_path_factory):
    kind = footage.variant(request.param)
    return footage.make(kind, tmp_path_factory.mktemp("film"))


def frames_of(path):
    """When each frame is shown, and how bright its middle is."""
    with av.open(str(path)) as container:
        origin = Fraction(container.start_time or 0, 1_000_000)
        return [
            (frame.pts * frame.time_base - origin, float(frame.to_ndarray(format="gray8")[60:120].mean()))
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("spans", [(), (Span(910, 1950),), (Span(1500, 1950), Span(200, 900))], ids=str)
def test_a_card_stands_behind_the_last_frame(film, spans, tmp_path):
    suffix = ".mkv" if film.suffix == ".mkv" else ".mp4"
    plain, carded = tmp_path / f"plain{suffix}", tmp_path / f"card{suffix}"
    without = subtool.clip(SHEET, film, plain, spans=spans, footnotes="markers")
    made = subtool.clip(SHEET, film, carded, spans=spans, look=CARD)
    before, shown = frames_of(plain), frames_of(carded)
    assert [at for at, _ in shown[: len(before)]] == [at for at, _ in before]
    meant = [(number, subtitle, False) for number, subtitle, _ in footage.seen(plain)]
    assert footage.seen(carded)[: len(before)] == meant
    assert made.frames == len(shown) > without.frames == len(before)
    card = shown[len(before) :]
    assert all(bright < 60 for _, bright in card)
    gaps = np.diff([float(at) for at, _ in shown[len(before) - 1 :]])
    assert gaps.max() < 0.15
    assert (gaps[1:] > 0.01).all()
    ends = Fraction(len(card)) * Fraction(card[-1][0] - card[0][0]) / (len(card) - 1)
    assert float(ends) == pytest.approx(3, abs=0.15)
    assert made.footnotes == 3


def test_the_sound_ends_where_the_card_begins(tmp_path):
    film = footage.make(footage.KINDS["25"], tmp_path)
    out = tmp_path / "out.mp4"
    subtool.clip(SHEET, film, out, spans=[Span(900, 2500)], look=CARD)
    assert [round(at, 1) for at in footage.beeps(out)] == [0.1, 1.1]
    with av.open(str(out)) as container:
        sound, picture = container.streams.audio[0], container.streams.video[0]
        assert float(sound.duration * sound.time_base) == pytest.approx(
            float(picture.duration * picture.time_base), abs=0.06
        )


def test_all_sources_once_and_a_card_only_where_one_is_wanted():
    assert sources(SHEET) == ("1  A, B, p. 1.", "2  C, D, p. 2.", "By hand")
    assert card_of(SHEET, Fraction(25), NotePosition.END_CARD, "captions").frames == 75
    assert card_of(SHEET, None, NotePosition.END_CARD, "off") is None
    assert card_of(Sheet(()), None, NotePosition.END_CARD, "captions") is None
    assert card_of(SHEET, None, NotePosition.TOP, "captions") is None


def test_a_second_language_keeps_time_in_a_clip(tmp_path):
    film = footage.make(footage.variant("mute", size=(640, 360)), tmp_path)
    second = tmp_path / "second.srt"
    subtool.write(Sheet((Cue(Span(1200, 1600), ("WWW MMM",)),)), second)
    out = tmp_path / "out.mp4"
    subtool.clip(Sheet(()), film, out, spans=[Span(1000, 2000)], look=Look(second=second))
    assert [subtitle for _, subtitle, _ in footage.seen(out)] == [5 <= at < 15 for at in range(25)]
