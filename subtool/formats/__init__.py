"""Sheets to subtitle files and back: a module a format, and what each can hold. Pure.

A format is a module with `read(data) -> Sheet`, `write(sheet) -> data`, or both; data is text, or bytes where the
format is binary. Where times are frames, both take the frame rate as well. Errors name a line, the caller the file.
"""

from subtool.formats.detect import format_for, format_of
from subtool.formats.form import Footnotes, Form, Format
from subtool.formats.holding import FACETS, losses
from subtool.formats.registry import FORMATS, all_formats

__all__ = [
    "FACETS",
    "FORMATS",
    "Footnotes",
    "Form",
    "Format",
    "all_formats",
    "format_for",
    "format_of",
    "losses",
]
