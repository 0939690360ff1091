"""How a film that is made is encoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EIGHT_BITS = {"c:v": "libx264", "preset": "veryfast", "crf": 19}
# More bits are H.265: what plays ten bits of H.264 is rare.
MORE_BITS = {
    "c:v": "libx265", "preset": "fast", "crf": 20, "tag:v": "hvc1", "x265-params": "log-level=error",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """The choices there are; each has a default that plays everywhere."""

    def picture(self, bits: int) -> dict[str, Any]:
        """The encoder of a picture of so many bits a sample, and its settings."""
        return dict(EIGHT_BITS if bits == 8 else MORE_BITS)
