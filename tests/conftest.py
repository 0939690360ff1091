"""Properties are tried on the same cases everywhere; a slow machine fails none of them."""

from hypothesis import settings

settings.register_profile("subtool", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("subtool")
