"""What ffmpeg is to do, as a value: the graph of its filters, and its options. Nothing runs here."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.media.ffmpeg import REPEATABLE
from subtool.media.make.encoding import PREVIEWS
from subtool.media.make.inputs import ALWAYS, between, read, read_picture, seconds, trimmed
from subtool.media.make.passages import Card, starts
from subtool.media.make.soundtrack import soundtrack
from subtool.media.make.source_picture import encoded, keeps_fields, matrix_of, prepared
from subtool.media.make.tone_map import displayed
from subtool.media.read.start_timecode import first_timecode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subtool.media.make.film_job import Burn
    from subtool.media.make.passages import Segment
    from subtool.media.read.probe import Film


CARD_SHADE = 0.88  # the film is still felt behind its sources


def arguments(job: Burn, name: str) -> list[str]:
    """What ffmpeg is called with, in a folder with `subs.ass` and `fonts`, to make the file `name` there."""
    suffix = Path(name).suffix.lower()
    sources = [read(job.film, cut, number) for number, cut in enumerate(job.cuts)]
    sounds, of_sounds = soundtrack(job, sources, suffix)
    options = {
        **_encoded(job, suffix),
        "map_chapters": 0 if job.whole else -1,
        **_timecoded(job, suffix),
        **_streamable(suffix),
        **of_sounds,
    }
    return _call([_picture(job, sources, fields=keeps_fields(job, suffix)), *sounds], name, options)


def segment(job: Burn, part: Segment, name: str, size: tuple[int, int] | None = None) -> list[str]:
    """Arguments for a part of the film, its picture alone, if need be in another size; its times begin at 0."""
    stream = between(job.film, part.cut, read_picture(job.film, part.cut))
    stream = stream.filter("setpts", f"PTS-STARTPTS+round({seconds(part.at)}/TB)")
    is_last = part.at + part.cut.end - part.cut.start == starts(job.cuts)[-1]
    suffix = Path(name).suffix.lower()
    stream = prepared(job.film, stream, fields=keeps_fields(job, suffix))
    stream = _dressed(job, stream, job.card if is_last else None, len(part.cut))
    options = _encoded(job, suffix) | ({"s": "{}x{}".format(*size)} if size else {})
    return _call([stream.filter("setpts", "PTS-STARTPTS")], name, options)


def completed(job: Burn, picture: str, name: str) -> list[str]:
    """Arguments for the whole film where the file `picture` has its picture and its chapters already."""
    import ffmpeg

    suffix = Path(name).suffix.lower()
    sources = [read(job.film, cut, number) for number, cut in enumerate(job.cuts)]
    sounds, options = soundtrack(job, sources, suffix)
    options |= {"c:v": "copy", "map_metadata": 0, "map_chapters": 0}
    options |= {**_timecoded(job, suffix), **_streamable(suffix)}
    return _call([ffmpeg.input(f"file:{picture}")["v:0"], *sounds], name, options)


def _encoded(job: Burn, suffix: str) -> dict[str, Any]:
    """How a picture is encoded, each frame at its own time."""
    codec = job.delivery.codec_in(suffix, job.film.bits)
    return {
        **job.delivery.picture(suffix, job.film.bits),
        **encoded(job.film, codec, fields=keeps_fields(job, suffix)),
        "enc_time_base:v": "demux",
        "fps_mode:v": "passthrough",
        "abort_on": "empty_output",
    }


def _timecoded(job: Burn, suffix: str) -> dict[str, Any]:
    """The time code of the first frame: what ffmpeg would take over by itself is that of the film's first one."""
    if not job.film.timecode or suffix == ".webm":
        return {}
    return {"metadata:g": f"timecode={first_timecode(job.film, job.cuts[0])}"}


def _streamable(suffix: str) -> dict[str, Any]:
    """Its index at the front, for players that read from an address."""
    return {} if suffix in {".mkv", ".webm"} else {"movflags": "+faststart"}


def preview(job: Burn, name: str) -> list[str]:
    """Arguments for a moving picture without sound, smaller and with fewer frames; it goes round and round."""
    import ffmpeg

    sources = [read(job.film, cut, number) for number, cut in enumerate(job.cuts)]
    rate, wide = PREVIEWS[Path(name).suffix.lower()]
    film = job.film
    shown = job.framing.size if job.framing else (film.width, film.height)
    size = (min(wide, shown[0]), round(min(wide, shown[0]) * shown[1] / shown[0]))
    picture = displayed(_picture(job, sources), film.transfer)
    picture = picture.filter("fps", rate)
    picture = picture.filter("scale", *size, flags="lanczos", in_color_matrix=matrix_of(film))
    options: dict[str, Any] = {"loop": 0}
    if name.lower().endswith(".gif"):
        split = picture.filter_multi_output("split")
        palette = split[0].filter("palettegen", stats_mode="diff")
        picture = ffmpeg.filter([split[1], palette], "paletteuse", dither="sierra2_4a", diff_mode="rectangle")
    else:
        options |= {"c:v": "libwebp_anim", "quality": 75, "pix_fmt": "yuv420p"}
    return _call([picture], name, options)


def still(job: Burn, name: str) -> list[str]:
    """Arguments for the one frame of a cut: a picture, as large as the film is shown."""
    film = job.film
    picture = prepared(film, trimmed(film, job.cuts[0], read_picture(film, job.cuts[0])), fine=True)
    if job.framing:
        picture = captioned(job.framing.of(picture, film.stored, film.bits))
    else:
        picture = _even(film, captioned(picture))
    size = job.framing.size if job.framing else (film.width, film.height)
    picture = displayed(picture, film.transfer).filter("scale", *size, in_color_matrix=matrix_of(film))
    return _call([picture.filter("setsar", 1)], name, {"frames:v": 1, "update": 1})


def _call(streams: Sequence[Any], name: str, options: Mapping[str, Any]) -> list[str]:
    import ffmpeg

    result: list[str] = (
        ffmpeg.output(*streams, f"file:{name}", **REPEATABLE, **options).global_args(*ALWAYS).get_args()
    )
    return result


def _picture(job: Burn, sources: Sequence[Any], *, fields: bool = False) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """All of it in one go; where passages are joined, ffmpeg guesses how long the last frame of one is shown."""
    import ffmpeg

    parts = [trimmed(job.film, cut, source) for cut, source in zip(job.cuts, sources, strict=True)]
    stream = ffmpeg.concat(*parts, v=1, a=0) if len(parts) > 1 else parts[0]
    stream = prepared(job.film, stream, fields=fields)
    return _dressed(job, stream, job.card, sum(map(len, job.cuts)))


def _dressed(job: Burn, stream: Any, card: Card | None, frames: int) -> Any:  # noqa: ANN401 - as above
    """The frames shaped and captioned, and the card after them; then fades from and to black, and an even size."""
    stream = job.framing.of(stream, job.film.stored, job.film.bits) if job.framing else stream
    stream = captioned(_closed(stream, card, frames, job.length - card.length) if card else stream)
    fade = min(Fraction(job.fades.picture_ms, 1000), job.length / 2)
    if fade and not job.whole:
        stream = stream.filter("fade", type="in", start_time=0, duration=seconds(fade))
        begin = seconds(job.length - fade)
        stream = stream.filter("fade", type="out", start_time=begin, duration=seconds(fade))
    return stream if job.framing else _even(job.film, stream)


def _closed(stream: Any, card: Card, first: int, begin: Fraction) -> Any:  # noqa: ANN401 - as above
    """With a card from frame `first` on: the one before held and darkened, each of the card's frames at its time."""
    time = f"round(({seconds(begin)}+(N-{first})*{card.step.numerator}/{card.step.denominator})/TB)"
    return (
        stream.filter("tpad", stop=card.frames, stop_mode="clone")
        .filter("setpts", f"if(lt(N,{first}),PTS,{time})")
        .filter("drawbox", color=f"black@{CARD_SHADE}", t="fill", enable=f"gte(n,{first})")
    )


def captioned(stream: Any) -> Any:  # noqa: ANN401 - as above
    """A picture with the text in it that stands in the folder where ffmpeg runs."""
    return stream.filter("subtitles", filename="subs.ass", fontsdir="fonts", wrap_unicode=1)


def _even(film: Film, stream: Any) -> Any:  # noqa: ANN401 - as above
    if any(side % 2 for side in film.stored):
        return stream.filter("pad", "ceil(iw/2)*2", "ceil(ih/2)*2")
    return stream


def overlay_arguments(size: tuple[int, int], name: str) -> list[str]:
    """What ffmpeg is called with to draw the first moment of the text onto black and then onto white, as bare pixels.

    The filter could draw onto nothing, but then squares the opacity of what is half transparent.
    """
    import ffmpeg

    width, height = size
    ground = ffmpeg.input(f"color=black:s={width}x{height}:r=1000:d=0.002,format=rgb24", f="lavfi")
    ground = ground.filter("drawbox", color="white", t="fill", enable="gte(n,1)")
    return _call([captioned(ground)], name, {"frames:v": 2, "f": "rawvideo", "pix_fmt": "rgb24"})
