"""Two texts that say the same in two languages: which sentences belong together, and their times carried over. Pure."""
