"""TTML: read in all its kinds, written as IMSC 1.1 text."""

from subtool.formats.ttml.reader import read
from subtool.formats.ttml.writer import write

__all__ = ["read", "write"]
