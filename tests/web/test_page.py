"""The page as a subtitler uses it, in a real browser on a real film; what it shows against what the file says."""

import json
import re

import pytest

from subtool.model import Timing
from support import reviewed


def expects(locator):
    """What a locator comes to be; the library is only there where there is a browser."""
    from playwright.sync_api import expect

    return expect(locator)


def saved(page):
    page.wait_for_selector("body[data-state=saved]")


def field(page, cue, name):
    return page.locator(f"[data-cue={cue}] [data-field={name}]")


def press(page, action):
    page.locator(f"button[data-action={action}]").click()


def choose(page, cue):
    """Select a cue without putting the cursor into a field."""
    page.locator(f"[data-cue={cue}] .number").click()


def test_every_hook_is_there(page):
    for action in (
        "undo",
        "redo",
        "split",
        "merge",
        "accept",
        "delete",
        "insert",
        "rehear",
        "fix",
        "next-doubt",
    ):
        assert page.locator(f"button[data-action={action}]").count() == 1
    for name in ("film", "waveform", "overlay", "problems", "unspoken", "unscripted"):
        assert page.locator(f"#{name}").count() == 1
    for name in ("text", "in", "out", "speaker", "comment"):
        assert field(page, "c1", name).count() == 1
    assert page.url.endswith("/")
    assert page.locator("[data-cue]").count() == 6
    assert page.locator("[data-cue-block]").count() == 5
    assert "A sentence that the film does not have." in page.locator("#unspoken").inner_text()
    assert "0:24.5" in page.locator("#unscripted").inner_text()


def test_what_the_page_shows_is_what_the_file_says(page, sheet):
    for cue in reviewed.read(sheet).cues:
        name = f"c{(cue.span.start_ms - 500) // 4000 + 1}"
        assert field(page, name, "text").input_value() == "\n".join(cue.lines)
        hours, minutes, seconds = field(page, name, "in").input_value().split(":")
        assert int(hours) * 3600 + int(minutes) * 60 + float(seconds) == cue.span.start_ms / 1000


def test_typed_text_is_in_the_file_and_undo_is_one_step_also_after_a_restart(page, sheet, server, film):
    before = reviewed.read(sheet).cues[1]
    text = field(page, "c2", "text")
    text.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Nobody on the islands", delay=40)
    page.keyboard.press("Enter")
    page.keyboard.type("had seen it out.", delay=40)
    page.keyboard.press("Escape")
    saved(page)
    cue = reviewed.read(sheet).cues[1]
    assert cue.lines == ("Nobody on the islands", "had seen it out.")
    assert cue.timing is Timing.EDITED
    assert [word.text for word in cue.words] == [
        "Nobody",
        "on",
        "the",
        "islands",
        "had",
        "seen",
        "it",
        "out.",
    ]
    assert cue.words[0].span == before.words[0].span
    server.close()
    with reviewed.Hosted(sheet, film) as again:
        page.goto(again.url)
        page.wait_for_selector("[data-cue=c2]")
        press(page, "undo")
        expects(field(page, "c2", "text")).to_have_value(re.compile("lamp"))
        saved(page)
        undone = reviewed.read(sheet).cues[1]
        assert (undone.lines, undone.words, undone.timing) == (before.lines, before.words, before.timing)
        press(page, "redo")
        expects(field(page, "c2", "text")).to_have_value(re.compile("islands"))


@pytest.mark.parametrize(("typed", "ms"), [("5.25", 5250), ("0:05.3", 5300), ("00:00:05,400", 5400)])
def test_a_typed_time_is_taken(page, sheet, typed, ms):
    field(page, "c2", "in").fill(typed)
    page.keyboard.press("Enter")
    saved(page)
    assert reviewed.read(sheet).cues[1].span.start_ms == ms


def test_what_is_no_time_is_said_and_the_old_one_stays(page, sheet):
    before = sheet.read_bytes()
    field(page, "c2", "in").fill("noon")
    page.keyboard.press("Enter")
    assert "noon" in page.locator("#message").inner_text()
    field(page, "c2", "out").fill("0:01")
    page.keyboard.press("Enter")
    expects(page.locator("#message")).to_contain_text("not after its in-time")
    assert field(page, "c2", "out").input_value() == "00:00:07.100"
    assert sheet.read_bytes() == before


def test_speaker_and_comment_are_kept(page, sheet):
    field(page, "c1", "speaker").fill("ANNA")
    page.keyboard.press("Enter")
    field(page, "c1", "comment").fill("ask the author <b>")
    field(page, "c3", "text").click()
    saved(page)
    cue = reviewed.read(sheet).cues[0]
    assert (cue.speaker, cue.comment) == ("ANNA", "ask the author <b>")


def test_doubts_come_first_and_what_is_left_is_said(page, sheet):
    expects(page.locator("#left-text")).to_contain_text("of 6")
    press(page, "next-doubt")
    current = page.locator("[aria-current=true]")
    assert current.get_attribute("data-cue") == "c3"
    press(page, "accept")
    page.wait_for_selector("[data-cue=c3][data-verdict=accepted]")
    press(page, "next-doubt")
    assert current.get_attribute("data-cue") == "c2"
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-cue=c2][data-verdict=accepted]")
    saved(page)
    assert [cue.accepted for cue in reviewed.read(sheet).cues] == [False, True, True, False, False, False]


def test_split_at_the_caret_merge_delete_and_insert(page, sheet):
    text = field(page, "c2", "text")
    text.click()
    page.keyboard.press("Control+Home")
    for _ in range(len("Nobody on the island")):
        page.keyboard.press("ArrowRight")
    press(page, "split")
    page.wait_for_selector("[data-cue=c7]")
    assert text.input_value() == "Nobody on the island"
    assert field(page, "c7", "text").input_value() == "had ever\nseen the lamp out."
    saved(page)
    words = reviewed.read(sheet).cues[2].words
    assert reviewed.read(sheet).cues[2].span.start_ms == words[0].span.start_ms == 4500 + 4 * 200
    choose(page, "c2")
    press(page, "merge")
    page.wait_for_selector("[data-cue=c7]", state="detached")
    choose(page, "c6")
    press(page, "delete")
    page.wait_for_selector("[data-cue=c6]", state="detached")
    press(page, "undo")
    page.wait_for_selector("[data-cue=c6]")
    page.evaluate("document.querySelector('#film').currentTime = 3.5")
    expects(page.locator("#time")).to_contain_text("00:00:03.5")
    press(page, "insert")
    new = page.locator("[aria-current=true]")
    expects(page.locator(":focus")).to_have_attribute("data-field", "text")
    page.keyboard.type("A new line.")
    page.keyboard.press("Escape")
    saved(page)
    cues = reviewed.read(sheet).cues
    assert new.get_attribute("data-cue") == "c8"
    assert [cue.id for cue in cues] == ["c1", "c8", "c2", "c3", "c4", "c5", "c6"]
    assert (cues[1].span.start_ms, cues[1].span.end_ms, cues[1].lines) == (3500, 4500, ("A new line.",))


def test_a_problem_is_shown_as_it_arises_and_mended_with_one_click(page, sheet):
    text = field(page, "c1", "text")
    text.click()
    page.keyboard.press("End")
    page.keyboard.type("  Then  he  slept.")
    page.wait_for_selector("#problems [data-code=double-space]")
    assert text.get_attribute("aria-invalid") == "true"
    page.keyboard.press("Escape")
    press(page, "fix")
    page.wait_for_selector("#problems [data-code=double-space]", state="detached")
    saved(page)
    assert "  " not in "".join(reviewed.read(sheet).cues[0].lines)


def test_an_edge_is_dragged_and_the_edge_it_shares_goes_with_it(page, sheet, server):
    server.edit({"edit": "times", "spans": {"c1": [500, 4420]}})
    expects(field(page, "c1", "out")).to_have_value("00:00:04.420")
    press(page, "snap")
    for alt, gap in ((False, 80), (True, None)):
        before = field(page, "c1", "out").input_value()
        box = page.locator("[data-cue-block=c1]").bounding_box()
        x, y = box["x"] + box["width"] - 3, box["y"] + 50
        page.mouse.move(x, y)
        if alt:
            page.keyboard.down("Alt")
        page.mouse.down()
        page.mouse.move(x - 30, y, steps=4)
        page.mouse.move(x - 60, y, steps=4)
        page.mouse.up()
        expects(field(page, "c1", "out")).not_to_have_value(before)
        if alt:
            page.keyboard.up("Alt")
        saved(page)
        first, second = reviewed.read(sheet).cues[:2]
        if alt:
            assert second.span.start_ms - first.span.end_ms > 500
        else:
            assert first.span.end_ms < 4000
            assert second.span.start_ms - first.span.end_ms == gap


def test_the_overlay_shows_the_cue_under_the_playhead(page):
    choose(page, "c3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expects(page.locator("#overlay[data-cue-shown=c3]")).to_be_visible()
    assert page.locator("#overlay").evaluate("picture => picture.naturalWidth") == 320
    assert page.locator("#film").evaluate("film => film.currentTime") == pytest.approx(8.5, abs=0.05)


def test_an_edit_in_one_tab_is_seen_in_the_other(page, browser, server):
    context = browser.new_context()
    other = context.new_page()
    other.goto(server.url)
    other.wait_for_selector("[data-cue=c1]")
    field(other, "c1", "text").fill("From the other tab.")
    expects(field(page, "c1", "text")).to_have_value("From the other tab.")
    context.close()


def test_what_the_api_answers_are_the_changed_cues_and_their_problems(server):
    answer = server.edit({"edit": "text", "cue": "c1", "lines": ["Two  spaces."]}).json
    assert list(answer["cues"]) == ["c1"]
    assert answer["cues"]["c1"]["lines"] == ["Two  spaces."]
    assert "double-space" in [problem["code"] for problem in answer["problems"]["c1"]]
    assert json.loads(server.ask("/api/sheet").body)["cues"][0]["lines"] == ["Two  spaces."]


def test_without_a_mouse_a_doubt_is_found_changed_and_accepted(page, sheet):
    page.keyboard.press("n")
    expects(page.locator("[aria-current=true]")).to_have_attribute("data-cue", "c3")
    page.keyboard.press("e")
    expects(page.locator(":focus")).to_have_attribute("data-field", "text")
    page.keyboard.press("Control+A")
    page.keyboard.type("It was built in 1852,")
    page.keyboard.press("Control+s")
    page.keyboard.press("Escape")
    saved(page)
    page.keyboard.press("Control+z")
    expects(field(page, "c3", "text")).to_have_value("It was built in 1851,\nand it burned whale oil.")
    page.keyboard.press("Control+y")
    expects(field(page, "c3", "text")).to_have_value("It was built in 1852,")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-cue=c3][data-verdict=accepted]")
    expects(page.locator("[aria-current=true]")).to_have_attribute("data-cue", "c2")
    page.keyboard.press("?")
    expects(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expects(page.locator("#help")).to_be_hidden()


def test_in_and_out_are_set_at_the_playhead_and_nudged_by_frames(page, sheet):
    choose(page, "c2")
    page.locator("#film").evaluate("film => { film.currentTime = 5.2 }")
    expects(page.locator("#time")).to_have_text("00:00:05.200")
    page.keyboard.press("i")
    expects(field(page, "c2", "in")).to_have_value("00:00:05.200")
    page.keyboard.press("Alt+4")
    expects(field(page, "c2", "out")).to_have_value("00:00:07.140")
    page.keyboard.press("Alt+1")
    expects(field(page, "c2", "in")).to_have_value("00:00:05.160")
    page.keyboard.press("Alt+6")
    expects(field(page, "c2", "out")).to_have_value("00:00:07.180")
    saved(page)
    assert [reviewed.read(sheet).cues[1].span.start_ms, reviewed.read(sheet).cues[1].span.end_ms] == [
        5200,
        7180,
    ]


def test_a_stretch_is_marked_on_the_waveform_and_becomes_a_cue(page, sheet):
    press(page, "snap")
    box = page.locator("#waveform").bounding_box()
    first, second = (page.locator(f"[data-cue-block=c{number}]").bounding_box() for number in (1, 2))
    y = box["y"] + 60
    page.mouse.move(first["x"] + first["width"] + 8, y)
    page.mouse.down()
    page.mouse.move(second["x"] - 8, y, steps=6)
    page.mouse.up()
    expects(page.locator("#region")).to_be_visible()
    press(page, "insert")
    page.wait_for_selector("[data-cue=c7]")
    saved(page)
    new = reviewed.read(sheet).cues[1]
    assert new.id == "c7"
    assert 3100 < new.span.start_ms < new.span.end_ms < 4500


def test_text_is_replaced_after_a_look_at_what_would_change(page, sheet):
    page.locator("#search").fill("the")
    expects(page.locator("#found")).to_have_text("5 found")
    page.locator("#replacement").fill("$& <a>")
    page.locator("#preview-replace").click()
    assert page.locator("#replacements li").count() == 5
    page.locator("#do-replace").click()
    page.wait_for_selector("[data-cue=c2]", state="detached")  # it does not say that any more
    page.locator("#search").fill("")
    expects(field(page, "c2", "text")).to_have_value(
        "Nobody on $& <a> island had ever\nseen $& <a> lamp out."
    )
    saved(page)
    press(page, "undo")
    expects(field(page, "c2", "text")).to_have_value("Nobody on the island had ever\nseen the lamp out.")


@pytest.mark.parametrize(
    "typed", ["هذا سطر عربي.", "שורה בעברית.", "灯塔建于一八五一年。", "ประภาคารเก่าแก่", "नमस्ते।"]
)
def test_every_writing_is_typed_and_kept(page, sheet, typed):
    field(page, "c1", "text").fill(typed)
    page.keyboard.press("Escape")
    saved(page)
    cue = reviewed.read(sheet).cues[0]
    assert cue.lines == (typed,)
    assert "".join(word.text for word in cue.words).replace(" ", "") == typed.replace(" ", "")
    is_right_to_left = field(page, "c1", "text").evaluate("field => field.matches(':dir(rtl)')")
    assert is_right_to_left == (typed[0] in "هש")


def test_a_change_on_both_sides_is_asked_about(page, sheet):
    field(page, "c2", "text").fill("Saved first.")
    page.keyboard.press("Escape")
    saved(page)
    theirs = json.loads(sheet.read_text("utf-8"))
    theirs["cues"][0]["lines"] = ["Theirs."]
    page.locator("#search").fill("")
    field(page, "c1", "text").fill("Ours.")
    sheet.write_text(json.dumps(theirs), "utf-8")
    page.wait_for_selector("body[data-state=conflict]")
    expects(page.locator("#conflict")).to_contain_text("Theirs.")
    page.locator("[data-take=theirs]").click()
    expects(field(page, "c1", "text")).to_have_value("Theirs.")
    saved(page)
    assert reviewed.read(sheet).cues[0].lines == ("Theirs.",)


def test_ten_thousand_cues_stay_smooth(browser, tmp_path):
    path = reviewed.write(tmp_path / "long.cues.json", reviewed.many(10_000))
    with reviewed.Hosted(path) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        opened = context.new_page()
        opened.set_default_timeout(60_000)
        opened.goto(server.url)
        opened.wait_for_selector("[data-cue=c1]")
        saved(opened)
        assert opened.locator("[data-cue]").count() < 60
        assert opened.locator("#rows").evaluate(BLANK) == 0
        context.close()


BLANK = """async (box) => {
    let blank = 0;
    for (let step = 0; step < 40; step++) {
        box.scrollTop += 4000;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const { left, top, bottom } = box.getBoundingClientRect();
        for (let y = top + 10; y < bottom; y += 50) {
            if (!document.elementFromPoint(left + 200, y)?.closest("[data-cue]")) blank++;
        }
    }
    return blank;
}"""


def test_a_key_and_a_button_pressed_before_the_page_knows_all_are_not_lost(page, server):
    waiting = []

    def hold(route):
        waiting.append(route)

    page.route("**/api/review", hold)
    page.goto(server.url)
    page.wait_for_selector("[data-cue=c1]")
    page.keyboard.press("n")
    press(page, "accept")
    assert page.locator("[data-verdict=accepted]").count() == 0
    waiting.pop().continue_()
    page.wait_for_selector("[data-cue=c3][data-verdict=accepted]")
