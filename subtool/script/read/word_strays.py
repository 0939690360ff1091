"""What stands in a Word file beside its kind: text beside paragraphs, paragraphs beside the rows and cells of a table.

Word shows it, and other programs write it; so it is read as a paragraph, a row or a cell of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from subtool.script.read.word_bold import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def is_table(element: Any) -> bool:  # noqa: ANN401 - mammoth is untyped
    return (
        hasattr(element, "style_name")
        and not hasattr(element, "numbering")
        and not hasattr(element, "is_bold")
    )


def blocks(elements: Iterable[Any]) -> Iterator[Any]:
    """Paragraphs and tables alone."""
    from mammoth import documents

    loose: list[Any] = []
    for element in elements:
        if not (hasattr(element, "numbering") or is_table(element) or _is_row(element) or _is_cell(element)):
            loose.append(element)
            continue
        yield from _paragraph(loose)
        loose = []
        if _is_cell(element):
            yield documents.table([documents.table_row([element])])
        else:
            yield documents.table([element]) if _is_row(element) else element
    yield from _paragraph(loose)


def cells_by_row(table: Any) -> Iterator[list[Any]]:  # noqa: ANN401
    """The cells of each row."""
    from mammoth import documents

    for row in table.children:
        if not _is_row(row):
            yield from ([documents.table_cell([block])] for block in blocks([row]))
            continue
        cells: list[Any] = []
        for cell in row.children:
            cells += [cell] if _is_cell(cell) else (documents.table_cell([block]) for block in blocks([cell]))
        yield cells


def _is_row(element: Any) -> bool:  # noqa: ANN401
    return hasattr(element, "is_header")


def _is_cell(element: Any) -> bool:  # noqa: ANN401
    return hasattr(element, "colspan")


def _paragraph(loose: list[Any]) -> Iterator[Any]:
    """Of what stands in no paragraph, one, if there is anything to be read in it."""
    from mammoth import documents

    paragraph = documents.paragraph(loose)
    if "".join(plain_text(paragraph)).strip():
        yield paragraph
