"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from subtool.cli.values import BY_TIMECODE, frames_a_second, pair

LONGEST_HELP = 60  # characters of a cue beside its number
# That a file is there and may be read is checked by the readers, whose messages say how to mend it.
PATH = click.Path(path_type=Path, readable=False)

outputs = click.option(
    "-o", "--output", "outputs", type=PATH, multiple=True, required=True, metavar="OUT",
    help="Write here; the suffix decides the format. May be given several times.",
)  # fmt: skip
output = click.option("-o", "--output", type=PATH, required=True, metavar="OUT", help="Write here.")


def _by_timecode(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    ctx.meta[BY_TIMECODE] = wanted


timecode = click.option(
    "--timecode", is_flag=True, is_eager=True, expose_value=False, callback=_by_timecode,
    help="Times with frames, as in 10:03:12:05, are those of the film's own time code.",
)  # fmt: skip
force = click.option("--force", is_flag=True, help="Write over outputs that exist.")
strict = click.option(
    "--strict",
    is_flag=True,
    help="Refuse a script of which a line was perhaps read wrong, or is remarked on.",
)
quiet = click.option("--quiet", is_flag=True, help="Say nothing but errors.")
as_json = click.option("--json", "as_json", is_flag=True, help="Report as JSON on stdout.")


def house_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The house styles whose names begin like this, their variants once a plus is typed, and files."""
    from subtool.styles import houses

    names = [name for name in houses.names() if name.startswith(incomplete)]
    base, plus, _ = incomplete.partition("+")
    if plus and base in houses.names():
        names = [f"{base}+{variant}" for variant in houses.variants(base)]
    return [*map(CompletionItem, names), *PATH.shell_complete(ctx, param, incomplete)]


def layout_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The layouts whose names begin like this, and files."""
    from subtool.styles import layouts

    names = (name for name in layouts.names() if name.startswith(incomplete))
    return [*map(CompletionItem, names), *PATH.shell_complete(ctx, param, incomplete)]


def delivery_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Who takes subtitles in, each with what it takes, and files."""
    from subtool.styles import deliveries

    names = (name for name in deliveries.names() if name.startswith(incomplete))
    items = [CompletionItem(name, help=deliveries.delivery(name).title) for name in names]
    return [*items, *PATH.shell_complete(ctx, param, incomplete)]


def format_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats whose suffixes begin like this, without their point."""
    from subtool.formats import all_formats

    names = [(suffix.removeprefix("."), form.name) for form in all_formats() for suffix in form.suffixes]
    return [CompletionItem(name, help=what) for name, what in names if name.startswith(incomplete)]


def engine_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The engines there are, also those of other packages."""
    from subtool.speech import engines

    return [CompletionItem(name) for name in engines.engine_names() if name.startswith(incomplete)]


def language_tags(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The languages that begin like this: those of the house styles and those that a voice speaks."""
    from subtool.speech.voices import spoken
    from subtool.styles import houses

    tags = {houses.house_style(name).language for name in houses.names()} - {""}
    return [
        CompletionItem(tag) for tag in sorted(tags | spoken()) if tag.lower().startswith(incomplete.lower())
    ]


def cue_numbers(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The cues of the sheet that stands on the command line, by number, each with what it says."""
    from subtool.errors import SubtoolError
    from subtool.verbs.files import read

    typed_so_far = [
        ctx.params.get("cues"),
        *ctx.args,
    ]  # an option without its value ends what click understands
    path = next((str(word) for word in typed_so_far if word and Path(str(word)).is_file()), None)
    try:
        cues = read(path).cues if path else ()
    except SubtoolError:
        return []
    typed = incomplete.rpartition("-" if "-" in incomplete.rpartition(",")[2] else ",")[2]
    before = incomplete.removesuffix(typed)
    numbered = ((str(number), cue) for number, cue in enumerate(cues, 1))
    return [
        CompletionItem(f"{before}{number}", help=cue.text[:LONGEST_HELP])
        for number, cue in numbered
        if number.startswith(typed)
    ]


language = click.option(
    "--language", metavar="TAG", shell_complete=language_tags,
    help="Language of the script, as in en or pt-BR.  [default: found from its text]",
)  # fmt: skip


def season_profile() -> str | None:
    """The house style that the project file in the working folder, or above it, says; none where there is none."""
    from subtool.errors import SubtoolError
    from subtool.season.project_file import find_project, read_project

    project = find_project(Path())
    try:
        said = read_project(project).season.get("profile") if project else None
    except SubtoolError:  # it is told by those that build the season
        return None
    if project is None or said is None or not said.value:
        return None
    return str(project.parent / said.value) if said.value.endswith(".toml") else str(said.value)


def is_called(name: str) -> bool:
    """Whether an option stands in the call itself, and not in the environment or a project."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


profile = click.option(
    "--profile", metavar="NAME", shell_complete=house_names, envvar="SUBTOOL_PROFILE", default=season_profile,
    help="House style (see `profiles`).  [default: that of subtool.toml, else Netflix's for the text's language]",
)  # fmt: skip
build_profile = click.option(
    "--profile",
    metavar="NAME",
    shell_complete=house_names,
    help="House style of all episodes (see `profiles`).",
)
pairs = click.option(
    "--pair", "pairs", type=pair, multiple=True, metavar="N=M",
    help="Sentence N of the original is sentence M of the translation, as --report counts them; the others go by it.",
)  # fmt: skip
channel = click.option(
    "--channel", metavar="left|right|centre|N",
    help="Hear this channel of the audio track, by name or counted from 1.  [default: those with the voice]",
)  # fmt: skip
titles = click.option(
    "--titles", is_flag=True, help="Keep the script's on-screen titles, as cues of their own role."
)
encoding = click.option("--encoding", metavar="NAME", help="Encoding of the input, when it is guessed wrong.")
footnotes = click.option(
    "--footnotes", type=click.Choice(["captions", "markers", "off"]),
    help="Show footnotes as captions, as markers in the text, or not at all.",
)  # fmt: skip
fps = click.option(
    "--fps", type=frames_a_second, is_eager=True, metavar="N",
    help="Frames a second, as in 25, 29.97 or 24000/1001; also of time codes such as 00:03:10:12.",
)  # fmt: skip
font = click.option(
    "--font", type=PATH, metavar="FILE", help="A font file for scripts that subtool's own font lacks."
)
keep = click.option(
    "--keep", type=PATH, metavar="OLD", help="An older cue sheet: what has not changed since keeps its cues."
)
