"""Scenarist captions (CEA-608, line 21): read through ttconv, written and moved by code of our own."""

from __future__ import annotations

from subtool.formats.scc.reader import read, rewrite
from subtool.formats.scc.writer import write

__all__ = ["read", "rewrite", "write"]
