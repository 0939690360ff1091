"""What everybody can read and use: contrast by day and by night, names and roles of all that can be operated."""

import re
from importlib.resources import files

import pytest

STYLE = files("subtool.web").joinpath("page/style.css").read_text("utf-8")
DARK, LIGHT = (
    dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block))
    for block in re.findall(r":root\s*{(.*?)}", STYLE, re.DOTALL)
)
TEXTS = (
    "ink", "faint", "accent", "heard", "partly", "guessed", "estimated", "edited", "accepted", "bad",
)  # fmt: skip
GROUNDS = ("ground", "panel", "raised")
AA, AA_GRAPHIC = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_stands_out_from_each_ground_it_is_on(theme):
    low = {
        (text, ground): round(contrast(theme[text], theme[ground]), 2)
        for text in TEXTS
        for ground in GROUNDS
        if contrast(theme[text], theme[ground]) < AA
    }
    assert low == {}
    assert contrast(theme["on-accent"], theme["accent"]) >= AA
    assert all(contrast(theme["focus"], theme[ground]) >= AA_GRAPHIC for ground in GROUNDS)


# Of each element that can be operated: its role and whether it has a name, as a screen reader finds them.
UNNAMED = """() => {
    const named = (one) => (one.getAttribute("aria-label") || one.textContent.trim() || one.title
        || document.querySelector(`label[for="${one.id}"]`) || one.closest("label")?.textContent.trim());
    return [...document.querySelectorAll("button, input, select, textarea, summary, dialog, [role], section")]
        .filter((one) => !one.hidden && !named(one) && !one.getAttribute("aria-labelledby"))
        .map((one) => one.outerHTML.slice(0, 80));
}"""
# Attributes that a role does not have (WAI-ARIA 1.2): a screen reader passes them over, or says what is not so.
FORBIDDEN = """() => [...document.querySelectorAll("[role^=list][aria-selected], [aria-hidden=true] button")]
    .map((one) => one.outerHTML.slice(0, 80))"""
BROKEN = """() => [...document.querySelectorAll("[aria-describedby], [aria-labelledby]")]
    .flatMap((one) => (one.getAttribute("aria-describedby") ?? one.getAttribute("aria-labelledby")).split(" "))
    .filter((id) => !document.getElementById(id))"""
TWICE = """() => { const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at); }"""


def test_all_that_can_be_operated_has_a_role_and_a_name(page):
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(FORBIDDEN) == []
    assert page.evaluate(BROKEN) == []
    assert page.evaluate(TWICE) == []
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    assert (
        page.get_by_role("list", name="Cues").get_by_role("listitem").first.get_attribute("aria-setsize")
        == "6"
    )
    assert page.get_by_role("status").count() >= 1


def test_states_and_errors_are_said(page):
    row = page.locator("[data-cue=c3]")
    assert row.get_attribute("aria-label") == "Cue 3, guessed"
    page.locator("[data-cue=c3] .number").click()
    assert row.get_attribute("aria-current") == "true"
    page.locator("[data-cue=c2] [data-field=in]").fill("noon")
    page.keyboard.press("Enter")
    assert "noon" in page.get_by_role("alert").inner_text()
    text = page.locator("[data-cue=c4] [data-field=text]")
    assert text.get_attribute("aria-invalid") == "true"
    described = page.locator(f"#{text.get_attribute('aria-describedby')}")
    assert described.inner_text() != ""
