"""A script file to what it means: what is spoken, what is not, and which footnote hangs on which sentence."""

from subtool.script.script_of import script_of

__all__ = ["script_of"]
