"""ASS and SSA: read by their own Format lines, written from scratch, or again with all but the cues unchanged."""

from subtool.formats.substation.reader import beyond, read, rewrite
from subtool.formats.substation.writer import write

__all__ = ["beyond", "read", "rewrite", "write"]
