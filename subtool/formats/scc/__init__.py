"""Scenarist captions (CEA-608, line 21): read as decoders show them, written, and moved with all their codes."""

from __future__ import annotations

from subtool.formats.scc.reader import read, rewrite
from subtool.formats.scc.writer import write

__all__ = ["read", "rewrite", "write"]
