"""Which language a voice speaks, as a model hears it, beside the one that the script is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import SubtoolError
from subtool.speech.synthesis.espeak import language_name
from subtool.speech.voices import voice_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Another language is surely spoken where it is so likely, and the script's so unlikely. Whisper base gives English
# with a strong Chinese accent 0.09 to 0.39, and the likeliest other language 0.69 beside 0.17.
SURELY, HARDLY = 0.5, 0.05


@dataclass(frozen=True, slots=True)
class VoiceLanguages:
    """How likely each language is in so much speech; `expected` is the script's."""

    expected: str
    chances: Mapping[str, float]
    duration_ms: int

    @property
    def likeliest(self) -> str:
        """The language that is spoken, as far as can be heard; the expected one of a model that knows no other."""
        return max(self.chances, key=lambda name: self.chances[name], default=self.expected)

    @property
    def is_foreign(self) -> bool:
        """Whether another language than the script's is surely spoken, and not that one."""
        return bool(self.reason) and self.chances.get(self.expected, 0.0) <= HARDLY

    @property
    def reason(self) -> str:
        """Why the script is hardly what is said; nothing where it may be."""
        if self.likeliest == self.expected or self.chances[self.likeliest] < SURELY:
            return ""
        return (
            f"the voice seems to speak {_name(self.likeliest)}, not {_name(self.expected)} as the script does"
        )

    @classmethod
    def joined(cls, parts: Sequence[VoiceLanguages]) -> VoiceLanguages:
        """Of several stretches, each for as long as it lasts."""
        whole_ms = sum(part.duration_ms for part in parts)
        names = dict.fromkeys(name for part in parts for name in part.chances)
        chances = {
            name: sum(part.chances.get(name, 0.0) * part.duration_ms for part in parts) / whole_ms
            for name in names
        }
        return cls(parts[0].expected, chances, whole_ms)


def _name(tag: str) -> str:
    try:
        return language_name(voice_of(tag))
    except SubtoolError:  # Whisper knows languages that espeak-ng has no voice for
        return f"'{tag}'"
