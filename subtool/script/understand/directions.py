"""What a script tells those who make the film, in its own line or in brackets inside the speech: FADE OUT, (pause).

Evidence decides: what brackets hold (the words that directions are made of), how often the same stands in brackets, and
where they stand. A bracket that fills its line, or stands between two sentences, is a direction far more often than
one inside a sentence, which explains it: "900 rubles (the amount a worker made)", "he [the king]".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from subtool.model import AsideKind, is_unspaced
from subtool.script.understand.typed_marks import NOTED
from subtool.text.punctuation import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.script.understand.conventions import Conventions

NEAR = 200  # characters on either side of a bracket that say what it stands between
FEW_WORDS = 6  # of a direction between two sentences
UNSPACED_LETTERS = 12  # of one in Chinese or Japanese; chosen by eye
CAPITAL_WORDS = 4  # of a direction in round brackets that begins with a capital: "(Musik setzt ein)"
MOST_ALONE = 12  # words of one that fills its line in round brackets
RECURS = 6  # lines
RECURRING_WORDS = 2  # of a direction that recurs; more of them come again as a refrain; chosen by eye
CUE_WORDS = 5  # of a cue such as "Theme music fades out"; chosen by eye
EDITORS_WORDS = 6  # of "Note from the editor of this page"; chosen by eye
SIGNATURE = 40  # characters at the end of a note, in which its editor signs
CLOSES_WITHIN = 3  # words: "bell rings", "she laughs"
_BRACKETS = re.compile(
    r"\[{1,2}(?P<square>(?:[^\[\]]|\[\^?[0-9, –-]{1,9}\]){1,400})\]{1,2}"
    r"|［(?P<wide>[^［］]{1,200})］|【(?P<black>[^【】]{1,200})】"
    r"|\((?P<round>[^()]{1,400})\)|（(?P<full>[^（）]{1,200})）"
    r"|(?<![\w*])\*(?P<star>[^*\n]{2,60})\*(?![\w*])"
    r"|[♪♫🎵🎶]+(?:(?P<sung>[^♪♫🎵🎶]{1,300})[♪♫🎵🎶]+|(?P<unsung>[^♪♫🎵🎶（(\[]{2,60})\Z|(?P<tune>～?))"
    r"|(?<!\S)(?P<rule>--|—|//{1,2})\s?(?P<dash>[^–—/\n-]{2,40})\s?(?P=rule)(?!\S)"
    r"|\{(?P<curly>[^{}]{1,200})\}|<{1,2}(?P<angle>[^<>]{2,80}?)/?>{1,2}"
)
_SQUARE = ("square", "wide", "black")
_SUNG = ("sung", "unsung", "tune")
_STARRED = ("star", "dash")
_SPOKEN_MARKUP = re.compile(
    r"/?(?:break|pause|emphasis|prosody|voice|speak|say-as|audio|p|s)\b[^<>]{0,60}", re.IGNORECASE
)
_FIGURES = re.compile(r"\^?[\d,;\s–-]+")
_MARK = re.compile(r"[a-z]|[ivxlc]{1,6}")
_ADDRESS = re.compile(
    r"(?:[^\W\d_]{2,12}:\s?)?(?:https?://|www\.)\S+(?:[,;]?\s(?:https?://|www\.)\S+){0,9}", re.IGNORECASE
)
_TIMES = re.compile(r"\s*\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\s*")
_SCENE_LIGHT = re.compile(r"\s[–—-]\s*(?P<light>[^–—-]{2,24})\Z")
# Capitals that end in a preposition lead to the next picture: FADE TO:, ZURÜCK ZU:, RETOUR À :, DISOLVENCIA A:
_TO = re.compile(
    r"[^a-z]{2,40}\s(?:TO|ZU|ZUM|ZUR|AUF|NACH|A|À|AU|SUR|VERS|AL|SU|NAAR|TILL|TIL|PARA|INTO|ON|WITH)\s?:\Z"
)
_LOOK_UP = re.compile(r"(?:参见|參見|详见|詳見|见|見|引自|参照)(?=.{0,60}(?:《|第\s?\d+\s?页|頁|注))")
_TO_DO = re.compile(r"(?:TODO|FIXME|TBC|TBD|XXX)\b(?!\s?:)|(?P<box>(?:[-*+]\s)?\[[ xX✓]\]\s)")
_SIGNED = re.compile(r"[\s.][–—-]{1,2}\s?(?P<who>[^–—-]{2,24}?)\.?\s*\Z")
_COLON = re.compile(r"[:：–—]")
_OPENS = ("[", "(", "［", "【", "（", "*", "♪", "♫", "🎵", "🎶", "--", "—", "//", "{", "<")
# Words that need a colon to open an editor's note: "[red]" is a colour, "[editor]" may be a part of the sentence.
_NOT_ALONE = frozenset(
    (
        "ed",
        "eds",
        "red",
        "anm",
        "transl",
        "editor",
        "the editor",
        "editors",
        "translator",
        "the translator",
        "redaktion",
        "ред",
        "пер",
        "прим",
    )
)
_EDGES = " .:：。…!–—-\t\u00a0"
_WORDS = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Direction:
    """Where a direction stands in a line, what it is, and why it is taken for one."""

    start: int
    end: int
    kind: AsideKind
    reason: str


class Directions:
    """The directions of one script, whose lines are known."""

    def __init__(self, lines: Sequence[str], known: Conventions) -> None:
        self._lines = lines
        self._known = known.directions
        self._seen = known.labels["picture"]
        self._editors = known.directions["editors"]

    @cached_property
    def _times(self) -> Counter[str]:
        """In how many lines each text stands in round brackets."""
        found = Counter[str]()
        for line in self._lines:
            if "(" in line or "（" in line:
                matches = _BRACKETS.finditer(line)
                found.update({_plain(match["round"] or match["full"] or "") for match in matches})
        return found

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        """What stands in brackets between two sentences or alone somewhere, and is a direction there by its words."""
        found = set[str]()
        for line in self._lines:
            for _, shape, inner, before, after in _bracketed(line):
                words = len(inner.split())
                if shape not in _SUNG and words <= FEW_WORDS and _stands_between(before, after):
                    kind = self._of(shape, inner, before, after)
                    if kind and kind[0] is AsideKind.PICTURE and self._reads_as_one(inner):
                        found.add(_plain(inner))
        return frozenset(found)

    def _reads_as_one(self, inner: str) -> bool:
        return inner.isupper() or not inner[:1].isupper() or self.is_direction(inner)

    def inside(self, line: str) -> Iterator[Direction]:
        """The directions in a line of speech."""
        for match, shape, inner, before, after in _bracketed(line):
            found = self._of(shape, inner, before, after)
            if not found and shape not in _SUNG and _plain(inner) in self._elsewhere:
                found = AsideKind.PICTURE, "a direction elsewhere in the script"
            if found:
                yield Direction(match.start(), match.end(), *found)

    def alone(self, line: str) -> tuple[AsideKind, str] | None:
        """What a whole line is that only joins pictures or names a scene: `FADE TO:`, `INT. HARBOUR - DAY`."""
        bare = line.strip(_EDGES + ">[]()*_")
        plain = bare.casefold()
        if plain in self._known["transitions"] and (bare.isupper() or _is_uncased(bare) or line[-1:] in ".:"):
            return AsideKind.PICTURE, "a transition"
        if _TO.fullmatch(line.strip()) and bare.isupper() and len(bare.split()) > 1:
            return AsideKind.PICTURE, "a transition: capitals that lead on to what follows"
        if self._is_scene(line):
            return AsideKind.HEADING, "the heading of a scene"
        if (to_do := _TO_DO.match(line)) and not (to_do["box"] and ends_sentence(line)):
            return AsideKind.NOTE, "says what is still to do"
        words = plain.split(maxsplit=FEW_WORDS)
        leads = " ".join(words[:2]) in self._seen and words[1:2] == ["to"]  # cut to map
        if self._is_cue(line, plain) or (leads and 2 < len(words) <= FEW_WORDS and not ends_sentence(line)):
            return AsideKind.PICTURE, "a cue of sound or picture"
        return None

    def _is_cue(self, line: str, plain: str) -> bool:
        """Whether a line is a cue without a verb or an end: `Music up`, `SFX fade under`, `Theme music swells`."""
        words = plain.split(maxsplit=CUE_WORDS)
        if not 1 < len(words) <= CUE_WORDS or line.rstrip()[-1:] in ".!?:" or not line[:1].isupper():
            return False
        return (
            words[0] in self._known["cue_openings"] or " ".join(words[:2]) in self._known["cue_openings"]
        ) and words[-1] in self._known["cue_closings"]

    def is_direction(self, inner: str, *, loose: bool = True) -> bool:
        """Whether what stands in brackets is made of the words of directions; `loose` where no sentence goes on."""
        plain = _plain(inner)
        words = [word.rstrip(".") for word in _WORDS.findall(plain)]
        known = self._known["words"]
        if plain in known or (words and words[0] in {"unintelligible", "inaudible", "crosstalk"}):
            return True
        if is_unspaced(plain):
            return len(plain) <= UNSPACED_LETTERS and any(
                plain.startswith(word) for word in known if is_unspaced(word)
            )
        if not 1 < len(words) <= FEW_WORDS:
            return False
        opens = any(" ".join(words[:count]) in known for count in (1, 2, 3))
        return opens or (loose and len(words) <= CLOSES_WITHIN and words[-1] in known)

    def is_editors(self, text: str) -> bool:
        """Whether a text opens as a note of an editor or a translator does."""
        parts = _COLON.split(text[:60], maxsplit=1)
        head = parts[0].casefold().strip(" .")
        if len(parts) == 1 and head in _NOT_ALONE:
            return False
        if head in self._editors or f"{head}." in self._editors:
            return True
        words = _WORDS.findall(head)
        return (
            1 < len(words) <= EDITORS_WORDS
            and any(word.rstrip(".") in self._known["note_words"] for word in words)
            and any(word.startswith(stem) for word in words for stem in self._known["editor_stems"])
        )

    def is_signed(self, text: str) -> bool:
        """Whether an editor or a translator signs a text: `… – Ed.`, `… — Transl.`."""
        signed = _SIGNED.search(text[-SIGNATURE:])
        return signed is not None and signed["who"].casefold().strip(" .") in self._editors

    def heads_a_note(self, text: str) -> bool:
        """Whether a line is the heading of an editor's note, which stands below it."""
        bare = text.rstrip(" :：")
        return bool(bare) and not _COLON.search(bare) and not ends_sentence(bare) and self.is_editors(bare)

    def _is_scene(self, line: str) -> bool:
        words = line.split(maxsplit=1)
        if not words or ends_sentence(line.rstrip(".")) or len(line) > 100:
            return False
        opens = words[0].rstrip(".").casefold() in self._known["scenes"]
        if opens and len(words) > 1 and (words[0].endswith(".") or line.isupper() or words[0].isupper()):
            return True
        light = _SCENE_LIGHT.search(line) if line.isupper() else None
        return light is not None and light["light"].strip(" .").casefold() in self._known["daytimes"]

    def _of(self, shape: str, inner: str, before: str, after: str) -> tuple[AsideKind, str] | None:
        if shape in _SUNG:
            words = set(_WORDS.findall(_plain(inner)))
            few = len(words) <= FEW_WORDS and bool(words & self._known["instruments"])
            music = not inner or self.is_direction(inner) or few
            return (AsideKind.PICTURE, "between notes of music") if music else None
        if (len(inner) < 2 and inner.isascii()) or _FIGURES.fullmatch(inner) or self._is_mark(inner):
            return None
        if shape in _STARRED:
            direction = self.is_direction(inner) and _stands_between(before, after)
            return (AsideKind.PICTURE, "a direction") if direction else None
        if shape == "angle":
            return self._angle(inner, before, after)
        if self.is_editors(inner) or self.is_signed(inner) or _ADDRESS.fullmatch(inner):
            return AsideKind.NOTE, "an address" if "://" in inner or "www." in inner else "an editor's note"
        return (
            self._square(inner, before, after)
            if shape in _SQUARE
            else self._round(shape, inner, before, after)
        )

    def _angle(self, inner: str, before: str, after: str) -> tuple[AsideKind, str] | None:
        """What stands in angle brackets: an order to a speech engine, an editor's note, or a direction."""
        if _SPOKEN_MARKUP.fullmatch(inner):
            return AsideKind.PICTURE, "an order to a speech engine"
        if self.is_editors(inner):
            return AsideKind.NOTE, "an editor's note"
        return self._round("angle", inner, before, after)

    def _is_mark(self, inner: str) -> bool:
        """Whether what stands in brackets is made as marks of footnotes are: a letter, `iv`, `note 3`."""
        return bool(_MARK.fullmatch(inner) or NOTED.fullmatch(inner)) and inner not in self._known["words"]

    def _square(self, inner: str, before: str, after: str) -> tuple[AsideKind, str] | None:
        if _TIMES.fullmatch(inner):
            return AsideKind.NOTE, "a time"
        if not before and not after:
            return AsideKind.PICTURE, "brackets that fill their line"
        between = _stands_between(before, after)
        if self.is_direction(inner, loose=between):
            return AsideKind.PICTURE, "a direction in brackets"
        small = inner.isupper() or not inner[0].isupper()
        if any(map(str.isdigit, inner)) or "@" in inner or inner == "sic":  # a reference, or on the wording
            return None
        few = len(inner) <= UNSPACED_LETTERS if is_unspaced(inner) else len(inner.split()) <= FEW_WORDS
        small = small or len(inner.split()) > 1  # [Insertar mapa]
        query = inner.endswith("?") and len(inner.split()) <= CLOSES_WITHIN
        if between and few and small and (query or not ends_sentence(inner)):
            return AsideKind.PICTURE, "brackets between two sentences"
        return None

    def _round(self, shape: str, inner: str, before: str, after: str) -> tuple[AsideKind, str] | None:
        """What a narrator may say too is a direction only where it is nothing else."""
        words, plain = inner.split(), _plain(inner)
        small = inner.isupper() or not inner[:1].isupper() or 1 < len(words) <= CAPITAL_WORDS
        between = _stands_between(before, after) and small and not ends_sentence(inner)
        if _LOOK_UP.match(inner) or (_TIMES.fullmatch(inner) and inner.count(":") > 1):
            return AsideKind.NOTE, "a time, or where to look it up"
        if plain in self._known["words"] or (between and (plain in self._seen or self.is_direction(inner))):
            return AsideKind.PICTURE, "a direction in brackets"
        lower = inner[:1].islower() and len(words) <= CAPITAL_WORDS and inner[-1:].isalpha()
        if between and lower and before and after and shape != "angle":
            return AsideKind.PICTURE, "small letters in brackets between two sentences"
        if not before and not after and len(words) <= MOST_ALONE and not ends_sentence(inner):
            return AsideKind.PICTURE, "brackets that fill their line"
        times = self._times[plain]
        if len(words) <= RECURRING_WORDS and times >= RECURS and inner.isalpha() and inner[0].islower():
            return AsideKind.PICTURE, f"the same in brackets {times} times"
        return None


def _bracketed(line: str) -> Iterator[tuple[re.Match[str], str, str, str, str]]:
    """What stands in brackets of any kind in a line: the match, the shape, what they hold, and what is around it."""
    if not any(mark in line for mark in _OPENS):
        return
    for match in _BRACKETS.finditer(line):
        shape = next(name for name in _BRACKETS.groupindex if name != "rule" and match[name] is not None)
        before = line[max(0, match.start() - NEAR) : match.start()].rstrip()
        after = line[match.end() : match.end() + NEAR].lstrip()
        yield match, shape, str(match[shape] or "").strip(), before, after


def _stands_between(before: str, after: str) -> bool:
    """Whether no sentence goes on from before a bracket to after it."""
    begins = not before or ends_sentence(before)
    return begins and (
        not after or after[:1] in "[(（［【" or not (after[0].islower() or after[0] in ",;:.!?")
    )


def _plain(inner: str) -> str:
    return inner.casefold().strip(_EDGES)


def _is_uncased(text: str) -> bool:
    return text.upper() == text.lower()
