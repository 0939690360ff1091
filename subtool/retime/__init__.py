"""Re-timing as a value: where each stretch of an old time line stands on the new one, and how that is found."""
