"""What subtitles for the hard of hearing write that nobody says: sounds, music, and who speaks."""

from __future__ import annotations

import re

_SOUNDS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|［[^［］]*］|【[^【】]*】|\*[^*\n]+\*")
_SUNG = re.compile(r"[♪♫♬♩]+[^♪♫♬♩]*[♪♫♬♩]*|#[^#\n]+#")
_SPEAKER = re.compile(
    r"(?m)^[^\S\n]*+(?:[-–—‐][^\S\n]*+)?(?:>>+[^\S\n]*+)?"
    r"[^\W\d_a-zß-öø-ÿ][^\Wa-zß-öø-ÿ]*(?:[ .'’-]+[^\Wa-zß-öø-ÿ]+){0,3}:\s+"
)
_DASH = re.compile(r"(?m)^[^\S\n]*+(?:[-–—‐]|>>+)[^\S\n]*+")


def without_labels(text: str) -> str:
    """The words that are spoken in a cue: without [door slams], (LAUGHS), ♪ songs ♪ and JOHN:; empty where none are."""
    said = _SUNG.sub(" ", _SOUNDS.sub(" ", text))
    said = _DASH.sub("", _SPEAKER.sub("", said))
    return said.strip() if any(map(str.isalnum, said)) else ""
