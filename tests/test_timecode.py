"""Frame rates and time codes, exactly, both ways."""

from __future__ import annotations

from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from subtool.cli import subtool
from subtool.timecode import Timecode, clock, clock_ms, frame_rate, full_clock, nominal, units_ms
from support import footage

NTSC, NTSC_DOUBLE, NTSC_FILM = Fraction(30000, 1001), Fraction(60000, 1001), Fraction(24000, 1001)
RATES = [Fraction(24), NTSC_FILM, Fraction(25), NTSC, Fraction(30), Fraction(50), NTSC_DOUBLE, Fraction(60)]
numberings = st.sampled_from([(rate, False) for rate in RATES] + [(NTSC, True), (NTSC_DOUBLE, True)])


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("25.000", Fraction(25)),
        ("23.976", NTSC_FILM),
        ("23,98", NTSC_FILM),
        ("29.97", NTSC),
        ("29.97 fps", NTSC),
        ("59.94p", NTSC_DOUBLE),
        ("24000/1001", NTSC_FILM),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_rates_are_exact(text, rate):
    assert frame_rate(text) == rate


@pytest.mark.parametrize("text", ["", "0", "25/0", "fast", "-25", "1e3", "99999", "25;", "½"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(ValueError, match="not a frame rate"):
        frame_rate(text)


@given(numberings, st.integers(0, 24 * 3600 * 60))
def test_every_frame_has_one_code_and_the_code_names_the_frame(numbering, frame):
    rate, drop = numbering
    code = Timecode(frame, rate, drop)
    assert Timecode.parse(str(code), rate) == code


@given(numberings, st.integers(0, 24 * 3600 * 60))
def test_codes_rise_with_the_frames(numbering, frame):
    rate, drop = numbering
    assert str(Timecode(frame, rate, drop)) < str(Timecode(frame + 1, rate, drop))


@given(st.integers(0, 24 * 3600 * 30 - 1), st.sampled_from([NTSC, NTSC_DOUBLE]))
def test_drop_frame_codes_keep_up_with_the_clock(frame, rate):
    code = Timecode(frame, rate, drop=True)
    hours, minutes, rest = str(code).split(":")
    seconds, frames = rest.split(";")
    reading = int(hours) * 3600 + int(minutes) * 60 + int(seconds) + Fraction(int(frames), nominal(rate))
    # two frames a minute are made up for at the next minute, and what is left over a day is 2.6 frames
    assert abs(reading - code.seconds) < Fraction(16, 100)


@pytest.mark.parametrize(
    ("rate", "frame", "code"),
    [  # the boundaries of ST 12-1
        (NTSC, 1799, "00:00:59;29"),
        (NTSC, 1800, "00:01:00;02"),
        (NTSC, 17981, "00:09:59;29"),
        (NTSC, 17982, "00:10:00;00"),
        (NTSC, 107892, "01:00:00;00"),
        (NTSC_DOUBLE, 3599, "00:00:59;59"),
        (NTSC_DOUBLE, 3600, "00:01:00;04"),
        (NTSC_DOUBLE, 215784, "01:00:00;00"),
    ],
)
def test_drop_frame_boundaries(rate, frame, code):
    assert str(Timecode(frame, rate, drop=True)) == code
    assert Timecode.parse(code, rate).frame == frame


def test_without_drop_the_codes_of_2997_fall_behind():
    assert Timecode.parse("01:00:00:00", NTSC).ms == 3_603_600


@pytest.mark.parametrize(
    ("code", "rate", "reason"),
    [
        ("00:01:00;00", NTSC, "leave out the frames 00 to 01 .* next one is 00:01:00;02"),
        ("00:11:00;03", NTSC_DOUBLE, "leave out the frames 00 to 03"),
        ("00:01:00;02", Fraction(25), "29.97 or 59.94"),
        ("00:01:00:25", Fraction(25), "00 to 24"),
        ("00:60:00:00", Fraction(25), "60 minutes"),
        ("00:00:61:00", Fraction(25), "60 seconds"),
        ("00:01:00", Fraction(25), "hours:minutes:seconds:frames"),
    ],
)
def test_codes_that_do_not_exist_are_refused_with_the_reason(code, rate, reason):
    with pytest.raises(ValueError, match=reason):
        Timecode.parse(code, rate)


@pytest.mark.parametrize(("name", "code", "first"), [("25", "00:00:01:10", 35), ("29.97", "00:00:01;10", 40)])
def test_a_clip_is_cut_at_time_codes_of_its_film(name, code, first, tmp_path):
    film = footage.make(footage.KINDS[name], tmp_path)
    cues, clip = tmp_path / "film.srt", tmp_path / "clip.mp4"
    cues.write_text("1\n00:00:01,500 --> 00:00:02,500\nThe lamp\n", encoding="utf-8")
    args = ["clip", str(cues), str(film), "--from", code, "--to", "3", "-o", str(clip)]
    result = CliRunner().invoke(subtool, args)
    assert result.exit_code == 0, result.output
    assert footage.seen(clip)[0][0] == first


@given(st.integers(0, 100 * 3_600_000))
def test_clocks_are_read_as_they_are_written(ms):
    assert clock_ms(clock(ms, 3)) == ms
    assert units_ms(*full_clock(ms).replace(".", ":").split(":")) == ms
    assert abs(units_ms(*full_clock(ms, decimals=2).replace(".", ":").split(":")) - ms) <= 5


@pytest.mark.parametrize(
    ("ms", "text"),
    [(4, "00:00:00.00"), (5, "00:00:00.01"), (59_995, "00:01:00.00"), (3_599_999, "01:00:00.00")],
)
def test_hundredths_are_rounded_and_carried(ms, text):
    assert full_clock(ms, decimals=2) == text
