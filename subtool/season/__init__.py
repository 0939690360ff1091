"""A season: what its project file says, what depends on what, what has to be made again and why, and making it."""
