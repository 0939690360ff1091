"""The channels of a track of sound, and which speakers they are for: asked of the library in a way it survives.

PyAV (18.1) hands out layouts of the order "custom", in which a file names its channels one by one, without owning
their list: whoever lets go of one frees what the stream frees once more, and the process dies. So a layout that is
asked for is kept for good, and a decoder is told a plain one before its first frame.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from av.audio.layout import AudioLayout
    from av.audio.stream import AudioStream

# ffmpeg's names of speakers in the order in which a layout without a list has them (libavutil/channel_layout.h).
NATIVE = (
    "FL", "FR", "FC", "LFE", "BL", "BR", "FLC", "FRC", "BC", "SL", "SR", "TC", "TFL", "TFC", "TFR", "TBL", "TBC",
    "TBR", "DL", "DR", "WL", "WR", "SDL", "SDR", "LFE2", "TSL", "TSR", "BFC", "BFL", "BFR",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelLayout:
    """The channels of a track: how many, and the speakers they are for, in the order of the file.

    `name` is ffmpeg's for these speakers in its own order, and `order` says which channel each of those is, where the
    file has another. `speakers` is empty where the file does not say, or says what cannot be.
    """

    count: int
    name: str = ""
    speakers: tuple[str, ...] = ()
    order: tuple[int, ...] = ()

    @property
    def is_native(self) -> bool:
        """Whether the file names its speakers, and has them in ffmpeg's order."""
        return bool(self.speakers) and not self.order

    @property
    def native(self) -> tuple[str, ...]:
        """The speakers in ffmpeg's order."""
        return tuple(self.speakers[number] for number in self.order) if self.order else self.speakers


def layout_of(stream: AudioStream) -> ChannelLayout:
    """The layout of a track that nothing was decoded of yet."""
    said = _lasting(stream.codec_context.layout)
    count, name = said.nb_channels, said.name
    speakers = tuple(channel.name for channel in said.channels)
    if len(set(speakers)) != count or not set(speakers) <= set(NATIVE):
        return ChannelLayout(count)
    order = tuple(sorted(range(count), key=lambda number: NATIVE.index(speakers[number])))
    if order == tuple(range(count)):
        return ChannelLayout(count, name, speakers)
    return ChannelLayout(count, _named(speakers[number] for number in order), speakers, order)


def make_decodable(stream: AudioStream, layout: ChannelLayout) -> None:
    """Have a track with channels in another order decoded without their names, which `layout` knows."""
    if layout.count and not layout.is_native and not stream.codec_context.is_open:
        stream.codec_context.layout = f"{layout.count} channels"


def _named(speakers: Iterable[str]) -> str:
    from av import AudioLayout

    return AudioLayout("+".join(speakers)).name


def _lasting(layout: AudioLayout) -> AudioLayout:
    """A layout that is never freed: the list in it is the stream's."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(layout))
    return layout
