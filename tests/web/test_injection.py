"""Text is text: nothing that stands in a cue, a footnote or an id ever becomes markup or runs."""

import json

import pytest

from support import reviewed

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "{{constructor.constructor('alert(1)')()}}",
    "</textarea><iframe src=//evil.example>",
    "\u202e<b>x</b>\u200f &lt;i&gt; &amp;",
    "{\\an8\\p1}m 0 0 l 1 1",
    "__proto__",
)


@pytest.fixture
def hostile(tmp_path):
    cues = [
        {
            "id": text, "start_ms": at_ms, "end_ms": at_ms + 2600, "lines": [text, text], "speaker": text,
            "comment": text, "footnotes": [text], "words": [{"text": text, "start_ms": at_ms, "end_ms": at_ms + 9}],
        }
        for at_ms, text in zip(range(0, 4000 * len(HOSTILE), 4000), HOSTILE, strict=True)
    ]  # fmt: skip
    data = {
        "subtool": 1, "title": HOSTILE[0], "language": 'en" onload="alert(1)', "cues": cues,
        "footnotes": [{"number": text, "text": text, "full": text} for text in HOSTILE],
        "unspoken": [{"text": text, "source": {"line": 1, "column": 1}} for text in HOSTILE],
        "unscripted": [{"start_ms": 1, "end_ms": 5}],
    }  # fmt: skip
    path = tmp_path / "hostile.cues.json"
    path.write_text(json.dumps(data))
    return path


def test_hostile_text_in_every_field_stays_text(browser, hostile, film):
    with reviewed.Hosted(hostile) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 1600})
        page = context.new_page()
        page.set_default_timeout(15_000)
        heard = []
        page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: heard.extend([asked.url][asked.url.startswith(server.origin) :]))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on(
            "console",
            lambda message: "Content Security Policy" in message.text and heard.append(message.text),
        )
        page.goto(server.url)
        page.wait_for_selector("[data-cue]")
        for number, text in enumerate(HOSTILE):
            row = page.locator("[data-cue]").nth(number)
            row.locator("[data-field=text]").click()
            assert row.locator("[data-field=text]").input_value() == f"{text}\n{text}"
            for name in ("speaker", "comment", "text"):
                row.locator(f"[data-field={name}]").fill(f"{text} {text}")
                page.keyboard.press("Escape")
            for name in ("in", "out"):
                row.locator(f"[data-field={name}]").fill(text)
                page.keyboard.press("Escape")
        page.locator("#search").fill(HOSTILE[0])
        page.locator("#replacement").fill(HOSTILE[1])
        page.locator("#preview-replace").click()
        page.locator("#do-replace").click()
        page.locator("#search").fill("")
        page.wait_for_selector("body[data-state=saved]")
        assert (
            page.locator("main iframe, main script, main svg, main b b, #rows img, #panels img").count() == 0
        )
        assert page.locator("#title").inner_text() == HOSTILE[0]
        assert page.locator("#unspoken li").count() == len(HOSTILE)
        context.close()
        assert heard == []
        server.stop()
    after = reviewed.read(hostile)
    assert {cue.id for cue in after.cues} == set(HOSTILE)
    assert after.cues[3].lines == (f"{HOSTILE[3]} {HOSTILE[3]}",)
    assert after.cues[3].speaker == after.cues[3].comment == f"{HOSTILE[3]} {HOSTILE[3]}"
