"""House styles: what there is, what a file of one's own may say, and that drafts keep to each."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import subtool
from subtool.checks import check
from subtool.cli import subtool as cli
from subtool.cues.punctuate import dress, unwritten
from subtool.errors import StyleError
from subtool.model import Cue, Span, Word, joined
from subtool.styles import describe_house, houses
from subtool.styles.house_style import HouseStyle
from subtool.verbs.check import check_context
from support.paths import SAMPLE

OWN_LANGUAGE = {
    "zh-Hans": "山谷里的钟\n\n河水涨过了旧桥，村里的人第一次听见山谷里的钟声。老人们说，那口钟沉在水底已经三百年了。\n",
    "ja": "谷の鐘\n\n春、川の水は古い橋を越えた。村の人々は初めて、谷の底から鐘の音を聞いた。\n",
    "ko": "골짜기의 종\n\n1958년 봄, 강물이 낡은 다리를 넘었다. 마을 사람들은 처음으로 종소리를 들었다.\n",
}
READING = {"too-fast", "too-many-words"}  # asks for another pace, or for fewer words
# Where the words of a language are not known well enough to say what hangs, or a line may be needless.
SOFT = {"dangling-line", "dangling-cue", "needless-line", "unbalanced-lines"}


def run(*args):
    return CliRunner().invoke(cli, ["profiles", *map(str, args)])


@pytest.mark.parametrize("name", houses.names())
def test_every_style_has_a_source_a_date_and_a_word_beside_each_value(name):
    style = houses.house_style(name)
    assert style.source
    assert style.date
    said = houses.comments(name)
    set_here = {
        field.name
        for field in fields(HouseStyle)
        if field.name not in {"name", "title", "source", "date", "read", "language"}
        and getattr(style, field.name) != field.default
    }
    assert set_here <= said.keys()


@pytest.mark.parametrize("name", houses.names())
def test_a_draft_keeps_to_every_limit_of_the_style(name, tmp_path):
    style = houses.house_style(name)
    path = SAMPLE
    if style.language in OWN_LANGUAGE:
        path = tmp_path / "script.txt"
        path.write_text(OWN_LANGUAGE[style.language], "utf-8")
    script = subtool.read_script(path, language=style.language if path != SAMPLE else "en")
    sheet = subtool.draft(script, profile=name, pace=subtool.Pace(words_a_minute=60))
    assert {problem.code for problem in check(sheet, check_context(sheet, name))} <= SOFT | READING


@pytest.mark.parametrize("name", houses.names())
def test_the_rules_are_told_in_whole_sentences(name):
    for rule in describe_house.rules(houses.house_style(name), houses.comments(name)):
        assert rule.says[0].isupper() or rule.says[0] == "“"
        assert rule.says.endswith(".")
    result = run(name)
    assert result.exit_code == 0
    assert houses.house_style(name).date in result.output


def test_the_list_names_every_style_and_the_data_has_every_value():
    listed = run().output
    assert all(f"\n{name} " in listed for name in houses.names())
    data = json.loads(run("--json").output)
    assert [style["name"] for style in data] == list(houses.names())
    one = json.loads(run("bbc", "--json").output)
    assert one["max_cpl"] == 37
    assert {"about": "duration", "says": one["rules"][2]["says"], "source": one["rules"][2]["source"]} in one[
        "rules"
    ]


def test_a_file_of_ones_own_extends_a_style(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("my-house.toml").write_text(
        'extends = "bbc"\ntitle = "My # house"\nmax_cpl = 33  # the caption guide, p. 4 # bottom\n', "utf-8"
    )
    style = houses.house_style("my-house.toml")
    assert (style.name, style.title, style.max_cpl, style.max_wpm) == ("my-house", "My # house", 33, 200)
    assert houses.comments("my-house.toml")["max_cpl"] == "the caption guide, p. 4 # bottom"
    assert "33 characters" in run("my-house.toml").output


def test_keys_of_earlier_versions_still_count(tmp_path):
    path = tmp_path / "old.toml"
    path.write_text(
        'extends = "netflix-ja"\nmax_rows = 1\nblank_for = "！"\nwide_blank_for = "？"\n', "utf-8"
    )
    style = houses.house_style(str(path))
    assert (style.max_lines, style.space_for, style.wide_space_for) == (1, "！", "？")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('extends = "bbc"\n\nmax_cp = 33\n', "house.toml:3: no style has a 'max_cp'"),
        ('extends = "bbc"\nmax_cpl = "33"\n', "house.toml:2: max_cpl cannot be '33' (write a number)"),
        ('extends = "bbc"\nmax_cpl = -1\n', "house.toml:2: max_cpl cannot be -1 (write 0 or more"),
        ('extends = "bbc"\nmax_wpm = nan\n', "house.toml:2: max_wpm cannot be nan"),
        ('extends = "bbc"\nmax_cpl = 0\n', "house.toml:2: max_cpl must be above 0"),
        ('extends = "bbc"\nmax_wpm = 0\n', "house.toml:2: max_cps or max_wpm must be above 0"),
        ('extends = "bbc"\nmin_duration_ms = 11000\n', "house.toml:2: min_duration_ms is above"),
        (
            'extends = "bcc"\n',
            "house.toml:1: there is no house style 'bcc' (did you mean bbc? there are: amazon",
        ),
        ("extends = 7\n", "house.toml:1: extends names no style"),
        ('extends = "house.toml"\n', "extend one another in a circle"),
        ('extends = "bbc"\nmax_cpl = \n', "house.toml:2:11: is not TOML: invalid value"),
        ('title = "mine"\n', "house.toml: does not say"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(text, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("house.toml").write_text(text, "utf-8")
    with pytest.raises(StyleError) as caught:
        houses.house_style("house.toml")
    assert said in str(caught.value)


@given(st.binary(max_size=60) | st.text(st.sampled_from("ab=#\"'[]\n {}.1"), max_size=40).map(str.encode))
def test_no_file_raises_anything_but_our_errors(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("styles") / "any.toml"
    path.write_bytes(data)
    with pytest.raises(StyleError):
        houses.house_style(str(path))


CHINESE = houses.house_style("netflix-zh-Hans")
JAPANESE = houses.house_style("netflix-ja")
spoken = st.lists(
    st.text(st.sampled_from("川の水，。、」“ab"), min_size=1, max_size=4), min_size=1, max_size=8
)


@given(spoken, st.sampled_from([CHINESE, JAPANESE]))
def test_signs_the_style_does_not_write_are_gone_and_no_word_is(texts, style):
    timed = tuple(Word(text, Span(at, at + 1), glued=True) for at, text in enumerate(texts))
    (cue,) = dress([Cue(Span(0, 100), (joined(timed),), words=timed)], style)
    pattern = unwritten(style)
    assert not pattern.search("\n".join((*cue.lines, *(word.text for word in cue.words))))

    def letters(text):
        return "".join(
            char for char in text if char not in style.space_for + style.wide_space_for + " \u3000"
        )

    assert letters("".join(cue.lines)) == letters("".join(texts))
    assert letters(joined(cue.words)) == letters("".join(texts))
    assert dress([cue], style) == (cue,)


def test_a_blank_stands_for_a_comma_inside_a_row_only():
    lines = ("村の人々は、初めて", "聞いた。誰が、", "「行く。」と、")
    (cue,) = dress([Cue(Span(0, 100), lines)], JAPANESE)
    assert cue.lines == ("村の人々は 初めて", "聞いた\u3000誰が", "「行く」と")


def test_a_style_without_a_limit_on_characters_reads_by_words():
    bbc = houses.house_style("bbc")
    assert bbc.reading_ms(500, 4) == 1200
    assert houses.house_style("netflix-en").reading_ms(20, 100) == 1000
