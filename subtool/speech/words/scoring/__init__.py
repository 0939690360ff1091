"""The English model scored by matrix products, and the script followed through the scores as a whole."""
