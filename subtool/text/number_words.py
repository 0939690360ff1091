"""A number -> the words that say it, in the languages that num2words knows."""

from __future__ import annotations


def number_words(value: int, language: str, **form: str) -> str:
    """A number in words, as a `to` or `case` of num2words wants them; nothing where it has none."""
    from num2words import num2words

    try:
        return str(num2words(value, lang=language, **form))
    except (NotImplementedError, OverflowError, TypeError, ValueError, IndexError, KeyError, AttributeError):
        return ""


def number_language(tag: str) -> str:
    """A language as num2words calls it: without region, Norwegian as one."""
    plain = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return {"nb": "no", "nn": "no"}.get(plain, plain)
