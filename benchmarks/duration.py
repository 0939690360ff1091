"""How far off is a stretch of speech that is timed from the text alone, once the pace is calibrated by one factor?

    python benchmarks/duration.py             on the scratch voice, which speaks the sample script
    python benchmarks/duration.py FOLDER      on read speech: *.truth.json with the true times of its words

The first row is what `draft` does. The others show what was weighed against it: syllables alone, and letters
replaced by the phonemes of espeak-ng. Errors are means of absolute values, for sentences and for cues, from the
start of the first word to the end of the last; CPU is that of timing alone, espeak-ng's start included.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import mean

import subtool
from subtool.cues import compose
from subtool.cues.find import plain_words
from subtool.cues.timing import pace
from subtool.cues.timing.frame_grid import without_picture
from subtool.model import Sentence, Source, Span, Token, Utterance, Word
from subtool.speech.synthesis import utter
from subtool.speech.synthesis.espeak import ipa
from subtool.speech.words.pronounce import arpabet
from subtool.styles.houses import house_style, word_classes
from subtool.text.spoken_forms import readings

SAMPLE = Path(__file__).parents[1] / "scripts" / "the-lamp-on-the-point.txt"
SYLLABLE_ALONE_MS = 224


def phonemes(token):
    sounds = sum(len(arpabet(ipa(word)).split()) for word in readings(token)[0])
    return pace.SYLLABLE_MS * pace.syllables(token) + pace.LETTER_MS * sounds


MODELS = {
    "letters and syllables (subtool)": pace.word_ms,
    "syllables alone": lambda token: SYLLABLE_ALONE_MS * pace.syllables(token),
    "phonemes and syllables": phonemes,
    "an even pace, letter by letter": len,
}


def spoken():
    """The sample script with the times of the scratch voice."""
    script = subtool.read_script(SAMPLE)
    return utter.speak(script.sentences).utterances


def labelled(path):
    """Sentences with the times of their words; those whose words and text do not match one by one are left out."""
    truth = json.loads(path.read_text("utf-8"))
    for number, said in enumerate(truth["sentences"]):
        words = [word for word in truth["words"] if word["s"] == number]
        tokens = tuple(Token(text, Source(1, at + 1)) for at, text in enumerate(said["text"].split()))
        times = [word[edge] for word in words for edge in ("t0", "t1")]
        if (
            said["cut"]
            or None in times
            or [len(plain_words(token.text)) for token in tokens] != [1] * len(words)
        ):
            continue
        timed = tuple(
            Word(token.text, Span(round(word["t0"] * 1000), round(word["t1"] * 1000)), 1.0)
            for token, word in zip(tokens, words, strict=True)
        )
        yield Utterance(Sentence(tokens, 0), timed)


def stretches(utterances):
    """Rows of words: the sentences, and the cues they become."""
    cues = compose(utterances, house_style("netflix-en"), word_classes("en"), without_picture())
    return {"sentences": [u.words for u in utterances], "cues": [cue.words for cue in cues if cue.words]}


def told(words, model):
    rests = sum(pace.rest_ms(word.text) for word in words[:-1])
    return sum(model(word.text) for word in words) + rests * (model is not len)


def measure(name, utterances):
    print(f"{name}: {sum(len(u.words) for u in utterances)} words")
    for kind, rows in stretches(utterances).items():
        true_ms = [row[-1].span.end_ms - row[0].span.start_ms for row in rows]
        print(f"  {len(rows)} {kind} of {mean(true_ms) / 1000:.2f} s")
        for title, model in MODELS.items():
            pace.word_ms.cache_clear()
            started = time.process_time()
            guessed = [told(row, model) for row in rows]
            spent_ms = (time.process_time() - started) * 1000
            factor = sum(true_ms) / sum(guessed)
            off = mean(abs(true - factor * guess) for true, guess in zip(true_ms, guessed, strict=True))
            print(f"    {title}: off by {off / 1000:.3f} s, {spent_ms:.0f} ms of CPU")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            measure(SAMPLE.name, spoken())
        case [folder]:
            for path in sorted(Path(folder).glob("*.truth.json")):
                if utterances := list(labelled(path)):
                    measure(path.name.removesuffix(".truth.json"), utterances)
        case _:
            sys.exit(__doc__)
