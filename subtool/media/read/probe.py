"""What a film is: its tracks, and its picture as it is shown. Opened through PyAV, from the disk alone."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import IncompleteError, MediaError, Place
from subtool.media.read.channel_layout import layout_of
from subtool.media.read.orientation import swaps_sides
from subtool.media.read.unreadable import refusal
from subtool.model import Media
from subtool.timecode import CODE, FASTEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av import VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

PROTOCOLS = "file"
# Containers that hold media themselves. A playlist is none: it makes a player open other files and addresses.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,avi,mxf,gxf,dv,ogg,wav,mp3,flac,aac,aiff,caf,asf,flv,w64,"
    "ac3,eac3,amr,ape,au,dts,tta,wv,rm,nut,gif,ivf,apng,nsv,dhav,wtv,pva,yuv4mpegpipe,m4v,mpegvideo"
)
TRANSFERS = {16: "pq", 18: "hlg"}  # ITU-T H.273, table 3
GRAPHICS_WHITE = {"pq": 0x95, "hlg": 0xBF}  # of 255; ITU-R BT.2408, table 1
# ITU-T H.273, table 4
MATRICES = {
    1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 8: "ycgco", 9: "bt2020", 10: "bt2020",
}  # fmt: skip
SCALED = frozenset({0, 1, 2, 4, 5, 6, 7, 9})  # of these what ffmpeg's `scale` knows, as it says itself
UNSAID, FULL_RANGE = 2, 2  # of a colour space (H.273), and of a range (ffmpeg's AVCOL_RANGE_JPEG)
# ffmpeg's AVFieldOrder, by the field that is shown first; progressive and unknown pictures have none. 4 is what its
# comment says of it not: QuickTime's 9, "spatial first line early" (TN2162), as its own decoders read it.
FIELDS = {2: "tff", 3: "bff", 4: "tff", 5: "bff"}
HD_ROWS = 720  # a picture of this many rows that does not say its colours has those of ITU-R BT.709


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """A track of sound; `index` is that of the stream in the container, `language` is empty when unsaid.

    `layout` is ffmpeg's name for its channels ("5.1(side)"), `speakers` are theirs ("FL", "FC"), in ffmpeg's order;
    both are empty where the file does not say. `order` is which channel of the file each speaker is, where it has
    another. `rate` is in samples a second, `flags` what players are told of it ("default", "comment").
    """

    index: int
    codec: str
    channels: int
    language: str = ""
    title: str = ""
    layout: str = ""
    speakers: tuple[str, ...] = ()
    order: tuple[int, ...] = ()
    rate: int = 48000
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Film:
    """A film or a sound. Times count from the container's `start`; the size is that of the picture as shown.

    `stored` is the upright picture before it is stretched to that size, `index` the stream it is in, `codec` its codec,
    `fps` the average rate, `bits` those of a sample. `transfer` is `pq` or `hlg` in high dynamic range, `matrix` how
    colours are stored ("rgb": as they are), `full_range` whether black is 0. `fields` says which field of a frame comes
    first, "tff" or "bff", where it has two; `timecode` is that of the first frame. `start` is in seconds.
    All of them are empty for a sound.
    """

    path: Path
    container: str
    start: Fraction
    duration_ms: int
    width: int = 0
    height: int = 0
    stored: tuple[int, int] = (0, 0)
    index: int | None = None
    codec: str = ""
    fps: Fraction | None = None
    pixel_format: str = ""
    bits: int = 8
    transfer: str = ""
    matrix: str = ""
    full_range: bool = False
    fields: str = ""
    timecode: str = ""
    audio: tuple[AudioTrack, ...] = ()
    subtitle_tracks: int = 0

    @property
    def media(self) -> Media:
        """What a sheet says it belongs to."""
        return Media(self.path.name, self.duration_ms, timecode=self.timecode)

    @property
    def has_picture(self) -> bool:
        return self.index is not None

    @property
    def white(self) -> int:
        """How bright text is in it, 0 to 255: full white would dazzle in high dynamic range."""
        return GRAPHICS_WHITE.get(self.transfer, 255)

    @property
    def has_sound(self) -> bool:
        return bool(self.audio)


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The container at `path`, read from the disk and nowhere else.

    Raises:
        MediaError: there is no such file, or it is not a film or sound.
        IncompleteError: it is a film that is broken off.
    """
    import av

    place = Place(str(path))
    if path.is_dir():
        raise MediaError("this is a folder", at=place, hint="name a film or a sound in it")
    if not path.exists():
        raise MediaError("no such file", at=place, hint="check the name and the folder")
    if (
        path.is_fifo() or path.is_socket()
    ):  # a film is opened more than once: the second time nobody would write
        raise MediaError(
            "is a pipe, and a film is read more than once", at=place, hint="save it as a file first"
        )
    options = {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
    try:
        container = av.open(f"file:{path.resolve()}", options=options, metadata_errors="replace")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise refusal(path) from error
    with container:
        yield container


def probe(path: Path) -> Film:
    """What the film at `path` is.

    Raises:
        MediaError: there is no such file, or it is not a film or sound.
    """
    with opened(path) as container:
        picture = main_picture(container)
        if picture:
            require_codec(path, "its picture", picture)
        sound = Film(
            path=path,
            container=container.format.name,
            start=Fraction(container.start_time or 0, 1_000_000),
            duration_ms=round((container.duration or 0) / 1000) or _counted_ms(path),
            audio=tuple(_track(stream) for stream in container.streams.audio),
            subtitle_tracks=len(container.streams.subtitles),
            timecode=_timecode(container, picture),
        )
        if picture:
            return _with_picture(sound, picture, first_frame(container, picture))
    if not sound.audio:
        raise MediaError(
            "holds neither picture nor sound", at=Place(str(path)), hint="name a film or a sound"
        )
    return sound


def require_picture(film: Film) -> None:
    """Refuse what has no picture to burn into.

    Raises:
        IncompleteError: it is a sound.
    """
    if not film.has_picture:
        raise IncompleteError(
            "has no picture, only sound", at=Place(str(film.path)), hint="name the film itself"
        )


def main_picture(container: InputContainer) -> VideoStream | None:
    """The stream that is the film: not the cover of an album, which is a stream too."""
    from av.stream import Disposition

    films = (s for s in container.streams.video if not s.disposition & Disposition.attached_pic)
    return next(films, None)


def is_readable(stream: VideoStream | AudioStream) -> bool:
    """Whether ffmpeg knows the codec of a track, and its size or channels: of some cameras' it does not."""
    if stream.codec_context is None:
        return False
    return bool(stream.width if stream.type == "video" else layout_of(stream).count)


def require_codec(path: Path, name: str, stream: VideoStream | AudioStream) -> None:
    """Refuse a track that ffmpeg cannot read.

    Raises:
        MediaError: it cannot, as in damaged files.
    """
    if not is_readable(stream):
        raise MediaError(
            f"{name} is in no codec that ffmpeg can read",
            at=Place(str(path)),
            hint="where a player shows it, export it as .mp4 or .mov",
        )


def has_readable_picture(path: Path) -> bool:
    """Whether the first frame of its picture can be decoded."""
    with opened(path) as container:
        stream = main_picture(container)
        return stream is not None and is_readable(stream) and first_frame(container, stream) is not None


def rate_of(stream: VideoStream) -> Fraction:
    """Frames a second on average; some containers say their clock in its place."""
    rates = (stream.average_rate, stream.guessed_rate)
    return next((Fraction(rate) for rate in rates if rate and rate <= FASTEST), Fraction(25))


def _counted_ms(path: Path) -> int:
    """How long a film is whose header does not say it, as of a live recording: until its last packet ends."""
    with opened(path) as container:
        origin, end = Fraction(container.start_time or 0, 1_000_000), Fraction(0)
        streams = [*container.streams.video[:1], *container.streams.audio]
        for packet in container.demux(streams) if streams else ():
            if packet.pts is not None and packet.time_base:
                end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base - origin)
    return round(end * 1000)


def _track(stream: AudioStream) -> AudioTrack:
    if not is_readable(stream):
        return AudioTrack(stream.index, "unknown", 0, stream.language or "", stream.metadata.get("title", ""))
    layout = layout_of(stream)
    return AudioTrack(
        index=stream.index,
        codec=stream.codec_context.name,
        channels=layout.count,
        language=stream.language or "",
        title=stream.metadata.get("title", ""),
        layout=layout.name,
        speakers=layout.native,
        order=layout.order,
        rate=stream.rate or 48000,
        flags=tuple(flag.name for flag in stream.disposition if flag.name),
    )


def _with_picture(sound: Film, stream: VideoStream, first: VideoFrame | None) -> Film:
    aspect = stream.sample_aspect_ratio or Fraction(1)
    size, stored = (round(stream.width * aspect), stream.height), (stream.width, stream.height)
    if first and swaps_sides(first):  # phones film lying and tell players to turn
        size, stored = size[::-1], stored[::-1]
    components = stream.format.components if stream.format else ()
    return Film(
        path=sound.path,
        container=sound.container,
        start=sound.start,
        duration_ms=sound.duration_ms,
        width=size[0],
        height=size[1],
        stored=stored,
        index=stream.index,
        codec=stream.codec_context.name,
        fps=rate_of(stream),
        pixel_format=stream.pix_fmt or "",
        bits=max((component.bits for component in components), default=8),
        transfer=TRANSFERS.get(first.color_trc, "") if first else "",
        matrix=_matrix(stream, first),
        full_range=bool(first and first.color_range == FULL_RANGE),
        fields=_fields(stream, first),
        timecode=sound.timecode,
        audio=sound.audio,
        subtitle_tracks=sound.subtitle_tracks,
    )


def _matrix(stream: VideoStream, first: VideoFrame | None) -> str:
    """How colours are stored; as the size of the picture suggests where nothing says it, as players do."""
    if stream.format and stream.format.is_rgb:
        return "rgb"
    matrix = MATRICES.get(first.colorspace if first else UNSAID)
    return matrix or ("bt709" if stream.height >= HD_ROWS else "bt601")


def take_unknown_for_unsaid(frame: VideoFrame) -> None:
    """Have a frame whose matrix swscale does not know taken for one that says none: else it refuses the frame."""
    if frame.colorspace not in SCALED:
        frame.colorspace = UNSAID


def _fields(stream: VideoStream, first: VideoFrame | None) -> str:
    """Which field is shown first, by the container or the decoder; of a tape (DV) it is the lower one."""
    context = stream.codec_context
    if context.name == "dvvideo" and first and first.interlaced_frame:
        return "bff"
    order = FIELDS.get(context.field_order, "")
    return order or ("tff" if first and first.interlaced_frame else "")


def _timecode(container: InputContainer, picture: VideoStream | None) -> str:
    """The time code of the first frame, from where a container keeps it; empty where it has none that is one."""
    streams = [*([picture] if picture else []), *container.streams.data]
    said = (
        source.get("timecode", "")
        for source in (*(stream.metadata for stream in streams), container.metadata)
    )
    return next((code.strip() for code in said if CODE.fullmatch(code.strip())), "")


def first_frame(container: InputContainer, stream: VideoStream) -> VideoFrame | None:
    """The first frame that can be decoded."""
    import av

    try:
        return next((frame for frame in container.decode(stream) if isinstance(frame, av.VideoFrame)), None)
    except av.FFmpegError:
        return None  # reading the frames says so
