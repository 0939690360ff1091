"""What stands before a colon or in brackets and says what a paragraph is: `IVANOV (archive):`, `[GRAPHIC: …]`.

Most that stands before a colon is a part of the sentence. A label is a word that scripts are known to use
(`conventions.toml`), a name in capitals, a capitalised name that opens several paragraphs, or, in a script without
capitals, a short name that comes again or stands in the cast; never what ends in a verb of saying.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import AsideKind, is_unspaced
from subtool.script.source_lines import PROSE_WORDS, ends_sentence
from subtool.script.understand.directions import Directions
from subtool.script.understand.label_words import (
    MOST_WORDS,
    OPENS_SEVERAL,
    beside_nobody,
    is_clip,
    names_a_fact,
    plain_name,
)
from subtool.script.understand.speaker_manners import SpeakerManners
from subtool.script.understand.typed_marks import NOTED
from subtool.script.understand.uncased_names import UncasedNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from subtool.script.understand.conventions import Conventions
    from subtool.script.understand.directions import Direction

NAME_CHARS = 60  # a limit against floods; names are shorter
CAPITALS = 0.7  # of the lines are in capitals, as for a prompter: then capitals say nothing; chosen by eye
SECTION_WORDS = 10  # of a heading of a part; chosen by eye
SHORTEST_SECTION = 3  # letters; fewer are an acronym
INITIALS = 2  # letters
LABELLED = 2  # so many known labels make a script one that has labels

_NAME = r"[^\s:：\[\](){}“”\"«».,;!?…][^:：\[\](){}“”\"«»;!?…]{0,59}?"
_HEARD = r"(?P<heard>(?:\s*[(（][^()（）]{1,40}[)）]){0,3})"
_LABEL = re.compile(rf"(?P<name>{_NAME}){_HEARD}(?:[ \t\u00a0]{{0,2}}:(?=\s|\Z|[“\"«])|\s?：)\s*")
_SET_OFF = re.compile(rf"(?P<name>{_NAME}){_HEARD}(?:\t\s*| ?\| ?| {{3,}}| [–—-] )(?=\S)")
_ALONE = re.compile(rf"(?P<name>{_NAME}){_HEARD}\s*\Z")
_BRACKETED = re.compile(r"[\[(（【［<](?P<inner>[^\[\]()（）【】［］<>]{1,60})[\])）】］>]\s*[:：]?\s*")
_INNER = r"(?P<inner>(?:[^\[\]]|\[\^?[0-9, –-]{1,9}\]){1,400})"  # with footnote marks in it
_INSIDE = re.compile(
    rf"\[{_INNER}\]|［(?P<wide>[^［］]{{1,200}})］|【(?P<black>[^【】]{{1,200}})】|[(（](?P<round>[^()（）]{{1,400}})[)）]"
)
_WORD_AND_REST = re.compile(r"(?P<name>[^:：]{1,60}?)\s*+(?:[:：]\s*(?P<rest>.*))?\Z", re.DOTALL)
_BRACKETS = frozenset("[(（［【♪♫*")
_IN_CAPITALS = re.compile(r"(?<![^\s.,;(])(?P<name>[^\W\d_][^:.,;!?()\[\]\n]{0,30}?)\s?[:：]\s")
_HOW = re.compile(r"(?:SYNC|SOT|V/O|VO|I/V|IV|INTERVIEW|ARCHIVE)(?:\s*+[–—/-])?\s++(?=\S)")  # before a name
_QUOTED = "“\"«‘'["
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVXLC]{1,6})[.):]\s+(?=\S)")
_CAST_PARTS = re.compile(r"[,;、，；/]|\s(?:and|und|et|y|e|и|和)\s")
_PARTICLES = {
    "de", "von", "van", "der", "den", "la", "le", "al", "el", "bin", "ibn", "du", "da", "di", "del", "of", "y", "dos",
    "af", "zu", "the",
}  # fmt: skip

_CUTS = frozenset(
    (
        "wipe",
        "cut",
        "fade",
        "dissolve",
        "smash",
        "match",
        "jump",
        "hard",
        "quick",
        "iris",
        "cross",
        "schnitt",
        "blende",
    )
)
_LEADS_ON = (" to", " auf", " zu", " in", " into")  # WIPE TO: Map

NEAR = 60  # characters after a bracket that say whether a sentence goes on there


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says of what follows it: why it is not spoken, or who speaks; and where it ends.

    `heard` is what stands in brackets after a name and is not known to say how the voice is heard. `whole` is
    whether it owns its paragraph, not its line alone.
    """

    aside: AsideKind | None
    name: str
    heard: str
    end: int
    whole: bool = False
    reason: str = ""


class Labels:
    """The labels of one script; a name is known by how often it opens a paragraph."""

    def __init__(self, openings: Iterable[str], known: Conventions) -> None:
        openings = list(openings)
        self._known = known
        self.directions = Directions(openings, known)
        matches = [match for text in openings if (match := _LABEL.match(text[: NAME_CHARS * 3]))]
        self._times = Counter(match["name"].casefold() for match in matches)
        set_off = [match for text in openings if (match := _SET_OFF.match(text[: NAME_CHARS * 3]))]
        self._set_off = Counter(match["name"].casefold() for match in set_off)
        self._alone = Counter(
            text.casefold() for text in openings if len(text) <= NAME_CHARS and text.isupper()
        )
        cased = [text for text in openings if text.upper() != text.lower()]
        self._in_capitals = sum(map(str.isupper, cased)) > CAPITALS * len(cased)
        self._cast = self._in_cast(matches)
        self._uncased = UncasedNames(matches, sum(map(bool, openings)), self._cast, known)
        self._chapters = _chapters(openings)
        labels = [*matches, *set_off]
        self._is_labelled = sum(self._is_known(match["name"]) for match in labels) >= LABELLED
        self._nobody = beside_nobody(labels, known.labels["nobody"], openings)
        self._manners = SpeakerManners(openings, labels, known.labels["narrator"], self._is_known)

    def opening(self, text: str) -> Label | None:
        """The label that opens a line."""
        match = _LABEL.match(text[: NAME_CHARS * 4])
        found = self._of(match, text) if match else None
        return found or self._off(text)

    def alone(self, text: str) -> Label | None:
        """A narrator's or speaker's name alone in its line, as screenplays have it: `NARRATOR (V.O.)`."""
        match = _ALONE.match(text) if len(text) <= NAME_CHARS * 2 else None
        if not match or not (match["name"].isupper() or (match["heard"] and match["name"][:1].isupper())):
            return None
        narrator = self.is_narrator(match["name"])
        if match["name"].isupper() or narrator:
            return self._of(match, text) if narrator or self._is_heard(match["heard"]) else None
        return None

    def above_speech(self, text: str) -> Label | None:
        """A name in capitals over the lines it speaks, which comes again."""
        match = _ALONE.match(text) if len(text) <= NAME_CHARS else None
        again = match is not None and (
            self._alone[text.casefold()] >= OPENS_SEVERAL or (self._manners.above and text.isupper())
        )
        if not match or not again or self.directions.alone(text) or self._kind(plain_name(match["name"])):
            return None
        found = self._of(match, text)
        return found if found and not found.aside else None

    def bracketed(self, text: str) -> Label | None:
        """What fills brackets at the start of a line: `[VO:]`, `[GRAPHIC: 1931]`; it ends after the brackets."""
        match = _BRACKETED.match(text)
        if match:
            inner = match["inner"].strip(" :：")
            names = self._manners.in_brackets and inner.isupper() and self._kind(plain_name(inner)) is None
            if self.is_narrator(inner) or (names and ends_sentence(text)):
                return Label(None, inner, "", match.end())
        if text[:1] not in _BRACKETS:
            return None
        closing = min((end for end in map(text.find, "])）］】") if end >= 0), default=len(text))
        first = next(iter(self.inside(text[: closing + NEAR])), None)
        if not first or first[0] or (text[0] in "(（" and first[1] != len(text)):
            return None
        rest = text[first[1] :].strip()
        if first[2].name and rest and first[2].aside is AsideKind.PICTURE and self._names_it(match, rest):
            return replace(first[2], end=len(text))  # [SFX] gulls over surf
        return replace(first[2], end=first[1] + len(text[first[1] :]) - len(text[first[1] :].lstrip()))

    def _names_it(self, match: re.Match[str] | None, rest: str) -> bool:
        """Whether what stands after a bare label in brackets is what it announces, and no sentence."""
        bare = match is not None and self._kind(plain_name(match["inner"].strip(" :："))) is AsideKind.PICTURE
        return bare and not ends_sentence(rest) and len(rest.split(maxsplit=SECTION_WORDS)) <= SECTION_WORDS

    def inside(self, text: str) -> Iterator[tuple[int, int, Label]]:
        """The directions and labels in brackets in the middle of a line."""
        named = dict[int, tuple[int, Label]]()
        for match in _INSIDE.finditer(text) if any(mark in text for mark in "[(（【［") else ():
            label = self._in_brackets(match)
            if label:
                named[match.start()] = match.end(), label
        others = (
            [] if not text else [found for found in self.directions.inside(text) if found.start not in named]
        )
        cuts = [(start, end, label) for start, (end, label) in named.items()]
        cuts += [(found.start, found.end, _label_of(found)) for found in others]
        last = 0
        for start, end, label in sorted(cuts, key=lambda cut: cut[0]):
            if start >= last:
                yield start, end, label
                last = end

    def titles_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where labels of titles stand in a description, each from its start to its end: `SUPER: 1931`."""
        for match in _IN_CAPITALS.finditer(text):
            if (
                not match["name"][0].islower()
                and self._kind(plain_name(match["name"])) is AsideKind.ON_SCREEN
            ):
                yield match.start(), match.end()

    def is_section(self, text: str) -> bool:
        """Whether a line is the heading of a section: in capitals, or `Part One: The Sea`; no sentence."""
        words = text.split()
        if text in self._chapters:
            return True
        if not 1 <= len(words) <= SECTION_WORDS or ends_sentence(text) or text[0] in _QUOTED:
            return False
        letters = sum(character.isalpha() for character in text)
        opens = words[0].strip(":.").casefold() in self._known.labels["section"]
        return (text.isupper() and letters > SHORTEST_SECTION and not self._in_capitals) or (
            opens and len(words) > 1 and words[0][0].isupper()
        )

    def _is_known(self, name: str) -> bool:
        return self._kind(plain_name(name)) is not None or self.is_narrator(name)

    def is_narrator(self, name: str) -> bool:
        return plain_name(name) in self._known.labels["narrator"]

    def comes_again(self, name: str) -> bool:
        """Whether a name opens several lines."""
        return max(self._times[name.casefold()], self._set_off[name.casefold()]) >= OPENS_SEVERAL

    def _in_cast(self, matches: Iterable[re.Match[str]]) -> set[str]:
        """The names in lines such as `Characters: Anna, Tom`."""
        names = set[str]()
        for match in matches:
            if plain_name(match["name"]) in self._known.directions["casts"]:
                names |= {
                    part.casefold().strip(" .\t") for part in _CAST_PARTS.split(match.string[match.end() :])
                }
        return names - {""}

    def _in_brackets(self, match: re.Match[str]) -> Label | None:
        inner = match.group().strip()[1:-1].strip()
        parts = _WORD_AND_REST.match(inner)
        name = parts["name"].strip() if parts else ""
        if parts and parts["rest"] and plain_name(name) in self._known.directions["sources"]:
            return Label(AsideKind.NOTE, name, "", match.end(), reason="a source in brackets")
        kind = self._kind(plain_name(name)) or self._first_words(inner)
        if kind is None or not inner or NOTED.fullmatch(inner):
            return None
        loose = not inner.isupper() and not name.isupper()
        if (
            match.group()[0] in "(（"
            and loose
            and (
                kind is AsideKind.ON_SCREEN
                or inner[-1] in ".!?"
                or not (parts and parts["rest"])
                or name[0].islower()
            )
        ):
            return None  # a remark of the narrator's in brackets
        if kind is AsideKind.ON_SCREEN and not (parts and parts["rest"]):
            kind = AsideKind.PICTURE
        return Label(kind, name, "", match.end(), reason=f"labelled {name[:40]}")

    def _first_words(self, inner: str) -> AsideKind | None:
        """A description that begins with what it shows: "Archive footage of the harbour"."""
        words = inner.split(maxsplit=3)[:3]
        seen = self._known.labels["picture"]
        opens = any(plain_name(" ".join(words[:count])) in seen for count in (1, 2))
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

    def _off(self, text: str) -> Label | None:
        """A label that a tab, a bar or a dash parts from its words; one that is not known has to come again."""
        match = _SET_OFF.match(text[: NAME_CHARS * 4])
        if not match:
            return None
        name = match["name"].strip()
        if self.directions.is_editors(name):
            return self._of(match, text)
        kind = self._kind(plain_name(name))
        known = self.is_narrator(name) or kind is not None
        if kind is AsideKind.PICTURE and not ends_sentence(text) and len(text.split()) <= SECTION_WORDS:
            return Label(kind, name, match["heard"].strip(), match.end(), reason=f"labelled {name}")
        several = self._set_off[match["name"].casefold()] >= OPENS_SEVERAL
        several = several or (self._manners.set_off and name.isupper() and ends_sentence(text))
        several = several or self._manners.labelled
        by_dash = match.group().rstrip()[-1:] in "–—-"
        if not (several or (known and name.isupper())) or (by_dash and not (name.isupper() or known)):
            return None
        return self._of(match, text)

    def _of(self, match: re.Match[str], text: str) -> Label | None:
        name, heard = _HOW.sub("", match["name"].strip()).strip("_*"), match["heard"].strip()
        plain, rest = plain_name(name), text[match.end() :].strip()
        if self.is_narrator(name) or is_clip(plain, rest):
            whose = name if self.is_narrator(name) else heard.strip("()（） ").split(",")[0] or name
            return Label(None, whose, self._unheard(heard) if whose == name else "", match.end())
        if self.directions.is_editors(name):
            return Label(AsideKind.NOTE, name, heard, match.end(), whole=True, reason="an editor's note")
        kind = self._kind(plain) or self._of_pictures(name, plain, rest)
        if kind and self._fits(kind, name, rest):
            return Label(kind, name, heard, match.end(), reason=f"labelled {name}")
        if found := self._by_what_follows(match["name"], plain, rest):
            return Label(found[0], name, heard, match.end(), reason=found[1])
        first = plain.split(maxsplit=1)[0] if plain else ""
        nobody = plain in self._nobody or first in self._known.labels["section"]
        if nobody or (kind and len(name) > INITIALS) or not self._is_name(name, heard):
            return None
        return Label(None, name, self._unheard(heard), match.end())

    def _by_what_follows(self, name: str, plain: str, rest: str) -> tuple[AsideKind, str] | None:
        """What a label that is not known is over, where that is a fact, or no sentence among lines that have labels."""
        if reason := names_a_fact(name.strip(), plain, rest):
            return AsideKind.NOTE, reason
        if self._manners.unsaid(name, rest):
            why = f"labelled {name.strip()}, as nearly all lines are; nothing under it is a sentence"
            return AsideKind.PICTURE, why
        return None

    def _of_pictures(self, name: str, plain: str, rest: str) -> AsideKind | None:
        """`STOCK FOOTAGE:`, `MAP OF BERGEN:`: capitals that hold a word of pictures, which open no sentence."""
        words = plain.split()
        if not 1 < len(words) <= MOST_WORDS:
            return None
        seen = self._known.labels["picture"] | self._known.labels["on_screen"]
        sentence = ends_sentence(rest) and len(rest.split()) >= PROSE_WORDS
        if not name.isupper():  # Music fades in: strings
            short = rest and not ends_sentence(rest) and len(rest.split()) <= PROSE_WORDS
            return AsideKind.PICTURE if short and words[0] in self._known.labels["picture"] else None
        if words[0] in _CUTS and plain.endswith(_LEADS_ON):
            return AsideKind.PICTURE
        return AsideKind.PICTURE if words[-1] in seen or (words[0] in seen and not sentence) else None

    def _fits(self, kind: AsideKind, name: str, rest: str) -> bool:
        """Whether a known word before a colon is a label: by its capitals, by others in the script, by what follows."""
        prose = ends_sentence(rest) and (len(rest.split()) >= PROSE_WORDS or is_unspaced(rest))
        if len(name) <= INITIALS and prose and name.isascii():  # MS: may be a medium shot, or who speaks
            return False
        if name.isupper() and name != name.lower():
            return True
        if kind is AsideKind.ON_SCREEN and not name[0].islower():
            return True
        return not prose or self._is_labelled or self._times[name.casefold()] >= OPENS_SEVERAL

    def _is_name(self, name: str, heard: str) -> bool:
        words = name.split()
        letters = sum(character.isalpha() for character in name)
        if not 1 <= len(words) <= MOST_WORDS or not letters:
            return False
        several = max(self._times[name.casefold()], self._set_off[name.casefold()]) >= OPENS_SEVERAL
        several = several or name.casefold() in self._cast or self._is_heard(heard) or self._manners.labelled
        if name.upper() == name.lower():
            return several and self._uncased.is_name(name, letters, is_labelled=self._is_labelled)
        if name.isupper():
            return letters > 1 or several
        if name.islower():
            return several and self._manners.small and len(words) <= LABELLED
        several = several or self._manners.in_turn
        if any(not word[0].isupper() and word not in _PARTICLES and not word[0].isdigit() for word in words):
            return False
        described = bool(heard) and not any(character.isdigit() for character in heard)
        return several or (described and len(words) > 1)

    def _is_heard(self, heard: str) -> bool:
        return bool(heard) and not self._unheard(heard)

    def _unheard(self, heard: str) -> str:
        parts = re.findall(r"[(（]([^()（）]*)[)）]", heard)
        return " ".join(f"({part})" for part in parts if plain_name(part) not in self._known.labels["heard"])


def _chapters(openings: Sequence[str]) -> frozenset[str]:
    """The lines that number the chapters, `1. The Opening` or `IV. The End`: several, each over a sentence."""
    found = [
        text
        for text, following in pairwise(openings)
        if _NUMBERED.match(text)
        and len(text.split()) <= SECTION_WORDS
        and not ends_sentence(text)
        and not _NUMBERED.match(following)
        and (ends_sentence(following) or len(following.split()) >= PROSE_WORDS)
    ]
    numbers = [match.group() for text in found if (match := _NUMBERED.match(text))]
    return frozenset(found if len(found) >= OPENS_SEVERAL and len(set(numbers)) == len(numbers) else ())


def _label_of(found: Direction) -> Label:
    return Label(found.kind, "", "", found.end, reason=found.reason)
