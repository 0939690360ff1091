"""For each rule of `check`, cues that break it once under a house style, and cues that are right: made from the style.

The words mean nothing, so that they are in no list of any language; where a rule needs such a list, they are English.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count, cycle, islice

from subtool.checks.context import CheckContext, Glyphs
from subtool.cues.segmentation.width import width
from subtool.cues.timing.frame_grid import Grid
from subtool.model import Cue, Remark, Sheet, Source, Span
from subtool.styles import houses

FPS = Fraction(25)
WORDS = ("nalo", "veri", "tumo", "sanik", "kelo", "ruma", "pesa", "dolim", "mavo", "hesu")
START_MS = 20_000
ON_READING = ("ends-before-start", "malformed-times", "empty-line-inside", "text-outside-cues")


@dataclass(frozen=True)
class Pair:
    """Cues that break a rule once, cues that do not, and what both are checked against."""

    bad: Sheet
    clean: Sheet
    context: CheckContext
    clean_context: CheckContext | None = None


class Maker:
    """Cues for one house style."""

    def __init__(self, name: str) -> None:
        self.style = style = houses.house_style(name)
        language = style.language or "en"
        self.context = CheckContext(style, Grid(FPS), houses.word_classes("en"), language)
        self.primary = language.split("-")[0]
        self.serial = count()
        stop = "" if set(".。") & set(style.space_for + style.own_marks) else "."
        self.stop = stop

    def words(self, chars: int, *, stop: bool = True) -> str:
        """Words of so many characters at most, other ones each time."""
        words = islice(cycle(WORDS), next(self.serial) % len(WORDS), None)
        text = next(words).capitalize()
        for word in words:
            if len(text) + len(word) + 2 > chars:
                break
            text += f" {word}"
        return text + (self.stop if stop else "")

    def line(self, share: float = 0.6, *, stop: bool = True) -> str:
        """Words that fill this part of a line."""
        return self.words(max(10, int(share * self.style.max_cpl / self.style.half_width)), stop=stop)

    def duration_ms(self, *lines: str) -> int:
        """A time in which the lines can be read."""
        style = self.style
        chars = sum(width(line, style.half_width) for line in lines)
        wanted = style.reading_ms(chars, len(" ".join(lines).split())) * 1.15 + 40
        return min(style.max_duration_ms, max(1200, style.min_duration_ms, int(wanted)))

    def cue(self, *lines: str, start_ms: int = START_MS, **more: object) -> Cue:
        return Cue(Span(start_ms, start_ms + self.duration_ms(*lines)), lines, **more)  # type: ignore[arg-type]

    def sheet(self, *lines: str, **more: object) -> Sheet:
        return Sheet((self.cue(*lines, **more),))

    def after(self, before: Cue, *lines: str, gap_ms: int = 4000, **more: object) -> Cue:
        return self.cue(*lines, start_ms=before.span.end_ms + gap_ms, **more)

    def pair(self, bad: str | tuple[str, ...], clean: str | tuple[str, ...]) -> Pair:
        """One cue with these lines, and one with those."""
        lines = [(text,) if isinstance(text, str) else text for text in (bad, clean)]
        return Pair(self.sheet(*lines[0]), self.sheet(*lines[1]), self.context)

    def make(self, code: str) -> Pair | None:
        """The pair of a rule; None where this style and language give it nothing to break."""
        if code in ON_READING:
            sheet = self.sheet(self.line())
            remark = Remark("mended", Source(3, 1), code, START_MS)
            return Pair(replace(sheet, remarks=(remark,)), sheet, self.context)
        return getattr(self, code.replace("-", "_"))()

    # Times

    def out_of_order(self) -> Pair:
        first = self.cue(self.line())
        second = self.after(first, self.line())
        return Pair(Sheet((second, first)), Sheet((first, second)), self.context)

    def _gap(self, bad_ms: int, clean_ms: int) -> Pair:
        first, text = self.cue(self.line()), self.line(0.5)
        bad, clean = (self.after(first, text, gap_ms=gap_ms) for gap_ms in (bad_ms, clean_ms))
        return Pair(Sheet((first, bad)), Sheet((first, clean)), self.context)

    def overlap(self) -> Pair:
        return self._gap(-200, 4000)

    def short_gap(self) -> Pair | None:
        return self._gap(self.context.gap_ms - 2, 4000) if self.context.gap_ms > 2 else None

    def gap_to_close(self) -> Pair | None:
        middle = (self.context.gap_ms + self.context.flicker_ms) // 2
        room = self.context.flicker_ms - self.context.gap_ms
        return self._gap(middle, 4000) if room > 100 else None

    def _lasting(self, bad_ms: int, *texts: str) -> Pair:
        cue = self.cue(*texts)
        bad = replace(cue, span=Span(START_MS, START_MS + bad_ms))
        return Pair(Sheet((bad,)), Sheet((cue,)), self.context)

    def cue_too_short(self) -> Pair | None:
        style = self.style
        text = "Na" + self.stop
        wanted = style.reading_ms(width(text, style.half_width), 1)
        bad_ms = style.min_duration_ms - 40
        return self._lasting(bad_ms, text) if bad_ms > wanted else None

    def cue_too_long(self) -> Pair:
        return self._lasting(self.style.max_duration_ms + 200, self.line())

    def too_fast(self) -> Pair | None:
        style = self.style
        lines = tuple(self.line(0.95) for _ in range(style.max_lines))
        ms = int(style.reading_ms(sum(width(line, style.half_width) for line in lines), 1) * 0.9)
        return self._lasting(ms, *lines) if ms > style.min_duration_ms else None

    def too_many_words(self) -> Pair:
        first, *others = (self.line(0.95, stop=False) for _ in range(self.style.max_lines))
        lines = (first, *(line.lower() for line in others))
        words = len(" ".join(lines).split())
        return self._lasting(int(words * 60_000 / self.style.max_wpm * 0.9), *lines)

    def past_the_end(self) -> Pair:
        sheet = self.sheet(self.line())
        end_ms = sheet.cues[0].span.end_ms
        short, long = (replace(self.context, film_ms=end_ms + more) for more in (-400, 400))
        return Pair(sheet, sheet, short, long)

    def _shots(self, bad_ms: int, clean_ms: int) -> Pair:
        sheet = self.sheet(self.line())
        near, far = (
            replace(self.context, grid=Grid(FPS, shots=(Fraction(0), Fraction(ms, 1000))))
            for ms in (bad_ms, clean_ms)
        )
        return Pair(sheet, sheet, near, far)

    def shot_in(self) -> Pair:
        return self._shots(START_MS - 120, START_MS)

    def shot_out(self) -> Pair:
        lines = (self.line(),)
        out_ms = (START_MS + self.duration_ms(*lines)) // 40 * 40
        cue = Cue(Span(START_MS, out_ms), lines)
        if self.duration_ms(*lines) < 1100:
            raise AssertionError("too short to keep away from the in-time")
        near, far = (
            replace(self.context, grid=Grid(FPS, shots=(Fraction(0), Fraction(ms, 1000))))
            for ms in (out_ms - 120, out_ms + 80)
        )
        return Pair(Sheet((cue,)), Sheet((cue,)), near, far)

    # Lines

    def empty_cue(self) -> Pair:
        return self.pair("", self.line())

    def line_too_long(self) -> Pair:
        long = int(self.style.max_cpl / self.style.half_width)
        bad = "N" + "alo" * ((long + 3) // 3) + self.stop
        lines = (self.line(0.9, stop=False), self.line(0.9).lower())
        return self.pair(bad, lines)

    def too_many_lines(self) -> Pair:
        lines = tuple(self.line(0.7) for _ in range(self.style.max_lines + 1))
        return self.pair(lines, lines[:-1])

    def needless_line(self) -> Pair:
        words = self.line(0.8).split()
        return self.pair((" ".join(words[:1]), " ".join(words[1:])), " ".join(words))

    def unbalanced_lines(self) -> Pair:
        upper = self.line(0.98, stop=False)
        upper += "o" * (self.style.max_cpl - len(upper))
        return self.pair((upper, "nalo" + self.stop), (upper, self.line(0.7).lower()))

    def _leaning(self) -> tuple[str, str]:
        """A line that ends on a word which belongs to the next, and one that does not."""
        line = self.line(0.6, stop=False)
        return f"{line} the", line

    def dangling_line(self) -> Pair:
        bad, clean = self._leaning()
        following = self.line(0.95).lower()
        return self.pair((bad, following), (clean, following))

    def dangling_cue(self) -> Pair:
        bad, clean = self._leaning()
        first = self.cue(bad)
        following = self.after(first, self.line().lower())
        return Pair(
            Sheet((first, following)), Sheet((replace(first, lines=(clean,)), following)), self.context
        )

    def two_sentences(self) -> Pair:
        first, second = self.line(0.9), self.line(0.9)
        cue = replace(self.cue(first, second), span=Span(START_MS, START_MS + 6000))
        clean = replace(cue, lines=(first.rstrip("."), second.lower()))
        return Pair(Sheet((cue,)), Sheet((clean,)), self.context)

    def shouting(self) -> Pair:
        return self.pair(self._called("NALO VERI TUM"), self._called("Nalo veri tum"))

    def _called(self, text: str, marks: int = 1) -> str:
        """A text with exclamation marks, as the language sets them."""
        mark = "！" if "!" in self.style.own_marks else "!"
        space = "\u00a0" if "!" in self.style.space_before else ""
        return ("¡" if self.primary == "es" else "") + text + space + mark * marks

    def number_in_figures(self) -> Pair:
        return self.pair(f"Nalo 3 veri{self.stop}", f"Nalo 300 veri{self.stop}")

    def opening_number(self) -> Pair:
        return self.pair(f"50 nalo veri{self.stop}", f"Nalo 50 veri{self.stop}")

    # Marks of the language

    def control_character(self) -> Pair:
        return self.pair(f"Nalo\x07 veri{self.stop}", f"Nalo veri{self.stop}")

    def zero_width(self) -> Pair:
        return self.pair(f"Na\u200blo veri{self.stop}", f"Nalo veri{self.stop}")

    def unusual_space(self) -> Pair:
        return self.pair(f"Nalo\u2003veri{self.stop}", f"Nalo veri{self.stop}")

    def stray_space(self) -> Pair:
        return self.pair(f"Nalo veri{self.stop} ", f"Nalo veri{self.stop}")

    def double_space(self) -> Pair:
        return self.pair(f"Nalo  veri{self.stop}", f"Nalo veri{self.stop}")

    def space_before_punctuation(self) -> Pair:
        return self.pair(f"Nalo , veri{self.stop}", f"Nalo, veri{self.stop}")

    def space_missing(self) -> Pair:
        return self.pair(f"Nalo,veri{self.stop}", f"Nalo, veri{self.stop}")

    def doubled_mark(self) -> Pair:
        return self.pair(f"Nalo,, veri{self.stop}", f"Nalo, veri{self.stop}")

    def hyphen_for_dash(self) -> Pair:
        return self.pair(f"Nalo - veri{self.stop}", f"Nalo – veri{self.stop}")

    def garbled_text(self) -> Pair:
        return self.pair(f"Nalo cafÃ© veri{self.stop}", f"Nalo café veri{self.stop}")

    def tag_as_text(self) -> Pair:
        return self.pair(f"Nalo <u> veri{self.stop}", f"Nalo u veri{self.stop}")

    def inverted_mark_missing(self) -> Pair | None:
        return self.pair("Nalo veri?", "¿Nalo veri?") if self.primary == "es" else None

    # Marks of the house

    def _own(self, latin: str) -> str:
        """The mark of the language for a mark of Latin text, after a letter of it."""
        pairs = dict(zip(self.style.own_marks[::2], self.style.own_marks[1::2], strict=True))
        return pairs.get(latin, latin)

    def _letters(self) -> str:
        return "我们来" if self.style.half_width < 1 else "كتاب"

    def unwritten_mark(self) -> Pair:
        return self.pair(f"我{self.style.space_for[0]}来", "我 来")

    def foreign_mark(self) -> Pair:
        own = self._own("?")
        return self.pair(f"{self._letters()}?", f"{self._letters()}{own}")

    def wide_space_missing(self) -> Pair:
        mark = self.style.wide_space_after[0]
        return self.pair(f"我们{mark}来", f"我们{mark}\u3000来")

    def french_space_missing(self) -> Pair:
        mark = ":"
        return self.pair(f"Nalo{mark} veri.", f"Nalo\u00a0{mark} veri.")

    def repeated_mark(self) -> Pair:
        return self.pair(self._called("Nalo veri", 2), self._called("Nalo veri"))

    def ellipsis_form(self) -> Pair:
        return self.pair("Nalo veri...", f"Nalo veri{self.style.ellipsis}")

    def continuation_ellipsis(self) -> Pair | None:
        if self.style.continuation_ellipsis:
            return None
        dots = self.style.ellipsis or "…"
        first = self.cue("Nalo veri tumo")
        bad, clean = (self.after(first, text, gap_ms=2500) for text in (f"{dots}kelo ruma.", "kelo ruma."))
        return Pair(Sheet((first, bad)), Sheet((first, clean)), self.context)

    def _dialogue(self) -> tuple[str, str]:
        dash = self.style.dialogue_dash
        first = "" if self.style.dash_second_only else dash
        return f"{first}Nalo veri{self.stop}", f"{dash}Tumo ses{self.stop}"

    def dash_form(self) -> Pair:
        first, second = self._dialogue()
        dash = self.style.dialogue_dash
        other = dash.rstrip() if dash.endswith(" ") else f"{dash} "
        return self.pair((first, second.replace(dash, other, 1)), (first, second))

    def dash_on_first_speaker(self) -> Pair:
        first, second = self._dialogue()
        return self.pair((f"{self.style.dialogue_dash}{first}", second), (first, second))

    def dash_missing(self) -> Pair | None:
        if self.style.dash_second_only or not self.stop:
            return None
        first, second = self._dialogue()
        return self.pair((first.replace(self.style.dialogue_dash, "", 1), second), (first, second))

    def lone_dash(self) -> Pair:
        text = f"{self.style.dialogue_dash}Nalo veri{self.stop}"
        return self.pair(text, text.replace(self.style.dialogue_dash, "", 1))

    def speakers_in_a_line(self) -> Pair:
        first, second = self._dialogue()
        end = "？" if not self.stop else ""
        return self.pair(
            f"{first}{end} {second}" if not end else f"{first}{end}{second}", (first + end, second)
        )

    def sound_brackets(self) -> Pair:
        opened, closed = self.style.sound_brackets
        other = "()" if opened != "(" else "[]"
        return self.pair(f"{other[0]}veri nalo{other[1]}", f"{opened}veri nalo{closed}")

    def song_mark(self) -> Pair:
        mark = self.style.song_mark
        return self.pair(f"# Nalo veri {mark}", f"{mark} Nalo veri {mark}")

    def foreign_quotes(self) -> Pair:
        opened, closed = ("「", "」")
        return self.pair(f"{opened}Nalo veri.{closed}", '"Nalo veri."')

    # Pairs, and what only the sheet shows

    def _quotes(self) -> tuple[str, str]:
        return ('"', '"') if "“" in self.style.foreign_quotes else ("“", "”")

    def unclosed_quotation(self) -> Pair:
        opened, closed = self._quotes()
        return self.pair(f"{opened}Nalo veri{self.stop}", f"{opened}Nalo veri{self.stop}{closed}")

    def unopened_quotation(self) -> Pair | None:
        opened, closed = self._quotes()
        if opened == closed:
            return None  # a straight mark opens what it does not close
        return self.pair(f"Nalo veri{self.stop}{closed}", f"{opened}Nalo veri{self.stop}{closed}")

    def unclosed_bracket(self) -> Pair:
        return self.pair(f"Nalo (veri{self.stop}", f"Nalo (veri) tumo{self.stop}")

    def unopened_bracket(self) -> Pair:
        return self.pair(f"Nalo veri) tumo{self.stop}", f"Nalo (veri) tumo{self.stop}")

    def unclosed_tag(self) -> Pair:
        text = f"Nalo veri{self.stop}"
        bad, clean = (self.sheet(text, markup=(tagged,)) for tagged in (f"<b>{text}", f"<b>{text}</b>"))
        return Pair(bad, clean, self.context)

    def narrator_italics(self) -> Pair:
        text = self.line()
        bad = self.cue(text, speaker="Narrator")
        return Pair(Sheet((bad,)), Sheet((replace(bad, markup=(f"<i>{text}</i>",)),)), self.context)

    def italics(self) -> Pair:
        text = self.line()
        return Pair(self.sheet(text, markup=(f"<i>{text}</i>",)), self.sheet(text), self.context)

    def repeated_text(self) -> Pair:
        first = self.cue(f"Nalo veri{self.stop}")
        same, other = (self.after(first, f"{text}{self.stop}") for text in ("Nalo veri", "Tumo ses"))
        return Pair(Sheet((first, same)), Sheet((first, other)), self.context)

    def unlisted_glyph(self) -> Pair:
        return self.pair("Nalo veri \U0001f600", f"Nalo vérï{self.stop}")

    def missing_glyph(self) -> Pair:
        context = replace(self.context, glyphs=Glyphs("Own", frozenset("é")))
        return Pair(self.sheet(f"Nalo é{self.stop}"), self.sheet(f"Nalo e{self.stop}"), context)

    def unknown_footnote(self) -> Pair:
        text = self.line()
        return Pair(self.sheet(text, footnotes=("7",)), self.sheet(text), self.context)
