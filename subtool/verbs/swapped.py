"""An original that the film does not speak: told before anybody listens, where the languages say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place
from subtool.text.language import is_same_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Script

NO_LANGUAGE = frozenset({"", "und", "mis", "mul", "zxx", "qaa"})  # of a track, in containers


def refuse_swapped(script: Script, original: Script, tags: Sequence[str]) -> None:
    """Refuse an original in another language than the film speaks: `tags` are those of its tracks, or what is named.

    Raises:
        MediaError: the film speaks the language of the script, which is said to be the translation.
    """
    known = [tag for tag in tags if tag not in NO_LANGUAGE]
    if len(known) < len(tags) or any(is_same_language(tag, original.language) for tag in known):
        return
    if any(is_same_language(tag, script.language) for tag in known):
        raise swapped(script, original)


def swapped(script: Script, original: Script) -> MediaError:
    """That the film speaks what is called the translation."""
    hint = f"the film speaks {script.path}: align {original.path} to it with --original {script.path}"
    if script.path == original.path:
        hint = f"the film speaks {script.language}: say --spoken {script.language}"
    message = "is not what the film speaks: original and translation are swapped"
    return MediaError(message, at=Place(original.path), hint=hint)
