"""The one film that is served: opened once, so that no path is ever looked up again; whole, or by ranges."""

from __future__ import annotations

import os
import re
import threading
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.requests import Request

CHUNK = 256 * 1024  # bytes that are sent at a time
KINDS = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg",
    ".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".wav": "audio/wav", ".ogg": "audio/ogg", ".oga": "audio/ogg",
    ".opus": "audio/ogg", ".flac": "audio/flac", ".aac": "audio/aac",
}  # fmt: skip
_RANGE = re.compile(r"\s*bytes\s*+=\s*+(\d{0,18})\s*+-\s*+(\d{0,18})\s*", re.IGNORECASE)


class OpenFile:
    """A file that stays open: what replaces it on the disk is not read."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._lock = threading.Lock()
        self.kind = KINDS.get(path.suffix.lower(), "application/octet-stream")

    @property
    def size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def read(self, start: int, count: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), count, start)
        with self._lock:
            self._file.seek(start)
            return self._file.read(count)

    def close(self) -> None:
        self._file.close()


def answer(request: Request, file: OpenFile) -> Response:
    """The bytes that were asked for: one range, or all of it where none is meant or several are."""
    size = file.size
    headers = {"accept-ranges": "bytes", "content-type": file.kind}
    asked = request.headers.getlist("range")
    match = _RANGE.fullmatch(asked[0]) if len(asked) == 1 else None
    if not match or not any(match.groups()):
        return _streamed(request, file, range(size), 200, headers)
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if first and last and int(last) < int(first):
        return _streamed(request, file, range(size), 200, headers)  # by RFC 9110 it is not a range
    if start >= size or start >= end:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{size}"})
    headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    return _streamed(request, file, range(start, end), 206, headers)


def _streamed(
    request: Request, file: OpenFile, part: range, status: int, headers: dict[str, str]
) -> Response:
    headers = {**headers, "content-length": str(len(part))}
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(_chunks(file, part), status, headers)


async def _chunks(file: OpenFile, part: range) -> AsyncIterator[bytes]:
    """A piece at a time, so that memory stays bounded; a file cut short while it is read ends the answer."""
    for start in range(part.start, part.stop, CHUNK):
        count = min(CHUNK, part.stop - start)
        data = await to_thread.run_sync(file.read, start, count)
        if len(data) < count:
            raise ConnectionAbortedError("the film became shorter")
        yield data
