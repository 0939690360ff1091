"""SubRip (.srt)."""

from subtool.formats.srt.subrip import read, write

__all__ = ["read", "write"]
