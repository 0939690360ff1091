"""How exactly are subtitles that were moved brought back: to a film, to other subtitles, to a new cut?

    python benchmarks/sync.py unrelated         what has nothing to do with each other: how much of it is written?
    python benchmarks/sync.py                   on a scratch narration of the sample script
    python benchmarks/sync.py WAV TRUTH.json    on a narration with known words: {"sentences": [{"text"}],
                                                "words": [{"s": sentence, "t0": s or null, "t1"}]}

The film is kept, its true subtitles are moved by a known warp. Errors are those of in-times against the true ones.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import wave
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

import subtool
from subtool.demo.episode import sample
from subtool.media.read.sound import RATE, read_sound
from subtool.model import EVER_MS, Cue, Sheet, Span
from subtool.retime.warp import Piece, Warp, apply, scale, shift
from subtool.speech.synthesis import utter


def write_wav(path, samples, rate):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())


def sample_film(folder):
    voice = utter.speak(subtool.read_script(sample()).sentences, start_ms=3000)
    write_wav(folder / "film.wav", voice.samples, utter.RATE)
    return folder / "film.wav", Sheet(tuple(Cue(one.span, (one.sentence.text,)) for one in voice.utterances))


def known_film(path, truth):
    data = json.loads(Path(truth).read_text("utf-8"))
    cues = []
    for number, sentence in enumerate(data["sentences"]):
        words = [word for word in data["words"] if word["s"] == number and word["t0"] is not None]
        if words:
            cues.append(
                Cue(Span(round(words[0]["t0"] * 1000), round(words[-1]["t1"] * 1000)), (sentence["text"],))
            )
    return Path(path), Sheet(tuple(cues))


def three_splits(sheet):
    """Three scenes of the film were not in what the subtitles were made for, which began half a minute later."""
    starts = [cue.span.start_ms for cue in sheet.cues]
    seams = [starts[len(starts) * part // 4] - 100 for part in (1, 2, 3)]
    long = [12_000, 7_000, 9_000]
    edges = [0, *seams, EVER_MS]
    pieces, missing_ms = [], 0
    for at in range(4):
        start_ms = edges[at] + (long[at - 1] if at else 0)
        missing_ms += long[at - 1] if at else 0
        pieces.append(Piece(Span(start_ms, edges[at + 1]), start_ms - missing_ms + 30_000))
    return Warp(tuple(pieces))


def rhythm(seed, count=60):
    """Cues of one programme: the seed decides whether it is talked through, a dialogue, or has long silences."""
    dice, at, cues = random.Random(seed), 4000, []
    longest, pauses = [(4500, (80, 200, 900)), (2600, (80, 83, 500, 2500)), (5500, (400, 3000, 20_000))][
        seed % 3
    ]
    for number in range(count):
        long = dice.randint(900, longest)
        cues.append(Cue(Span(at, at + long), (f"Line {number} of programme {seed}.",)))
        at += long + dice.randint(60, dice.choice(pauses) + 100)
    return Sheet(tuple(cues))


def unrelated(folder):
    """Every programme on every other: by subtitles, and by the voice and the words of narrations."""
    sheets = [rhythm(seed) for seed in range(12)]
    for number, sheet in enumerate(sheets):
        subtool.write(sheet, folder / f"{number}.srt")
    pairs = [
        (one, folder / f"{at}.srt") for at in range(len(sheets)) for one in sheets if one is not sheets[at]
    ]
    written("subtitles on other subtitles", pairs)
    sentences = subtool.read_script(sample()).sentences
    size, films = len(sentences) // 4, []
    for part in range(4):
        voice = utter.speak(sentences[part * size : (part + 1) * size], start_ms=3000)
        write_wav(folder / f"{part}.wav", voice.samples, utter.RATE)
        sheet = Sheet(tuple(Cue(one.span, (one.sentence.text,)) for one in voice.utterances))
        films.append((sheet, folder / f"{part}.wav"))
    others = [(sheet, film) for sheet, own in films for _, film in films if film != own]
    written("subtitles on other films, words", others)
    written(
        "subtitles on other films, voice", [(replace(sheet, language="zxx"), film) for sheet, film in others]
    )
    late = [(apply(shift(2300), sheet).sheet, film) for sheet, film in films]
    written("their own, 2.3 s late", late)


def written(what, pairs):
    count = 0
    for sheet, reference in pairs:
        with suppress(subtool.SubtoolError):
            subtool.sync(sheet, reference)
            count += 1
    print(f"{what:<34} {count} of {len(pairs)} written")


def told(what, made, true):
    there = {cue.lines: cue.span.start_ms for cue in true.cues}
    away = sorted(abs(cue.span.start_ms - there[cue.lines]) for cue in made.sheet.cues if cue.lines in there)
    print(
        f"{what:<28} by {made.by.value:<26} median {away[len(away) // 2]:>4} ms, 95 of 100 within "
        f"{away[len(away) * 95 // 100]:>4} ms, all within {away[-1]:>6} ms; {len(made.warp.pieces)} pieces"
    )


def moved(film, true):
    warps = {
        "shift of 7.34 s": shift(7340),
        "25 for 23.976": scale(Fraction(24000, 25025)),
        "23.976 for 25": scale(Fraction(25025, 24000)),
        "drift of 0.05 %": scale(Fraction(10005, 10000)),
        "three splits": three_splits(true),
    }
    for name, warp in warps.items():
        late = apply(warp, true).sheet
        told(name, subtool.sync(late, film, anyway=True), true)
        told(f"{name}, voice alone", subtool.sync(replace(late, language="zxx"), film, anyway=True), true)
        with tempfile.TemporaryDirectory() as folder:
            other = Path(folder, "other.srt")
            subtool.write(true, other)
            told(f"{name}, subtitles", subtool.sync(late, other, anyway=True), true)


def new_cut(film, true, folder):
    sound = read_sound(film)
    starts = [cue.span.start_ms * RATE // 1000 for cue in true.cues]
    a, b, c = (starts[len(starts) * part // 5] for part in (1, 2, 4))
    noise = np.random.default_rng(0).normal(0, 600, 15 * RATE)
    pieces = (sound.samples[a:b], noise, sound.samples[c:], sound.samples[:a])
    write_wav(folder / "new.wav", np.concatenate(pieces), RATE)
    made = subtool.sync(true, folder / "new.wav", old=film)
    at, offsets = 0, []
    for piece, start in zip(pieces, (a, None, c, 0), strict=True):
        if start is not None:
            offsets.append((start, start + len(piece), at - start))
        at += len(piece)
    wanted = []
    for cue in true.cues:
        first = cue.span.start_ms * RATE // 1000
        lag = next((lag for start, end, lag in offsets if start <= first < end), None)
        if lag is not None:
            wanted.append(replace(cue, span=cue.span.shifted(round(lag * 1000 / RATE))))
    told("new cut of four pieces", made, Sheet(tuple(wanted)))
    print(f"{'':<28} {len(made.gone)} cues gone of {len(true.cues) - len(wanted)}, new: {len(made.new)} of 1")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        if sys.argv[1:] == ["unrelated"]:
            unrelated(Path(room))
            sys.exit()
        match sys.argv[1:]:
            case []:
                film, true = sample_film(Path(room))
            case [path, truth]:
                film, true = known_film(path, truth)
            case _:
                sys.exit(__doc__)
        moved(film, true)
        new_cut(film, true, Path(room))
