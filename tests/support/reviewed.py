"""`subtool review` as people run it: a process, its address, its files."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

from subtool.formats import cuesheet
from subtool.media.read.playable import is_playable
from subtool.model import Cue, Footnote, Media, Sheet, Source, Span, Timing, Unspoken, Word
from subtool.verbs.review import Review
from subtool.verbs.review_film import Screening, film_of
from subtool.web.app import application_of
from subtool.web.desk import Desk
from subtool.web.keys import keys, keys_file
from subtool.web.server import door_to, listening, server_of

STYLE = "netflix-en"

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = (
    ("The keeper climbed the stair at dusk.",),
    ("Nobody on the island had ever", "seen the lamp out."),
    ("It was built in 1851,", "and it burned whale oil."),
    ("The ships did not come that winter, and", "the stores ran low before the new year."),
    ("“We waited,” she wrote,", "“and the wind did not turn.”"),
    ("In spring the first boat came.",),
)
VERDICTS = (Timing.HEARD, Timing.PARTLY, Timing.GUESSED, Timing.HEARD, Timing.HEARD, Timing.HEARD)


def sheet(seconds: int = 26, copies: int = 1) -> Sheet:
    """Six cues, again and again, four seconds apart; the second and third are doubtful, the fourth is too fast."""
    cues = []
    for number in range(6 * copies):
        lines, timing = TEXTS[number % 6], VERDICTS[number % 6]
        start_ms = number * 4000 + 500
        words = tuple(
            Word(
                word,
                Span(start_ms + 200 * at, start_ms + 200 * at + 160),
                0.95 if timing is Timing.HEARD else 0.0,
            )
            for at, word in enumerate(" ".join(lines).split())
        )
        cues.append(
            Cue(
                Span(start_ms, start_ms + 2600), lines, timing=timing, words=words,
                confidence={Timing.HEARD: 0.97, Timing.PARTLY: 0.6}.get(timing, 0.0),
                footnotes=("1",) if number % 6 == 2 else (), source=Source(number + 1, 1),
            )
        )  # fmt: skip
    return Sheet(
        tuple(cues),
        title="The Lamp",
        media=Media("film.mp4", seconds * 1000),
        footnotes=(Footnote("1", "Ibid., 3.", "A. Writer, The Lights, 1911, page 3."),),
        unspoken=(Unspoken("A sentence that the film does not have.", Source(40, 1)),),
        unscripted=(Span(24_500, 25_800),),
    )


def write(path: Path, what: Sheet | None = None) -> Path:
    path.write_bytes(cuesheet.write(what or sheet()))
    return path


def read(path: Path) -> Sheet:
    return cuesheet.read(path.read_text("utf-8"))


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


class Reviewed:
    """A review that is running."""

    def __init__(self, *arguments: str | Path, env: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "subtool", "review", "--no-browser", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(env or {})},
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            assert self.process.stderr
            self.error = self.process.stderr.read()
            self.code = self.process.wait()
            return
        parts = urlsplit(self.url)
        self.host, self.port = parts.netloc, parts.port
        self.token = parse_qs(parts.query)["token"][0]
        self.origin = f"http://{self.host}"
        self.cookie = f"subtool_{self.port}={self.token}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """With the cookie, the right Origin where something is sent, and whatever `headers` say instead."""
        usual = {"Cookie": self.cookie}
        if method == "POST":
            usual |= {"Origin": self.origin, "Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, {**usual, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def edit(self, *edits: dict[str, Any]) -> Answer:
        return self.ask("/api/edits", "POST", json.dumps(edits).encode())

    def stop(self) -> tuple[int, str]:
        """As by Ctrl+C; its exit code, and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        assert self.process.stderr
        said = self.process.stderr.read()
        return self.process.wait(timeout=30), said

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Hosted(Reviewed):
    """A review in a thread of this process: as a process it would cost two seconds to start."""

    def __init__(self, path: Path, film: Path | None = None, port: int = 0) -> None:  # no process: values
        listener = listening(port)
        door = door_to(listener)
        self.review = Review(path).__enter__()
        screening = Screening(film_of(film, self.review.document.rest) if film else None)
        playable = is_playable(film) if film else True
        self.desk = Desk(self.review, screening, STYLE, keys(keys_file()), playable=playable)
        self.desk.prepare()
        self.server = server_of(application_of(self.desk), door)
        self.thread = Thread(target=lambda: asyncio.run(self.server.serve([listener])))
        self.thread.start()
        self.port, self.token = door.port, door.token
        self.host = f"127.0.0.1:{door.port}"
        self.origin = f"http://{self.host}"
        self.url = f"{door.address}?token={door.token}"
        self.cookie = f"subtool_{self.port}={self.token}"

    def stop(self) -> tuple[int, str]:
        self.server.should_exit = True
        self.thread.join(timeout=30)
        return 0, ""

    def close(self) -> None:
        self.stop()
        self.review.__exit__(None, None, None)


def many(count: int) -> Sheet:
    """A sheet of this many cues."""
    whole = sheet(seconds=count * 4 + 10, copies=-(-count // 6))
    return replace(whole, cues=whole.cues[:count])
