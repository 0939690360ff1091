"""The table of `table`, with tabs between its columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from subtool.formats import table

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.model import Sheet

read = table.read


def write(sheet: Sheet, _fps: Fraction | None = None) -> str:
    result = io.StringIO(newline="")
    lines = csv.reader(io.StringIO(table.write(sheet), newline=""))
    csv.writer(result, delimiter="\t", lineterminator="\r\n").writerows(lines)
    return result.getvalue()
