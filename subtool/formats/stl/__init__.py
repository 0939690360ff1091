"""EBU-STL (EBU Tech 3264): read, written, and written again with its header, comments and colours as they were."""

from subtool.formats.stl.reader import beyond, read, rewrite
from subtool.formats.stl.writer import write

__all__ = ["beyond", "read", "rewrite", "write"]
