"""`subtool`, and `python -m subtool`: the command line, once modules are no longer looked for in the working folder.

Nothing is imported before that but what Python itself has loaded.
"""

import os
import sys


def main() -> None:
    """The command line, without what PYTHONPATH finds from the working folder: `:` or `.` in it, mostly by mistake."""
    if "PYTHONPATH" in os.environ and not sys.flags.ignore_environment:
        parts = os.environ["PYTHONPATH"].split(os.pathsep)
        for part in parts:
            found = os.path.abspath(part)  # noqa: PTH100 - pathlib would be looked for there
            if not os.path.isabs(part) and found in sys.path:  # noqa: PTH117
                sys.path.remove(found)
        # that of the processes that are started
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(os.path.isabs, parts))
    from subtool.cli import main as run

    run()


if __name__ == "__main__":
    if not sys.flags.safe_path and __spec__ is not None:
        sys.path.pop(0)  # the working folder, whose files are the user's and no part of the program
    main()
