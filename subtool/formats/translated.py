"""What the cue sheet of a translation holds beside its cues: the original's sentences, and each cue's pair in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from subtool.formats.json_values import (
    confidence_at,
    object_at,
    objects,
    span_json,
    span_of,
    text_at,
    whole_at,
)
from subtool.model import OriginalSentence
from subtool.pairs import PairedWith

if TYPE_CHECKING:
    from subtool.model import Sheet


class Original(TypedDict):
    """The fields of a sheet that hold its original."""

    original: tuple[OriginalSentence, ...]
    original_language: str


def original_json(sheet: Sheet) -> dict[str, object]:
    """The original as it stands in the sheet: its language, and its sentences with their times."""
    return {
        "language": sheet.original_language,
        "sentences": [
            {"text": one.text, **(span_json(one.span) if one.span else {})} for one in sheet.original
        ],
    }


def original_in(top: dict[str, Any]) -> Original:
    """The original that a sheet names, if it does.

    Raises:
        FormatError: a value is missing or cannot be.
    """
    if top.get("original") is None:
        return {"original": (), "original_language": ""}
    data = object_at(top["original"], "original")
    return {
        "original": objects(data, "sentences", _sentence_in, "original"),
        "original_language": text_at(data, "language", "original", ""),
    }


def _sentence_in(data: dict[str, Any], where: str) -> OriginalSentence:
    text = text_at(data, "text", where)
    if data.get("start_ms") is None:
        return OriginalSentence(text)
    return OriginalSentence(text, span_of(data, where))


def pair_json(pair: PairedWith | None) -> dict[str, object]:
    """The key that names a pair; nothing where there is none."""
    return {} if pair is None else {"pair": {"sentence": pair.sentence, "chance": pair.chance}}


def pair_in(data: dict[str, Any], where: str) -> PairedWith | None:
    """The pair of a cue or of a sentence that is not spoken.

    Raises:
        FormatError: its number or its chance cannot be.
    """
    if data.get("pair") is None:
        return None
    pair = object_at(data["pair"], f"{where}.pair")
    chance = confidence_at({"confidence": pair.get("chance")}, f"{where}.pair")
    return PairedWith(whole_at(pair, "sentence", f"{where}.pair"), 0.0 if chance is None else chance)
