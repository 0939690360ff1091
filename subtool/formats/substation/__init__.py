"""ASS and SSA: read by their own Format lines, written anew, or again with all that is not cues as it was."""

from subtool.formats.substation.reader import beyond, read, rewrite
from subtool.formats.substation.writer import write

__all__ = ["beyond", "read", "rewrite", "write"]
