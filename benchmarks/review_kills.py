"""Does a review ever lose an edit that it acknowledged? Killed with -9 in mid-edit, again and again, and opened again.

    python benchmarks/review_kills.py [KILLS]    200 kills

The loop is that of tests/review, which does 60: a child edits two cues in each step and saves every third, is killed
after one to seven steps, and the sheet with its journal must then hold the last acknowledged step, or the one after.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    sys.path[:0] = [str(TESTS), str(TESTS / "review")]
    from test_review import KILLS

    from support import reviewed

    with tempfile.TemporaryDirectory(prefix="review-kills-") as room:
        path = reviewed.write(Path(room) / "film.cues.json")
        program = KILLS.replace("range(60)", f"range({kills})")
        call = [sys.executable, "-c", program, str(path), str(TESTS), str(TESTS / "review")]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
    print(f"{kills} kills: {done.stdout.strip() or done.stderr.strip()[-500:]}")


if __name__ == "__main__":
    main()
