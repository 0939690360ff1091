"""A pair moved by hand in the review: the cue goes to its original, and what hung on the wrong pair follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

import subtool
from subtool.errors import SheetError
from subtool.model import Timing
from subtool.review.change import apply
from subtool.review.document import Document
from subtool.review.edits import MovePair, edits_of
from subtool.verbs.check import check_context
from subtool.verbs.review_pairs import paired_by_hand
from support.translated import LANGUAGES, STORY, german


def english(tmp_path, pairs=()):
    """The English story in the times of the German one, as a document under review."""
    path = tmp_path / "english.txt"
    texts = [unit[LANGUAGES.index("en")] for unit in STORY]
    path.write_text(" ".join(texts[:5]) + "\n\n" + " ".join(texts[5:]) + "\n", "utf-8")
    sheet = subtool.transfer(german(), path, pairs=pairs)
    return Document.of(sheet)


def cue_of(document, number):
    """The cue that begins a sentence of the story, counted from 1."""
    opening = STORY[number - 1][LANGUAGES.index("en")].split()[:2]
    return next(cue for cue in document.cues.values() if cue.text.split()[:2] == opening)


def moved(document, number, original):
    sheet = document.sheet
    change = paired_by_hand(document, cue_of(document, number).id, original, check_context(sheet))
    return change, apply(change, document)


def start_ms(number):
    return 1000 + 4000 * (number - 1)


def test_what_hung_on_a_wrong_pair_follows_the_right_one(tmp_path):
    document = english(tmp_path, pairs=[(6, 5)])
    assert (cue_of(document, 5).span.start_ms, cue_of(document, 6).span.start_ms > start_ms(6)) == (
        21000,
        True,
    )
    change, mended = moved(document, 5, 5)
    for number in range(1, len(STORY) + 1):
        cue = cue_of(mended, number)
        assert cue.pair.sentence == number
        assert abs(cue.span.start_ms - start_ms(number)) <= 20
    assert cue_of(mended, 5).pair.chance == 1.0
    assert cue_of(mended, 5).accepted
    assert {cue.timing for name in change.cues if (cue := mended.cues[name])} <= {
        Timing.PARTLY,
        Timing.GUESSED,
    }
    assert apply(change.reversed, mended).cues == document.cues
    assert len(change.cues) < len(document.cues)


def test_what_a_person_timed_or_accepted_stays(tmp_path):
    document = english(tmp_path, pairs=[(6, 5)])
    edited = replace(cue_of(document, 6), timing=Timing.EDITED)
    accepted = replace(cue_of(document, 2), accepted=True)
    document = document.with_cues({edited.id: edited, accepted.id: accepted})
    _, mended = moved(document, 5, 5)
    assert cue_of(mended, 6) == edited
    assert cue_of(mended, 2) == accepted


def test_the_page_asks_for_it_in_json():
    assert edits_of([{"edit": "pair", "cue": "c3", "pair": 14}]) == [(MovePair("c3", 14), "")]


@pytest.mark.parametrize(
    ("cue", "original", "message"),
    [("c99", 3, "no such spoken cue"), ("c3", 40, "no sentence 40"), ("c3", 0, "no sentence 0")],
)
def test_what_cannot_be_paired_is_refused(cue, original, message, tmp_path):
    document = english(tmp_path)
    with pytest.raises(SheetError, match=message):
        paired_by_hand(document, cue, original, check_context(document.sheet))
    bare = Document.of(replace(document.sheet, original=()))
    with pytest.raises(SheetError, match="no original"):
        paired_by_hand(bare, "c1", 1, check_context(bare.sheet))
