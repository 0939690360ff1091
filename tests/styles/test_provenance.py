"""Where values come from, the styles of languages, and the variants of a style."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from subtool.cli import subtool as cli
from subtool.errors import StyleError
from subtool.styles import houses
from subtool.styles.audit import Origin, provenance
from subtool.styles.for_language import style_for

READ = date(2026, 11, 30)


def run(*args):
    return CliRunner().invoke(cli, [*map(str, args)])


def test_there_is_a_style_for_each_guide():
    assert len(houses.names()) >= 60
    assert sum(name.startswith("netflix-") for name in houses.names()) == 53


@pytest.mark.parametrize("name", houses.names())
def test_every_value_says_who_says_it_and_when_it_was_read(name):
    days = [value.days for value in provenance(name, READ)]
    assert None not in days
    newest = READ - timedelta(days=min(0, *days))  # a style may have been read since
    values = list(provenance(name, newest))
    assert all(value.source for value in values)
    assert not any(value.is_old for value in values)
    assert all(value.is_old for value in provenance(name, newest + timedelta(days=400)))


def test_second_hand_values_are_told_from_the_guides_own():
    told = {value.key: value.origin for value in provenance("netflix-nl", READ)}
    assert told["dash_second_only"] is Origin.SECOND_HAND
    assert told["max_duration_ms"] is Origin.GUIDE
    assert told["target_chars"] is Origin.OURS
    listed = json.loads(run("profiles", "netflix-nl", "--audit", "--json").output)
    assert "dash_second_only" in {value["key"] for value in listed}
    assert "max_duration_ms" not in {value["key"] for value in listed if value["days"] <= 365}


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "netflix-en"), ("en-US", "netflix-en"), ("en-GB", "netflix-en-GB"), ("de-AT", "netflix-de"),
        ("fr-CA", "netflix-fr-CA"), ("fr-BE", "netflix-fr"), ("es-419", "netflix-es"), ("pt", "netflix-pt-BR"),
        ("pt-PT", "netflix-pt-PT"), ("zh", "netflix-zh-Hans"), ("zh-TW", "netflix-zh-Hant"), ("no", "netflix-nb"),
        ("nn", "netflix-nb"), ("he", "netflix-he"), ("iw", "netflix-he"), ("th", "netflix-th"), ("et", "netflix"),
        ("not a tag", "netflix"), ("uk", "netflix-uk"), ("be", "netflix"),
    ],
)  # fmt: skip
def test_a_language_has_its_style(tag, name):
    assert style_for(tag) == name


def test_every_guide_is_found_by_its_language():
    for name in houses.names():
        if name.startswith("netflix-"):
            assert style_for(houses.house_style(name).language) == name


@pytest.mark.parametrize(
    ("name", "cps"),
    [
        ("netflix-de", 17), ("netflix-de+children", 13), ("netflix-de+sdh", 20), ("netflix-de+children+sdh", 17),
        ("netflix-en+children", 17), ("netflix-ko+sdh", 14), ("netflix-hi+children", 18), ("netflix-ar+sdh", 23),
        ("netflix-en-GB+sdh", 20),
    ],
)  # fmt: skip
def test_children_and_the_deaf_read_at_other_speeds(name, cps):
    assert houses.house_style(name).max_cps == cps


def test_a_variant_takes_over_all_that_it_does_not_change():
    plain, sdh = houses.house_style("netflix-zh-Hans"), houses.house_style("netflix-zh-Hans+sdh")
    assert (plain.max_lines, sdh.max_lines, sdh.max_cpl) == (2, 3, 18)
    assert sdh.space_for == plain.space_for


def test_a_style_without_the_variant_says_so(tmp_path, monkeypatch):
    with pytest.raises(StyleError, match="does not say what counts for children"):
        houses.house_style("bbc+children")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my+house.toml").write_text(
        'extends = "netflix-de"\n[children]\nmax_cps = 10 # ours: slower\n', "utf-8"
    )
    assert houses.house_style("my+house.toml").max_cps == 17
    assert houses.house_style("my+house.toml+children").max_cps == 10


def test_check_goes_by_the_language_of_the_text_and_says_it(tmp_path):
    path = tmp_path / "film.srt"
    text = "Die Brücke wurde im Winter gebaut,\nund niemand wusste, wer sie bezahlt hat."
    path.write_text(f"1\n00:00:01,000 --> 00:00:07,000\n{text}\n", "utf-8")
    result = run("check", path)
    assert "against netflix-de" in result.stderr
    assert json.loads(run("check", path, "--json").stdout)["profile"] == "netflix-de"
    slow = run("check", path, "--json", "--audience", "children", "--sdh")
    assert json.loads(slow.stdout)["profile"] == "netflix-de+children+sdh"
