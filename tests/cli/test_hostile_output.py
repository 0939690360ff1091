"""Whatever a command prints of names, texts and metadata of strangers is shown, and steers no terminal."""

from __future__ import annotations

import io
import json
import os
import shlex
import signal
import sys
import unicodedata

import pytest

from subtool.cli import Verbs, main
from support.footage import filmed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows refuses such names")
FORGED = "subtool: all is well"
EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[8m\u202e\u200f\u061c\u2066\u2028\x9b31m\x7f\x08"
LINES = f"{EVIL}\n{FORGED}\r{FORGED}"  # where a break begins no line of the file's own
NAME = f"bad{LINES}"
TURNING = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}  # Bidi_Control
SCRIPT = f"""The {EVIL} Lamp

NARRATOR{EVIL}: The lamp was lit {EVIL}on the point that night.[1] It could be seen from far away at sea.

[Music{EVIL}]

{{Editor: {EVIL} a note}}

ANN: The keeper “climbed{EVIL}” the stairs every evening.[7]

[1] A. {EVIL} Author, A Book, 1996, Page 12.
"""
SRT = f"""1
00:00:00,100 --> 00:00:01,000
Hello {EVIL} there  you

2
00:00:02,000 --> 00:00:01,500
<b>{EVIL}</b> second … . and a line that is far too long for any style that anybody has ever written down

x{EVIL}
"""
VTT = f"""WEBVTT {EVIL}

NOTE {EVIL}

00:00.000 --> 00:01.000 region:{EVIL}
<v {EVIL}>Hello <ruby>{EVIL}<rt>there</rt></ruby>
"""
CALLS = """
check S
check S --json
check S --profile P
check S --profile {evil}
check S --fix -o OUT.srt
check D
outline T
outline T --json
outline T --write
outline nowhere{evil}.txt
draft T -o OUT.srt
draft T -o OUT.srt --explain
draft T -o OUT.cues.json --json
draft T -o OUT.{evil}
draft T -o OUT.srt --at {evil}=0:01
draft T -o OUT.srt --language {evil}
draft T -o OUT.srt --profile {evil}
convert S OUT.vtt
convert S OUT.stl
check V --fix -o OUT.vtt
convert S - --to docx
convert S - --to srt
convert S OUT.vtt --encoding {evil}
convert S OUT.vtt --for {evil}
formats {evil}
profiles P
profiles {evil}
layouts P
layouts {evil}
clip S F --list
clip S F --quote {evil} -o OUT.mp4
clip S F --cues {evil} -o OUT.mp4
clip S F --from {evil} -o OUT.mp4
clip S F --clips C -o OUT
still S F --at 0:00.5 --layout {evil} -o OUT.png
burn S nowhere{evil}.mp4 -o OUT.mp4
burn S T -o OUT.mp4
extract F
extract F --json
mux S F -o OUT.mp4 --language {evil}
sync S E -o OUT.srt
sync S {evil} -o OUT.srt
transfer S T -o OUT.srt
narrate T -o OUT.wav --voice {evil}
papercut S F --by T -o OUT.edl
lay {evil} F -o OUT.mp4 --at 0:01
animatic T --pictures PICTURES -o OUT.mp4
review S --port 99999
init SEASON --force
build SEASON --dry-run --explain
build SEASON --show-config
build SEASON --jobs 1
build SEASON --only {evil}
status SEASON
status SEASON --json
build BROKEN
doctor {evil}
cache --limit {evil}
{evil}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Files of a stranger: what their names and contents say would steer a terminal."""
    folder = tmp_path_factory.mktemp("hostile")
    files = {
        "S": (f"{NAME}.srt", SRT), "T": (f"{NAME}.txt", SCRIPT), "V": (f"{NAME}.vtt", VTT),
        "P": (f"{NAME}.toml", f'extends = "netflix-en"\n"\\u001b]0;\\u0007" = 1\ntitle = {json.dumps(LINES)}\n'),
        "C": (f"{NAME}.csv", f'from,to,name\n"{LINES}",0:01,"{LINES}"\n'),
        "E": (f"{NAME}.edl", f"TITLE: {EVIL}\n001 {EVIL}\n"),
        "D": (f"{NAME}.cues.json", json.dumps({"subtool": 1, "profile": LINES, "title": LINES, "cues": []})),
    }  # fmt: skip
    for name, text in files.values():
        (folder / name).write_text(text, "utf-8")
    season = folder / f"season{LINES}"
    (season / "scripts").mkdir(parents=True)
    (season / "scripts" / f"{NAME}.txt").write_text(SCRIPT, "utf-8")
    (season / "subtool.toml").write_text(f"[season]\ntitle = {json.dumps(LINES)}\nreport = true\n", "utf-8")
    broken = folder / f"broken{LINES}"
    broken.mkdir()
    (broken / "subtool.toml").write_text(
        '[season]\n"\\u001b[2J" = "\\u202e\\nsubtool: all is well"\n', "utf-8"
    )
    pictures = folder / f"pictures{LINES}"
    pictures.mkdir()
    (pictures / f"{NAME}.png").write_bytes(b"no picture")
    film, named = folder / f"{NAME}.mkv", ["-metadata", f"title={LINES}", "-metadata:s:s:0", f"title={LINES}"]
    (folder / "plain.srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nhello\n", "utf-8")
    filmed(
        film,
        "-i",
        folder / "plain.srt",
        *named,
        "-metadata:s:s:0",
        f"language={LINES}",
        size=(64, 36),
        seconds=1,
    )
    paths = {key: str(folder / name) for key, (name, _) in files.items()}
    return {**paths, "F": str(film), "SEASON": str(season), "BROKEN": str(broken), "PICTURES": str(pictures),
            "OUT": str(folder / f"out{LINES}")}  # fmt: skip


@pytest.fixture
def said(monkeypatch):
    """What a call prints on both streams, as its bytes say."""
    handlers = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU)
    }

    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    def run(words):
        streams = {name: Terminal(io.BytesIO(), "utf-8") for name in ("stdout", "stderr")}
        for name, stream in streams.items():
            monkeypatch.setattr(sys, name, stream)
        monkeypatch.setattr(sys, "argv", ["subtool", *words])
        with pytest.raises(SystemExit) as end:
            main()
        for stream in streams.values():
            stream.flush()
        return end.value.code, "".join(
            stream.buffer.getvalue().decode("utf-8") for stream in streams.values()
        )

    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


def words_of(call, place):
    for word in shlex.split(call):
        key, dot, suffix = word.partition(".")
        yield f"{place[key]}{dot}{suffix.format(evil=LINES)}" if key in place else word.format(evil=LINES)


def is_clean(text):
    return not any(
        (unicodedata.category(char) == "Cc" and char not in "\n\t")
        or unicodedata.category(char) in {"Zl", "Zp"}
        or char in TURNING
        for char in text
    )


def test_more_than_forty_outputs_are_looked_at():
    calls = CALLS.split("\n")[1:-1]
    assert len(calls) > 40
    assert {call.partition(" ")[0] for call in calls} >= set(Verbs.known) - {"align", "contacts", "demo"}


@pytest.mark.parametrize("call", CALLS.split("\n")[1:-1])
def test_nothing_that_is_printed_steers(call, place, said, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")  # subtool's own colours and progress are no stranger's
    monkeypatch.setenv("TERM", "dumb")
    code, text = said(list(words_of(call, place)))
    assert text, code
    assert is_clean(text), [char for char in text if not is_clean(char)]
    assert not [line for line in text.splitlines() if line.startswith(FORGED)]
    assert "Traceback" not in text
