"""What the styles of a Word file say of its runs: struck, hidden or bold by a style is the same as by hand."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

LONGEST_CHAIN = 20  # styles that are based on each other: a limit against rings
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAKEN_OVER = ("strike", "dstrike", "vanish", "b")
_OFF = frozenset(("0", "false", "off"))


class WordStyles:
    """The styles of `word/styles.xml`, each with what it is based on."""

    def __init__(self, root: Element | None = None) -> None:
        found = root.iter(f"{_W}style") if root is not None else ()
        self._styles = {style.get(f"{_W}styleId", ""): style for style in found}

    def hand_down(self, document: Element) -> None:
        """Write into each run what its own style or its paragraph's says, where the run says nothing itself."""
        if not any(
            style.find(f"{_W}rPr/{_W}{name}") is not None for style in self._all() for name in _TAKEN_OVER
        ):
            return
        for paragraph in document.iter(f"{_W}p"):
            of_paragraph = self._style_of(paragraph.find(f"{_W}pPr/{_W}pStyle"))
            for run in paragraph.iter(f"{_W}r"):
                self._hand_to(run, of_paragraph)

    def _all(self) -> list[Element]:
        return list(self._styles.values())

    def _hand_to(self, run: Element, of_paragraph: str) -> None:
        properties = run.find(f"{_W}rPr")
        own = self._style_of(properties.find(f"{_W}rStyle") if properties is not None else None)
        for name in _TAKEN_OVER:
            if properties is not None and properties.find(f"{_W}{name}") is not None:
                continue
            if self._says(own, name) or self._says(of_paragraph, name):
                if properties is None:
                    properties = Element(f"{_W}rPr")
                    run.insert(0, properties)
                SubElement(properties, f"{_W}{name}")

    @staticmethod
    def _style_of(named: Element | None) -> str:
        return named.get(f"{_W}val", "") if named is not None else ""

    def _says(self, style: str, name: str) -> bool:
        """Whether a style, or one that it is based on, switches something on."""
        for _ in range(LONGEST_CHAIN):
            found = self._styles.get(style)
            if found is None:
                return False
            switch = found.find(f"{_W}rPr/{_W}{name}")
            if switch is not None:
                return switch.get(f"{_W}val", "1") not in _OFF
            style = self._style_of(found.find(f"{_W}basedOn"))
        return False
