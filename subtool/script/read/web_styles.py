"""What a page strikes out or sets in bold by its styles, as Google Docs does: `.c5{text-decoration:line-through}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.script.source_lines import EDGE, is_heading_text

if TYPE_CHECKING:
    from bs4.element import Tag

_RULE = re.compile(r"\.(?P<name>[\w-]{1,60})\s?\{(?P<style>[^{}]{1,2000})\}")
_STRIKES = re.compile(
    r"text-decoration(?:-line)?\s?:[^;]{0,40}line-through|(?<![\w-])(?:display\s?:\s?none|visibility\s?:\s?hidden)",
    re.IGNORECASE,
)
_BOLD = re.compile(r"font-weight\s?:\s?(?:bold|[6-9]00)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_IN_LINE = ["b", "strong", "span"]


class PageStyles:
    """The classes of a page that strike out or make bold, and what elements say themselves."""

    def __init__(self, text: str) -> None:
        rules = list(_RULE.finditer(text)) if "<style" in text else []
        self._strikes = {rule["name"] for rule in rules if _STRIKES.search(rule["style"])}
        self._bold = {rule["name"] for rule in rules if _BOLD.search(rule["style"])}

    def strikes(self, tag: Tag) -> bool:
        """Whether what an element in a line holds is struck out, or hidden."""
        return tag.name in {"span", "font", "u"} and self._has(tag, self._strikes, _STRIKES)

    def is_bold_alone(self, tag: Tag) -> bool:
        """Whether a paragraph is bold throughout, and a few words that end no sentence."""
        text = _SPACES.sub(" ", tag.get_text()).strip(EDGE)
        inside = [piece for piece in tag.find_all(_IN_LINE, recursive=False) if self._is_bold(piece)]
        bold = text if self._is_bold(tag) else "".join(piece.get_text() for piece in inside)
        return is_heading_text(text) and _SPACES.sub(" ", bold).strip(EDGE) == text

    def _is_bold(self, tag: Tag) -> bool:
        return tag.name in {"b", "strong"} or self._has(tag, self._bold, _BOLD)

    @staticmethod
    def _has(tag: Tag, classes: set[str], form: re.Pattern[str]) -> bool:
        named = classes.intersection(tag.get_attribute_list("class"))
        return bool(named) or bool(form.search(str(tag.get("style", ""))))
