"""Text read aloud by espeak-ng: pronunciation, a scratch narration, and its times."""
