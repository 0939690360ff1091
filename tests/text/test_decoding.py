"""Old subtitle files and scripts say nowhere in which encoding they are; it is found out."""

from contextlib import suppress

import pytest

from subtool.errors import FormatError, Place, ScriptError
from subtool.text.encoding import decode

HERE = Place("film.srt")
# Three sentences a language, and the encodings such files are found in.
TEXTS = {
    "en": (
        "cp1252 mac_roman",
        [
            "It’s “quite” a storm — the café was closed…",
            "He didn’t say why.",
            "The naïve plan cost £40.",
        ],
    ),
    "fr": (
        "cp1252 latin-1 mac_roman",
        [
            "Les élèves étaient à l’école quand la tempête s’est levée.",
            "Où êtes-vous allés ? À Besançon, où l’été dure.",
            "Le cœur n’a pas changé.",
        ],
    ),
    "de": (
        "cp1252 latin-1",
        [
            "Die Brücke über den Fluß war längst gesperrt.",
            "Später hörte man Schüsse in den Straßen.",
            "Für Österreich änderte sich alles.",
        ],
    ),
    "es": (
        "cp1252 latin-1",
        [
            "El niño llegó mañana por la mañana, señor.",
            "¿Dónde está la estación? ¡Aquí!",
            "La revolución empezó en España.",
        ],
    ),
    "pt": (
        "cp1252",
        [
            "Não há mais ninguém na estação de São João.",
            "A nação não esqueceu o coração da cidade.",
            "Três irmãos vivem lá também.",
        ],
    ),
    "it": (
        "cp1252",
        [
            "Perché la città è così lontana?",
            "È già più tardi di così, però nessuno verrà.",
            "La libertà costò la vita.",
        ],
    ),
    "sv": (
        "cp1252",
        [
            "Fåglarna flög över sjön när våren började.",
            "Är det här vägen till Malmö?",
            "Åren gick och människorna glömde.",
        ],
    ),
    "da": (
        "cp1252",
        [
            "Børnene gik på skole i København.",
            "Året efter blev øen solgt.",
            "Hvad er det, du spørger om?",
        ],
    ),
    "pl": (
        "cp1250 iso8859_2",
        [
            "Wszyscy żołnierze wrócili do domów późną jesienią.",
            "Łódź była wtedy pięknym miastem.",
            "Czy ktoś widział, gdzie zniknął mój brat?",
        ],
    ),
    "cs": (
        "cp1250 iso8859_2",
        [
            "Všichni vojáci se vrátili domů až na podzim.",
            "Říkali, že město bude stát věčně.",
            "Kde jsou děti, které tu včera byly?",
        ],
    ),
    "hu": (
        "cp1250",
        [
            "A katonák csak ősszel tértek vissza az otthonukba.",
            "Azt mondták, hogy a város örökké állni fog.",
            "Hűvös, esős reggel volt, és a folyó megáradt.",
        ],
    ),
    "ro": (
        "cp1250 iso8859_2",
        [
            "Soldaţii s-au întors acasă abia toamna târziu.",
            "Oraşul era pustiu şi nimeni nu ştia de ce.",
            "Unde sunt copiii care erau aici ieri?",
        ],
    ),
    "tr": (
        "cp1254 iso8859_9",
        [
            "Askerler ancak sonbaharda evlerine döndüler.",
            "Şehir boştu ve kimse nedenini bilmiyordu.",
            "Çocuklar dün buradaydı, şimdi nerede?",
        ],
    ),
    "hr": (
        "cp1250",
        [
            "Vojnici su se vratili kućama tek u jesen.",
            "Govorili su da će grad vječno stajati.",
            "Gdje su djeca koja su jučer bila ovdje? Što čekaš?",
        ],
    ),
    "ru": (
        "cp1251 koi8_r cp866 iso8859_5",
        [
            "Солдаты вернулись домой только осенью.",
            "Город был пуст, и никто не знал почему.",
            "Где дети, которые были здесь вчера?",
        ],
    ),
    "uk": (
        "cp1251 koi8_u",
        [
            "Солдати повернулися додому лише восени.",
            "Місто було порожнє, і ніхто не знав чому.",
            "Де діти, які були тут вчора? Їх немає.",
        ],
    ),
    "bg": (
        "cp1251",
        [
            "Войниците се върнаха у дома едва през есента.",
            "Градът беше пуст и никой не знаеше защо.",
            "Къде са децата, които бяха тук вчера?",
        ],
    ),
    "el": (
        "cp1253 iso8859_7",
        [
            "Οι στρατιώτες γύρισαν στο σπίτι τους το φθινόπωρο.",
            "Η πόλη ήταν άδεια και κανείς δεν ήξερε γιατί.",
            "Πού είναι τα παιδιά που ήταν εδώ χθες;",
        ],
    ),
    "he": (
        "cp1255 iso8859_8",
        [
            "החיילים חזרו הביתה רק בסתיו.",
            "העיר הייתה ריקה ואיש לא ידע למה.",
            "איפה הילדים שהיו כאן אתמול?",
        ],
    ),
    "ar": (
        "cp1256 iso8859_6",
        [
            "عاد الجنود إلى بيوتهم في الخريف فقط.",
            "كانت المدينة فارغة ولم يعرف أحد السبب.",
            "أين الأطفال الذين كانوا هنا أمس؟",
        ],
    ),
    "th": (
        "cp874 tis_620",
        [
            "ทหารกลับบ้านในฤดูใบไม้ร่วงเท่านั้น",
            "เมืองว่างเปล่าและไม่มีใครรู้ว่าทำไม",
            "เด็กๆ ที่อยู่ที่นี่เมื่อวานอยู่ที่ไหน",
        ],
    ),
    "zh": (
        "gb18030 gbk",
        [
            "士兵们直到秋天才回到家乡。",
            "这座城市空无一人，没有人知道为什么。",
            "昨天在这里的孩子们现在在哪里？",
        ],
    ),
    "zht": (
        "big5",
        [
            "士兵們直到秋天才回到家鄉。",
            "這座城市空無一人，沒有人知道為什麼。",
            "昨天在這裡的孩子們現在在哪裡？",
        ],
    ),
    "ja": (
        "shift_jis euc_jp iso2022_jp",
        [
            "兵士たちは秋になってようやく家に帰った。",
            "街には誰もいなかった。なぜなのか、誰も知らなかった。",
            "昨日ここにいた子供たちはどこにいるのですか。",
        ],
    ),
    "ko": (
        "euc_kr cp949",
        [
            "병사들은 가을이 되어서야 집으로 돌아왔다.",
            "도시는 텅 비어 있었고 아무도 그 이유를 몰랐다.",
            "어제 여기 있던 아이들은 어디에 있습니까?",
        ],
    ),
    "lt": (
        "cp1257",
        [
            "Kareiviai grįžo namo tik vėlyvą rudenį.",
            "Miestas buvo tuščias ir niekas nežinojo kodėl.",
            "Kur yra vaikai, kurie čia buvo vakar? Šį kartą užteks.",
        ],
    ),
}
PLAIN = str.maketrans({"’": "'", "“": '"', "”": '"', "—": "-", "…": "...", "œ": "oe"})
CASES = [(language, encoding) for language, (encodings, _) in TEXTS.items() for encoding in encodings.split()]


def srt(lines):
    return "".join(
        f"{number}\n00:00:{number:02},000 --> 00:00:{number:02},900\n{line}\n\n"
        for number, line in enumerate(lines, start=1)
    )


@pytest.mark.parametrize("form", ["\n".join, srt], ids=["script", "subtitles"])
@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_an_undeclared_encoding_is_found_out(language, encoding, form):
    text = form(TEXTS[language][1])
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(PLAIN)
        data = text.encode(encoding)
    found = decode(data, encoding=None, place=HERE)
    assert found.text == text
    assert found.guessed


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_text_needs_no_mark(encoding):
    text = srt(TEXTS["ru"][1])
    assert decode(text.encode(encoding), encoding=None, place=HERE).text == text


def test_a_short_western_text_is_western_when_the_language_says_so():
    data = "È già più tardi di così.".encode("cp1252")
    assert decode(data, encoding=None, place=HERE, language="it").text == "È già più tardi di così."


def test_the_caller_says_whose_error_it_is():
    with pytest.raises(FormatError):
        decode(bytes(range(256)), encoding=None, place=HERE)
    with pytest.raises(ScriptError):
        decode(bytes(range(256)), encoding=None, place=HERE, error=ScriptError)


@pytest.mark.parametrize("unit", [b"a\xf0", b"\xff", b"\x1b$(", b"\x1b$B\x81", b"a\0", b"\xd1\xee "])
def test_a_flood_of_bytes_is_read_or_refused(unit):
    with suppress(FormatError):
        assert decode(unit * 100_000, encoding=None, place=HERE).text


RUSSIAN = "В 1702 году паром прошёл по реке. Никто не вернулся, и никто не спрашивал."
GREEK = "Το χειμώνα του 1702 το πλοίο πέρασε το ποτάμι. Κανείς δεν γύρισε."
KOREAN = "1702년 겨울, 나룻배가 강을 건넜다. 아무도 돌아오지 않았다."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp855"), (RUSSIAN, "cp866"), (RUSSIAN, "iso8859-5"), (GREEK, "cp737"), (GREEK, "cp1253"),
     (KOREAN, "johab"), (KOREAN, "iso2022_kr"), (KOREAN, "cp949"), ("Никой не се върна.", "cp1251"),
     ("ไม่มีใครกลับมา", "cp874"), ("Никто не вернулся.", "cp855")],
)  # fmt: skip
def test_old_encodings_that_nobody_declares(text, encoding):
    assert decode(text.encode(encoding), encoding=None, place=Place("x")).text == text
