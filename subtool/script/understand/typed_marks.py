"""Footnote marks as people type them: (1), ^1, word.1, `<sup>1</sup>`, 【1】, ①, [i], #ref1, [CLM-0006], [Smith 2001].

None of these is a mark by its form: evidence is the list below the text (numbers, order), the same shape coming again,
and the place after a word or its punctuation. A number that is part of the sentence stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

MOST_LISTED = 0.7  # of the numbers of a shape must be listed; a year or an age in brackets is not
COVERED = 0.8  # of the list cited as [1] leaves nothing to look for
FEWEST_ALONE = 3  # marks without a list, in the order 1, 2, 3
RECURS = 2  # times that a shape must come again to be a mark; chosen on scripts by eye
RECURS_IN_ROUND = 3  # asides are often in round brackets: once more is asked for

_N = r"\d{1,3}(?:\s?[,;，、–-]\s?\d{1,3}){0,9}"
# Unicode's enclosed numbers.
_CIRCLED = {
    **{chr(0x2460 + n): str(n + 1) for n in range(20)},
    **{chr(0x2776 + n): str(n + 1) for n in range(10)},
    **{chr(0x2474 + n): str(n + 1) for n in range(20)},
    **{chr(0x3251 + n): str(n + 21) for n in range(15)},
}
_CIRCLES = "".join(_CIRCLED)
_RAISED = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_CHINESE = "一二三四五六七八九十"
_NOTED = (
    r"(?:(?:see|cf\.?|siehe|vgl\.|voir|ver|véase|vedi|cfr\.?|zie|см\.)\s)?"
    r"(?:fn|notes?|ref|source|src|footnotes?|endnotes?|nota|anm|fußnote|noot|voetnoot|прим|примечание|сноска)\.?\s?#?"
)
NOTED = re.compile(rf"(?:{_NOTED}|[注註※＊*]\s?)\d{{1,3}}", re.IGNORECASE)
_SHAPES = {
    "caret": re.compile(rf"(?<![\[\d])\^[\[(]?(?P<n>{_N})[\])]?\^?"),
    "sup": re.compile(
        r"<sup(?:\s[^<>]{0,80})?>\s{0,2}(?:<a\s[^<>]{0,200}>)?[\[(]?(?P<n>[\d,\s–-]{1,12}|[a-z])[\])]?(?:</a>)?\s{0,2}"
        r"</sup>",
        re.IGNORECASE,
    ),
    "tex": re.compile(rf"\$\s?\^\{{?(?P<n>{_N})\}}?\s?\$"),
    "angle": re.compile(rf"<(?P<n>{_N})>"),
    "hash": re.compile(r"[ \u00a0]?#(?:ref|fn|note)?-?(?P<n>\d{1,3})(?!\w)", re.IGNORECASE),
    "closed": re.compile(rf"(?<=[^\W\d]|[.,;:!?…”\"’»])(?P<n>{_N})\)"),
    "round_letter": re.compile(r"[ \u00a0]?\((?P<n>[a-z]|[ivxlc]{2,6})\)"),
    "round": re.compile(rf"[ \u00a0]?\((?P<n>{_N})\)"),
    "wide": re.compile(rf"[【［〔（](?P<n>{_N}|[{_CHINESE}]{{1,3}})[】］〕）]"),
    "slashes": re.compile(rf"(?<=\w|[.!?,;])[/|](?P<n>{_N})[/|](?!\w)"),
    "asian": re.compile(r"[（(［\[【〔]?[注註※＊](?P<n>\d{1,3})[)）］\]】〕]?"),
    "circled": re.compile(rf"(?P<n>[{_CIRCLES}])"),
    "letter": re.compile(r"\[(?P<n>[a-z]{1,2}|[ivxlc]{1,6})\]"),
    "curly": re.compile(r"\{{1,2}(?P<n>" + _N + r")\}{1,2}"),
    "raised_letter": re.compile(rf"(?P<n>[{_RAISED}]{{1,3}})"),
    # Word numbers endnotes i, ii, iii: copied as text, they hang on a stop.
    "glued_roman": re.compile(
        r"(?:(?<=[^\W\d_]{2})|(?<=\d{4}))[.,;:!?…]{1,3}[”\"’»)]?(?P<n>[ivxl]{1,6})(?=\s|\Z)"
    ),
    "noted": re.compile(rf"\s?[\[(]{_NOTED}(?P<n>\d{{1,3}})[\])]", re.IGNORECASE),
    "glued": re.compile(
        r"(?:(?<![^\W\d_])(?P<word>[^\W\d_]{2,}+)|(?<=\d)(?=[.,;:!?…”\"’»)]))(?P<stop>[.,;:!?…]{0,3}[”\"’»')\]]?)"
        r"(?P<n>\d{1,3}(?:[,–]\d{1,3}){0,4})(?=\s|\Z|[.,;:!?…](?:\s|\Z)|[—–”»])"
    ),
}
# A figure before a stop is a mark only where such figures, and glued ones, cite the list in its order.
_SPACED = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=\d{4}))[ \u00a0\u202f](?P<n>\d{1,3})(?=[.,;:!?…](?:\s|\Z))")
_GLUED = ("glued", "glued_roman")
_STRONG = frozenset(("caret", "sup", "tex", "angle", "wide", "circled", "curly", "noted", "slashes", "asian"))
_ABBREVIATED = frozenset((
    "p", "pp", "no", "nr", "nos", "vol", "ch", "fig", "art", "op", "s", "n", "v", "st", "sec", "cap", "bd", "kap", "№",
    "pg", "act", "sc",
))  # fmt: skip
_FIRSTS = (
    (re.compile(r"\d+(?:\s?[,;，、–-]\s?\^?\d+)*"), "1"),
    (re.compile(r"[⁰¹²³⁴-⁹]+(?:[,⁻–\u2009\u202f][⁰¹²³⁴-⁹]+)*"), "¹"),
    (re.compile(rf"[{_CIRCLES}]"), "①"),
    (re.compile(r"(?<=\[)[a-z]{1,6}(?=\])"), "a"),
)
_DIGITS = re.compile(r"\d+")
_KEY_FORM = r"[A-Z][A-Za-z]{0,9}[-_ #:]?\d{1,6}[a-z]?"
_PREFIX = re.compile(r"([A-Z][A-Za-z]{0,9})[-_ #:]?\d")
_KEY = re.compile(
    r"\s?(?P<open>[\[({【]|\{\{|<<|\[@)(?P<key>(?P<prefix>[A-Z][A-Za-z]{0,9})[-_ #:]?\d{1,6}[a-z]?"
    rf"(?:\s?[,;]\s?{_KEY_FORM})*)(?:\}}\}}|>>|[\])}}】])"
)
# A code in brackets, one word with a figure in it: [clm-0007], [dahl1931], [S1:p4], [#12]; no time, no [19th].
_CODE = re.compile(
    r"\s?(?:\[|\{\{?|<<)(?P<key>(?!\d{1,3}:\d\d|\d+(?:st|nd|rd|th|s)\])(?=[^\]\[{}<>\s]*\d)"
    r"(?=[^\]\[{}<>\s]*[^\W\d_]|#|\d+\.\d+/)[#@]?[\w.:/+-]{2,40})"
    r"(?:\]|\}\}?|>>)"
)
_AUTHOR = r"(?:[^\W\d_a-z][\w’'.-]+(?:\s(?:and|&|und|et|y|e|van|von|de|al\.?|[^\W\d_a-z][\w’'.-]*),?){0,5})"
_AUTHOR_YEAR = (
    rf"(?:(?:see|cf\.|e\.g\.|vgl\.|siehe|voir|cfr\.?)\s(?:also\s)?)?{_AUTHOR},?\s"
    r"(?:(?:1[5-9]|20)\d\d[a-z]?|n\.d\.|o\.\s?J\.|s\.f\.|forthcoming|in press)"
    r"(?P<place>(?:[,:]\s?(?:pp?\.?|S\.|с\.|pág\.)?\s?\d[\d–-]*(?:ff?\.?)?){0,2})"
)
_PLACE = r"(?:pp?\.?|S\.|с\.|pág\.)?\s?\d[\d–-]*(?:ff?\.?)?"
_SAME = rf"(?:(?i:ebd|ebda|ebenda|ibid|ibidem|ders|dies|idem|там же)\.?(?:,?\s{_PLACE})?)"
_BIBTEX = re.compile(
    r"\s?\[(?:[^\[\]@]{1,20}\s)?-?@[\w:.-]{2,60}(?:,\s[^\[\]@]{1,40})?(?:;\s?-?@[^\[\]]{2,80})?\]"
)  # pandoc's
_AUTHORS = re.compile(
    rf"\s?(?P<open>[\[(])(?P<key>{_AUTHOR_YEAR}(?:;\s{_AUTHOR_YEAR.replace('?P<place>', '?:')}){{0,6}}"
    rf"|(?P<same>{_SAME}))[\])]"
)
_OPENS = re.compile(
    rf"(?:[【［〔（](?P<wide>\d{{1,3}})[】］〕）]|(?P<circle>[{_CIRCLES}])|\^(?P<caret>\d{{1,3}})\^?[.:)]?"
    rf"|[（(［【〔\[]?(?:[注註※＊](?P<asian>\d{{1,3}})|(?<=[（(［【〔])(?P<chinese>[{_CHINESE}]{{1,3}}))[)）］\]】〕.:：]?(?=\s|[^\d\s])"
    rf"|(?P<raised>[{_RAISED}]{{1,3}})[.):]?\s|(?P<roman>[ivxl]{{1,6}})\s"
    r"|[/|](?P<slash>\d{1,3})[/|]|[(]?(?P<item>[a-z]|[ivxlc]{2,6})[.)]\s"
    r"|<(?P<angle>\d{1,3})>|#(?:ref|fn|note)?-?(?P<hash>\d{1,3})[.:)]?\s"
    r"|<sup>\s*(?P<sup>\d{1,3})\s*</sup>|\[(?P<letter>[a-z]{1,2}|[ivxlc]{1,6})\][.:]?(?=\s)"
    r"|[\[(]?(?i:fn|note|ref|source|src|footnote|nota|anm|fußnote)\.?\s?#?(?P<noted>\d{1,3})[.:)\]]{1,2}\s"
    r"|\{{1,2}(?P<curly>\d{1,3})\}{1,2}[.:]?"
    r"|\[(?P<key>[A-Z][A-Za-z]{0,9}[-_ #]?\d{1,6}[a-z]?)\]:?)\s*(?=\S)"
)


# An author and a page before the end of a sentence or a part of it: (Dahl 12), (Dahl and Berge 12–14).
_PAGES = re.compile(
    r"\s?\((?P<key>[A-ZÀ-Þ][^\W\d_’'-]+(?:[’'-][^\W\d_]+)?(?:\s(?:and|&|und|et|y|e)\s[A-ZÀ-Þ][^\W\d_]+|\set\sal\.)?)"
    r"\s(?P<page>\d{1,4}(?:[–-]\d{1,4})?)\)(?=[.,;:!?])"
)


@dataclass(frozen=True, slots=True)
class TypedMark:
    """A mark where it stands; one that only leads to a list somewhere else has no numbers."""

    numbers: tuple[str, ...]
    start: int
    end: int
    shape: str


def typed_entry(text: str) -> tuple[str, int] | None:
    """The number or letter that opens an entry of a list, and where its text begins."""
    match = _OPENS.match(text)
    if not match:
        return None
    mark = next(found for found in match.groups() if found)
    return _numbers(mark)[0], match.end()


def could_be_typed(text: str) -> Iterator[str]:
    """Every number that a line may cite in one of these shapes; not what opens the line, which may list it."""
    for shape, form in _SHAPES.items():
        for mark in _matches(shape, form, text):
            if mark.start:
                yield from mark.numbers


class MarkForms:
    """The shapes that are marks in one script, by all its lines and the numbers of its list."""

    def __init__(self, texts: Iterable[str], listed: Collection[str], cited: Collection[str] = ()) -> None:
        texts = [text for text in texts if text]
        self.listed = frozenset(listed)
        self._shapes: dict[str, bool] = {}  # whether only what is listed counts
        self._seen: Counter[str] = Counter()
        covered = len(self.listed & set(cited)) >= COVERED * len(self.listed) if self.listed else False
        for shape, form in _SHAPES.items():
            found = [mark for text in texts for mark in _matches(shape, form, text)]
            if found and not (covered and shape not in _STRONG) and self._is_mark(shape, found, texts):
                self._shapes[shape] = bool(self.listed)
        if self.listed and not covered and len(self.listed) > 1 and self._cites_with_space(texts):
            self._shapes |= {"glued": True, "spaced": True}
        self._keys = _recurring_keys(texts, self.listed)
        self._authors = self._has_authors(texts)
        self._pages = _cites_pages(texts)
        self._codes = sum(len(_CODE.findall(text)) for text in texts if "[" in text or "{" in text) >= RECURS

    def find(self, text: str) -> list[TypedMark]:
        """The marks of a line, in order, none over another."""
        found = [
            mark
            for shape, listed in self._shapes.items()
            for mark in _matches(shape, _SHAPES.get(shape, _SPACED), text)
            if not listed or any(number in self.listed for number in mark.numbers)
        ]
        found += self._tags(text)
        found.sort(key=lambda mark: (mark.start, -mark.end))
        marks: list[TypedMark] = []
        for mark in found:
            if not marks or mark.start >= marks[-1].end:
                marks.append(mark)
        return marks

    def see(self, mark: str) -> None:
        """Note that a mark was taken as one."""
        self._seen[_shape(mark.strip())] += 1

    def shapes(self) -> tuple[tuple[str, int], ...]:
        """The shapes of the marks that were taken, as in ("[1]", 12), and how often; the most usual first."""
        return tuple(self._seen.most_common())

    def _cites_with_space(self, texts: Iterable[str]) -> bool:
        """Whether figures before a stop, and glued ones, are the list, each number once and in its order."""
        forms = (("glued", _SHAPES["glued"]), ("spaced", _SPACED))
        found = [
            mark
            for text in texts
            for mark in sorted(
                (mark for shape, form in forms for mark in _matches(shape, form, text)),
                key=lambda mark: mark.start,
            )
        ]
        numbers = [number for mark in found for number in mark.numbers if number in self.listed]
        counts = [int(number) for number in numbers if number.isdecimal()]
        return len(numbers) == len(counts) == len(self.listed) and counts == sorted(set(counts))

    def _tags(self, text: str) -> Iterator[TypedMark]:
        if self._keys:
            for match in _KEY.finditer(text):
                if self._keys & set(_prefixes(match)):
                    keys = re.split(r"\s?[,;]\s?", match["key"])
                    numbers = tuple(key for key in keys if key in self.listed)
                    yield TypedMark(numbers, match.start(), match.end(), "key")
        for match in _CODE.finditer(text) if self._codes else ():
            number = match["key"].lstrip("#@")
            yield TypedMark((number,) if number in self.listed else (), match.start(), match.end(), "code")
        for match in _AUTHORS.finditer(text) if self._authors else ():
            if match["open"] in self._authors or match["place"] or match["same"] or "et al" in match["key"]:
                yield TypedMark((), match.start(), match.end(), "author")
        for match in _PAGES.finditer(text) if self._pages else ():
            yield TypedMark((), match.start(), match.end(), "author")
        for match in _BIBTEX.finditer(text) if "@" in text else ():
            yield TypedMark((), match.start(), match.end(), "author")

    def _is_mark(self, shape: str, found: list[TypedMark], texts: list[str]) -> bool:
        firsts = list(dict.fromkeys(number for mark in found for number in mark.numbers))
        hits = [number for number in firsts if number in self.listed]
        if self.listed:
            enough = len(hits) >= 2 or len(self.listed) == 1 or shape in _STRONG
            wanted = MOST_LISTED if shape != "glued" else MOST_LISTED / 2
            return bool(hits) and enough and len(hits) >= wanted * len(firsts) and _in_order(hits)
        counts = [int(number) for number in firsts if number.isdecimal()]
        counting = counts == list(range(1, len(counts) + 1)) and len(counts) == len(firsts)
        if not counting or len(counts) < (RECURS if shape in _STRONG else FEWEST_ALONE):
            return False
        if shape == "round":  # an enumeration opens what follows; a mark hangs on what stands before
            hung = sum(_hangs(text, mark) for text in texts for mark in _matches(shape, _SHAPES[shape], text))
            return hung == len(found)
        return shape in _STRONG and shape != "circled"

    def _has_authors(self, texts: Iterable[str]) -> frozenset[str]:
        """The brackets that hold an author and a year more than once."""
        times: dict[str, int] = defaultdict(int)
        for text in texts:
            for match in _AUTHORS.finditer(text) if "[" in text or "(" in text else ():
                times[match["open"]] += 1
        square = times.get("[", 0)
        known = {
            opener
            for opener, count in times.items()
            if count >= (RECURS if opener == "[" else RECURS_IN_ROUND)
        }
        if square and times.get("(", 0):
            known |= {"[", "("}
        return frozenset(known) or (frozenset({""}) if times else frozenset())


def _cites_pages(texts: Iterable[str]) -> bool:
    """Whether authors and pages stand in round brackets again and again, one of them with several pages."""
    pages = defaultdict[str, set[str]](set)
    for text in texts:
        for match in _PAGES.finditer(text) if "(" in text else ():
            pages[match["key"]].add(match["page"])
    several = max(map(len, pages.values()), default=0) >= RECURS
    return several and sum(map(len, pages.values())) >= RECURS_IN_ROUND


def _shape(mark: str) -> str:
    """The form of a mark, with the first number, letter or author that it could have."""
    if mark.isdecimal():
        return "word1"
    if _AUTHORS.fullmatch(mark):
        return f"{mark[0]}Author 2001{mark[-1]}"
    for form, first in _FIRSTS:
        mark = form.sub(first, mark)
    return mark


def _recurring_keys(texts: Iterable[str], listed: Collection[str]) -> set[str]:
    """The openings of keys such as `[CLM-`, which come again or are listed."""
    times: Counter[str] = Counter()
    known = set[str]()
    for text in texts:
        for match in _KEY.finditer(text) if any(mark in text for mark in "[({【<") else ():
            openings = set(_prefixes(match))
            times.update(openings)
            if match["key"] in listed:
                known |= openings
    return known | {
        opening
        for opening, count in times.items()
        if count >= (RECURS if opening[0] != "(" else RECURS_IN_ROUND)
    }


def _prefixes(match: re.Match[str]) -> Iterator[str]:
    """How the keys of a bracket begin, with the bracket: `[CLM`, of `[REF-7, EV-3]` both."""
    return (match["open"] + prefix for prefix in _PREFIX.findall(match["key"]))


def _matches(shape: str, form: re.Pattern[str], text: str) -> Iterator[TypedMark]:
    for match in form.finditer(text):
        if shape == "glued" and not _is_glued(match):
            continue
        start = match.start("n") if shape in _GLUED else match.start()
        if shape == "round" and not start:
            continue  # it lists
        yield TypedMark(_numbers(match["n"]), start, match.end(), shape)


def _is_glued(match: re.Match[str]) -> bool:
    """Whether digits after a word are not part of it, as those of MP3 and of p.12 are."""
    word, stop = match["word"] or "", match["stop"]
    if not word:
        return bool(stop) and match.string[match.end() :].lstrip()[:1].isupper() and "," not in stop
    return word.lower() not in _ABBREVIATED and (bool(stop) or not word.isupper())


def _hangs(text: str, mark: TypedMark) -> bool:
    before = text[: mark.start]
    return bool(before) and text[mark.start] != " " and before[-1] in '.,;:!?…”"’»)'


def _numbers(listing: str) -> tuple[str, ...]:
    if listing in _CIRCLED:
        return (_CIRCLED[listing],)
    if listing[0] in _CHINESE:
        return (_from_chinese(listing),)
    if listing[0] in _RAISED:
        return (unicodedata.normalize("NFKC", listing),)
    if not listing[0].isdigit():
        return (listing,)
    digits = [digits.lstrip("0") or "0" for digits in _DIGITS.findall(listing)]
    if len(digits) == 2 and re.search(r"[–-]", listing) and 0 < int(digits[1]) - int(digits[0]) < 30:
        return tuple(str(n) for n in range(int(digits[0]), int(digits[1]) + 1))
    return tuple(digits)


def _from_chinese(numeral: str) -> str:
    """十二 as 12."""
    tens, ten, ones = numeral.rpartition("十")
    digits = [1 + _CHINESE.index(digit) if digit else 0 for digit in (tens[:1], ones[:1])]
    return str((digits[0] or 1) * 10 + digits[1] if ten else digits[1])


def _in_order(numbers: list[str]) -> bool:
    """Whether numbers are first cited in their order, but for a few."""
    counts = [int(number) for number in numbers if number.isdecimal()]
    back = sum(before > after for before, after in pairwise(counts))
    return back * 4 <= len(counts)
