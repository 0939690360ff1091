"""What stands before a colon or in brackets and says what a paragraph is: `IVANOV (archive):`, `[GRAPHIC: …]`.

Most that stands before a colon is a part of the sentence. A label is a word that scripts are known to use
(`conventions.toml`), a name in capitals, or a capitalised name that opens several paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.model import AsideKind
from subtool.script.source_lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from subtool.script.understand.conventions import Conventions

MOST_WORDS = 5
OPENS_SEVERAL = 2
NAME_CHARS = 60
SECTION_WORDS = 10
SHORTEST_SECTION = 3  # letters; fewer are an acronym

_NAME = r"[^\s:：\[\](){}“”\"«».,;!?…][^:：\[\](){}“”\"«»;!?…]{0,59}?"
_HEARD = r"(?P<heard>(?:\s*[(（][^()（）]{1,40}[)）]){0,3})"
_LABEL = re.compile(rf"(?P<name>{_NAME}){_HEARD}(?:[ \t\u00a0]{{0,2}}:(?=\s|\Z|[“\"«])|\s?：)\s*")
_ALONE = re.compile(rf"(?P<name>{_NAME}){_HEARD}\s*\Z")
_INNER = r"(?P<inner>(?:[^\[\]]|\[\^?[0-9, –-]{1,9}\]){1,400})"  # with footnote marks in it
_IN_BRACKETS = re.compile(rf"\[{_INNER}\]|\((?P<round>[^()]{{1,400}})\)\s*\Z")
_INSIDE = re.compile(rf"\[{_INNER}\]|\((?P<round>[^()a-z]{{2,60}})\)")
_WORD_AND_REST = re.compile(r"(?P<name>[^:：]{1,60}?)\s*(?:[:：]\s*(?P<rest>.*))?\Z", re.DOTALL)
_IN_CAPITALS = re.compile(r"(?<![^\s.,;(])(?P<name>[^\W\d_][^:.,;!?()\[\]\n]{0,30}?)\s?[:：]\s")
_HOW = re.compile(r"(?:SYNC|SOT|V/O|VO|I/V|IV|INTERVIEW|ARCHIVE)(?:\s*+[–—/-])?\s++(?=\S)")  # before a name
_QUOTED = "“\"«‘'["
_NUMBER = re.compile(r"(?<!\s)\s*+#?\d{1,3}\Z")
_PARTICLES = {
    "de",
    "von",
    "van",
    "der",
    "den",
    "la",
    "le",
    "al",
    "el",
    "bin",
    "ibn",
    "du",
    "da",
    "di",
    "del",
    "of",
    "y",
}


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says of what follows it: why it is not spoken, or who speaks; and where it ends.

    `heard` is what stands in brackets behind a name and is not known to say how the voice is heard.
    """

    aside: AsideKind | None
    name: str
    heard: str
    end: int


class Labels:
    """The labels of one script; a name is known by how often it opens a paragraph."""

    def __init__(self, openings: Iterable[str], known: Conventions) -> None:
        self._known = known
        names = (_LABEL.match(text[: NAME_CHARS * 3]) for text in openings)
        self._times = Counter(name["name"].casefold() for name in names if name)

    def opening(self, text: str) -> Label | None:
        """The label that opens a row."""
        match = _LABEL.match(text[: NAME_CHARS * 4])
        return self._of(match) if match else None

    def alone(self, text: str) -> Label | None:
        """A narrator's or speaker's name alone in its row, as screenplays have it: `NARRATOR (V.O.)`."""
        match = _ALONE.match(text) if len(text) <= NAME_CHARS * 2 else None
        if not match or not match["name"].isupper():
            return None
        narrator = _plain(match["name"]) in self._known.labels["narrator"]
        return self._of(match) if narrator or self._is_heard(match["heard"]) else None

    def bracketed(self, text: str) -> Label | None:
        """What fills brackets at the start of a row; its text is what `end` leaves of the brackets."""
        match = _IN_BRACKETS.match(text)
        return self._in_brackets(match) if match else None

    def inside(self, text: str) -> Iterator[tuple[int, int, Label]]:
        """Brackets in the middle of a row that hold a label; round ones in capitals alone, as `(PAUSE)`."""
        for match in _INSIDE.finditer(text):
            label = self._in_brackets(match)
            if label:
                yield match.start(), match.end(), label

    def titles_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where labels of titles stand in a description, each from its start to its end: `SUPER: 1931`."""
        for match in _IN_CAPITALS.finditer(text):
            if not match["name"][0].islower() and self._kind(_plain(match["name"])) is AsideKind.ON_SCREEN:
                yield match.start(), match.end()

    def is_section(self, text: str) -> bool:
        """Whether a row is the heading of a section: in capitals, or `Part One: The Sea`; no sentence."""
        words = text.split()
        if not 1 <= len(words) <= SECTION_WORDS or ends_sentence(text) or text[0] in _QUOTED:
            return False
        letters = sum(character.isalpha() for character in text)
        opens = words[0].strip(":.").casefold() in self._known.labels["section"]
        return (text.isupper() and letters > SHORTEST_SECTION) or (
            opens and len(words) > 1 and words[0][0].isupper()
        )

    def is_narrator(self, name: str) -> bool:
        return _plain(name) in self._known.labels["narrator"]

    def _in_brackets(self, match: re.Match[str]) -> Label | None:
        inner = match.group().strip()[1:-1].strip()
        parts = _WORD_AND_REST.match(inner)
        name = parts["name"].strip() if parts else ""
        kind = self._kind(_plain(name)) or self._first_words(inner)
        if kind is None:
            return None
        loose = not inner.isupper() and not name.isupper()
        if match.group().startswith("(") and loose and (kind is AsideKind.ON_SCREEN or inner[-1] in ".!?"):
            return None  # a remark of the narrator's in brackets
        if kind is AsideKind.ON_SCREEN and not (parts and parts["rest"]):
            kind = AsideKind.PICTURE
        return Label(kind, name, "", match.end())

    def _first_words(self, inner: str) -> AsideKind | None:
        """A description that begins with what it shows: "Archive footage of the harbour"."""
        words = inner.split(maxsplit=3)[:3]
        seen = self._known.labels["picture"]
        opens = any(_plain(" ".join(words[:count])) in seen for count in (1, 2))
        return AsideKind.PICTURE if opens and len(words) > 1 else None

    def _kind(self, plain: str) -> AsideKind | None:
        labels = self._known.labels
        for what, kind in (
            ("on_screen", AsideKind.ON_SCREEN),
            ("picture", AsideKind.PICTURE),
            ("note", AsideKind.NOTE),
        ):
            if plain in labels[what]:
                return kind
        return None

    def _of(self, match: re.Match[str]) -> Label | None:
        name, heard = _HOW.sub("", match["name"].strip()), match["heard"].strip()
        plain = _plain(name)
        labels = self._known.labels
        if plain in labels["narrator"]:
            return Label(None, name, self._unheard(heard), match.end())
        kind = self._kind(plain)
        if kind:
            capital = name.isupper() or not name[0].islower()
            fits = capital if kind is AsideKind.ON_SCREEN else name.isupper()
            return Label(kind, name, heard, match.end()) if fits else None
        first = plain.split(maxsplit=1)[0] if plain else ""
        if plain in labels["nobody"] or first in labels["section"] or not self._is_name(name, heard):
            return None
        return Label(None, name, self._unheard(heard), match.end())

    def _is_name(self, name: str, heard: str) -> bool:
        words = name.split()
        letters = sum(character.isalpha() for character in name)
        if not 1 <= len(words) <= MOST_WORDS or not letters:
            return False
        several = self._times[name.casefold()] >= OPENS_SEVERAL
        if name.isupper():
            return letters > 1 or several
        if not name[0].isupper():  # scripts without capitals: a short name that comes again
            return not name[0].islower() and name[0].isalpha() and letters <= MOST_WORDS and several
        if any(not word[0].isupper() and word not in _PARTICLES and not word[0].isdigit() for word in words):
            return False
        described = bool(heard) and not any(character.isdigit() for character in heard)
        return several or self._is_heard(heard) or (described and len(words) > 1)

    def _is_heard(self, heard: str) -> bool:
        return bool(heard) and not self._unheard(heard)

    def _unheard(self, heard: str) -> str:
        parts = re.findall(r"[(（]([^()（）]*)[)）]", heard)
        return " ".join(f"({part})" for part in parts if _plain(part) not in self._known.labels["heard"])


def _plain(name: str) -> str:
    return _NUMBER.sub("", name.casefold().strip(" .:\u00a0\t"))
