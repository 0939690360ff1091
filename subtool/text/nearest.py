"""What somebody meant who typed a name that there is not."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIKE = 0.6  # difflib's own; "burm" finds "burn", "netflx" "netflix-en", "play" nothing


def nearest(typed: str, names: Iterable[str]) -> list[str]:
    """The names most like what was typed, at most three; also those that begin with it."""
    known = {name.lower(): name for name in names}
    wanted = typed.lower().replace("_", "-").replace(" ", "-")
    begun = [name for name in known if len(wanted) > 1 and name.startswith(wanted)]
    alike = get_close_matches(wanted, known, n=3, cutoff=ALIKE)
    return [known[name] for name in dict.fromkeys((*alike, *begun))][:3]


def did_you_mean(typed: str, names: Iterable[str]) -> str:
    """What may be meant as a sentence, `did you mean netflix-en?`; empty where nothing is like it."""
    found = nearest(typed, names)
    return f"did you mean {', '.join(found[:-1])}{' or ' if found[1:] else ''}{found[-1]}?" if found else ""
