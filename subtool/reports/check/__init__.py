"""The report of a check: a page that needs nothing else, a table, and a form that can be sent back."""

from __future__ import annotations

from subtool.reports.check.lists import form, table
from subtool.reports.check.page import Findings, page

__all__ = ["Findings", "form", "page", "table"]
