"""Which writing a character belongs to, as far as breaking and joining text depends on it."""

from __future__ import annotations

import re

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = r"\u3040-\u30ff\u31f0-\u31ff\uff65-\uff9f"
THAI = r"\u0e00-\u0e7f"
OTHER_UNSPACED = r"\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Lao, Burmese, Khmer
FULL_WIDTH = (
    r"\u3000-\u3004\u3008-\u303f\uff01-\uff64"  # punctuation and forms as wide as a Chinese character
)

_UNSPACED = re.compile(f"[{HAN}{KANA}{THAI}{OTHER_UNSPACED}{FULL_WIDTH}]")


def is_unspaced(text: str) -> bool:
    """Whether any of it is written without blanks between words, as Chinese, Japanese and Thai are."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def meets_without_blank(before: str, after: str) -> bool:
    """Whether two pieces of text stand side by side without a blank, where a row ended between them."""
    return is_unspaced(before[-1:]) and is_unspaced(after[:1])
