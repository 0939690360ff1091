"""How Sphinx builds the site and the man pages. `make docs`; warnings are errors, and no network is asked."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import generate  # noqa: E402 - it lies beside this file

generate.write(HERE)

project = "subtool"
author = "The subtool maintainers"
copyright = author  # its name in Sphinx
release = version = generate.project_version()
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "reference/README.md"]
root_doc = "index"
html_theme = "furo"
html_title = f"subtool {release}"
html_static_path: list[str] = []
html_extra_path = ["cue-sheet.schema.json"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {"source_repository": "", "navigation_with_keys": True}
nitpicky = True
suppress_warnings = ["myst.xref_missing"] if "linkcheck" in sys.argv else []
man_pages = [
    (
        "reference/commands/index",
        "subtool",
        "documentary scripts to timed subtitles and captioned clips",
        author,
        1,
    ),
    *(
        (f"reference/commands/{name}", f"subtool-{name}", does, author, 1)
        for group in generate.COMMANDS.values()
        for name, does in group.items()
    ),
]
man_show_urls = False
