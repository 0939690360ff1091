"""The waveform of the film, made in the background and handed out as it comes."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from subtool.disk import atomic
from subtool.errors import SubtoolError
from subtool.media.read.peaks import PER_SECOND, peaks
from subtool.verbs.review_cache import kept_at

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1_000_000  # bytes in one answer: 83 minutes


class Waveform:
    """Pairs of lowest and highest, a hundredth of a second each; none where there is no sound."""

    def __init__(self, path: Path | None, duration_ms: int, language: str) -> None:
        self._path, self._language = path, re.sub(r"[^A-Za-z0-9-]", "", language)[:20]
        self._data = bytearray(2 * (duration_ms * PER_SECOND // 1000 + 1))
        self._done = 0
        self._complete = path is None
        self._stop = threading.Event()

    def start(self) -> None:
        if self._path:
            threading.Thread(target=self._read, args=(self._path,), daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def part(self, begin: int) -> tuple[bytes, bool]:
        """What there is from a hundredth on, and whether it is the rest."""
        complete = self._complete
        end = min(self._done, 2 * begin + MOST)
        return bytes(self._data[2 * begin : end]), complete and end == self._done

    def _read(self, path: Path) -> None:
        try:
            cache = kept_at(path, f"-{self._language}.peaks")
            if cache.is_file():
                self._data = bytearray(cache.read_bytes())
                self._done = len(self._data)
                return
            for begin, pairs in peaks(path, language=self._language):
                if self._stop.is_set():
                    return
                data, start = pairs.tobytes(), 2 * begin
                if start + len(data) > len(self._data):
                    self._data.extend(bytes(start + len(data) - len(self._data)))
                self._data[start : start + len(data)] = data
                self._done = start + len(data)
            atomic.save_bytes(cache, bytes(self._data[: self._done]))
        except (SubtoolError, OSError):
            return  # what could be read is shown
        finally:
            self._complete = True
