"""Nothing that is done while an answer is on its way, or before the page has all, is lost or goes elsewhere."""

import re
from dataclasses import replace

import pytest

from subtool.model import Source, Span, Unspoken
from support import reviewed

REQUESTS = 2000  # as many as a busy browser may need to send what was typed


def expects(locator):
    from playwright.sync_api import expect

    return expect(locator)


def field(page, cue, name):
    return page.locator(f"[data-cue={cue}] [data-field={name}]")


def press(page, action):
    page.locator(f"button[data-action={action}]").first.click()


def choose(page, cue):
    page.locator(f"[data-cue={cue}] .number").click()


def in_file(page, sheet):
    """The cues by id, once they are saved."""
    page.wait_for_selector("body[data-state=saved]")
    return {cue.id or f"c{number}": cue for number, cue in enumerate(reviewed.read(sheet).cues, 1)}


class Held:
    """Requests that reach the server only when they are let go."""

    def __init__(self, page, address):
        self._page, self._address, self._routes, self._is_open = page, address, [], False
        page.route(address, self._hold)

    def _hold(self, route):
        if self._is_open:
            route.continue_()
        else:
            self._routes.append(route)

    def first(self):
        """Wait until there is one."""
        while not self._routes:
            self._page.evaluate("() => new Promise(requestAnimationFrame)")
        return self._routes[0]

    def let_go(self, but=None):
        self._is_open = True
        for route in self._routes:
            if route is not but:
                route.continue_()
        self._page.unroute(self._address)  # nobody would let go what a page sends as it is closed


@pytest.fixture
def held(page):
    """The page's edits are on their way until they are let go."""
    page.wait_for_selector("body[data-state=saved]")
    return Held(page, "**/api/edits*")


def test_frames_that_are_nudged_meanwhile_add_up(page, sheet, held):
    choose(page, "c2")
    for _ in range(3):
        page.keyboard.press("Alt+4")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+4")
    held.let_go()
    expects(field(page, "c3", "out")).to_have_value("00:00:11.140")
    cues = in_file(page, sheet)
    assert [cues[name].span.end_ms for name in ("c2", "c3")] == [7100 + 3 * 40, 11_100 + 40]


def test_an_in_time_and_an_out_time_typed_one_after_the_other_both_count(page, sheet, held):
    field(page, "c2", "in").fill("4.7")
    field(page, "c2", "out").fill("6.9")
    page.keyboard.press("Enter")
    held.let_go()
    assert in_file(page, sheet)["c2"].span == Span(4700, 6900)


def test_what_is_typed_stays_in_its_field_and_is_typed_on(page, sheet, held):
    text = field(page, "c2", "text")
    text.fill("Nobody")
    held.first()
    page.keyboard.type(" on the island")
    text.blur()
    expects(text).to_have_value("Nobody on the island")  # an old text there would look lost
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" had seen it.")
    held.let_go()
    page.keyboard.press("Escape")
    expects(text).to_have_value("Nobody on the island had seen it.")
    assert in_file(page, sheet)["c2"].lines == ("Nobody on the island had seen it.",)


def test_two_doubts_are_accepted_by_two_keys(page, sheet, held):
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    held.let_go()
    page.wait_for_selector("[data-cue=c2][data-verdict=accepted]")
    page.wait_for_selector("[data-cue=c3][data-verdict=accepted]")
    cues = in_file(page, sheet)
    assert {name for name, cue in cues.items() if cue.accepted} == {"c2", "c3"}


def test_two_cues_are_deleted_by_two_keys(page, sheet, held):
    choose(page, "c2")
    page.keyboard.press("Delete")
    page.keyboard.press("Delete")
    page.keyboard.press("Alt+4")
    held.let_go()
    page.wait_for_selector("[data-cue=c3]", state="detached")
    expects(field(page, "c4", "out")).to_have_value("00:00:15.140")
    page.wait_for_selector("body[data-state=saved]")
    ids = [cue.id for cue in reviewed.read(sheet).cues]
    assert ids == ["c1", "c4", "c5", "c6"]


def test_what_is_typed_for_a_cue_that_is_not_there_yet_comes_into_it(page, sheet, held):
    choose(page, "c6")
    page.locator("#film").evaluate("film => { film.currentTime = 23.5 }")
    expects(page.locator("#time")).to_have_text("00:00:23.500")
    press(page, "insert")
    page.keyboard.type("No oil.")  # each letter of which is a key, too
    held.let_go()
    expects(page.locator("textarea:focus")).to_have_value("No oil.")
    page.keyboard.type(" No light.")
    page.keyboard.press("Escape")
    cues = in_file(page, sheet)
    assert cues["c7"].lines == ("No oil. No light.",)
    assert cues["c6"].lines == ("In spring the first boat came.",)


def test_the_caret_splits_the_text_that_was_typed_and_not_the_one_before(page, sheet, held):
    field(page, "c1", "text").fill("He climbed. He slept, and he woke once more before the dawn.")
    for _ in range(len(" He slept, and he woke once more before the dawn.")):
        page.keyboard.press("ArrowLeft")
    press(page, "split")
    held.let_go()
    page.wait_for_selector("[data-cue=c7]")
    cues = in_file(page, sheet)
    assert " ".join(cues["c1"].lines) == "He climbed."
    assert " ".join(cues["c7"].lines).startswith("He slept,")


def test_two_edges_are_dragged_and_both_stay(page, sheet, held):
    press(page, "snap")
    before = reviewed.read(sheet).cues[1].span
    for edge, by in (("in", 30), ("out", -40)):
        box = page.locator(f"[data-cue-block=c2] .edge.{edge}").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + 50
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + by, y, steps=4)
        page.mouse.up()
    held.let_go()
    expects(field(page, "c2", "out")).not_to_have_value("00:00:07.100")
    after = in_file(page, sheet)["c2"].span
    assert before.start_ms + 200 < after.start_ms < after.end_ms < before.end_ms - 200


def test_text_is_replaced_in_what_was_typed(page, sheet, held):
    page.locator("#search").fill("The keeper")
    field(page, "c1", "text").fill("The keeper slept at dusk.")
    page.locator("#replacement").fill("Anna")
    page.locator("#preview-replace").click()
    assert page.locator("#replace").is_hidden()
    held.let_go()
    expects(page.locator("#replacements ins")).to_have_text("Anna")
    page.locator("#do-replace").click()
    page.locator("#search").fill("")
    expects(field(page, "c1", "text")).to_have_value("Anna slept at dusk.")


def test_the_first_edit_can_be_undone_before_it_is_answered(page, held):
    field(page, "c1", "comment").fill("who is it?")
    press(page, "undo")
    held.let_go()
    expects(field(page, "c1", "comment")).to_have_value("")


def test_a_page_that_is_closed_at_once_has_sent_what_was_typed(page, server, held):
    field(page, "c1", "text").fill("First.")
    held.first()
    field(page, "c2", "text").fill("Second.")
    field(page, "c3", "comment").fill("Third.")
    held.let_go()
    page.close(run_before_unload=True)
    answers = (server.ask("/api/sheet").json["cues"] for _ in range(REQUESTS))
    expected = ("First.", "Second.", "Third.")
    assert expected in (
        (one["lines"][0], two["lines"][0], three.get("comment")) for one, two, three, *_ in answers
    )


def test_sentences_are_put_in_that_were_pressed_also_when_their_numbers_change(browser, tmp_path, film):
    sentences = tuple(Unspoken(f"Sentence {number}.", Source(40 + number, 1)) for number in range(3))
    stretches = (Span(24_000, 24_900), Span(24_950, 25_900))
    sheet = replace(reviewed.sheet(), unspoken=sentences, unscripted=stretches)
    path = reviewed.write(tmp_path / "film.cues.json", sheet)
    with reviewed.Hosted(path, film) as server, browser.new_context() as context:
        page = context.new_page()
        page.goto(server.url)
        page.wait_for_selector("body[data-state=saved]")
        held = Held(page, "**/api/edits*")
        for number in (0, 1):
            page.locator("#unspoken li", has_text=f"Sentence {number}.").locator("button").click()
        held.let_go()
        expects(page.locator("#unspoken li")).to_have_count(1)
        page.wait_for_selector("[data-cue=c8]")
        page.wait_for_selector("body[data-state=saved]")  # both have been heard again, and the page says how
        page.locator("#unspoken li button").click()
        expects(page.locator("#message")).to_contain_text("by a drag over the waveform")
        page.wait_for_selector("body[data-state=saved]")
    after = reviewed.read(path)
    assert {" ".join(cue.lines) for cue in after.cues[-2:]} == {"Sentence 0.", "Sentence 1."}
    assert [sentence.text for sentence in after.unspoken] == ["Sentence 2."]


def test_what_another_window_inserts_is_not_selected_here(page, server):
    choose(page, "c2")
    server.edit({"edit": "insert", "start_ms": 3300, "end_ms": 4300, "lines": ["Elsewhere."]})
    page.wait_for_selector("[data-cue=c7]")
    assert page.locator("[aria-current=true]").get_attribute("data-cue") == "c2"


def test_a_sheet_that_comes_late_does_not_bring_back_what_was_edited_meanwhile(page, sheet, server):
    held = Held(page, re.compile(r"/api/sheet$"))
    page.goto(server.url)
    text = field(page, "c1", "text")
    route = held.first()
    old = route.fetch()
    text.fill("Typed at once.")
    text.blur()
    page.wait_for_function(
        "() => document.querySelector('[data-action=undo]').title.startsWith('undo: text')"
    )
    route.fulfill(response=old)
    held.let_go(but=route)
    page.wait_for_selector("body[data-state=saved]")
    expects(text).to_have_value("Typed at once.")
    assert in_file(page, sheet)["c1"].lines == ("Typed at once.",)


def test_keys_before_the_page_has_all_are_for_what_they_were_meant_for(page, sheet, server):
    held = Held(page, "**/api/review")
    page.goto(server.url)
    page.wait_for_selector("[data-cue=c1]")
    page.keyboard.press("n")
    page.keyboard.press("e")
    page.keyboard.type("Now in oil: ")
    page.locator("#play").click()
    held.let_go()
    expects(field(page, "c3", "text")).to_have_value(re.compile("^Now in oil: It was|oil.Now in oil: $"))
    page.wait_for_function("() => document.querySelector('#film').played.length > 0")
    cues = in_file(page, sheet)
    assert sum("Now in oil:" in " ".join(cue.lines) for cue in cues.values()) == 1
    assert cues["c1"].span == Span(500, 3100)


@pytest.mark.parametrize("address", ["keys", "sheet?first=60", "sheet", "review", "waveform?from=0"])
def test_an_answer_that_fails_is_asked_for_again(browser, server, address):
    failed = []

    def fail(route):
        if failed:
            route.continue_()
        else:
            failed.append(address)
            route.abort()

    with browser.new_context() as context:
        page = context.new_page()
        page.route(re.compile(re.escape(f"/api/{address}") + "$"), fail)
        with page.expect_response(lambda response: response.url.endswith(f"/api/{address}")):
            page.goto(server.url)
        page.wait_for_selector("body[data-state=saved]")
        press(page, "next-doubt")
        expects(page.locator("[aria-current=true]")).to_have_attribute("data-cue", "c3")
    assert failed == [address]


def test_what_is_typed_while_the_server_is_gone_waits_for_the_next_one(
    page, sheet, server, film, monkeypatch
):
    page.wait_for_selector("body[data-state=saved]")
    server.close()
    field(page, "c1", "text").fill("Typed into the void.")
    page.wait_for_selector("body[data-state=offline]")
    expects(page.locator("#state")).to_contain_text(f"--port {server.port}")
    with reviewed.Hosted(sheet, film, port=server.port) as again:
        expects(page.locator("#state")).to_contain_text("open the address that subtool printed")
        other = page.context.new_page()
        other.goto(again.url)
        expects(field(other, "c1", "text")).to_have_value("Typed into the void.")
        page.wait_for_selector("body[data-state=saved]")
        other.close()
    assert reviewed.read(sheet).cues[0].lines == ("Typed into the void.",)
