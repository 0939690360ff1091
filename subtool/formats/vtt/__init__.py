"""WebVTT, as the W3C's specification has it (https://www.w3.org/TR/webvtt1/, §6 for reading, §4 for writing).

Footnote captions are cues of their own at the top of the picture, known by their identifier `note-9`.
"""

from __future__ import annotations

from subtool.formats.vtt.parser import read
from subtool.formats.vtt.rewrite import beyond, rewrite
from subtool.formats.vtt.writer import write

__all__ = ["beyond", "read", "rewrite", "write"]
