"""The espeak-ng library out of its wheel: loaded and started once, for pronunciation and for the scratch voice.

espeak-ng keeps one state for the whole process, so whoever needs a language sets it just before the call.
"""

from __future__ import annotations

import ctypes
import re
from functools import cache
from pathlib import Path
from threading import RLock

from subtool.errors import EngineError

SYNCHRONOUS = 2  # sound and word events are handed to the callback, and nothing is played
DONT_EXIT = 0x8000  # by default the library ends the process when its data are missing
BUFFER_MS = 200  # of sound that the callback gets at a time
CHARS_UTF8 = 1  # espeak-ng's speak_lib.h
PHONEMES_IPA = 0x02  # espeak-ng's speak_lib.h
PHONEME_TIE = 0x80  # a joined sound ("tʃ") holds together by a tie, so that it can be told from two
TIE = "͡"

BREATHY = re.compile(rb"^[ \t]*breath\b", re.MULTILINE | re.IGNORECASE)

LOCK = RLock()
"""Held by whoever sets a voice and then uses it."""


@cache
def library() -> ctypes.CDLL:
    """The library, started: it can write phonemes, and synthesise into a callback.

    Raises:
        EngineError: the library or its data cannot be loaded.
    """
    import espeakng_loader

    try:
        espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise EngineError(f"espeak-ng cannot be loaded: {error}", hint="reinstall espeakng-loader") from error
    espeak.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    espeak.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    espeak.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
    data = espeakng_loader.get_data_path().encode()
    if espeak.espeak_Initialize(SYNCHRONOUS, BUFFER_MS, data, DONT_EXIT) <= 0:
        raise EngineError("espeak-ng cannot find its data", hint="reinstall espeakng-loader")
    return espeak


def set_language(language: str) -> None:
    """Make `language` ("en-us") the one that is spoken; to be called with `LOCK` held.

    Raises:
        EngineError: espeak-ng has no voice for it.
    """
    if library().espeak_SetVoiceByName(language.encode()) != 0:
        raise EngineError(
            f"espeak-ng has no voice '{language}'", hint="use a language tag such as en-us or de"
        )


@cache
def language_name(language: str) -> str:
    """What a language is called in English, as the library's voices are: "German" of "de".

    Raises:
        EngineError: espeak-ng has no voice for it.
    """
    with LOCK:
        set_language(language)
        current = library().espeak_GetCurrentVoice
        current.restype = ctypes.POINTER(ctypes.c_char_p)  # a structure that begins with the name
        name = current()[0] or language.encode()
    return name.decode().partition(" (")[0]


@cache
def variants() -> tuple[str, ...]:
    """The names of the speakers there are for every language ("f1", "m3"), in the order of the alphabet.

    Breathy ones are left out: espeak-ng makes their breath of memory that it never set, so that they never sound
    alike twice.
    """
    import espeakng_loader

    folder = Path(espeakng_loader.get_data_path(), "voices", "!v")
    return tuple(sorted(path.name for path in folder.iterdir() if not BREATHY.search(path.read_bytes())))


@cache
def ipa(word: str, language: str = "en-us") -> str:
    """How a word is pronounced, in IPA with stress marks and ties ("t͡ʃˈɜːt͡ʃ").

    Raises:
        EngineError: espeak-ng cannot be loaded, or has no voice for the language.
    """
    with LOCK:
        set_language(language)
        text = ctypes.create_string_buffer(word.encode())
        rest = ctypes.c_void_p(ctypes.addressof(text))
        mode = PHONEMES_IPA | PHONEME_TIE | ord(TIE) << 8
        clauses: list[str] = []
        while rest.value:  # a call reads one clause and moves on; at the end the rest is null
            clauses.append(library().espeak_TextToPhonemes(ctypes.byref(rest), CHARS_UTF8, mode).decode())
    return " ".join(clauses).strip()
