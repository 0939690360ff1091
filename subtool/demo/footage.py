"""The demo's film: a title card, slow pans over drawn pictures, a scratch narration with music under it."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ffmpeg
import numpy as np

from subtool.demo import music, pictures
from subtool.disk import atomic
from subtool.disk.workdir import private_folder
from subtool.media.ffmpeg import FfmpegCall, run
from subtool.model import Sentence, Token
from subtool.speech.synthesis import utter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from subtool.model import Progress, Script, Utterance

FPS = 25  # of the sample film
TITLE_MS = 4000  # of the title before the voice; chosen by eye
TAIL_MS = 2000  # after the last word; chosen by eye
PAN = 1.6  # the pictures are this much wider than the frame
MUSIC = 0.12  # of the voice's loudest sample: some 18 dB below it
AD_LIB = "And that is where the story might have ended."


@dataclass(frozen=True, slots=True)
class NarratedScript:
    """What the narrator really says: the script without `left_out`, and with an ad-lib before `ad_lib_before`."""

    spoken: tuple[Sentence, ...]
    left_out: Sentence
    utterances: tuple[Utterance, ...]
    samples: NDArray[np.int16]


def take(script: Script) -> NarratedScript:
    """Speak the script as it comes out in the booth: one sentence is forgotten, one thing is added."""
    forgotten = next(
        sentence for sentence in script.sentences[len(script.sentences) // 4 :] if not sentence.footnotes
    )
    spoken = tuple(sentence for sentence in script.sentences if sentence is not forgotten)
    middle = 2 * len(spoken) // 3
    source = spoken[middle].source
    extra = Sentence(tuple(Token(word, source) for word in AD_LIB.split()), spoken[middle].paragraph)
    said = utter.speak([*spoken[:middle], extra, *spoken[middle:]], start_ms=TITLE_MS)
    utterances = tuple(utterance for utterance in said.utterances if utterance.sentence is not extra)
    return NarratedScript(spoken, forgotten, utterances, said.samples)


def film(
    script: Script, voice: NarratedScript, out: Path, progress: Progress, size: tuple[int, int] = (1280, 720)
) -> None:
    """Make the film of a take.

    Raises:
        EngineError: ffmpeg failed.
        OutputError: the disk is full.
    """
    with private_folder() as room, atomic.replacing(out) as draft:
        _sound(voice.samples, room / "sound.wav")
        width, height = size
        stills = []
        for number, scene in enumerate(pictures.SCENES):
            progress("drawing", number / len(pictures.SCENES))
            stills.append(room / f"scene-{number}.png")
            pictures.draw(scene, (round(width * PAN), height), number).save(stills[-1])
        pictures.title_card(script.title, stills[0], size, room / "title.png")
        seconds = len(voice.samples) / utter.RATE + TAIL_MS / 1000
        frames = round(seconds * FPS)
        settings = {
            "vcodec": "libx264",
            "preset": "superfast",
            "crf": 23,
            "pix_fmt": "yuv420p",
            "acodec": "aac",
        }
        sound = ffmpeg.input("sound.wav").audio
        output = ffmpeg.output(
            _graph(stills, size, seconds), sound, str(draft.resolve()), **settings, **{"frames:v": frames}
        )
        job = FfmpegCall(output.get_args(), frames, Path("title.png"), out)
        run(job, room, lambda fraction: progress("filming", fraction))


def _graph(stills: list[Path], size: tuple[int, int], seconds: float) -> ffmpeg.Stream:
    """The title card, then each picture panned over once, slowly."""
    width, height = size
    parts = [_held("title.png", TITLE_MS / 1000).filter("fade", type="in", duration=1).filter("setsar", 1)]
    still_s = (seconds - TITLE_MS / 1000) / len(stills) + 0.2
    for number, still in enumerate(stills):
        way = f"(in_w-{width})*t/{still_s:.3f}"
        pan = way if number % 2 == 0 else f"(in_w-{width})-{way}"
        shown = _held(still.name, still_s).filter("crop", width, height, pan, 0)
        parts.append(shown.filter("setsar", 1))
    return ffmpeg.concat(*parts, v=1, a=0)


def _held(picture: str, seconds: float) -> ffmpeg.Stream:
    """A picture for so long, read and converted once: in full colour, so that a camera moves by single pixels."""
    once = ffmpeg.input(picture, framerate=FPS).filter("format", "yuv444p")
    return once.filter("loop", loop=-1, size=1).filter("trim", duration=f"{seconds:.3f}")


def _sound(voice: NDArray[np.int16], path: Path) -> None:
    """The voice with music under it, a little longer than the voice."""
    whole = np.concatenate([voice, np.zeros(TAIL_MS * utter.RATE // 1000, np.int16)]).astype(np.float64)
    loudest = float(np.abs(whole).max())
    mixed = whole + music.pad(len(whole) / utter.RATE, utter.RATE)[: len(whole)] * loudest * MUSIC
    mixed *= 0.8 * 32767 / max(1.0, float(np.abs(mixed).max()))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(utter.RATE)
        file.writeframes(mixed.astype("<i2").tobytes())
