"""A voice laid on the sound of a film: placed, ducked, at its loudness."""
