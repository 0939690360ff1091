"""Why a file is not a film or sound that is read, as its first bytes say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import IncompleteError, MediaError, Place

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 4096  # bytes that are looked at
# What files of these beginnings are, and what to do about it.
BEGINNINGS = (
    (rb"\Z", "empty (0 bytes), not a film", "copy or export it again"),
    (rb"\0+\Z", "nothing but zeros at its beginning, not a film", "copy it again"),
    (rb"#EXTM3U|\s*<\?xml[^>]*>\s*<(?:\w+:)?MPD|\s*<MPD|ffconcat", "a playlist, which names films and holds none",
     "name the film itself"),
    (rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg", "a drawing (SVG), not a film",
     "name a film or a sound"),
    (rb"\s*<\?xml|\s*<!DOCTYPE|\s*<html", "XML or a web page, not a film", "name the film itself"),
    (rb"\xff\xd8\xff|\x89PNG|BM.{4}\0\0|II\*\0|MM\0\*|8BPS|.{4}ftyp(?:avif|heic|heix|mif1)", "a picture, not a film",
     "name a film or a sound"),
    (rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b", "an archive (such as ZIP), not a film", "unpack it first"),
    (rb"%PDF", "a PDF, not a film", "name a film or a sound"),
    (rb"\xd0\xcf\x11\xe0", "an Office document, not a film", "name a film or a sound"),
    (rb"DVDVIDEO-", "the index of a DVD, not a film", "name the .VOB files beside it"),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11.{0,4000}\x4c\x5a\x08\x17", "a film with copy protection",
     "export it without"),
    (rb"\0\0\0?\x01[\x09\x67\x27]", "a bare stream of H.264, which does not say when its frames are shown",
     "put it into a film: ffmpeg -framerate 25 -i FILE -c copy FILE.mkv"),
    (rb"\0\0\0?\x01[\x40\x42\x46]\x01", "a bare stream of H.265, which does not say when its frames are shown",
     "put it into a film: ffmpeg -framerate 25 -i FILE -c copy FILE.mkv"),
    (rb"\xff\xfe|\xfe\xff|[^\x00-\x08\x0e-\x1a\x1c-\x1f]+\Z", "text, not a film", "name a film or a sound"),
)  # fmt: skip
BROKEN_OFF = re.compile(rb".{4}(?:ftyp|moov|mdat|wide)", re.DOTALL)


def refusal(path: Path) -> MediaError:
    """The error that names what a file is which the library did not open."""
    place = Place(str(path))
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return MediaError(f"cannot be read: {reason}", at=place, hint="see whether you may read it")
    for beginning, what, mend in BEGINNINGS:
        if re.match(beginning, head, re.DOTALL):
            return MediaError(f"is {what}", at=place, hint=mend)
    if BROKEN_OFF.match(head):
        return IncompleteError(
            "is broken off: its end is missing, which says where pictures and sound are",
            at=place,
            hint="copy or export it again",
        )
    kind = f", or of a kind that is not read ({path.suffix})" if path.suffix else ""
    return MediaError(
        f"is not a film or sound that can be read: it is damaged{kind}", at=place,
        hint="where a player shows it, export it as .mp4 or .mov",
    )  # fmt: skip
