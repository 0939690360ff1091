"""Animatics: what is seen when, which picture belongs where, and the film that comes of it."""

import json
from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import subtool
from subtool.cli import subtool as cli
from subtool.errors import ChoiceError, MediaError, OutputError
from subtool.media.read.demux import contents
from subtool.model import Aside, AsideKind, Script, Sentence, Source, Span, Token
from subtool.onscreen import fonts
from subtool.storyboard import album, cards, moves
from subtool.storyboard.board import SHORTEST_CARD_MS, Seen, Shot, board, opening_ms, rests
from subtool.storyboard.casting import in_order

FACES = fonts.load()
SCRIPT = """The Ferry

The ferry left at nine. Nobody waved. [1]

CHAPTER 2 – THE QUAY

[PICTURE: Gulls over the harbour]

It rained all day.

[1] A. Writer, A Book, 1996, Page 2.
"""


def script_of(paragraphs, asides=(), title="A Film"):
    """A script with a sentence of two words a line, and asides of a kind before lines."""
    sentences, line = [], 1
    for number, count in enumerate(paragraphs):
        for _ in range(count):
            sentences.append(
                Sentence((Token("Nobody", Source(line, 1)), Token("came.", Source(line, 8))), number)
            )
            line += 1
    made = tuple(Aside(kind, text, Source(line, 0)) for kind, text, line in asides)
    return Script("s.txt", title, "en", "utf-8", tuple(sentences), (), made, ())


def spoken(count, lengths=(1500,), pause_ms=600, start_ms=3000):
    spans, at = [], start_ms
    for number in range(count):
        spans.append(Span(at, at + lengths[number % len(lengths)]))
        at = spans[-1].end_ms + pause_ms
    return spans


@st.composite
def films(draw):
    paragraphs = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    kinds = st.sampled_from([AsideKind.HEADING, AsideKind.PICTURE])
    texts = st.sampled_from(["Scene 4", "The harbour", "Gulls", "Snow on the line"])
    asides = draw(st.lists(st.tuples(kinds, texts, st.integers(1, sum(paragraphs))), max_size=5))
    names = draw(st.lists(st.sampled_from(["1", "2", "10", "scene 4", "harbour", "gulls", "x"]), max_size=8))
    script = script_of(
        paragraphs, sorted(asides, key=lambda aside: aside[2]), draw(st.sampled_from(["", "A: B"]))
    )
    lengths = draw(st.lists(st.integers(200, 4000), min_size=1, max_size=4))
    spans = spoken(sum(paragraphs), lengths, draw(st.integers(0, 3000)), draw(st.integers(0, 8000)))
    return script, spans, names


@given(films())
def test_the_shots_fill_the_film_and_each_is_something(film):
    script, spans, names = film
    end_ms = spans[-1].end_ms + 2500
    made = board(script, spans, names, end_ms)
    edges = [0, *(shot.span.end_ms for shot in made.shots)]
    assert [shot.span.start_ms for shot in made.shots] == edges[:-1]
    assert edges[-1] == end_ms
    for shot in made.shots:
        assert shot.span.duration_ms > 0
        assert (shot.picture is None) == (shot.seen is not Seen.PICTURE)
    shown = {shot.picture for shot in made.shots} - {None}
    assert sorted([*shown, *made.unused]) == list(range(len(names)))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8), st.data())
def test_all_pictures_are_shown_in_order_where_there_is_time(paragraphs, data):
    count = data.draw(st.integers(1, sum(paragraphs)))
    script = script_of(paragraphs, title="")
    spans = spoken(sum(paragraphs))
    made = board(script, spans, [str(number) for number in range(count)], spans[-1].end_ms)
    assert [shot.picture for shot in made.shots] == list(range(count))


def test_a_section_waits_for_its_card():
    script = script_of([1, 1, 1], [(AsideKind.HEADING, "Part One", 1), (AsideKind.HEADING, "Part Two", 3)])
    assert rests(script) == ((2, 3000),)
    assert opening_ms(script) == 7500
    made = board(script, [Span(7500, 9000), Span(9700, 11000), Span(15000, 16000)], [], 18000)
    seen = [(shot.seen, shot.text) for shot in made.shots]
    assert seen == [
        ("title", "A Film"), ("section", "Part One"), ("ground", "1"), ("ground", "2"),
        ("section", "Part Two"), ("ground", "3"),
    ]  # fmt: skip
    assert all(shot.span.duration_ms >= SHORTEST_CARD_MS for shot in made.shots if shot.seen is Seen.SECTION)


def test_pictures_are_known_by_their_names():
    asides = [
        (AsideKind.PICTURE, "Gulls over the old harbour", 1), (AsideKind.HEADING, "Scene 4 – The Yard", 2),
        (AsideKind.PICTURE, "Empty rails", 3),
    ]  # fmt: skip
    script = script_of([1, 1, 1, 1], asides, title="")
    made = board(script, spoken(4), ["01 dawn", "harbour-gulls", "scene_04"], 12000)
    seen = [(shot.seen, shot.picture, shot.text) for shot in made.shots]
    assert seen == [
        ("picture", 1, ""), ("section", None, "Scene 4 – The Yard"), ("picture", 2, ""),
        ("direction", None, "Empty rails"), ("picture", 0, ""),
    ]  # fmt: skip


def test_names_are_in_the_order_of_people():
    names = ["10", "2", "1b", "1", "b", "A", "a2", "a10"]
    ordered = ["1", "1b", "2", "10", "A", "a2", "a10", "b"]
    assert sorted(names, key=in_order) == ordered


@pytest.mark.parametrize(
    ("one", "other"), [("سفر NASA", "بيت NASA"), ("मकन (1911)", "सडक (1911)"), ("Meer ☂ וים", "Meer ☂ ויד")]
)
def test_a_card_shows_each_letter_in_a_font_that_has_it(one, other):
    type_ = cards.Type(FACES.subtitles, FACES.notes, (320, 180))
    drawn = [cards.card(Shot(Span(0, 1), Seen.TITLE, text, ""), type_) for text in (one, other)]
    assert np.count_nonzero(np.abs(drawn[0].astype(int) - drawn[1]) > 60) > 10  # boxes would be alike


def test_the_lines_of_a_card_stand_evenly():
    type_ = cards.Type(FACES.subtitles, FACES.notes, (640, 360))
    drawn = cards.card(Shot(Span(0, 1), Seen.TITLE, "mmmm " * 14, ""), type_)
    lit = (drawn.max(axis=2) > 150).any(axis=1)
    tops = np.flatnonzero(np.diff(lit.astype(int)) == 1)
    assert len(tops) >= 3
    assert np.ptp(np.diff(tops)) <= 1


@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
@pytest.mark.parametrize(
    "text", ["A Lamp", "Quay, jetty & gypsy: " * 6, "Donaudampfschifffahrtsgesellschaftskapitän"]
)
def test_a_card_keeps_its_text_inside_and_clear_of_subtitles(size, text):
    type_ = cards.Type(FACES.subtitles, FACES.notes, size)
    made = cards.card(Shot(Span(0, 1), Seen.TITLE, text.strip(), "A Series"), type_)
    assert made.shape == (size[1], size[0], 3)
    bright = made.min(axis=2) > 120
    across, down = np.flatnonzero(bright.any(axis=0)), np.flatnonzero(bright.any(axis=1))
    assert size[0] * 0.08 < across[0] < across[-1] < size[0] * 0.92
    assert size[1] * 0.15 < down[0] < down[-1] < size[1] * 0.78


def test_a_picture_is_upright_opaque_and_in_eight_bits(tmp_path):
    turned = Image.new("RGB", (40, 20), "red")
    turned.putpixel((0, 0), (0, 0, 255))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    turned.save(tmp_path / "turned.png", exif=exif)
    Image.new("RGBA", (8, 8), (255, 255, 255, 0)).save(tmp_path / "clear.png")
    Image.fromarray(np.full((8, 8), 40000, np.uint16)).save(tmp_path / "deep.png")
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "print.jpg")
    Image.new("P", (8, 8)).save(tmp_path / "few.gif")
    found = {path.stem: album.picture(path, (64, 64)) for path in album.pictures(tmp_path)}
    assert found["turned"].size == (20, 40)
    assert found["turned"].getpixel((19, 0)) == (0, 0, 255)
    assert found["clear"].getpixel((0, 0)) == album.PAPER
    assert abs(found["deep"].getpixel((0, 0))[0] - 156) <= 1
    assert found["print"].getpixel((4, 4))[0] > 200
    assert all(picture.mode == "RGB" for picture in found.values())


def test_a_folder_without_pictures_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    for folder, says in (
        (tmp_path, "has no pictures"), (tmp_path / "nowhere", "no such folder"),
        (tmp_path / "notes.txt", "not a folder"),
    ):  # fmt: skip
        with pytest.raises(MediaError, match=says):
            album.pictures(folder)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    with pytest.raises(MediaError, match=r"broken\.jpg: cannot be opened"):
        album.pictures(tmp_path)


@pytest.mark.parametrize("size", [(160, 90), (90, 160)])
@pytest.mark.parametrize("shape", [(400, 225), (900, 200), (150, 400), (20, 20)])
def test_a_move_is_slow_and_stays_inside_the_picture(size, shape):
    across, down = (np.sin(np.linspace(0, 25, side)) for side in shape)
    picture = Image.fromarray((127 + 60 * np.add.outer(down, across)).astype(np.uint8)).convert("RGB")
    for number in (0, 1):
        frame = moves.move(picture, size, 6.0, number)
        frames = [frame(at / 25) for at in range(150)]
        assert all(one.shape == (size[1], size[0], 3) for one in frames)
        steps = [np.abs(a.astype(int) - b).mean() for a, b in pairwise(frames[25:125])]
        assert 0 < min(steps) <= max(steps) < 12  # never still, and never a jump
        assert frame(99.0).tobytes() == frame(6.0).tobytes()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    for name, colour in (("1.png", "red"), ("gulls.png", "blue")):
        Image.new("RGB", (320, 180), colour).save(folder / name)
    return folder


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    path = tmp_path_factory.mktemp("script") / "ferry.txt"
    path.write_text(SCRIPT, encoding="utf-8")
    return subtool.read_script(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory, script, pictures):
    folder = tmp_path_factory.mktemp("made")
    out, sheets = folder / "draft.mp4", [folder / "draft.cues.json", folder / "draft.srt"]
    return subtool.animatic(script, out, pictures=pictures, sheets=sheets, size=(320, 180), fps=Fraction(10))


def frame_of(path, at_ms):
    with av.open(str(path)) as container:
        frames = [frame for frame in container.decode(video=0) if frame.pts * frame.time_base * 1000 <= at_ms]
        return frames[-1].to_ndarray(format="rgb24")


def test_an_animatic_shows_cards_and_pictures_at_their_times(made):
    shots = made.board.shots
    assert [shot.seen for shot in shots] == ["title", "picture", "section", "picture"]
    pictured = {shot.picture: shot.span for shot in shots if shot.picture is not None}
    assert [path.name for path in made.unused] == []
    for number, colour in ((0, 0), (1, 2)):
        span = pictured[number]
        middle = frame_of(made.path, (span.start_ms + span.end_ms) // 2)[60:100].mean(axis=(0, 1))
        assert middle[colour] > 180
        assert middle.sum() - middle[colour] < 60
    assert frame_of(made.path, 0).max() < 40  # out of black


def test_an_animatic_carries_subtitles_footnotes_and_a_voice(made):
    first = made.sheet.cues[0]
    there = frame_of(made.path, (first.span.start_ms + first.span.end_ms) // 2)
    assert (there[130:].min(axis=2) > 200).sum() > 20
    noted = next(cue for cue in made.sheet.cues if cue.footnotes)
    there = frame_of(made.path, noted.span.end_ms - 200)
    assert (there[5:30, 10:100].max(axis=2) < 110).sum() > 60
    found = contents(made.path)
    assert len(found.frames) == made.frames == round(made.duration_ms / 100)
    assert abs(float(found.tracks[0].end) * 1000 - made.duration_ms) < 130
    with av.open(str(made.path)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    during = sound[first.span.start_ms * 48 : first.span.end_ms * 48]
    assert np.abs(during).max() > 0.05
    assert np.abs(sound[: first.span.start_ms * 48 - 4800]).max() < 0.01


def test_the_cues_of_an_animatic_fit_it(made):
    saved = subtool.read(made.path.with_suffix(".cues.json"))
    assert saved.media.duration_ms == made.duration_ms
    assert saved.cues == made.sheet.cues
    assert all(cue.span.start_ms % 100 == 0 for cue in saved.cues)  # the frames of 10 a second
    assert subtool.read(made.path.with_suffix(".srt")).cues


def test_the_same_script_gives_the_same_animatic(made, script, pictures, tmp_path):
    again = subtool.animatic(
        script, tmp_path / "draft.mp4", pictures=pictures, size=(320, 180), fps=Fraction(10)
    )
    assert again.path.read_bytes() == made.path.read_bytes()


def test_what_goes_wrong_leaves_nothing(script, tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.effect_noise((400, 300), 90).save(folder / "cut.jpg")
    whole = (folder / "cut.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    for out, options, error in (
        ("draft.txt", {}, OutputError), ("draft.mp4", {"pictures": folder}, MediaError),
        ("draft.mp4", {"voices": {"": "nobody"}}, ChoiceError),
    ):  # fmt: skip
        with pytest.raises(error):
            subtool.animatic(script, tmp_path / out, size=(64, 64), fps=Fraction(5), **options)
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


def called(*arguments):
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def test_the_command_says_what_it_made_and_what_it_could_not_show(pictures, tmp_path):
    (tmp_path / "short.txt").write_text("The Ferry\n\nNobody came.\n", encoding="utf-8")
    out, small = tmp_path / "draft.mp4", ("--size", "64x64", "--fps", "5")
    first = called("animatic", tmp_path / "short.txt", "--pictures", pictures, *small, "-o", out)
    assert first.exit_code == 0, first.output
    assert "gulls.png: not shown" in first.output
    assert "shots: 1 title, 1 picture" in first.output
    told = called(
        "animatic", tmp_path / "short.txt", *small, "-o", out, "--force", "--json", "--layout", "boxed"
    )
    data = json.loads(told.stdout)
    assert (data["shots"], data["cues"], data["frames"]) == (
        {"title": 1, "ground": 1},
        1,
        data["duration_ms"] // 200,
    )


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("-o", "a.mp4", "-o", "b.mkv"), "One -o names a film"),
        (("-o", "a.mp4", "--size", "63x65"), "not a size of a film"),
        (("-o", "a.mp4", "--size", "wide"), "not a size of a film"),
        (("-o", "a.mp4", "--wpm", "90", "--duration", "1:00"), "give one of them"),
    ],
)  # fmt: skip
def test_a_call_that_contradicts_itself_is_refused(options, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.txt").write_text("The Ferry\n\nNobody came.\n", encoding="utf-8")
    refused = called("animatic", "short.txt", *options)
    assert refused.exit_code == 2
    assert says in refused.output
