"""Where the project's own files lie."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
SAMPLE = ROOT / "scripts" / "the-lamp-on-the-point.txt"
