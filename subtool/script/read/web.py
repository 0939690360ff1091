"""Saved web pages: the main text alone, its citations and the list they lead to, its tables as scripts in columns.

A place's line is that of the paragraph's tag; columns count from there in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from subtool.model import Aside, AsideKind, Remark, Source
from subtool.script.manuscript import Manuscript, Version, raised, united
from subtool.script.read.web_furniture import furniture, opens_comments
from subtool.script.read.web_notes import Notes
from subtool.script.read.web_styles import PageStyles
from subtool.script.read.web_tidy import tidy
from subtool.script.source_lines import EDGE, Declared, SourceLine
from subtool.script.understand.columns import read_table
from subtool.script.understand.conventions import conventions

if TYPE_CHECKING:
    from subtool.errors import Place
    from subtool.script.understand.columns import Cell, Table

_AROUND = {"nav", "footer", "aside", "form", "button", "dialog", "menu", "select", "label", "head"}
_STRUCK = {"del", "s", "strike"}
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu"}
_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "figcaption", "header", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main", "ol", "p", "pre", "section",
    "summary", "table", "ul", "caption", "tbody", "tr", "td", "th", "thead", "tfoot",
}  # fmt: skip
_TOLD = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), AsideKind.HEADING),
    **dict.fromkeys(("figcaption", "caption"), AsideKind.PICTURE),
}
_UNFIT = {
    "img": "a picture", "video": "a film", "audio": "a sound", "object": "an embedded object",
    "embed": "an embedded object", "canvas": "a drawing", "iframe": "an embedded page",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
MOST_PARAGRAPHS = 3  # in a cell of a script; chosen by eye
_LEFT_CHARS = 300  # of what is left out, as an outline shows it
_COMMENT = re.compile(r"#(?:cmnt|_cmnt|_msocom)_?\d+\Z")
_BACK_FROM_COMMENT = re.compile(r"#(?:cmnt_ref|_msoanchor_)\d+\Z")


def read(text: str, place: Place) -> Manuscript:
    """The main text of a page.

    Raises:
        ScriptError: it is nested deeper than any page.
    """
    page = BeautifulSoup(tidy(text.lstrip("\ufeff"), place), "html.parser")
    reader = _PageReader(page, PageStyles(text))
    lines = tuple(reader.lines())
    return Manuscript(
        lines,
        tuple(reader.notes.entries),
        tuple(reader.asides),
        tuple(reader.remarks),
        reader.title,
        kind="web page",
        versions=reader.versions,
    )


def _main(page: BeautifulSoup) -> Tag:
    """The element that holds the text: `main`, the article that is longest by far, or the body."""
    main = page.find("main") or page.find(None, {"role": "main"})
    articles = (main or page).find_all("article")
    sizes = [len(article.get_text()) for article in articles]
    if sizes and max(sizes) * 2 > len((main or page.body or page).get_text()):
        return articles[sizes.index(max(sizes))]
    return main or page.body or page


class _PageReader:
    """Goes through the elements of a page in order, and puts their text together to lines."""

    def __init__(self, page: BeautifulSoup, styles: PageStyles) -> None:
        self.notes = Notes(page)
        self._page = page
        self._root = _main(page)
        self._styles = styles
        self._around = conventions().around
        self._text = ""
        self._cited: list[tuple[int, str]] = []
        self._declared: Declared | None = None
        self._last_note = self._comments = self._begun = False
        self._item = ""
        self._place = Source(1, 1)
        self._lines: list[SourceLine] = []
        self.title = ""
        self.asides: list[Aside] = [*self.notes.asides]
        self.remarks: list[Remark] = []
        self.versions: tuple[Version, ...] = ()

    def lines(self) -> list[SourceLine]:
        self._outside()
        self._children(self._root)
        self._end()
        if not self.title and self._page.title:
            self.title = _SPACE.sub(" ", self._page.title.get_text()).strip()
        return self._lines

    def _outside(self) -> None:
        """What the page has besides its main element is left out."""
        if self._root.parent is None:
            return
        inside = self._root
        for around in self._root.parents:
            for child in around.children:
                if (
                    child is not inside
                    and isinstance(child, Tag)
                    and child.name not in {"head", "body", "html"}
                ):
                    self._leave(child)
            inside = around

    def _children(self, element: Tag) -> None:
        for child in element.children:
            if isinstance(child, Tag):
                self._element(child)
            elif type(child) is NavigableString:  # no comment, no declaration
                self._add(str(child), element)

    def _element(self, tag: Tag) -> None:
        if id(tag) in self.notes.blocks:
            self._end()
            self._last_note = id(tag) == self.notes.last or self._last_note
        elif self._is_over(tag):
            self._end()
            self._leave(tag)
        elif tag.name in _UNFIT:
            self._unfit(tag)
        elif tag.name in _STRUCK or self._styles.strikes(tag) or self._is_around(tag):
            self._leave(tag)
        elif tag.name == "a" and _COMMENT.search(str(tag.get("href", ""))):
            pass  # a comment of Google Docs or Word
        elif number := self.notes.cited(tag):
            self._cited.append((len(self._text.rstrip(EDGE)), number))
        elif tag.name == "table" and (table := _table(tag)):
            self._end()
            self._read_table(table)
        elif tag.name in _BLOCKS:
            self._block(tag)
        else:
            self._in_line(tag)

    def _is_over(self, tag: Tag) -> bool:
        """Whether a block stands where the text has ended: after the last note, or under a heading over comments."""
        if tag.name not in _BLOCKS or tag.name in {"html", "body"}:
            return False
        if tag.name in {"h2", "h3", "h4", "h5", "h6"} and opens_comments(tag):
            self._comments = True
        back = tag.find("a", href=_BACK_FROM_COMMENT) if tag.name in {"div", "p"} else None
        if back and len(tag.find_all("p")) <= 1:
            return True
        holds_notes = self._last_note and any(id(inside) in self.notes.blocks for inside in tag.find_all())
        return self._comments or (self._last_note and not holds_notes) or bool(furniture(tag))

    def _in_line(self, tag: Tag) -> None:
        before = len(self._text)
        match tag.name:
            case "br":
                self._break()
            case "wbr":
                pass
            case "q":
                self._text += "“"
                self._children(tag)
                self._text += "”"
            case "sup":
                self._children(tag)
                self._text = self._text[:before] + raised(self._text[before:])
            case _:
                self._children(tag)

    def _block(self, tag: Tag) -> None:
        self._end()
        outer, self._place = self._declared, _source(tag)
        kind = _TOLD.get(tag.name)
        if tag.name == "h1":
            kind = AsideKind.HEADING if self.title else AsideKind.TITLE
            self.title = self.title or _SPACE.sub(" ", tag.get_text()).strip(EDGE)
        if (
            not kind
            and not outer
            and tag.name in {"p", "div"}
            and self._begun
            and self._styles.is_bold_alone(tag)
        ):
            kind = AsideKind.HEADING
        self._begun = self._begun or tag.name in {"p", "h1", "h2"}
        self._declared = Declared(kind) if kind else outer
        if tag.name == "li" and tag.parent is not None and tag.parent.name == "ol":
            self._item = (
                str(sum(1 for _ in tag.find_previous_siblings("li")) + 1) if self.notes.few_items(tag) else ""
            )
        self._children(tag)
        self._end()
        self._declared = outer

    def _add(self, text: str, element: Tag) -> None:
        if element.name == "pre":
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break()
                self._text += line
            return
        text = _SPACE.sub(" ", text)
        self._text += text.lstrip(" ") if not self._text or self._text.endswith(" ") else text

    def _break(self) -> None:
        """The end of a line inside a paragraph; two in turn end the paragraph."""
        if self._text.strip(EDGE) or self._cited:
            self._end_line()
        elif self._lines and self._lines[-1].text:
            self._lines.append(SourceLine(self._place.line, self._place.column, ""))

    def _end_line(self) -> None:
        last = self._lines[-1] if self._lines else SourceLine(1, 1, "")
        line, column = max(self._place.line, last.number), self._place.column
        if line == last.number:
            column = last.column + len(last.text) + 1
        ended = SourceLine(line, column, self._text, self._declared, tuple(self._cited), self._item).part(0)
        self._lines.append(ended)
        self._text, self._cited, self._item = "", [], ""

    def _end(self) -> None:
        """The end of a paragraph."""
        if self._text.strip(EDGE) or self._cited:
            self._end_line()
        if self._lines and self._lines[-1].text:
            last = self._lines[-1]
            self._lines.append(SourceLine(last.number, last.column + len(last.text), ""))
        self._text = ""

    def _is_around(self, tag: Tag) -> bool:
        hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
        if hidden or tag.name in _AROUND or tag.get("role") in _ROLES:
            return True
        if tag.name == "header" and not tag.find("h1") and tag.find(["nav", "form"]):
            return True
        names = [*_words(tag.get("class")), *_words(tag.get("id"))]
        if "display:none" in str(tag.get("style", "")).replace(" ", ""):
            return True
        return any(name.lower() in self._around for name in names) and tag.name not in {"body", "html"}

    def _leave(self, tag: Tag) -> None:
        text = _SPACE.sub(" ", tag.get_text(" ")).strip(EDGE)
        if text and id(tag) not in self.notes.blocks:
            shown = text if len(text) <= _LEFT_CHARS else f"{text[:_LEFT_CHARS]}…"
            self.asides.append(Aside(AsideKind.LEFTOVER, shown, _source(tag)))

    def _unfit(self, tag: Tag) -> None:
        if tag.get("width") in {"0", "1"}:  # a counter of visits
            return
        shown = f" ({tag['alt']})" if tag.get("alt") else ""
        self.remarks.append(Remark(f"{_UNFIT[tag.name]}{shown} is left out", _source(tag)))

    def _read_table(self, table: list[list[Tag]]) -> None:
        result: Table = []
        outer, self._lines = self._lines, []
        for cells in table:
            row: list[Cell] = []
            for cell in cells:
                self._place = _source(cell)
                self._children(cell)
                self._end()
                row.append(tuple(self._lines))
                self._lines = []
            result.append(row)
        read = read_table(result, guess=False, numbered=len(self.notes.entries))
        self.notes.entries += read.entries
        self.remarks += read.remarks
        self.versions = united(self.versions, read.versions)
        self._lines = [*outer, *read.lines]


def _table(tag: Tag) -> list[list[Tag]]:
    """The cells of a table row by row; none when it only lays out the page."""
    rows = [[*row.find_all(["td", "th"], recursive=False)] for row in tag.find_all("tr")]
    # Cells that hold headings, or paragraphs and lists, lay out the page; those of a script in columns hold its lines.
    pages = any(
        cell.find(["h1", "h2", "h3", "article"]) or len(cell.find_all("p")) > MOST_PARAGRAPHS
        for row in rows
        for cell in row
    )
    lays_out = pages or tag.find("table") is not None or max(map(len, rows), default=0) < 2
    return [] if lays_out else rows


def _source(tag: Tag) -> Source:
    return Source(tag.sourceline or 1, (tag.sourcepos or 0) + 1)


def _words(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(word) for word in value]
    return [value] if isinstance(value, str) else []
