"""Numbers and dates that differ from what is said: are they heard? And those that are said?

    python benchmarks/facts.py [RECORDING ...]

A script of 35 facts in English and one of 20 in German are read by synthesisers, plain and under noise, and aligned as
they are and with facts changed. RECORDING is the English one read by anybody else; --script writes it for that.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import subtool
from subtool.media.read.sound import read_sound

SEED = 1
NOISE_DB = -10  # beside the voice
DOUBTED = 0.5  # confidence
ENGLISH = """It opened on Tuesday|Thursday, 14|15 May 1928|1938, when nineteen|ninety keepers came over the ice.
By 1934|1935 there were 27|29 of them, and 13|30 had brought their families.
Each keeper was paid 40|14 shillings a week, and fifteen|fifty for the horse.
In 1936|1937 the harbour froze for sixty|sixteen days, from January|February until the third|first of March.
Seven|Eleven boats were lost, and only two|ten of them were ever found again.
On Friday|Sunday the mail came; on Saturday|Thursday it was read aloud to eighty|eighteen people.
The lamp burned 650|660 litres of oil a night, and could be seen for 18|80 miles.
In September|December 1939|1929 it went dark, and for six|five years nobody lit it.
When it was lit again, in June|July, there were thirty|thirteen children in the school, and four|five teachers.
The last keeper left in 1972|1962, on a Monday|Sunday, with one|nine suitcase and two|three dogs.
Today 3,500|3,600 visitors come every year, most of them in July|June and August|October.
They pay 12|20 pounds each, and ninety|nineteen steps lead them to the top.
"""
GERMAN = """Am Dienstag|Donnerstag, dem 14|15. Mai 1928|1938, kamen neunzehn|neunzig Männer über das Eis.
Im Jahr 1934|1935 waren es 27|29, und dreizehn|dreißig hatten ihre Familien dabei.
Jeder bekam 40|14 Mark in der Woche, und fünfzehn|fünfzig für das Pferd.
Im Winter fror der Hafen sechzig|sechzehn Tage lang zu, von Januar|Februar bis März|April.
Die Boote gingen verloren, und nur zwei|drei wurden je gefunden.
Die Lampe brannte 650|660 Liter Öl in der Nacht und war 18|80 Meilen weit zu sehen.
Als sie im Juni|Juli wieder brannte, gab es dreißig|dreizehn Kinder in der Schule.
Heute kommen 3500|3600 Besucher im Jahr, die meisten im August|September.
"""


FACT = re.compile(r"(?P<said>\S+?)\|(?P<changed>\w[\w,]*\w|\w)")


@dataclass(frozen=True)
class Facts:
    """A script with its facts as they are said and, after a bar, as they are changed."""

    language: str
    text: str

    def script(self, which: str) -> str:
        return FACT.sub(lambda fact: fact[which], self.text)

    def all(self, which: str) -> list[str]:
        return [fact[which] for fact in FACT.finditer(self.text)]


def heard(folder: Path, facts: Facts, film: Path, which: str) -> str:
    """How many of the facts are not heard, and how many doubted."""
    script = folder / "script.txt"
    script.write_text(facts.script(which), encoding="utf-8")
    cues = subtool.align(subtool.read_script(script, language=facts.language), film).cues
    words = [(word.text.strip(".,;"), word.confidence or 0.0) for cue in cues for word in cue.words]
    lost = doubted = place = 0
    for fact in facts.all(which):
        found = next((n for n in range(place, len(words)) if words[n][0] == fact), None)
        confidence = 0.0 if found is None else words[found][1]
        place = place if found is None else found + 1
        lost, doubted = lost + (not confidence), doubted + (0 < confidence < DOUBTED)
    return f"{lost} not heard, {doubted} doubted"


def noisy(film: Path) -> Path:
    """The same under noise."""
    samples = read_sound(film).samples.astype(np.float64)
    noise = np.random.default_rng(SEED).standard_normal(len(samples))
    level = np.sqrt(np.mean(samples**2)) * 10 ** (NOISE_DB / 20)
    path = film.with_stem(film.stem + "-noise")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(np.clip(samples + level * noise, -32768, 32767).astype("<i2").tobytes())
    return path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("recordings", nargs="*", type=Path)
    parser.add_argument("--script", action="store_true", help="print the English script, to be read aloud")
    args = parser.parse_args()
    english, german = Facts("en", ENGLISH), Facts("de", GERMAN)
    if args.script:
        sys.stdout.write(english.script("said"))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        films = [(english, path) for path in args.recordings]
        for facts in (english, german):
            for voice in ("m3", "f4"):
                script, film = folder / f"{facts.language}.txt", folder / f"{facts.language}-{voice}.wav"
                script.write_text(facts.script("said"), encoding="utf-8")
                subtool.narrate(
                    subtool.read_script(script, language=facts.language), film, voices={"": voice}
                )
                films.append((facts, film))
        for facts, path in films:
            for film in (path, noisy(path)) if path.parent == folder else (path,):
                right, wrong = (heard(folder, facts, film, which) for which in ("said", "changed"))
                print(
                    f"{film.stem:16} of {len(facts.all('said'))} facts, right: {right}; changed: {wrong}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
