"""What a film is said to be: its tracks, its shape on screen, its frames; and what is refused."""

from __future__ import annotations

import http.server
import os
import subprocess
import threading

import imageio_ffmpeg
import pytest

from subtool.errors import IncompleteError, MediaError
from subtool.media.read.demux import contents, frame_times
from subtool.media.read.probe import probe, require_picture
from support import footage
from support.ffmpeg import ffmpeg


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("probe")


@pytest.fixture(scope="module")
def film(folder):
    return footage.make(footage.variant("25", tracks=2), folder, "film.mp4")


@pytest.mark.parametrize(
    "name", ["23.976", "variable", "variable mkv", "late video", "transport stream at 1 h"]
)
def test_frame_times_are_those_of_the_film(name, folder):
    kind = footage.KINDS[name]
    times = frame_times(footage.make(kind, folder)).times
    assert len(times) == len(kind.times)
    apart = [
        abs((there - times[0]) - (meant - kind.times[0]))
        for there, meant in zip(times, kind.times, strict=True)
    ]
    assert max(apart) < 0.001  # Matroska rounds to milliseconds


def test_a_recording_that_begins_between_keyframes_has_the_frames_that_can_be_shown(folder):
    whole = footage.make(footage.KINDS["transport stream at 1 h"], folder, "whole.ts")
    part = folder / "part.ts"
    part.write_bytes(whole.read_bytes()[40_000:])
    assert len(frame_times(part)) == len(footage.seen(part))


def test_tracks_and_their_languages(film, folder):
    named = folder / "named.mkv"
    languages = ["-metadata:s:a:0", "language=deu", "-metadata:s:a:1", "language=fra"]
    ffmpeg("-i", film, "-map", "0", "-c", "copy", *languages, named)
    assert [(track.language, track.channels, track.codec) for track in probe(named).audio] == [
        ("deu", 1, "aac"), ("fra", 1, "aac"),
    ]  # fmt: skip
    assert [track.packets for track in contents(named).tracks] == [
        track.packets for track in contents(film).tracks
    ]


def test_the_size_is_the_one_on_screen(film, folder):
    wide = folder / "wide.mp4"
    ffmpeg("-i", film, "-vf", "scale=360:288,setsar=16/11", "-an", wide)
    phone = footage.make(footage.variant("25", turned=90, size=(180, 320)), folder, "phone.mp4")
    assert (probe(wide).width, probe(wide).height, probe(wide).stored) == (524, 288, (360, 288))
    assert (probe(phone).width, probe(phone).height) == (180, 320)


def test_depth_and_transfer(film, folder):
    deep = folder / "deep.mp4"
    colours = "setparams=color_trc=smpte2084:color_primaries=bt2020:colorspace=bt2020nc"
    ffmpeg("-t", 0.2, "-i", film, "-vf", colours, "-pix_fmt", "yuv420p10le", "-c:v", "libx264", deep)
    assert (probe(film).bits, probe(film).transfer, probe(film).white) == (8, "", 255)
    assert (probe(deep).bits, probe(deep).transfer, probe(deep).white) == (10, "pq", 0x95)


def read(path):
    require_picture(probe(path))
    return contents(path)


def refusal(path):
    with pytest.raises(MediaError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert caught.value.hint
    assert "\n" not in message
    return message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_film_that_is_a_pipe_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / "pipe.mp4")
    assert "is a pipe" in refusal(folder / "pipe.mp4")


def test_what_is_no_film_is_refused(folder, film):
    text, empty, sound = folder / "text.mp4", folder / "empty.mp4", folder / "sound.m4a"
    text.write_text("Some words.\n" * 200, encoding="utf-8")
    empty.write_bytes(b"")
    ffmpeg("-i", film, "-vn", "-c", "copy", sound)
    assert "no such file" in refusal(folder / "nowhere.mp4")
    assert "folder" in refusal(folder)
    assert "not a film" in refusal(text)
    assert "not a film" in refusal(empty)
    assert "only sound" in refusal(sound)


def test_an_album_cover_is_no_picture(folder, film):
    cover, album = folder / "cover.png", folder / "album.m4a"
    ffmpeg("-i", film, "-frames:v", 1, cover)
    ffmpeg(
        "-i",
        film,
        "-i",
        cover,
        "-map",
        "0:a:0",
        "-map",
        "1",
        "-c",
        "copy",
        "-disposition:v",
        "attached_pic",
        album,
    )
    assert "only sound" in refusal(album)


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_film_that_is_broken_off_is_refused(suffix, folder, film):
    whole, part = folder / f"whole{suffix}", folder / f"part{suffix}"
    ffmpeg("-i", film, "-c", "copy", "-movflags", "+faststart", whole)
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    assert "broken off" in refusal(part)


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_subtitles_may_outlast_the_film(suffix, folder, film):
    cues, longer, part = folder / "late.srt", folder / f"longer{suffix}", folder / f"half{suffix}"
    cues.write_text("1\n00:00:00,500 --> 00:20:00,000\nThe lamp.\n")
    codec = "mov_text" if suffix == ".mp4" else "srt"
    tracks = ("-map", "0:v", "-map", "0:a:0", "-map", "1", "-c", "copy", "-c:s", codec)
    ffmpeg("-i", film, "-i", cues, *tracks, longer)
    assert len(frame_times(longer).times) == len(frame_times(film).times)
    part.write_bytes(longer.read_bytes()[: longer.stat().st_size // 4])
    with pytest.raises(IncompleteError, match="broken off"):
        frame_times(part)


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:4,\n{address}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile {address}\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
    '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{address}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
}


@pytest.mark.parametrize("form", PLAYLISTS)
def test_a_playlist_in_disguise_opens_nothing(form, folder, film):
    asked = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for number, address in enumerate(
            (f"http://127.0.0.1:{server.server_port}/x.ts", film.name, f"file:{film}")
        ):
            disguised = folder / f"{form}-{number}.mp4"
            disguised.write_text(PLAYLISTS[form].format(address=address), encoding="utf-8")
            refusal(disguised)
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


@pytest.mark.parametrize(("name", "codec"), [("bare.m4v", "mpeg4"), ("bare.m2v", "mpeg2video")])
def test_a_bare_stream_of_pictures_is_a_film(name, codec, tmp_path):
    made = ["-f", "lavfi", "-i", "testsrc=s=160x90:r=25:d=1", "-c:v", codec, str(tmp_path / name)]
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *made], check=True, stdin=subprocess.DEVNULL
    )
    film = probe(tmp_path / name)
    assert (film.codec, film.fps, len(frame_times(film.path).times)) == (codec, 25, 25)
