"""What it costs to break after a word: punctuation, the next word's class, and what would be left hanging.

The costs are made by hand and share one unit: 1 is hardly noticed, 10 makes the viewer read twice.
Their order is that of the style guides (Netflix English I.11, BBC 2.2): after punctuation, before
conjunctions, before prepositions; never between article and noun, pronoun and verb, title and name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import WordClasses

CLOSERS = "\"'”’»)]}"
OPENERS = "\"'“‘«([{"

# After punctuation the reader draws breath anyway.
AFTER_STOP = 0.4  # . ? ! inside a sentence: the end of a quoted one
AFTER_CLAUSE = 0.6  # ; : and dashes part clauses
AFTER_COMMA = 0.9  # a comma parts clauses, or the items of a list
AFTER_CLOSER = 3.2  # a quotation or an aside ends
BEFORE_OPENER = 2.6  # ... or begins

# Without punctuation, what the next word begins tells how much belongs together.
BEFORE_CONJUNCTION = 2.2  # a clause or the next item
BEFORE_SUBORDINATOR = 2.6  # a clause that leans on the one before
BEFORE_PREPOSITION = 3.6  # a phrase that often belongs to the noun before it
BEFORE_DETERMINER = 4.8  # the object of the verb before it
BEFORE_PRONOUN = 4.2  # a clause whose "that" is left out
BEFORE_AUXILIARY = 5.2  # subject and verb are torn apart
BEFORE_CLITIC = 6.5  # "the end | of the war"
BEFORE_OTHER = 5.8  # likely adjective and noun, or verb and object

# What is left hanging at the end of a row makes the eye jump.
HANGING = 7.0  # "the |", "of |", "and |", "is |"
TITLE_AND_NAME = 8.0  # "General | Paulus", "Page | 96"
NUMBER_AND_UNIT = 8.0  # "2.9 | million"
NAME_PARTS = 3.5  # "Nikolai | Ryzhkov", "Soviet | Union"


def break_costs(words: Sequence[str], classes: WordClasses) -> list[float]:
    """The cost of a break after each of the words of one sentence; after its last word it is 0."""
    bare = [_bare(word) for word in words]
    leaning = classes.conjunctions | classes.prepositions | classes.determiners | classes.clitics
    leaning |= classes.pronouns | classes.auxiliaries | (classes.subordinators - {"that"})
    costs = [
        _cost(words, bare, at, classes) + (HANGING if _hangs(words[at], bare[at], leaning) else 0)
        for at in range(len(words) - 1)
    ]
    return [*costs, 0.0]


def _bare(word: str) -> str:
    return word.strip(CLOSERS + OPENERS + ".,;:!?…—–-").lower().replace("’", "'")


def _hangs(word: str, bare: str, leaning: frozenset[str]) -> bool:
    return bare in leaning and word[-1].isalpha()


def _cost(words: Sequence[str], bare: Sequence[str], at: int, classes: WordClasses) -> float:
    word, following = words[at], words[at + 1]
    tail = word.rstrip(CLOSERS)[-1:]
    if bare[at] in classes.titles and (following[0].isupper() or following[0].isdigit()):
        return TITLE_AND_NAME
    if bare[at][-1:].isdigit() and tail not in ",;:" and bare[at + 1] in classes.units:
        return NUMBER_AND_UNIT
    if tail and tail in ".?!…" and not _is_initial(word):
        return AFTER_STOP
    if tail and tail in ";:—–-":
        return AFTER_CLAUSE
    if tail == ",":
        return AFTER_COMMA
    within = _before(bare[at + 1], classes)
    if following[0] in OPENERS:
        within = min(within, BEFORE_OPENER)
    if word[-1] in CLOSERS:
        within = min(within, AFTER_CLOSER)
    if word[0].isupper() and following[0].isupper() and at > 0:
        within += NAME_PARTS
    return within


def _is_initial(word: str) -> bool:
    return len(word.lstrip(OPENERS)) == 2 and word[-2].isupper()


def _before(bare: str, classes: WordClasses) -> float:
    for kind, cost in (
        (classes.clitics, BEFORE_CLITIC),
        (classes.conjunctions, BEFORE_CONJUNCTION),
        (classes.subordinators, BEFORE_SUBORDINATOR),
        (classes.prepositions, BEFORE_PREPOSITION),
        (classes.determiners, BEFORE_DETERMINER),
        (classes.pronouns, BEFORE_PRONOUN),
        (classes.auxiliaries, BEFORE_AUXILIARY),
    ):
        if bare in kind:
            return cost
    return BEFORE_OTHER
