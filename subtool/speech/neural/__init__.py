"""The engine of a user's own neural model: what it hears is matched to the script, and the script to it."""
