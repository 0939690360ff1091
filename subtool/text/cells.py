"""Cells of tables that spreadsheets open: a text that they would run as a formula is written as text, and read back."""

from __future__ import annotations

import re

# What spreadsheets take for the start of a formula, also after spaces, and in full width where Japanese is written
# (OWASP, CSV Injection); quotes before it are those of a cell that was written so already.
_FORMULA = re.compile(r"'*+(?:\s*+[=+\-@＝＋－＠]|[\t\r\n])")


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def text_of(cell: str) -> str:
    """The text of a cell that `inert` wrote."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
