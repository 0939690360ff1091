"""What is acknowledged stays: over kills, restarts, full disks, torn journals and changes from outside."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import subtool
from subtool.checks.context import CheckContext
from subtool.cues.timing.frame_grid import Grid
from subtool.errors import FormatError, OutputError, SheetError
from subtool.model import DEFAULT_FPS, Span
from subtool.review.edits import edits_of
from subtool.styles import houses
from subtool.verbs.review import Review
from support import reviewed

CONTEXT = CheckContext(houses.house_style("netflix-en"), Grid(DEFAULT_FPS), houses.word_classes("en"))


@pytest.fixture
def path(tmp_path):
    return reviewed.write(tmp_path / "film.cues.json")


def edit(review, *asked):
    return review.edit(edits_of(list(asked)), CONTEXT)


def text(cue, *lines, **more):
    return {"edit": "text", "cue": cue, "lines": list(lines), **more}


def journal(path):
    return path.with_name(path.name + ".journal")


def test_undo_reaches_over_restarts_with_and_without_a_save(path):
    first = reviewed.read(path)
    with Review(path) as review:
        edit(review, text("c1", "One."))
        assert review.save()
        edit(review, text("c2", "Two."))
    assert reviewed.read(path).cues[1].lines == first.cues[1].lines
    with Review(path) as review:
        assert review.document.cues["c2"].lines == ("Two.",)
        edit(review, {"edit": "undo"})
        edit(review, {"edit": "undo"})
        with pytest.raises(SheetError, match="nothing to undo"):
            edit(review, {"edit": "undo"})
        assert review.save()
    assert [replace(cue, id="") for cue in reviewed.read(path).cues] == list(first.cues)
    with Review(path) as review:
        edit(review, {"edit": "redo"}, {"edit": "redo"})
        assert [review.document.cues[name].lines for name in ("c1", "c2")] == [("One.",), ("Two.",)]


def test_what_is_typed_in_one_go_is_one_step(path):
    with Review(path) as review:
        before = review.document
        for word in ("O", "On", "One"):
            edit(review, text("c1", word, step="a"))
        edit(review, text("c1", "Two", step="b"))
        edit(review, {"edit": "undo"})
        assert review.document.cues["c1"].lines == ("One",)
        edit(review, {"edit": "undo"})
        assert review.document == before


def test_words_keep_their_times_while_others_are_typed_in_their_place(path):
    with Review(path) as review:
        before = review.document.cues["c1"]
        first = before.lines[0].split()[0]
        for typed in (first[0], first, f"{first} again"):
            edit(review, text("c1", typed, step="a"))
        assert review.document.cues["c1"].words[0] == before.words[0]
        edit(review, text("c1", *before.lines, step="a"))
        assert review.document.cues["c1"] == before


def test_edits_are_made_all_or_none(path):
    with Review(path) as review:
        before = review.document
        with pytest.raises(SheetError):
            edit(review, text("c1", "One."), text("c99", "x"))
        assert review.document is before
        assert not journal(path).read_bytes()


def test_a_torn_last_line_is_left_out_and_said(path):
    with Review(path) as review:
        edit(review, text("c1", "One."))
        edit(review, text("c2", "Two."))
    data = journal(path).read_bytes()
    journal(path).write_bytes(data[:-40])
    with Review(path) as review:
        assert review.document.cues["c1"].lines == ("One.",)
        assert review.document.cues["c2"].lines != ("Two.",)
        assert any("half written" in remark for remark in review.remarks)
        edit(review, text("c3", "Three."))
    with Review(path) as review:
        assert review.document.cues["c3"].lines == ("Three.",)


DAMAGED = (
    b"nonsense", b"[]", b'{"n":1}', b'{"journal":2,"sheet":"x"}', b'{"n":"x","edit":"text","cues":{}}',
    b'{"n":1,"edit":"text","cues":{"c1":[null]}}', b"[" * 100_000,
)  # fmt: skip


@pytest.mark.parametrize("line", DAMAGED)
def test_a_journal_that_is_damaged_is_refused_with_its_line(path, line):
    journal(path).write_bytes(b'{"journal": 1, "sheet": "x"}\n' + line + b"\n")
    before = path.read_bytes()
    with pytest.raises(FormatError) as error, Review(path):
        pass
    assert f"{journal(path)}:2: " in str(error.value)
    assert path.read_bytes() == before


def test_a_change_from_outside_is_merged_cue_by_cue(path):
    with Review(path) as review:
        edit(review, text("c1", "One."))
        review.save()
        edit(review, text("c1", "One, two."))
        theirs = reviewed.read(path)
        cues = list(theirs.cues)
        cues[1] = replace(cues[1], lines=("From outside.",), words=())
        del cues[4]
        reviewed.write(path, replace(theirs, cues=tuple(cues)))
        review.look_outside()
        assert review.conflicts == {}
        assert review.document.cues["c2"].lines == ("From outside.",)
        assert review.document.cues["c1"].lines == ("One, two.",)
        assert "c5" not in review.document.cues
        edit(review, {"edit": "undo"})
        assert "c5" in review.document.cues
        edit(review, {"edit": "redo"})
        assert review.save()
    assert [cue.id for cue in reviewed.read(path).cues] == ["c1", "c2", "c3", "c4", "c6"]


def test_what_a_build_writes_meanwhile_is_taken_over_and_not_written_over(path):
    with Review(path) as review:
        edit(review, text("c2", "Ours."))
        sheet = reviewed.read(path)
        changed = replace(sheet.cues[0], lines=("From outside.",), words=())
        subtool.write(replace(sheet, cues=(changed, *sheet.cues[1:])), path, force=True)
        assert not review.save()
        assert review.look_outside() is not None
        assert review.save()
    assert [cue.lines for cue in reviewed.read(path).cues[:2]] == [("From outside.",), ("Ours.",)]


@pytest.mark.parametrize(("theirs", "lines"), [(True, "From outside."), (False, "One.")])
@pytest.mark.parametrize("open_meanwhile", [True, False])
def test_a_cue_changed_on_both_sides_is_asked_about(path, theirs, lines, open_meanwhile):
    def outside():
        sheet = reviewed.read(path)
        changed = replace(sheet.cues[0], lines=("From outside.",), words=())
        reviewed.write(path, replace(sheet, cues=(changed, *sheet.cues[1:])))

    with Review(path) as review:
        edit(review, text("c2", "x"))
        review.save()
        edit(review, text("c1", "One."))
        if open_meanwhile:
            outside()
            review.look_outside()
            settle(review, path, theirs)
    if not open_meanwhile:
        outside()
        with Review(path) as review:
            settle(review, path, theirs)
    assert reviewed.read(path).cues[0].lines == (lines,)


def settle(review, path, theirs):
    assert list(review.conflicts) == ["c1"]
    before = path.read_bytes()
    assert not review.save()
    assert path.read_bytes() == before
    edit(review, {"edit": "resolve", "cue": "c1", "theirs": theirs})
    assert review.save() is not theirs  # which is in the file already


def test_on_a_disk_that_refuses_nothing_is_opened(path):
    path.chmod(0o444)
    with pytest.raises(OutputError, match="read-only"), Review(path):
        pass
    assert not journal(path).exists()


KILLS = """
import os, random, signal, sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from support import reviewed
from test_review import CONTEXT, edit, text
from subtool.verbs.review import Review
path, chance, last = Path(sys.argv[1]), random.Random(5), 0
with Review(path) as review:  # what is loaded on the way is loaded before the first child
    edit(review, text("c1", "number 0"), text("c2", "also 0"))
for kill in range(60):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with Review(path) as review:
            assert last == 0 or review.document.cues["c1"].lines == (f"number {last}",)
            for number in range(last + 1, last + 4000):  # it is killed long before
                edit(review, text("c1", f"number {number}"), text("c2", f"also {number}"))
                os.write(writing, b"%d\\n" % number)
                if number % 3 == 0:
                    review.save()
        os._exit(7)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        wanted = chance.randrange(1, 8)
        for _ in range(wanted):
            line = pipe.readline()
            last = int(line) if line else last
        os.kill(child, signal.SIGKILL)
        rest = pipe.read().split()
        last = int(rest[-1]) if rest else last
    _, status = os.waitpid(child, 0)
    assert status == signal.SIGKILL, (kill, status)
    with Review(path) as review:
        first, second = (review.document.cues[name].lines[0].split()[1] for name in ("c1", "c2"))
        assert first == second and int(first) in (last, last + 1), (kill, last, first, second)
        last = int(first)
        reviewed.read(path)
print("kills survived", last)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_sixty_kills_in_mid_edit_lose_no_acknowledged_edit(path):
    folders = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]
    run = subprocess.run(
        [sys.executable, "-c", KILLS, str(path), *folders], capture_output=True, text=True, check=False
    )
    assert run.stdout.startswith("kills survived"), run.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a limit on files from outside")
def test_a_full_disk_is_said_and_nothing_acknowledged(path):
    import resource

    with reviewed.Reviewed(path) as server:
        assert server.edit(text("c1", "One.")).status == 200
        before = server.ask("/api/sheet").body
        size = journal(path).stat().st_size
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size + 100, resource.RLIM_INFINITY))
        answer = server.edit(text("c2", "Two."))
        assert answer.status == 507
        assert "cannot be written" in answer.json["error"]
        assert server.ask("/api/sheet").body == before
        resource.prlimit(
            server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        )
        assert server.edit(text("c3", "Three.")).status == 200
        code, _ = server.stop()
        assert code == 0
    for line in journal(path).read_text("utf-8").splitlines():
        json.loads(line)
    cues = reviewed.read(path).cues
    assert [cue.lines[0] for cue in cues[:3]] == ["One.", "Nobody on the island had ever", "Three."]


def test_subtitles_of_another_format_become_a_sheet_beside_them(tmp_path):
    srt = tmp_path / "film.srt"
    srt.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    before = srt.read_bytes()
    with reviewed.Reviewed(srt) as server:
        server.edit(text("c1", "Good day."))
        assert server.stop()[0] == 0
    sheet = reviewed.read(tmp_path / "film.cues.json")
    assert (sheet.cues[0].lines, sheet.cues[0].span) == (("Good day.",), Span(1000, 2000))
    assert srt.read_bytes() == before
    with reviewed.Reviewed(srt) as refused:
        assert refused.code == 2
        assert "film.cues.json" in refused.error
