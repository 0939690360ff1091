"""The memory of what was heard: checked as it is read, private, made again when it is damaged."""

from __future__ import annotations

import logging
import os
import sqlite3
import stat

import pytest

from subtool.speech.words.cache import memory

SAID = [("lamp", 0, 300), ("lit", 300, 520)]
DAMAGE = {
    "not JSON": ("update takes set said = ?", "not json"),
    "shape": ("update takes set said = ?", "[[1,2]]"),
    "types": ("update takes set said = ?", '[["lamp","a",null]]'),
    "order": ("update takes set said = ?", '[["lamp",300,100]]'),
    "deep": ("update takes set said = ?", "[" * 100_000),
    "null": ("update takes set said = ?", None),
    "renamed": ("alter table takes rename column said to other", ...),
    "a view": ("drop table takes; create view takes as select 1 as key, 2 as said", ...),
}


def kept(folder):
    """The one file of the memory."""
    [path] = folder.glob("heard-*.sqlite")
    return path


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "cache"
    with memory(folder) as heard:
        heard.keep(b"take", SAID)
    return folder


def check_it_works_again(folder, caplog):
    with caplog.at_level(logging.WARNING), memory(folder) as heard:
        for key in (b"take", b"other"):
            assert heard.recall(key) in (None, SAID)
        for _ in range(2):  # the first may be what finds the damage
            heard.keep(b"take", SAID)
        assert heard.recall(b"take") == SAID
    assert len(caplog.records) == 1
    assert "was damaged" in caplog.text
    with memory(folder) as heard:
        assert heard.recall(b"take") == SAID


@pytest.mark.parametrize("name", DAMAGE)
def test_content_that_is_not_ours_is_heard_again(folder, caplog, name):
    call, value = DAMAGE[name]
    with sqlite3.connect(kept(folder)) as file:
        for number, statement in enumerate(call.split(";")):
            file.execute(statement, () if value is ... or number else (value,))
    file.close()
    check_it_works_again(folder, caplog)


@pytest.mark.parametrize("how", ["pages", "half", "garbage", "ones", "no text"])
def test_a_file_that_is_damaged_is_made_again(folder, caplog, how):
    path = kept(folder)
    data = path.read_bytes()
    path.write_bytes(
        {"pages": data[:4096] + b"\xa5" * (len(data) - 4096), "half": data[: len(data) // 2 + 7],
         "garbage": b"garbage" * 500, "ones": b"\xff" * len(data),
         "no text": data.replace(b"STRICT", b"\xf8" * 6)}[how]
    )  # fmt: skip
    check_it_works_again(folder, caplog)


def test_what_cannot_be_written_is_no_damage(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    with memory(tmp_path / "file" / "deeper") as heard:
        assert heard is None
    with memory(tmp_path) as heard:
        with sqlite3.connect(kept(tmp_path), isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            heard._file.execute("PRAGMA busy_timeout = 0")  # noqa: SLF001 - so as not to wait
            heard.keep(b"take", SAID)
            other.execute("ROLLBACK")
        other.close()
        heard.keep(b"take", SAID)
        assert heard.recall(b"take") == SAID
    assert not caplog.records


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_it_is_the_owners_alone(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    with memory(folder) as heard:
        heard.keep(b"take", SAID)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
