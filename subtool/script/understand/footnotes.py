"""Footnotes, and what "Ibid.", "Id.", "op. cit." and "loc. cit." in them stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import Footnote, Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.script.manuscript import FootnoteEntry
    from subtool.script.understand.conventions import Conventions

_SAME = re.compile(r"(?:(?:see|cf\.|refer to)\s+)?(\w+)\.?", re.IGNORECASE)
_CITED = re.compile(r"[,;]?(?<!\s)\s*+\b(?P<what>op|loc|a\.\s?a)\.\s?(?:cit|o)\b\.?", re.IGNORECASE)
_NOTE = re.compile(r"\s*\(?(?:note|n\.|fn\.?|footnote)\s*(\d{1,4})\)?", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{2,}")
_ARCHIVED = ("carrier", "side", "box", "folder", "item", "moment")  # kinds of places that archives count
_AUTHOR_CHARS = 80  # in which a source names its authors; a limit against floods


class _Above:
    """The entries further up: the last one, and the last of each name that opens one."""

    def __init__(self) -> None:
        self.last: str | None = None
        self.by_number: dict[str, str] = {}
        self.by_name: dict[str, str] = {}

    def add(self, entry: FootnoteEntry, full: str) -> None:
        self.last = full
        self.by_number.setdefault(entry.number, full)
        for name in _names(full):
            self.by_name[name] = full

    def of(self, author: str) -> str | None:
        """The last source whose author is named so, by the last of the names that is known."""
        found = [self.by_name[name] for name in _names(author) if name in self.by_name]
        return found[-1] if found else None


def _names(text: str) -> list[str]:
    return [name.lower() for name in _NAME.findall(text.split(",", maxsplit=1)[0][:_AUTHOR_CHARS])]


def resolve(entries: Sequence[FootnoteEntry], known: Conventions) -> tuple[list[Footnote], list[Remark]]:
    """The footnotes with what each stands for; the first entry of a number counts."""
    footnotes: dict[str, Footnote] = {}
    remarks: list[Remark] = []
    above = _Above()
    for entry in entries:
        full, missing = _full(entry.text, above, known)
        if missing:
            remarks.append(Remark(f"footnote {entry.number} refers to {missing}", entry.source))
        above.add(entry, full)
        if entry.number in footnotes:
            remarks.append(Remark(f"footnote {entry.number} is listed twice; the first counts", entry.source))
            continue
        footnotes[entry.number] = Footnote(entry.number, entry.text, full)
    return list(footnotes.values()), remarks


def _full(text: str, above: _Above, known: Conventions) -> tuple[str, str]:
    """What an entry stands for, and what it refers to in vain."""
    rest = _after_same(text, known)
    cited = _CITED.search(text) if rest is None else None
    if cited:
        return _earlier(text, cited, above, known)
    if rest is None:
        return text, ""
    if above.last is None:
        return text, "the one above, but is the first"
    if _same_author(text, known) and _names_a_work(
        rest, known
    ):  # "Id., Another Book": the author is the same
        return f"{above.last.split(',', maxsplit=1)[0]}{rest}", ""
    return _same_source(above.last, rest, known), ""


def _earlier(text: str, cited: re.Match[str], above: _Above, known: Conventions) -> tuple[str, str]:
    """What an "op. cit." or "loc. cit." stands for: the last work of that author, or of that footnote."""
    author, rest = text[: cited.start()], text[cited.end() :]
    note = _NOTE.match(rest)
    rest = rest[note.end() :] if note else rest
    same_author = above.of(author) if author.strip() else above.last
    earlier = above.by_number.get(note[1]) if note else same_author
    if earlier is None:
        whose = f" of {author.strip(' ,')}" if author.strip() else ""
        return text, f"an earlier work{whose}, but none is listed above"
    if cited["what"].lower() == "loc" and not rest.strip(" ,;.:"):
        return earlier, ""
    return _same_source(earlier, rest, known), ""


def _names_a_work(rest: str, known: Conventions) -> bool:
    """Whether what follows "Id." is a title rather than a place in the same work."""
    place = rest.strip(" ,;:")
    return bool(place[:1].isalpha()) and not any(_locator(part, known) for part in place.split(", ")[:1])


def _after_same(text: str, known: Conventions) -> str | None:
    """What follows "Ibid.", or None when the entry names a source of its own."""
    for words in known.same_source:
        if " " in words and text[: len(words)].lower() == words:
            return text[len(words) :].removeprefix(".")
    same = _SAME.match(text)
    if not same:
        return None
    rest = text[same.end() :]
    is_same = same[1].lower() in known.same_source or _same_author(same.group() + rest[:1], known)
    return rest if is_same else None


def _same_author(opening: str, known: Conventions) -> bool:
    """Whether an entry opens with "Id.", which without its full stop or a comma is a word like others."""
    same = _SAME.match(opening)
    return bool(same and same[1].lower() in known.same_author and opening[same.end(1) :][:1] in {".", ","})


def _same_source(above: str, rest: str, known: Conventions) -> str:
    """The source above, with the place in it that `rest` names: ", Page 282."."""
    place = rest.strip(" ,;:")
    if not place.strip("."):
        return above
    parts = above.rstrip(". ").split(", ")
    kind = _locator(place, known)
    same_kind = [n for n, part in enumerate(parts) if n and kind and _locator(part, known) == kind]
    # A bare number is a page, and takes the place of no box.
    any_kind = [n for n, part in enumerate(parts) if n and _locator(part, known) not in {None, *_ARCHIVED}]
    replaced = same_kind or (any_kind if place[0].isdigit() else [])
    cut = replaced[-1] if replaced else len(parts)
    return ", ".join([*parts[:cut], place])


def _locator(part: str, known: Conventions) -> str | None:
    """The kind of place a part of a source names: "page" for "Page 282" and "pp. 3-5"."""
    word = part.split(maxsplit=1)[0].rstrip(".").lower() if part.split() else ""
    return known.locators.get(word)
