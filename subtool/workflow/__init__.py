"""The stages joined to each other and to the disk: what the library offers and the command line calls."""
