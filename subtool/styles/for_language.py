"""The Netflix style of a language: what a text is made for and checked against where nobody names a house style."""

from __future__ import annotations

from functools import cache

from subtool.styles import houses

ANY = "netflix"  # for a language without a guide of its own
# Languages that are read by the guide of another: Norwegian has one for both of its norms.
READ_BY = {"nn": "nb", "yue": "zh-Hant"}
FURTHEST = 9  # langcodes' distance: a region or a script apart, no other language


@cache
def style_for(tag: str) -> str:
    """The name of the style for a language (a BCP 47 tag); "netflix" where Netflix has no guide for it.

    A region or a script decides where there are several: "pt-BR", "fr-CA", "zh-TW"; a language without one takes the
    guide of most of its speakers ("pt" that of Brazil, "zh" that of simplified characters).
    """
    own = f"{ANY}-{tag}"
    if own in houses.names() and houses.house_style(own).language == tag:
        return own
    return _nearest(tag)


def _nearest(tag: str) -> str:
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    guides = _guides()
    try:
        language = langcodes.get(READ_BY.get(tag.lower(), tag).replace("_", "-"))
        wanted = language.maximize().to_tag()
        found, distance = langcodes.closest_match(wanted, list(guides), max_distance=FURTHEST)
    except LanguageTagError:
        return ANY
    return guides[found] if distance <= FURTHEST and found in guides else ANY


@cache
def _guides() -> dict[str, str]:
    """The styles by the languages they are for, as exactly as their guides mean it."""
    guides = {}
    for name in houses.names():
        if name.startswith(f"{ANY}-"):
            guides[houses.house_style(name).language] = name
    return guides
