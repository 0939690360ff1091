"""The sound of a film and the sentences of a script -> when each word is said, and what is missing on either side."""
