"""What each step of a build does: a task in, the content of files out. Nothing is written but by whoever asked."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.errors import MediaError, SheetError, SubtoolError
from subtool.model import Role, Timing
from subtool.season.code import code_version
from subtool.season.digests import digest_of_values
from subtool.season.step import Keep, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from subtool.model import Cue, Script, Sheet
    from subtool.season.step import BuildTask

SCRIPT = ("script", "text", "formats", "verbs/files.py", "model.py", "errors.py")
CUES = (
    *SCRIPT,
    "cues",
    "styles",
    "checks",
    "timecode.py",
    "verbs/sheets.py",
    "verbs/check.py",
    "verbs/build_steps.py",
)
HEARD = ("speech", "media/read", "retime", "verbs/align.py", "verbs/sync.py", "verbs/cue_times.py")
ROOMS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # of each kind of step: rooms, libraries
    "outline": (SCRIPT, ("syntok", "mammoth")),
    "draft": ((*CUES, "verbs/draft.py"), ("syntok", "budoux")),
    "align": ((*CUES, *HEARD), ("syntok", "budoux", "pocketsphinx", "espeakng_loader", "numpy", "av", "num2words")),
    "check": ((*CUES, "reports/summary.py", "season"), ()),
    "format": (("formats", "cues/footnotes.py", "text", "model.py", "timecode.py"), ("ttconv", "pysubs2", "pysrt")),
    "report": (("reports", "checks", "styles", "verbs/check.py", "verbs/align.py"), ()),
    "clips": (("media", "onscreen", "verbs/clip.py", "verbs/clip_job.py", "verbs/render_plan.py"), ("imageio_ffmpeg",)),
    "season": (("reports", "season"), ()),
}  # fmt: skip
DOUBTFUL = (Timing.GUESSED, Timing.PARTLY)


def codes() -> dict[str, str]:
    """The version of the code that makes each kind of step."""
    return {kind: code_version(rooms, libraries) for kind, (rooms, libraries) in ROOMS.items()}


def perform(task: BuildTask) -> Outcome:
    """Make a step; what a user can mend comes back as the error of its outcome."""
    try:
        return STEPS[task.step.kind](task)
    except SubtoolError as error:
        return Outcome(error=_without_root(str(error), task.root))
    except MemoryError:
        return Outcome(error="there is not enough memory for it (fewer --jobs take less)")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return Outcome(error=f"{where}{(error.strerror or str(error)).lower()} (the system refused it)")


def _without_root(message: str, root: str) -> str:
    """A message whose paths are those of the project."""
    return message.replace(f"{root}/", "") if root not in {"", "."} else message


def _script(task: BuildTask, path: str) -> Script:
    from subtool.verbs.files import read_script

    options = task.step.options
    script = read_script(
        Path(task.root, path),
        encoding=options.get("encoding") or None,
        language=options.get("language") or None,
    )
    return replace(script, path=path)  # the same bytes whatever folder the project lies in


def _sheet(task: BuildTask) -> Sheet:
    """The sheet of the episode as it stands there, edited or not."""
    from subtool.verbs.files import read

    sheet_name = next(path for path in task.files if path.endswith(".cues.json"))
    return read(Path(task.root, sheet_name))


def _profile(task: BuildTask) -> str | None:
    """The house style that is named; a file of the project's own by its path."""
    named: str = task.step.options.get("profile", "")
    return str(Path(task.root, named)) if named.endswith(".toml") else named or None


def _outline(task: BuildTask) -> Outcome:
    (path,) = task.step.reads
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

    options = task.step.options
    script = _script(task, task.step.uses[0])
    old, lost = _kept_sheet(task)
    pace = Pace(words_a_minute=float(options["wpm"])) if options["wpm"] else None
    sheet = draft(
        script, profile=_profile(task), pace=pace, titles=options["titles"] and old is None, keep=old
    )
    return _timed(task, script, sheet, old, lost)


def _align(task: BuildTask) -> Outcome:
    from subtool.verbs.align import align

    options = task.step.options
    script = _script(task, task.step.uses[0])
    old, lost = _kept_sheet(task)
    sheet = align(
        script,
        Path(task.root, options["film"]),
        profile=_profile(task),
        audio_track=options["audio_track"] or None,
        channel=options["channel"] or None,
        shots=options["shots"],
        titles=options["titles"] and old is None,
        keep=old,
    )
    return _timed(task, script, sheet, old, lost)


def _timed(
    task: BuildTask, script: Script, sheet: Sheet, old: Sheet | None, lost: tuple[str, ...]
) -> Outcome:
    """The sheet as a file, and what should be looked at in it."""
    from subtool.cues.revise.difference import difference
    from subtool.formats import cuesheet

    gone = [str(one) for one in difference(old, script, sheet).lost] if old else []
    remarks = tuple(f"{task.step.uses[0]}:{one.source.line}: {one.message}" for one in sheet.remarks)
    warnings = (*lost, *(f"hand edit not kept, its sentence has changed: {one}" for one in gone), *remarks)
    content = cuesheet.write(replace(sheet, remarks=()))
    data = content if isinstance(content, bytes) else content.encode()
    return Outcome(
        {task.step.writes[0]: data}, facts={"how": task.step.kind, "engine": sheet.engine}, warnings=warnings
    )


def _kept_sheet(task: BuildTask) -> tuple[Sheet | None, tuple[str, ...]]:
    """What of the sheet that is there is kept, and what has to be said of it."""
    from subtool.cues.revise.unedited import with_words_of
    from subtool.formats import cuesheet
    from subtool.verbs.files import read

    if task.keep is Keep.NOTHING:
        return None, ()
    old = read(Path(task.root, task.step.writes[0]))
    if task.base:
        old = with_words_of(old, cuesheet.read(task.base.decode("utf-8")))
    edited = tuple(cue for cue in old.cues if _is_by_hand(cue))
    if old.media and task.step.kind == "draft":
        return old, (f"its film {old.media.name} is not there: its cues keep the times of it",)
    if edited and task.step.kind == "draft":  # without a film nothing but its neighbours says when a cue is
        said = "cues of it were edited by hand: where the script has not changed, all of them are kept as they are"
        return old, () if task.keep is Keep.ALL else (said,)
    if task.keep is Keep.ALL:
        return old, ()
    if edited and task.keep is Keep.RECUT:
        return _recut(task, old)
    return (replace(old, cues=edited) if edited else None), ()


def _recut(task: BuildTask, old: Sheet) -> tuple[Sheet | None, tuple[str, ...]]:
    """The cues that people edited, where they belong in the new film."""
    from subtool.verbs.sync import sync

    film, before = Path(task.root, task.step.options["film"]), task.step.options["old_film"]
    try:
        moved = sync(old, film, old=Path(task.root, before) if before else None).sheet
    except (SheetError, MediaError) as error:
        said = f"edits by hand could not be brought to the new cut: {_without_root(str(error), task.root)}"
        return None, (said,)
    return replace(moved, cues=tuple(cue for cue in moved.cues if _is_by_hand(cue))), ()


def _is_by_hand(cue: Cue) -> bool:
    from subtool.cues.revise.keep import by_hand

    return bool(by_hand(cue) or cue.timing is Timing.EDITED or cue.accepted or cue.comment)


def _check(task: BuildTask) -> Outcome:
    """All that is told of an episode: its verdicts, problems, missing sentences, and where each source is shown."""
    from collections import Counter

    from subtool.reports import summary
    from subtool.verbs.check import check, profile_of

    sheet = _sheet(task)
    profile = _profile(task) or profile_of(sheet)
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
        "profile": Path(profile).stem if profile.endswith(".toml") else profile,
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
    return Outcome(facts=facts, result=digest_of_values(facts))


def _shown_at(spoken: Sequence[Cue], number: str) -> list[int]:
    """When a footnote comes up: with the first cue of each sentence that it documents."""
    return [
        cue.span.start_ms
        for at, cue in enumerate(spoken)
        if number in cue.footnotes and (at == 0 or number not in spoken[at - 1].footnotes)
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
    from subtool.verbs.align import report_moments
    from subtool.verbs.check import check, check_context, profile_of

    sheet = _sheet(task)
    if sheet.media is not None:
        written = alignment.page(sheet, report_moments(sheet, _script(task, task.step.uses[1])))
    else:
        context = check_context(sheet, _profile(task) or profile_of(sheet))
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
    made = clips(
        sheet, film, root / room, choices, footnotes=task.step.options["footnotes"] or None, force=True
    )
    staged = {f"{task.step.folder}/{one.path.name}": f"{room}/{one.path.name}" for one in made}
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
