"""Cues against a house style: what is wrong, where, by how much, and what mends it. Pure."""

from subtool.checks.all_checks import check, in_order

__all__ = ["check", "in_order"]
