"""TTML: read in all its kinds, written as IMSC 1.1 text; a document that was read keeps what did not change."""

from subtool.formats.ttml.beyond import beyond
from subtool.formats.ttml.reader import read
from subtool.formats.ttml.rewrite import rewrite
from subtool.formats.ttml.writer import write

__all__ = ["beyond", "read", "rewrite", "write"]
