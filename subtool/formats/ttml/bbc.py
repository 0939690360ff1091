"""TTML as the BBC takes it online: EBU-TT-D in the look of its subtitle guidelines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.formats.ttml import ebu_tt_d
from subtool.formats.ttml.beyond import beyond
from subtool.formats.ttml.reader import read
from subtool.formats.ttml.rewrite import rewrite
from subtool.formats.ttml.writer import document
from subtool.model import DEFAULT_FPS

if TYPE_CHECKING:
    from subtool.model import Sheet

__all__ = ["beyond", "read", "rewrite", "write"]

# BBC Subtitle Guidelines 1.2, "Presentation" and "File format".
PROFILE = replace(
    ebu_tt_d.PROFILE,
    root={"ttp:timeBase": "media", "ttp:cellResolution": "40 24"},
    text={
        "tts:fontFamily": "ReithSans, Arial, Roboto, proportionalSansSerif, default",
        "tts:fontSize": "100%",
        "tts:lineHeight": "120%",
        "tts:color": "#ffffff",
        "ebutts:linePadding": "0.5c",
        "itts:fillLineGap": "true",
    },
    background={"tts:backgroundColor": "#000000"},
    namespaces={**ebu_tt_d.PROFILE.namespaces, "itts": "http://www.w3.org/ns/ttml/profile/imsc1#styling"},
)


def write(sheet: Sheet) -> bytes:
    """A paragraph a cue, on black, in the fonts of the guidelines."""
    return document(sheet, PROFILE, DEFAULT_FPS)
