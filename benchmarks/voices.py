"""Real voices in many languages: how many sentences start where they should, and how honest the rest is.

    python benchmarks/voices.py FOLDER [--only NAME ...] [--engine auto|words|wide] [--wrong PAIRS]

FOLDER holds for each NAME a script NAME.txt, a recording NAME.flac (or .wav) and NAME.truth.json:
{"language": "fr", "sentences": [{"text": "…", "t0": 1.25, "cut": false}, …]}, in the order of the script; `cut`
ones are not said. With --wrong, scripts are aligned to recordings of others, which has to be refused.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import subtool
from subtool.model import Role, Timing

NEAR_MS, FAR_MS, SURE = 200, 500, 0.9
ENDS = re.compile(r"(?<=[.!?।。？！])\s*")


@dataclass
class Score:
    """Counts of a set, added up over sets."""

    said: int = 0
    near: int = 0
    dropped: int = 0
    sure: int = 0
    sure_near: int = 0
    heard: int = 0
    heard_near: int = 0
    unsaid: int = 0
    unsaid_found: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__annotations__))

    def __str__(self) -> str:
        return (
            f"{self.said:4} said  {_share(self.near, self.said)} within {NEAR_MS} ms  {self.dropped:3} dropped  "
            f"{_share(self.sure_near, self.sure)} of {self.sure:3} sure ones  "
            f"{_share(self.heard_near, self.heard)} of {self.heard:3} heard within {FAR_MS} ms  "
            f"{self.unsaid_found} of {self.unsaid} unsaid found"
        )


def _share(part, whole):
    return f"{100 * part / whole:5.1f} %" if whole else "   -   "


def letters(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def score(truth, sheet):
    """Sentences are found again by their letters; one of which parts are missing has the start of what is left."""
    flow, starts = "", []
    for cue in sorted((c for c in sheet.cues if c.role is Role.SPEECH), key=lambda c: c.span.start_ms):
        for number, word in enumerate(cue.words):
            text = letters(word.text)
            flow += text
            starts += [(word.span.start_ms, cue if number == 0 else None)] * len(text)
    made, at = Score(), 0
    for sentence in truth["sentences"]:
        first, found, parts = (
            None,
            0,
            [letters(part) for part in ENDS.split(sentence["text"]) if letters(part)],
        )
        for number, part in enumerate(parts):
            if flow.startswith(part, at):
                first = starts[at] if number == 0 else first
                found, at = found + len(part), at + len(part)
        shown = 2 * found >= sum(map(len, parts))
        made += _one(sentence, first, shown=shown)
    if at != len(flow):
        print(f"  cues from {flow[at : at + 30]!r} on could not be matched to the truth")
    return made


def _one(sentence, first, *, shown):
    cue = first[1] if first else None
    sure = cue is not None and (cue.confidence or 0) >= SURE
    if sentence["cut"]:
        return Score(unsaid=1, unsaid_found=int(not shown), sure=int(sure and shown))
    off_ms = abs(first[0] - 1000 * sentence["t0"]) if first else float("inf")
    heard = cue is not None and cue.timing is Timing.HEARD
    return Score(
        said=1,
        near=int(off_ms <= NEAR_MS),
        dropped=int(not shown),
        sure=int(sure),
        sure_near=int(sure and off_ms <= NEAR_MS),
        heard=int(heard),
        heard_near=int(heard and off_ms <= FAR_MS),
    )


def align(folder, script, recording, language, engine):
    sound = next(path for suffix in (".flac", ".wav") if (path := folder / f"{recording}{suffix}").exists())
    read = subtool.read_script(folder / f"{script}.txt", language=language)
    return subtool.align(read, sound, engine=engine, cache=False)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--wrong", type=int, default=0, metavar="PAIRS")
    args = parser.parse_args()
    truths = {
        path.name.removesuffix(".truth.json"): json.loads(path.read_text("utf-8"))
        for path in sorted(args.folder.glob("*.truth.json"))
    }
    names = [name for name in truths if not args.only or name in args.only]
    total = Score()
    for name in [] if args.wrong else names:
        try:
            sheet = align(args.folder, name, name, truths[name]["language"], args.engine)
        except subtool.SubtoolError as error:
            print(f"{name:18} refused: {error.message}")
            total += Score(said=sum(not one["cut"] for one in truths[name]["sentences"]))
            continue
        result = score(truths[name], sheet)
        total += result
        print(f"{name:18} {result}", flush=True)
    if args.wrong:
        wrong(args, truths, names)
    else:
        print(f"{'all':18} {total}")


def wrong(args, truths, names):
    """Scripts on the recordings of others: of the same passage in a harder recording it is the right one."""
    texts = {name: [s["text"] for s in truth["sentences"]] for name, truth in truths.items()}
    pairs = [(a, b) for a in names for b in names if texts[a] != texts[b]]
    random.Random(0).shuffle(pairs)
    written = 0
    for script, recording in pairs[: args.wrong]:
        try:
            sheet = align(args.folder, script, recording, truths[script]["language"], args.engine)
        except subtool.SubtoolError:
            continue
        heard = sum(cue.timing is Timing.HEARD for cue in sheet.cues)
        written += 1
        print(f"{script} on {recording}: written, {heard} of {len(sheet.cues)} cues heard", flush=True)
    print(f"{written} of {min(args.wrong, len(pairs))} wrong pairs written")


if __name__ == "__main__":
    main()
