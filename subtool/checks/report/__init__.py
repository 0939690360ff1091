"""The report of a check as one HTML page that needs nothing else: no network, no script."""

from __future__ import annotations

from subtool.checks.report.page import Findings, page

__all__ = ["Findings", "page"]
