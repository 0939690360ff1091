"""`subtool cache`."""

from __future__ import annotations

from collections import Counter

import click

import subtool
from subtool.cli import options, printing, terminal
from subtool.verbs.cache import bytes_in


@click.command()
@click.option(
    "--limit",
    metavar="SIZE",
    help="Let go of what has not been used for the longest time, until no more than this is kept.",
)
@click.option("--clear", is_flag=True, help="Let go of everything.")
@options.quiet
@options.as_json
def command(limit: str | None, clear: bool, quiet: bool, as_json: bool) -> None:
    """What is kept of films to be faster the next time, how much it is, and less of it.

    Nothing in it is anybody's work: without it, films are heard and looked at again. A season may set a limit that is
    kept after each build: cache_limit = "20GB" under [build] in its subtool.toml, or SUBTOOL_CACHE_LIMIT.

    \b
    Examples:
      subtool cache
      subtool cache --limit 5GB
      subtool cache --clear
    """
    if clear and limit:
        raise click.UsageError("--clear lets go of everything, --limit of some: give one of them.")
    gone = subtool.clear_cache(0 if clear else bytes_in(limit or "")) if clear or limit else ()
    sizes, counts, freed = Counter[str](), Counter[str](), sum(entry.size for entry in gone)
    for entry in subtool.cached():
        sizes[entry.says] += entry.size
        counts[entry.says] += 1
    if as_json:
        stored = [{"what": says, "files": counts[says], "bytes": size} for says, size in sizes.items()]
        data = {"kept": stored, "bytes": sizes.total(), "freed": freed}
        terminal.say_json(data)
    elif not quiet:
        for says, size in sizes.most_common():
            terminal.say(f"{printing.size(size):>9}  {says} ({counts[says]})")
        terminal.say(
            f"{printing.size(sizes.total()):>9}  in all" + (f"; {printing.size(freed)} freed" if gone else "")
        )
