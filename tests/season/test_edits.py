"""People's work is input: whatever they edited of the outputs is in the next build, and no byte of it is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

import subtool
from support.season import TEXT, build, contents, edit, season


@pytest.fixture
def folder(tmp_path):
    build(season(tmp_path))
    return tmp_path


def cue_with(folder, words):
    sheet = subtool.read(folder / "subtitles/ferry.cues.json")
    return next(cue for cue in sheet.cues if words in cue.text)


def test_a_text_corrected_in_the_srt_goes_into_the_sheet_and_everything_made_of_it(folder):
    srt = folder / "subtitles/ferry.srt"
    edit(srt, "Nobody waits", "No one waits")
    theirs = srt.read_bytes()
    built, seen = build(folder)
    assert "subtitles/ferry.srt was edited by hand: 1 cue is taken up" in seen.lines
    assert srt.read_bytes() == theirs
    assert cue_with(folder, "No one waits").timing == "edited"
    assert "No one waits" in contents(folder)["ferry.vtt"].decode()
    assert "ferry/cues" not in built.made
    assert build(folder)[0].made == ()


@pytest.mark.parametrize("suffix", ["srt", "vtt"])
def test_an_edit_outlives_a_change_elsewhere_in_the_script(folder, suffix):
    edit(folder / f"subtitles/ferry.{suffix}", "Nobody waits", "No one waits")
    build(folder)
    edit(folder / "scripts/ferry.txt", "rings the bell twice", "rings the bell three times")
    build(folder)
    for output in ("ferry.srt", "ferry.vtt"):
        assert "No one waits" in contents(folder)[output].decode()
        assert "three times" in contents(folder)[output].decode()


def test_an_edit_and_a_change_of_the_script_are_taken_up_in_one_build(folder):
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    edit(folder / "scripts/ferry.txt", "rings the bell twice", "rings the bell three times")
    build(folder)
    text = contents(folder)["ferry.srt"].decode()
    assert "No one waits" in text
    assert "three times" in text


def test_an_edit_of_a_sentence_that_changes_is_told_and_both_versions_stand_there(folder):
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    edit(folder / "scripts/ferry.txt", "Nobody waits for it", "Nobody has ever waited for it")
    _, seen = build(folder)
    assert any("hand edit not kept, its sentence has changed" in line for line in seen.lines)
    assert "Nobody has ever waited" in contents(folder)["ferry.srt"].decode()
    assert "No one waits" in contents(folder)["ferry.srt.bak"].decode()


def test_a_cue_edited_as_in_a_review_is_made_into_every_output_and_kept(folder):
    path = folder / "subtitles/ferry.cues.json"
    sheet = subtool.read(path)
    at = next(number for number, cue in enumerate(sheet.cues) if "Nobody waits" in cue.text)
    mine = replace(sheet.cues[at], lines=("No one at all",), words=(), timing=subtool.Timing.EDITED)
    path.unlink()
    subtool.write(replace(sheet, cues=(*sheet.cues[:at], mine, *sheet.cues[at + 1 :])), path)
    theirs = path.read_bytes()
    _, seen = build(folder)
    assert "subtitles/ferry.cues.json was edited by hand: it is taken as it is" in seen.lines
    assert path.read_bytes() == theirs
    assert "No one at all" in contents(folder)["ferry.srt"].decode()
    edit(folder / "scripts/ferry.txt", "rings the bell twice", "rings the bell three times")
    build(folder)
    assert "No one at all" in contents(folder)["ferry.srt"].decode()


def test_times_cues_taken_out_and_cues_put_in_are_taken_up(folder):
    srt = folder / "subtitles/ferry.srt"
    view = subtool.read(srt)
    first, second, third, *rest = view.cues
    later = replace(first, span=first.span.shifted(200))
    new = replace(rest[-1], span=rest[-1].span.shifted(20_000), lines=("The end",))
    srt.write_text(
        subtool.writes(replace(view, cues=(later, third, *rest, new), source_file=None), "srt"), "utf-8"
    )
    build(folder)
    cues = subtool.read(folder / "subtitles/ferry.cues.json").cues
    assert cues[0].span == later.span
    assert cues[0].words
    assert second.lines not in [cue.lines for cue in cues]
    assert (cues[-1].lines, cues[-1].span) == (("The end",), new.span)
    made = subtool.read(folder / "subtitles/ferry.vtt").cues
    assert [cue.span for cue in made if cue.role == "speech"] == [cue.span for cue in cues]


def test_a_file_saved_with_other_line_ends_is_left_as_it_is(folder):
    srt = folder / "subtitles/ferry.srt"
    srt.write_bytes(b"\xef\xbb\xbf" + srt.read_bytes().replace(b"\n", b"\r\n"))
    theirs = srt.read_bytes()
    assert build(folder)[0].made == ()
    assert srt.read_bytes() == theirs


def test_what_stands_there_and_was_never_made_is_not_written_over(tmp_path):
    folder = season(tmp_path)
    (folder / "subtitles").mkdir()
    (folder / "subtitles/ferry.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nMine\n", "utf-8")
    built, _ = build(folder)
    assert "was not made by a build" in built.failed["ferry/outline"]
    assert "Mine" in contents(folder)["ferry.srt"].decode()


def test_a_copy_of_the_project_without_its_memory_is_up_to_date_when_it_was_built(folder):
    before = contents(folder)
    for path in folder.glob(".subtool/build-*"):
        path.unlink()
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    _, seen = build(folder)
    assert "No one waits" in contents(folder)["ferry.vtt"].decode()
    assert contents(folder).keys() - {"ferry.cues.json.bak"} == before.keys()
    assert "subtitles/ferry.srt was edited by hand: 1 cue is taken up" in seen.lines


def test_a_moved_paragraph_keeps_its_edits(folder):
    edit(folder / "subtitles/ferry.srt", "of larch and iron", "of larch, and of iron")
    first, *paragraphs = TEXT.split("\n\n")
    paragraphs[0], paragraphs[1] = paragraphs[1], paragraphs[0]
    (folder / "scripts/ferry.txt").write_text("\n\n".join([first, *paragraphs]), "utf-8")
    build(folder)
    text = contents(folder)["ferry.srt"].decode()
    assert "of larch, and of iron" in text.replace("\n", " ")
    assert text.index("of larch") < text.index("Every morning")


def test_a_cue_put_in_and_one_taken_out_stay_so_when_the_script_changes_elsewhere(folder):
    srt = folder / "subtitles/ferry.srt"
    view = subtool.read(srt)
    first, gone, *rest = view.cues
    new = replace(rest[-1], span=subtool.Span(40_000, 42_000), lines=("The end",))
    srt.write_text(subtool.writes(replace(view, cues=(first, *rest, new), source_file=None), "srt"), "utf-8")
    build(folder)
    edit(folder / "scripts/ferry.txt", "rings the bell twice", "rings the bell three times")
    build(folder)
    texts = [cue.text for cue in subtool.read(srt).cues]
    assert "The end" in texts
    assert gone.text not in texts
    assert any("three times" in text for text in texts)


def test_two_outputs_edited_in_one_place_are_told_and_neither_is_lost(folder):
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    edit(folder / "subtitles/ferry.vtt", "Nobody waits", "Not one waits")
    _, seen = build(folder)
    assert any(line.startswith("subtitles/ferry.vtt: the cue of 0:03") for line in seen.lines)
    assert "No one waits" in contents(folder)["ferry.srt"].decode()
    assert "No one waits" in contents(folder)["ferry.vtt"].decode()
    assert "Not one waits" in contents(folder)["ferry.vtt.bak"].decode()


def test_an_edit_is_kept_where_an_option_makes_the_cues_again(folder):
    edit(folder / "subtitles/ferry.srt", "Nobody waits", "No one waits")
    _, seen = build(folder, options={"profile": "bbc"})
    assert "No one waits" in contents(folder)["ferry.srt"].decode()
    assert any("all are kept as they are" in line for line in seen.lines)
