"""Worksheets for translators: a unit a line, with time, speaker, source, and room for the translation."""
