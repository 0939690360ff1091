"""Another shape: what is kept of the picture, on which frames text stands, and cues split for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import subtool
from subtool import Look
from subtool.cli.values import focus_of, shape_of
from subtool.cues import footnotes
from subtool.cues.resplit import resplit
from subtool.cues.revise.fresh import CueRules
from subtool.cues.timing.frame_grid import without_picture
from subtool.media.make.crop import framing, size_of
from subtool.model import Cue, Footnote, Role, Sheet, Span, Word
from subtool.styles import houses
from subtool.verbs.still import still
from support import footage, golden
from support.numbered_film import expected, shown_at
from support.numbered_film import sheet as numbered

SIDES = st.integers(16, 4000)
SHAPES = st.sampled_from(["9:16", "1:1", "4:5", "16:9", "4:3", "2.39:1"]).map(shape_of)
FOCUS = st.one_of(st.none(), st.fractions(0, 1, max_denominator=1000))
TALL = Fraction(9, 16)


@given(SIDES, SIDES, SHAPES, FOCUS)
def test_what_is_kept_lies_in_the_picture_and_has_the_shape(width, height, shape, focus):
    framed = framing((width, height), shape, focus)
    if framed is None:
        assert abs(Fraction(width, height) / shape - 1) <= Fraction(1, 50)
        return
    assert 0 <= framed.left <= 1 - framed.width
    assert 0 <= framed.top <= 1 - framed.height
    assert framed.width * width / (framed.height * height) == shape
    assert all(side % 2 == 0 and side > 0 for side in framed.size)
    assert abs(framed.size[0] - shape * framed.size[1]) <= 1 + shape
    assert min(framed.size) <= min(1080, max(2, min(width, height) + 1))


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_focus_further_to_the_right_keeps_no_less_of_the_right(one, other):
    lefts = [framing((1920, 1080), TALL, focus).left for focus in sorted((one, other))]
    assert lefts == sorted(lefts)


def test_sizes_are_those_of_platforms():
    assert size_of(TALL, 1080) == (1080, 1920)
    assert framing((1920, 1080), TALL, Fraction(1, 2)).size == (1080, 1920)
    assert framing((3840, 2160), TALL, None).size == (1080, 1920)
    assert framing((1920, 1080), Fraction(1), None).size == (1080, 1080)
    assert framing((1080, 1920), TALL, None) is None


@pytest.mark.parametrize("focus", ["left", "centre", "right", "x=0.3", "blur"])
def test_the_picture_is_that_part_of_the_film(focus, tmp_path):
    film, out = golden.film(tmp_path / "film.mp4", (640, 360)), tmp_path / "still.png"
    look = Look(shape=TALL, focus=focus_of(focus))
    still(Sheet(()), film, out, at_ms=500, look=look)
    wanted = framing((640, 360), TALL, look.focus).picture(Image.fromarray(golden.scene((640, 360))))
    with Image.open(out) as made:
        assert made.size == (360, 640)
        apart = np.abs(np.asarray(made.convert("RGB"), int) - np.asarray(wanted.resize(made.size), int))
    assert apart.mean() < 4
    assert np.asarray(wanted).std() > 20


def test_a_squeezed_film_is_kept_in_proportion(tmp_path):
    scene, film, out = (
        Image.fromarray(golden.scene((640, 360))),
        tmp_path / "film.mp4",
        tmp_path / "still.png",
    )
    with av.open(str(film), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = 320, 360, "yuv444p"
        stream.codec_context.sample_aspect_ratio = Fraction(2)
        squeezed = av.VideoFrame.from_ndarray(np.asarray(scene.resize((320, 360))), format="rgb24")
        container.mux(stream.encode(squeezed))
        container.mux(stream.encode())
    still(Sheet(()), film, out, at_ms=0, look=Look(shape=TALL, focus=Fraction(3, 4)))
    wanted = framing((640, 360), TALL, Fraction(3, 4)).picture(scene).resize((360, 640))
    with Image.open(out) as made:
        assert made.size == (360, 640)
        assert np.abs(np.asarray(made.convert("RGB"), int) - np.asarray(wanted, int)).mean() < 5


@pytest.mark.parametrize("focus", [Fraction(1, 2), None])
def test_high_dynamic_range_is_kept(focus, tmp_path):
    film, out = tmp_path / "film.mp4", tmp_path / "out.mp4"
    with av.open(str(film), "w") as container:
        stream = container.add_stream("libx265", rate=25, options={"x265-params": "log-level=error"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p10le"
        stream.codec_context.color_primaries, stream.codec_context.color_trc = 9, 16
        stream.codec_context.colorspace = 9
        for _ in range(10):
            frame = av.VideoFrame(320, 180, "yuv420p10le")
            for plane in frame.planes:
                plane.update(np.full(plane.buffer_size // 2, 400, np.uint16).tobytes())
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    subtool.burn(
        Sheet((Cue(Span(0, 400), ("Light",)),)), film, out, look=Look(shape=Fraction(1), focus=focus)
    )
    with av.open(str(out)) as container:
        context = container.streams.video[0].codec_context
        assert (context.pix_fmt, context.color_trc, context.color_primaries) == ("yuv420p10le", 16, 9)
        assert (context.width, context.height) == (180, 180)


@pytest.mark.parametrize("name", ["25", "variable", "29.97", "rotated phone", "transport stream at 1 h"])
@pytest.mark.parametrize("focus", ["right", "blur"])
def test_text_is_on_exactly_its_frames(name, focus, tmp_path):
    film = footage.make(footage.KINDS[name], tmp_path)
    look = Look(shape=Fraction(1), focus=focus_of(focus))
    span = Span(910, 2610)
    cues = tuple(cue for cue in numbered().cues if cue.role is Role.SPEECH)
    pictures = []
    for number, sheet in enumerate((Sheet(cues), Sheet(()))):
        out = tmp_path / f"{number}.mp4"
        subtool.clip(sheet, film, out, spans=[span], look=look)
        with av.open(str(out)) as container:
            pictures.append(
                [frame.to_ndarray(format="gray8").astype(int) for frame in container.decode(video=0)]
            )
    there = [
        bool((abs(a - b)[a.shape[0] * 2 // 3 :] > 80).sum() > 20) for a, b in zip(*pictures, strict=True)
    ]
    assert there == [subtitle for _, subtitle, _ in expected(shown_at(film), span)]
    assert any(there)
    assert not all(there)


TEXTS = st.lists(
    st.lists(st.sampled_from(["a", "lamp", "never", "darkness.", "remembered,", "it!", "灯"]), min_size=1, max_size=9),
    min_size=1, max_size=6,
)  # fmt: skip
CRAFT = CueRules(
    houses.house_style("shorts-vertical"), houses.word_classes("en"), without_picture(Fraction(25))
)


def cue(texts, at_ms, *, timed):
    words = tuple(Word(text, Span(at_ms + n * 400, at_ms + n * 400 + 350)) for n, text in enumerate(texts))
    return Cue(
        Span(at_ms, at_ms + len(texts) * 400),
        (" ".join(texts),),
        words=words if timed else (),
        footnotes=("9",),
    )


@given(TEXTS, st.booleans())
def test_every_word_is_kept_once_and_in_order(texts, timed):
    cues = tuple(cue(some, number * 5000, timed=timed) for number, some in enumerate(texts))
    made = resplit(Sheet(cues), CRAFT)
    said = "".join(text for some in texts for text in some)
    assert "".join("".join(line.split()) for each in made.cues for line in each.lines) == said
    assert all(each.footnotes == ("9",) for each in made.cues)
    assert all(len(each.lines) <= 2 for each in made.cues)
    starts = [each.span.start_ms for each in made.cues]
    assert starts == sorted(starts)
    assert bool(made.cues[0].words) is timed


def test_a_title_and_a_footnotes_mark_stay_where_they_are():
    words = tuple(
        Word(text, Span(n * 500, n * 500 + 400), 1.0, ("9",) if n == 5 else ())
        for n, text in enumerate(
            ["For", "sixty", "winters", "the", "lamp", "burned", "and", "was", "never", "dark."]
        )
    )
    title = Cue(Span(0, 2000), ("Edda Vane",), role=Role.TITLE)
    speech = Cue(
        Span(0, 5000),
        ("For sixty winters the lamp burned", "and was never dark."),
        words=words,
        footnotes=("9",),
    )
    made = resplit(Sheet((title, speech), footnotes=(Footnote("9", "", "A"),)), CRAFT)
    assert title in made.cues
    marked = footnotes.with_marks(made)
    assert [each.text for each in marked.cues if "⁹" in each.text] == [
        next(each.text for each in marked.cues if "burned" in each.text)
    ]
    assert all(len(line) <= 24 for each in made.cues for line in each.lines)


@pytest.mark.parametrize("value", ["9x", "0:1", "1:0", "99:1", "wide", ""])
def test_what_is_no_shape_is_refused(value):
    with pytest.raises(Exception, match="is not a shape"):
        shape_of(value)


@pytest.mark.parametrize("value", ["x=2", "up", "x=-1", "0.3"])
def test_what_is_no_focus_is_refused(value):
    with pytest.raises(Exception, match="is not a place"):
        focus_of(value)


def test_text_keeps_clear_of_what_phones_lay_over_it(tmp_path):
    film, out = golden.film(tmp_path / "film.mp4", (640, 360)), tmp_path / "still.png"
    shown = Cue(Span(0, 1000), ("For sixty winters the lamp on the point was lit",), footnotes=("9",))
    sheet = Sheet((shown,), footnotes=(golden.BOOK,))
    look = Look(shape=TALL, focus=None)
    pictures = []
    for each in (sheet, replace(sheet, cues=())):
        still(each, film, out, at_ms=200, look=look, force=True)
        with Image.open(out) as made:
            pictures.append(np.asarray(made.convert("L"), int))
    rows, columns = np.nonzero(abs(pictures[0] - pictures[1]) > 40)
    height, width = pictures[0].shape
    assert rows.min() >= 0.125 * height
    assert rows.max() <= 0.75 * height
    assert columns.min() >= 0.11 * width
    assert columns.max() <= 0.89 * width
