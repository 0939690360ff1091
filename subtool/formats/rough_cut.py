"""A cut of passages of a film as editing systems read it: CMX 3600, OpenTimelineIO, FCPXML. Pure.

Picture and sound go together. The sources that document a passage stand beside it, as comments or markers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from subtool.formats import otio_objects
from subtool.formats.fcpxml import quoted, time_of
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from fractions import Fraction

RECORD_HOURS = 1  # where the time line of a cut begins, as editing systems have it
LONGEST_REEL = 8  # characters of a reel in CMX 3600
LONGEST_NAME = 60  # characters of a passage's text in its name


@dataclass(frozen=True, slots=True)
class CutPiece:
    """Frames `first` up to `last` of the film, what is said in them, and the sources that document it."""

    first: int
    last: int
    text: str
    sources: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        return self.last - self.first

    @property
    def name(self) -> str:
        return self.text if len(self.text) <= LONGEST_NAME else f"{self.text[: LONGEST_NAME - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class RoughCut:
    """Passages of a film in the order of the cut.

    `start` is the number of the film's first frame in its time code, which leaves numbers out with `drop`.
    """

    title: str
    film: str
    path: str
    fps: Fraction
    frames: int
    size: tuple[int, int]
    has_sound: bool
    pieces: tuple[CutPiece, ...]
    start: int = 0
    drop: bool = False

    @property
    def url(self) -> str:
        return f"file://{quote(self.path if self.path.startswith('/') else f'/{self.path}')}"


def as_edl(cut: RoughCut) -> str:
    """An event a passage, picture and sound together; the text and the sources in its comments."""
    reel = re.sub(r"\W", "", cut.film.partition(".")[0]).upper()[:LONGEST_REEL] or "FILM"
    at = Timecode.parse(f"{RECORD_HOURS:02}:00:00{';' if cut.drop else ':'}00", cut.fps).frame
    lines = [f"TITLE: {' '.join(cut.title.split())[:70]}", f"FCM: {'' if cut.drop else 'NON-'}DROP FRAME", ""]
    for number, piece in enumerate(cut.pieces, 1):
        codes = (cut.start + piece.first, cut.start + piece.last, at, at + piece.frames)
        times = " ".join(str(Timecode(frame, cut.fps, cut.drop)) for frame in codes)
        lines.append(f"{number:03}  {reel:8} {'AA/V' if cut.has_sound else 'V':5} C        {times}")
        lines += [f"* FROM CLIP NAME: {cut.film}", f"* COMMENT: {_line(piece.text)}"]
        lines += [f"* SOURCE: {_line(source)}" for source in piece.sources]
        lines.append("")
        at += piece.frames
    return "\n".join(lines)


def as_otio(cut: RoughCut) -> str:
    """A picture track and a sound track with a clip a passage each; the sources are markers on it."""
    whole = otio_objects.span(cut.start, cut.frames, cut.fps)

    def clips(*, marked: bool) -> list[otio_objects.Otio]:
        return [
            otio_objects.clip(
                piece.name,
                cut.url,
                whole,
                otio_objects.span(cut.start + piece.first, piece.frames, cut.fps),
                _markers(piece, cut) if marked else (),
            )
            for piece in cut.pieces
        ]

    tracks = [otio_objects.track("V1", "Video", clips(marked=True))]
    tracks += [otio_objects.track("A1", "Audio", clips(marked=False))] if cut.has_sound else []
    return otio_objects.timeline(cut.title, tracks)


def _markers(piece: CutPiece, cut: RoughCut) -> list[otio_objects.Otio]:
    where = otio_objects.span(cut.start + piece.first, piece.frames, cut.fps)
    return [otio_objects.marker(source, where, "BLUE", {"role": "note"}) for source in piece.sources]


def as_fcpxml(cut: RoughCut) -> bytes:
    """A project with an asset-clip a passage, and its sources as markers."""
    width, height = cut.size
    length = sum(piece.frames for piece in cut.pieces)
    sound = ' hasAudio="1" audioSources="1" audioChannels="2"' if cut.has_sound else ""
    start, title = time_of(cut.start, cut.fps), quoted(cut.title)
    asset = (
        f'  <asset id="r2" name="{quoted(cut.film)}" src="{quoted(cut.url)}" start="{start}" '
        f'duration="{time_of(cut.frames, cut.fps)}" hasVideo="1" format="r1"{sound}/>'
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE fcpxml>", '<fcpxml version="1.9">', " <resources>",
        f'  <format id="r1" frameDuration="{time_of(1, cut.fps)}" width="{width}" height="{height}"/>',
        asset, " </resources>",
        " <library>", f'  <event name="{title}">', f'   <project name="{title}">',
        f'    <sequence format="r1" duration="{time_of(length, cut.fps)}" tcStart="0s" tcFormat="NDF">', "     <spine>",
        *_asset_clips(cut), "     </spine>", "    </sequence>", "   </project>", "  </event>", " </library>",
        "</fcpxml>", "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def _asset_clips(cut: RoughCut) -> Iterator[str]:
    index = 0
    for piece in cut.pieces:
        start = time_of(cut.start + piece.first, cut.fps)
        yield (
            f'      <asset-clip ref="r2" name="{quoted(piece.name)}" offset="{time_of(index, cut.fps)}" '
            f'start="{start}" duration="{time_of(piece.frames, cut.fps)}" format="r1">'
        )
        yield f"       <note>{quoted(_line(piece.text))}</note>"
        for source in piece.sources:
            frame = time_of(1, cut.fps)
            yield f'       <marker start="{start}" duration="{frame}" value="{quoted(_line(source))}" note="footnote"/>'
        yield "      </asset-clip>"
        index += piece.frames


def _line(text: str) -> str:
    return " ".join(text.split())


# What writes a cut under a suffix.
WRITERS: Mapping[str, Callable[[RoughCut], str | bytes]] = {
    ".edl": as_edl,
    ".otio": as_otio,
    ".fcpxml": as_fcpxml,
}
