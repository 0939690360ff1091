"""A story in four languages: how many sentences of a translation begin where their original does, and how honestly.

    python benchmarks/translation.py [--encoder] [--unrelated] [--without-original] [--story FILE]

Texts alone: the whole translation; a tenth, a quarter of its units left out; two paragraphs left out; half of its
sentences joined; a quarter of the original left out. With --unrelated the story is paired with another film's script,
which has to be refused. With --without-original it is narrated by voices of other speakers than the engine's, and its
English is laid on the voice alone, also after a stranger's introduction of 24 s; wrong starts with chances of 0.5 and
more are counted. translated_story_2.txt is another story, freely translated, on which nothing was tuned.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import subtool
from subtool.model import Span, silent
from subtool.translation import encoder
from subtool.translation.belonging import gain
from subtool.translation.belonging import unrelated as is_unrelated
from subtool.translation.clues import Side
from subtool.translation.pairing import SURE_PAIR, paired
from subtool.translation.voice_stretches import on_voice

STORY = Path(__file__).with_name("translated_story.txt")
SOURCES = {"zh": "f4", "de": "f1", "ru": "m5"}  # and the speaker of each narration
NEAR_MS, INTRO_MS, SEEDS, LIKELY = 500, 24_000, 5, 0.5


def story(path):
    """The paragraphs, each a list of units by language; a language that leaves one out has no text in it."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        if "===" in lines:
            paragraphs.append([])
        unit = dict(line.split(": ", 1) for line in lines if ": " in line)
        if unit:
            paragraphs[-1].append(unit)
    return paragraphs


def letters(text):
    return "".join(char for char in re.sub(r"\[\d+\]", "", text).lower() if char.isalnum())


def script(paragraphs, language, left_out=frozenset()):
    """The story as a script without some units; and for each sentence its unit, and whether it begins it."""
    texts, flow, starts, number = [], "", {}, 0
    for paragraph in paragraphs:
        kept = []
        for unit in paragraph:
            if number not in left_out and language in unit:
                kept.append(unit[language])
                starts[len(flow)] = number
                flow += letters(unit[language])
            number += 1
        texts.append(("" if language == "zh" else " ").join(kept))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "story.txt")
        path.write_text("\n\n".join(filter(None, texts)) + "\n", "utf-8")
        read = subtool.read_script(path, language=language)
    owners, at = [], 0
    for sentence in read.sentences:
        at = flow.index(letters(sentence.text), at)
        owners.append((starts[max(place for place in starts if place <= at)], at in starts))
        at += len(letters(sentence.text))
    return read, owners


def joined(sentences, owners, rng):
    """Half of the sentences joined to the one before."""
    made, of, at = [], [], 0
    while at < len(sentences):
        one = sentences[at]
        both = (
            at + 1 < len(sentences) and sentences[at + 1].paragraph == one.paragraph and rng.random() < 1 / 3
        )
        made.append(replace(one, tokens=one.tokens + sentences[at + 1].tokens) if both else one)
        of.append(owners[at])
        at += 1 + both
    return tuple(made), of


def conditions(paragraphs, rng):
    """Which units are left out of the translation and of the original, and whether sentences are joined."""
    count = sum(map(len, paragraphs))
    ends = [sum(map(len, paragraphs[: at + 1])) for at in range(len(paragraphs))]
    two = rng.sample(range(len(paragraphs)), 2)
    scenes = {n for at in two for n in range(ends[at] - len(paragraphs[at]), ends[at])}
    return {
        "whole": (set(), set(), False),
        "a tenth left out": (set(rng.sample(range(count), count // 10)), set(), False),
        "a quarter left out": (set(rng.sample(range(count), count // 4)), set(), False),
        "two paragraphs left out": (scenes, set(), False),
        "half joined": (set(), set(), True),
        "a quarter of the original left out": (set(), set(rng.sample(range(count), count // 4)), False),
    }


def text_alone(paragraphs, *, meant):
    scores = {}
    for language in SOURCES:
        for seed in range(SEEDS):
            rng = random.Random(seed)
            for name, (target_out, source_out, join) in conditions(paragraphs, rng).items():
                original, source_owners = script(paragraphs, language, source_out)
                translation, owners = script(paragraphs, "en", target_out)
                sentences = translation.sentences
                if join:
                    sentences, owners = joined(sentences, owners, rng)
                first = {unit: at for at, (unit, begins) in enumerate(source_owners) if begins}
                source, target = Side(original.sentences, language), Side(sentences, "en")
                pairs = paired(source, target, encoder.meaning_of(source, target) if meant else None)
                score = scores.setdefault(name, [0, 0, 0, 0])
                for pair in pairs:
                    for at, (number, chance) in enumerate(zip(pair.target, pair.chances, strict=True)):
                        unit, begins = owners[number]
                        if not begins or unit not in first:
                            continue
                        right = bool(pair.source) and at == 0 and pair.source.start == first[unit]
                        sure = chance >= SURE_PAIR and bool(pair.source) and at == 0
                        for place, value in enumerate((1, right, sure, sure and right)):
                            score[place] += value
    for name, (count, right, sure, sure_right) in scores.items():
        print(
            f"{name:36} {right / count:6.1%} right; {sure / count:4.0%} sure, of them {sure_right / max(1, sure):.2%}"
        )


def unrelated(paragraphs):
    other = subtool.read_script(Path(__file__).parents[1] / "scripts" / "the-lamp-on-the-point.txt").sentences
    english = script(paragraphs, "en")[0].sentences
    half = len(english) // 2
    texts = {
        "its translation": english,
        "every second sentence": english[::2],
        "another film": other,
        "another episode": english[half + 2 :],
    }
    for language in SOURCES:
        whole = script(paragraphs, language)[0].sentences
        for name, sentences in texts.items():
            source = Side(whole[: len(whole) // 2] if name == "another episode" else whole, language)
            target = Side(sentences, "en")
            pairs = paired(source, target)
            sure = sum(chance >= SURE_PAIR for pair in pairs if pair.source for chance in pair.chances)
            shorter = min(len(source.sentences), len(sentences))
            verdict = "refused" if is_unrelated(source, target, pairs) else "taken"
            beyond = gain(source, target) / shorter
            print(
                f"{language} {name:22} {sure / shorter:4.0%} sure, {beyond:5.2f} a sentence beyond chance: {verdict}"
            )


def without_original(paragraphs):
    from subtool.media.read.sound import read_sound
    from subtool.speech.activity import phrases_heard

    for language, speaker in SOURCES.items():
        original, source_owners = script(paragraphs, language)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "film.wav")
            narrated = subtool.narrate(original, out, voices={"": speaker})
            speech = phrases_heard(read_sound(out), silent)
        begins = {one.source: one.span.start_ms for one in reversed(narrated.sheet.cues) if one.source}
        starts = {
            unit: begins.get(sentence.source)
            for sentence, (unit, first) in zip(original.sentences, source_owners, strict=True)
            if first
        }
        translation, owners = script(paragraphs, "en")
        for intro_ms in (0, INTRO_MS):
            rng, clock, intro = random.Random(3), 500, []
            while clock < intro_ms - 1500:
                end = clock + rng.randint(900, 3500)
                intro.append(Span(clock, end))
                clock = end + rng.randint(250, 800)
            places = [*intro, *(span.shifted(intro_ms) for span in speech)]
            found = on_voice(translation.sentences, places)
            near = believed = 0
            for one, (unit, first) in zip(found, owners, strict=True):
                if not (one and first and starts.get(unit) is not None):
                    continue
                is_near = abs(places[one.first].start_ms - intro_ms - starts[unit]) <= NEAR_MS
                near += is_near
                believed += not is_near and one.chance >= LIKELY
            print(
                f"{language}, introduction of {intro_ms / 1000:.0f} s: {near} of {len(starts)} within {NEAR_MS} ms; "
                f"{believed} others with chances of {LIKELY} and more"
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("encoder", "unrelated", "without-original"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--story", type=Path, default=STORY)
    chosen = parser.parse_args()
    paragraphs = story(chosen.story)
    if chosen.unrelated:
        unrelated(paragraphs)
    elif chosen.without_original:
        without_original(paragraphs)
    else:
        text_alone(paragraphs, meant=chosen.encoder)


if __name__ == "__main__":
    main()
