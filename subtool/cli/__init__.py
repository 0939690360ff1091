"""The command line: one file a command, loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, NoReturn

import click

from subtool.cli import log, terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The order and the groups of `--help`: command -> what it does, in a line.
COMMANDS: Mapping[str, Mapping[str, str]] = {
    "Script": {
        "outline": "how a script was understood",
    },
    "Timing": {
        "draft": "cues timed from the text alone",
        "align": "cues timed to the voice in a film",
        "transfer": "the times of a finished sheet, carried to the same text in another language",
        "sync": "existing subtitles, re-timed to a film, to others, or to a new cut",
    },
    "Files": {
        "review": "a local page: film, waveform, cues, doubts first; edits are saved as they are made",
        "check": "problems against a house style",
        "convert": "from one subtitle format to another",
        "formats": "the formats there are, and what each can hold",
        "profiles": "the house styles there are",
        "layouts": "the layouts of burned-in text there are",
    },
    "Film": {
        "clip": "a passage of the film with its subtitles and footnotes burned in",
        "papercut": "the film cut by its text: what is marked in the script, as an edit for an editing system",
        "burn": "the whole film with its subtitles and footnotes burned in",
        "still": "one frame of the film with its subtitles and footnotes, as a picture",
        "animatic": "a film to react to, from the script alone or with a folder of pictures",
        "mux": "subtitles as tracks of the film, which is copied as it is",
        "extract": "subtitles that are tracks of a film",
        "contacts": "a contact sheet: a frame of each cue, with text, time and verdict",
    },
    "Narration": {
        "narrate": "a script read out by a synthesiser, with the times of its words",
        "lay": "a narration laid onto a film, whose own sound goes down under it",
    },
    "Work": {
        "init": "a project file for the scripts and films of a season",
        "build": "every episode of a season brought up to date",
        "status": "a line for each episode: what is made, out of date, heard, doubtful, wrong",
        "cache": "what is kept of films to be faster, and how to keep less",
        "demo": "the whole way, on a sample episode that it makes itself",
        "doctor": "what is installed, what works, and where things are kept",
    },
}


class Verbs(click.Group):
    """Lists every command without loading one; a broken call ends in one line and the right exit code."""

    known: ClassVar = [name for group in COMMANDS.values() for name in group]

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.known)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.known:
            return None
        command = import_module(f"subtool.cli.{name}").command
        assert isinstance(command, click.Command)
        taken = {option for parameter in command.params for option in parameter.opts}
        command.params += [option for option in log.options() if taken.isdisjoint(option.opts)]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click, which says of an unknown command only that it is unknown."""
        if args and args[0] not in self.known and not args[0].startswith("-"):
            from subtool.text.nearest import did_you_mean

            meant = did_you_mean(args[0], self.known)
            ctx.fail(f"There is no command '{args[0]}' ({meant or '`subtool --help` lists them'})")
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, self.known))
        for title, commands in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), does) for name, does in commands.items()])


SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
    "auto_envvar_prefix": "SUBTOOL",  # SUBTOOL_CLIP_LAYOUT=boxed is --layout boxed of `clip`
}
BEGIN = """\
subtool turns a documentary's script into subtitles, and into clips that carry them.

  subtool demo --quick                                      see it work, in seconds
  subtool outline script.docx                               how is my script understood?
  subtool draft script.docx -o film.srt                     subtitles before there is a film
  subtool align script.docx film.mp4 -o film.cues.json -o film.srt
                                                            timed to the voice in the film
  subtool review film.cues.json film.mp4                    finish them in the browser
  subtool clip film.cues.json film.mp4 --quote "words said in it" -o clip.mp4
                                                            a captioned clip with its sources

`subtool --help` lists all commands, `subtool align --help` what one can do.
`subtool doctor` says what is installed and works."""


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from subtool import __version__

        terminal.say(f"subtool {__version__}")
        ctx.exit()


@click.group(cls=Verbs, context_settings=SETTINGS, invoke_without_command=True)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, allow_from_autoenv=False,
              help="Show the version and exit.")  # fmt: skip
@click.pass_context
def subtool(ctx: click.Context) -> None:
    """Documentary scripts to subtitles timed to the narrator's voice, and to clips that carry them.

    \b
    Examples:
      subtool align script.txt film.mp4 -o film.srt -o film.cues.json
      subtool clip film.cues.json film.mp4 --quote "words said in it" -o clip.mp4
    """
    if ctx.invoked_subcommand is None:
        click.echo(BEGIN)


def main() -> NoReturn:
    """Run, and turn every error a user can cause into one line on stderr and an exit code."""
    from subtool.cli import signals

    os.environ.pop(
        "FFREPORT", None
    )  # it would have ffmpeg write logs, also where a library asks for its version
    os.environ.pop("LOKY_PICKLER", None)  # a module that loky would take values apart with
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"  # of the extra for models of one's own
    os.environ["PYTHONSAFEPATH"] = "1"  # no process that is started finds modules in the working folder
    # one thread for numpy: its products are small, two took 4x the CPU of one, and the work is spread by processes
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    terminal.guard()
    signals.heed()
    code = _run()
    if (failed := terminal.unprinted()) and code in {0, 1}:
        code = _complain(
            f"what was to be printed could not be: {(failed.strerror or str(failed)).lower()}", 2
        )
    sys.exit(code)


def _run() -> int:  # noqa: PLR0911 - one for each kind of end
    """What the command leaves with."""
    from subtool.cli import signals
    from subtool.errors import SubtoolError

    try:
        return subtool(standalone_mode=False) or 0  # click hands over the code that a command leaves with
    except SubtoolError as error:
        return _complain(str(error), error.exit_code, _notes(error))
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        vars(error)["message"] = terminal.visible(error.message)  # what was called for may hold line breaks
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as error:
        cause = error.__cause__ or error
        left = next(iter(_notes(cause)), "nothing was written")
        return _complain(f"interrupted; {left}", signals.exit_code(cause))
    except BrokenPipeError:  # a pipe written to directly, whose reader has gone: not an error
        return 0
    except ImportError as error:
        return _complain(_lacking(error), 2)
    except MemoryError:
        return _complain(
            "there is not enough memory for this (close other programs, or take less at once)", 2
        )
    except (
        OSError
    ) as error:  # what the system refuses where nobody expects it: no file handles, a failing disk
        where = f"{error.filename}: " if error.filename else ""
        return _complain(f"{where}{(error.strerror or str(error)).lower()} (the system refused it)", 2)


def _lacking(error: ImportError) -> str:
    """What to say of a library that is not there, or that the system did not load; anything else is raised.

    It is not there in an installation without those of films and voices, see docs/install.md.
    """
    name = (error.name or "").partition(".")[0]
    if isinstance(error, ModuleNotFoundError) and name not in {"", "subtool"}:
        hint = "pip install documentary-subtool brings all that films and voices need"
        return f"this needs the Python package '{name}', which is not installed ({hint})"
    cause: BaseException | None = error
    while cause:  # libraries tell it in words of their own
        if isinstance(cause, ImportError) and (cause.path or "").endswith((".so", ".pyd")):
            hint = "is there too little memory? close other programs, or install it again"
            return f"a library cannot be loaded: {cause.msg} ({hint})"
        cause = cause.__cause__ or cause.__context__
    raise error


def _notes(error: BaseException) -> list[str]:
    return getattr(error, "__notes__", [])


def _complain(message: str, exit_code: int, notes: Iterable[str] = ()) -> int:
    for line in (f"subtool: {message}", *notes):
        terminal.say(line, err=True)
    return exit_code
