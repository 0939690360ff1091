"""What the parts of a split cost, each with its reason; they add up to the cost the optimum is found by.

One unit for all: 1 is hardly noticed, 10 makes the viewer read twice. Made by hand. Their order is that of the style
guides (Netflix English I.11, BBC 2.2): after punctuation, before conjunctions, before prepositions; never between
article and noun, pronoun and verb, title and name. The eye goes on to the next line at once, so the end of a line
mostly costs a quarter of the end of a cue.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BreakCost:
    """What a property of the place between two words costs when a cue, or a line, ends there."""

    cue: float
    line: float
    reason: str  # as `--explain` prints it


def _cost(cue: float, reason: str, line: float | None = None) -> BreakCost:
    return BreakCost(cue, cue / 4 if line is None else line, reason)


BREAKS: dict[str, BreakCost] = {
    # After punctuation the reader draws breath anyway.
    "after stop": _cost(0.4, "after the end of a quoted sentence"),
    "after clause": _cost(0.2, "after a colon, a semicolon or a dash", 0.15),
    "after comma": _cost(0.75, "after a comma", 0.5),
    "after closer": _cost(3.2, "after a quotation or an aside"),
    "comma and": _cost(
        -0.6, "a comma before a conjunction parts clauses: two cues rather than two lines", 0.7
    ),
    "comma he": _cost(0.0, "a clause of its own follows", 0.1),
    "comma opens": _cost(0.3, "a quotation with its introduction: two lines rather than two cues", -0.2),
    "comma early": _cost(3.0, "a word or two and a comma (“So,”) begin the clause they belong to", 3.0),
    # Without punctuation, what the next word begins tells how much belongs together.
    "before conjunctions": _cost(2.2, "before a conjunction", 0.75),
    "before relatives": _cost(2.3, "before a relative clause"),
    "before subordinators": _cost(2.3, "before a subordinate clause"),
    "before comparisons": _cost(2.4, "before a comparison"),
    "before prepositions": _cost(3.2, "before a preposition"),
    "before infinitives": _cost(3.2, "before an infinitive"),
    "before clitics": _cost(4.6, "before “of”, which belongs to the word before"),
    "before pronouns": _cost(4.6, "before a clause without “that”"),
    "before auxiliaries": _cost(4.6, "between subject and verb"),
    "before verbs": _cost(4.8, "between subject and verb"),
    "before determiners": _cost(4.8, "before the object of a verb"),
    "before participles": _cost(4.7, "before a participle"),
    "before adverbs": _cost(5.2, "before an adverb", 1.6),
    "before objects": _cost(7.0, "before a pronoun that is an object"),
    "before other": _cost(5.8, "between words of one phrase", 2.2),
    "opens": _cost(-2.0, "a quotation or an aside begins"),
    # The word before says it too.
    "after nouns": _cost(-0.6, "a phrase ends with a noun"),
    "after verbs": _cost(0.6, "a verb waits for what goes with it", 0.5),
    "after adverbs": _cost(1.0, "an adverb waits for what goes with it", 0.5),
    "after adjectives": _cost(1.2, "an adjective waits for its noun", 0.6),
    "after number": _cost(0.6, "a number waits for what is counted"),
    "subject and verb": _cost(-0.9, "the subject is complete", -0.15),
    "verb and preposition": _cost(1.2, "a verb and the preposition it takes", 0.35),
    "noun and pronoun": _cost(0.6, "the clause belongs to its noun"),
    # What is left hanging at the end of a line makes the eye jump.
    "hanging": _cost(7.0, "a word is left hanging that leans on the next", 2.1),
    "name": _cost(4.5, "inside a name", 3.0),
    "title and name": _cost(6.0, "between a title and its name", 4.0),
    "number and unit": _cost(6.0, "inside a number, a measure or a date", 4.0),
    "inside title": _cost(4.0, "inside the title of a work", 1.5),
    "lone mark": _cost(50.0, "a line would end with an opening mark, or begin with another", 50.0),
    # A clause torn near its edge leaves a stump in the next cue, or in this one.
    "half a line before": _cost(0.6, "not half a line since the last punctuation", 0.0),
    "a third before": _cost(0.5, "not a third of a line since the last punctuation", 0.2),
    "half a line after": _cost(0.6, "not half a line until the next punctuation", 0.2),
    "a third after": _cost(0.5, "not a third of a line until the next punctuation", 0.2),
}

LENGTH = 4.0  # for a cue twice as long as the target, or none at all; quadratic between
STUMP = 0.5  # a cue of a word or two in the middle of a sentence flashes by
STUMP_PART = 0.5  # of a line
TWO_SENTENCES = 7.0  # a cue should say one thing
TWO_PARAGRAPHS = 30.0  # or two voices
SECOND_LINE = 0.1  # one line covers less of the picture
UNEVEN = 10.0  # for a line beside none; quadratic: nearly even lines are as good as even ones, a stump is not
PYRAMID = 0.6  # and more so where the lower one is longer: people leave the upper line the longer one
PAUSE = 2.5  # a second of silence heard in the voice is as good as a comma, and better
BREATH_MS = 150  # shorter silences are part of a word
PAUSE_INSIDE = 4.0  # a cue that stands through a second of silence gives away what follows
TOO_FAST = 12.0  # twice the reading speed
IMPOSSIBLE = 1000.0  # beyond a limit; still comparable, so that the least evil wins
