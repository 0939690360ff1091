"""moviepy, loaded without the `.env` that it would read into our environment from any folder above it."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any


def moviepy() -> Any:  # noqa: ANN401 - it has no types
    """The module. A `.env` could name another program as ffmpeg, which moviepy would run when it is loaded."""
    if "moviepy" in sys.modules:
        return sys.modules["moviepy"]
    missing = object()
    known = sys.modules.get("dotenv", missing)
    sys.modules["dotenv"] = None  # type: ignore[assignment]  # to whoever imports it, as if it were not installed
    try:
        return import_module("moviepy")
    finally:
        if known is missing:
            del sys.modules["dotenv"]
        else:
            sys.modules["dotenv"] = known  # type: ignore[assignment]
