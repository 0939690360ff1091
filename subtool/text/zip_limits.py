"""What a zipped document may unpack to: more is not a document of people's, and meant to fill the memory."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_XML = 40_000_000  # of all parts that are read; a script of 100,000 words has ten
LARGEST_RATIO = 200  # Word's own XML packs to a tenth or a fiftieth
ALWAYS_BYTES = 1_000_000  # below this no ratio is a danger
MOST_PARTS = 5000  # a limit against floods; no document comes near


def has_too_many(parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether there are more parts than in any document."""
    return len(parts) > MOST_PARTS


def unpacks_too_far(parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether the parts that are read would unpack to far more than any document."""
    read = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    swollen = any(
        part.file_size > ALWAYS_BYTES and part.file_size > LARGEST_RATIO * max(1, part.compress_size)
        for part in read
    )
    return swollen or sum(part.file_size for part in read) > LARGEST_XML


def is_document(data: bytes) -> bool:
    """Whether it is a zipped document of a size that people's have."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False
    return not has_too_many(parts) and not unpacks_too_far(parts)
