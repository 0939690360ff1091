"""Strings of a megabyte against every regular expression of the package: how long does each take?

    python benchmarks/pumping.py [--strings 3000] [--size 1000000] [--seed 1]

Patterns are found by walking the package and strings follow from the patterns, as in tests/safety/test_patterns.py,
which tries all of them at a smaller size.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support.pumping import TooSlowError, _ask, pumped, uses, within

ALLOWED_S = 5.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--strings", type=int, default=3000)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    asked = [
        (use, number, way)
        for use in uses()
        for number, _ in enumerate(pumped(use.pattern, 100))
        for way in use.ways
    ]
    times = []
    for use, number, way in random.Random(args.seed).sample(asked, min(args.strings, len(asked))):
        string = next(islice(pumped(use.pattern, args.size), number, None))
        begun = time.process_time()
        try:
            with within(ALLOWED_S):
                _ask(use.pattern, way, string)
        except TooSlowError:
            print(f"more than {ALLOWED_S} s: {use.where}.{way}: {string[:60]!r}", flush=True)
        times.append((time.process_time() - begun, use.where, way, string[:30]))
    times.sort(key=lambda one: -one[0])
    slow = sum(one[0] >= ALLOWED_S for one in times)
    print(f"{len(times)} of {len(asked)} strings, {slow} of more than {ALLOWED_S} s; the slowest:")
    for seconds, where, way, string in times[:5]:
        print(f"  {seconds:.2f} s  {where}.{way}  {string!r}")
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
