"""Paragraphs that moved in the script keep their cues, with what a hand did to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from subtool import draft, read_script
from subtool.cues.revise.difference import Fate, difference
from subtool.model import Media, Timing

PARAGRAPHS = (
    "The lamp was lit for the first time in 1841. Nobody had asked the fishermen what they thought of it.",
    "Twelve keepers served on the point. The last of them left in the winter of the great storm.",
    "His daughter kept the log. She wrote down every ship that passed.",
    "The tower stands empty now. Gulls nest in it.",
)


def script(tmp_path, *order, change=""):
    path = tmp_path / "script.txt"
    text = "\n\n".join(PARAGRAPHS[at] for at in order)
    path.write_text(
        "The Point\n\n" + (text.replace("every ship", change) if change else text) + "\n", "utf-8"
    )
    return read_script(path)


def by_hand(sheet, word):
    """The cue with the word, its lines set and its time moved by a hand."""
    edit = {"lines": ("By", "hand."), "timing": Timing.EDITED}
    return replace(
        sheet,
        cues=tuple(
            replace(cue, span=cue.span.shifted(80), **edit) if word in cue.text else cue for cue in sheet.cues
        ),
    )


def spoken_order(sheet):
    return [word.text for cue in sheet.cues for word in cue.words]


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (3, 0, 1, 2), (2, 3, 0, 1), (3, 2, 1, 0)])
def test_in_a_draft_cues_go_where_their_text_goes(tmp_path, order):
    old = by_hand(draft(script(tmp_path, 0, 1, 2, 3)), "daughter")
    today = script(tmp_path, *order)
    made = draft(today, keep=old)
    assert spoken_order(made) == [token.text for one in today.sentences for token in one.tokens]
    starts = [cue.span.start_ms for cue in made.cues]
    assert starts == sorted(set(starts))
    assert all(a.span.end_ms <= b.span.start_ms for a, b in zip(made.cues, made.cues[1:], strict=False))
    assert [cue.lines for cue in made.cues if cue.timing is Timing.EDITED] == [("By", "hand.")]
    told = difference(old, today, made)
    assert {change.fate for change in told.changes} == {Fate.KEPT, Fate.MOVED}
    assert told.lost == ()


def test_in_a_film_they_stay_where_they_are_said(tmp_path):
    drafted = draft(script(tmp_path, 0, 1, 2, 3))
    film = Media("film.mp4", drafted.cues[-1].span.end_ms + 1000)
    old = by_hand(replace(drafted, media=film), "keepers")
    made = draft(script(tmp_path, 2, 0, 1, 3), keep=old)
    assert [(cue.span, cue.lines) for cue in made.cues] == [(cue.span, cue.lines) for cue in old.cues]
    places = {cue.words[0].text: cue.source.line for cue in made.cues}
    assert places["His"] < places["The"]


def test_a_sentence_changed_in_a_paragraph_that_moved_is_told_as_changed(tmp_path):
    old = by_hand(draft(script(tmp_path, 0, 1, 2, 3)), "daughter")
    today = script(tmp_path, 2, 0, 1, 3, change="each ship")
    made = draft(today, keep=old)
    told = difference(old, today, made)
    assert [change.fate for change in told.changes].count(Fate.CHANGED) == 1
    assert told.lost == ()
    assert [cue.lines for cue in made.cues if cue.timing is Timing.EDITED] == [("By", "hand.")]


def test_short_sentences_that_many_say_do_not_move(tmp_path):
    path = tmp_path / "script.txt"
    path.write_text(
        "Who came? Nobody.\n\nIt rained for a week. The road was closed.\n\nWho cared? Everybody in the town did.\n",
        "utf-8",
    )
    old = draft(read_script(path))
    path.write_text(
        "Who came? A man.\n\nIt rained for a week. The road was closed.\n\nNobody. Everybody in the town did.\n",
        "utf-8",
    )
    today = read_script(path)
    told = difference(old, today, draft(today, keep=old))
    assert Fate.MOVED not in {change.fate for change in told.changes}
