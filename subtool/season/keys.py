"""The keys of `subtool.toml`: what each holds, where it may stand, and what counts where nobody says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["text", "texts", "flag", "whole", "number"]
SEASON, EPISODE, BUILD = "season", "episode", "build"
EXAMPLES: Mapping[Kind, str] = {
    "text": "a text in quotes",
    "texts": 'a list of texts, as in ["srt", "vtt"]',
    "flag": "true or false",
    "whole": "a whole number",
    "number": "a number",
}
WORDS_A_MINUTE = (20, 600)  # nobody speaks more slowly or faster; people read out 120 to 200
# What a key holds of which nobody says anything.
NOTHING: Mapping[Kind, Any] = {"text": "", "texts": (), "flag": False, "whole": 0, "number": 0}


@dataclass(frozen=True, slots=True)
class ConfigKey:
    """A key: the kind of its value, what it says in a line, the tables it may stand in, and what counts without it.

    A number is `within` the least and the most that there may be; 0 says nothing.
    """

    name: str
    kind: Kind
    says: str
    tables: tuple[str, ...] = (SEASON, EPISODE)
    value: Any = None
    choices: tuple[str, ...] = ()
    within: tuple[float, float] | None = None

    @property
    def default(self) -> Any:  # noqa: ANN401 - of its kind
        return NOTHING[self.kind] if self.value is None else self.value

    @property
    def variable(self) -> str:
        """The variable of the environment that sets it, too."""
        return f"SUBTOOL_{self.name.upper()}"


KEYS = (
    ConfigKey("title", "text", "what the season is called", (SEASON,)),
    ConfigKey("scripts", "text", "where the scripts are", (SEASON,), "scripts/{episode}.*"),
    ConfigKey("films", "text", "where the films are", (SEASON,), "films/{episode}.*"),
    ConfigKey("originals", "text", "what the films speak, where the scripts are translations", (SEASON,)),
    ConfigKey("into", "text", "where everything is written", (SEASON,), "subtitles/"),
    ConfigKey("profile", "text", "the house style; without, the Netflix style of the text's language"),
    ConfigKey("language", "text", "the language of the scripts; without, found from their text"),
    ConfigKey("outputs", "texts", "the formats, by their suffixes", value=("cues.json", "srt", "vtt")),
    ConfigKey("footnotes", "text", "how footnotes are shown", choices=("captions", "markers", "off")),
    ConfigKey("titles", "flag", "whether the on-screen titles of the scripts are cues, too"),
    ConfigKey("shots", "flag", "whether the shot changes of the films are found and kept to"),
    ConfigKey(
        "wpm", "number", "words a minute of the narrator, where there is no film yet", within=WORDS_A_MINUTE
    ),
    ConfigKey("report", "flag", "a page about each episode, and one about the season"),
    ConfigKey("clips", "text", '"footnotes", "chapters", or a CSV of passages'),
    ConfigKey("name", "text", "what {episode} stands for", (EPISODE,)),
    ConfigKey("script", "text", "its script", (EPISODE,)),
    ConfigKey("film", "text", "its film", (EPISODE,)),
    ConfigKey("original", "text", "what the film speaks, where the script is a translation", (EPISODE,)),
    ConfigKey(
        "old_film", "text", "the cut before this one: its sound tells where hand edits belong", (EPISODE,)
    ),
    ConfigKey("encoding", "text", "the encoding of its script, where it is guessed wrong", (EPISODE,)),
    ConfigKey("audio_track", "whole", "which audio track is heard, counted from 1", (EPISODE,)),
    ConfigKey("channel", "text", "which channel of it is heard", (EPISODE,)),
    ConfigKey("jobs", "whole", "steps that run at once; without, one a processor", (BUILD,)),
    ConfigKey("memory", "text", "what they may take together, as in 1.5GB", (BUILD,)),
    ConfigKey("cache_limit", "text", "what may be kept of films to be faster, as in 20GB", (BUILD,)),
    ConfigKey("cluster", "text", "the address of a dask scheduler, as in tcp://10.0.0.1:8786", (BUILD,)),
)


def keys_of(table: str) -> dict[str, ConfigKey]:
    """The keys that may stand in a table, by their names."""
    return {key.name: key for key in KEYS if table in key.tables}
