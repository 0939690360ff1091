"""Cues heard again are found where they are said, also when they stood elsewhere, and what is not said is refused."""

from dataclasses import replace

import pytest

import subtool
from subtool.errors import SheetError
from subtool.model import Timing
from subtool.review.change import apply
from subtool.review.document import Document
from subtool.verbs.check import check_context
from subtool.verbs.review_hearing import heard_again

SCRIPT = """Der Leuchtturm stand auf einer kleinen Insel im Norden. Niemand wusste, wer ihn gebaut hatte.
Im Winter kamen keine Schiffe, und die Vorräte gingen zu Ende. Der Wärter schrieb jeden Abend in sein Buch.
"""


@pytest.fixture(scope="module")
def narrated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("voice")
    script = folder / "script.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    subtool.narrate(
        subtool.read_script(script, language="de"), folder / "voice.wav", sheets=[folder / "voice.cues.json"]
    )
    return folder / "voice.wav", subtool.read(folder / "voice.cues.json")


def moved(sheet, number, by_ms):
    """The sheet with a cue that stands elsewhere, and is not believed."""
    cues = list(sheet.cues)
    cue = cues[number]
    words = tuple(replace(word, span=word.span.shifted(by_ms), confidence=0.0) for word in cue.words)
    cues[number] = replace(
        cue, span=cue.span.shifted(by_ms), words=words, confidence=0.0, timing=Timing.GUESSED
    )
    return Document.of(replace(sheet, cues=tuple(cues)))


@pytest.mark.parametrize("by_ms", [-700, 900])
def test_a_cue_that_stood_elsewhere_is_found(narrated, by_ms):
    film, sheet = narrated
    number = len(sheet.cues) // 2
    document = moved(sheet, number, by_ms)
    cue = next(cue for cue in document.cues.values() if cue.lines == sheet.cues[number].lines)
    change = heard_again(document, [cue.id], film, sheet.media.duration_ms, check_context(sheet))
    found = apply(change, document).cues[cue.id]
    assert found.span.start_ms == pytest.approx(sheet.cues[number].span.start_ms, abs=200)
    assert found.timing in {Timing.HEARD, Timing.PARTLY}
    assert [word.text for word in found.words] == [word.text for word in cue.words]
    assert apply(change.reversed, apply(change, document)) == document


def test_a_text_that_is_not_there_cannot_be_heard(narrated):
    film, sheet = narrated
    document = Document.of(replace(sheet, cues=(replace(sheet.cues[0], lines=("",), words=()),)))
    with pytest.raises(SheetError, match="no text"):
        heard_again(document, ["c1"], film, sheet.media.duration_ms, check_context(sheet))
    with pytest.raises(SheetError, match="no such cue"):
        heard_again(document, ["c9"], film, sheet.media.duration_ms, check_context(sheet))
