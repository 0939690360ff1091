"""A glossary: how terms of one language are said in another, and where a translation says them otherwise."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.model import is_unspaced
from subtool.text.number_words import number_language
from subtool.translation.mistranslation import Mistranslation
from subtool.translation.number_phrases import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.translation.counterparts import Counterpart
    from subtool.translation.mistranslation import Texts

SOURCE_NAMES, TARGET_NAMES = ("source", "term", "original"), ("target", "translation")  # of columns
HINT = "its first line names the columns by their languages, as in de,en, or source,target"
LEAST_STEM = 3  # letters that it has in common with it
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ALTERNATIVES = re.compile(r"(?<!\s)\s*+[|;][\s|;]*+|(?<!\s)\s++/\s++")


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the source says it, and every way in which the translation may."""

    source: str
    targets: tuple[str, ...]


def terms_of(lines: Sequence[Sequence[str]], source: str, target: str) -> tuple[Term, ...]:
    """The terms of a table whose first line names the columns, for two languages; | or ; parts alternatives.

    Two columns without names are the source and the translation.

    Raises:
        FormatError: it has no columns for the two languages.
    """
    names = [cell.strip() for cell in lines[0]] if lines else []
    here, there = _column(names, source, SOURCE_NAMES), _column(names, target, TARGET_NAMES)
    if here is None and there is None and len(names) == 2:
        here, there, names = 0, 1, []
    if here is None or there is None or here == there:
        missing = " and ".join(tag for tag, column in ((source, here), (target, there)) if column is None)
        raise FormatError(
            f"has no column for {missing or target}, only {', '.join(names) or 'none'}", hint=HINT
        )
    found: dict[str, dict[str, None]] = {}
    for line in lines[1:] if names else lines:
        cells = [*line, *[""] * len(lines[0])]
        targets = [one for one in _ALTERNATIVES.split(cells[there].strip()) if one]
        for term in _ALTERNATIVES.split(cells[here].strip()):
            if term and targets:
                found.setdefault(term, {}).update(dict.fromkeys(targets))
    return tuple(Term(term, tuple(targets)) for term, targets in found.items())


def _column(names: Sequence[str], language: str, others: Sequence[str]) -> int | None:
    """The number of the column of a language, from 0: of its tag, of the language alone, of any tag of it."""
    plain = [name.lower().replace("_", "-") for name in names]
    same = [name for name in plain if number_language(name) == number_language(language)]
    wanted = (language.lower(), number_language(language), *same, *others)
    return next((plain.index(name) for name in wanted if name in plain), None)


def term_differences(
    source: Texts, target: Texts, passages: Sequence[Counterpart], terms: Sequence[Term]
) -> Iterator[Mistranslation]:
    """Terms of the source that a passage of the translation says otherwise; a neighbour may have what it lacks."""
    longest_first = sorted(terms, key=lambda term: -len(term.source))
    said = [target.joined(passage.target) for passage in passages]
    for place, passage in enumerate(passages):
        if not (passage.is_sure and passage.source and passage.target):
            continue
        text, near = source.joined(passage.source), " ".join(said[max(0, place - 1) : place + 2])
        taken = [False] * len(text)
        for term in longest_first:
            position = _found(term.source, text, taken)
            if position is not None and not any(_is_said(one, near) for one in term.targets):
                yield Mistranslation(place, term.source, " / ".join(term.targets), position / len(text))


def _found(term: str, text: str, taken: list[bool]) -> int | None:
    """Where a text has a term that no longer one has taken; what it takes is marked."""
    first = None
    for start, end in _places(term, text):
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            first = start if first is None else first
    return first


def _places(term: str, text: str) -> Iterator[tuple[int, int]]:
    if is_unspaced(term):
        yield from ((match.start(), match.end()) for match in re.finditer(re.escape(term), text))
        return
    wanted = [_folded(word) for word in _WORD.findall(term)]
    words = list(_WORD.finditer(text))
    for index in range(len(words) - len(wanted) + 1 if wanted else 0):
        run = words[index : index + len(wanted)]
        if all(
            _is_form(_folded(match[0]), one) for match, one in zip(run, wanted, strict=True)
        ) and _fits_case(term, run[0][0]):
            yield run[0].start(), run[-1].end()


def _fits_case(term: str, word: str) -> bool:
    """A term with a capital is a name or a noun: the same word without one is another word ("Polish", "polish")."""
    return not term[0].isupper() or word[0].isupper()


def _is_form(word: str, term: str) -> bool:
    """Whether a word of the source is a term, or a form of it: with an ending more."""
    return word == term or (
        len(term) > LEAST_STEM and word.startswith(term) and len(word) - len(term) <= ENDING
    )


def _is_said(term: str, text: str) -> bool:
    """Whether a translation says a term, in any form of its words, in any order."""
    if is_unspaced(term):
        return term in text
    words = [_folded(match) for match in _WORD.findall(text)]
    return all(any(_shares_stem(word, one) for word in words) for one in map(_folded, _WORD.findall(term)))


def _shares_stem(word: str, term: str) -> bool:
    if word == term:
        return True
    stem = max(LEAST_STEM, len(term) - ENDING)
    return len(term) > LEAST_STEM and word[:stem] == term[:stem] and abs(len(word) - len(term)) <= ENDING


def _folded(word: str) -> str:
    """Without case and accents: "Leuchttürme" begins as "Leuchtturm" does."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("ё", "е"))
    return "".join(char for char in apart if not unicodedata.combining(char))
