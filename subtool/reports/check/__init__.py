"""The report of a check as one HTML page that needs nothing else: no network, no script."""

from __future__ import annotations

from subtool.reports.check.page import Findings, page

__all__ = ["Findings", "page"]
