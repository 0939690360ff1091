"""Today's script on yesterday's cues: what has not changed stays as it is, and every word is there."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.cli import subtool as cli
from subtool.cues.revise.difference import Fate, difference
from subtool.model import Footnote, Media, Role, Script, Sentence, Sheet, Source, Span, Timing, Token

WORDS = [
    "the",
    "old",
    "harbour",
    "lamp",
    "was",
    "lit",
    "by",
    "a",
    "keeper",
    "who",
    "came",
    "from",
    "stone",
    "1903",
]
MARKS = ["", "", "", "", ",", ";"]

sentence = st.tuples(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)).map("".join), min_size=1, max_size=16),
    st.booleans(),  # whether it begins a paragraph
    st.sampled_from(["", "", "1", "2"]),  # the footnote at its end
)
prose = st.lists(sentence, min_size=1, max_size=9)


def script(pieces, footnotes=("1", "2")):
    paragraph, made = 0, []
    for line, (words, opens, mark) in enumerate(pieces, start=1):
        paragraph += opens
        texts = [words[0].capitalize(), *words[1:]]
        texts[-1] = texts[-1].rstrip(",;") + "."
        tokens = [Token(text, Source(line, column)) for column, text in enumerate(texts, start=1)]
        tokens[-1] = replace(tokens[-1], footnotes=(mark,) if mark else ())
        made.append(Sentence(tuple(tokens), paragraph))
    notes = tuple(Footnote(number, f"Source {number}", f"Source {number}") for number in footnotes)
    return Script("script.txt", "A title", "en", "utf-8", tuple(made), notes, (), ())


def plain(*texts):
    return script([(text.rstrip(".").split(), False, "") for text in texts])


def words_of(sheet):
    return [word.text for cue in sheet.cues for word in cue.words]


def tokens_of(script):
    return [token.text for each in script.sentences for token in each.tokens]


def placeless(cue):
    return replace(cue, source=None)


@st.composite
def edited(draw, pieces):
    """A sheet of these sentences, drafted or of a film, with hand edits."""
    sheet = subtool.draft(script(pieces))
    cues = list(sheet.cues)
    for at in draw(st.sets(st.integers(0, len(cues) - 1), max_size=4)):
        cue = cues[at]
        room_ms = (cues[at + 1].span.start_ms if at + 1 < len(cues) else cue.span.end_ms + 500) - 1
        match draw(st.integers(0, 3)):
            case 0:
                end_ms = draw(st.integers(cue.span.start_ms + 1, max(cue.span.start_ms + 1, room_ms)))
                cue = replace(cue, span=Span(cue.span.start_ms, end_ms), timing=Timing.EDITED)
            case 1:
                cue = replace(cue, lines=(" ".join(cue.lines),))
            case 2:
                cue = replace(cue, speaker="Ida")
            case _:
                cue = replace(cue, lines=("another text",), timing=Timing.EDITED)
        cues[at] = cue
    media = Media("film.mp4", 10_000_000) if draw(st.booleans()) else None
    return replace(sheet, cues=tuple(cues), media=media)


@given(st.data(), prose)
def test_the_same_script_changes_nothing(data, pieces):
    old = data.draw(edited(pieces))
    today = script(pieces)
    made = subtool.draft(today, keep=old)
    assert made == old
    assert all(change.fate is Fate.KEPT for change in difference(old, today, made).changes)
    assert difference(old, today, made).lost == ()


@given(st.data(), prose, sentence)
def test_with_one_sentence_changed_every_other_cue_of_a_film_stays(data, pieces, other):
    pieces = [([f"{n}{word}" for word in words], *rest) for n, (words, *rest) in enumerate(pieces)]
    old = replace(data.draw(edited(pieces)), media=Media("film.mp4", 10_000_000))
    at = data.draw(st.integers(0, len(pieces) - 1))
    today = script([*pieces[:at], other, *pieces[at + 1 :]])
    made = subtool.draft(today, keep=old)
    owners = [number for number, (words, _, _) in enumerate(pieces) for _ in words]
    first = 0
    for cue in old.cues:
        end = first + len(cue.words)
        if at not in owners[first:end]:
            assert placeless(cue) in map(placeless, made.cues)
        first = end
    assert first == len(owners)


@given(st.data(), prose, prose)
def test_every_word_of_todays_script_is_there_once_and_in_order(data, pieces, others):
    drawn = data.draw(st.lists(st.sampled_from([*pieces, *others]), min_size=1, max_size=9))
    old = replace(data.draw(edited(pieces)), media=None)
    today = script(drawn)
    made = subtool.draft(today, keep=old)
    assert words_of(made) == tokens_of(today)
    spans = [cue.span for cue in made.cues]
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(spans))
    told = difference(old, today, made)
    assert [change.new for change in told.changes if change.new] == [each.text for each in today.sentences]


@given(st.data(), prose, prose)
def test_in_a_film_a_sentence_has_a_cue_or_is_listed_and_no_cue_that_stays_moves(data, pieces, others):
    drawn = data.draw(st.lists(st.sampled_from([*pieces, *others]), min_size=1, max_size=9))
    old = replace(data.draw(edited(pieces)), media=Media("film.mp4", 10_000_000))
    today = script(drawn)
    made = subtool.draft(today, keep=old)
    absent = {unspoken.source for unspoken in made.unspoken}
    spoken = [t.text for each in today.sentences if each.source not in absent for t in each.tokens]
    assert sorted(words_of(made)) == sorted(spoken)
    starts = [cue.span.start_ms for cue in made.cues]
    assert starts == sorted(starts)


OLD = plain(
    "The harbour was built in June by the keeper of the lamp.",
    "Nobody lived on the stone island after the war.",
    "It was a long winter and the water froze.",
    "The harbour was built in June by the keeper of the lamp.",
    "Then the boats came back.",
)


def changed_to(*texts):
    return plain(*texts)


def texts_of(script):
    return [each.text for each in script.sentences]


def test_a_sentence_that_comes_back_is_not_taken_for_the_first():
    old = subtool.draft(OLD)
    today = changed_to(*texts_of(OLD)[1:])
    made = subtool.draft(today, keep=old)
    told = difference(old, today, made)
    assert told.counts == {"kept": 4, "punctuation changed": 0, "changed": 0, "new": 0, "gone": 1}
    assert told.changes[0].fate is Fate.GONE
    assert [cue.lines for cue in made.cues] == [cue.lines for cue in old.cues if cue.source.line > 1]


def test_what_follows_a_new_sentence_moves_and_what_was_timed_by_hand_stays():
    old = subtool.draft(OLD)
    late = [at for at, cue in enumerate(old.cues) if cue.source.line == 5]
    cues = list(old.cues)
    for at in late:
        cues[at] = replace(cues[at], span=cues[at].span.shifted(9000), timing=Timing.EDITED)
    old = replace(old, cues=tuple(cues))
    today = changed_to(*texts_of(OLD)[:1], "Somebody says it was in July of 1902.", *texts_of(OLD)[1:])
    made = subtool.draft(today, keep=old)
    by_line = {line: [cue for cue in made.cues if cue.source.line == line] for line in range(1, 7)}
    before = {line: [cue for cue in old.cues if cue.source.line == line] for line in range(1, 6)}
    assert [cue.span for cue in by_line[1]] == [cue.span for cue in before[1]]
    moved = {
        b.span.start_ms - a.span.start_ms
        for line in (2, 3, 4)
        for a, b in zip(before[line], by_line[line + 1], strict=True)
    }
    assert len(moved) == 1
    assert 2000 < moved.pop() < 5000
    assert [placeless(cue) for cue in by_line[6]] == [placeless(cue) for cue in before[5]]


def test_a_film_without_room_does_not_have_a_new_sentence():
    old = replace(subtool.draft(OLD), media=Media("film.mp4", 600_000))
    today = changed_to(*texts_of(OLD)[:2], "Somebody says that it was in July of 1902.", *texts_of(OLD)[2:])
    made = subtool.draft(today, keep=old)
    assert [placeless(cue) for cue in made.cues] == [placeless(cue) for cue in old.cues]
    assert [unspoken.text for unspoken in made.unspoken] == ["Somebody says that it was in July of 1902."]
    told = [change for change in difference(old, today, made).changes if change.unspoken]
    assert [change.fate for change in told] == [Fate.NEW]
    assert subtool.draft(today, keep=made) == made


def test_hand_edits_that_go_with_their_sentence_are_told():
    old = subtool.draft(OLD)
    cues = list(old.cues)
    at = next(at for at, cue in enumerate(cues) if cue.source.line == 2)
    cues[at] = replace(cues[at], lines=("No one lived there.",), timing=Timing.EDITED)
    old = replace(old, cues=tuple(cues))
    today = changed_to(texts_of(OLD)[0], "Nobody lived on the island before the war.", *texts_of(OLD)[2:])
    made = subtool.draft(today, keep=old)
    told = difference(old, today, made)
    assert [(lost.cue, lost.edits) for lost in told.lost] == [(at + 1, "timed by hand, text changed by hand")]
    (change,) = [change for change in told.changes if change.fate is Fate.CHANGED]
    assert change.old == "Nobody lived on the stone island after the war."
    assert change.new == "Nobody lived on the island before the war."


def test_a_footnote_with_another_number_has_it_in_the_cues_that_stay():
    pieces = [(["the", "harbour", "was", "old"], False, "1"), (["nobody", "came"], False, "")]
    old = subtool.draft(script(pieces, ("1",)))
    today = script([(["a", "boat", "came"], False, "1"), (pieces[0][0], False, "2"), pieces[1]], ("1", "2"))
    today = replace(today, footnotes=(Footnote("1", "New", "New"), Footnote("2", "Source 1", "Source 1")))
    made = subtool.draft(today, keep=old)
    assert [cue.footnotes for cue in made.cues] == [("1",), ("2",), ()]
    assert made.cues[1].words[-1].footnotes == ("2",)
    assert made.footnotes == today.footnotes


def test_signs_that_changed_are_todays_and_the_times_stay():
    old = subtool.draft(OLD)
    today = changed_to(*texts_of(OLD)[:2], "It was a long winter, and the water froze.", *texts_of(OLD)[3:])
    made = subtool.draft(today, keep=old)
    assert [cue.span for cue in made.cues] == [cue.span for cue in old.cues]
    assert words_of(made) == tokens_of(today)
    assert " ".join(line for cue in made.cues for line in cue.lines) == " ".join(tokens_of(today))
    assert difference(old, today, made).counts["punctuation changed"] == 1


def test_titles_stay_with_the_cues_around_them():
    old = subtool.draft(OLD)
    title = replace(old.cues[2], role=Role.TITLE, lines=("JUNE 1903",), words=(), source=None)
    old = replace(old, cues=(*old.cues[:3], title, *old.cues[3:]))
    assert subtool.draft(OLD, keep=old) == old
    today = changed_to(*texts_of(OLD)[1:])
    made = subtool.draft(today, keep=old)
    assert [cue.lines for cue in made.cues if cue.role is Role.TITLE] == [("JUNE 1903",)]


@pytest.mark.parametrize("suffix", [".srt", ".vtt", ".cues.json"])
def test_the_old_cues_may_be_any_subtitle_file(suffix, tmp_path):
    (tmp_path / "a.txt").write_text("Title\n\n" + " ".join(texts_of(OLD)) + "\n", "utf-8")
    (tmp_path / "b.txt").write_text(
        "Title\n\n" + " ".join([*texts_of(OLD)[:3], *texts_of(OLD)[4:], "It was June."]) + "\n", "utf-8"
    )
    old = tmp_path / f"a{suffix}"
    new = tmp_path / f"b{suffix}"
    assert CliRunner().invoke(cli, ["draft", str(tmp_path / "a.txt"), "-o", str(old)]).exit_code == 0
    result = CliRunner().invoke(cli, ["draft", str(tmp_path / "b.txt"), "--keep", str(old), "-o", str(new)])
    assert result.exit_code == 0, result.output
    assert "gone\n  - The harbour was built in June by the keeper of the lamp.\n" in result.stderr
    assert "line 3: new\n  + It was June.\n" in result.stderr
    assert "sentences: 4 kept, 1 new, 1 gone" in result.stderr
    before, after = subtool.read(old), subtool.read(new)
    assert [cue.lines for cue in after.cues][:2] == [cue.lines for cue in before.cues][:2]
    result = CliRunner().invoke(
        cli, ["draft", str(tmp_path / "b.txt"), "--keep", str(old), "-o", str(new), "--force", "--json"]
    )
    revision = json.loads(result.stdout)["revision"]
    assert revision["counts"]["gone"] == 1
    assert revision["lost"] == []


def test_a_chinese_script_is_compared_by_its_characters(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "标题\n\n河水涨过了旧桥，村里的人听见了钟声。老人们说，那口钟沉在水底已经三百年了。\n", "utf-8"
    )
    old_script = subtool.read_script(path, language="zh")
    old = subtool.draft(old_script, profile="netflix-zh-Hans")
    assert subtool.draft(old_script, profile="netflix-zh-Hans", keep=old) == old
    path.write_text(
        "标题\n\n河水涨过了旧桥，村里的人听见了钟声。老人们说，那口钟沉在水底已经两百年了。\n", "utf-8"
    )
    today = subtool.read_script(path, language="zh")
    made = subtool.draft(today, profile="netflix-zh-Hans", keep=old)
    assert difference(old, today, made).counts["kept"] == 1
    assert difference(old, today, made).counts["changed"] == 1
    assert "两百年" in "".join(line for cue in made.cues for line in cue.lines)


def test_an_empty_sheet_is_a_fresh_start():
    made = subtool.draft(OLD, keep=Sheet(()))
    assert words_of(made) == tokens_of(OLD)
    assert subtool.draft(plain("One."), keep=subtool.draft(OLD)).cues[0].lines == ("One.",)
