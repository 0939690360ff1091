"""What is bold throughout in a Word file, as mammoth reads it: a heading or a name set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def plain_text(element: Any) -> Iterator[str]:  # noqa: ANN401 - mammoth is untyped
    for child in element.children:
        if hasattr(child, "value"):
            yield child.value
        elif hasattr(child, "children"):
            yield from plain_text(child)


def all_bold(paragraph: Any) -> bool:  # noqa: ANN401
    """Whether all that is written in a paragraph is bold."""
    written = [run for run in _runs(paragraph) if "".join(plain_text(run)).strip()]
    return bool(written) and all(run.is_bold or (run.style_name or "").lower() == "strong" for run in written)


def _runs(element: Any) -> Iterator[Any]:  # noqa: ANN401
    """The runs of a paragraph, in links too."""
    for child in element.children:
        if hasattr(child, "is_bold"):
            yield child
        elif hasattr(child, "children"):
            yield from _runs(child)
