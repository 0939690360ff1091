"""Files that survive: locks, atomic writes, reading with one sentence for what cannot be read."""
