"""The routes of the review page."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subtool.errors import OutputError, SubtoolError
from subtool.web import film
from subtool.web.backstage import Backstage
from subtool.web.body import json_of
from subtool.web.overlays import Overlays
from subtool.web.waveform import Waveform

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from subtool.web.desk import Desk

QUIET_S = 0.4  # without an edit: then the sheet is saved
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Page:
    """The page's application: what answers each address."""

    def __init__(self, desk: Desk, overlays: Overlays, waveform: Waveform, backstage: Backstage) -> None:
        self.desk, self.overlays, self.waveform, self.backstage = desk, overlays, waveform, backstage
        self._edited = asyncio.Event()
        self._files = {
            name: (KINDS[name[name.rindex(".") :]], data)
            for name, data in _page_files()
            if name.rpartition(".")[1]
        }

    def application(self) -> Starlette:
        reads = ["GET", "HEAD"]
        return Starlette(
            routes=[
                Route("/", self.index, methods=reads),
                Route("/page/{name}", self.page_file, methods=reads),
                Route("/api/sheet", self.sheet, methods=reads),
                Route("/api/review", self.everything, methods=reads),
                Route("/api/keys", self.keys, methods=reads),
                Route("/api/news", self.news, methods=reads),
                Route("/api/edits", self.edits, methods=["POST"]),
                Route("/api/profile", self.use_profile, methods=["POST"]),
                Route("/api/waveform", self.peaks, methods=reads),
                Route("/api/overlay/{name:path}.png", self.overlay, methods=reads),
                Route("/media/film", self.film, methods=reads),
            ],
            exception_handlers={
                HTTPException: _http_error,
                OutputError: _disk_error,
                SubtoolError: _user_error,
            },
            lifespan=self._life,
        )

    async def index(self, _request: Request) -> Response:
        return self._file("index.html")

    async def page_file(self, request: Request) -> Response:
        return self._file(request.path_params["name"])

    def _file(self, name: str) -> Response:
        if name not in self._files:
            raise HTTPException(404, "there is nothing here")
        kind, data = self._files[name]
        return Response(data, media_type=kind)

    async def sheet(self, request: Request) -> Response:
        """The whole sheet; with `first` no more than so many cues of it. `x-tick`: what happened since is news."""
        tick = self.desk.tick
        if first := _whole(request, "first", 0):
            data = await to_thread.run_sync(self.desk.beginning, first)
        else:
            data = await to_thread.run_sync(self.desk.sheet)
        return Response(data, media_type="application/json", headers={"x-tick": str(tick)})

    async def keys(self, _request: Request) -> Response:
        return JSONResponse(self.desk.what_keys_do())

    async def everything(self, _request: Request) -> Response:
        return JSONResponse(await to_thread.run_sync(self.desk.everything))

    async def news(self, request: Request) -> Response:
        await to_thread.run_sync(self.desk.look_outside)
        return JSONResponse(await to_thread.run_sync(self.desk.news, _whole(request, "since", 0)))

    async def edits(self, request: Request) -> Response:
        data = await json_of(request)
        since = _whole(request, "since", -1)
        answer = await to_thread.run_sync(self.desk.edit, data, since if since >= 0 else None)
        self._edited.set()
        return JSONResponse(answer)

    async def use_profile(self, request: Request) -> Response:
        name = await json_of(request)
        if not isinstance(name, str) or len(name) > 200:
            raise HTTPException(400, "name a house style")
        await to_thread.run_sync(self.desk.use_profile, name)
        return JSONResponse(await to_thread.run_sync(self.desk.everything))

    async def peaks(self, request: Request) -> Response:
        data, done = self.waveform.part(_whole(request, "from", 0))
        headers = {"x-complete": "yes" if done else "no"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    async def overlay(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.desk.review.document.cues:
            raise HTTPException(404, "there is no such cue")
        return Response(await self.overlays.picture(name), media_type="image/png")

    async def film(self, request: Request) -> Response:
        if self.backstage.opened is None:
            raise HTTPException(404, "there is no film")
        return film.answer(request, self.backstage.opened)

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        """While the server runs the sheet is saved whenever nobody edits, and once more at the end."""
        self.waveform.start()
        self.backstage.start()
        keeper = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper
            await self._save()
            self.waveform.stop()
            await to_thread.run_sync(self.backstage.stop)

    async def _keep(self) -> None:
        first = next(iter(self.desk.review.document.cues), None)
        if first is not None:
            with suppress(SubtoolError):  # fonts and the like are loaded before somebody waits for them
                await self.overlays.picture(first)
        while True:
            await self._edited.wait()
            while self._edited.is_set():
                self._edited.clear()
                await asyncio.sleep(QUIET_S)
            await self._save()
            await to_thread.run_sync(self.desk.check_all)

    async def _save(self) -> None:
        try:
            await to_thread.run_sync(self.desk.save)
            self.desk.trouble = ""
        except SubtoolError as error:
            self.desk.trouble = str(error)


def application_of(desk: Desk) -> ASGIApp:
    """The page of a review."""
    screened = desk.screening.film
    sound = screened.path if screened and screened.audio else None
    language = desk.review.document.rest.language
    waveform = Waveform(sound, screened.duration_ms if screened else 0, language)
    return Page(desk, Overlays(desk), waveform, Backstage(desk)).application()


def _page_files() -> list[tuple[str, bytes]]:
    folder = files("subtool.web").joinpath("page")
    return [(part.name, part.read_bytes()) for part in folder.iterdir() if part.is_file()]


def _whole(request: Request, key: str, default: int) -> int:
    text = request.query_params.get(key, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else default


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code)


async def _user_error(_request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 400)


async def _disk_error(_request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 507)
