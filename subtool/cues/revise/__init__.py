"""Today's script on yesterday's cues: what is said as before keeps its cues, the rest is made again."""
