"""From the script to a captioned clip: every stage in turn, on footage made on the spot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import subtool
from subtool.cues import compose
from subtool.cues.timing.frame_grid import Grid
from subtool.demo import footage
from subtool.demo.accuracy import Accuracy, accuracy
from subtool.model import DEFAULT_FPS, silent
from subtool.styles.houses import DEFAULT, house_style, word_classes

if TYPE_CHECKING:
    from subtool.model import Progress, Script, Sheet

SAMPLE = "the-lamp-on-the-point.txt"


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file, and what it is."""

    path: Path
    what: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made, how near the alignment came, and whether it missed what the voice left out or added."""

    made: tuple[DemoFile, ...]
    sheet: Sheet
    accuracy: Accuracy
    left_out: str
    ad_lib: str


def sample() -> Path:
    """The sample script: in the wheel beside this module, in a checkout in `scripts`."""
    packed = Path(str(files("subtool.demo").joinpath(SAMPLE)))
    return packed if packed.exists() else Path(__file__).parents[2] / "scripts" / SAMPLE


def run(folder: Path, *, progress: Progress = silent, size: tuple[int, int] = (1280, 720)) -> Demo:
    """Make everything in `folder`, over what is there."""
    return go(subtool.read_script(sample()), folder, progress, size)


def go(script: Script, folder: Path, progress: Progress, size: tuple[int, int]) -> Demo:
    """The whole way for any script that has a footnote."""
    script = replace(script, path=SAMPLE)
    film, cues = folder / "episode.mp4", folder / "episode.cues.json"
    voice = footage.take(script)
    footage.film(script, voice, film, progress, size)
    drafted = folder / "draft.srt"
    subtool.write(subtool.draft(script), drafted, force=True)
    sheet = subtool.align(script, film, progress=progress)
    outputs = [cues, folder / "episode.srt", folder / "episode.vtt"]
    for path in outputs:
        subtool.write(sheet, path, force=True)
    known = folder / "narration.cues.json"
    style = house_style(DEFAULT)
    true_cues = compose(voice.utterances, style, word_classes(script.language), Grid(DEFAULT_FPS))
    subtool.write(replace(sheet, cues=true_cues, unscripted=()), known, force=True)
    clip = folder / "clip.mp4"
    span = subtool.spoken_span(sheet, quotation(sheet))
    subtool.clip(sheet, film, clip, spans=[span], force=True, progress=progress)
    contacts = folder / "contact-sheet.html"
    subtool.contacts(sheet, film, contacts, force=True, progress=progress)
    return Demo(
        made=(
            DemoFile(film, "the film: title card, pictures, scratch narration, music"),
            DemoFile(drafted, "subtitles timed from the text alone"),
            DemoFile(cues, "the cue sheet, timed to the voice"),
            DemoFile(outputs[1], "subtitles"),
            DemoFile(outputs[2], "subtitles with footnote captions"),
            DemoFile(known, "the cues as the synthesiser knows them"),
            DemoFile(clip, "the passage with a footnote, captioned"),
            DemoFile(contacts, "a frame of the film for each cue"),
        ),
        sheet=sheet,
        accuracy=accuracy(sheet, voice.utterances),
        left_out=voice.left_out.text,
        ad_lib=footage.AD_LIB,
    )


def quotation(sheet: Sheet) -> str:
    """What is said in the longest passage that one footnote documents."""
    numbers = dict.fromkeys(number for cue in sheet.cues for number in cue.footnotes)
    passages = [" ".join(cue.text for cue in sheet.cues if number in cue.footnotes) for number in numbers]
    return max(passages, key=len)
