"""What stands before the first sentence and after the last: title, bylines, facts, credits, sources, the rights.

A line's own form says what it is where nobody would read it out anywhere (a copyright, an address, hashtags); what a
narrator may say as well, such as "Written by …", counts only at the two ends of a script, among its like.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.model import Aside, AsideKind, is_unspaced
from subtool.script.source_lines import PROSE_WORDS, ends_sentence
from subtool.script.understand.directions import Directions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.script.source_lines import Block, SourceLine
    from subtool.script.understand.conventions import Conventions

SHORT_WORDS = 12  # of a line of a head or a tail that names things
VALUE_WORDS = 14  # after "Director:" or the like; chosen by eye
PROSE_LETTERS = 8  # of a sentence written without spaces; 5 to 20 give the same in tests/script
BYLINE_WORDS = 10  # of "By …" or "Produced by …", at most; chosen by eye
SOURCE_CHARS = 240  # of one source, and half of the longest; chosen by eye
HEADING_OF_SOURCES = 3  # words of such a heading; chosen by eye
AFTER_THE_END = 4  # lines below "END" that may be sentences, at most: where it was recorded; chosen by eye
NAME_PARTICLE = 3  # letters of "the", "von" and "and" between names, at most
LINE_OF_HEAD = "a line of the head"
FACT = "a fact about the script"

_RIGHTS = re.compile(
    r"(?:©|\(c\)\s*(?=\d{4}|[A-Z])|copyright\b|℗)"
    r"|.{0,80}\b(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados"
    r"|tutti i diritti riservati|todos os direitos reservados|все права защищены|alle rechten voorbehouden)\b"
    r"|.{0,40}(?:版权所有|版權所有|无断转载|無断転載|저작권|جميع الحقوق محفوظة|כל הזכויות שמורות)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:<?(?:https?://|www\.)\S+>?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?:[\s,;|]+(?:(?:https?://|www\.)\S+))*",
    re.IGNORECASE,
)
_HASHTAGS = re.compile(r"(?:#[^\s#]{2,60}[\s,]*){1,40}")
# What programs of meetings write: "Anna Berg started transcription", "13m 2s".
_RECORDED = re.compile(
    r"[^.!?]{2,60}\s(?:started|stopped|hat die|a démarré|a arrêté)\s(?:the\s)?"
    r"(?:transcription|recording|Transkription (?:gestartet|beendet)|la transcription)"
    r"|(?:\d{1,2}h\s)?\d{1,3}m\s\d{1,2}s"
)
_HANDLES = re.compile(r"(?:@[\w.]{2,40}[\s,|]*){1,10}")
_CONTENTS = re.compile(
    r".{1,100}?\s?(?:\.\s?){4,80}\s?\d{1,4}|.{1,100}?(?:…\s?){2,40}\s?\d{1,4}"
)  # The Oil ........ 2
# "Transcribed by Anna Berg": who did what, with a name in capitals to the end of the line.
_DONE_BY = re.compile(
    r"[A-Z][a-z]+(?:-[a-z]+)?(?:ed|wn|en|ot|ade|read|cut) (?:(?:and|&|,) [a-z]+(?:ed|wn|en|ot) )?by"
    r"(?: (?:[A-Z][\w.’'-]*|and|&|de|von|van|of|the),?){1,8}"
)
_CAST_ENTRY = re.compile(r"[-*•]?\s?[^\W\d_].{0,60}?(?:\s[–—-]\s|\s?[:：,，\t(（]|\s{3,}|\s?\Z).{0,120}")
_HEADS_JOINED = re.compile(r"\s(?:and|&|und|et|y|e|en|och|og|i|и|та|ve)\s|[/,]|与|和|及")
_FACT = re.compile(
    r"[-*•]?\s*(?P<key>[^:：\n\t]{1,40}?)(?:\s?[:：]|\t| {3})\s*(?P<value>.{0,300})", re.DOTALL
)
_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|{_MONTH}\s+\d{{4}}"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}년\s?\d{1,2}월(?:\s?\d{1,2}일)?)(?:,?\s+\d{1,2}:\d{2}.{0,8})?"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){1,4}")
_SEPARATORS = re.compile(r"\s[·•|–—]\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
# What sources are made of: a year, a page, an author's surname and initial, a publisher after a place.
_SOURCE_TRAITS = (
    re.compile(r"\((?:1[5-9]|20)\d\d[a-z]?\)"),
    re.compile(r",\s(?:1[5-9]|20)\d\d\b"),
    re.compile(
        r"\b(?:pp?|vol|no|nr|bd|ss?|fol|с|стр|pág|págs|págs)\.\s?\d|\d{1,5}\s?页|第\s?\d+\s?页|\bPages?\s\d",
        re.IGNORECASE,
    ),
    re.compile(r"\b[^\W\d_][^\s,]{1,40},\s(?:[^\W\d_]\.[\s-]?){1,3}"),
    re.compile(r"(?:^|\s)[A-ZÀ-Þ]\.\s[^\W\d_]+,"),
    re.compile(
        r":\s[^\W\d_][\w’'& ]{2,40}(?:Press|Verlag|Books|Éditions|Publishing|Publishers|University|出版社)"
    ),
    re.compile(
        r"\b(?:archive|archiv|archives|archivo|архив|journal|letter of|museum|library|press|verlag|出版社|《)",
        re.IGNORECASE,
    ),
    re.compile(r"https?://|doi:|isbn", re.IGNORECASE),
)


def never_said(text: str) -> str:
    """Why nobody would read a line out anywhere in a script; nothing when somebody might."""
    if _RIGHTS.match(text) and len(text) <= SOURCE_CHARS:
        return "a notice of rights"
    if _ADDRESS.fullmatch(text):
        return "an address"
    if _CONTENTS.fullmatch(text):
        return "a line of a table of contents"
    if _RECORDED.fullmatch(text):
        return "says that it was recorded"
    if _HASHTAGS.fullmatch(text) or _HANDLES.fullmatch(text):
        return "tags"
    return ""


def is_prose(block: Block) -> bool:
    """Whether a block is narration by its looks: it ends as a sentence does and is more than a few words."""
    text = " ".join(line.text for line in block)
    words = len(text.split())
    return ends_sentence(block[-1].text) and (
        words >= PROSE_WORDS or (is_unspaced(text) and len(text) >= PROSE_LETTERS)
    )


class Surroundings:
    """The lines at the two ends of a script, by what its list of conventions knows."""

    def __init__(self, known: Conventions) -> None:
        self._known = known.surroundings
        self._title_lines = known.title_lines
        self._bibliographies = known.bibliographies
        self._narrators = known.labels["narrator"]
        self._casts = known.directions["casts"]
        self._editors = Directions((), known).heads_a_note

    def is_end(self, text: str) -> bool:
        return (
            text.casefold().strip(" .!:–—-*") in self._known["ends"]
            or text.casefold().strip() in self._known["ends"]
        )

    def heads_sources(self, text: str) -> bool:
        """Whether a short line has a word of headings over sources: `Bibliographie sommaire`, `Selected literature`."""
        words = text.casefold().strip(" :：.#*=-").split()
        named = any(word in self._bibliographies for word in words)
        return named and len(words) <= HEADING_OF_SOURCES and not ends_sentence(text.rstrip("."))

    def is_heading(self, text: str) -> bool:
        """Whether a line is no more than the heading of sources or of a tail, or says that the end is here."""
        plain = text.casefold().strip(" :：.#*=-")
        return plain in self._bibliographies or plain in self._known["after"] or self.is_end(text)

    def is_after(self, text: str) -> bool:
        """Whether a line is a heading after which nothing is spoken."""
        plain, known = text.casefold().strip(" :：.#*=-"), self._known["after"] | self._bibliographies
        if len(text) > 60 or ends_sentence(text.rstrip(".")):
            return False
        if self._editors(text):
            return True
        parts = [part.strip() for part in _HEADS_JOINED.split(plain) if part.strip()]
        return plain in known or (len(parts) > 1 and all(part in known for part in parts))

    def byline(self, text: str) -> bool:
        words = text.casefold()
        if _DONE_BY.fullmatch(text):
            return True
        if len(text.split()) > BYLINE_WORDS or ends_sentence(text.rstrip(".")):
            return False
        openings = [
            start
            for start in self._known["bylines"]
            if words.startswith(start)
            and (is_unspaced(start) or words[len(start) : len(start) + 1] in {" ", ":", ""})
        ]
        one_word = all(" " not in start for start in openings)  # "by" and "von" open sentences as well
        return bool(openings) and not (one_word and _is_sentence(text))

    def fact(self, text: str) -> tuple[str, bool] | None:
        """The key of a line such as `Running time: 48:00`, and whether it is known to name facts of a script."""
        found = _FACT.fullmatch(text)
        if not found or len(found["value"].split()) > VALUE_WORDS:
            return None
        key = found["key"].casefold().strip(" *_-•.")
        return key, key in self._known["facts"]

    def is_cast(self, block: Block) -> bool:
        """Whether a block at the head lists who speaks, under its heading: `CAST`, `HANS – a keeper`."""
        if block[0].text.casefold().strip(" :：.#*=-") not in self._casts or len(block) < 2:
            return False
        return not any(ends_sentence(line.text.rstrip(".")) for line in block) and all(
            _CAST_ENTRY.fullmatch(line.text) for line in block[1:]
        )

    def head_reason(self, text: str, *, among: bool) -> str:
        """Why a line at the head of a script is not narration; `among` is whether such lines stand over it."""
        if reason := self._at_either_end(text):
            return reason
        first, short = text.casefold(), len(text.split()) <= SHORT_WORDS
        named = any(first.startswith(f"{start} ") or first == start for start in self._title_lines)
        if named and short and not ends_sentence(text.rstrip(".")) and not _is_sentence(text):
            return "a line of a title"
        fact = self.fact(text)
        if fact and fact[1] and not self._is_speech(text):
            return FACT
        return LINE_OF_HEAD if among and short and not ends_sentence(text) else ""

    def is_dateline(self, text: str) -> bool:
        return bool(_DATE.fullmatch(text)) or (self.byline(text) and any(map(str.isdigit, text)))

    def _at_either_end(self, text: str) -> str:
        if reason := never_said(text):
            return reason
        if self.byline(text):
            return "says who made it"
        return "a date" if _has_date(text) else ""

    def tail_reason(self, text: str) -> str:
        """Why a line at the end of a script is not narration."""
        if self.is_end(text):
            return "the end is said to be here"
        if reason := self._at_either_end(text):
            return reason
        fact = self.fact(text)
        if fact and (fact[1] or fact[0] in self._bibliographies | self._known["after"]):
            return "" if self._is_speech(text) else "a credit"
        return ""

    def _is_speech(self, text: str) -> bool:
        """Whether a line is a voice that says a sentence, as `Narrator: Nobody came.` is."""
        found = _FACT.fullmatch(text)
        if not found or found["key"].casefold().strip(" *_-•") not in self._narrators | {"host", "presenter"}:
            return False
        value = found["value"].strip(" *_")
        if _INITIALS.fullmatch(value):  # N.N.
            return False
        return ends_sentence(value) or len(value.split()) > PROSE_WORDS or (not value) or is_unspaced(value)


def _has_date(text: str) -> bool:
    """Whether a line is a date, or has one among its parts: `Published June 1, 2022 · 6 min read`."""
    if _DATE.fullmatch(text):
        return True
    parts = _SEPARATORS.split(text)
    if len(parts) < 2 or len(text.split()) > SHORT_WORDS or ends_sentence(text):
        return False
    return any(_DATE.fullmatch(part) or _DATE.fullmatch(part.partition(" ")[2]) for part in parts)


def _is_sentence(text: str) -> bool:
    """Whether what opens as a byline does says something: “By Friday they were gone.” has more than names."""
    if not ends_sentence(text):
        return False
    words = [word for word in _LETTERS.findall(text)[1:] if len(word) > NAME_PARTICLE]
    small = sum(word[0].islower() for word in words)
    return small > 0 or (is_unspaced(text) and len(text) >= PROSE_LETTERS)


def looks_like_source(text: str) -> bool:
    """Whether a line is made as references are: two traits of one, or an address."""
    traits = sum(bool(trait.search(text)) for trait in _SOURCE_TRAITS)
    return len(text) <= SOURCE_CHARS * 2 and (traits >= 2 or bool(_SOURCE_TRAITS[-1].search(text)))


def could_be_source(text: str) -> bool:
    """Whether a line has any trait of a reference; enough where a heading says that sources follow."""
    return len(text) <= SOURCE_CHARS * 2 and (
        any(trait.search(text) for trait in _SOURCE_TRAITS) or bool(_YEAR.search(text))
    )


def cut_tail(blocks: list[Block], known: Conventions) -> tuple[list[Block], list[Aside]]:
    """The blocks without what stands after the last sentence, and that.

    A heading such as "Credits" ends the narration where no more than a third of the script follows it.
    """
    around = Surroundings(known)
    remaining = list(blocks)
    asides: list[Aside] = []
    lines = sum(map(len, blocks))
    before = list(accumulate(map(len, blocks)))
    last_prose = next((index for index in reversed(range(len(blocks))) if _is_said(blocks[index], around)), 0)
    for index in range(1, len(remaining)):
        rest = lines - before[index - 1]
        few = rest * 3 <= lines + 2 or _heads_sources(remaining[index : index + 2])
        declared = remaining[index][0].declared
        if declared and (declared.aside is not AsideKind.HEADING or index + 1 == len(remaining)):
            continue
        first = remaining[index][0].text
        last = index >= last_prose or (few and rest <= AFTER_THE_END)
        over = last and not declared and around.is_end(first)
        listed = around.heads_sources(first) and _heads_sources(remaining[index : index + 2])
        if over or listed or (few and around.is_after(first)):
            reason = f"stands under “{first.strip(' :')}”"
            asides += [_aside(group, reason) for group in remaining[index:]]
            remaining = remaining[:index]
            break
    while len(remaining) > 1 and (reasons := _tail_reasons(remaining[-1], around)):
        asides += [_aside([line], reason) for line, reason in zip(remaining.pop(), reasons, strict=True)]
    remaining, sources = _cut_sources(remaining)
    return _without_last_lines(remaining, around, asides), [*asides, *sources]


def parted_at_headings(blocks: Sequence[Block], known: Conventions) -> list[Block]:
    """The blocks, one parted where a heading of sources or of a tail stands in it, below what is complete."""
    around = Surroundings(known)
    parted: list[Block] = []
    for block in blocks:
        start = 0
        for index in range(1, len(block)):
            above = block[index - 1].text
            text = block[index].text
            heads = not block[index].declared and (
                around.is_heading(text) or (around.heads_sources(text) and _heads_sources([block[index:]]))
            )
            if heads and (ends_sentence(above) or around.tail_reason(above)):
                parted.append(block[start:index])
                start = index
        parted.append(block[start:])
    return parted


def _is_said(block: Block, around: Surroundings) -> bool:
    """Whether a block is narration by its looks, and neither sources nor credits."""
    return is_prose(block) and not _are_sources(block) and not all(_tail_reasons(block, around) or [""])


def _heads_sources(blocks: Sequence[Block]) -> bool:
    """Whether what stands under the first line is sources, however much of the script they are."""
    first = blocks[:1] if len(blocks[0]) > 2 else blocks[:2]
    below = [line.text for block in first for line in block][1:]
    return len(below) > 1 and sum(map(could_be_source, below)) * 3 >= len(below) * 2


def _tail_reasons(block: Block, around: Surroundings) -> list[str]:
    """A reason a line, when all lines of a block have one."""
    if any(line.declared for line in block):
        return []
    reasons = [around.tail_reason(line.text) for line in block]
    named = sum(reason == "a credit" for reason in reasons)
    if named and named * 2 >= len(block):
        facts = [around.fact(line.text) is not None and not ends_sentence(line.text) for line in block]
        reasons = [
            reason or ("a credit" if fact else "") for reason, fact in zip(reasons, facts, strict=True)
        ]
    return reasons if all(reasons) else []


def _without_last_lines(remaining: list[Block], around: Surroundings, asides: list[Aside]) -> list[Block]:
    """The blocks without the lines at the very end of the last of them that have a reason."""
    block = remaining[-1] if remaining else []
    while len(block) > 1 and not block[-1].declared and ends_sentence(block[-2].text):
        reason = around.tail_reason(block[-1].text)
        if not reason:
            break
        asides.append(_aside(block[-1:], reason))
        block = block[:-1]
    return [*remaining[:-1], block] if block else remaining


def _cut_sources(remaining: list[Block]) -> tuple[list[Block], list[Aside]]:
    """The blocks without those at the end that are made as references, under any heading or none."""
    index = len(remaining)
    while (
        index > 1
        and not any(line.declared or line.cited for line in remaining[index - 1])
        and _are_sources(remaining[index - 1])
    ):
        index -= 1
    count = sum(map(len, remaining[index:]))
    over = remaining[index - 1] if index < len(remaining) and index > 1 else []
    headed = len(over) == 1 and not ends_sentence(over[0].text) and len(over[0].text.split()) <= PROSE_WORDS
    if count < 2 and not (headed and count):
        return remaining, []
    index -= headed
    lines = [line for block in remaining[index:] for line in block]
    aside = Aside(
        AsideKind.BIBLIOGRAPHY,
        "\n".join(line.text for line in lines),
        lines[0].source,
        "made as references are",
    )
    return remaining[:index], [aside]


def _are_sources(block: Block) -> bool:
    lines = [line.text for line in block]
    return sum(map(looks_like_source, lines)) * 3 >= len(lines) * 2


def _aside(lines: Sequence[SourceLine], reason: str) -> Aside:
    kind = AsideKind.BIBLIOGRAPHY if looks_like_source(lines[0].text) else AsideKind.NOTE
    return Aside(kind, "\n".join(line.text for line in lines), lines[0].source, reason)
