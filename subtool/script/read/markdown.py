"""Markdown: headings are sections, `[^1]` footnotes, a table of two columns a script in columns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError
from subtool.model import AsideKind, Remark, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript, Version, raised, united
from subtool.script.source_lines import Declared, SourceLine, ends_sentence, is_heading_text
from subtool.script.understand.columns import read_table
from subtool.script.understand.conventions import conventions
from subtool.script.understand.decisions import DIRECTIVE
from subtool.script.understand.marks import plain_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from subtool.script.understand.columns import Table

DEEPEST = 100  # lists and quotations in one another
_FRONT_TITLE = re.compile(r"^title\s*+:\s*+(\S.*)", re.IGNORECASE | re.MULTILINE)
_NESTED = re.compile(r"[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*){101}")
_NUMBERED_LINK = re.compile(r"^ {0,3}\[\d{1,4}\]:", re.MULTILINE)
_DEFINITION = re.compile(r"\[((?!\^)[^\[\]]{1,80})\]:\s*\S.*")
_SHORT_LINK = re.compile(r"\[([^\[\]\d][^\[\]]{0,80})\](?![\[(:])")
_LEFT_LINK = re.compile(r"!?\[(?=[^\[\]]{0,200}[^\W\d_])(?P<text>[^\[\]]{1,400}+)\]\[(?P<of>[^\[\]]{0,80})\]")
_HEADING_ID = re.compile(r"(?<!\s)\s*+\{[#.][\w .#-]{1,60}\}\s*+\Z")  # pandoc's, after a heading
_ABBREVIATION = re.compile(r"\*\[[^\[\]]{1,40}\]:\s.*")
_ADDRESS = re.compile(
    r"\[[^\[\]\d^][^\[\]]{0,80}\]:\s?<?(?:https?://|www\.|mailto:|[./#]|\S{1,80}\.(?:png|jpe?g|gif|svg|pdf)\b)"
)
_LIGHT = re.compile(r"==(?P<text>\S(?:[^=\n]{0,200}\S)?)==")
_TASK = re.compile(r"\[[ xX]\]\s+")
_TAG = re.compile(
    r"</?(a|abbr|b|br|cite|del|em|i|ins|mark|p|s|small|span|strong|sub|sup|u)\b[^<>]{0,400}>", re.IGNORECASE
)
_COMMENT = re.compile(r"\s*<!--(.*)-->\s*", re.DOTALL)


def read(text: str, place: Place) -> Manuscript:
    """The text without its markup; a line keeps its number in the file, columns count from where its text begins.

    Raises:
        ScriptError: quotations, lists or brackets are nested too deep.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    brackets = 0
    for number, line in enumerate(lines, start=1):
        brackets = max(0, brackets + line.count("[") - line.count("]")) if line.strip() else 0
        if _NESTED.match(line) or brackets > DEEPEST:
            where = Place(place.path, number)
            raise ScriptError("is nested too deep", at=where, hint=f"no more than {DEEPEST} in one another")
    tokens, inline_notes = _tokens(text)
    defined = {match[1].casefold() for line in lines if (match := _DEFINITION.fullmatch(line.strip()))}
    reader = _MarkdownReader(lines, _Numbers(tokens), inline_notes, defined)
    source_lines = tuple(reader.lines(tokens))
    return Manuscript(
        source_lines,
        tuple(reader.entries),
        remarks=tuple(reader.remarks),
        title=reader.title,
        kind="Markdown",
        versions=reader.versions,
    )


def _tokens(text: str) -> tuple[list[Token], dict[int, str]]:
    """The blocks of a text, and the footnotes that are written where they are cited, `^[like this]`."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(front_matter_plugin)
    parser.core.ruler.disable("footnote_tail")  # each footnote stays where it is written, cited or not
    if _NUMBERED_LINK.search(text):
        parser.block.ruler.disable("reference")  # "[1]: https://…" is an entry of a list of sources
    env: dict[str, dict[str, dict[int, dict[str, str]]]] = {}
    tokens = parser.parse(text, env)
    notes = env.get("footnotes", {}).get("list", {})
    return tokens, {number: note["content"] for number, note in notes.items() if "content" in note}


class _Numbers:
    """The numbers of footnotes: a label that is one keeps it, others get the next that is free, in their order."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        labels = [str(note.meta["label"]) for token in tokens for note in (token, *(token.children or ()))
                  if "label" in note.meta]  # fmt: skip
        self._taken = {plain_number(label) for label in labels if label.isdecimal()}
        self._given: dict[str, str] = {}

    def of(self, label: str) -> str:
        if label.isdecimal():
            return plain_number(label)
        if label not in self._given:
            number = next(str(n) for n in range(len(self._given) + 1, 10**9) if str(n) not in self._taken)
            self._taken.add(number)
            self._given[label] = number
        return self._given[label]


def _is_definition(text: str) -> bool:
    """Whether a line of a footnote is the address of a link, or spells an abbreviation out."""
    return bool(_DEFINITION.fullmatch(text) or _ABBREVIATION.fullmatch(text))


def _bold_alone(token: Token) -> str:
    """The text of a paragraph that is bold throughout, short, and no sentence; nothing of another."""
    pieces = [piece for piece in token.children or () if piece.type != "text" or piece.content.strip()]
    while len(pieces) > 1 and pieces[0].type == "em_open" and pieces[-1].type == "em_close":
        pieces = pieces[1:-1]
    bold = len(pieces) > 2 and pieces[0].type == "strong_open" and pieces[-1].type == "strong_close"
    texts = [piece.content for piece in pieces[1:-1]]
    if not bold or any(piece.type in {"strong_close", "softbreak", "footnote_ref"} for piece in pieces[1:-1]):
        return ""
    text = "".join(texts).strip()
    return text if is_heading_text(text) else ""


def _colon(token: Token) -> Token:
    """A colon after a name, which makes it a label as others are."""
    last = (token.children or [token])[-1]
    return replace(last, type="text", content=":", tag="", nesting=0)


def _without_links(pieces: Sequence[Token], defined: Collection[str]) -> Iterator[Token]:
    """The pieces; a link whose address is not given, or stands in a footnote, as its text; a task without its box."""

    def alone(found: re.Match[str]) -> str:
        return found[1] if found[1].casefold() in defined else found.group()

    def left(found: re.Match[str]) -> str:
        """The text of a link; where its address is a source of the list, the mark that cites it too."""
        if found.group().startswith("!"):
            return ""
        return f"{found['text']}[{found['of']}]" if found["of"].isdecimal() else found["text"]

    for number, piece in enumerate(pieces):
        if piece.type != "text":
            yield piece
            continue
        text = _SHORT_LINK.sub(
            alone, _LEFT_LINK.sub(left, _LIGHT.sub(lambda found: found["text"], piece.content))
        )
        text = _TASK.sub("", text, count=1) if not number and _TASK.match(text) else text
        yield piece if text == piece.content else replace(piece, content=text)


def _with_directions(pieces: Sequence[Token]) -> Iterator[Token]:
    """The pieces, a direction that is set off by emphasis (`*beat*`) with its asterisks: nobody reads it out."""
    words = conventions().directions["words"]
    skipped = 0
    for number, piece in enumerate(pieces):
        inner = pieces[number + 1 : number + 3]
        if skipped:
            skipped -= 1
        elif piece.type == "em_open" and inner[-1:] and inner[-1].type == "em_close":
            text = inner[0].content
            before = pieces[number - 1].content.rstrip() if number else ""
            after = pieces[number + 3].content.lstrip() if number + 3 < len(pieces) else ""
            between = (not before or ends_sentence(before)) and not (
                after[:1].islower() or after[:1] in {",", "."}
            )
            direction = between and text.casefold().strip(" .") in words
            skipped = 2 * direction
            yield replace(inner[0], content=f"*{text}*") if direction else piece
        else:
            yield piece


@dataclass
class _Written:
    """A line that is being put together from the pieces of a paragraph."""

    line: int
    text: str = ""
    cited: list[tuple[int, str]] = field(default_factory=list)


class _MarkdownReader:
    """Goes through the blocks of a text in order."""

    def __init__(
        self, lines: Sequence[str], numbers: _Numbers, inline_notes: dict[int, str], defined: Collection[str]
    ) -> None:
        self._lines = lines
        self._defined = defined
        self._numbers = numbers
        self._inline_notes = inline_notes
        self._declared: Declared | None = None
        self._item = ""
        self._note: FootnoteEntry | None = None
        self._table: Table | None = None
        self._line = 1
        self._titled = False
        self._bolds: Counter[str] = Counter()
        self._first = 0
        self.title = ""
        self.entries: list[FootnoteEntry] = []
        self.remarks: list[Remark] = []
        self.versions: tuple[Version, ...] = ()

    def lines(self, tokens: Sequence[Token]) -> Iterator[SourceLine]:
        inline = [token for token in tokens if token.type == "inline"]
        self._bolds.update(text for token in inline if (text := _bold_alone(token)))
        self._first = next((token.map[0] + 1 for token in inline if token.map), 0)
        for token in tokens:
            self._line = token.map[0] + 1 if token.map else self._line
            if token.type == "inline":
                yield from self._inline(token)
            elif token.type in {"front_matter", "fence", "code_block", "html_block"}:
                yield from self._block(token)
            elif token.type == "table_close":
                yield from self._end_table()
            else:
                self._structure(token)
            if token.nesting < 1:
                yield SourceLine(self._line, 1, "")

    def _structure(self, token: Token) -> None:
        """What begins or ends, and so says what the paragraphs in it are."""
        match token.type:
            case "heading_open":
                is_title = token.tag == "h1" and not self._titled
                self._declared = Declared(AsideKind.TITLE if is_title else AsideKind.HEADING)
                self._titled = self._titled or is_title
            case "heading_close":
                self._declared = None
            case "list_item_open":
                self._item = token.info
            case "footnote_reference_open":
                self._note = FootnoteEntry(self._numbers.of(token.meta["label"]), "", Source(self._line, 1))
            case "footnote_reference_close":
                self.entries += [self._note] if self._note else []
                self._note = None
            case "table_open":
                self._table = []
            case "tr_open" if self._table is not None:
                self._table.append([])

    def _end_table(self) -> Iterator[SourceLine]:
        table = self._table or []
        unnamed = not any(line.text for cell in (table[0] if table else ()) for line in cell)
        read = read_table(table[unnamed:], guess=unnamed, numbered=len(self.entries))
        self._table = None
        self.entries += read.entries
        self.remarks += read.remarks
        self.versions = united(self.versions, read.versions)
        yield from read.lines

    def _block(self, token: Token) -> Iterator[SourceLine]:
        """What is not a paragraph; text that is only set in by four spaces is one."""
        declared: Declared | None = Declared(AsideKind.NOTE)
        if token.type == "front_matter":
            found = _FRONT_TITLE.search(token.content)
            self.title = found[1].rstrip().strip("\"'") if found else ""
        elif token.type == "code_block" or DIRECTIVE.search(token.content):
            declared = None
        elif not _COMMENT.fullmatch(token.content):
            what = "HTML" if token.type == "html_block" else "a block of code"
            self.remarks.append(Remark(f"{what} in the text is left out", Source(self._line, 1)))
        first = self._line + (token.type in {"fence", "front_matter"})
        for number, line in enumerate(token.content.rstrip("\n").split("\n")):
            yield SourceLine(first + number, 1, line, declared).part(0)

    def _inline(self, token: Token) -> Iterator[SourceLine]:
        bold = self._bold(token)
        lines = [self._source_line(written) for written in self._written(token)]
        lines = [line for line in lines if not _ADDRESS.match(line.text)]
        if not bold and _TASK.match(token.content) and not ends_sentence(token.content):
            bold = Declared(AsideKind.NOTE)  # what is still to do
        if bold:
            lines = [replace(line, declared=bold) if line.text else line for line in lines]
        if self._note:
            text = " ".join(line.text for line in lines if line.text and not _is_definition(line.text))
            self._note = FootnoteEntry(
                self._note.number, f"{self._note.text} {text}".strip(), self._note.source
            )
        elif self._table is not None:
            self._table[-1].append(tuple(lines))
        else:
            if self._declared and self._declared.aside is AsideKind.TITLE:
                self.title = self.title or " ".join(line.text for line in lines)
            yield from lines

    def _bold(self, token: Token) -> Declared | None:
        """What a paragraph below the first is that is bold throughout: a heading, or a name that recurs."""
        text = _bold_alone(token)
        if not text or self._declared or self._note or self._table is not None or self._line == self._first:
            return None
        if self._bolds[text] > 1:
            token.children = [*(token.children or ()), _colon(token)]
            return None
        return Declared(AsideKind.HEADING)

    def _source_line(self, written: _Written) -> SourceLine:
        """The line in its place: it begins where the line of the file has its first words."""
        line = self._lines[written.line - 1] if written.line <= len(self._lines) else ""
        words = written.text.split(maxsplit=1)
        start = 0
        if self._table is not None and self._table[-1]:
            last = [source_line for cell in self._table[-1] for source_line in cell][-1:]
            start = last[0].column + len(last[0].text) if last else 0
        column = max(start, line.find(words[0], start) if words else 0) + 1
        text = _HEADING_ID.sub("", written.text) if self._declared else written.text
        source_line = SourceLine(
            written.line, 1, text, self._declared, tuple(written.cited), self._item
        ).part(0)
        self._item = ""
        return SourceLine(
            source_line.number,
            column,
            source_line.text,
            source_line.declared,
            source_line.cited,
            source_line.item,
        )

    def _written(self, token: Token) -> list[_Written]:
        """A paragraph as lines: text without emphasis, the footnotes it cites, and what does not fit."""
        lines = [_Written(self._line)]
        superscript = link = False
        for piece in self._not_struck(
            _without_links([*_with_directions(token.children or ())], self._defined), lines
        ):
            line = lines[-1]
            match piece.type:
                case "softbreak" | "hardbreak":
                    lines.append(_Written(line.line + 1))
                case "footnote_ref":
                    line.cited.append((len(line.text), self._cited(piece, line)))
                case "image":
                    shown = f" ({piece.content})" if piece.content else ""
                    self.remarks.append(Remark(f"a picture{shown} is left out", Source(line.line, 1)))
                case "link_open":
                    link = str(piece.attrs.get("href", "")).startswith("#")
                case "link_close":
                    link = False
                case "html_inline":
                    superscript = self._html(piece.content, lines, raised=superscript)
                case _ if link and piece.content.strip("[]^ ").isdecimal():
                    line.cited.append((len(line.text.rstrip()), plain_number(piece.content.strip("[]^ "))))
                case _:
                    line.text += raised(piece.content) if superscript else piece.content
        return lines

    def _not_struck(self, pieces: Iterable[Token], lines: Sequence[_Written]) -> Iterator[Token]:
        """The pieces that are not struck through."""
        struck = 0
        for piece in pieces:
            if piece.type == "s_open":
                self.remarks.append(Remark("struck-through text is left out", Source(lines[-1].line, 1)))
            struck += (piece.type == "s_open") - (piece.type == "s_close")
            if not struck:
                yield piece

    def _cited(self, piece: Token, line: _Written) -> str:
        """The number of a footnote that is cited; one that is written there and then becomes an entry."""
        number = self._numbers.of(str(piece.meta.get("label", f"^{piece.meta['id']}")))
        if "label" not in piece.meta:
            text = self._inline_notes.get(piece.meta["id"], "")
            self.entries.append(FootnoteEntry(number, text, Source(line.line, 1)))
        return number

    def _html(self, tag: str, lines: list[_Written], *, raised: bool) -> bool:
        """What a tag in a line does to it: a known one goes, an unknown one is text; whether what follows is raised."""
        known = _TAG.fullmatch(tag)
        name = known[1].lower() if known else ""
        if name == "br":
            lines.append(_Written(lines[-1].line))
        elif DIRECTIVE.fullmatch(tag):
            lines[-1].text += tag
        elif _COMMENT.fullmatch(tag):
            self.remarks.append(Remark("a comment is left out", Source(lines[-1].line, 1)))
        elif not known:
            lines[-1].text += tag
        return not tag.startswith("</") if name == "sup" else raised
