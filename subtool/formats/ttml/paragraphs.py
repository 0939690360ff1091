"""The paragraphs of a TTML document as cues: what is seen of each, from when to when, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from subtool.errors import FormatError
from subtool.formats.runs import StyledText, TextRun, styled
from subtool.formats.ttml.document import XML
from subtool.formats.ttml.styles import StyleSheet, changed_by, is_hidden, look, xml_id
from subtool.model import Cue, CueStyle, Role, Span, Word, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from subtool.formats.ttml.document import Element
    from subtool.formats.ttml.styles import Properties
    from subtool.formats.ttml.timing import ShownSpan, Timeline

ROLES = {"note": Role.NOTE, "title": Role.TITLE}  # by the regions that our own writer names
BY_NAME = {"i": {"fontStyle": "italic"}, "b": {"fontWeight": "bold"}, "u": {"textDecoration": "underline"}}
RUBY_BOXES = frozenset({"container", "baseContainer", "textContainer"})
XML_SPACES = re.compile(r"[ \t\r\n]+")  # XML 1.0 §2.3
# At a change all of a paragraph is looked at. 1,000 lines of 20 words, each timed, are 400,000 looks; 1 million took
# 2 to 7 s, and 1 MB of spans or of `set` in one paragraph some 10 to 300 million.
MOST_LOOKS = 1_000_000
FEWEST_WORDS = 2  # timed one by one, for a paragraph to be told word by word


class PreservedText(str):
    """Text whose spaces are all shown (`xml:space="preserve"`)."""

    __slots__ = ()


class InPlace(NamedTuple):
    """Where a paragraph stands in the document: what it is in, from the body on, and its region."""

    element: Element
    above: tuple[Element, ...]
    region: Element | None

    @property
    def chain(self) -> tuple[Element, ...]:
        """What it inherits its styles from, and itself."""
        return (*((self.region,) if self.region is not None else ()), *self.above, self.element)


class Untimed(NamedTuple):
    """A cue whose end may be given by nobody, and its paragraph."""

    cue: Cue
    begin: Fraction
    end: Fraction | None
    paragraph: Element


@dataclass(slots=True)
class Paragraphs:
    """Reads the paragraphs of one document."""

    root: Element
    sheet: StyleSheet
    timeline: Timeline
    _inside: dict[int, dict[str, list[Element]]] = field(default_factory=dict, init=False, repr=False)
    _looks: int = field(default=0, init=False, repr=False)

    def cues(self) -> Iterator[Untimed]:
        """The cues of all paragraphs in the order of the file, those left out whose begin is unknown.

        Raises:
            FormatError: so much changes so often that it would take minutes.
        """
        agents = dict(_agents(self.root))
        for setting in self.settings():
            if self.is_timed(setting):
                for result in self._of(setting):
                    speaker = _speaker(setting, agents)
                    yield result._replace(cue=replace(result.cue, speaker=speaker)) if speaker else result

    def is_timed(self, setting: InPlace) -> bool:
        """Whether it can be told when a paragraph begins."""
        return not any(id(element) in self.timeline.unknown for element in (*setting.above, setting.element))

    def is_hidden(self, setting: InPlace) -> bool:
        """Whether a paragraph is one that is not to be seen."""
        return any(
            style.get("display") == "none" or is_hidden(style)
            for style in map(self.sheet.specified, (*setting.chain, *setting.element.every()))
        )

    def settings(self) -> Iterator[InPlace]:
        """Every paragraph, and what it stands in."""
        body = next((child for child in self.root.children if child.name == "body"), None)
        stack: list[tuple[Element, tuple[Element, ...]]] = [] if body is None else [(body, ())]
        while stack:
            element, above = stack.pop()
            if element.name == "p":
                yield InPlace(element, above, self._region(element, above))
            elif element.name in {"body", "div"}:
                stack += [(child, (*above, element)) for child in reversed(list(element.children))]

    def _region(self, element: Element, above: Sequence[Element]) -> Element | None:
        for holder in (element, *reversed(above)):
            own = next(iter(self._children(holder, "region")), None)
            name = holder.attributes.get(("", "region"))
            if own is not None or name:
                return own or self.sheet.regions.get(name or "")
        named = (child.attributes.get(("", "region")) for child in element.children)
        return next((self.sheet.regions[name] for name in named if name in self.sheet.regions), None)

    def _children(self, element: Element, name: str) -> Sequence[Element]:
        """The children of a name; a division is gone through once, and not for each paragraph in it."""
        inside = self._inside.get(id(element))
        if inside is None:
            inside = self._inside[id(element)] = {}
            for child in element.children:
                inside.setdefault(child.name, []).append(child)
        return inside.get(name, ())

    def _of(self, setting: InPlace) -> Iterator[Untimed]:
        """A cue for each stretch in which the same is seen."""
        whole = self.timeline.shown[id(setting.element)]
        region = self.timeline.shown.get(id(setting.region)) if setting.region is not None else None
        begin = max(whole.begin, region.begin) if region else whole.begin
        ends = [shown.end for shown in (whole, region) if shown and shown.end is not None]
        end = min(ends, default=None)
        if end is not None and end < begin:
            return
        if cue := self._word_by_word(setting, whole):
            yield cue
            return
        moments = self._moments(setting, begin, end)
        if len(moments) == 1 and end is not None and end <= begin:
            moments = [begin]
        seen: list[tuple[Fraction, Fraction | None, StyledText, str]] = []
        for first, last in pairwise([*moments, end]):
            assert first is not None, "only the last may be"
            text, settings = self._seen(setting, first)
            if text and seen and seen[-1][1] == first and seen[-1][2:] == (text, settings):
                seen[-1] = (seen[-1][0], last, text, settings)
            elif text:
                seen.append((first, last, text, settings))
        for first, last, text, settings in seen:
            yield Untimed(_cue(setting, first, last, text, settings), first, last, setting.element)

    def _moments(self, setting: InPlace, begin: Fraction, end: Fraction | None) -> list[Fraction]:
        """When something of a paragraph changes: its begin, and the times of what is in it or moves it."""
        inside = [*setting.element.every()][1:]
        around = [child for holder in setting.chain[:-1] for child in self._children(holder, "set")]
        shown = [
            self.timeline.shown[id(element)]
            for element in (*inside, *around)
            if id(element) in self.timeline.shown
        ]
        times = {
            time
            for stretch in shown
            for time in (stretch.begin, stretch.end)
            if time is not None and time > begin
        }
        moments = [begin, *sorted(time for time in times if end is None or time < end)]
        self._looks += len(moments) * (len(inside) + len(around))
        if self._looks > MOST_LOOKS:
            hint = f"the one in line {setting.element.line} changes {len(moments)} times: take it apart"
            raise FormatError("has paragraphs in which too much changes too often", hint=hint)
        return moments

    def _seen(self, setting: InPlace, time: Fraction) -> tuple[StyledText | None, str]:
        """What is seen of a paragraph at a time, and where."""
        style: Properties = dict(self.sheet.initial)
        region: Properties | None = None
        for element in setting.chain[:-1]:
            style = self.sheet.inherited(style, element, self._moved(element, time))
            if style.get("display") == "none":
                return None, ""
            if element is setting.region:
                region = style
        runs = list(self._runs(setting.element, style, time, keeps=_keeps_spaces(setting)))
        own = self.sheet.inherited(style, setting.element, self._moved(setting.element, time))
        keeps = _keeps_spaces(setting) or any(_is_kept(element) for element in setting.element.every())
        return styled(_joined(runs) if keeps else runs, spaces=keeps), self.sheet.settings(region, own)

    def _moved(self, element: Element, time: Fraction) -> Iterator[Properties]:
        for child in self._children(element, "set"):
            if id(child) not in self.timeline.unknown:
                shown = self.timeline.shown.get(id(child))
                if shown and shown.at(time):
                    yield changed_by(child)

    def _runs(
        self, element: Element, above: Mapping[str, str], time: Fraction, *, keeps: bool
    ) -> Iterator[TextRun]:
        style = self.sheet.inherited(above, element, self._moved(element, time))
        style |= BY_NAME.get(element.name, {})
        if style.get("display") == "none":
            return
        keeps = _is_kept(element) if (XML, "space") in element.attributes else keeps
        in_turn = (
            element.attributes.get(("", "timeContainer")) == "seq"
        )  # its own text lasts no time (§12.2.4)
        boxed = style.get("ruby") in RUBY_BOXES  # the spaces in it are none of the text
        hidden, appearance = in_turn or is_hidden(style), look(style)
        for part in element.inside:
            if isinstance(part, str):
                if not hidden and not (boxed and part.isspace()):
                    yield TextRun(PreservedText(part) if keeps else XML_SPACES.sub(" ", part), appearance)
            elif part.name == "br":
                yield TextRun("\n", appearance)
            elif self._is_content(part, element) and (
                id(part) not in self.timeline.shown or self.timeline.shown[id(part)].at(time)
            ):
                yield from _annotated(part, list(self._runs(part, style, time, keeps=keeps)), self.sheet)

    def _is_content(self, part: Element, element: Element) -> bool:
        not_text = {
            "set",
            "metadata",
            "region",
            "style",
            "animate",
            "image",
            "audio",
            "desc",
            "title",
            "agent",
        }
        known = part.namespace == element.namespace and part.name not in not_text
        return known and id(part) not in self.timeline.unknown

    def _word_by_word(self, setting: InPlace, whole: ShownSpan) -> Untimed | None:
        """A paragraph whose words come one by one, each in a span with its time, as one cue with timed words."""
        words: list[tuple[str, Fraction, Fraction | None]] = []
        glued = False
        for part in setting.element.inside:
            if isinstance(part, str):
                if part.strip():
                    return None
                glued = glued and not part
                continue
            if part.name == "br":
                glued = False
                continue
            text = part.text()
            if (
                part.name != "span"
                or ("", "begin") not in part.attributes
                or id(part) in self.timeline.unknown
            ):
                return None
            pieces = list(_shared_out(text, self.timeline.shown[id(part)]))
            if not pieces:
                return None
            if glued and words and not text[:1].isspace():
                first, _, end = pieces.pop(0)
                words[-1] = (words[-1][0] + first, words[-1][1], end)
            words += pieces
            glued = not text[-1:].isspace()
        if len(words) < FEWEST_WORDS or any(one[1] > two[1] for one, two in pairwise(words)):
            return None
        return self._told(setting, whole, words)

    def _told(
        self, setting: InPlace, whole: ShownSpan, words: Sequence[tuple[str, Fraction, Fraction | None]]
    ) -> Untimed | None:
        element = setting.element
        begin = whole.begin if ("", "begin") in element.attributes else words[0][1]
        lasts = [end for _, _, end in words]
        last = None if None in lasts else max(end for end in lasts if end is not None)
        end = whole.end if {("", "end"), ("", "dur")} & element.attributes.keys() else last
        style: Properties = dict(self.sheet.initial)
        for element_above in setting.chain[:-1]:
            style = self.sheet.inherited(style, element_above, ())
        region = self.sheet.specified(setting.region) if setting.region is not None else None
        text = styled(self._all_runs(element, style))
        if text is None:
            return None
        settings = self.sheet.settings(region, self.sheet.inherited(style, element, ()))
        cue = _cue(setting, begin, end, text, settings)
        nexts = [*(first for _, first, _ in words[1:]), end]
        timed = []
        for (said, first, own), following in zip(words, nexts, strict=True):
            bounds = [bound for bound in (own, following) if bound is not None]
            timed.append(Word(said, _span(first, max(first, min(bounds, default=first)))))
        glued = tuple(
            replace(word, glued=is_unspaced(word.text)) if index else word for index, word in enumerate(timed)
        )
        return Untimed(replace(cue, words=glued), begin, end, element)

    def _all_runs(self, element: Element, style: Properties) -> Iterator[TextRun]:
        for part in element.inside:
            if isinstance(part, str):
                yield TextRun(XML_SPACES.sub(" ", part), look(self.sheet.inherited(style, element, ())))
            elif part.name == "br":
                yield TextRun("\n")
            else:
                own = self.sheet.inherited(self.sheet.inherited(style, element, ()), part, ())
                yield TextRun(XML_SPACES.sub(" ", part.text()), look(own))


def _joined(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    """The runs of text of which some keeps its spaces; of the other text no space follows a space."""
    after = True
    for run in runs:
        text = run.text if isinstance(run.text, PreservedText) or not after else run.text.lstrip(" ")
        if text:
            yield run._replace(text=text)
            after = text.endswith((" ", "\n"))


def _shared_out(text: str, shown: ShownSpan) -> Iterator[tuple[str, Fraction, Fraction | None]]:
    """The words of a span, each with a share of its time by its letters; none where nobody says when it ends."""
    words = text.split()
    if shown.end is None:
        yield from ((word, shown.begin, None) for word in words if len(words) == 1)
        return
    begin, letter = shown.begin, (shown.end - shown.begin) / max(1, sum(map(len, words)))
    for word in words:
        yield word, begin, begin + len(word) * letter
        begin += len(word) * letter


def _annotated(part: Element, runs: list[TextRun], sheet: StyleSheet) -> list[TextRun]:
    """Ruby text stands in brackets after its base; the brackets for programs that know none are left out."""
    match sheet.specified(part).get("ruby"):
        case "delimiter":
            return []
        case "text" if any(run.text.strip() for run in runs):
            wide = is_unspaced("".join(run.text for run in runs))
            first, last = "（）" if wide else "()"
            return [TextRun(first, runs[0].look), *runs, TextRun(last, runs[-1].look)]
        case _:
            return runs


def _cue(setting: InPlace, begin: Fraction, end: Fraction | None, text: StyledText, settings: str) -> Cue:
    role = ROLES.get(xml_id(setting.region), Role.SPEECH) if setting.region is not None else Role.SPEECH
    return Cue(
        _span(begin, begin if end is None else end), text.lines, role,
        settings="" if role is Role.NOTE else settings, markup=text.markup, style=CueStyle(color=text.colour),
    )  # fmt: skip


def _span(begin: Fraction, end: Fraction) -> Span:
    start_ms = round(begin * 1000)
    return Span(start_ms, max(start_ms, round(end * 1000)))


def _is_kept(element: Element) -> bool:
    return element.attributes.get((XML, "space")) == "preserve"


def _keeps_spaces(setting: InPlace) -> bool:
    """Whether spaces and line ends in the file are those of the text."""
    said = [
        value
        for element in (*setting.above, setting.element)
        if (value := element.attributes.get((XML, "space")))
    ]
    return bool(said) and said[-1] == "preserve"


def _agents(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.every():
        if element.name == "agent":
            names = [child.text().strip() for child in element.children if child.name == "name"]
            if xml_id(element) and any(names):
                yield xml_id(element), next(filter(None, names))


def _speaker(setting: InPlace, agents: Mapping[str, str]) -> str | None:
    """Who the metadata say speaks: of the paragraph, of what it is in, or of all its spans."""
    if not agents:
        return None
    spans = [child for child in setting.element.children if child.name == "span"]
    for holder in (setting.element, *reversed(setting.above)):
        if name := agents.get(_agent(holder)):
            return name
    named = {agents.get(_agent(span)) for span in spans}
    return named.pop() if len(named) == 1 else None


def _agent(element: Element) -> str:
    return next((value.split()[0] for (_, name), value in element.attributes.items()
                 if name == "agent" and value.split()), "")  # fmt: skip
