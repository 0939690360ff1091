"""Edits are values: each can be undone, and a journal of them replays to the same sheet."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.checks.context import CheckContext
from subtool.cues.timing.frame_grid import Grid
from subtool.errors import SheetError
from subtool.model import DEFAULT_FPS, Cue, Sheet, Source, Span, Timing, Unspoken, Word
from subtool.review.change import apply
from subtool.review.document import Document
from subtool.review.edits import edits_of
from subtool.review.history import Entry, History
from subtool.review.resolve import resolve
from subtool.styles import houses

CONTEXT = CheckContext(houses.house_style("netflix-en"), Grid(DEFAULT_FPS), houses.word_classes("en"))
LINES = ("The keeper climbed", "the stair at dusk.")


def cue(number, lines=LINES, **more):
    start_ms = number * 4000
    tokens = " ".join(lines).split()
    words = tuple(
        Word(text, Span(start_ms + 300 * at, start_ms + 300 * at + 250), 0.95)
        for at, text in enumerate(tokens)
    )
    return Cue(
        Span(start_ms, start_ms + 2600), lines, words=words, timing=Timing.HEARD, confidence=0.95, **more
    )


def sheet(count=5):
    return Sheet(
        tuple(cue(number) for number in range(count)),
        unspoken=(Unspoken("Nobody saw the ship.", Source(9, 1)),),
        unscripted=(Span(2700, 3900),),
    )


def done(document, *asked):
    for edit, _ in edits_of(list(asked)):
        document = apply(resolve(edit, document, CONTEXT), document)
    return document


def test_a_corrected_word_keeps_its_time_and_a_new_one_gets_one_between_its_neighbours():
    document = done(
        Document.of(sheet()),
        {"edit": "text", "cue": "c2", "lines": ["The keepers slowly climbed", "the stair at dusk."]},
    )
    words = document.cues["c2"].words
    assert [word.text for word in words] == [
        "The",
        "keepers",
        "slowly",
        "climbed",
        "the",
        "stair",
        "at",
        "dusk.",
    ]
    assert [word.span.start_ms for word in words] == [4000, 4300, 4550, 4600, 4900, 5200, 5500, 5800]
    assert words[2].span == Span(4550, 4600)
    assert words[1].confidence == 0.95
    assert words[2].confidence == 0.0


def test_a_split_falls_where_the_word_after_the_caret_is_said():
    document = done(
        Document.of(sheet()), {"edit": "split", "cue": "c1", "at_char": len("The keeper climbed")}
    )
    first, second = document.cues["c1"], document.cues["c6"]
    assert (first.lines, second.lines) == (("The keeper climbed",), ("the stair at dusk.",))
    assert (first.span, second.span) == (Span(0, 820), Span(900, 2600))
    assert [word.text for word in second.words] == ["the", "stair", "at", "dusk."]


def test_a_sentence_that_was_not_in_the_film_can_be_put_into_a_stretch_without_a_script():
    document = done(Document.of(sheet()), {"edit": "insert", "start_ms": 2800, "end_ms": 3500, "unspoken": 0})
    assert document.cues["c6"].lines == ("Nobody saw the ship.",)
    assert document.rest.unspoken == ()
    assert document.rest.unscripted == (Span(2700, 2800), Span(3500, 3900))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"edit": "text", "cue": "c99", "lines": ["x"]},
        {"edit": "text", "cue": 3, "lines": ["x"]},
        {"edit": "text", "cue": "c1", "lines": "x"},
        {"edit": "text", "cue": "c1", "lines": ["\ud800"]},
        {"edit": "times", "spans": {"c1": [5, 5]}},
        {"edit": "times", "spans": {"c1": [-1, 5]}},
        {"edit": "times", "spans": {"c1": [1.5, 5]}},
        {"edit": "times", "spans": {"c1": [0, 10**30]}},
        {"edit": "shift", "cues": ["c1"], "by_ms": -5},
        {"edit": "shift", "cues": ["c1"], "by_ms": True},
        {"edit": "merge", "cues": ["c5"]},
        {"edit": "split", "cue": "c1", "at_char": 0},
        {"edit": "role", "cue": "c1", "role": "boss"},
        {"edit": "insert", "start_ms": 0, "end_ms": 100, "unspoken": 7},
        {"edit": "delete", "cues": []},
        {"edit": ["text"]},
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(asked):
    with pytest.raises(SheetError) as error:
        done(Document.of(sheet()), asked)
    assert "\n" not in str(error.value)


IDS = st.sampled_from([f"c{number}" for number in range(1, 9)])
TEXT = st.lists(
    st.sampled_from(["The", "keeper", "climbed", "stair", "—", "¿Qué?", "灯塔", "<i>x</i>"]), min_size=1
).map(" ".join)
TIME = st.integers(0, 30_000)
ASKED = st.one_of(
    st.builds(lambda c, a, b: {"edit": "text", "cue": c, "lines": [a, b]}, IDS, TEXT, TEXT),
    st.builds(lambda c, a, n: {"edit": "times", "spans": {c: [a, a + n]}}, IDS, TIME, st.integers(1, 4000)),
    st.builds(
        lambda c, n, r: {"edit": "shift", "cues": [c], "by_ms": n, "ripple": r},
        IDS,
        st.integers(-3000, 3000),
        st.booleans(),
    ),
    st.builds(lambda c, n: {"edit": "split", "cue": c, "at_char": n}, IDS, st.integers(0, 40)),
    st.builds(lambda c, n: {"edit": "split", "cue": c, "at_ms": n}, IDS, TIME),
    st.builds(lambda c: {"edit": "merge", "cues": [c]}, IDS),
    st.builds(lambda c: {"edit": "delete", "cues": [c]}, IDS),
    st.builds(lambda c, v: {"edit": "italic", "cue": c, "italic": v}, IDS, st.booleans()),
    st.builds(
        lambda c, v: {"edit": "place", "cue": c, "place": v}, IDS, st.sampled_from(["", "top", "bottom"])
    ),
    st.builds(
        lambda c, v: {"edit": "footnotes", "cue": c, "footnotes": v}, IDS, st.lists(st.sampled_from("123"))
    ),
    st.builds(lambda c: {"edit": "best-lines", "cues": [c]}, IDS),
    st.builds(lambda c: {"edit": "fix", "cue": c}, IDS),
    st.builds(lambda c, v: {"edit": "accepted", "cue": c, "accepted": v}, IDS, st.booleans()),
    st.builds(
        lambda a, n: {"edit": "insert", "start_ms": a, "end_ms": a + n, "text": "New."},
        TIME,
        st.integers(1, 3000),
    ),
    st.just({"edit": "undo"}),
    st.just({"edit": "redo"}),
)


@given(st.lists(ASKED, max_size=12))
def test_undo_is_the_identity_and_the_journal_replays(asked):
    begun = document = Document.of(sheet())
    history, entries = History(), []
    for (edit, _), data in zip(edits_of(asked), asked, strict=True):
        try:
            if data["edit"] == "undo":
                change = history.undo()
            elif data["edit"] == "redo":
                change = history.redo()
            else:
                change = resolve(edit, document, CONTEXT)
                after = apply(change, document)
                assert apply(change.reversed, after) == document
                assert list(after.cues) == list(Document.of(after.sheet).cues)
        except SheetError:
            continue
        document = apply(change, document)
        entries.append(Entry(len(entries) + 1, change))
        history = history.after(entries[-1])
    replayed = begun
    for entry in entries:
        replayed = apply(entry.change, replayed)
    assert replayed == document
    assert History.of(entries) == history
    for _ in history.done:
        change = history.undo()
        document = apply(change, document)
        history = history.after(Entry(0, change))
    assert document == begun


def test_ids_stay_those_of_the_file_and_a_doubled_one_is_given_anew():
    cues = (cue(0, id="a"), cue(1, id="a"), cue(2), cue(3, id="c7"))
    document = Document.of(Sheet(cues))
    assert document.ids == ("a", "c8", "c9", "c7")
    assert Document.of(document.sheet) == document
    assert replace(document.cues["c7"], id="") == replace(cues[3], id="")
