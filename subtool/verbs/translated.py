"""A script in another language than the film: what was heard of the original, carried to its translation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.cues.segmentation.width import width
from subtool.errors import Place, ScriptError
from subtool.model import OriginalSentence, Remark, Role, Span, Timing, Unspoken
from subtool.pairs import PairedWith
from subtool.speech.narration import Narration
from subtool.translation import encoder
from subtool.translation.belonging import same_text, unrelated
from subtool.translation.carry import LIKELY, carried
from subtool.translation.clues import Side
from subtool.translation.footnotes import with_cited
from subtool.translation.pairing import SURE_PAIR, paired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue, Footnote, Script, Sentence, Sheet, Source, Utterance
    from subtool.styles.house_style import HouseStyle
    from subtool.translation.carry import Carried
    from subtool.translation.pair import KnownPair, Pair
    from subtool.verbs.timed_original import TimedOriginal

DOUBTFUL = 0.1  # of the sentences: with more not surely paired, the encoder is worth its installation
INSIDE = 0.85  # a cue whose time is laid inside a pair is believed no more than this


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation with the times of its original: which sentence belongs to which, and what that is worth."""

    script: Script
    original: TimedOriginal
    pairs: tuple[Pair, ...]
    carried: tuple[Carried, ...]

    @classmethod
    def of(
        cls,
        script: Script,
        original: TimedOriginal,
        pairs: tuple[Pair, ...],
        style: HouseStyle,
        *,
        footnotes: Sequence[Footnote] = (),
    ) -> Translation:
        """The times carried to what belongs together; with `footnotes` what the original cites, and its speakers."""

        def needs_ms(text: str) -> float:
            return style.reading_ms(width(text, style.half_width), len(text.split()))

        script = with_cited(script, pairs, original.sentences, footnotes)
        return cls(script, original, pairs, carried(pairs, original.words, script.sentences, needs_ms))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """That the encoder would help, where pairs are doubtful and it is not installed."""
        doubtful = sum(chance < SURE_PAIR for pair in self.pairs for chance in pair.chances)
        languages = (self.original.language, self.script.language)
        if doubtful <= DOUBTFUL * len(self.script.sentences) or encoder.is_installed():
            return ()
        if not all(map(encoder.knows, languages)):
            return ()
        message = f"{doubtful} sentences are not surely paired; the sentence encoder helps: {encoder.INSTALL}"
        return (Remark(message, self.script.sentences[0].source),)

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """The sentences that have times."""
        return tuple(one.utterance for one in self.carried)

    @property
    def unspoken(self) -> tuple[Sentence, ...]:
        """Those that have none."""
        found = {one.utterance.sentence.source for one in self.carried}
        return tuple(one for one in self.script.sentences if one.source not in found)

    def heard_as(self, of_original: Narration) -> Narration:
        """What was heard, as that of the translation."""
        return Narration(self.utterances, self.unspoken, of_original.unscripted, of_original.remarks)

    def marked(self, sheet: Sheet) -> Sheet:
        """The sheet with its pairs, and each cue judged by the pair of what it begins with."""
        places = {
            token.source: (one, number == 0)
            for one in self.carried
            for number, token in enumerate(one.utterance.sentence.tokens)
        }
        return replace(
            sheet,
            remarks=(*sheet.remarks, *self.remarks),
            cues=tuple(_judged(cue, places) for cue in sheet.cues),
            unspoken=tuple(self._doubted(sheet.unspoken)),
            original=tuple(self._sentences()),
            original_language=self.original.language,
        )

    def _sentences(self) -> Iterator[OriginalSentence]:
        for sentence, words in zip(self.original.sentences, self.original.words, strict=True):
            span = Span(words[0].span.start_ms, words[-1].span.end_ms) if words else None
            yield OriginalSentence(sentence.text, span)

    def _doubted(self, unspoken: Sequence[Unspoken]) -> Iterator[Unspoken]:
        """Those whose pair is unlikely, with what is least unlikely."""
        chances = {
            self.script.sentences[number].source: PairedWith(pair.source.start + 1, round(chance, 2))
            for pair in self.pairs
            if pair.source
            for number, chance in zip(pair.target, pair.chances, strict=True)
            if chance < LIKELY
        }
        for one in unspoken:
            yield replace(one, pair=chances.get(one.source))


def pairs_of(
    script: Script,
    sentences: Sequence[Sentence],
    language: str,
    known: Sequence[KnownPair] = (),
    *,
    of: str = "the original",
) -> tuple[Pair, ...]:
    """Which sentences of a translation and of its original belong together; `known` are pairs, counted from 1.

    `of` is what the original is called in a message.

    Raises:
        ScriptError: it is the original itself, that of another film, or a pair cannot be.
    """
    source, target = Side(tuple(sentences), language), Side(script.sentences, script.language)
    meaning = encoder.meaning_of(source, target)
    try:
        pairs = paired(source, target, meaning, [(one - 1, other - 1) for one, other in known])
    except ValueError as error:
        hint = "a pair is N=M: sentence N of the original, M of the script, as --report counts them"
        raise ScriptError(str(error), at=Place(script.path), hint=hint) from error
    place = Place(script.path)
    if same_text(source, target):
        hint = "name the translation, and what it translates"
        raise ScriptError(f"holds the same text as {of}", at=place, hint=hint)
    if not known and unrelated(source, target, pairs, meaning):
        raise ScriptError(
            f"is not a translation of {of}: hardly any of {len(script.sentences)} sentences has a likely pair",
            at=place,
            hint="is it that of another episode? nothing was written; if it is this one, say --pair N=M for one pair",
        )
    return pairs


def _judged(cue: Cue, places: dict[Source, tuple[Carried, bool]]) -> Cue:
    """The verdict on a cue: heard where it begins a pair that is sure, and the original was heard."""
    if cue.role is not Role.SPEECH or cue.source not in places or cue.timing is Timing.EDITED:
        return cue
    one, opens = places[cue.source]
    pair = PairedWith(one.source.start + 1, round(one.chance, 2))
    begins = one.begins and opens
    timing = cue.timing
    if timing is not Timing.ESTIMATED:
        timing = Timing.GUESSED
        if one.chance >= SURE_PAIR and one.heard > 0:
            timing = Timing.HEARD if begins and one.heard >= SURE_PAIR else Timing.PARTLY
    confidence = round(one.chance * (one.heard or 1.0), 2)
    if timing is not Timing.HEARD:
        confidence = min(confidence, INSIDE)
    return replace(cue, pair=pair, timing=timing, confidence=confidence)
