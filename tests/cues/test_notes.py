"""Footnote captions and marks."""

from __future__ import annotations

import pytest

from subtool.cues import footnotes
from subtool.model import Cue, Footnote, Media, Role, Sheet, Span, Word


def cue(start_ms, end_ms, text, numbers=(), marked=None):
    words = tuple(
        Word(word, Span(start_ms, end_ms), 0.9, numbers if word == marked else ()) for word in text.split()
    )
    return Cue(Span(start_ms, end_ms), (text,), footnotes=numbers, words=words)


SHEET = Sheet(
    cues=(
        cue(0, 2000, "Before it."),
        cue(2100, 4000, "The people counted", ("9",)),
        cue(4100, 5000, "were few.” he said.", ("9",), marked="few.”"),
        cue(5100, 7000, "After it."),
    ),
    media=Media("film.mp4", 60_000),
    footnotes=(Footnote("9", "Ibid., Page 282.", "V. Author, A Book, 1996, Page 282."),),
)


def test_a_caption_shows_from_the_first_word_of_its_sentence_for_its_reading_time():
    [caption] = footnotes.captions(SHEET)
    assert caption.lines == ("9  V. Author, A Book, 1996, Page 282.",)
    assert caption.span == Span(2100, 2100 + max(3000, 1000 * len(caption.text) // 15))
    assert caption.role is Role.NOTE


def test_a_caption_ends_with_the_film():
    [caption] = footnotes.captions(
        Sheet(SHEET.cues, media=Media("film.mp4", 5050), footnotes=SHEET.footnotes)
    )
    assert caption.span.end_ms == 5050


def test_the_mark_stands_behind_its_word():
    assert [c.text for c in footnotes.with_marks(SHEET).cues][1:3] == [
        "The people counted",
        "were few.”⁹ he said.",
    ]


def test_without_word_times_the_mark_stands_at_the_end_of_the_passage():
    bare = tuple(Cue(c.span, c.lines, footnotes=c.footnotes) for c in SHEET.cues)
    marked = footnotes.with_marks(Sheet(bare, footnotes=SHEET.footnotes))
    assert [c.text for c in marked.cues][1:3] == ["The people counted", "were few.” he said.⁹"]


def test_a_footnote_cited_twice_is_shown_twice():
    cues = (cue(0, 1000, "One.", ("9",)), cue(1100, 9000, "Between."), cue(9100, 9900, "Two.", ("9",)))
    assert [c.span.start_ms for c in footnotes.captions(Sheet(cues, footnotes=SHEET.footnotes))] == [0, 9100]


@pytest.mark.parametrize(("mode", "roles"), [("off", 0), ("markers", 0), ("captions", 1)])
def test_modes(mode, roles):
    shown = footnotes.apply(SHEET, mode)
    assert sum(c.role is Role.NOTE for c in shown.cues) == roles
    assert any("⁹" in c.text for c in shown.cues) == (mode != "off")


def test_numbers_above_nine_and_two_marks_on_one_word():
    marked = footnotes.with_marks(Sheet((cue(0, 1000, "One.", ("1", "12"), marked="One."),)))
    assert marked.cues[0].text == "One.¹\u202f¹²"


def test_a_mark_leaves_the_stop_where_the_writing_has_it():
    sheet = Sheet(
        (Cue(Span(0, 900), ("המגדלור, מאז 1911.",), footnotes=("9",)),), footnotes=(Footnote("9", "", "A"),)
    )
    assert footnotes.with_marks(sheet).cues[0].lines == ("המגדלור, מאז 1911.\u200f⁹",)


def test_captions_stand_in_the_order_of_their_numbers_and_stay_when_cited_again():
    notes = (
        Footnote("1", "", "A very long title of a book, 1987, p. 41."),
        Footnote("2", "", "B."),
    )
    both = Cue(Span(0, 3000), ("Both.",), footnotes=("1", "2"))
    assert [c.footnotes for c in footnotes.captions(Sheet((both,), footnotes=notes))] == [("1",), ("2",)]
    cues = (
        Cue(Span(0, 2000), ("Once.",), footnotes=("1",)),
        Cue(Span(2000, 2500), ("Between.",)),
        Cue(Span(2500, 9000), ("Again.",), footnotes=("1",)),
        Cue(Span(9500, 9900), ("Nothing.",)),
        Cue(Span(30000, 31000), ("Later.",), footnotes=("1",)),
    )
    made = footnotes.captions(Sheet(cues, footnotes=notes))
    assert [c.span.start_ms for c in made] == [0, 30000]
    assert made[0].span.end_ms == 9000
