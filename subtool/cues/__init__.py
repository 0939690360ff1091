"""Timed sentences -> readable, timed, legal cues. Pure."""

from subtool.cues.compose import compose

__all__ = ["compose"]
