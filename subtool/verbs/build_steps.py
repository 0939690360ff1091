"""What each step of a build does: a task in, the content of files out. Nothing is written but by whoever asked."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import SubtoolError
from subtool.model import Role, Timing
from subtool.season.digests import digest_of_values
from subtool.season.step import Outcome
from subtool.styles import houses
from subtool.verbs.bilingual import read_translation
from subtool.verbs.files import read_script
from subtool.verbs.sheets import profile_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from subtool.model import Cue, Script, Sheet
    from subtool.season.step import BuildTask

DOUBTFUL = (Timing.GUESSED, Timing.PARTLY)


def perform(task: BuildTask) -> Outcome:
    """Make a step; what a user can mend comes back as the error of its outcome."""
    try:
        return STEPS[task.step.kind](task)
    except SubtoolError as error:
        return Outcome(error=without_root(str(error), task.root))
    except MemoryError:
        return Outcome(error="there is not enough memory for it (fewer --jobs take less)", is_passing=True)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        said = f"{where}{(error.strerror or str(error)).lower()} (the system refused it)"
        return Outcome(error=without_root(said, task.root), is_passing=True)


def without_root(message: str, root: str) -> str:
    """A message whose paths are those of the project."""
    return message.replace(f"{root}/", "") if root not in {"", "."} else message


def _script(task: BuildTask, path: str) -> Script:
    options = task.step.options
    script = read_script(
        Path(task.root, path),
        encoding=options.get("encoding") or None,
        language=options.get("language") or None,
    )
    return replace(script, path=path)  # the same bytes whatever folder the project lies in


def _translation(task: BuildTask, path: str) -> tuple[Script, Script]:
    options = task.step.options
    script, original = read_translation(
        Path(task.root, path),
        Path(task.root, options["original"]),
        encoding=options.get("encoding") or None,
        language=options.get("language") or None,
    )
    return replace(script, path=path), original


def _sheet(task: BuildTask) -> Sheet:
    """The sheet of the episode as it stands there, edited or not."""
    from subtool.verbs.files import read

    sheet_name = next(path for path in task.files if path.endswith(".cues.json"))
    return read(Path(task.root, sheet_name))


def _profile(task: BuildTask) -> str | None:
    """The house style that is named; a file of the project's own by its path."""
    named: str = task.step.options.get("profile", "")
    return str(Path(task.root, named)) if houses.file_in(named) else named or None


def _outline(task: BuildTask) -> Outcome:
    path = task.step.reads[0]
    script = _script(task, path)
    understood = asdict(script)
    remarks = understood.pop("remarks")
    understood.pop("path")
    facts = {
        "title": script.title,
        "language": script.language,
        "words": sum(len(sentence.tokens) for sentence in script.sentences),
        "sentences": len(script.sentences),
        "footnotes": len(script.footnotes),
    }
    warnings = tuple(f"{path}:{one['source']['line']}: {one['message']}" for one in remarks)
    return Outcome(facts=facts, warnings=warnings, result=digest_of_values(understood))


def _draft(task: BuildTask) -> Outcome:
    from subtool.cues.timing.pace import Pace
    from subtool.verbs.draft import draft

    options, script = task.step.options, _script(task, task.step.uses[0])
    pace = Pace(words_a_minute=float(options["wpm"])) if options["wpm"] else None

    def time(old: Sheet | None) -> Sheet:
        return draft(
            script, profile=_profile(task), pace=pace, titles=options["titles"] and old is None, keep=old
        )

    return _timed(task, script, time)


def _align(task: BuildTask) -> Outcome:
    from subtool.verbs.align import align

    options, script = task.step.options, _script(task, task.step.uses[0])
    original = None
    if options["original"]:
        script, original = _translation(task, task.step.uses[0])

    def time(old: Sheet | None) -> Sheet:
        return align(
            script,
            Path(task.root, options["film"]),
            original=original,
            profile=_profile(task),
            audio_track=options["audio_track"] or None,
            channel=options["channel"] or None,
            shots=options["shots"],
            titles=options["titles"] and old is None,
            keep=old,
        )

    return _timed(task, script, time)


def _timed(task: BuildTask, script: Script, time: Callable[[Sheet | None], Sheet]) -> Outcome:
    """The sheet as a file, and what should be looked at in it."""
    from subtool.formats import cuesheet
    from subtool.verbs.kept_cues import timed_again

    sheet, why = timed_again(task, script, time)
    remarks = (f"{task.step.uses[0]}:{one.source.line}: {one.message}" for one in sheet.remarks)
    warnings = tuple(without_root(line, task.root) for line in (*why, *remarks))
    content = cuesheet.write(replace(sheet, remarks=()))
    data = content if isinstance(content, bytes) else content.encode()
    facts = {"how": task.step.kind, "engine": sheet.engine, "style": profile_for(script, _profile(task))}
    return Outcome({task.step.writes[0]: data}, facts=facts, warnings=warnings)


def _check(task: BuildTask) -> Outcome:
    """All that is told of an episode: its verdicts, problems, missing sentences, and where each source is shown."""
    from collections import Counter

    from subtool.reports import summary
    from subtool.verbs.check import check

    sheet = _sheet(task)
    profile, remarks = _style_of(task, sheet)
    problems = Counter(problem.code for problem in check(sheet, profile))
    spoken = [cue for cue in sheet.cues if cue.role is Role.SPEECH]
    facts = {
        **summary.figures(sheet),
        "title": sheet.title,
        "doubtful": sum(cue.timing in DOUBTFUL and not cue.accepted for cue in spoken),
        "duration_ms": sheet.media.duration_ms
        if sheet.media
        else max((cue.span.end_ms for cue in spoken), default=0),
        "film": sheet.media.name if sheet.media else "",
        "profile": Path(profile).stem if houses.file_in(profile) else profile,
        "problems": dict(sorted(problems.items())),
        "sources": [
            {
                "number": note.number,
                "text": note.full,
                "at_ms": _shown_at(spoken, note.number),
            }
            for note in sheet.footnotes
        ],
    }
    return Outcome(facts=facts, result=digest_of_values(facts), warnings=remarks)


def _style_of(task: BuildTask, sheet: Sheet) -> tuple[str, tuple[str, ...]]:
    """What a sheet is checked against, and what has to be said of it.

    That is the house style of the season, else the sheet's own, else the Netflix style of its language. A sheet that
    was edited elsewhere may name a file of that place; the project has none of it.
    """
    from subtool.styles.for_language import style_for
    from subtool.verbs.check import own_profile, profile_of, style_language

    if named := _profile(task):
        return named, ()
    own = own_profile(sheet)
    if not houses.file_in(own):
        return profile_of(sheet), ()
    taken = style_for(style_language(sheet))
    said = f"the cue sheet was made for {own}, and is checked against {taken}: profile in subtool.toml names a file"
    return taken, (said,)


def _shown_at(spoken: Sequence[Cue], number: str) -> list[int]:
    """When a footnote comes up: with the first cue of each sentence that it documents."""
    return [
        cue.span.start_ms
        for index, cue in enumerate(spoken)
        if number in cue.footnotes and (index == 0 or number not in spoken[index - 1].footnotes)
    ]


def _format(task: BuildTask) -> Outcome:
    from subtool.verbs.files import content, losses

    (path,) = task.step.writes
    sheet, mode = _sheet(task), task.step.options["footnotes"] or None
    target = Path(path)
    lost = losses(sheet, target, footnotes=mode)
    return Outcome({path: content(sheet, target, mode)}, facts={"lost": list(lost)})


def _report(task: BuildTask) -> Outcome:
    """What was heard where, for a sheet of a film; for a draft, what `check` finds."""
    from subtool.reports import alignment
    from subtool.reports.check import Findings, page
    from subtool.verbs.alignment_report import report_moments
    from subtool.verbs.check import check, check_context

    sheet = _sheet(task)
    if sheet.media is not None:
        written = alignment.page(sheet, report_moments(sheet, _script(task, task.step.uses[1])))
    else:
        context = check_context(sheet, _style_of(task, sheet)[0])
        written = page(Findings(sheet.title, sheet, context, tuple(check(sheet, delivery=context))))
    return Outcome({task.step.writes[0]: written.encode()})


def _clips(task: BuildTask) -> Outcome:
    """The clips of an episode, made in a folder of the build's own."""
    from subtool.media.read.probe import probe
    from subtool.timecode import standard
    from subtool.verbs import clip_list
    from subtool.verbs.clip import clips
    from subtool.verbs.passages import by_chapters, by_footnotes

    sheet, wanted, root = _sheet(task), task.step.options["clips"], Path(task.root)
    film = root / task.step.reads[0]
    if wanted == "footnotes":
        choices = list(by_footnotes(sheet)) if any(cue.footnotes for cue in sheet.cues) else []
    elif wanted == "chapters":
        choices = list(by_chapters(sheet))
    else:
        rate = probe(film).fps
        manner = clip_list.Manner(None, False, standard(rate) if rate else None)  # noqa: FBT003 - as a value has it
        choices = list(clip_list.read(root / wanted, sheet, manner))
    room = f".subtool/clips/{task.step.episode}"
    (root / room).parent.mkdir(parents=True, exist_ok=True)
    result = clips(
        sheet, film, root / room, choices, footnotes=task.step.options["footnotes"] or None, force=True
    )
    staged = {f"{task.step.folder}/{one.path.name}": f"{room}/{one.path.name}" for one in result}
    return Outcome(staged=staged)


def _season(task: BuildTask) -> Outcome:
    from subtool.reports.season import season_page

    episodes = {name.removesuffix("/check"): facts for name, facts in task.facts.items()}
    return Outcome({task.step.writes[0]: season_page(task.step.options["title"], episodes).encode()})


STEPS: Mapping[str, Callable[[BuildTask], Outcome]] = {
    "outline": _outline,
    "draft": _draft,
    "align": _align,
    "check": _check,
    "format": _format,
    "report": _report,
    "clips": _clips,
    "season": _season,
}
