"""Waiting for what a season reads, or people edit, to change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from subtool.season.state import FOLDER

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

SETTLE_MS = (
    400  # a save is several changes; editors and cutting programs make them within a tenth of a second
)
LOOK_MS = 500  # how soon it is noticed that nobody waits any more
PASSING = (".part", ".tmp", ".swp", ".lock", "~")


def changes(root: Path, stop: threading.Event | None = None) -> Iterator[frozenset[str]]:
    """The paths, from the root, that changed since the last time; at first none, as soon as they are looked at.

    What a build remembers in its own folder is passed over, and so is what programs make while they save.
    """
    from watchfiles import watch

    top = root.resolve()

    def counts(_change: object, path: str) -> bool:
        inner = Path(path).relative_to(top).parts
        is_ours = not inner or inner[0] == FOLDER or any(part.startswith(".subtool-") for part in inner)
        return not is_ours and not inner[-1].endswith(PASSING)

    looks = watch(
        top, watch_filter=counts, debounce=4 * SETTLE_MS, step=SETTLE_MS, stop_event=stop, rust_timeout=LOOK_MS,
        yield_on_timeout=True,
    )  # fmt: skip
    for number, found in enumerate(looks):
        if found or not number:
            yield frozenset(Path(path).relative_to(top).as_posix() for _, path in found)
