"""Tags and overrides of SRT to the notation of WebVTT, and back. What is not a known tag is text and stays it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from subtool.formats import placing
from subtool.formats.plain import SHIELD
from subtool.formats.srt import places
from subtool.formats.srt.times import is_loose
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN_TAG = r"<[ \t]{0,3}/?[ \t]{0,3}(?:b|i|u|s|br)[ \t]{0,3}/?[ \t]{0,3}>"
_FONT_TAG = r"<[ \t]{0,3}/?[ \t]{0,3}font(?:[ \t/=][^<>\n]{0,300})?>"
_OVERRIDE = r"\{\\[^{}\n]{1,300}\}"
TAG = re.compile(f"{_PLAIN_TAG}|{_FONT_TAG}|{_OVERRIDE}", re.IGNORECASE | re.ASCII)  # or İ were an i
PARTS = re.compile(r"<\s*+(?P<close>/?)\s*+(?P<name>[a-zA-Z]++)(?P<rest>[^>]*)>")
BRACED = r"\{/?[biu]\}"
PAIRED = re.compile(r"\{([biu])\}([^{}\n]{0,500})\{/\1\}", re.IGNORECASE | re.ASCII)
SPACED = r"< {1,20}/? {0,20}(?:b|i|u|s|font)\b[^<>]*>"  # which ffmpeg takes for a tag as well
LOOKS_LIKE = re.compile(f"{TAG.pattern}|{SPACED}|{BRACED}|-(?=->)", re.IGNORECASE | re.ASCII)
KEPT_APART = re.compile(rf"(?<=[<{{-]){SHIELD}|^{SHIELD}(?=[-\s\d])", re.MULTILINE)
COLOUR = re.compile(r"color\s{0,3}=\s{0,3}[\"']?\s{0,3}#?([0-9a-zA-Z]{1,20})", re.IGNORECASE)
FACE = re.compile(r"face\s{0,3}=\s{0,3}(?:\"([^\"]{1,60})\"|'([^']{1,60})'|([^\s\"'>]{1,60}))", re.IGNORECASE)
SIZE = re.compile(r"size\s{0,3}=\s{0,3}[\"']?([+-]?\d{1,4})", re.IGNORECASE)
HEX = re.compile(r"[0-9a-fA-F]{6}|[0-9a-fA-F]{3}")
NAMED = frozenset({"white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black"})  # WebVTT §5.1
ITALICS = re.compile(r"\\([biu])(\d{1,3})")
COLOURED = re.compile(r"\\(?:1)?c&H([0-9a-fA-F]{1,8})&?")
PLACED = re.compile(r"\\a(n?)(\d{1,2})")
POINT = re.compile(r"\\pos\(\s*(-?\d{1,5}(?:\.\d{1,3})?)\s*,\s*(-?\d{1,5}(?:\.\d{1,3})?)\s*\)")


@dataclass(slots=True)
class _Tagging:
    """A text on the way to its markup."""

    made: list[str] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)  # the name in SRT, the tag in WebVTT
    overrides: set[tuple[str, str]] = field(default_factory=set)  # which end with their cue, unclosed
    settings: str = ""
    odd: dict[str, None] = field(default_factory=dict)

    def start(self, name: str, tag: str) -> None:
        self.made.append(f"<{tag}>")
        self.open.append((name, tag))

    def end(self, name: str) -> None:
        """Close the last of this name; those opened after it are closed and opened again."""
        index = next(
            (index for index in reversed(range(len(self.open))) if self.open[index][0] == name), None
        )
        if index is None:
            self.odd[f"</{name}> closes nothing; it is left out"] = None
            return
        after = self.open[index + 1 :]
        self.made += [_closing(tag) for _, tag in reversed(self.open[index:])]
        self.made += [f"<{tag}>" for _, tag in after]
        self.open = self.open[:index] + after


class Tagged(NamedTuple):
    """Lines as they are seen, with their tags if they have any, where they stand, and what was mended."""

    lines: tuple[str, ...]
    markup: tuple[str, ...] = ()
    settings: str = ""
    odd: tuple[str, ...] = ()


def is_plain(text: str) -> bool:
    """Whether there is nothing in it to understand."""
    return "<" not in text and "{" not in text and SHIELD not in text


def read(text: str) -> Tagged:
    """The lines of a cue with their tags understood."""
    if is_plain(text):
        return Tagged(tuple(text.split("\n")))
    tagging = _Tagging()
    if "{/" in text:  # one that is paired is a tag, as players take it; {b} alone is text
        text = PAIRED.sub(r"<\1>\2</\1>", text)
    last = 0
    for match in TAG.finditer(text):
        tagging.made.append(_plain(text[last : match.start()]))
        last = match.end()
        if match[0][0] == "{":
            _override(match[0][1:-1], tagging)
        else:
            _tag(match[0], tagging)
    tagging.made.append(_plain(text[last:]))
    for name, tag in reversed(tagging.open):
        tagging.made.append(_closing(tag))
        if (name, tag) not in tagging.overrides:
            tagging.odd[f"<{name}> is not closed; it is closed at the end of its cue"] = None
    lines = _without_empty("".join(tagging.made).split("\n"))
    tagged = tuple(lines) if any("<" in line for line in lines) else ()
    return Tagged(markup.shown(lines), tagged, tagging.settings, tuple(tagging.odd))


def _without_empty(lines: Sequence[str]) -> list[str]:
    """A line of nothing but tags is none: they go to the line after it, or to the last. One that is empty stays."""
    parts, waiting = list[str](), ""
    for line, shown in zip(lines, markup.shown(lines), strict=True):
        if shown.strip(SHIELD).strip():
            parts.append(waiting + line)
            waiting = ""
        elif not line.strip(SHIELD).strip() and parts and parts[-1]:
            parts.append("")
        else:
            waiting += line.strip()
    while parts and not parts[-1]:
        parts.pop()
    return [*parts[:-1], parts[-1] + waiting] if parts else [waiting]


def _plain(text: str) -> str:
    return markup.escaped(KEPT_APART.sub("", text) if SHIELD in text else text)


def _closing(tag: str) -> str:
    return f"</{tag.partition('.')[0]}>"


def _tag(written: str, tagging: _Tagging) -> None:
    match = PARTS.fullmatch(written)
    assert match, "what is a tag has its parts"
    name, rest = match["name"].lower(), match["rest"]
    if name == "br":
        tagging.made.append("\n")
    elif match["close"] or (rest.strip() == "/" and any(opened == name for opened, _ in tagging.open)):
        tagging.end(name)
    elif name == "font":
        tagging.start(name, "".join(("c", *(f".{class_name}" for class_name in _classes(rest)))))
    else:
        tagging.start(name, "c.strike" if name == "s" else name)


def _classes(attributes: str) -> list[str]:
    """A font's colour, face and size as classes."""
    classes = []
    if colour := COLOUR.search(attributes):
        classes.append(_colour_class(colour[1].lower()))
    if face := FACE.search(attributes):
        classes.append("face-" + re.sub(r"[^\w-]", "_", face[1] or face[2] or face[3]))
    if size := SIZE.search(attributes):
        classes.append(f"size-{size[1].lstrip('+')}")
    return classes


def _colour_class(colour: str) -> str:
    return colour if colour in NAMED else f"color-{colour}"


def _override(text: str, tagging: _Tagging) -> None:
    """An override of ASS: places, italics and colours are understood; what else it says cannot be kept."""
    left = text
    for pattern, apply in ((ITALICS, _style), (PLACED, _place), (POINT, _point), (COLOURED, _colour)):
        for match in pattern.finditer(left):
            apply(match, tagging)
        left = pattern.sub("", left)
    if left.strip():
        tagging.odd[f"{{{left}}} cannot be kept; it is left out"] = None


def _style(match: re.Match[str], tagging: _Tagging) -> None:
    if match[2].strip("0"):
        tagging.start(match[1], match[1])
        tagging.overrides.add((match[1], match[1]))
    elif any(name == match[1] for name, _ in tagging.open):
        tagging.end(match[1])


def _place(match: re.Match[str], tagging: _Tagging) -> None:
    number = int(match[2]) if match[1] else placing.OLD_ALIGNMENTS.get(int(match[2]), 2)
    if 1 <= number <= 9:
        tagging.settings = placing.keypad(number)


def _point(match: re.Match[str], tagging: _Tagging) -> None:
    tagging.settings = places.at(float(match[1]), float(match[2]), places.SCRIPT_PICTURE)


def _colour(match: re.Match[str], tagging: _Tagging) -> None:
    blue, green, red = (f"{match[1]:0>6}"[-6:][position : position + 2] for position in (0, 2, 4))
    if any(name == "font" for name, _ in tagging.open):
        tagging.end("font")
    tag = f"c.color-{red}{green}{blue}".lower()
    tagging.start("font", tag)
    tagging.overrides.add(("font", tag))


def write(lines: Sequence[str], tagged: Sequence[str], settings: str) -> str:
    """The lines as SRT holds them: what looks like a tag, an arrow or times is parted by a joiner.

    An empty line would end the cue, and has a joiner in it; at its ends it is left out.
    """
    text = "\n".join(lines)
    if tagged:
        text = _from_markup("\n".join(tagged))
    elif "<" in text or "{" in text or "-->" in text:
        text = _apart(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not all(map(str.strip, text.split("\n"))):
        text = "\n".join(line if line.strip() else SHIELD for line in text.strip().split("\n"))
    if text.count(":") > 1 or text.count(".") > 3:
        text = "\n".join(f"{SHIELD}{line}" if is_loose(line) else line for line in text.split("\n"))
    place = places.number_of(settings) if settings else ""
    return f"{{\\an{place}}}{text}" if place else text


def _apart(text: str) -> str:
    return LOOKS_LIKE.sub(lambda match: match[0][0] + SHIELD + match[0][1:], text)


def _from_markup(text: str) -> str:
    parts, opened, last = list[str](), list[str](), 0
    text = markup.with_brackets(text)
    for match in markup.TAG.finditer(text):
        parts.append(_apart(markup.unescaped(text[last : match.start()])))
        last = match.end()
        written = match[0]
        if written.startswith("</"):
            parts.append(opened.pop() if opened else "")
        elif not written[1:2].isdigit():
            tag = written.strip("<>").split(maxsplit=1)[0:1]
            start, end = _srt_tag(tag[0].split(".") if tag else [""])
            parts.append(start)
            opened.append(end)
    parts.append(_apart(markup.unescaped(text[last:])))
    return "".join([*parts, *reversed(opened)])


def _srt_tag(parts: Sequence[str]) -> tuple[str, str]:
    """How a tag of WebVTT is opened and closed in SRT; what it cannot hold is empty."""
    name, classes = parts[0], parts[1:]
    if name in {"b", "i", "u"}:
        return f"<{name}>", f"</{name}>"
    if name == "c" and "strike" in classes:
        return "<s>", "</s>"
    attributes = [_attribute(class_name) for class_name in classes] if name == "c" else []
    joined = " ".join(attribute for attribute in attributes if attribute)
    return (f"<font {joined}>", "</font>") if joined else ("", "")


def _attribute(name: str) -> str:
    if name in NAMED:
        return f'color="{name}"'
    kind, _, value = name.partition("-")
    if kind == "color":
        return f'color="{"#" if HEX.fullmatch(value) else ""}{value}"'
    if kind == "face":
        return f'face="{value.replace("_", " ")}"'
    return f'size="{value}"' if kind == "size" else ""
