"""What other packages add by entry points: the example in tests/data/plugin, found as an installed one would be."""

from __future__ import annotations

import sys
import wave

import pytest

import subtool
from subtool import plugins
from subtool.formats import registry
from subtool.styles import houses, layouts
from support.paths import DATA


@pytest.fixture
def plugin(monkeypatch):
    monkeypatch.syspath_prepend(str(DATA / "plugin"))
    _forget()
    yield
    _forget()
    for name in [name for name in sys.modules if name.startswith("episode_house")]:
        del sys.modules[name]


def _forget():
    for cached in (plugins.plugins, registry.all_formats, houses.ours, layouts.layout):
        cached.cache_clear()


@pytest.mark.usefixtures("plugin")
def test_a_format_of_another_package_is_read_and_written(tmp_path):
    sheet = subtool.reads("1.000 2.500 The lamp was lit.\n", "cap")
    assert [cue.span for cue in sheet] == [subtool.Span(1000, 2500)]
    subtool.write(sheet, tmp_path / "a.cap")
    assert (tmp_path / "a.cap").read_text("utf-8") == "1.000 2.500 The lamp was lit.\n"
    (tmp_path / "a.cap").rename(tmp_path / "a.srt")
    assert subtool.read(tmp_path / "a.srt").cues == sheet.cues  # known by its content
    assert "CAP of our house" in [form.name for form in registry.all_formats()]


@pytest.mark.usefixtures("plugin")
def test_house_styles_and_layouts_of_another_package_are_there():
    assert "our-house" in houses.names()
    assert houses.house_style("our-house").max_cpl == 38
    assert houses.house_style("our-house+sdh").max_cpl == 38
    assert layouts.layout("our-box").title == "Our box"
    long = subtool.reads("1\n00:00:01,000 --> 00:00:03,000\n" + "lantern " * 5, "srt")
    assert [problem.code for problem in subtool.check(long, "our-house")].count("line-too-long") == 1


@pytest.mark.usefixtures("plugin")
def test_an_engine_of_another_package_times_the_words(tmp_path):
    with wave.open(str(tmp_path / "hum.wav"), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(b"\x00\x10\x00\xf0" * 16000)
    script = tmp_path / "script.txt"
    script.write_text("The lamp was lit at dusk.\n", "utf-8")
    sheet = subtool.align(script, tmp_path / "hum.wav", engine="even")
    assert sheet.engine == "even (en)"
    assert sheet[0].words[1].span == subtool.Span(333, 666)


@pytest.mark.usefixtures("plugin")
def test_one_that_does_not_load_is_named_and_stops_nothing_else():
    facts = {fact.name: fact for fact in subtool.doctor() if fact.about == "plug-ins"}
    assert "ModuleNotFoundError" in facts["engines: broken"].says
    assert not facts["formats: cap"].wrong
    from subtool.speech.engines import engine_for

    with pytest.raises(subtool.ModelError, match="'broken' of episode-house does not load"):
        engine_for("en", "broken")


def test_without_it_there_is_no_such_engine():
    from subtool.speech.engines import engine_for

    with pytest.raises(subtool.ChoiceError, match=r"there is no engine 'wid' \(did you mean wide\?"):
        engine_for("en", "wid")
