"""Text as text: its encoding, language, writing system and punctuation, and how it is said and marked up."""
