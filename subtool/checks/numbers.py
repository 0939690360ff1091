"""Numbers that the house style spells out: small ones, and one that opens a sentence.

Dates, times, measures, scores, figures in a row and what is numbered ("page 4", "Room 7") stay in figures.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.checks.speakers import DASHES, OPENING, is_title
from subtool.styles.number_words import YEARS, number_words
from subtool.text.punctuation import SENTENCE_ENDS, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import View
    from subtool.checks.problem import Problem
    from subtool.styles.number_words import NumberWords

# A whole number on its own: nothing of a time, a decimal, a date, a price, a range or a name leans on it.
_NUMBER = re.compile(
    r"(?<![\w.,:/$€£¥₽°#§+−–—×*=@'’&-])(?<!\d[ \u00a0\u202f])(\d{1,3}(?:[,.\u00a0\u202f]\d{3})*|\d+)"
    r"(?!(?<=\(\d)\))(?!(?<=\(\d\d)\))(?![\w/°%‰€£$¥₽'’&×+=*-]|[.,:]\d|[ \u00a0\u202f](?:[\d%‰°€£$¥₽×+=*/–—-]|per\b))"
)
_WORD_BEFORE = re.compile(r"(?<![^\s\d])([^\s\d]++)[ \u00a0]*\Z")
_WORD_AFTER = re.compile(r"[ \u00a0\n]*([^\s\d]+)")
_OPENS = re.compile(rf"(?:\A|\s)[{DASHES}]?\s?[{OPENING}]*\Z")
_LISTED = re.compile(r"[.)](?:\s|\Z)")
_ORDINAL = re.compile(r"\.[ \u00a0\n]+[^\W\d_]")
# Languages that make an ordinal of a number with a full stop: "am 3. Mai"; one that ends a sentence looks alike.
POINTED_ORDINALS = frozenset((
    "bs", "cs", "da", "de", "et", "eu", "fi", "hr", "hu", "is", "lb", "lv",
    "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr",
))  # fmt: skip
LOOKED_BACK = 200  # characters before a number: far more than a word, and a text of numbers stays linear
MOST_DIGITS = 15  # of a number that words can stand for
OPENING_MARKS = "\"'“‘«„([¿¡…"
EDGES = ".,;:!?…\"'”’»)]“‘«(["


def numbers(view: View) -> Iterator[Problem]:
    """The numbers that the style spells out. No number is altered: which word it takes is for a person to say."""
    style = view.delivery.style
    if not (style.numbers_in_words or style.opening_number_in_words):
        return
    words = number_words(view.delivery.primary)
    before = {following.number: item.text for item, following in view.neighbours()}
    for item in view.items:
        if item.text.isalpha() or not any(map(str.isdigit, item.text)) or is_title(item.text):
            continue
        line, counted_to = 1, 0
        for match in _NUMBER.finditer(item.text):
            line += item.text.count("\n", counted_to, match.start())
            counted_to = match.start()
            digits = re.sub(r"\D", "", match[1])
            if len(digits) > MOST_DIGITS:
                continue
            number = int(digits)
            if _stays(item.text, match, words) or (
                view.delivery.primary in POINTED_ORDINALS and _ORDINAL.match(item.text, match.end())
            ):
                continue
            opens = style.opening_number_in_words and number not in YEARS
            if opens and _opens_sentence(item.text, match, before.get(item.number, "")):
                yield view.problem("opening-number", item, line, mark=match[0])
            elif 0 < number <= style.numbers_in_words:
                yield view.problem(
                    "number-in-figures", item, line, mark=match[0], number=style.numbers_in_words
                )


def _opens_sentence(text: str, match: re.Match[str], cue_before: str) -> bool:
    """Whether a sentence begins with it: what follows goes on, and what stands before has ended."""
    found = _OPENS.search(text, _near(match.start()), match.start())
    if not found or not _WORD_AFTER.match(text, match.end()) or _LISTED.match(text, match.end()):
        return False
    lead = text[_near(match.start()) : match.start()]
    before = lead if lead.strip(DASHES + OPENING_MARKS).strip() else cue_before
    return not before or ends_sentence(before.rstrip(DASHES + OPENING_MARKS + " \n"))


def _near(end: int) -> int:
    return max(0, end - LOOKED_BACK)


def _stays(text: str, match: re.Match[str], words: NumberWords) -> bool:
    before, after = (
        _WORD_BEFORE.search(text, _near(match.start()), match.start()),
        _WORD_AFTER.match(text, match.end()),
    )
    ahead = before[1] if before else ""
    following = after[1] if after else ""
    if _is_numbered(text, before, ahead, words) or _is_measured(following, words):
        return True
    # Figures in a row, as in "10, 9, 8", a telephone number or the score of a game.
    near = text[max(0, match.start() - 3) : match.start()] + text[match.end() : match.end() + 4]
    return any(char.isdigit() for char in near)


def _is_numbered(text: str, before: re.Match[str] | None, word: str, words: NumberWords) -> bool:
    plain = word.strip(EDGES).lower()
    if plain in words.numbered or plain in words.months or word.lower() in words.numbered:
        return True
    # A name with its number ("Apollo 8", "Channel 4"): a capital in the middle of a sentence, in no language that
    # writes its nouns so.
    if not before or words.nouns_have_capitals or word[-1] in SENTENCE_ENDS + ",":
        return False
    lead = text[_near(before.start()) : before.start()].rstrip()
    opens = not lead or lead[-1] in SENTENCE_ENDS
    return word[:1].isupper() and len(word) > 1 and not opens


def _is_measured(word: str, words: NumberWords) -> bool:
    plain = word.rstrip(",;:!?…\"'”’»)]").lower()
    bare = plain.rstrip(".")
    return plain in words.units or bare in words.units or bare in words.months
