"""Sentences and words put into stretches of the film, edges that snap, a user's own keys."""

import json

import pytest

from subtool.model import Span
from support import reviewed


def expects(locator):
    from playwright.sync_api import expect

    return expect(locator)


def saved(page):
    page.wait_for_selector("body[data-state=saved]")


@pytest.fixture
def asked(page):
    """The kinds of edits that the page has asked for."""
    kinds = []

    def note(request):
        if request.url.partition("?")[0].endswith("/api/edits"):
            kinds.extend(edit["edit"] for edit in json.loads(request.post_data))

    page.on("request", note)
    return kinds


def test_a_sentence_is_dragged_into_a_stretch_and_heard_again(page, sheet, asked):
    page.locator("#unspoken li").drag_to(page.locator("#unscripted li"))
    page.wait_for_selector("[data-cue=c7]")
    expects(page.locator("#unspoken li")).to_have_count(0)
    expects(page.locator("#state")).to_have_text("saved")
    saved(page)
    cue = next(cue for cue in reviewed.read(sheet).cues if cue.id == "c7")
    assert "".join(cue.lines) == "A sentence that the film does not have."
    assert cue.span.within(Span(24_000, 26_000))
    assert asked == ["insert", "rehear"]


def test_what_is_typed_into_a_stretch_is_heard_again_when_its_field_is_left(page, sheet, asked):
    page.locator("#unscripted button", has_text="Type it").click()
    expects(page.locator(":focus")).to_have_attribute("data-field", "text")
    page.keyboard.type("Gulls cried.")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.querySelector('#unscripted').children.length === 0")
    expects(page.locator("[data-cue=c7] [data-field=text]")).to_have_value("Gulls cried.")
    saved(page)
    assert [cue.lines for cue in reviewed.read(sheet).cues if cue.id == "c7"] == [("Gulls cried.",)]
    assert asked[-1] == "rehear"
    assert set(asked) == {"insert", "text", "rehear"}


def test_an_edge_snaps_to_a_word_unless_snapping_is_off(page, sheet):
    wide = page.locator("#waveform").evaluate("box => box.clientWidth")
    ms_a_pixel = 20_000 / wide  # the window as it opens
    word_ms = 4500 + 3 * 200  # of "island", in the second cue
    for snaps in (True, False):
        edge = page.locator("[data-cue-block=c2] .edge.in").bounding_box()
        x, y = edge["x"] + edge["width"] / 2, edge["y"] + 60
        start_ms = reviewed.read(sheet).cues[1].span.start_ms
        off = (word_ms + (55 if snaps else 300) - start_ms) / ms_a_pixel
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + off / 2, y, steps=3)
        page.mouse.move(x + off, y, steps=3)
        page.mouse.up()
        expects(page.locator("[data-cue=c2] [data-field=in]")).not_to_have_value("00:00:04.500")
        saved(page)
        after = reviewed.read(sheet).cues[1].span.start_ms
        assert (after == word_ms) if snaps else (after != word_ms)
        page.keyboard.press("s")
        expects(page.locator("button[data-action=snap]")).to_have_attribute(
            "aria-pressed", "false" if snaps else "true"
        )


def test_keys_of_ones_own_count_and_take_the_place_of_ours(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "subtool").mkdir()
    (tmp_path / "subtool" / "keys.toml").write_text('accept.keys = ["Q"]\n[next-doubt]\nkeys = ["D"]\n')
    path = reviewed.write(tmp_path / "film.cues.json")
    with reviewed.Hosted(path) as server:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(server.url)
        page.wait_for_selector("[data-cue=c1]")
        saved(page)
        page.keyboard.press("n")  # ours, which next-doubt had
        page.keyboard.press("d")
        expects(page.locator("[aria-current=true]")).to_have_attribute("data-cue", "c3")
        page.keyboard.press("q")
        page.wait_for_selector("[data-cue=c3][data-verdict=accepted]")
        page.keyboard.press("?")
        assert "Q" in page.locator("#keys").inner_text()
        assert str(tmp_path) in page.locator("#keys-file").inner_text()
        context.close()
