"""Documentary scripts to subtitles timed to the narrator's voice, and to clips that carry them.

The verbs of the command line, without a terminal. They are loaded when first used, so that `import subtool`
costs nothing.
"""

TYPE_CHECKING = False  # as typing has it, which a stranger's folder could hold while the command begins
if TYPE_CHECKING:
    import typing

    from subtool.checks.fix import Fixed
    from subtool.checks.problem import Problem
    from subtool.cues.find import between_words, padded_span
    from subtool.cues.revise.difference import Revision, difference
    from subtool.cues.timing.known_moments import Quoted
    from subtool.cues.timing.pace import Pace
    from subtool.errors import (
        ChoiceError,
        EngineError,
        FormatError,
        IncompleteError,
        MediaError,
        ModelError,
        OutputError,
        Place,
        ProjectError,
        ScriptError,
        SheetError,
        StyleError,
        SubtoolError,
    )
    from subtool.formats.form import Format
    from subtool.media.make.encoding import Encoding
    from subtool.media.make.passages import Fades
    from subtool.media.mix.ducking import Ducking
    from subtool.model import (
        Cue,
        Footnote,
        Media,
        Remark,
        Role,
        Script,
        Sentence,
        Sheet,
        Source,
        Span,
        Timing,
        Token,
        Unspoken,
        Utterance,
        Word,
    )
    from subtool.onscreen.look import Look
    from subtool.reports.notebook import as_html
    from subtool.season.run import Watcher
    from subtool.speech.narration import Narration
    from subtool.verbs.against import Compared, check_against
    from subtool.verbs.align import align, programme_parts
    from subtool.verbs.alignment_report import report_alignment
    from subtool.verbs.animatic import Animatic, animatic
    from subtool.verbs.bilingual import read_translation
    from subtool.verbs.build import Built, build, watch
    from subtool.verbs.cache import CacheEntry, cached, clear_cache
    from subtool.verbs.check import check, check_context, fix, report
    from subtool.verbs.clip import burn, clip, clips
    from subtool.verbs.clip_job import Clip
    from subtool.verbs.contacts import Contacts, contacts
    from subtool.verbs.deliver import Delivered, deliver
    from subtool.verbs.doctor import Fact, doctor
    from subtool.verbs.draft import draft, explain
    from subtool.verbs.files import claim, losses, read, read_script, reads, write, write_all, writes
    from subtool.verbs.init import Initiated, init
    from subtool.verbs.lay import LaidOn, Places, lay
    from subtool.verbs.mux import Muxed, Subtitles, extract, language_in, mux, tracks_in
    from subtool.verbs.narrate import Narrated, narrate
    from subtool.verbs.papercut import Papercut, papercut
    from subtool.verbs.passages import by_chapters, by_footnotes, footnote_spans, spoken_span
    from subtool.verbs.sheet_pieces import excerpt, shift, table, to_frame
    from subtool.verbs.status import EpisodeStatus, SeasonStatus, report_season, status
    from subtool.verbs.still import Still, moment, still
    from subtool.verbs.sync import Synced, sync
    from subtool.verbs.transfer import transfer

__version__ = "0.2.0"

_HOMES = {
    "Animatic": "subtool.verbs.animatic",
    "Built": "subtool.verbs.build",
    "CacheEntry": "subtool.verbs.cache",
    "ChoiceError": "subtool.errors",
    "Clip": "subtool.verbs.clip_job",
    "Compared": "subtool.verbs.against",
    "Contacts": "subtool.verbs.contacts",
    "Cue": "subtool.model",
    "Delivered": "subtool.verbs.deliver",
    "Ducking": "subtool.media.mix.ducking",
    "Encoding": "subtool.media.make.encoding",
    "EngineError": "subtool.errors",
    "EpisodeStatus": "subtool.verbs.status",
    "Fact": "subtool.verbs.doctor",
    "Fades": "subtool.media.make.passages",
    "Fixed": "subtool.checks.fix",
    "Footnote": "subtool.model",
    "Format": "subtool.formats.form",
    "FormatError": "subtool.errors",
    "IncompleteError": "subtool.errors",
    "Initiated": "subtool.verbs.init",
    "LaidOn": "subtool.verbs.lay",
    "Look": "subtool.onscreen.look",
    "Media": "subtool.model",
    "MediaError": "subtool.errors",
    "ModelError": "subtool.errors",
    "Muxed": "subtool.verbs.mux",
    "Narrated": "subtool.verbs.narrate",
    "Narration": "subtool.speech.narration",
    "OutputError": "subtool.errors",
    "Pace": "subtool.cues.timing.pace",
    "Papercut": "subtool.verbs.papercut",
    "Place": "subtool.errors",
    "Places": "subtool.verbs.lay",
    "Problem": "subtool.checks.problem",
    "ProjectError": "subtool.errors",
    "Quoted": "subtool.cues.timing.known_moments",
    "Remark": "subtool.model",
    "Revision": "subtool.cues.revise.difference",
    "Role": "subtool.model",
    "Script": "subtool.model",
    "ScriptError": "subtool.errors",
    "SeasonStatus": "subtool.verbs.status",
    "Sentence": "subtool.model",
    "Sheet": "subtool.model",
    "SheetError": "subtool.errors",
    "Source": "subtool.model",
    "Span": "subtool.model",
    "Still": "subtool.verbs.still",
    "StyleError": "subtool.errors",
    "Subtitles": "subtool.verbs.mux",
    "SubtoolError": "subtool.errors",
    "Synced": "subtool.verbs.sync",
    "Timing": "subtool.model",
    "Token": "subtool.model",
    "Unspoken": "subtool.model",
    "Utterance": "subtool.model",
    "Watcher": "subtool.season.run",
    "Word": "subtool.model",
    "align": "subtool.verbs.align",
    "animatic": "subtool.verbs.animatic",
    "as_html": "subtool.reports.notebook",
    "between_words": "subtool.cues.find",
    "build": "subtool.verbs.build",
    "burn": "subtool.verbs.clip",
    "by_chapters": "subtool.verbs.passages",
    "by_footnotes": "subtool.verbs.passages",
    "cached": "subtool.verbs.cache",
    "check": "subtool.verbs.check",
    "check_against": "subtool.verbs.against",
    "check_context": "subtool.verbs.check",
    "claim": "subtool.verbs.files",
    "clear_cache": "subtool.verbs.cache",
    "clip": "subtool.verbs.clip",
    "clips": "subtool.verbs.clip",
    "contacts": "subtool.verbs.contacts",
    "deliver": "subtool.verbs.deliver",
    "difference": "subtool.cues.revise.difference",
    "doctor": "subtool.verbs.doctor",
    "draft": "subtool.verbs.draft",
    "excerpt": "subtool.verbs.sheet_pieces",
    "explain": "subtool.verbs.draft",
    "extract": "subtool.verbs.mux",
    "fix": "subtool.verbs.check",
    "footnote_spans": "subtool.verbs.passages",
    "init": "subtool.verbs.init",
    "language_in": "subtool.verbs.mux",
    "lay": "subtool.verbs.lay",
    "losses": "subtool.verbs.files",
    "moment": "subtool.verbs.still",
    "mux": "subtool.verbs.mux",
    "narrate": "subtool.verbs.narrate",
    "padded_span": "subtool.cues.find",
    "papercut": "subtool.verbs.papercut",
    "programme_parts": "subtool.verbs.align",
    "read": "subtool.verbs.files",
    "read_script": "subtool.verbs.files",
    "read_translation": "subtool.verbs.bilingual",
    "reads": "subtool.verbs.files",
    "report": "subtool.verbs.check",
    "report_alignment": "subtool.verbs.alignment_report",
    "report_season": "subtool.verbs.status",
    "shift": "subtool.verbs.sheet_pieces",
    "spoken_span": "subtool.verbs.passages",
    "status": "subtool.verbs.status",
    "still": "subtool.verbs.still",
    "sync": "subtool.verbs.sync",
    "table": "subtool.verbs.sheet_pieces",
    "to_frame": "subtool.verbs.sheet_pieces",
    "tracks_in": "subtool.verbs.mux",
    "transfer": "subtool.verbs.transfer",
    "watch": "subtool.verbs.build",
    "write": "subtool.verbs.files",
    "write_all": "subtool.verbs.files",
    "writes": "subtool.verbs.files",
}

__all__ = [
    "Animatic",
    "Built",
    "CacheEntry",
    "ChoiceError",
    "Clip",
    "Compared",
    "Contacts",
    "Cue",
    "Delivered",
    "Ducking",
    "Encoding",
    "EngineError",
    "EpisodeStatus",
    "Fact",
    "Fades",
    "Fixed",
    "Footnote",
    "Format",
    "FormatError",
    "IncompleteError",
    "Initiated",
    "LaidOn",
    "Look",
    "Media",
    "MediaError",
    "ModelError",
    "Muxed",
    "Narrated",
    "Narration",
    "OutputError",
    "Pace",
    "Papercut",
    "Place",
    "Places",
    "Problem",
    "ProjectError",
    "Quoted",
    "Remark",
    "Revision",
    "Role",
    "Script",
    "ScriptError",
    "SeasonStatus",
    "Sentence",
    "Sheet",
    "SheetError",
    "Source",
    "Span",
    "Still",
    "StyleError",
    "Subtitles",
    "SubtoolError",
    "Synced",
    "Timing",
    "Token",
    "Unspoken",
    "Utterance",
    "Watcher",
    "Word",
    "__version__",
    "align",
    "animatic",
    "as_html",
    "between_words",
    "build",
    "burn",
    "by_chapters",
    "by_footnotes",
    "cached",
    "check",
    "check_against",
    "check_context",
    "claim",
    "clear_cache",
    "clip",
    "clips",
    "contacts",
    "deliver",
    "difference",
    "doctor",
    "draft",
    "excerpt",
    "explain",
    "extract",
    "fix",
    "footnote_spans",
    "init",
    "language_in",
    "lay",
    "losses",
    "moment",
    "mux",
    "narrate",
    "padded_span",
    "papercut",
    "programme_parts",
    "read",
    "read_script",
    "read_translation",
    "reads",
    "report",
    "report_alignment",
    "report_season",
    "shift",
    "spoken_span",
    "status",
    "still",
    "sync",
    "table",
    "to_frame",
    "tracks_in",
    "transfer",
    "watch",
    "write",
    "write_all",
    "writes",
]


def __getattr__(name: str) -> "typing.Any":  # noqa: ANN401 - as typed above
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'subtool' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
