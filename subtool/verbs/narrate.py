"""A script read out by a synthesiser, at the times its words are to be said: a scratch narration with its cues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle, groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.timing import known_moments
from subtool.cues.timing.frame_grid import Grid, without_picture
from subtool.cues.timing.pace import Pace, tell
from subtool.cues.timing.pace import narrate as paced
from subtool.errors import ChoiceError, ScriptError
from subtool.model import EVER_MS, Media, Remark, Span, Utterance, silent
from subtool.verbs.files import as_script, making
from subtool.verbs.result import Result
from subtool.verbs.sheets import compose, profile_for, rules_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from subtool.cues.footnotes import Mode
    from subtool.media.make.sound_file import SoundEncoding
    from subtool.model import Progress, Script, Sentence, Sheet
    from subtool.speech.synthesis.read_aloud import Reading, Take

OTHERS = ("f4", "m3", "f1", "m7")  # espeak-ng's speakers for who is not the narrator, in turn
LATE_MS = 10  # later than this is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrated(Result):
    """The sound that was made, its cues, and how long it is."""

    sheet: Sheet
    duration_ms: int


def narrate(  # noqa: PLR0913 - each is a choice of the user's
    script: Script | str | Path,
    out: str | Path,
    *,
    sheets: Iterable[str | Path] = (),
    pace: Pace | None = None,
    voices: Mapping[str, str] | None = None,
    profile: str | None = None,
    fps: Fraction | None = None,
    titles: bool = False,
    footnotes: Mode | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Narrated:
    """Read a script out into a sound, in its language; `sheets` are files for its cues, saved with it or not at all.

    Sentences begin when `draft` with the same `pace` says they do; known moments are kept to the millisecond.
    `voices` are names of espeak-ng's speakers, by that of the script's speaker, in capitals; "" is the narrator.
    Others get one each.

    The times of the words are those of the synthesiser; the cues stand on the frames of a film of `fps`.

    Raises:
        ScriptError: nothing is spoken, there is no such speaker, or a known moment is not to be found.
        StyleError: there is no such house style.
        OutputError: an output exists and `force` is not set, or cannot be written.
        ChoiceError: espeak-ng has no voice for the language or of that name.
        EngineError: ffmpeg failed.
    """
    script = as_script(script)
    from subtool.media.make import sound_file

    out, paths = Path(out), [Path(path) for path in sheets]
    profile = profile_for(script, profile)  # before the long work
    said = read_aloud(script, pace or Pace(), voices or {}, progress)
    job = said.sound
    grid = Grid(fps) if fps else without_picture()
    sheet = replace(
        compose(script, said.utterances, rules_for(script, profile, grid), titles=titles),
        media=Media(out.name, job.duration_ms),
        remarks=said.remarks,
    )
    with making(out, sheet, paths, footnotes=footnotes, force=force) as file:
        sound_file.encode(job, file.temporary, out, progress)
    return Narrated(
        paths=(out, *map(Path, sheets)), sheet=sheet, backups=file.backups, duration_ms=job.duration_ms
    )


@dataclass(frozen=True, slots=True)
class Aloud:
    """A narration: its sound, when each word is said in it, and what its author should look at."""

    sound: SoundEncoding
    utterances: tuple[Utterance, ...]
    remarks: tuple[Remark, ...]


def read_aloud(script: Script, pace: Pace, voices: Mapping[str, str], progress: Progress = silent) -> Aloud:
    """The sound of a script that is read out; see `narrate`.

    Raises:
        ScriptError: nothing is spoken, there is no such speaker, or a known moment is not to be found.
        ChoiceError: espeak-ng has no voice for the language or of that name.
    """
    from subtool.media.make.sound_file import SoundEncoding
    from subtool.speech.synthesis.read_aloud import read_out
    from subtool.speech.synthesis.utter import RATE

    if not script.sentences:
        raise ScriptError("holds nothing to speak", hint="see `subtool outline`")
    timed = paced(script.sentences, pace)
    takes, owners = _takes(script, pace, timed.utterances, voices)
    until_ms = timed.utterances[-1].span.end_ms if pace.duration_ms is not None else 0
    reading = read_out(takes, until_ms=until_ms, progress=progress)
    utterances = _utterances(script.sentences, reading, owners)
    remarks = (*timed.remarks, *_late(takes, reading))
    return Aloud(SoundEncoding(reading.samples, RATE), utterances, remarks)


def _takes(
    script: Script, pace: Pace, utterances: Sequence[Utterance], voices: Mapping[str, str]
) -> tuple[list[Take], list[int]]:
    """The pieces to be said, and for each the number of its sentence. A known moment begins a piece of its own."""
    known = {
        moment.word for moment in known_moments.place(script.sentences, pace.moments, pace.start_ms).moments
    }
    even = tell([replace(sentence, at_ms=None) for sentence in script.sentences], Pace())
    voice_by = _voices(script, voices)
    takes: list[Take] = []
    owners: list[int] = []
    first = 0
    for number, (timed, usual) in enumerate(zip(utterances, even, strict=True)):
        count = len(timed.words)
        cuts = sorted({0, count} | {word - first for word in known if 0 < word - first < count})
        first += count
        voice = voice_by[timed.sentence.speaker]
        takes += [_take(timed, usual, part, voice) for part in pairwise(cuts)]
        owners += [number] * (len(cuts) - 1)
    return _bounded(takes, ends=pace.duration_ms is not None), owners


def _take(timed: Utterance, usual: Utterance, part: tuple[int, int], voice: str) -> Take:
    """Some words of a sentence, with their time, and the one they have at an even pace."""
    from subtool.speech.synthesis.read_aloud import Take

    said, evenly = (
        Span(utterance.words[part[0]].span.start_ms, utterance.words[part[1] - 1].span.end_ms)
        for utterance in (timed, usual)
    )
    return Take(
        replace(timed.sentence, tokens=timed.sentence.tokens[slice(*part)]),
        voice,
        said.start_ms,
        latest_ms=said.end_ms,
        usual_ms=evenly.duration_ms,
        slower=max(1, said.duration_ms) / max(1, evenly.duration_ms),
    )


def _bounded(takes: Sequence[Take], *, ends: bool) -> list[Take]:
    """The takes with the time they have: up to the next one, and the last, if it `ends` then, to its own end."""
    from subtool.speech.synthesis.read_aloud import BREATH_MS

    bounded = [
        replace(take, latest_ms=max(take.start_ms + 1, following.start_ms - BREATH_MS))
        for take, following in pairwise(takes)
    ]
    last = takes[-1] if ends else replace(takes[-1], latest_ms=EVER_MS)
    return [*bounded, replace(last, to_the_end=ends)]


def _voices(script: Script, chosen: Mapping[str, str]) -> dict[str | None, str]:
    """The voice of each speaker; the one who begins is the narrator."""
    from subtool.speech.synthesis.espeak import variants
    from subtool.speech.voices import voice_of

    language = voice_of(script.language)
    unknown = sorted(set(chosen.values()) - set(variants()))
    if unknown:
        hint = f"choose one of {', '.join(variants())}"
        raise ChoiceError(f"espeak-ng has no speaker '{unknown[0]}'", hint=hint)
    speakers = list(dict.fromkeys(sentence.speaker for sentence in script.sentences))
    names = {(speaker or "").upper(): speaker for speaker in speakers}
    strange = sorted(set(chosen) - {""} - set(names))
    if strange:
        hint = f"it has {', '.join(sorted(filter(None, names))) or 'only the narrator'}"
        raise ScriptError(f"the script has no speaker {strange[0]}", hint=hint)
    narrator = None if None in speakers else speakers[0]
    others = cycle(OTHERS)
    voices = {}
    for speaker in speakers:
        usual = "" if speaker == narrator else next(others)
        variant = chosen.get((speaker or "").upper()) or (
            chosen.get("", "") if speaker == narrator else usual
        )
        voices[speaker] = f"{language}+{variant}" if variant else language
    return voices


def _utterances(
    sentences: Sequence[Sentence], reading: Reading, owners: Sequence[int]
) -> tuple[Utterance, ...]:
    utterances = []
    pairs = zip(owners, reading.spoken, strict=True)
    for number, group in groupby(pairs, key=lambda pair: pair[0]):
        spans = [span for _, spoken in group for span in spoken.words]
        sentence = sentences[number]
        words = (token.timed(span, 1.0) for token, span in zip(sentence.tokens, spans, strict=True))
        utterances.append(Utterance(sentence, tuple(words)))
    return tuple(utterances)


def _late(takes: Sequence[Take], reading: Reading) -> list[Remark]:
    """What could not be said at its time even at the fastest tempo."""
    return [
        Remark(
            f"there is not a time for what stands before: “{take.piece.tokens[0].text}” begins "
            f"{spoken.late_ms / 1000:.1f} s late",
            take.piece.source,
        )
        for take, spoken in zip(takes, reading.spoken, strict=True)
        if spoken.late_ms > LATE_MS
    ]
