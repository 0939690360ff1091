"""Text without spaces to the phrases a line may end after: BudouX proposes, typesetting's rules decide.

The models of BudouX were trained on news and on the web; what they say about numbers is not meant for subtitles,
and the rules on the beginning and end of a line (kinsoku shori: JIS X 4051, GB/T 15834) hold whatever they say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from subtool.model import THAI, is_unspaced

if TYPE_CHECKING:
    from budoux import Parser

_NOT_FIRST = frozenset(
    "、。，．,.：；:;！？!?‼⁇⁈⁉・·ー〜～…‥—–％%‰℃°々ゝゞヽヾ〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶๆฯ"
)
_PARTICLES = frozenset("的了着过過吗嗎呢吧们們")  # Chinese: they belong to the word before
_AFTER_PARTICLE = "，。、；：！？”’」』）》"
_QUOTES_AFTER = frozenset("\"'")
_LEADING = frozenset(
    "เแโใไເແໂໃໄ\u17d2\u1039"
)  # Thai and Lao vowels before their consonant; stacked Khmer, Burmese
_THAI = re.compile(f"[{THAI}]")
_KANA = re.compile(r"[\u3041-\u30fa]")


def phrases(text: str, *, language: str = "", japanese: bool = False) -> list[str]:
    """The pieces of a word between two spaces; together they are the word. One of a writing with spaces stays whole.

    Characters that Chinese and Japanese share are read as Japanese when `language` or `japanese` says so.
    """
    if len(text) == 1 or not is_unspaced(text):
        return [text]
    pieces = _parser(_model(text, language, japanese=japanese)).parse(text)
    result = [pieces[0]]
    for piece in pieces[1:]:
        if _may_part(result[-1], piece):
            result.append(piece)
        else:
            result[-1] += piece
    return result


def is_japanese(text: str) -> bool:
    """Whether text has kana, as every Japanese sentence does."""
    return not text.isascii() and _KANA.search(text) is not None


def _model(text: str, language: str, *, japanese: bool) -> str:
    if _THAI.search(text):
        return "th"
    if japanese or is_japanese(text) or language.lower().startswith("ja"):
        return "ja"
    traditional = language.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
    return "zh-hant" if traditional else "zh-hans"


@cache
def _parser(model: str) -> Parser:
    import budoux

    return {
        "th": budoux.load_default_thai_parser,
        "ja": budoux.load_default_japanese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
    }[model]()


def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two pieces that stand without a space."""
    last, first = before[-1], after[0]
    return not (
        first in _NOT_FIRST
        or first in _QUOTES_AFTER
        or last in _QUOTES_AFTER
        or unicodedata.category(first) in {"Pe", "Pf", "Mn", "Mc", "Me", "Cf"}
        or unicodedata.category(last) in {"Ps", "Pi", "Cf", "Sc"}
        or last in _LEADING
        or after.rstrip(_AFTER_PARTICLE) in _PARTICLES
        or not any(char.isalnum() for char in before)
        or last.isdigit()  # a number and its counter
        or (_is_latin(last) and _is_latin(first))
    )


def _is_latin(char: str) -> bool:
    return char.isalnum() and not is_unspaced(char)
