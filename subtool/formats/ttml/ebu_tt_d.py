"""EBU-TT-D (EBU Tech 3380), which broadcasters in Europe take: styles by reference alone, text in boxes, media time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.formats.ttml.beyond import beyond
from subtool.formats.ttml.reader import read
from subtool.formats.ttml.rewrite import rewrite
from subtool.formats.ttml.writer import EBU, EBU_TT_D, Profile, document
from subtool.model import DEFAULT_FPS

if TYPE_CHECKING:
    from subtool.model import Sheet

__all__ = ["beyond", "read", "rewrite", "write"]

PROFILE = Profile(
    root={"ttp:timeBase": "media", "ttp:cellResolution": "50 30"},
    text={
        "tts:fontFamily": "proportionalSansSerif",
        "tts:fontSize": "160%",
        "tts:lineHeight": "125%",
        "tts:color": "#ffffff",
        "ebutts:linePadding": "0.5c",
    },
    background={"tts:backgroundColor": "#000000c2"},
    namespaces=EBU,
    conforms_to=(EBU_TT_D, "http://www.w3.org/ns/ttml/profile/imsc1/text"),
    speakers=False,
)


def write(sheet: Sheet) -> bytes:
    """A paragraph a cue, with the identifiers and references that the schema of the EBU asks for."""
    return document(sheet, PROFILE, DEFAULT_FPS)
