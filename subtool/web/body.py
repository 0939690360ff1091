"""The JSON that a request brings: bounded, and nothing that is not plain JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BYTES = 8_000_000  # the text of every cue of a long film replaced at once is a third of it


async def json_of(request: Request) -> Any:  # noqa: ANN401 - whatever was sent
    """What was sent.

    Raises:
        HTTPException: it is not JSON, or there is too much of it.
    """
    kinds = request.headers.getlist("content-type")
    if [kind.split(";")[0].strip().lower() for kind in kinds] != ["application/json"]:
        raise HTTPException(415, "send JSON, as application/json")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 12 or int(length) > MOST_BYTES:
        raise HTTPException(413, f"more than {MOST_BYTES} bytes are not read")
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise HTTPException(413, f"more than {MOST_BYTES} bytes are not read")
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise HTTPException(400, "this is nested too deeply") from error
    except ValueError as error:  # also a number of more digits than are read
        raise HTTPException(400, "this is not JSON") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
