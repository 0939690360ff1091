"""Nothing that a file says steers the terminal, and what cannot be printed spoils no work."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.cli.terminal import GuardedStream, visible
from support import command

SUBTOOL = [sys.executable, "-m", "subtool"]
EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[8m\u202e\u200f\u061c\u2066\x9b31m\x7f\r"
CUES = f"1\n00:00:05,000 --> 00:00:03,000\nhello {EVIL}\n\n2\n00:00:02,500 --> 00:00:02,600\nsecond\n"
TURNING = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}  # Bidi_Control


def run(folder, *call):
    return command.run(*call, cwd=folder)


def is_clean(text):
    return not any(
        (unicodedata.category(char) == "Cc" and char not in "\n\t") or char in TURNING for char in text
    )


@given(st.text())
def test_whatever_is_printed_is_clean_and_the_rest_stays(text):
    shown = visible(text)
    assert is_clean(shown)
    assert "\n" not in shown
    assert shown == text or not is_clean(text) or any(char in text for char in "\n\u2028\u2029")
    assert visible(shown) == shown


@given(st.dictionaries(st.text(), st.text()))
def test_printed_json_is_the_same_json(value):
    for indent in (None, 1):
        printed = io.StringIO()
        GuardedStream(printed).write(json.dumps(value, ensure_ascii=False, indent=indent))
        assert is_clean(printed.getvalue())
        assert json.loads(printed.getvalue()) == value


def test_all_that_commands_say_goes_through_one_place():
    """Whatever is printed by another call has a name that stands in the code, and is no stranger's."""
    past = [
        f"{path.name}:{call.lineno}"
        for path in sorted(Path(subtool.__file__).parent.rglob("*.py"))
        if path.name != "terminal.py"
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"print", "click.echo", "click.secho", "sys.stdout.write"}
        and not (isinstance(call.args[0], ast.Name) and call.args[0].id.isupper())
    ]
    assert not past


def test_a_stream_that_fails_is_written_no_more():
    class Full(io.StringIO):
        def write(self, _text):
            raise OSError(28, "No space left on device")

    stream = GuardedStream(Full())
    assert stream.write("a") == 1
    assert stream.failed.errno == 28
    assert stream.past.write("b") == 1
    stream.flush()


@pytest.mark.skipif(os.name != "posix", reason="Windows refuses such names")
def test_names_and_texts_of_strangers_are_shown(tmp_path):
    name = f"bad{EVIL}.srt"
    (tmp_path / name).write_text(CUES, encoding="utf-8", newline="")
    (tmp_path / "p.toml").write_text('extends = "netflix-en"\n"\\u001b]0;x\\u0007" = 1\n')
    calls = [
        ("check", name), ("check", name, "--json"), ("convert", name, f"{name}.vtt"), ("outline", f"x\n{name}.txt"),
        ("check", name, "--profile", "p.toml"), ("clip", name, "--quote", EVIL, "-o", "x.mp4", name), (EVIL,),
    ]  # fmt: skip
    for call in calls:
        done = run(tmp_path, *call)
        assert done.stdout + done.stderr, call
        assert is_clean(done.stdout + done.stderr), call
        assert "Traceback" not in done.stderr


def test_a_line_feed_in_a_name_begins_no_line(tmp_path):
    done = run(tmp_path, "check", "a\nsubtool: all is well.srt")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")  # noqa: PTH110
def test_output_that_cannot_be_printed_does_not_spoil_what_can_be_saved(tmp_path):
    (tmp_path / "s.txt").write_text("NARRATOR: The lamp was lit on the point.\n")
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [*SUBTOOL, "draft", "s.txt", "--json", "-o", "a.srt"],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (tmp_path / "a.srt").read_text().count("-->") >= 1
    assert done.returncode == 2
    assert "could not be: no space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX limits files and closes streams")
@pytest.mark.parametrize("unbuffered", ["1", ""])
@pytest.mark.parametrize(
    ("end", "why"), [("> a.vtt", "file too large"), (">&-", "standard output is closed"), ("| true", "")]
)
def test_a_file_on_standard_output_is_whole_or_said_not_to_be(tmp_path, unbuffered, end, why):
    cues = "".join(f"{n}\n00:{n:02}:00,000 --> 00:{n:02}:02,000\n{'word ' * 8}\n\n" for n in range(60))
    (tmp_path / "a.srt").write_text(cues)
    command = f'ulimit -f 1; "{sys.executable}" -m subtool convert a.srt - --to vtt {end}'
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )  # fmt: skip
    assert done.returncode == (2 if why else 0), done.stderr
    assert why in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX closes them")
def test_streams_that_are_closed_give_their_numbers_to_no_file(tmp_path):
    (tmp_path / "s.txt").write_text("NARRATOR: The lamp was lit on the point.\n")
    command = f'exec "{sys.executable}" -m subtool draft s.txt -o a.srt <&- >&- 2>&-'
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, check=False).returncode == 0
    assert (tmp_path / "a.srt").read_text().startswith("1\n00:00:")


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX closes streams")
def test_standard_input_that_is_closed_is_empty(tmp_path):
    command = f'exec "{sys.executable}" -m subtool convert - - --from srt --to vtt <&-'
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "WEBVTT")
