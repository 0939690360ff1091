"""The verbs of the command line, without a terminal: the stages joined to each other and to the disk."""
