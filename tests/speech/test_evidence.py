"""A script and a sound that do not belong together are refused, and written only when that is asked for."""

import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as command
from subtool.demo.episode import sample
from subtool.model import Timing
from subtool.speech.evidence import MismatchError

SENTENCES = subtool.read_script(sample()).sentences


def text(path, sentences):
    path.write_text("A Title\n\n" + " ".join(sentence.text for sentence in sentences), "utf-8")
    return path


def test_another_script_is_refused_unless_its_cues_may_all_be_guessed(tmp_path):
    said, other = text(tmp_path / "said.txt", SENTENCES[:6]), text(tmp_path / "other.txt", SENTENCES[30:44])
    film = tmp_path / "film.wav"
    subtool.narrate(subtool.read_script(said), film)
    with pytest.raises(MismatchError, match="script"):
        subtool.align(subtool.read_script(other), film)
    out = tmp_path / "out.cues.json"
    call = ["align", str(other), str(film), "-o", str(out)]
    refused = CliRunner().invoke(command, call)
    assert isinstance(refused.exception, MismatchError)
    assert not out.exists()
    written = CliRunner().invoke(command, [*call, "--anyway"])
    assert written.exit_code == 0
    assert "guessed" in written.stderr
    cues = subtool.read(out).cues
    assert cues
    assert {cue.timing for cue in cues} == {Timing.GUESSED}
