"""The XML of a Word file, made ready for mammoth: what it would drop is put in its place, or said to be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from subtool.model import Remark, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLACES = {
    "bookmarkStart",
    "bookmarkEnd",
}  # between the rows of a table they keep mammoth from joining its cells
_UNWRAPPED = {"fldSimple", "dir", "bdo", "customXml", "smartTag"}
_LEFT_OUT = {
    "drawing": "a picture", "pict": "a picture", "object": "an embedded object", "oMath": "a formula",
    "oMathPara": "a formula", "altChunk": "an embedded document", "AlternateContent": "a drawing",
}  # fmt: skip
_SHOWN_CHARS = 80  # of what is left out, as a message quotes it
_NOT_SHOWN = {"strike": "struck-through text", "dstrike": "struck-through text", "vanish": "hidden text"}


def tidy(root: Element) -> tuple[bytes, list[Remark]]:
    """The document with what holds no narration taken out, and remarks on that.

    A remark's line is the number of the paragraph, in which the row of a table counts as one.
    """
    parts = _WordTidier()
    parts.walk(root)
    return tostring(root, encoding="utf-8"), parts.remarks


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class _WordTidier:
    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self._line = 0

    def walk(self, element: Element, *, in_row: bool = False, deleted: bool = False) -> None:
        """Goes down the tree, which is no deeper than the archive's reader allows."""
        remaining: list[Element] = []
        initial: list[Element] = []  # the runs of a drop cap, which the next paragraph begins with
        for child in _without_places(element):
            name = local(child)
            if name == "p" and _is_drop_cap(child):
                initial = [part for part in child if local(part) != "pPr"]
                continue
            if name == "r" and (why := _not_shown(child)):
                self._leave_run(child, why, deleted=deleted)
                continue
            if name == "p" and initial:
                index = sum(local(part) == "pPr" for part in child)
                child[index:index] = initial
                initial = []
            if name in _LEFT_OUT and (name != "AlternateContent" or _is_drawn(child)):
                if not deleted:
                    self.remarks.append(self._left_out(child, name))
                continue
            if not in_row and ((name == "p" and not _ends_deleted(child, "rPr")) or _is_row(child)):
                self._line += 1
            gone = deleted or name in {"del", "moveFrom"}
            self.walk(child, in_row=in_row or name == "tr", deleted=gone)
            if name in _UNWRAPPED:
                remaining += [part for part in child if not local(part).endswith("Pr")]
            else:
                remaining.append(child)
        if len(remaining) != len(element) or any(local(child) in _UNWRAPPED for child in element):
            element[:] = remaining

    def _leave_run(self, run: Element, why: str, *, deleted: bool) -> None:
        text = "".join(part.text or "" for part in run.iter() if local(part) == "t").strip()
        if text and not deleted:
            shown = f"{text[:_SHOWN_CHARS]}{'…' if len(text) > _SHOWN_CHARS else ''}"
            self.remarks.append(Remark(f"{why} (“{shown}”) is left out", Source(max(1, self._line), 1)))

    def _left_out(self, element: Element, name: str) -> Remark:
        boxes = [box for box in element.iter() if local(box) == "txbxContent"]
        described = next(
            (e.get("descr") or e.get("title") for e in element.iter() if local(e) == "docPr"), None
        )
        what = "a text box" if boxes else _LEFT_OUT[name]
        if (
            name == "AlternateContent"
            and not boxes
            and any(local(e) in {"blip", "imagedata"} for e in element.iter())
        ):
            what = "a picture"
        text = " ".join(_texts(boxes[0] if boxes else element)) or described or ""
        shown = f" (“{text[:_SHOWN_CHARS]}{'…' if len(text) > _SHOWN_CHARS else ''}”)" if text else ""
        return Remark(f"{what}{shown} is left out", Source(max(1, self._line), 1))


def _without_places(element: Element) -> list[Element]:
    return [child for child in element if local(child) not in _PLACES]


def _texts(element: Element) -> Iterator[str]:
    return (text for part in element.iter() if local(part) == "t" and (text := (part.text or "").strip()))


def _is_drawn(element: Element) -> bool:
    return any(local(part) in {"drawing", "pict", "object"} for part in element.iter())


def _is_row(element: Element) -> bool:
    return local(element) == "tr" and not _ends_deleted(element, "")


def _ends_deleted(element: Element, inner: str) -> bool:
    """Whether the end of a paragraph is deleted, so that it goes on in the next; or a row of a table is."""
    for properties in (part for part in element if local(part) in {"pPr", "trPr"}):
        marks = properties if not inner else next((part for part in properties if local(part) == inner), ())
        if any(local(mark) == "del" for mark in marks):
            return True
    return False


def _not_shown(run: Element) -> str:
    """Why the text of a run is not shown, or is not meant to be: struck through by hand, or hidden."""
    for part in _properties(run, "rPr"):
        if local(part) in _NOT_SHOWN and _value(part, "val") not in {"0", "false", "off"}:
            return _NOT_SHOWN[local(part)]
    return ""


def _is_drop_cap(paragraph: Element) -> bool:
    frames = (part for part in _properties(paragraph, "pPr") if local(part) == "framePr")
    return any(_value(frame, "dropCap") in {"drop", "margin"} for frame in frames)


def _properties(element: Element, name: str) -> Element | tuple[()]:
    return next((part for part in element if local(part) == name), ())


def _value(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith(name)), "")
