"""Small films as cameras, tapes, archives and programs leave them: what each command makes of each of them.

    python benchmarks/odd_films.py [NAME ...] [--films FOLDER] [--keep FOLDER]

Each film is made with ffmpeg, or lies in a folder; `still`, `clip`, `burn`, `mux` and `lay` are tried on it, each film
in a process of its own. A command does well where it ends in a file that ffprobe reads to the end, with the frames that
were asked for, or in an error of ours. A traceback, a dead process, a guess ("damaged?") and a line of ffmpeg's log
given as the reason are findings. Needs `ffprobe` on the path; takes about four seconds a film.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

import imageio_ffmpeg

import subtool
from subtool.errors import SubtoolError
from subtool.media.read.probe import probe
from subtool.model import Span

PICTURE, SOUND = "testsrc2=s=160x90:r=25:d=2", "sine=r=48000:d=2"
FAST = "-c:v libx264 -preset ultrafast -g 12"
LIST = Path(__file__).with_suffix(".txt")
CUES = "1\n00:00:00,100 --> 00:00:00,450\nThe lamp\n\n2\n00:00:00,500 --> 00:00:00,850\nnever went dark.\n\n"
INPUTS = {
    "RAW90": ["-display_rotation", "90", "-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND],
    "LATE_PICTURE": ["-itsoffset", "1.2", "-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND],
    "LATE_SOUND": ["-f", "lavfi", "-i", PICTURE, "-itsoffset", "0.7", "-f", "lavfi", "-i", SOUND],
    "SUBTITLES": ["-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND, "-i", "cues.srt"],
}  # fmt: skip
GUESSES = re.compile(r"damaged\?|ffmpeg failed|Traceback|try again, or another format")


def listed() -> list[str]:
    """The films of the list."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line.replace("FAST", FAST) for line in lines if line and not line.startswith("#")]


def make(entry: str, folder: Path) -> Path | str:
    """The film of an entry; or why ffmpeg cannot make it."""
    (folder / "cues.srt").write_text(CUES)
    name, _, rest = entry.partition(" ")
    sources, bar, options = rest.rpartition(" | ")
    out = folder / name
    if sources in {"TRIMMED", "COVER"}:
        return _special(sources, out, options, folder)
    picture, sound = sources.split() if bar and sources not in INPUTS else (PICTURE, SOUND)
    inputs = INPUTS.get(sources, ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound])
    return _ffmpeg([*inputs, *options.split(), name], folder) or out


def _special(kind: str, out: Path, options: str, folder: Path) -> Path | str:
    plain = ["-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND, *options.split()]
    if kind == "TRIMMED":
        wrong = _ffmpeg([*plain, "-c:a", "aac", "whole.mp4"], folder) or _ffmpeg(
            ["-ss", "0.7", "-i", "whole.mp4", "-c", "copy", out.name], folder
        )
    else:
        wrong = _ffmpeg(["-f", "lavfi", "-i", PICTURE, "-frames:v", "1", "cover.png"], folder) or _ffmpeg(
            [*plain[:8], "-i", "cover.png", "-map", "0:v", "-map", "1:a", "-map", "2:v", *options.split(),
             "-c:v:1", "png", "-disposition:v:1", "attached_pic", out.name], folder,
        )  # fmt: skip
    return wrong or out


def _ffmpeg(arguments: list[str], folder: Path) -> str:
    call = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *arguments]
    done = subprocess.run(call, check=False, cwd=folder, capture_output=True, text=True, errors="replace")
    return (done.stderr.strip().splitlines() or [f"code {done.returncode}"])[-1] if done.returncode else ""


def tried(film: Path, folder: Path) -> dict[str, str]:
    """What became of each command: "ok", or the sentence it ended in."""
    sheet = subtool.reads(CUES, format="srt")
    told: dict[str, str] = {}
    voice = folder / "voice.wav"
    _ffmpeg(["-f", "lavfi", "-i", "sine=f=300:d=0.9", voice.name], folder)
    commands = {
        "still": lambda out: subtool.still(sheet, film, out.with_suffix(".png"), at_ms=300).path,
        "clip": lambda out: subtool.clip(sheet, film, out, spans=[Span(200, 700)]).path,
        "burn": lambda out: subtool.burn(sheet, film, out).path,
        "mux": lambda out: subtool.mux([subtool.Subtitles(sheet)], film, out).path,
        "mux.mkv": lambda out: subtool.mux([subtool.Subtitles(sheet)], film, out.with_suffix(".mkv")).path,
        "lay": lambda out: subtool.lay(voice, film, out, sheet=sheet).path,
        "lay.mkv": lambda out: subtool.lay(voice, film, out.with_suffix(".mkv"), sheet=sheet).path,
    }
    for name, command in commands.items():
        out = folder / f"{name.replace('.', '-')}-out.mp4"
        try:
            told[name] = agreed(Path(command(out)), film, name)
        except SubtoolError as error:
            told[name] = " · ".join(filter(None, [f"{type(error).__name__}: {error.message}", error.hint]))
        except BaseException as error:  # noqa: BLE001 - what is not ours is a finding
            told[name] = f"Traceback {type(error).__name__}: {error} {traceback.format_exc(limit=-3)}"
    return told


def agreed(made: Path, film: Path, command: str) -> str:
    """What ffprobe says against a file; "ok" where nothing."""
    show = ["-show_entries", "stream=codec_type,nb_read_frames,width,height", "-count_frames", "-of", "json"]
    done = subprocess.run(
        ["ffprobe", "-v", "error", *show, str(made)],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode or done.stderr.strip():
        return f"ffprobe: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
    streams = json.loads(done.stdout)["streams"]
    pictures = [each for each in streams if each["codec_type"] == "video"]
    if command == "still":
        size = tuple(pictures[0][side] for side in ("width", "height"))
        wanted = (probe(film).width, probe(film).height)
        return "ok" if size == wanted else f"Difference: {size} of {wanted}"
    if command == "burn" and pictures:
        from subtool.media.read.demux import frame_times

        wanted, there = len(frame_times(film)), int(pictures[0]["nb_read_frames"])
        return "ok" if there == wanted else f"Difference: {there} frames of {wanted}"
    return "ok" if pictures or not probe(film).has_picture else "Difference: no picture"


def run(argument: str, keep: Path | None) -> tuple[str, dict[str, str]]:
    """One film, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="odd-films-") as room:
        folder = keep or Path(room)
        folder.mkdir(parents=True, exist_ok=True)
        film = Path(argument) if " " not in argument or Path(argument).exists() else make(argument, folder)
        if isinstance(film, str):
            return film, {}
        call = [sys.executable, __file__, "--one", str(film), str(folder)]
        done = subprocess.run(call, check=False, capture_output=True, text=True, errors="replace")
        if done.returncode:
            return "", {"all": f"Traceback: died with {done.returncode}: {done.stderr.strip()[-300:]}"}
        return "", json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--films", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--one", nargs=2, type=Path)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(tried(*given.one)))
        return
    entries = [str(path.resolve()) for path in sorted(given.films.iterdir())] if given.films else listed()
    chosen = [
        each for each in entries if not given.names or any(name in each.split(" ")[0] for name in given.names)
    ]
    tally: Counter[str] = Counter()
    for entry in chosen:
        name = Path(entry.split(" ")[0]).name
        unmade, told = run(entry, given.keep / name if given.keep else None)
        if unmade:
            tally["not made"] += 1
            print(f"{name}: not made: {unmade}", flush=True)
            continue
        tally["films"] += 1
        sentences: dict[str, list[str]] = {}
        for command, text in told.items():
            kind = "ok" if text == "ok" else "finding" if not is_ours(text) else "sentence"
            tally[kind] += 1
            if kind != "ok":
                sentences.setdefault(f"{kind}: {text}", []).append(command)
        for text, commands in sentences.items():
            print(f"{name}: {', '.join(commands)}: {text}", flush=True)
    print(dict(tally))


def is_ours(text: str) -> bool:
    """Whether it is a sentence of ours, and no guess."""
    return not GUESSES.search(text) and not text.startswith(("ffprobe", "Difference"))


if __name__ == "__main__":
    main()
