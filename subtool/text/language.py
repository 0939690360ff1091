"""The language a text is written in, found from its letters; and what containers call it, by langcodes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT = "en"
ENOUGH = 40  # letters: a shorter text in Latin letters may be anything, and is taken for English
FEW_LETTERS = 8  # of a script that is not Latin; its letters say most of it
MOST_LIKELY = 0.7  # of 1; a language and its nearest kin share the rest; lists of names stay below 0.5
LEAST_LIKELY = (
    0.001  # of 1, that a passage in another language is in the script's; sentences of 40 letters are below
)
MOST = 20_000  # characters are looked at; more would not make it surer
# Those that espeak-ng can speak and films are narrated in: the rarer ones are easily taken for their neighbours.
# English alone has these so often, and two of them in a text (Danish has "and" and "to", a duck and two); most
# scripts need no further look, which takes half a second of unpacking.
ENGLISH, OFTEN = frozenset(("the", "of", "and", "with", "from", "that")), 0.08
FEW, OFTEN_IN_FEW = 20, 0.15  # words
WRITTEN = {"nb": "no", "nn": "no"}  # two ways to write Norwegian, which a voice speaks
KNOWN = (
    "af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk kn "
    "ko ky lt lv mk ml mr ms mt my nb ne nl nn no or pa pl pt ro ru si sk sl sq sr sv sw ta te th tr ug uk ur uz vi zh"
)


def language_of(text: str) -> str:
    """The tag of the language, without region; English where there is too little to tell."""
    words = text[:MOST].lower().split()
    english = [word for word in words if word in ENGLISH]
    often = OFTEN if len(words) >= FEW else OFTEN_IN_FEW
    if len(english) >= max(2, often * len(words)):
        return "en"
    letters = sum(map(str.isalpha, text[:MOST]))
    if not letters or (letters < ENOUGH and _is_latin(text)):
        return DEFAULT
    try:
        found, _ = _identifier().classify(text[:MOST])
    except OSError:  # it unpacks its model into a temporary file, and the disk may be full
        return DEFAULT
    return str(found)


def language_if_sure(text: str, expected: str) -> str:
    """The tag of the language of a passage; nothing where it is too short to tell, or could be the expected one."""
    letters = sum(map(str.isalpha, text[:MOST]))
    if letters < (ENOUGH if _is_latin(text) else FEW_LETTERS):
        return ""
    try:
        ranked = _identifier().rank(text[:MOST])
    except OSError:
        return ""
    found, sure = ranked[0]
    chance = next((chance for tag, chance in ranked if is_same_language(tag, expected)), 0.0)
    if is_same_language(found, expected):
        return expected if sure >= MOST_LIKELY else ""
    return str(found) if sure >= MOST_LIKELY and chance <= LEAST_LIKELY else ""


def three_letters(tag: str) -> str:
    """The code of ISO 639-2/T that containers have for a language: `eng` for `en-GB`, `und` for no tag.

    Raises:
        ValueError: it is not a tag of a language.
    """
    import langcodes

    if not tag:
        return "und"
    try:
        return langcodes.Language.get(tag).to_alpha3(variant="T")
    except (LookupError, ValueError) as error:
        raise ValueError(f"'{tag}' is not a tag of a language") from error


def standard_tag(tag: str) -> str:
    """A tag as BCP 47 has it, `de` for `ger`; nothing for what stands for no language, or is not a tag."""
    import langcodes

    try:
        standard = langcodes.standardize_tag(tag) if tag else ""
    except ValueError:
        return ""
    return "" if standard == "und" else standard


def is_same_language(one: str, other: str) -> bool:
    """Whether two tags stand for one language, whatever its region and script: `de` and `ger`, `nb` and `no`."""
    if not one or not other:
        return False
    import langcodes

    names = []
    for tag in (one, other):
        try:
            primary = langcodes.Language.get(tag.replace("_", "-")).prefer_macrolanguage().language or "und"
        except ValueError:
            primary = tag.partition("-")[0].casefold()
        names.append(WRITTEN.get(primary, primary))
    return names[0] == names[1] and names[0] not in {"", "und"}


def _is_latin(text: str) -> bool:
    return all(ord(char) < 0x250 for char in text if char.isalpha())


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(set(KNOWN.split()) & set(identifier.labels)))
    return identifier
