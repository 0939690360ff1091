"""What kind of word each word is, as far as breaking depends on it: by the lists of a language, then by its ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.text.punctuation import (
    CLAUSES,
    CLOSERS,
    COMMAS,
    MAY_CLOSE,
    OPENERS,
    SENTENCE_END,
    SENTENCE_ENDS,
)

if TYPE_CHECKING:
    from subtool.styles.house_style import WordClasses

_EDGES = CLOSERS + OPENERS + SENTENCE_ENDS + CLAUSES + COMMAS

# In this order: a word of several classes is taken for the first.
LISTED = (
    "conjunctions", "relatives", "comparisons", "subordinators", "infinitives", "clitics", "prepositions",
    "determiners", "pronouns", "objects", "auxiliaries",
)  # fmt: skip
LEANING = frozenset(LISTED) - {"objects"}
FUNCTION = frozenset(LISTED)
SHORTEST_STEM = 3  # "bed" is not a participle


def bare(word: str) -> str:
    """The word without its punctuation, in lower case, with upright apostrophes."""
    return word.strip(_EDGES).lower().replace("’", "'")


def kind_of(word: str, plain: str, classes: WordClasses) -> str:
    """The class of a word whose bare form is `plain`."""
    return _listed(plain, classes) or _open_class(word, plain, classes) or _by_ending(plain, classes)


def _open_class(word: str, plain: str, classes: WordClasses) -> str:
    if plain[:1].isdigit() or plain in classes.numbers:
        return "number"
    if plain in classes.adverbs or _ends(plain, classes.adverb_endings):
        return "adverbs"
    if plain in classes.verbs:
        return "verbs"
    return "name" if word.lstrip(OPENERS)[:1].isupper() else ""


def _by_ending(plain: str, classes: WordClasses) -> str:
    kinds = {
        "participles": classes.participle_endings,
        "adjectives": classes.adjective_endings,
        "nouns": classes.noun_endings,
    }
    return next((kind for kind, endings in kinds.items() if _ends(plain, endings)), "other")


def begins_as(plain: str, kind: str, classes: WordClasses) -> str:
    """The class of what a word begins with: in "l'île" that is an article."""
    head, mark, rest = plain.partition("'")
    if kind in FUNCTION or not mark or not rest:
        return kind
    return _listed(head + mark, classes) or kind


def mark_after(word: str) -> str:
    """Which punctuation ends a word: stop, clause, comma, closer, or none."""
    core = word.rstrip(MAY_CLOSE)
    tail = core[-1:]
    if tail and SENTENCE_END.search(core) and not is_initial(word):
        return "stop"
    if tail and tail in CLAUSES:
        return "clause"
    if tail and tail in COMMAS:
        return "comma"
    return "closer" if word[-1] in MAY_CLOSE else ""


def is_lone_mark(word: str) -> bool:
    """Whether it is punctuation that stands between spaces, as « does in French."""
    return not any(char.isalnum() for char in word)


def is_initial(word: str) -> bool:
    """Whether it is a letter and a full stop, as in "K. M. Lunde"."""
    core = word.lstrip(OPENERS)
    return len(core) == 2 and core[1] == "." and core[0].isupper()


def _listed(plain: str, classes: WordClasses) -> str:
    return next((name for name in LISTED if plain in getattr(classes, name)), "")


def _ends(plain: str, endings: frozenset[str]) -> bool:
    return any(plain.endswith(ending) and len(plain) >= len(ending) + SHORTEST_STEM for ending in endings)
