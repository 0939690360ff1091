"""What ASS can say, and how text is kept from saying more."""

from __future__ import annotations

LIMIT_MS = 36_000_000  # ASS has one digit for the hours
WORD_JOINER = "\u2060"


def escaped(text: str) -> str:
    """Text that is shown as it is: braces open no command, a backslash escapes nothing."""
    return text.replace("\\", f"\\{WORD_JOINER}").replace("{", r"\{").replace("}", r"\}")
