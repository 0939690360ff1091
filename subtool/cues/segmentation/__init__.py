"""Timed words -> cues and lines: one global optimum over all breaks, with the timing inside it."""
