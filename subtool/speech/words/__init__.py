"""The engine that hears words: recognition with the script as its language, then forced alignment (pocketsphinx)."""
