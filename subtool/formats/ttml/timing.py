"""When each element of a TTML document is shown (TTML2 §12.2, SMIL): times count from those of what it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.model import Remark, Source

if TYPE_CHECKING:
    from subtool.formats.ttml.clock import TtmlClock
    from subtool.formats.ttml.document import Element

TIMED = frozenset({"body", "div", "p", "span", "br", "set", "region"})
ATTRIBUTES = ("begin", "dur", "end")
MOST = 0.5  # of the times in others: by the specification all of them are shown, from the start nearly none
FROM_START = "its times count from its start, also those within others, which TTML counts from these"


@dataclass(frozen=True, slots=True)
class ShownSpan:
    """From when to when: `end` is None where nobody says it. `base` is what its own times count from."""

    begin: Fraction
    end: Fraction | None
    base: Fraction

    def at(self, time: Fraction) -> bool:
        return self.begin <= time and (self.end is None or time < self.end)


@dataclass(slots=True)
class Timeline:
    """The times of all elements, by their identity; those that cannot be told are in `unknown`."""

    clock: TtmlClock
    shown: dict[int, ShownSpan] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    from_start: bool = False  # whether the times of what stands in others count from the start as well
    _received: int = 0  # the body whose duration counts from when it comes in

    def resolve(self, root: Element) -> None:
        """The times of the body and of the regions, and of everything in them."""
        zero = Fraction(0)
        is_live = any(name == "sequenceIdentifier" for _, name in root.attributes)  # EBU Tech 3370
        bodies = [element for element in root.children if element.name == "body"]
        for element in bodies[:1]:
            if is_live and ("", "dur") in element.attributes and ("", "begin") not in element.attributes:
                self._received = id(element)
                self._remark(
                    element, "its duration counts from when the document comes in, and is passed over"
                )
            remarks = len(self.remarks)
            self._place(element, zero, None)
            if self._counts_from_start(element):
                del self.remarks[remarks:]
                self.shown.clear()
                self.from_start = True
                self._remark(element, FROM_START)
                self._place(element, zero, None)
        for element in bodies[1:]:
            self._remark(element, "a document has one body: this one is left out")
        for element in root.every():
            if element.name == "region" and id(element) not in self.shown:
                self._place(element, zero, None)

    def _counts_from_start(self, body: Element) -> bool:
        """Whether the times in a document make sense only where they count from its start, as in Apple's lyrics.

        So it is where all of them are within those around them as they stand, and most would never be shown.
        """
        inside = lost = 0
        stack: list[tuple[Element, ShownSpan | None, ShownSpan | None]] = [(body, None, None)]
        while stack:
            element, around, parent = stack.pop()
            if element.name not in TIMED or element.attributes.get(("", "timeContainer")) == "seq":
                return False
            begin, end = (
                self.clock.time(element.attributes.get(("", name), "")) for name in ("begin", "end")
            )
            if begin:
                whole = ShownSpan(begin.seconds, end.seconds if end else None, Fraction(0))
                shown = self.shown[id(element)]
                if around and parent:
                    if not _holds(around, whole):
                        return False
                    inside += 1
                    lost += parent.end is not None and shown.begin >= parent.end
                around, parent = whole, shown
            stack += [(child, around, parent) for child in element.children if child.name in TIMED]
        return lost > MOST * inside

    def _place(self, element: Element, base: Fraction, limit: Fraction | None) -> Fraction | None:
        """When an element is shown, whose times count from `base`; returns its end as its neighbour waits for it."""
        given = {name: self._time(element, name) for name in ATTRIBUTES}
        zero = Fraction(0) if self.from_start else base
        begin = base if given["begin"] is None else zero + given["begin"]
        ends = [zero + given["end"]] if given["end"] is not None else []
        ends += [begin + given["dur"]] if given["dur"] is not None else []
        said = min(ends, default=None)
        if said is not None and said < begin:
            message = "it ends before it begins; its end is taken for one that is not given"
            self._remark(element, message, "ends-before-start", begin)
            said = None
        end = min((time for time in (said, limit) if time is not None), default=None)
        self.shown[id(element)] = ShownSpan(begin, end, zero)
        last = self._place_children(element, begin, end)
        return said if said is not None else last

    def _place_children(self, element: Element, begin: Fraction, end: Fraction | None) -> Fraction | None:
        """Places what is in an element; returns when that is over, None for never."""
        in_turn = element.attributes.get(("", "timeContainer")) == "seq"
        lasts: list[Fraction | None] = [begin]
        base: Fraction | None = begin
        for child in element.children:
            if child.name not in TIMED:
                continue
            if base is None:
                self._remark(child, "it waits for something that never ends; it is shown at the same time")
                base = begin
            last = self._place(child, base, end)
            lasts.append(last)
            if in_turn and child.name != "set":
                base = last
        endless = None in lasts or (not in_turn and _has_text(element)) or element.name == "br"
        return None if endless else max(last for last in lasts if last is not None)

    def _time(self, element: Element, name: str) -> Fraction | None:
        text = element.attributes.get(("", name))
        if text is None or (name == "dur" and id(element) == self._received):
            return None
        time = self.clock.time(text)
        if time is None:
            if name == "begin":
                self.unknown.add(id(element))
            else:
                message = f'{name}="{text}" cannot be read as a time; it is taken for one not given'
                self._remark(element, message, "malformed-times")
            return None
        if time.odd:
            message = f'{name}="{text}" is read as {_said(time.seconds)}: {time.odd}'
            self._remark(
                element, message, "malformed-times", time.seconds if name == "begin" else Fraction(0)
            )
        return time.seconds

    def _remark(self, element: Element, message: str, code: str = "", at: Fraction | None = None) -> None:
        at_ms = round((at or 0) * 1000)
        self.remarks.append(Remark(message, Source(element.line, 1), code, at_ms))


def _holds(around: ShownSpan, span: ShownSpan) -> bool:
    if around.end is None:
        return around.begin <= span.begin
    return around.begin <= span.begin and (span.end or span.begin) <= around.end


def _has_text(element: Element) -> bool:
    return any(isinstance(part, str) and part.strip() for part in element.inside)


def _said(seconds: Fraction) -> str:
    return f"{float(seconds):.3f}".rstrip("0").rstrip(".") + " s"
