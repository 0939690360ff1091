"""`python -m subtool`."""

import sys

if not sys.flags.safe_path and __spec__ is not None:
    sys.path.pop(0)  # the working folder, whose files are the user's and no part of the program

from subtool.cli import main

main()
