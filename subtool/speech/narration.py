"""What an engine finds out, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subtool.model import Remark, Sentence, Span, Utterance


@dataclass(frozen=True, slots=True)
class Narration:
    """What was heard: the spoken sentences with their words' times, those not spoken, and speech beside them.

    `remarks` are what the engine could not make use of in the script.
    """

    utterances: tuple[Utterance, ...]
    unspoken: tuple[Sentence, ...]
    unscripted: tuple[Span, ...]
    remarks: tuple[Remark, ...] = ()
