"""What is made while the page is in use: a film that a browser can play, the frames, the shot changes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.errors import SubtoolError
from subtool.verbs.review_cache import keep_shots, kept_at, shots_kept
from subtool.web.film import OpenFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from subtool.media.read.probe import Film
    from subtool.web.desk import Desk


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """The review has ended."""


@dataclass
class Backstage:
    """A thread beside the server; `opened` is the film that is served, as soon as there is one."""

    desk: Desk
    opened: OpenFile | None = None

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        film = self.desk.screening.film
        if film and self.desk.playable:
            self.opened = OpenFile(film.path)

    def start(self) -> None:
        if film := self.desk.screening.film:
            self._thread = threading.Thread(target=self._work, args=(film,), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(timeout=5)
        if self.opened:
            self.opened.close()

    def _work(self, film: Film) -> None:
        try:
            self._make_playable(film)
            if film.has_picture:
                self._find_shots(film)
        except Stopped:
            return
        except (SubtoolError, OSError) as error:
            self.desk.set_film(trouble=str(error))

    def _make_playable(self, film: Film) -> None:
        from subtool.media.make.proxy import proxy
        from subtool.media.read.sound import track_of

        if self.opened:
            return
        out = kept_at(film.path, ".mp4" if film.has_picture else ".m4a")
        if not out.is_file():
            self.desk.set_film(progress=0.0)
            track = track_of(film.path, self.desk.review.document.rest.language) if film.audio else None
            proxy(film, track, out, lambda done: self._told(lambda: self.desk.set_film(progress=done)))
        self.opened = OpenFile(out)
        self.desk.set_film(progress=1.0)

    def _find_shots(self, film: Film) -> None:
        from subtool.media.read.shot_changes import find

        stored = kept_at(film.path, "-shots.json")
        shots = shots_kept(stored)
        if shots is None:
            shots = find(film.path, progress=lambda _doing, _done: self._told(lambda: None))
            keep_shots(stored, shots)
        self.desk.set_shots(shots)

    def _told(self, tell: Callable[[], None]) -> None:
        if self._stop.is_set():
            raise Stopped
        tell()
