"""A short story in four languages, for tests: what is said in one sentence here may be two there."""

from __future__ import annotations

from subtool.model import Cue, Media, Sentence, Sheet, Source, Span, Timing, Token, Word, is_unspaced

STORY = (
    ("The lighthouse stands at the end of the island.", "Der Leuchtturm steht am Ende der Insel.",
     "Маяк стоит на краю острова.", "灯塔矗立在岛的尽头。"),
    ("In 1862 Ingeborg Tveitane lit the lamp for the first time.",
     "1862 zündete Ingeborg Tveitane zum ersten Mal die Lampe an.",
     "В 1862 году Ингеборг Твейтане впервые зажгла лампу.", "1862年，英厄堡·特维坦第一次点亮了灯。"),
    ("She was fifty-one.", "Sie war einundfünfzig.", "Ей был пятьдесят один год.", "她五十一岁。"),
    ("Every night she climbed the forty-four steps, and every morning she came down again.",
     "Jede Nacht stieg sie die vierundvierzig Stufen hinauf, und jeden Morgen kam sie wieder herunter.",
     "Каждую ночь она поднималась по сорока четырём ступеням, и каждое утро спускалась обратно.",
     "每天夜里她爬上四十四级台阶，每天早晨又走下来。"),
    ("Was she ever afraid?", "Hatte sie jemals Angst?", "Боялась ли она когда-нибудь?", "她害怕过吗？"),
    ("Her journal does not say.", "Ihr Tagebuch schweigt darüber.", "Её дневник об этом молчит.", "她的日记里没有说。"),
    ("On January 12, 1871, nine men came ashore in two open boats.",
     "Am 12. Januar 1871 kamen neun Männer in zwei offenen Booten an Land.",
     "12 января 1871 года девять человек высадились на берег из двух открытых лодок.",
     "1871年1月12日，九个人乘两条敞篷小船上了岸。"),
    ("None of them ever learned her name.", "Keiner von ihnen erfuhr je ihren Namen.",
     "Никто из них так и не узнал её имени.", "他们谁也不知道她的名字。"),
)  # fmt: skip
LANGUAGES = ("en", "de", "ru", "zh")


def sentence(text: str, line: int, paragraph: int = 0) -> Sentence:
    """A sentence as a script has it; in Chinese a token a character."""
    parts = list(text) if is_unspaced(text[:1]) else text.split()
    tokens = tuple(
        Token(part, Source(line, column), glued=is_unspaced(text[:1]) and column > 1)
        for column, part in enumerate(parts, start=1)
    )
    return Sentence(tokens, paragraph)


def story(language: str) -> tuple[Sentence, ...]:
    """The story in a language, two paragraphs."""
    column = LANGUAGES.index(language)
    return tuple(sentence(unit[column], line, line // 5) for line, unit in enumerate(STORY, start=1))


def german(**more):
    """The German story as a sheet that was heard: a cue a sentence, 4 s apart, half of that said."""
    cues = []
    for number, unit in enumerate(STORY):
        text, start_ms = unit[LANGUAGES.index("de")], 1000 + 4000 * number
        parts = text.split()
        step = 2000 // len(parts)
        words = tuple(
            Word(part, Span(start_ms + step * at, start_ms + step * (at + 1)), 0.97)
            for at, part in enumerate(parts)
        )
        cues.append(
            Cue(Span(start_ms, start_ms + 2000), (text,), timing=Timing.HEARD, confidence=0.97, words=words,
                source=Source(1 + number // 5, 1 + number))
        )  # fmt: skip
    return Sheet(tuple(cues), language="de", media=Media("film.mp4", 40_000), **more)
