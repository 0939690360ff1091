"""A user's program, which mypy and pyright check as strictly as they can: every name has its type."""

from __future__ import annotations

import sys
from pathlib import Path

import subtool


def show(doing: str, fraction: float, /) -> None:
    print(f"{doing}: {fraction:.0%}", file=sys.stderr)


def one(script: Path, film: Path) -> tuple[int, list[subtool.Problem]]:
    sheet = subtool.align(script, film, shots=True, progress=show)
    for cue in sheet:
        if cue.timing is subtool.Timing.GUESSED and cue.confidence is not None:
            print(f"{cue.span.start_ms}: {cue.text} ({cue.confidence:.0%})")
    first: subtool.Cue = sheet[0]
    later: subtool.Sheet = sheet[1:].shifted(1500)
    subtool.write_all(later, [film.with_suffix(".srt"), film.with_suffix(".cues.json")], force=True)
    text: str = subtool.writes(sheet, "vtt")
    assert subtool.reads(text, "vtt")[0].lines == first.lines
    return len(sheet), subtool.check(sheet, "netflix-en")


def main() -> int:
    wrong = 0
    for script in sorted(Path("scripts").glob("*.docx")):
        try:
            cues, problems = one(script, Path("films", f"{script.stem}.mp4"))
        except subtool.MediaError as error:
            print(f"{script}: no film yet ({error.hint})")
        except subtool.SubtoolError as error:
            print(error, file=sys.stderr)
            wrong = error.exit_code
        else:
            print(f"{script}: {cues} cues, {len(problems)} problems")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
