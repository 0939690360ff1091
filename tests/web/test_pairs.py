"""A translation under review: each cue beside its original, and a pair that is moved by its number."""

from dataclasses import replace

import pytest

import subtool
from support import reviewed
from support.translated import LANGUAGES, STORY, german


def expects(locator):
    from playwright.sync_api import expect

    return expect(locator)


@pytest.fixture
def sheet(tmp_path):
    """The English story in the times of the German one; one sentence has another's pair."""
    script = tmp_path / "english.txt"
    script.write_text(" ".join(unit[LANGUAGES.index("en")] for unit in STORY), encoding="utf-8")
    path = tmp_path / "film.cues.json"
    subtool.write(replace(subtool.transfer(german(), script, pairs=[(6, 5)]), media=None), path)
    return path


def test_a_cue_shows_its_original_and_goes_to_another_one(page, sheet):
    name = next(
        cue.id or f"c{number}"
        for number, cue in enumerate(subtool.read(sheet).cues, 1)
        if "afraid" in cue.text
    )
    row = page.locator(f"[data-cue={name}]")
    expects(row.locator(".original")).to_have_text("Ihr Tagebuch schweigt darüber.")
    row.locator("[data-field=pair]").fill("5")
    row.locator("[data-field=pair]").press("Enter")
    expects(row.locator(".original")).to_have_text("Hatte sie jemals Angst?")
    expects(row.locator(".chance")).to_have_text("100%")
    expects(row.locator("[data-field=in]")).to_have_value("00:00:17.000")
    page.wait_for_selector("body[data-state=saved]")
    moved = {cue.pair.sentence: cue.span.start_ms for cue in reversed(reviewed.read(sheet).cues)}
    assert (moved[5], moved[6]) == (17_000, 21_000)
