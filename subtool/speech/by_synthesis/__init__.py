"""The engine for any language: a synthesiser speaks the script, and what it says is followed in the film's sound."""
