"""What a review has worked out about a film, kept in the user's cache folder by the film's content."""

from __future__ import annotations

import json
from fractions import Fraction
from hashlib import blake2b
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.disk.workdir import private_place

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = 1 << 20  # bytes at the beginning, in the middle and at the end tell films apart, with their length
VERSION = 1  # of what is kept


def kept_at(film: Path, what: str) -> Path:
    """Where something about a film is kept; the folder is made, for its owner alone."""
    from platformdirs import user_cache_path

    folder = user_cache_path("subtool", appauthor=False) / "review"
    private_place(folder)
    return folder / f"{_digest(film)}-{VERSION}{what}"


def _digest(film: Path) -> str:
    size = film.stat().st_size
    digest = blake2b(str(size).encode(), digest_size=16)
    with film.open("rb") as file:
        for start in (0, size // 2, max(0, size - SAMPLE)):
            file.seek(start)
            digest.update(file.read(SAMPLE))
    return digest.hexdigest()


def shots_kept(path: Path) -> tuple[Fraction, ...] | None:
    """Shot changes that were found before, in seconds; None where there are none to read."""
    try:
        return tuple(Fraction(text) for text in json.loads(path.read_text("utf-8")))
    except (
        OSError,
        ValueError,
        TypeError,
        ArithmeticError,
        RecursionError,
    ):  # a number of no end, brackets in brackets
        return None


def keep_shots(path: Path, shots: tuple[Fraction, ...]) -> None:
    atomic.save_text(path, json.dumps([str(shot) for shot in shots]))
