"""What another package may add to subtool: a format, a house style, a layout, an engine."""
