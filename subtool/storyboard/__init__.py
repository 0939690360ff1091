"""A film to react to before there is one: cards, pictures with slow moves, at the times of the narration."""
