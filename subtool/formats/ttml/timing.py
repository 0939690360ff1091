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
    _received: int = 0  # the body whose duration counts from when it comes in

    def resolve(self, root: Element) -> None:
        """The times of the body and of the regions, and of everything in them."""
        zero = Fraction(0)
        is_live = any(name == "sequenceIdentifier" for _, name in root.attributes)  # EBU Tech 3370
        for element in root.children:
            if element.name == "body":
                if is_live and ("", "dur") in element.attributes and ("", "begin") not in element.attributes:
                    self._received = id(element)
                    self._remark(
                        element, "its duration counts from when the document comes in, and is passed over"
                    )
                self._place(element, zero, None)
        for element in root.every():
            if element.name == "region" and id(element) not in self.shown:
                self._place(element, zero, None)

    def _place(self, element: Element, base: Fraction, limit: Fraction | None) -> Fraction | None:
        """When an element is shown, whose times count from `base`; returns its end as its neighbour waits for it."""
        given = {name: self._time(element, name) for name in ATTRIBUTES}
        begin = base + (given["begin"] or 0)
        ends = [base + given["end"]] if given["end"] is not None else []
        ends += [begin + given["dur"]] if given["dur"] is not None else []
        said = min(ends, default=None)
        if said is not None and said < begin:
            message = "it ends before it begins; its end is taken for one that is not given"
            self._remark(element, message, "ends-before-start", begin)
            said = None
        end = said if limit is None else limit if said is None else min(said, limit)
        self.shown[id(element)] = ShownSpan(begin, end, base)
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


def _has_text(element: Element) -> bool:
    return any(isinstance(part, str) and part.strip() for part in element.inside)


def _said(seconds: Fraction) -> str:
    return f"{float(seconds):.3f}".rstrip("0").rstrip(".") + " s"
