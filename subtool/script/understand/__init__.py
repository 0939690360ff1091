"""What a script means: what is spoken, what is not, and which footnote hangs on which sentence."""
