"""How many small files in legacy encodings are read right when nothing says the encoding, and when it is named.

python benchmarks/encodings.py
"""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

from subtool.errors import FormatError, Place
from subtool.text.encoding import decode

DATA = Path(__file__).with_suffix(".toml")
VIETNAMESE_MARKS = "\u0300\u0301\u0303\u0309\u0323"  # cp1258 has these by themselves


def subtitles(text: str) -> str:
    """A cue a sentence or so, with CR LF, as most of such files have."""
    words, cues = text.split(" "), []
    size = 7 if len(words) > 4 else 1
    for number, at in enumerate(range(0, len(words), size), start=1):
        row = " ".join(words[at : at + size])
        cues.append(f"{number}\r\n00:00:{2 * number:02},000 --> 00:00:{2 * number + 1:02},900\r\n{row}\r\n")
    return "\r\n".join(cues)


def for_cp1258(text: str) -> str:
    """Vowels with their marks, and the five tones after them, as the encoding has it."""
    made = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in VIETNAMESE_MARKS)
        rest = "".join(part for part in parts if part not in VIETNAMESE_MARKS)
        made.append(unicodedata.normalize("NFC", rest) + tone)
    return "".join(made)


def files():
    """Each language and encoding, with the text and the bytes."""
    for language, entry in tomllib.loads(DATA.read_text("utf-8")).items():
        for encoding in entry["encodings"]:
            text = for_cp1258(entry["text"]) if entry.get("decomposed") else entry["text"]
            if entry.get("plain"):  # what the encoding lacks is written without, as people did
                text = text.translate(str.maketrans("țșȚȘیک", "ţşŢŞيك"))
            text = subtitles(text)
            if encoding not in {"cp1252", "mac_roman"} and not encoding.startswith("cp125"):
                text = text.translate(str.maketrans("’“”–…", '\'""-.'))
            yield language, encoding, text, text.encode(encoding)


def main() -> None:
    guessed = named = total = 0
    for language, encoding, text, data in files():
        total += 1
        try:
            found = decode(data, encoding=None, place=Place(""))
        except FormatError as error:
            print(f"{language} {encoding}: {error}")
        else:
            right = found.text.removeprefix("\ufeff") == text
            guessed += right
            if not right:
                print(f"{language} {encoding}: read as {found.encoding}")
        named += decode(data, encoding=encoding, place=Place("")).text.removeprefix("\ufeff") == text
    print(f"not said: {guessed} of {total} right ({guessed / total:.0%}); named: {named} of {total}")


if __name__ == "__main__":
    main()
