"""Properties are tried on the same cases everywhere; a slow machine fails none of them. No cache is shared."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the commands do it; to be set before numpy is loaded

import pytest
from hypothesis import settings

settings.register_profile("subtool", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("subtool")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
