"""The pictures of what would be burned in, made on demand, a few at a time, and kept while they are right."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from anyio import to_thread

from subtool.media.make.overlay import overlay

if TYPE_CHECKING:
    from subtool.web.desk import Desk

AT_ONCE = 2  # programs that draw; one takes a core for a quarter of a second
KEPT = 200  # pictures, of some 50 kB


class Overlays:
    """Made for what is asked for last first would be better still; a page asks for one at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: OrderedDict[object, asyncio.Future[bytes]] = OrderedDict()
        self._free = asyncio.Semaphore(AT_ONCE)

    async def picture(self, name: str) -> bytes:
        """The PNG of what is on screen in the middle of a cue.

        Raises:
            MediaError: a font lacks a character.
            EngineError: ffmpeg failed.
        """
        document = self._desk.review.document
        async with self._free:
            key = await to_thread.run_sync(self._desk.screening.overlay, document, name)
        if key in self._kept:
            self._kept.move_to_end(key)
            return await asyncio.shield(self._kept[key])
        future = self._kept[key] = asyncio.get_running_loop().create_future()
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        try:
            async with self._free:
                future.set_result(await to_thread.run_sync(overlay, *key))
        except BaseException as error:
            self._kept.pop(key, None)
            if not future.done():
                future.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
                future.exception()  # it is raised below; whoever waits for it gets it too
            raise
        data: bytes = future.result()
        return data
