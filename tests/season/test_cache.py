"""What is kept to be faster is shown, limited and cleared, and nothing beside it is touched."""

from __future__ import annotations

import os

import pytest

import subtool
from subtool.verbs.cache import bytes_in, cache_folder


@pytest.fixture
def folder():
    folder = cache_folder()
    (folder / "review").mkdir(parents=True)
    for age, (name, size) in enumerate(
        {"heard-1.sqlite": 3000, "review/a.peaks": 2000, "review/b.mp4": 1000}.items()
    ):
        path = folder / name
        path.write_bytes(bytes(size))
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    (folder / "heard-1.sqlite-wal").write_bytes(bytes(500))
    (folder / "mine.txt").write_text("mine")
    return folder


def test_files_of_one_database_are_one(folder):
    sizes = {entry.path.name: entry.size for entry in subtool.cached()}
    assert sizes == {"heard-1.sqlite": 3500, "a.peaks": 2000, "b.mp4": 1000}


def test_what_was_not_used_for_the_longest_time_goes_first(folder):
    assert [entry.path.name for entry in subtool.clear_cache(5500)] == ["b.mp4"]
    assert sum(entry.size for entry in subtool.cached()) == 5500
    subtool.clear_cache()
    assert subtool.cached() == ()
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["mine.txt"]


def test_sizes_are_read_as_people_write_them():
    assert [bytes_in(said) for said in ("10", "2kB", "1.5 GB", "3M")] == [10, 2048, 3 << 29, 3 << 20]
    with pytest.raises(subtool.ChoiceError, match="'much' is not a size"):
        bytes_in("much")
