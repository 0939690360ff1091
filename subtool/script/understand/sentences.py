"""The words of a paragraph to sentences.

syntok proposes the ends; its word is one vote. What narration needs beside it is decided here: a sentence ends only
after a full stop or its kin, never after a title, an ordinal or an initial, always where a plain word with a full stop
meets a capital; and what closes a quotation belongs to the sentence that it closes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import Sentence
from subtool.text.punctuation import (
    CLOSERS,
    COMMON_ENDS,
    FULL_STOP,
    MAY_CLOSE,
    OPENERS,
    SENTENCE_END,
    WIDE_ENDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Token
    from subtool.script.understand.full_stops import FullStops

_CLOSING = MAY_CLOSE + "⁰¹²³⁴⁵⁶⁷⁸⁹"  # a footnote mark too
WHO_SAID = 4  # characters of "他问。" and "老人说。" in Chinese; chosen by eye
_ELIDED = re.compile(r"\A[^\W\d_]{1,5}['’](?=[^\W\d_]{2})")  # l'on. in Italian
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}")
_AS_SAID = frozenset("とっ")  # Japanese: after a quotation the sentence goes on with "as was said"
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}\Z")  # U.S., p.m., Ph.D.
_ORDINAL = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6})\.\Z")  # four digits are a year, and may end a sentence
_NUMBER = re.compile(r"\d{1,4}|[IVXLCDM]{1,8}")
_NUMERAL = re.compile(r"[IVXLCDM]{1,8}\b")
_INITIAL = re.compile(r"[^\W\d_]\.")
_NOBODY = frozenset(
    ("nobody", "niemand", "personne", "nessuno", "nadie", "ninguém", "никто", "ingen", "nikt", "nikdo")
)
_YEAR = 4  # digits
_DASHES = frozenset("–—-―")
_NO_CAPITALS = re.compile(r"[\u10d0-\u10ff]")  # Georgian, which Unicode calls small
_UPRIGHT = "\"'"
_VERB_LAST = frozenset(("tr", "az"))  # a sentence ends in its verb: "Sultan 2. Abdülhamid"
_NOUNS_IN_CAPITALS = frozenset(("de", "lb", "gsw"))
# "And so on" in the languages of full_stops.toml; what follows goes on with a small letter, or is a new sentence.
_CLOSE_LISTS = frozenset(
    (
        "etc",
        "osv",
        "atd",
        "atď",
        "apod",
        "jne",
        "ym",
        "stb",
        "itd",
        "itp",
        "ipd",
        "idr",
        "enz",
        "dll",
        "dst",
        "vb",
        "ecc",
        "m.m",
        "κτλ",
        "κ.λπ",
    )
)
_AFTER_NUMBER = frozenset(
    ("r", "w", "г", "гг", "в", "вв", "р", "рр", "ст")
)  # year and century in Slavic languages
_NEVER_LAST = frozenset(
    (
        "cf",
        "vgl",
        "vs",
        "ca",
        "bzw",
        "approx",
        "viz",
        "cfr",
        "env",
        "inkl",
        "evtl",
        "ggf",
        "resp",
        "jfr",
        "vrt",
        "por",
    )
)
_WORD_LETTERS = 5  # and a full stop: "nych. 1810 …"; abbreviations that numbers follow are shorter
_PLAIN_LETTERS = 4  # "art." and "fig." are abbreviations to syntok


def split_sentences(words: Sequence[Token], paragraph: int, full_stops: FullStops) -> Iterator[Sentence]:
    """The sentences of one paragraph; together they hold all its words in order."""
    texts = [word.text for word in words]
    proposed = _proposed_starts(texts)
    ends = _Ends(texts, full_stops)
    start = 0
    for index in range(1, len(words)):
        if ends.before(index, start, proposed=index in proposed):
            yield Sentence(tuple(words[start:index]), paragraph)
            start = index
    yield Sentence(tuple(words[start:]), paragraph)


def _proposed_starts(words: Sequence[str]) -> set[int]:
    """Where syntok starts a sentence, as indices into `words`."""
    from syntok.segmenter import segment
    from syntok.tokenizer import Tokenizer

    index_at, offset = dict[int, int](), 0
    for index, word in enumerate(words):
        index_at[offset] = index
        offset += len(word) + 1
    pieces = Tokenizer(replace_not_contraction=False).tokenize(" ".join(words))
    return {index_at[piece[0].offset] for piece in segment(pieces) if piece[0].offset in index_at}


class _Ends:
    """Where sentences end among the words of a paragraph."""

    def __init__(self, words: Sequence[str], full_stops: FullStops) -> None:
        self._words = words
        self._known = full_stops
        self._closes = _lone_closers(words)
        # For each word the one before it that is not a closing mark.
        self._lasts = [0] * len(words)
        for index in range(1, len(words)):
            before = index - 1
            self._lasts[index] = self._lasts[before] if before in self._closes else before

    def before(self, index: int, start: int, *, proposed: bool) -> bool:
        """Whether the sentence that begins at `start` ends before the word at `index`."""
        last = self._lasts[index]
        bare = self._words[last].rstrip(_CLOSING)
        if index in self._closes or self._opens(index - 1) or not SENTENCE_END.search(bare):
            return False
        quoted = last != index - 1 or self._words[last] != bare
        if self._begins_small(index) or self._as_said(index, bare[-1], quoted=quoted):
            return False
        core = bare.lstrip(OPENERS)
        if bare[-1] != FULL_STOP or core.endswith(".."):
            first = self._words[index].lstrip(OPENERS)[:1]
            return proposed or first.isalpha() or last != index - 1 or bare[-1] not in COMMON_ENDS
        if last == start and _NUMBER.fullmatch(core[:-1]):
            return False  # a number alone is not a sentence
        return self._after_full_stop(core, last, index, proposed=proposed or quoted)

    def _begins_small(self, index: int) -> bool:
        """Whether a small letter follows, a dash aside: — Who? — he asked."""
        if self._words[index] in _DASHES and index + 1 < len(self._words):
            index += 1
        return _is_small(self._words[index].lstrip(OPENERS)[:1])

    def _as_said(self, index: int, stop: str, *, quoted: bool) -> bool:
        """Whether the sentence goes on after what it quotes: “Who?” Anna asked."""
        if stop in WIDE_ENDS:
            first = self._words[index].lstrip(OPENERS)
            return quoted and (first[:1] in _AS_SAID or self._is_who_said(index))
        following = self._words[index + 1 : index + 3]
        asked = any(word.endswith(".") and word[:-1] in self._known.saying for word in following)
        nobody = self._words[index].casefold() in _NOBODY
        return quoted and stop != FULL_STOP and asked and not nobody

    def _is_who_said(self, index: int) -> bool:
        """Whether a few characters to the next stop end in a verb of saying: “去哪里？”他问 is one sentence."""
        said = ""
        for word in self._words[index : index + WHO_SAID]:
            said += word
            if word[-1] in WIDE_ENDS or len(said) > WHO_SAID:
                break
        bare = said.rstrip("".join(WIDE_ENDS))
        return bare != said and len(said) <= WHO_SAID and bare.endswith(tuple(self._known.saying))

    def _after_full_stop(self, core: str, last: int, index: int, *, proposed: bool) -> bool:
        known, following = self._known, self._words[index].lstrip(OPENERS)
        plain, first = _ELIDED.sub("", core[:-1].lower()), following[:1]
        starts = following.rstrip(".,;:!?" + CLOSERS).lower() in known.starters and first.isupper()
        numbered = first.isdigit() or _NUMERAL.match(following)
        letter = len(plain) == 1 and plain.isalpha()
        if self._closes_list(plain, last):
            return first.isupper()
        if (plain in known.starters and len(plain) > 1) or (
            plain in _AFTER_NUMBER and self._follows_number(last)
        ):
            return starts or (first.isupper() and plain in known.starters)
        if plain in known.abbreviations and starts and core.islower() and _is_word(plain):
            return True
        if not (letter and core[0].isupper()) and (
            plain in known.abbreviations or (plain in known.before_numbers and numbered and not starts)
        ):
            ends = False
        elif plain in known.sometimes:
            ends = starts
        elif known.ordinals and _ORDINAL.match(core):
            ends = first.isalpha() and self._ends_after_ordinal(core, last, starts=starts)
        elif letter and (last or core[0].isupper()):  # an initial; "50 a. C."
            ends = starts and not _INITIAL.match(following)
        else:
            year = plain.isdigit() and len(plain) == _YEAR
            clock = _CLOCK.fullmatch(plain) and first.isupper() and known.language not in _NOUNS_IN_CAPITALS
            acronym = starts and bool(_ACRONYM.match(core))
            numeral = len(plain) > 1 and bool(_NUMERAL.fullmatch(core[:-1])) and first.isupper()
            plain_end = _is_plain_end(core)
            counted = first.isdigit() and len(core) > _WORD_LETTERS and plain not in known.before_numbers
            ends = (
                year
                or bool(clock)
                or acronym
                or numeral
                or proposed
                or (plain_end and (first.isalpha() or counted))
            )
        return ends

    def _closes_list(self, plain: str, last: int) -> bool:
        """Whether a word ends a list, as "etc." does in any language; a capital after it begins a sentence."""
        known, before = self._known, self._words[last - 1].lower() if last else ""
        nouns = known.language in _NOUNS_IN_CAPITALS
        return (not nouns and plain in _CLOSE_LISTS) or (plain in {"д", "п"} and before == "т.")

    def _follows_number(self, last: int) -> bool:
        """Whether the word before is a year or a Roman numeral: "1891 r.", "XVIII w."."""
        return last > 0 and bool(_NUMBER.fullmatch(self._words[last - 1]))

    def _ends_after_ordinal(self, core: str, last: int, *, starts: bool) -> bool:
        """After "3." with a capital after it: a date, a king's name, or the end of a sentence."""
        if self._known.language in _NOUNS_IN_CAPITALS | _VERB_LAST:
            return starts
        named = last > 0 and self._words[last - 1].lstrip(OPENERS)[:1].isupper()
        return starts or core[:-1].isdigit() or named

    def _opens(self, index: int) -> bool:
        """Whether a word is an opening mark alone: « in French."""
        word = self._words[index]
        return index not in self._closes and not word.strip(OPENERS)


def _lone_closers(words: Sequence[str]) -> set[int]:
    """The words that are closing marks alone, as » is in French; an upright mark closes what one has opened."""
    found = set[int]()
    upright = False
    for index, word in enumerate(words):
        if word[-1] in _UPRIGHT or word[0] in _UPRIGHT:
            marks = sum(word.count(mark) for mark in '"')
            if upright and marks % 2 and not word.strip(CLOSERS):
                found.add(index)
            upright ^= bool(marks % 2)
        elif not word.strip(CLOSERS):
            found.add(index)
    return found


def _is_plain_end(core: str) -> bool:
    """A word in lower case, or in letters without case, that is not an abbreviation by its length."""
    return core[:-1].isalpha() and not core[0].isupper() and len(core) >= _PLAIN_LETTERS


def _is_word(plain: str) -> bool:
    """Whether an abbreviation may be a word as well: col., "the pass" in French; three letters, no full stop."""
    return plain.isalpha() and len(plain) >= _PLAIN_LETTERS - 1 and plain not in _NEVER_LAST


def _is_small(first: str) -> bool:
    """Whether a letter is a small one of a script that has capitals."""
    return first.islower() and not _NO_CAPITALS.match(first)
