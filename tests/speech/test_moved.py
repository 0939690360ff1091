"""Scenes that the edit moved are found where they are said, and told; a scene that nobody says is found nowhere."""

from __future__ import annotations

from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.media.read.sound import RATE, Sound
from subtool.model import Span
from subtool.speech.moved import _Excerpts

BUILT = "The ferry was built in nineteen thirty four by two hundred men. It carried coal to the islands."
ICE = "In the winter the crew broke the ice with iron bars. Nobody counted how often they failed."
KEEPER = "The keeper of the light wrote every evening in a small brown book. He drew the birds."
NEVER = "My aunt sold yellow umbrellas in Vienna before the war. Physics was the only subject she enjoyed."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    (folder / "film.txt").write_text(f"{BUILT}\n\n{ICE}\n\n{KEEPER}", encoding="utf-8")
    subtool.narrate(folder / "film.txt", folder / "film.wav", sheets=[folder / "film.cues.json"])
    return folder


def aligned(folder, *scenes):
    (folder / "script.txt").write_text("\n\n".join(scenes), encoding="utf-8")
    return subtool.align(folder / "script.txt", folder / "film.wav")


def test_a_scene_that_was_moved_is_found_and_told(folder):
    sheet = aligned(folder, KEEPER, BUILT, ICE)
    true = {cue.text: cue.span.start_ms for cue in subtool.read(folder / "film.cues.json").cues}
    starts = [cue.span.start_ms for cue in sheet.cues]
    assert starts == sorted(starts)
    assert not sheet.unspoken
    first = next(cue for cue in sheet.cues if cue.text.startswith("The keeper"))
    assert first.span.start_ms == pytest.approx(
        next(start for text, start in true.items() if text.startswith("The keeper")), abs=100
    )
    assert first.timing is subtool.Timing.HEARD
    [remark] = [remark for remark in sheet.remarks if "elsewhere" in remark.message]
    assert remark.source.line == 1


def test_scenes_in_reverse_order_are_all_found(tmp_path):
    house = "Her aunt painted the rooms of the house beside the sea in green and white. Visitors came for the colours."
    last = f"{KEEPER} {house}"
    (tmp_path / "film.txt").write_text(f"{BUILT}\n\n{ICE}\n\n{last}", encoding="utf-8")
    subtool.narrate(tmp_path / "film.txt", tmp_path / "film.wav", sheets=[tmp_path / "film.cues.json"])
    sheet = aligned(tmp_path, last, ICE, BUILT)
    assert not sheet.unspoken
    true = {cue.text: cue.span.start_ms for cue in subtool.read(tmp_path / "film.cues.json").cues}
    assert [cue.span.start_ms for cue in sheet.cues] == pytest.approx(
        [true[cue.text] for cue in sheet.cues], abs=300
    )
    assert sum("elsewhere" in remark.message for remark in sheet.remarks) == 2


def test_a_scene_that_nobody_says_is_not_found_in_other_speech(folder):
    sheet = aligned(folder, NEVER, BUILT, ICE)
    assert [one.text for one in sheet.unspoken] == [
        sentence.text for sentence in subtool.read_script(folder / "script.txt").sentences[:2]
    ]
    assert sheet.unscripted
    assert not any("elsewhere" in remark.message for remark in sheet.remarks)


STRETCHES = st.lists(st.tuples(st.integers(50, 9000), st.integers(1, 3000)), min_size=1, max_size=6)


@given(STRETCHES)
def test_excerpts_hold_the_stretches_and_know_where_they_were(parts):
    edges = list(accumulate(chain.from_iterable(parts)))
    stretches = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    film = np.arange(1, (edges[-1] + 500) * RATE // 1000 + 1) % 30_000
    excerpts = _Excerpts.of(Sound(Path("film.wav"), film.astype(np.int16)), stretches)
    assert excerpts.sound.duration_ms <= sum(span.duration_ms + 400 + 1160 for span in stretches) + 1000
    heard = np.flatnonzero(excerpts.sound.samples)
    assert len(heard) >= sum(span.duration_ms * RATE // 1000 for span in stretches) * 0.99
    for sample in heard[::997].tolist():
        here_ms = sample * 1000 // RATE
        skipped = (excerpts.moment(here_ms) - here_ms) * RATE // 1000
        assert excerpts.sound.samples[sample] == film[sample + skipped]
    times = [excerpts.moment(ms) for ms in range(excerpts.sound.duration_ms)]
    assert times == sorted(times)
    assert {span.start_ms for span in stretches} <= set(times)
