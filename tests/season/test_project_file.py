"""What cannot be in a project file is told in a sentence with its place and its mend, before anything is made."""

from __future__ import annotations

import pytest

import subtool
from subtool.cli.options import season_profile
from subtool.season.configuration import Configuration
from subtool.season.project_file import read_project
from subtool.verbs.build import project_of
from support.season import ONE, season

HEAD = 'subtool = 1\n\n[season]\ntitle = "The Sound"\n'
WRONG = {
    'scirpts = "x/{episode}.*"': r"5: there is no 'scirpts' in \[season\] \(did you mean scripts\?\)",
    "outputs = 3": r"5: outputs cannot be 3 \(write a list of texts",
    'outputs = ["srtt"]': r"5: no format is called 'srtt'",
    'footnotes = "under"': r"5: footnotes cannot be 'under' \(write one of: captions, markers, off\)",
    'into = "../elsewhere"': r"5: '\.\./elsewhere' lies outside the project",
    'into = "/tmp"': r"5: '/tmp' lies outside the project",
    'scripts = "../{episode}.txt"': r"5: '\.\./\{episode\}\.txt' lies outside the project",
    'scripts = "scripts/*.txt"': r"5: 'scripts/\*\.txt' names no episode",
    'profile = "netflicks"': r"5: there is no house style 'netflicks'",
    '[[episode]]\nname = "ferry"\nfilm = "films/fery.mp4"': r"7: the film '.*' of episode 'ferry' is not there",
    '[[episode]]\nname = "ferry"\nscript = "scripts/fery.txt"': r"7: .* \(did you mean scripts/ferry\.txt\?\)",
    '[[episode]]\nname = "mast"': r"6: episode 'mast' has no script",
    '[[episode]]\nlanguage = "en"': r"6: \[\[episode\]\] number 1 has no name",
    '[[episode]]\nname = "ferry"\n[[episode]]\nname = "ferry"': r"8: episode 'ferry' stands there twice",
    '[[episode]]\nname = "../ferry"': r"6: '\.\./ferry' cannot be the name of a file",
    "[[episodes]]": r"5: there is no 'episodes' in a project file \(did you mean episode\?\)",
    "[episode]": r"'episode' is not a list of tables \(write \[\[episode\]\]",
    "jobs = 1": r"5: there is no 'jobs' in \[season\] \(write it below \[build\]\)",
    "[season.clip]\na = 1": r"5: there is no 'clip' in \[season\] \(did you mean clips\?\)",
    '"clip list" = "x"': r"5: there is no 'clip list' in \[season\] \(did you mean clips\?\)",
    'profile.of = "netflix-en"': r"5: profile cannot be",
    "[build]\njobs = -1": r"6: jobs cannot be -1",
    '[build]\nmemory = "much"': r"6: 'much' is not a size",
    'outputs = ["srt", ".SRT"]': r"5: outputs names '\.SRT' twice",
    'outputs = ["x/../../../elsewhere.srt"]': r"5: 'x/\.\./.*' cannot be the end of a file's name",
    'outputs = ["..srt"]': r"5: '\.\.srt' cannot be the end of a file's name",
    'language = "klingon-xx-long-long"': r"5: 'klingon-xx-long-long' is not a tag of a language",
    "wpm = 1000000": r"5: wpm cannot be 1000000 \(write a number from 20 to 600\)",
    'clips = "scripts"': r"5: 'scripts' is a folder \(name a file in it\)",
    f'clips = "{"x" * 3000}.csv"': r"5: 'x{40}…' is too long for a name",
    'clips = "clips.csv"': r"5: 'clips\.csv' is not there",
    '[[episode]]\nname = "ferry"\nencoding = "utf-99"': r"7: there is no encoding 'utf-99'",
    '[[episode]]\nname = "ferry"\nencoding = "base64"': r"7: there is no encoding 'base64'",
    '[[episode]]\nname = "ferry"\nfilm = "scripts"': r"7: the film 'scripts' of episode 'ferry' is a folder",
    'into = "scripts/"\noutputs = ["cues.json", "transcript.txt"]\nscripts = "scripts/{episode}.txt"': None,
}


@pytest.mark.parametrize("lines", WRONG)
def test_what_cannot_be_is_told_with_its_line(tmp_path, lines):
    folder = season(tmp_path)
    (folder / "subtool.toml").write_text(f"{HEAD}{lines}\n", "utf-8")
    if WRONG[lines] is None:
        project_of(folder)
        return
    with pytest.raises((subtool.ProjectError, subtool.StyleError), match=WRONG[lines]):
        subtool.build(folder, options=ONE)
    assert not (folder / "subtitles").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "subtool = 2\n[season]\n",
            r":1: is of a later version \(2\) than this subtool knows \(1\) \(update subtool\)",
        ),
        ('title = "x"\n[season]\n', r":1: 'title' stands in no table \(write it below \[season\]\)"),
        ("subtool = true\n", r":1: says no version of a project file \(write subtool = 1\)"),
        ("subtool = 1.0\n", r":1: says no version of a project file"),
        ("subtol = 1\n", r":1: there is no 'subtol' in a project file \(did you mean subtool\?\)"),
        (
            'subtool = 1\nseason.titel = "x"\n',
            r":2: there is no 'titel' in \[season\] \(did you mean title\?\)",
        ),
        ('season = { title = "x", outputz = ["srt"] }\n', r":1: there is no 'outputz' in \[season\]"),
        ("[season\n", "is not TOML"),
        ("[season]\n" + "a." * 50_000 + "b = 1\n", "is not TOML: keys in keys"),
    ],
)
def test_files_of_other_kinds_and_versions_are_refused(tmp_path, text, message):
    folder = season(tmp_path)
    (folder / "subtool.toml").write_text(text, "utf-8")
    with pytest.raises(subtool.ProjectError, match=message):
        subtool.status(folder)


def test_two_files_for_an_episode_are_named_with_the_way_to_choose(tmp_path):
    folder = season(tmp_path)
    (folder / "scripts/ferry.md").write_text("x", "utf-8")
    with pytest.raises(
        subtool.ProjectError, match=r"2 scripts for episode 'ferry'.*ferry\.md and .*\[\[episode\]\]"
    ):
        project_of(folder)


def test_films_and_originals_of_no_script_are_said(tmp_path):
    folder = season(tmp_path, more='originals = "originals/{episode}.*"\n')
    for name in ("films/mast.mp4", "originals/ferry.de.txt"):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(b"")
    assert project_of(folder).season.remarks == (
        "films/mast.mp4: no script is called 'mast'",
        "originals/ferry.de.txt: no script is called 'ferry.de'",
    )


def test_steps_that_read_what_hangs_on_them_are_refused(tmp_path):
    more = (
        '[[episode]]\nname = "ferry"\nscript = "subtitles/quay.srt"\n'
        '[[episode]]\nname = "quay"\nscript = "subtitles/ferry.srt"\n'
    )
    folder = season(tmp_path, more=more)
    (folder / "subtitles").mkdir()
    for name in ("ferry", "quay"):
        (folder / f"subtitles/{name}.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nx\n", "utf-8")
    with pytest.raises(
        subtool.ProjectError,
        match=r"in a circle: ferry/outline waits for quay/srt, which waits for quay/cues, which",
    ):
        project_of(folder)


def test_option_environment_file_and_default_count_in_this_order(tmp_path):
    folder = season(tmp_path, more='profile = "bbc"\n[[episode]]\nname = "ferry"\nprofile = "ard"\n')
    file = read_project(folder)

    def origin(options, environment):
        configuration = Configuration(file, options, environment)
        value = configuration.of_episode(file.episodes[0])["profile"]
        return value.value, value.origin

    assert origin({"profile": "arte"}, {"SUBTOOL_PROFILE": "dcmp"}) == ("arte", "option --profile")
    assert origin({}, {"SUBTOOL_PROFILE": "dcmp"}) == ("dcmp", "environment SUBTOOL_PROFILE")
    assert origin({}, {}) == ("ard", "subtool.toml:8")
    assert Configuration(file, {}, {}).of_season()["profile"].origin == "subtool.toml:5"
    assert Configuration(file, {}, {}).of_season()["language"].origin == "default"


@pytest.mark.parametrize(
    ("variable", "value", "key", "meant"),
    [
        ("SUBTOOL_OUTPUTS", "srt, ass", "outputs", ("srt", "ass")),
        ("SUBTOOL_REPORT", "yes", "report", True),
        ("SUBTOOL_WPM", "140", "wpm", 140.0),
    ],
)
def test_variables_are_read_as_their_keys_are(tmp_path, variable, value, key, meant):
    file = read_project(season(tmp_path))
    assert Configuration(file, {}, {variable: value}).of_season()[key].value == meant
    with pytest.raises(
        subtool.ProjectError, match=r"SUBTOOL_REPORT: cannot be 'perhaps' \(write true or false\)"
    ):
        Configuration(file, {}, {"SUBTOOL_REPORT": "perhaps"})


def test_other_commands_take_the_house_style_of_the_project_they_are_called_in(tmp_path, monkeypatch):
    folder = season(tmp_path, more='profile = "bbc"\n')
    monkeypatch.chdir(folder / "scripts")
    monkeypatch.delenv("SUBTOOL_PROFILE", raising=False)
    assert season_profile() == "bbc"
    (folder / "subtool.toml").write_text("no toml", "utf-8")
    assert season_profile() is None
