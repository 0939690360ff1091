"""Animatics: a script and pictures as a film to react to."""
