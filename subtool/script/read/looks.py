"""What a text looks like, whatever it is called."""

from __future__ import annotations

import re
from itertools import pairwise

from subtool.script.source_lines import HEAD_WITHIN
from subtool.script.understand.conventions import conventions

HEAD_CHARS = 20_000  # that tell the kind; more would only cost time
FEWEST_COMMANDS = 2  # of LaTeX in a text without a preamble
_LATEX_COMMAND = re.compile(
    r"\\(?:part|chapter|(?:sub){0,2}section|footnote|emph|text(?:bf|it|sc|tt)|cite[pt]?|begin|end|title|item)\*?[{\[]"
)
_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}\?>\s*+)?(?:<!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(r"<(?:p|div|h[1-6]|article|main|section)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_SCENE = re.compile(r"(?:INT|EXT|EST|INT\./EXT|INT/EXT|I/E)[. ]\s?\S")
_CHARACTER = re.compile(r"@?[^\W\d_a-z][^a-z\n:]{0,40}(?:\([^()\n]{1,30}\)\s*)?\^?")
_TITLE_PAGE = re.compile(
    r"(?:Title|Credit|Author|Authors|Source|Draft date|Contact|Copyright|Notes)\s?:", re.IGNORECASE
)
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:[\w-]{1,40}\s?:.*\n|\s.*\n|#.*\n|-.*\n){1,60}?(?:---|\.\.\.)[ \t]*\n"
)
_NOTE = re.compile(r"^\[\^[^\s\]]{1,40}\]:", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} \S.*$", re.MULTILINE)
_BOLD_NAME = re.compile(
    r"^\*\*[^*\n]{1,40}(?::\*\*|\*\*\s?:|\*\*\s{0,2}[\[(_*]{0,2}\d{1,2}:\d\d)|^\*\*[^*\n]{1,90}\*\*[ \t]{0,4}$",
    re.MULTILINE,
)
_BOLD_OPENING = re.compile(r"^\*\*[^*\n]{2,60}:\*\*\s\S", re.MULTILINE)
_RULE_ROW = re.compile(
    r"^[ \t]*+\|?(?:[ \t]*+:?-{2,}:?[ \t]*+\|){1,20}[ \t]*+(?::?-{2,}:?)?[ \t]*+\|?[ \t]*$", re.MULTILINE
)
_WIKI_HEADING = re.compile(r"^={2,4}[^=\n]{1,100}={2,4}[ \t]{0,4}$", re.MULTILINE)
_RST_NOTE = re.compile(r"^\.\. \[(?:#?[\w.-]{1,30}|#|\*)\] \S", re.MULTILINE)
_RST_DIRECTIVE = re.compile(r"^\.\. [\w:-]{2,40}::|^\.\. _[^:\n]{1,60}:", re.MULTILINE)
_RST_TITLE = re.compile(r"^\S[^\n]{1,100}\n([=~^\-])\1{3,}[ \t]{0,4}$", re.MULTILINE)
_DELIMITERS = "\t;,"


def looks_like_html(text: str) -> bool:
    head = text[:HEAD_CHARS].lstrip("\ufeff")
    return bool(_HTML.match(head)) or (
        head.lstrip().startswith("<") and len(_HTML_TAG.findall(head)) > 1 and "</" in head
    )


def looks_like_final_draft(text: str) -> bool:
    return "<FinalDraft" in text[:2000]


def looks_like_latex(text: str) -> bool:
    """A preamble, or commands enough of those that mark text."""
    head = text[:HEAD_CHARS]
    sure = any(mark in head for mark in ("\\documentclass", "\\begin{document}"))
    return sure or ("\\" in head and len(_LATEX_COMMAND.findall(head)) >= FEWEST_COMMANDS)


def looks_like_wiki(text: str) -> bool:
    """Headings between equals signs, with references, links or bold as wikis have them."""
    head = text[:HEAD_CHARS]
    marks = sum(mark in head for mark in ("'''", "[[", "<ref", "{{"))
    return (len(_WIKI_HEADING.findall(head)) > 1 and marks > 0) or (marks > 2 and "<ref" in head)


def looks_like_rst(text: str) -> bool:
    """Directives or footnotes as reStructuredText has them, or titles over their lines."""
    head = text[:HEAD_CHARS]
    return bool(_RST_NOTE.search(head)) or (
        bool(_RST_DIRECTIVE.search(head)) and bool(_RST_TITLE.search(head))
    )


def looks_like_markdown(text: str) -> bool:
    """Front matter, footnotes, a table with its rule, or headings enough."""
    head = text[:HEAD_CHARS].lstrip("\ufeff").replace("\r\n", "\n")
    if _FRONT_MATTER.match(head) or _RULE_ROW.search(head):
        return True
    return (
        bool(_NOTE.search(text))
        or len(_BOLD_NAME.findall(head)) > 1
        or bool(_BOLD_OPENING.search(head))
        or len(_HEADING.findall(head)) > 1
    )


def looks_like_fountain(text: str) -> bool:
    """Scene headings, and a character who speaks; or a title page."""
    lines = [line.rstrip() for line in text[:HEAD_CHARS].lstrip("\ufeff").splitlines()]
    speaks = sum(
        not before and bool(_CHARACTER.fullmatch(line)) and bool(after) and not _SCENE.match(line)
        for (before, line), after in zip(pairwise(["", *lines]), [*lines[1:], ""], strict=False)
    )
    scenes = sum(bool(_SCENE.match(line)) for line in lines)
    first = next((line for line in lines if line), "")
    titled = bool(_TITLE_PAGE.match(first)) and sum(bool(_TITLE_PAGE.match(line)) for line in lines[:12]) > 1
    return bool(speaks and (scenes or titled))


def looks_like_table(text: str) -> bool:
    """A row of column headings near the top, one of them for the voice."""
    return any(_heads_a_table(row) for row in text[:2000].lstrip("\ufeff").splitlines()[:HEAD_WITHIN])


def _heads_a_table(row: str) -> bool:
    columns = conventions().columns
    for delimiter in _DELIMITERS:
        names = [name for cell in row.split(delimiter) if (name := cell.strip(' "\r\t').casefold())]
        known = sum(any(name in words for words in columns.values()) for name in names)
        if known == len(names) > 1:
            return any(name in columns["audio"] for name in names)
    return False
