"""Pages of the reference that are made from the code when the site is built: nothing in them is written twice.

python docs/generate.py FOLDER     write them without building the site
python docs/generate.py --sbom     print what is installed with subtool, as a bill of materials (CycloneDX)
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import textwrap
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import click

import subtool
from subtool.checks.problem import rules
from subtool.cli import COMMANDS, Verbs
from subtool.cli import subtool as command_line
from subtool.formats import FACETS, FORMATS
from subtool.season.keys import EPISODE, KEYS
from subtool.styles import deliveries, describe_house, describe_layout, houses, layouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
NOTE = "<!-- made from the code by docs/generate.py -->\n\n"
DISTRIBUTION = "documentary-subtool"


def commands() -> dict[str, str]:
    """A page a command, and one that lists them."""
    context = click.Context(command_line, info_name="subtool")
    pages = {"reference/commands/index.md": _command_index(context)}
    for name in Verbs.known:
        command = command_line.get_command(context, name)
        assert command
        pages[f"reference/commands/{name}.md"] = _command(name, command, context)
    return pages


def _command_index(context: click.Context) -> str:
    lines = ["# Commands", "", "Every command has `--help`, `--quiet`, `--verbose` and `--log FILE`.", ""]
    for group, members in COMMANDS.items():
        lines += [f"## {group}", ""]
        lines += [f"- [{name}]({name}.md): {does}" for name, does in members.items()] + [""]
    lines += ["```{toctree}", ":hidden:", "", *Verbs.known, "```", "", "## Variables", "", VARIABLES]
    assert context.command is command_line
    return "\n".join(lines)


VARIABLES = """Every option has a variable: `SUBTOOL_`, the command, the option, as in
`SUBTOOL_CLIP_LAYOUT=boxed`. Besides:

| variable | does |
| --- | --- |
| `SUBTOOL_PROFILE` | the house style where none is named |
| `SUBTOOL_LOG` | the file that `--log` names |
| `NO_COLOR` | no colours, if it is not empty |
| `IMAGEIO_FFMPEG_EXE` | another ffmpeg than the one in the wheel |
| `HF_HUB_OFFLINE` | `1` forbids fetching a model that is named |

## Exit codes

| code | means |
| --- | --- |
| 0 | done |
| 1 | `check`, or `convert --for`, found problems |
| 2 | the input or the call is wrong |
| 3 | a film does not hold what is to be made of it, or a media engine failed |
| 130 | interrupted (128 and the number of another signal that ended it) |
"""


def _command(name: str, command: click.Command, parent: click.Context) -> str:
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(["subtool", name, *command.collect_usage_pieces(context)])
    lines = [f"# {name}", "", "```text", usage, "```", "", _prose(command.help or ""), "## Options", ""]
    for option in command.get_params(context):
        record = option.get_help_record(context)
        if record and record[1]:
            declared, says = record
            lines += [f"`{' '.join(declared.split())}`", f": {_plain(says)}", ""]
    return "\n".join(lines)


def _prose(text: str) -> str:
    """A docstring of click as Markdown: what stands after its backslash-b is kept as it is."""
    parts = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            head, *rest = paragraph.lstrip("\b\n").splitlines()
            body = textwrap.dedent("\n".join(rest))
            parts.append(f"{_plain(head)}\n\n```text\n{body}\n```" if rest else _plain(head))
        else:
            parts.append(_plain(" ".join(paragraph.split())))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is; what stands between backticks is code already."""
    pieces = re.split(r"(`[^`]+`)", text)
    return "".join(
        piece if piece.startswith("`") else re.sub(r"([\\*_<>\[\]{}$|])", r"\\\1", piece) for piece in pieces
    )


def _cell(text: str) -> str:
    return _plain(text).replace("\n", " ")


def formats() -> dict[str, str]:
    """What each format can hold."""
    lines = [
        "# Formats",
        "",
        "The suffix of an output decides. What a format cannot hold is said when it is written.",
        "",
    ]
    for form in FORMATS:
        held = [what for what in FACETS if what in form.holds]
        lacks = [what for what in FACETS if what not in form.holds]
        notes = "in their own way" if form.footnotes == "own" else form.footnotes
        facts = [" and ".join(form.ways), f"footnotes {notes} unless `--footnotes` says otherwise"]
        facts += ["times are frames (`--fps`)"] if form.grid == "frames" else []
        suffixes = ", ".join(f"`{suffix}`" for suffix in form.suffixes)
        lines += [f"## {form.name}", "", f"{suffixes}: {'; '.join(facts)}.", ""]
        lines += [f"Holds: {', '.join(held) or 'times and text alone'}.", ""]
        lines += [f"Cannot hold: {', '.join(lacks)}.", ""] if lacks else []
    return {"reference/formats.md": "\n".join(lines)}


def rule_list() -> dict[str, str]:
    """What `check` looks for."""
    lines = ["# Rules of check", "", f"{len(rules())} rules; `--only` and `--ignore` take their codes.", ""]
    for rule in rules().values():
        lines += [
            f"## {rule.code}",
            "",
            f"{_plain(rule.title.capitalize())}.",
            "",
            f"mend\n: {_plain(rule.mend)}",
            "",
        ]
        lines += [f"`--fix`\n: {_plain(rule.fix or 'leaves it: there is no one right answer')}", ""]
        lines += [f"from\n: {_plain(rule.source or 'the house style')}", ""]
        lines += [f"formerly\n: `{rule.was}`", ""] if rule.was else []
    return {"reference/rules.md": "\n".join(lines)}


def house_styles() -> dict[str, str]:
    """Every house style in words, each rule with its source."""
    one = "`--profile NAME` takes one; a file of your own extends one ([how](../how-to/house-style.md))."
    head = ("| name | for | lines | characters a second |", "| --- | --- | --- | --- |")
    lines = ["# House styles", "", one, "", *head]
    styles = [houses.house_style(name) for name in houses.names()]
    for style in styles:
        limits = f"{style.max_lines} of {style.max_cpl} | {style.max_cps or ''}"
        lines.append(f"| [{style.name}](#{style.name}) | {_cell(style.title)} | {limits} |")
    for style in styles:
        lines += [
            "",
            f"({style.name})=",
            f"## {style.name}",
            "",
            f"{_plain(style.title)}. {_plain(style.source)} ({style.date}).",
            "",
        ]
        for rule in describe_house.rules(style, houses.comments(style.name)):
            source = f" *{_plain(rule.source)}*" if rule.source else ""
            lines += [f"{rule.about}\n: {_plain(rule.says)}{source}", ""]
    return {"reference/house-styles.md": "\n".join(lines)}


def layout_list() -> dict[str, str]:
    """Every layout in words."""
    lines = ["# Layouts", "", "`--layout NAME` takes one; [pictures of all](../layouts.md).", ""]
    for name in layouts.names():
        layout = layouts.layout(name)
        lines += [f"## {name}", "", f"{_plain(layout.title)}.", ""]
        for rule in describe_layout.rules(layout, layouts.comments(name)):
            reason = f" *{_plain(rule.reason)}*" if rule.reason else ""
            lines += [f"{rule.about}\n: {_plain(rule.says)}{reason}", ""]
    return {"reference/layouts.md": "\n".join(lines)}


def delivery_list() -> dict[str, str]:
    """Who takes subtitles in."""
    lines = ["# Deliveries", "", "`subtool convert film.cues.json --for NAME` writes what NAME takes in.", ""]
    for name in deliveries.names():
        one, why = deliveries.delivery(name), deliveries.comments(name)
        lines += [f"## {name}", "", f"{_plain(one.title)}. {_plain(one.source)} ({one.date}).", ""]
        for key in ("form", "file", "fps", "start", "profile"):
            value = getattr(one, key)
            if value:
                lines += [f"{key}\n: `{value}` {_plain(why.get(key, ''))}".rstrip(), ""]
    return {"reference/deliveries.md": "\n".join(lines)}


def project_file() -> dict[str, str]:
    """Every key of `subtool.toml`, the tables it may stand in, and what counts without it."""
    lines = ["# The project file", "", PROJECT_FILE]
    lines += ["| key | kind | stands in | says | without it |", "| --- | --- | --- | --- | --- |"]
    for key in KEYS:
        tables = ", ".join(f"`[[{table}]]`" if table == EPISODE else f"`[{table}]`" for table in key.tables)
        choices = f" ({', '.join(f'`{choice}`' for choice in key.choices)})" if key.choices else ""
        default = json.dumps(key.default, ensure_ascii=False) if key.default else ""
        says = f"{_cell(key.says)}{choices}"
        lines.append(
            f"| `{key.name}` | {key.kind} | {tables} | {says} | {f'`{default}`' if default else ''} |"
        )
    return {"reference/project-file.md": "\n".join(lines)}


PROJECT_FILE = """`subtool init` writes a `subtool.toml`, [seasons](../seasons.md) tells what is done with it. A key
counts for the season under `[season]`, for one episode under its `[[episode]]`. An option of `subtool build` counts
before the variable `SUBTOOL_` and the key in capitals, that before the file, the file before what counts without it;
`subtool build --show-config` says where each value comes from. A key that is not in this table is refused.
"""


def library() -> dict[str, str]:
    """Every public name of `import subtool`, with its signature and what it says of itself."""
    groups: dict[str, list[str]] = {"Functions": [], "Values": [], "Errors": []}
    for name in subtool.__all__:
        value = getattr(subtool, name)
        if name.startswith("__"):
            continue
        kind = (
            "Functions"
            if not isinstance(value, type)
            else "Errors"
            if issubclass(value, Exception)
            else "Values"
        )
        groups[kind] += _public(name, value)
    lines = [
        "# The library",
        "",
        "`import subtool` costs nothing: each name is loaded when it is first used.",
        "",
    ]
    for kind, entries in groups.items():
        lines += [f"## {kind}", "", *entries]
    return {"reference/library.md": "\n".join(lines)}


def _public(name: str, value: Callable[..., object]) -> Iterator[str]:
    yield from (f"### {name}", "")
    try:
        signature = _bare(str(inspect.signature(value)))
    except (TypeError, ValueError):
        signature = ""
    if signature and not (isinstance(value, type) and issubclass(value, Exception)):
        yield from ("```python", f"{name}{signature}", "```", "")
    text = inspect.getdoc(value) or ""
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("Raises:"):
            yield from ("Raises:", "", *_raised(paragraph), "")
        elif "──" in paragraph or paragraph.startswith(" "):
            yield from ("```text", paragraph, "```", "")
        else:
            yield from (_plain(" ".join(paragraph.split())), "")


def _bare(signature: str) -> str:
    """A signature without the quotes around its types, and without the addresses of functions."""
    signature = re.sub(r"<function (\w+) at 0x\w+>", r"\1", signature)
    signature = re.sub(r"<(\w+\.\w+): [^>]+>", r"\1", signature)
    return re.sub(r"""(: |-> )(["'])(.*?)\2(?=[,)= ]|$)""", r"\1\3", signature)


def _raised(paragraph: str) -> Iterator[str]:
    entries = re.sub(r"\n {5,}", " ", paragraph).splitlines()[1:]
    yield from (f"- {_plain(entry.strip())}" for entry in entries if entry.strip())


def licences() -> dict[str, str]:
    """What is shipped and what is depended on, each under which licence; the same as an SBOM is `make sbom`."""
    packages = (
        f"| {name} | {metadata.version(name)} | {_cell(licence(name))} |"
        for name in sorted(depended_on(), key=str.lower)
    )
    shipped = (f"- {_plain(line)}" for line in SHIPPED)
    head = ("| package | version here | licence |", "| --- | --- | --- |")
    parts = (
        "# Licences",
        "",
        OURS,
        "",
        "## In the wheel",
        "",
        *shipped,
        "",
        "## Installed beside it",
        "",
        *head,
    )
    lines = [*parts, *packages]
    return {"reference/licences.md": "\n".join(lines)}


OURS = """subtool is GPL-3.0-or-later, as two of the libraries it stands on are (pysrt, espeak-ng). Whatever it is
distributed with must be compatible with that; whatever it makes, subtitles and films, is yours."""
SHIPPED = (
    "subtool itself: GPL-3.0-or-later",
    "the weights of Silero VAD, as plain arrays: MIT",
    "the sample script: written for it, GPL-3.0-or-later",
    "house styles: values, no text of the guides; each names the guide it was read in",
)


def depended_on() -> set[str]:
    """All that is installed with subtool, extras aside."""
    found, ahead = set[str](), [DISTRIBUTION]
    while ahead:
        name = re.sub(r"[-_.]+", "-", ahead.pop()).lower()
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # of another system or Python
            continue
        if name not in found:
            found.add(name)
            ahead += [re.split(r"[^\w.-]", need)[0] for need in needs if "extra ==" not in need]
    return found - {DISTRIBUTION}


def licence(name: str) -> str:
    """As the package says it: its expression, else its classifiers, else the first line of its own words."""
    about = metadata.metadata(name)
    named = [
        line.rpartition(":: ")[2]
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    text = (about.get("License") or "").strip().splitlines()
    return (
        about.get("License-Expression")
        or ", ".join(named)
        or (text[0][:80] if text else "")
        or KNOWN.get(name, "not said")
    )


# Packages whose metadata say nothing, as their own files have it.
KNOWN = {
    "docopt": "MIT",
    "manimgx-fonts": "OFL-1.1",
    "font-source-sans-pro": "OFL-1.1",
    "espeakng-loader": "GPL-3.0-or-later",
}


def project_version() -> str:
    return subtool.__version__


def pages() -> dict[str, str]:
    """All of them, by their path in the site."""
    makers = (
        commands, formats, rule_list, house_styles, layout_list, delivery_list, project_file, library, licences
    )  # fmt: skip
    return {path: f"{NOTE}{text.rstrip()}\n" for maker in makers for path, text in maker().items()}


def write(folder: Path) -> None:
    """Write those that are not there yet, or have changed: what has not changed is not built again."""
    for path, text in pages().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")


def sbom() -> str:
    """What is installed with subtool as a bill of materials in CycloneDX."""
    parts = [
        {
            "type": "library",
            "name": name,
            "version": metadata.version(name),
            "purl": f"pkg:pypi/{name}@{metadata.version(name)}",
            "licenses": [{"license": {"name": licence(name)}}],
        }
        for name in sorted(depended_on())
    ]
    about = {"type": "application", "name": DISTRIBUTION, "version": subtool.__version__}
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": about}}
    return json.dumps({**bill, "components": parts}, indent=1) + "\n"


if __name__ == "__main__":
    if sys.argv[1] == "--sbom":
        sys.stdout.write(sbom())
    else:
        write(Path(sys.argv[1]))
