"""What a film is and holds: its tracks, frames, sound and shot changes."""
