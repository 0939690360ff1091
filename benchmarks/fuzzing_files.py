"""Mutants of whatever strangers send as a file: scripts, fonts, settings, films, sounds, pictures, a cache.

    python benchmarks/fuzzing_files.py [--mutants 2000] [--seed 1] [KIND ...]

A mutant (mutants.py) of a small file is opened as the commands would.
What is no SubtoolError is a finding; so is a process that dies, which each kind has of its own.
"""

from __future__ import annotations

import argparse
import io
import logging
import random
import subprocess
import sys
import tempfile
import traceback
import warnings
import zipfile
from pathlib import Path

import imageio_ffmpeg
import openpyxl
from fontTools import subset
from fontTools.ttLib import TTFont
from mutants import damaged
from PIL import Image

import subtool
from subtool.errors import SubtoolError
from subtool.model import Cue, Sheet, Span

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support.worksheets import FILLING

ROOT = Path(__file__).parents[1]
SCRIPTS = (
    ".txt", ".md", ".docx", ".odt", ".rtf", ".html", ".pdf", ".fountain", ".fdx", ".rst", ".tex", ".wiki", ".csv",
    ".tsv", ".srt", ".vtt", ".text", ".json", ".xlsx",
)  # fmt: skip
SOUNDS = (".wav", ".mp3", ".flac", ".m4a", ".ogg", ".opus")
FILMS = (".mp4", ".mkv", ".mov", ".avi", ".webm", ".ts", ".mxf", *SOUNDS)
TEXT_TRACKS = {
    ".mp4": "mov_text",
    ".mov": "mov_text",
    ".mkv": "ass",
    ".webm": "webvtt",
}  # what holds chapters too
WORKSHEETS = (".xlf", ".xlsx", ".po", ".work.docx", ".work.csv")
SHORT = 3000  # bytes of a script: a mutant in ten milliseconds, and several faults in one stretch
DRAFTED = 8  # one in so many scripts is cut into cues as well, which takes ten times as long as reading it
PICTURES = (".png", ".jpg", ".tif", ".webp", ".gif", ".bmp")


SHORT_CUES = Sheet((Cue(Span(0, 200), ("The lamp",)), Cue(Span(250, 450), ("was lit.",))))


def scripts(suffix: str) -> list[bytes]:
    """What the tests and the folder of scripts hold of a kind."""
    found = [
        path for folder in ("tests/data", "scripts") for path in sorted((ROOT / folder).rglob(f"*{suffix}"))
    ]
    contents = [path.read_bytes() for path in found]
    whole = [data for data in contents if data.startswith((b"PK", b"%PDF"))]
    if suffix == ".xlsx":
        return [workbook()]
    return [data for data in whole if zipfile.is_zipfile(io.BytesIO(data)) or data[:1] == b"%"] + [
        data[:SHORT] for data in contents if data not in whole and data
    ]


def workbook() -> bytes:
    """A script in two columns, with a note."""
    book = openpyxl.Workbook()
    for line in (
        ("Picture", "Narration"),
        ("The harbour", "The lamp was lit on the point that night.[1]"),
        ("The stairs", "The keeper climbed the stairs every evening."),
        (None, "[1] A. Author, A Book, 1996, Page 12."),
    ):
        book.active.append(line)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def fonts() -> list[bytes]:
    """A few letters of a font we ship, with outlines of both kinds where there are."""
    from font_source_sans_pro import font_files_otf, font_files_ttf

    found = []
    for files in (font_files_ttf, font_files_otf):
        font = TTFont(files["SourceSansProSemibold"])
        maker = subset.Subsetter()
        maker.populate(text="The lamp was lit.")
        maker.subset(font)
        made = io.BytesIO()
        font.save(made)
        found.append(made.getvalue())
    return found


def films(suffix: str) -> list[bytes]:
    """Half a second of picture and sound, with subtitles and chapters where it can hold them, or sound alone."""
    with tempfile.TemporaryDirectory() as folder:
        path, cues, chapters = (Path(folder, name) for name in (f"film{suffix}", "c.srt", "c.txt"))
        subtool.write(SHORT_CUES, cues)
        chapters.write_text(
            ";FFMETADATA1\ntitle=The Lamp\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\ntitle=One\n", "utf-8"
        )
        rate = "48000" if suffix in {".opus", ".mxf", ".webm"} else "16000"
        inputs = ["-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=0.5"] if suffix not in SOUNDS else []
        inputs += ["-f", "lavfi", "-i", f"sine=d=0.5:r={rate}"]
        maps = ["-map", "0"] + (["-map", "1"] if suffix not in SOUNDS else [])
        if suffix in TEXT_TRACKS:
            inputs += ["-i", str(cues), "-i", str(chapters)]
            maps += ["-map", "2", "-map_metadata", "3", "-c:s", TEXT_TRACKS[suffix]]
        if suffix == ".mkv":  # the headers of Vorbis, which it has by default, are half of so short a file
            maps += ["-c:a", "aac"]
        call = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", *inputs, *maps, str(path)]
        subprocess.run(call, check=True)
        return [path.read_bytes()]


def noise(suffix: str) -> list[bytes]:
    made = io.BytesIO()
    picture = Image.effect_noise((40, 30), 60).convert("RGB")
    picture.save(made, Image.registered_extensions()[suffix])
    return [made.getvalue()]


def open_script(path: Path) -> None:
    script = subtool.read_script(path)
    if script.sentences and path.stat().st_size % DRAFTED == 0:
        subtool.draft(script)


def open_film(path: Path) -> None:
    from subtool.media.read.demux import frame_times
    from subtool.media.read.probe import probe
    from subtool.media.read.sound import read_sound

    film = probe(path)
    if subtool.tracks_in(path):
        subtool.extract(path)
    if film.width:
        frame_times(path)
    read_sound(path)


def open_font(path: Path) -> None:
    from subtool.onscreen import fonts as onscreen

    onscreen.require_glyphs([Cue(Span(0, 1000), ("The lamp",))], onscreen.load([path]).subtitles)


def open_picture(path: Path) -> None:
    from subtool.storyboard.album import picture, pictures

    for found in pictures(path.parent):
        picture(found, (64, 36))


def open_style(path: Path) -> None:
    from subtool.styles.houses import house_style

    house_style(str(path))


def open_layout(path: Path) -> None:
    from subtool.styles.layouts import layout

    layout(str(path))


def open_season(path: Path) -> None:
    from subtool.verbs.build import project_of

    for name in ("scripts/one.txt", "scripts/two.txt", "films/two.mp4"):
        file = path.parent / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("The lamp was lit.", "utf-8")
    project_of(path)


def open_cache(path: Path) -> None:
    from subtool.speech.words.cache import memory

    with memory(path.parent) as heard:
        if heard:
            heard.recall(b"take")
            heard.keep(b"take", [("word", 0, 10)])


def cache() -> list[bytes]:
    import sqlite3

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cache.sqlite")
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE takes (key BLOB PRIMARY KEY, said TEXT) STRICT")
            file.executemany(
                "INSERT INTO takes VALUES (?, ?)", [(bytes([n]), '[["word", 0, 10]]') for n in range(200)]
            )
        file.close()
        return [path.read_bytes()]


def open_state(path: Path) -> None:
    from subtool.season.state import BuildState
    from subtool.season.survey import survey
    from subtool.verbs.build import project_of

    folder = path.parent / ".subtool"
    folder.mkdir()
    path.rename(folder / "build-1.sqlite")
    (path.parent / "scripts").mkdir()
    (path.parent / "scripts/one.txt").write_text("The lamp was lit.", "utf-8")
    (path.parent / "subtool.toml").write_text("[season]\n", "utf-8")
    project = project_of(path.parent)
    with BuildState(path.parent) as state:
        survey(project.steps, state.records(), state.digests(path.parent))
        for step in project.steps:
            state.facts(step.id)
            state.written("".join(step.writes))
        state.announce("a", "b", b"c")
        state.confirm("a")


def state() -> list[bytes]:
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        (folder / "scripts").mkdir()
        for name in ("one", "two", "three"):
            (folder / f"scripts/{name}.txt").write_text("The lamp was lit.", "utf-8")
        (folder / "subtool.toml").write_text("[season]\n", "utf-8")
        subtool.build(folder, options={"jobs": 1})
        return [(folder / ".subtool/build-1.sqlite").read_bytes()]


def open_outline(path: Path) -> None:
    script = path.with_name("s.txt")
    script.write_text("The Lamp\n\nThe lamp was lit.\n\n[Music]\n", "utf-8")
    subtool.read_script(script)


def outline() -> list[bytes]:
    from subtool.verbs.outline import write_outline

    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "s.txt")
        script.write_text("The Lamp\n\nThe lamp was lit.\n\n[Music]\n", "utf-8")
        return [write_outline(script)[0].read_bytes()]


CUES = Sheet((Cue(Span(0, 1000), ("The lamp burned.",)), Cue(Span(1500, 3000), ("It was lit.",))))


GERMAN = Sheet(
    (Cue(Span(0, 1000), ("Die Lampe brannte.",)), Cue(Span(1500, 3000), ("Sie war an.",))), language="de"
)


def open_clips(path: Path) -> None:
    from subtool.verbs import clip_list

    list(clip_list.read(path, CUES, clip_list.Manner(None, False, None)))  # noqa: FBT003


def open_worksheet(path: Path) -> None:
    subtool.transfer(CUES, path, language="de")


def open_glossary(path: Path) -> None:
    subtool.check_against(GERMAN, CUES, glossary=path)


def open_edit_list(path: Path) -> None:
    subtool.sync(CUES, path)


def edit_list(suffix: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path, film = Path(folder, f"e{suffix}"), Path(folder, "f.mp4")
        film.write_bytes(films(".mp4")[0])
        subtool.papercut(CUES, film, [path], [Span(0, 200), Span(300, 480)])
        return [path.read_bytes()]


def open_marked(path: Path) -> None:
    from subtool.verbs.marked_passages import marked_in

    marked_in(path, CUES)


def open_journal(path: Path) -> None:
    from subtool.verbs.review import Review

    subtool.write(CUES, path.with_name("a.cues.json"))
    with Review(path.with_name("a.cues.json")):
        pass


def journal() -> list[bytes]:
    """Of five edits, two of them saved."""
    from subtool.review import edits
    from subtool.verbs.review import Review

    context = subtool.check_context(CUES, "netflix-en")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.cues.json")
        subtool.write(CUES, path)
        with Review(path) as review:
            for number, text in enumerate(("one", "two", "three", "four", "five")):
                name = list(review.document.cues)[number % 2]
                review.edit([(edits.Retext(name, (text,)), "")], context)
                if number == 1:
                    review.save()
        return [path.with_name("a.cues.json.journal").read_bytes()]


def worksheet(suffix: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"w{suffix}")
        subtool.write(CUES, path)
        empty = path.read_bytes()
        FILLING[f"film{suffix}"](path, ["Die Lampe brannte.", "Sie war an."])
        return [path.read_bytes(), path.read_bytes(), empty]


def settings(folder: str) -> list[bytes]:
    found = (ROOT / "subtool" / "styles" / "data" / folder).glob("*.toml")
    return [path.read_bytes() for path in sorted(found)][:12]


def kinds() -> dict[str, tuple[str, object, object]]:
    """Name -> the name of the file, its samples, what opens it."""
    made = {
        f"script{suffix}": (f"s{suffix}", lambda suffix=suffix: scripts(suffix), open_script)
        for suffix in SCRIPTS
    }
    made |= {
        f"film{suffix}": (f"f{suffix}", lambda suffix=suffix: films(suffix), open_film) for suffix in FILMS
    }
    made |= {f"picture{s}": (f"1{s}", lambda s=s: noise(s), open_picture) for s in PICTURES}
    return made | {
        "font": ("f.ttf", fonts, open_font),
        "style": ("s.toml", lambda: settings("houses"), open_style),
        "layout": ("l.toml", lambda: settings("layouts"), open_layout),
        "season": ("subtool.toml", lambda: [subtool_toml()], open_season),
        **{f"worksheet{s}": (f"w{s}", lambda s=s: worksheet(s), open_worksheet) for s in WORKSHEETS},
        **{
            f"edits{s}": (f"e{s}", lambda s=s: edit_list(s), open_edit_list)
            for s in (".edl", ".otio", ".fcpxml")
        },
        "glossary": (
            "g.csv",
            lambda: [b"source,target\nlamp,Lampe\nlit,leuchten|an\nburned,brennen\n"],
            open_glossary,
        ),
        "marked": ("m.txt", lambda: [b"The ==lamp burned.== It was lit.\n"], open_marked),
        "journal": ("a.cues.json.journal", journal, open_journal),
        "clips": ("c.csv", lambda: [b"from,to,name\n0:00,0:01,one\n0:01.5,0:03,two\n"], open_clips),
        "outline": ("s.txt.outline.toml", outline, open_outline),
        "state": ("state", state, open_state),
        "cache": ("heard-1.sqlite", cache, open_cache),
    }


def subtool_toml() -> bytes:
    return b"""subtool = 1
[season]
title = "Lamps"
language = "en"
profile = "netflix-en"
scripts = "scripts/{episode}.*"
films = "films/{episode}.*"
into = "subtitles/"
outputs = ["cues.json", "srt", "vtt"]
report = true
clips = "footnotes"

[[episode]]
name = "one"
language = "de"
original = "scripts/one.txt"
audio_track = 2
channel = "left"
encoding = "utf-8"
wpm = 150

[[episode]]
name = "two"
film = "films/two.mp4"
script = "scripts/two.txt"
outputs = ["srt"]
shots = true

[build]
jobs = 2
memory = "1.5GB"
cache_limit = "20GB"
"""


def fuzz(kind: str, mutants: int, seed: int) -> int:
    """How many mutants of a kind raised what is not ours."""
    name, samples_of, open_it = kinds()[kind]
    logging.disable()  # what libraries and the cache say of damage
    samples, chance = samples_of(), random.Random(f"{seed}{kind}")
    failed, wrong = 0, dict[str, bytes]()
    for _ in range(mutants if samples else 0):
        data = damaged(chance.choice(samples), chance)
        with tempfile.TemporaryDirectory(prefix="fuzz") as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = Path(folder, name)
            path.write_bytes(data)
            try:
                open_it(path)
            except SubtoolError:
                pass
            except Exception:  # noqa: BLE001 - whatever it is, it is a finding
                failed += 1
                wrong.setdefault(traceback.format_exc(limit=-3), data)
    for said, data in list(wrong.items())[:6]:
        print(f"  {said.strip()}\n  {data[:160]!r}")
    print(
        f"{kind}: {mutants if samples else 0} mutants of {len(samples)} samples, {failed} errors that are not ours",
        flush=True,
    )
    return failed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--here", action="store_true", help="one kind in this process, as each has one of its own"
    )
    parser.add_argument("kinds", nargs="*")
    args = parser.parse_args()
    if args.here:
        sys.exit(bool(fuzz(args.kinds[0], args.mutants, args.seed)))
    bad = 0
    for kind in args.kinds or kinds():
        options = ["--mutants", str(args.mutants), "--seed", str(args.seed), "--here", kind]
        code = subprocess.run([sys.executable, __file__, *options], check=False).returncode
        if code not in (0, 1):
            print(f"{kind}: the process ended with {code}", flush=True)
        bad += code != 0
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
