"""From the script to a captioned clip: every stage in turn, on footage made on the spot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import accumulate
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
QUICK_WORDS = 45  # twenty seconds at the pace of the scratch voice
QUICK_SIZE = (640, 360)  # of its film


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


def sample(language: str = "") -> Path:
    """The sample script, or its translation ("de"): in the wheel beside this module, in a checkout in `scripts`."""
    packed = Path(str(files("subtool.demo").joinpath(language, SAMPLE)))
    return packed if packed.exists() else Path(__file__).parents[2] / "scripts" / language / SAMPLE


def run(folder: Path, *, progress: Progress = silent, size: tuple[int, int] = (1280, 720)) -> Demo:
    """Make everything in `folder`, over what is there."""
    return in_german(go(subtool.read_script(sample()), folder, progress, size), folder)


def run_quickly(folder: Path, *, progress: Progress = silent) -> Demo:
    """The whole way for one paragraph of the sample, in a small picture: some twenty seconds of film."""
    return go(opening(subtool.read_script(sample())), folder, progress, QUICK_SIZE)


def opening(script: Script) -> Script:
    """The script from the paragraph of its second footnote on, for as many whole sentences as make `QUICK_WORDS`.

    The sentence that the narrator forgets there is a short one.
    """
    noted = [sentence for sentence in script.sentences if sentence.footnotes][1]
    rest = [sentence for sentence in script.sentences if sentence.paragraph >= noted.paragraph]
    ends = list(accumulate(len(sentence.tokens) for sentence in rest))
    count = next((number for number, words in enumerate(ends, 1) if words >= QUICK_WORDS), len(rest))
    return replace(script, sentences=tuple(rest[:count]), on_screen=())


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
    quoted = quotation(sheet)
    span = subtool.spoken_span(sheet, quoted)
    subtool.clip(sheet, film, clip, spans=[span], force=True, progress=progress)
    frame, report = folder / "frame.png", folder / "report.html"
    subtool.still(sheet, film, frame, at_ms=(span.start_ms + span.end_ms) // 2, force=True)
    subtool.report_alignment(sheet, script, report, force=True)
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
            DemoFile(frame, "a frame of that passage, as a picture"),
            DemoFile(contacts, "a frame of the film for each cue"),
            DemoFile(report, "how the alignment went: what was heard, what is doubtful"),
        ),
        sheet=sheet,
        accuracy=accuracy(sheet, voice.utterances),
        left_out=voice.left_out.text,
        ad_lib=footage.AD_LIB,
    )


def in_german(demo: Demo, folder: Path) -> Demo:
    """The second language: the times of the sheet carried to the translation of the sample."""
    script = subtool.read_script(sample("de"))
    sheet = subtool.transfer(demo.sheet, script, fps=DEFAULT_FPS)
    subtitles, report = folder / "episode.de.srt", folder / "report.de.html"
    subtool.write(sheet, subtitles, force=True)
    subtool.report_alignment(sheet, script, report, force=True)
    files = (
        DemoFile(subtitles, "subtitles in German, timed by those in English"),
        DemoFile(report, "both languages side by side"),
    )
    return replace(demo, made=(*demo.made, *files))


def quotation(sheet: Sheet) -> str:
    """What is said in the longest passage that one footnote documents."""
    numbers = dict.fromkeys(number for cue in sheet.cues for number in cue.footnotes)
    passages = [" ".join(cue.text for cue in sheet.cues if number in cue.footnotes) for number in numbers]
    return max(passages, key=len)
