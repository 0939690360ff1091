"""Edit lists and timelines beside OpenTimelineIO, which reads and writes the same files with code of its own."""

from __future__ import annotations

from fractions import Fraction

import pytest

import subtool
from subtool.errors import FormatError
from subtool.formats import edl_events, otio_objects
from subtool.retime import edit_list

EDL = """TITLE: NEW CUT
FCM: NON-DROP FRAME

001  FILM     V     C        01:00:20:00 01:01:20:00 10:00:00:00 10:01:00:00
* FROM CLIP NAME: film.mov
002  AX       V     C        00:00:00:00 00:00:20:00 10:01:00:00 10:01:20:00
003  FILM     A     C        01:01:20:00 01:02:30:00 10:01:20:00 10:02:30:00
004  FILM     B     C        01:01:20:00 01:02:30:00 10:01:20:00 10:02:30:00
005  FILM     V     C        01:03:00:00 01:03:20:00 10:02:30:00 10:02:40:00
M2   FILM     050.0                01:03:00:00
"""


def test_events_are_those_of_the_picture():
    found = edl_events.events(EDL, Fraction(25))
    assert [(event.reel, event.source_ms, event.speed) for event in found] == [
        ("FILM", (3_620_000, 3_680_000), 1),
        ("AX", (0, 20_000), 1),
        ("FILM", (3_680_000, 3_750_000), 1),
        ("FILM", (3_780_000, 3_800_000), 2),
    ]


def test_an_edit_list_is_a_warp():
    warp = edit_list.read(EDL, ".edl", Fraction(25))
    assert [(piece.old.start_ms, piece.new_ms, piece.rate) for piece in warp.pieces] == [
        (20_000, 0, 1),
        (80_000, 80_000, 1),
        (180_000, 150_000, Fraction(1, 2)),
    ]


def test_an_event_without_its_codes_has_a_place():
    with pytest.raises(subtool.FormatError, match="four time codes") as caught:
        edl_events.events(EDL.replace("10:01:00:00 10:01:20:00", ""), Fraction(25))
    assert caught.value.at.line == 6


def test_markers_of_resolve_stand_for_their_length_and_those_of_avid_at_their_codes():
    resolve = (
        "001  001 V C  01:00:05:12 01:00:05:13 01:00:05:12 01:00:05:13\nThe gull came back.\n"
        " |C:ResolveColorRed |M:Marker 1 |D:50\n\n"
        "002  001 V C  01:00:09:00 01:00:09:01 01:00:09:00 01:00:09:01\n"
        " |C:ResolveColorGreen |M:And left. |D:25\n"
    )
    avid = (
        "001  A1 V C  02:10:00:00 02:10:20:00 01:00:00:00 01:00:20:00\n* FROM CLIP NAME: a.mov\n"
        "* LOC: 01:00:02:00 RED     First.\n* LOC: 01:00:08:00 GREEN   Second.\n"
    )
    read = [subtool.reads(text, "edl", fps=Fraction(25)).cues for text in (resolve, avid)]
    assert [
        [(cue.text, cue.span.start_ms - 3_600_000, cue.span.duration_ms) for cue in cues] for cues in read
    ] == [
        [("The gull came back.", 5480, 2000), ("And left.", 9000, 1000)],
        [("First.", 2000, 6000), ("Second.", 8000, 12_000)],
    ]


def test_markers_on_clips_stand_where_the_clip_does_on_the_time_line():
    fps = Fraction(25)
    used, whole = otio_objects.span(1000, 100, fps), otio_objects.span(0, 5000, fps)
    marked = [otio_objects.marker("On the clip.", otio_objects.span(1025, 50, fps), "RED", {})]
    clips = [
        otio_objects.clip("a", "a.mp4", whole, used),
        otio_objects.clip("b", "b.mp4", whole, used, marked),
    ]
    above = [otio_objects.marker("On all.", otio_objects.span(90_050, 25, fps), "RED", {})]
    track = otio_objects.track("V1", "Video", clips)
    text = otio_objects.timeline("Cut", [track], above, otio_objects.time(90_000, fps))
    assert [(cue.text, cue.span) for cue in subtool.reads(text, "otio").cues] == [
        ("On all.", subtool.Span(2000, 3000)),
        ("On the clip.", subtool.Span(5000, 7000)),
    ]


@pytest.fixture
def otio():
    return pytest.importorskip("opentimelineio")  # which has no wheels for the newest Python


def test_what_it_reads_of_our_markers_is_what_we_wrote(otio):
    sheet = subtool.reads("1\n00:00:01,000 --> 00:00:03,000\nThe lamp “was” lit.\n", "srt")
    text = subtool.writes(sheet, "otio", fps=Fraction(24000, 1001))
    timeline = otio.adapters.read_from_string(text, "otio_json")
    [marker] = timeline.tracks.markers
    assert marker.name == "The lamp “was” lit."
    assert marker.marked_range.start_time.to_seconds() == pytest.approx(1.001, abs=0.001)
    assert timeline.duration().to_frames() == 72
    assert otio.adapters.write_to_string(timeline, "otio_json").strip() == text.strip()


def test_what_it_reads_of_our_clips_is_what_we_wrote(otio):
    fps = Fraction(25)
    used, whole = otio_objects.span(50, 100, fps), otio_objects.span(0, 1000, fps)
    clip = otio_objects.clip("film", "film.mp4", whole, used)
    text = otio_objects.timeline("Cut", [otio_objects.track("V1", "Video", [clip])])
    [read] = otio.adapters.read_from_string(text, "otio_json").find_clips()
    assert read.media_reference.target_url == "film.mp4"
    assert read.source_range.start_time.to_frames() == 50
    assert edit_list.read(text, ".otio", fps).pieces[0].old == subtool.Span(2000, 6000)


def test_it_reads_the_same_stretches_in_an_edit_list(otio):
    text = EDL[: EDL.index("005")]
    read = otio.adapters.read_from_string(text, "cmx_3600", rate=25.0, ignore_timecode_mismatch=True)
    clips = [
        clip for clip in read.video_tracks()[0].find_clips() if "reel" in clip.metadata.get("cmx_3600", {})
    ]
    theirs = [round(clip.source_range.start_time.to_seconds() * 1000) for clip in clips]
    ours = [event.source_ms[0] for event in edl_events.events(text, Fraction(25)) if event.reel == "FILM"]
    assert theirs[:1] == ours[:1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "line 1, column 2 is not JSON"),
        ('"Timeline"', "something in it is missing or of another kind"),
        ('{"OTIO_SCHEMA": "Timeline.1", "tracks": []}', "something in it is missing or of another kind"),
        ('{"OTIO_SCHEMA": "Clip.1"}', "it holds no timeline"),
    ],
)
def test_a_damaged_timeline_is_refused_in_plain_words(text, said):
    with pytest.raises(FormatError, match=said):
        edit_list.read(text, ".otio", Fraction(25))
