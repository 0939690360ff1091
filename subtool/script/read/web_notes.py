"""The footnotes of a page: links to numbered places further down, and what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, Source
from subtool.script.manuscript import FootnoteEntry
from subtool.script.understand.marks import entry, loose_entry, plain_number

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

_NUMBER = re.compile(r"\s*+[\[(]?\s*+\^?([0-9]{1,4}|[*†‡]{1,3})\s*+[\])]?\s*")
_BACK = re.compile(r"^[\s↩↑^\uFE0E\uFE0F|]+|[\s↩↑^\uFE0E\uFE0F|]+$")
_SPACE = re.compile(r"\s+")
_HOLDS_NOTE = ["li", "p", "dd", "tr", "div", "aside"]
_MOST_ITEMS = 2000  # beyond this the place in a list is not counted again for each item


class Notes:
    """Which links cite, and the entries that they lead to.

    A citation is a link on a number or a mark to a place further down; what leads back up is none. Other items
    of the same list are entries too. `blocks` are the ids of the elements that hold entries.
    """

    def __init__(self, page: BeautifulSoup) -> None:
        self._citing: dict[int, str] = {}
        self.blocks: dict[int, str] = {}
        self.entries: list[FootnoteEntry] = []
        self.asides: list[Aside] = []
        self._items: dict[int, int] = {}
        order: dict[int, int] = {}
        targets: dict[str, Tag] = {}
        links: list[Tag] = []
        for index, tag in enumerate(page.find_all(lambda _tag: True)):
            order[id(tag)] = index
            for name in (tag.get("id"), tag.get("name") if tag.name == "a" else None):
                if isinstance(name, str):
                    targets.setdefault(name, tag)
            if tag.name == "a" and "#" in str(tag.get("href", "")):
                links.append(tag)
        blocks: dict[int, Tag] = {}
        for link in links:
            self._link(link, targets, order, blocks)
        for block in sorted(blocks.values(), key=lambda tag: order[id(tag)]):
            self._enter(block)
        self._others(blocks)
        self.last = max(self.blocks, key=lambda block: order.get(block, -1), default=0)

    def cited(self, tag: Tag) -> str | None:
        """The number that an element cites."""
        return self._citing.get(id(tag))

    def few_items(self, tag: Tag) -> bool:
        parent = tag.parent
        assert parent is not None
        if id(parent) not in self._items:
            self._items[id(parent)] = len(parent.find_all("li", recursive=False))
        return self._items[id(parent)] <= _MOST_ITEMS

    def _link(
        self, link: Tag, targets: dict[str, Tag], order: dict[int, int], blocks: dict[int, Tag]
    ) -> None:
        found = _NUMBER.fullmatch(link.get_text())
        target = targets.get(str(link["href"]).partition("#")[2])
        if not found or target is None or order[id(target)] <= order[id(link)]:
            return
        block = target if target.name in _HOLDS_NOTE else target.find_parent(_HOLDS_NOTE)
        if block is None or link in block.descendants or any(id(p) in blocks for p in link.parents):
            return
        number = plain_number(found[1]) if found[1].isdecimal() else found[1]
        self._citing[id(link)] = number
        blocks.setdefault(id(block), block)
        self.blocks.setdefault(id(block), number)

    def _enter(self, block: Tag) -> None:
        number = self.blocks[id(block)]
        text = _entry_text(block, number)
        source = Source(block.sourceline or 1, (block.sourcepos or 0) + 1)
        self.entries.append(FootnoteEntry(number, text, source))
        self.asides.append(Aside(AsideKind.BIBLIOGRAPHY, f"[{number}] {text}", source))

    def _others(self, blocks: dict[int, Tag]) -> None:
        """The items of a list of notes that nothing cites."""
        lists = {
            id(block.parent): block.parent for block in blocks.values() if block.name == "li" and block.parent
        }
        for parent in lists.values():
            for index, item in enumerate(parent.find_all("li", recursive=False), start=1):
                if id(item) not in self.blocks and str(index) not in self.blocks.values():
                    self.blocks[id(item)] = str(index)
                    self._enter(item)


def _entry_text(block: Tag, number: str) -> str:
    """The text of an entry without its number and without the links that lead back up."""
    pieces = []
    for string in block.find_all(string=True):
        link = string.find_parent("a")
        back = link is not None and "#" in str(link.get("href", "")) and len(string.strip()) <= 4
        if not back:
            pieces.append(str(string))
    text = _BACK.sub("", _SPACE.sub(" ", "".join(pieces)))
    found = entry(text) or loose_entry(text)
    return text[found[1] :] if found and found[0] == number else text
