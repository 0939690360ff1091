"""A page made safe for the parser: whole tags only, none nested without end, nothing that is not shown."""

from __future__ import annotations

import html
import re

from subtool.errors import Place, ScriptError
from subtool.script.understand.decisions import DIRECTIVE

DEEPEST = 300  # no page that anybody wrote comes near
MOST_ATTRIBUTES = 80  # of a tag: a limit against floods, no page comes near
MOST_BROKEN = 100_000  # `<` that open no tag
_COPY = "copy its text into a text file"

_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_STOP = re.compile(r"""[<>"']""")
_NOT_SHOWN = {"script", "style", "template", "noscript", "textarea", "svg", "math"}
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
}
_CELL = {"td", "th"}
# What ends by itself when the next of its kind begins.
_ENDED_BY = {
    "td": _CELL, "th": _CELL, "tr": {*_CELL, "tr"}, "tbody": {*_CELL, "tr", "thead", "tbody", "caption"},
    "thead": {"caption"}, "tfoot": {*_CELL, "tr", "tbody"}, "li": {"li", "p"}, "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"}, "option": {"option"},
}  # fmt: skip
_ENDS_PARAGRAPH = {
    "p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "pre",
    "hr",
}  # fmt: skip


def tidy(text: str, place: Place) -> str:
    """The page with every `<` that opens no whole tag as text; the lines stay as they are. Linear in its length.

    Raises:
        ScriptError: it is nested deeper than any page, or has no end of broken tags.
    """
    return _PageTidier(text, place).tidied()


class _PageTidier:
    def __init__(self, text: str, place: Place) -> None:
        self._text = text
        self._lower = text.lower()
        self._place = place
        self._open: list[str] = []
        self._broken = 0
        self._never: set[str] = set()  # what does not come any more
        self._made: list[str] = []

    def tidied(self) -> str:
        after = 0
        while (position := self._text.find("<", after)) >= 0:
            self._made.append(self._text[after:position])
            after = self._markup(position)
        return "".join([*self._made, self._text[after:]])

    def _markup(self, position: int) -> int:
        """Deal with the `<` at `at`, and say from where to go on."""
        if said := DIRECTIVE.match(self._text, position):
            self._made.append(html.escape(said.group()))  # a comment that is said to subtool is read as text
            return said.end()
        if self._text.startswith(("<!", "<?"), position):
            closing = "-->" if self._text.startswith("<!--", position) else ">"
            end = self._find(closing, position + 2)
            if end >= 0:
                self._blank(position, end + len(closing))
                return end + len(closing)
        name = _NAME.match(self._text, position)
        end = self._tag_end(name.end()) if name else -1
        if not name or end < 0:
            self._made.append("&lt;")
            self._broken += 1
            if self._broken > MOST_BROKEN:
                raise ScriptError("is not a page: its tags are broken", at=self._place, hint=_COPY)
            return position + 1
        tag, closes = name[2].lower(), bool(name[1])
        if tag in _NOT_SHOWN and not closes:
            close = self._find(f"</{tag}", end)
            if close >= 0:
                after = self._text.find(">", close)
                after = len(self._text) if after < 0 else after + 1
                self._blank(position, after)
                return after
        self._nest(tag, position, closes=closes)
        self._made.append(self._text[position:end])
        return end

    def _find(self, what: str, start: int) -> int:
        if what in self._never:
            return -1
        found = self._lower.find(what, start)
        if found < 0:
            self._never.add(what)
        return found

    def _blank(self, start: int, end: int) -> None:
        self._made.append("\n" * self._text.count("\n", start, end))

    def _tag_end(self, start: int) -> int:
        """Where the text after the `>` of a tag begins whose name ends at `start`, or -1."""
        for _ in range(MOST_ATTRIBUTES):
            stop = _STOP.search(self._text, start)
            if not stop or stop.group() == "<":
                return -1
            if stop.group() == ">":
                return stop.end()
            close = self._find(stop.group(), stop.end())
            if close < 0:
                return -1
            start = close + 1
        return -1

    def _nest(self, tag: str, index: int, *, closes: bool) -> None:
        """Keep count of what is open, and close what ends by itself."""
        if closes:
            if tag in self._open:
                while self._open.pop() != tag:
                    pass
            return
        ended = _ENDED_BY.get(tag, {"p"} if tag in _ENDS_PARAGRAPH else set())
        while self._open and self._open[-1] in ended:
            self._made.append(f"</{self._open.pop()}>")
        if tag not in _VOID:
            self._open.append(tag)
        if len(self._open) > DEEPEST:
            line = self._text.count("\n", 0, index) + 1
            raise ScriptError(
                "is nested too deep",
                at=Place(self._place.path, line),
                hint=_COPY,
            )
