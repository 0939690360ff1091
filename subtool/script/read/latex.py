"""LaTeX: the text between the commands; footnotes, sections and the bibliography are what they are called.

Places are those of the file's lines; a column counts in the text that is left of a line.
"""

from __future__ import annotations

import re
import unicodedata

from subtool.errors import Place, ScriptError
from subtool.model import AsideKind, Remark, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript
from subtool.script.source_lines import Declared, SourceLine
from subtool.script.understand.decisions import directive_of

DEEPEST = 60  # braces in each other: a limit against floods, no script comes near
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_COMMAND = re.compile(r"\\(?:(?P<name>[A-Za-z@]{1,40})\*?|(?P<mark>[^A-Za-z]))")
_HEADINGS = {"part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"}
_DROPPED = {
    "cite", "citep", "citet", "parencite", "textcite", "autocite", "footcite", "citeauthor", "ref", "label",
    "pageref", "index", "vspace", "hspace",
    "includegraphics", "input", "include", "usepackage", "bibliography", "bibliographystyle", "pagestyle",
    "thispagestyle", "setlength", "author",
    "date", "thanks", "hypersetup", "nocite", "addbibresource", "eqref", "caption", "todo", "marginpar",
    "newcommand", "renewcommand", "hyphenation",
}  # fmt: skip
_CITING = {"cite", "citep", "citet", "parencite", "autocite", "footcite"}
_SECOND = {"href", "textcolor", "colorbox"}  # their first argument is not text
_ASIDES = {
    "paren",
    "intslug",
    "extslug",
    "intextslug",
    "extintslug",
    "slug",
    "sccenter",
    "titleover",
}  # of screenplays
_SEEN = Declared(AsideKind.PICTURE)
_SYMBOLS = {
    "ldots": "…", "dots": "…", "textellipsis": "…", "ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å",
    "l": "ł", "L": "Ł", "i": "ı", "textendash": "–", "textemdash": "—", "quad": " ", "qquad": " ", "newline": "\n",
    "par": "\n\n", "LaTeX": "LaTeX",
    "TeX": "TeX", "textbackslash": "\\", "euro": "€", "pounds": "£", "S": "§", "copyright": "©", "degree": "°",
    "textdegree": "°", "guillemotleft": "«",
    "guillemotright": "»", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "enspace": " ", "item": "\n",
}  # fmt: skip
_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
}
_LETTER_ACCENTS = {
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "H": "\u030b",
    "r": "\u030a",
    "k": "\u0328",
    "d": "\u0323",
}
_LEFT_OUT = {
    "figure": "a figure", "table": "a table", "tabular": "a table", "equation": "a formula", "align": "a formula",
    "displaymath": "a formula",
    "lstlisting": "a block of code", "verbatim": "a block of code", "comment": "a comment",
    "tikzpicture": "a drawing",
}  # fmt: skip


def read(text: str, place: Place) -> Manuscript:
    """The text of the document.

    Raises:
        ScriptError: groups are nested too deep.
    """
    text = _COMMENT.sub(
        lambda found: directive_of(found.group().lstrip("%")),
        text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"),
    )
    return _Latex(text, place).manuscript()


class _Latex:
    """Goes through the text once; `_at` is where it is."""

    def __init__(self, text: str, place: Place) -> None:
        self._text = text
        self._place = place
        self._at = max(0, text.find("\\begin{document}"))
        self._line = text.count("\n", 0, self._at) + 1
        self._lines: list[SourceLine] = []
        self._written = ""
        self._cited: list[tuple[int, str]] = []
        screenplay = "\\begin{dialogue}" in text
        self._declared: Declared | None = _SEEN if screenplay else None
        self._depth = 0
        self._title = ""
        self._entries: list[FootnoteEntry] = []
        self._remarks: list[Remark] = []

    def manuscript(self) -> Manuscript:
        found = re.search(r"\\title\s?\{", self._text)
        if found:
            self._title = _plain(self._argument_at(found.end() - 1)[0])
        end = self._text.find("\\end{document}")
        self._run(len(self._text) if end < 0 else end)
        self._end_line()
        return Manuscript(
            tuple(self._lines),
            tuple(self._entries),
            remarks=tuple(self._remarks),
            title=self._title,
            kind="LaTeX",
        )

    def _run(self, end: int) -> None:
        text = self._text
        while self._at < end:
            char = text[self._at]
            if char == "\\":
                self._command()
            elif char == "\n":
                self._end_line()
                self._at += 1
                self._line += 1
            elif char in "{}$":
                self._at += 1
            else:
                self._write_until(end)

    def _write_until(self, end: int) -> None:
        stop = self._at
        while stop < end and self._text[stop] not in "\\\n{}$":
            stop += 1
        self._written += _typed(self._text[self._at : stop])
        self._at = stop

    def _end_line(self) -> None:
        line = SourceLine(self._line, 1, self._written, self._declared, tuple(self._cited)).part(0)
        self._lines.append(line)
        self._written, self._cited = "", []

    def _command(self) -> None:
        found = _COMMAND.match(self._text, self._at)
        if not found:
            self._at += 1
            return
        self._at = found.end()
        if found["mark"]:
            self._mark(found["mark"])
            return
        name = found["name"]
        if name in _SYMBOLS:
            self._symbol(_SYMBOLS[name])
        elif name in _LETTER_ACCENTS:
            self._written += _accented(self._argument(), _LETTER_ACCENTS[name])
        elif name == "title" or name in _DROPPED:
            while self._text[self._at : self._at + 1] in {"[", "{"}:
                self._argument()
            if name in _CITING:
                self._written = self._written.rstrip(" \u00a0")
        elif name in _ASIDES:
            self._option()
            self._remarks.append(
                Remark(f"“{_plain(self._argument())}” is a direction", Source(self._line, 1))
            )
        elif name in _SECOND:
            self._argument()
        else:
            self._structure(name)

    def _structure(self, name: str) -> None:
        if name in {"begin", "end"}:
            self._environment(name, self._argument())
        elif name in {"footnote", "footnotetext", "endnote"}:
            self._note(self._argument())
        elif name in _HEADINGS:
            self._heading(self._argument())
        else:
            self._option()

    def _symbol(self, shown: str) -> None:
        while self._text.startswith(" ", self._at):
            self._at += 1
        for number, piece in enumerate(shown.split("\n")):
            if number:
                self._end_line()
            self._written += piece

    def _mark(self, mark: str) -> None:
        if mark == "\\":
            self._end_line()
            self._option()
        elif mark in _ACCENTS:
            self._written += _accented(self._argument() or " ", _ACCENTS[mark])
        elif mark == "\n":
            self._at -= 1
        elif mark in "&%$#_{} ":
            self._written += mark
        elif mark == ",":
            self._written += "\u202f"

    def _option(self) -> None:
        if self._text.startswith("[", self._at):
            self._argument()

    def _argument(self) -> str:
        """The next argument; nothing when there is none."""
        argument, end = self._argument_at(self._at)
        self._line += self._text.count("\n", self._at, end)
        self._at = end
        return argument

    def _argument_at(self, position: int) -> tuple[str, int]:
        text = self._text
        if position >= len(text) or text[position] not in "[{":
            return (
                (text[position : position + 1], min(position + 1, len(text)))
                if text[position : position + 1].isalpha()
                else ("", position)
            )
        closing = {"[": "]", "{": "}"}[text[position]]
        deep, end = 0, position
        while end < len(text):
            if text[end] == "\\":
                end += 2
                continue
            deep += (text[end] in "[{" and text[end] == text[position]) - (text[end] == closing)
            end += 1
            if deep > DEEPEST:
                line = text.count("\n", 0, end) + 1
                raise ScriptError(
                    "is nested too deep", at=Place(self._place.path, line), hint="simplify the groups"
                )
            if not deep:
                return text[position + 1 : end - 1], end
        return text[position + 1 :], len(text)

    def _environment(self, which: str, name: str) -> None:
        plain = name.rstrip("*")
        if which == "begin" and plain in _LEFT_OUT:
            close = self._text.find(f"\\end{{{name}}}", self._at)
            end = len(self._text) if close < 0 else close
            self._remarks.append(Remark(f"{_LEFT_OUT[plain]} is left out", Source(self._line, 1)))
            self._line += self._text.count("\n", self._at, end)
            self._at = end
        elif plain == "dialogue":
            self._dialogue(which)
        elif plain == "thebibliography":
            self._argument()
            self._bibliography()
        self._end_line()
        self._lines.append(SourceLine(self._line, 1, ""))

    def _dialogue(self, which: str) -> None:
        """What a voice says in a screenplay (the package of that name): all outside of it is seen."""
        self._declared = _SEEN
        if which == "begin":
            self._option()
            name = _plain(self._argument())
            self._declared = Declared(speaker=name or None)

    def _bibliography(self) -> None:
        close = self._text.find("\\end{thebibliography}", self._at)
        end = len(self._text) if close < 0 else close
        for index, item in enumerate(self._text[self._at : end].split("\\bibitem")[1:], start=1):
            text = _plain(re.sub(r"^\s?(?:\[[^\]]{0,80}\])?\{[^{}]{0,80}\}", "", item))
            self._lines.append(SourceLine(self._line, index, text, Declared(AsideKind.BIBLIOGRAPHY)))
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _heading(self, argument: str) -> None:
        self._end_line()
        self._lines += [
            SourceLine(self._line, 1, ""),
            SourceLine(self._line, 1, _plain(argument), Declared(AsideKind.HEADING)),
        ]
        self._lines.append(SourceLine(self._line, 2, ""))

    def _note(self, argument: str) -> None:
        number = str(len(self._entries) + 1)
        self._cited.append((len(self._written.rstrip()), number))
        self._entries.append(FootnoteEntry(number, _plain(argument), Source(self._line, 1)))


def _typed(text: str) -> str:
    """Quotation marks and dashes as TeX shows them."""
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return text.replace("~", "\u00a0").replace("`", "‘").replace("'", "’")


def _accented(text: str, accent: str) -> str:
    letter = text.strip().removeprefix("\\").replace("ı", "i") or " "
    return unicodedata.normalize("NFC", letter[0] + accent) + letter[1:]


def _plain(text: str) -> str:
    """An argument as text."""
    reader = _Latex("", Place(""))
    reader._text = text  # noqa: SLF001 - the same reader on a piece
    reader._run(len(text))  # noqa: SLF001
    reader._end_line()  # noqa: SLF001
    return " ".join(line.text for line in reader._lines if line.text)  # noqa: SLF001
