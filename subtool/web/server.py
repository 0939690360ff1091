"""The server: on loopback alone, until it is interrupted."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import webbrowser
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

import uvicorn

from subtool.disk.workdir import private_place
from subtool.errors import OutputError, Place
from subtool.web.safety import Door, Guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"
TOKEN_BYTES = 32  # 256 bits, as `secrets` takes by itself
LEAVING_S = 2  # for answers under way when it ends


class _Server(uvicorn.Server):
    """Ends on a signal without passing it on: that is how a review is left."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Only the main thread hears signals: a server in another one is told to exit.
        known = [signal.SIGINT, signal.SIGTERM] if current_thread() is main_thread() else []
        before = {number: signal.signal(number, self.handle_exit) for number in known}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listening(port: int) -> socket.socket:
    """A socket on loopback; port 0 takes a free one.

    Raises:
        OutputError: the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let two servers have one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise OutputError(
            f"port {port} cannot be had: {(error.strerror or str(error)).lower()}",
            at=Place(LOOPBACK),
            hint="choose another with --port, or leave it out",
        ) from error
    return listener


def serve(application: Callable[[], ASGIApp], listener: socket.socket, ready: Callable[[Door], None]) -> None:
    """Serve until interrupted; `ready` is told where, before the first request is answered."""
    asyncio.run(_serve(application, listener, door_to(listener), ready))


async def _serve(
    application: Callable[[], ASGIApp], listener: socket.socket, door: Door, ready: Callable[[Door], None]
) -> None:
    server = server_of(application(), door)
    ready(door)
    await server.serve([listener])


def door_to(listener: socket.socket) -> Door:
    """The door to what is served on a socket, with a token of its own."""
    return Door(listener.getsockname()[1], secrets.token_urlsafe(TOKEN_BYTES))


def server_of(application: ASGIApp, door: Door) -> uvicorn.Server:
    """What serves it to whoever comes through the door, until it is to exit."""
    config = uvicorn.Config(
        Guarded(application, door),
        access_log=False,
        log_config=None,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=LEAVING_S,
        h11_max_incomplete_event_size=32_768,
    )
    return _Server(config)


@contextmanager
def opened_in_browser(door: Door, folder: Path) -> Iterator[None]:
    """Have the browser open the page; a private file brings it there, so that no list of programs shows the token."""
    private_place(folder)
    page = folder / f"{door.port}.html"
    page.unlink(missing_ok=True)
    page.touch(mode=0o600, exist_ok=False)
    page.write_text(
        f'<!doctype html><meta http-equiv="refresh" content="0;url={door.address}?token={door.token}">',
        "utf-8",
    )
    with suppress(webbrowser.Error):
        webbrowser.open(page.as_uri())
    try:
        yield
    finally:
        page.unlink(missing_ok=True)
