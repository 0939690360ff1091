"""A program that kills so many builds of a season, each in a process of its own, and then lets one end.

It prints how many were killed: fewer than asked for if one came to its end before its moment. The moments are system
calls that change something on the disk, counted: every so many of them one is not made any more.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

MOMENTS = 25  # then they come again, so that a build that goes on from there is not done after a few
CHANGES = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.truncate",
    "os.link",
    "shutil.rmtree",
    "sqlite3.connect",
}


def die_at(number: int) -> None:
    """Kill this process when it is about to change the disk for the so-manieth time."""
    seen = 0

    def look(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if event in CHANGES or writes:
            seen += 1
            if seen > number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)


def main() -> None:
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    import subtool

    subtool.draft(next((folder / "scripts").iterdir()))  # what is imported is not counted
    subtool.build(folder.parent / "warm", options={"jobs": 1})
    killed, is_killed = 0, True
    while is_killed and killed < kills:
        child = os.fork()
        if not child:
            die_at(1 + killed % MOMENTS * 3)
            subtool.build(folder, options={"jobs": 1})
            os._exit(0)
        _, how = os.waitpid(child, 0)
        is_killed = os.WIFSIGNALED(how)
        killed += is_killed
    subtool.build(folder, options={"jobs": 1})
    sys.stdout.write(f"{killed}\n")


if __name__ == "__main__":
    main()
