"""What ffmpeg is to do, as a value: the graph of its filters, and its options. Nothing runs here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.media import tracks
from subtool.media.cuts import JOINT_MS, Card, Fades, starts
from subtool.media.delivery import PREVIEWS, Codec
from subtool.media.display import displayed
from subtool.media.probe import CONTAINERS, PROTOCOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.delivery import Delivery
    from subtool.media.frames import Cut
    from subtool.media.framing import Framing
    from subtool.media.probe import AudioTrack, Film


INDEXED = "mov"  # the containers of which this is the first name
NO_FADES = Fades(sound_ms=0)
CARD_SHADE = 0.88  # the film is still felt behind its sources
QUEUED_PACKETS = 8  # that ffmpeg reads ahead of an input


@dataclass(frozen=True, slots=True)
class Burn:
    """What is to be made: cuts of a film, joined in this order, with `subtitles` (ASS) in them, set in `fonts`.

    The subtitles have the time of what is made.
    """

    film: Film
    cuts: tuple[Cut, ...]
    subtitles: str
    fonts: tuple[Path, ...]
    delivery: Delivery
    fades: Fades = NO_FADES
    card: Card | None = None
    framing: Framing | None = None

    def __len__(self) -> int:
        return sum(len(each) for each in self.cuts) + (self.card.frames if self.card else 0)

    @property
    def whole(self) -> bool:
        """Whether it is the film from its first frame to its last, in its own time."""
        return self.cuts[0].whole

    @property
    def length(self) -> Fraction:
        """How long it is, in seconds."""
        return starts(self.cuts)[-1] + (self.card.length if self.card else 0)


def arguments(job: Burn, name: str) -> list[str]:
    """What ffmpeg is called with, in a folder with `subs.ass` and `fonts`, to make the file `name` there."""
    import ffmpeg

    suffix = Path(name).suffix.lower()
    sources = [_source(job.film, each, number) for number, each in enumerate(job.cuts)]
    streams = [_picture(job, sources)]
    options: dict[str, Any] = {
        **job.delivery.picture(suffix, job.film.bits),
        "enc_time_base:v": "demux",
        "fps_mode:v": "passthrough",
        "abort_on": "empty_output",
        "map_chapters": 0 if job.whole else -1,
    }
    if suffix not in {".mkv", ".webm"}:
        options["movflags"] = "+faststart"
    for number, track in enumerate(job.film.audio):
        if kept(job, track, suffix):
            streams.append(sources[0].stream[str(track.index)])
            options |= tracks.options(number, track, "copy")
        else:
            codec = _sound_codec(job, suffix)
            streams.append(_for_codec(_sound(job, sources, track), track, codec))
            options |= tracks.options(number, track, codec)
    made: list[str] = ffmpeg.output(*streams, f"file:{name}", **options).get_args()
    return made


def preview(job: Burn, name: str) -> list[str]:
    """The same for a moving picture without sound, smaller and with fewer frames; it goes round and round."""
    import ffmpeg

    sources = [_source(job.film, each, number) for number, each in enumerate(job.cuts)]
    rate, wide = PREVIEWS[Path(name).suffix.lower()]
    film = job.film
    shown = job.framing.size if job.framing else (film.width, film.height)
    size = (min(wide, shown[0]), round(min(wide, shown[0]) * shown[1] / shown[0]))
    picture = displayed(_picture(job, sources), film.transfer)
    picture = picture.filter("fps", rate).filter("scale", *size, flags="lanczos", in_color_matrix=film.matrix)
    options: dict[str, Any] = {"loop": 0}
    if name.lower().endswith(".gif"):
        split = picture.filter_multi_output("split")
        palette = split[0].filter("palettegen", stats_mode="diff")
        picture = ffmpeg.filter([split[1], palette], "paletteuse", dither="sierra2_4a", diff_mode="rectangle")
    else:
        options |= {"c:v": "libwebp_anim", "quality": 75, "pix_fmt": "yuv420p"}
    made: list[str] = ffmpeg.output(picture, f"file:{name}", **options).get_args()
    return made


def still(job: Burn, name: str) -> list[str]:
    """The same for the one frame of a cut: a picture, as large as the film is shown.

    Times are those in the file: ffmpeg would count from the start of the picture where it reads no sound.
    """
    import ffmpeg

    film = job.film
    source = _Source(_read_for(film, job.cuts[0]), Fraction(-film.start_ms, 1000))
    picture = _trimmed(film, job.cuts[0], source)
    if job.framing:
        picture = captioned(job.framing.of(picture, film.stored, film.bits))
    else:
        picture = _even(film, captioned(picture))
    size = job.framing.size if job.framing else (film.width, film.height)
    picture = displayed(picture, film.transfer).filter("scale", *size, in_color_matrix=film.matrix)
    output = ffmpeg.output(picture.filter("setsar", 1), f"file:{name}", **{"frames:v": 1, "update": 1})
    made: list[str] = output.global_args("-copyts").get_args()
    return made


def _read_for(film: Film, cut: Cut) -> Any:  # noqa: ANN401 - as below
    """As `_source`, but from the keyframe itself where the index of a container can be trusted to find it."""
    import ffmpeg

    if not film.container.startswith(INDEXED) or cut.frames.seek(cut.first) is None:
        return _source(film, cut).stream
    opening = {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS, "noaccurate_seek": None}
    return ffmpeg.input(f"file:{film.path.resolve()}", **opening, ss=_seconds(cut.start))


@dataclass(frozen=True, slots=True)
class _Source:
    """The film as it is read for a cut, and where reading begins, in seconds."""

    stream: Any  # ffmpeg-python is untyped
    seek: Fraction


def _source(film: Film, cut: Cut, number: int = 0) -> _Source:
    """A film is read anew for each cut; inputs that are alike would be taken for one, and held in memory."""
    import ffmpeg

    seek = None if cut.whole else cut.frames.seek(cut.first)
    opening = {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
    if number:
        opening["thread_queue_size"] = str(QUEUED_PACKETS + number)
    if seek is not None:
        opening["ss"] = _seconds(seek)
    return _Source(ffmpeg.input(f"file:{film.path.resolve()}", **opening), seek or Fraction(0))


def _picture(job: Burn, sources: Sequence[_Source]) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """Cut and joined; then the text; then out of black and into it; then made even, as encoders want it."""
    parts = [_trimmed(job.film, each, source) for each, source in zip(job.cuts, sources, strict=True)]
    stream = _joined_picture(parts, job.cuts)
    stream = job.framing.of(stream, job.film.stored, job.film.bits) if job.framing else stream
    stream = captioned(_closed(stream, job, job.card) if job.card else stream)
    fade = min(Fraction(job.fades.picture_ms, 1000), job.length / 2)
    if fade and not job.whole:
        stream = stream.filter("fade", type="in", start_time=0, duration=_seconds(fade))
        begin = _seconds(job.length - fade)
        stream = stream.filter("fade", type="out", start_time=begin, duration=_seconds(fade))
    return stream if job.framing else _even(job.film, stream)


def _trimmed(film: Film, cut: Cut, source: _Source) -> Any:  # noqa: ANN401 - as above
    """Between frames, never on one."""
    stream, frames = source.stream[str(film.index)], cut.frames
    if cut.whole:
        return stream
    bounds = {"start": _seconds(frames.before(cut.first) - source.seek)}
    if cut.last < len(frames):
        bounds["end"] = _seconds(frames.before(cut.last) - source.seek)
    return stream.filter("trim", **bounds).filter("setpts", "PTS-STARTPTS")


def _joined_picture(parts: Sequence[Any], cuts: Sequence[Cut]) -> Any:  # noqa: ANN401 - as above
    """One behind another, each frame at its own time: ffmpeg guesses how long the last frame of a cut is shown.

    At the first frame of each cut, known by its number, what ffmpeg guessed is kept in its register 0, and when
    the cut begins, in register 1.
    """
    import ffmpeg

    if len(parts) == 1:
        return parts[0]
    firsts = accumulate((len(each) for each in cuts), initial=0)
    begin = [(first, _seconds(at)) for first, at in zip(firsts, starts(cuts), strict=True)][:-1]
    is_first = "+".join(f"eq(N,{first})" for first, _ in begin)
    guessed = f"st(0,if({is_first},PTS,ld(0)))"
    known = f"st(1,if({is_first},{'+'.join(f'eq(N,{first})*{at}' for first, at in begin)},ld(1)))"
    stream = ffmpeg.concat(*parts, v=1, a=0)
    return stream.filter("setpts", f"{guessed}*0+{known}*0+PTS-ld(0)+round(ld(1)/TB)")


def _closed(stream: Any, job: Burn, card: Card) -> Any:  # noqa: ANN401 - as above
    """With a card behind the last frame: that frame held and darkened, each of the card's frames at its own time."""
    first = len(job) - card.frames
    at = f"round(({_seconds(job.length - card.length)}+(N-{first})*{card.step.numerator}/{card.step.denominator})/TB)"
    return (
        stream.filter("tpad", stop=card.frames, stop_mode="clone")
        .filter("setpts", f"if(lt(N,{first}),PTS,{at})")
        .filter("drawbox", color=f"black@{CARD_SHADE}", t="fill", enable=f"gte(n,{first})")
    )


def captioned(stream: Any) -> Any:  # noqa: ANN401 - as above
    """A picture with the text in it that stands in the folder where ffmpeg runs."""
    return stream.filter("subtitles", filename="subs.ass", fontsdir="fonts", wrap_unicode=1)


def _even(film: Film, stream: Any) -> Any:  # noqa: ANN401 - as above
    if any(side % 2 for side in film.stored):
        return stream.filter("pad", "ceil(iw/2)*2", "ceil(ih/2)*2")
    return stream


def _sound(job: Burn, sources: Sequence[_Source], track: AudioTrack) -> Any:  # noqa: ANN401 - as above
    """Each cut from the sample where its picture begins to the one where it ends; silence where there is none."""
    import ffmpeg

    if job.whole:
        return _silent_under_card(job, sources[0].stream[str(track.index)], track)
    edges = [round(at * track.rate) for at in starts(job.cuts)]
    parts = []
    for number, (each, source) in enumerate(zip(job.cuts, sources, strict=True)):
        samples, start = edges[number + 1] - edges[number], each.start - source.seek
        stream = (
            source.stream[str(track.index)]
            .filter("atrim", start=_seconds(start), end=_seconds(each.end - source.seek))
            .filter("asetpts", f"PTS-round({_seconds(start)}/TB)")
            .filter("aresample", track.rate, **{"async": 1, "first_pts": 0})
            .filter("apad", whole_len=samples)
            .filter("asetpts", "N/SR/TB")
            .filter("atrim", end_sample=samples)
        )
        parts.append(_faded(job, stream, number, Fraction(samples, track.rate)))
    return _silent_under_card(job, ffmpeg.concat(*parts, v=0, a=1) if len(parts) > 1 else parts[0], track)


def _silent_under_card(job: Burn, stream: Any, track: AudioTrack) -> Any:  # noqa: ANN401 - as above
    if not job.card:
        return stream
    stream = stream.filter("aresample", track.rate, **{"async": 1, "first_pts": 0})
    return stream.filter("apad", whole_len=round(job.length * track.rate))


def _faded(job: Burn, stream: Any, number: int, length: Fraction) -> Any:  # noqa: ANN401 - as above
    """The sound of a cut as it swells at its beginning and dies away at its end; shorter where two cuts meet."""
    outer = Fraction(job.fades.sound_ms, 1000)
    joint = min(outer, Fraction(JOINT_MS, 1000))
    rise = min(outer if number == 0 else joint, length / 2)
    fall = min(outer if number == len(job.cuts) - 1 else joint, length / 2)
    if rise:
        stream = stream.filter("afade", type="in", start_time=0, duration=_seconds(rise))
    if fall:
        stream = stream.filter(
            "afade", type="out", start_time=_seconds(length - fall), duration=_seconds(fall)
        )
    return stream


def _sound_codec(job: Burn, suffix: str) -> str:
    """How sound is encoded anew: what a kind of file has everywhere; without loss beside a picture for the edit."""
    if job.delivery.codec_in(suffix, job.film.bits) is Codec.PRORES:
        return "pcm_s24le"
    return "libopus" if suffix == ".webm" else "aac"


def _for_codec(stream: Any, track: AudioTrack, codec: str) -> Any:  # noqa: ANN401 - as above
    """Opus knows fewer orders of channels."""
    layouts = {6: "5.1", 8: "7.1"}
    if codec != "libopus" or track.channels not in layouts:
        return stream
    return stream.filter("aformat", channel_layouts=layouts[track.channels])


def kept(job: Burn, track: AudioTrack, suffix: str) -> bool:
    """Whether a track is taken over as it is."""
    return job.whole and not job.card and track.codec in tracks.COPIED[suffix.lower()]


def _seconds(at: Fraction) -> str:
    return f"{float(at):.6f}"
