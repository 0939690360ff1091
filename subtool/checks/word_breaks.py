"""Lines and cues that end on a word which belongs to the next.

Many such words may end a phrase too ("left behind | for good", "so | that", "what it is | today"): they lean only
where what follows is what they lean on, or begins nothing of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.cues.segmentation.word_kinds import kind_of
from subtool.text.punctuation import CLOSERS, OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import View
    from subtool.checks.problem import Problem
    from subtool.styles.house_style import WordClasses


@dataclass(frozen=True, slots=True)
class _Break:
    """The word before a break, and the one after it."""

    last: str
    following: str
    before: str = ""  # the word before the last

    @property
    def plain(self) -> str:
        return bare(self.last)

    @property
    def next_plain(self) -> str:
        return bare(self.following)


def dangling(view: View) -> Iterator[Problem]:
    """Lines and cues that end on a word that leans on the next."""
    style, classes = view.delivery.style, view.delivery.classes
    if not classes.prepositions or not (style.line_breaks or style.cue_breaks):
        return  # nothing is asked, or nothing is known of the language
    after = {item.number: following.text for item, following in view.neighbours()} if style.cue_breaks else {}
    for item in view.items:
        lines = item.cue.lines
        for number, line in enumerate(lines, start=1):
            inside = number < len(lines)
            if not (style.line_breaks if inside else style.cue_breaks):
                continue
            following = (lines[number] if inside else after.get(item.number, "")).split()
            last = line[line.rfind(" ") + 1 :]
            if inside and not following:
                continue
            words = line.split()
            found = _Break(last, following[0] if following else "", words[-2] if len(words) > 1 else "")
            if _leans(found, classes):
                yield view.problem("dangling-line" if inside else "dangling-cue", item, number, word=last)


def _leans(found: _Break, classes: WordClasses) -> bool:
    if _is_title(found, classes):
        return True
    if not found.last[-1:].isalpha():
        return False
    plain, following = found.plain, found.next_plain
    # "since then | five million": a conjunction that is an adverb too ends a phrase.
    conjunctions = classes.conjunctions - classes.adverbs
    leaning = conjunctions | classes.prepositions | classes.determiners | classes.clitics
    if plain in leaning:
        return not (following and _begins_another(following, plain, classes))
    kind = kind_of(found.following, following, classes) if following else ""
    if plain in classes.pronouns and plain not in classes.objects:
        # A pronoun that is a subject too ("it", "you") ends a phrase as its object: after a preposition or a verb, or
        # where no verb follows it.
        object_too = plain in classes.subjects_and_objects
        governed = bare(found.before) in classes.prepositions | classes.clitics | classes.verbs
        subject = not (object_too and governed)
        return subject and (following in classes.auxiliaries or kind == "verbs")
    return (
        plain in classes.auxiliaries and kind in {"verbs", "participles"} and following not in classes.titles
    )


def _is_title(found: _Break, classes: WordClasses) -> bool:
    """Whether a title stands before a name, or what is numbered before its number."""
    word = bare(found.last).rstrip(".")
    if word not in classes.titles or not found.following:
        return False
    first = found.following.lstrip(OPENERS)[:1]
    if first.isdigit():
        return True
    if word in classes.determiners:  # "No. | You did it."
        return False
    return first.isupper() and found.last.lstrip(OPENERS)[:1].isupper()


def _begins_another(following: str, last: str, classes: WordClasses) -> bool:
    if last in classes.conjunctions:
        return following in classes.subordinators
    opening = classes.conjunctions | classes.subordinators | classes.prepositions | classes.clitics
    return following in opening | classes.auxiliaries


def bare(word: str) -> str:
    """A word without what stands around it, as the word classes list it."""
    return word.strip(CLOSERS + OPENERS + ".,;:!?…—–-").lower().replace("’", "'")
