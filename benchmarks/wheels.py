"""Does subtool install from wheels alone, on every Python and every machine that its classifiers promise?

    python benchmarks/wheels.py             the whole table; exit code 1 where a cell has no solution
    python benchmarks/wheels.py --answers   exit code 0 if a package index answers at all

uv resolves the requirements for each cell as pip would on that machine, and may build nothing but what is listed in
`PURE`: packages that come as a source of Python alone and need no compiler.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import which

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"
PURE = {"pysrt", "docopt"}
# glibc 2.28 is that of Debian 10, Ubuntu 18.10 and RHEL 8; nothing older is served by Python 3.11 and later in practice
PLATFORMS = {
    "Linux x86-64": "x86_64-manylinux_2_28",
    "Linux arm64": "aarch64-manylinux_2_28",
    "macOS arm64": "aarch64-apple-darwin",
    "macOS x86-64": "x86_64-apple-darwin",
    "Windows x86-64": "x86_64-pc-windows-msvc",
}
PYTHON = re.compile(r"Programming Language :: Python :: (3\.\d+)")
AT_ONCE = 6  # the index is waited for, not the processor


@dataclass(frozen=True)
class Cell:
    """A Python on a machine, and what is lacking there."""

    python: str
    platform: str
    lacks: str = ""
    packages: int = 0


def pythons() -> list[str]:
    """Those that the classifiers promise."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    return [found[1] for line in project["classifiers"] if (found := PYTHON.fullmatch(line))]


def names() -> list[str]:
    """All packages that are ever installed, but those that are built from Python alone."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [name for line in lines if (name := line.partition("==")[0].strip()) and name.lower() not in PURE]


def compiled(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    uv = which("uv", path=str(Path(sys.executable).parent)) or which("uv")
    if uv is None:
        sys.exit("uv is missing: pip install -e '.[dev]'")
    return subprocess.run([uv, "pip", "compile", "-q", "--no-header", "--no-annotate", *arguments],
                          capture_output=True, text=True, check=False, cwd=ROOT)  # fmt: skip


def asked(python: str, platform: str) -> Cell:
    only = [word for name in names() for word in ("--only-binary", name)]
    done = compiled(
        [str(PROJECT), "--python-version", python, "--python-platform", PLATFORMS[platform], *only]
    )
    if done.returncode:
        reason = " ".join(done.stderr.split()).partition("cause: ")[2].partition(" hint:")[0]
        return Cell(python, platform, reason or done.stderr.strip())
    return Cell(python, platform, packages=len(done.stdout.split()))


def main() -> None:
    if "--answers" in sys.argv:
        probe = [sys.executable, "-m", "pip", "index", "versions", "-q", "click"]
        sys.exit(subprocess.run(probe, capture_output=True, check=False).returncode)
    cells = [(python, platform) for python in pythons() for platform in PLATFORMS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda cell: asked(*cell), cells))
    for cell in found:
        print(
            f"{cell.python:6} {cell.platform:15} {cell.lacks or f'{cell.packages} packages, all as wheels'}"
        )
    empty = [cell for cell in found if cell.lacks]
    but = f"but {' and '.join(sorted(PURE))}, which are Python alone"
    print(f"{len(found) - len(empty)} of {len(found)} install from wheels, {but}")
    sys.exit(bool(empty))


if __name__ == "__main__":
    main()
