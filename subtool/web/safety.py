"""Who may speak to the page's server: this machine's browser, with the token of this start, and nobody else.

Other pages in the same browser can reach a server on loopback too; what they send has their `Origin`, or a `Host` of
their own making, and never the cookie.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_COOKIES = 16_384  # bytes: more than a browser sends
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
ALWAYS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
# A browser that came from elsewhere has not sent its cookie: this page, which says nothing, has it come from here.
AGAIN = (
    b'<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>subtool</title>'
    b'<a href="/">Open the review</a>'
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where the server is, and the token of this start."""

    port: int
    token: str

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}/"

    @property
    def cookie(self) -> str:
        """Its name; cookies do not tell ports apart."""
        return f"subtool_{self.port}"


class Guarded:
    """An application behind the door."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in ALWAYS}
                headers = [pair for pair in message.get("headers", ()) if pair[0].lower() not in own]
                message = {**message, "headers": [*headers, *ALWAYS]}
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await _refuse(send_safely, *refusal)
        elif self._brings_token(scope):
            await self._let_in(send_safely)
        elif self._has_cookie(scope):
            await self.app(scope, receive, send_safely)
        elif scope["path"] == "/" and _sent(scope, b"sec-fetch-site") == [b"cross-site"]:
            await _answer(send_safely, 403, b"text/html; charset=utf-8", AGAIN)
        else:
            await _refuse(send_safely, 403, "open the address that subtool printed when it started")

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Why a request is not even looked at."""
        if _sent(scope, b"host") != [self.door.host.encode()]:
            return 421, "this is not the address of the review"
        origins = _sent(scope, b"origin")
        if origins and origins != [f"http://{self.door.host}".encode()]:
            return 403, "another page may not ask here"
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return 405, "only GET and POST are answered"
        if scope["method"] == "POST" and not origins:
            return 403, "a request that changes something must say its Origin"
        site = _sent(scope, b"sec-fetch-site")
        mode = _sent(scope, b"sec-fetch-mode")
        if (
            site
            and site[0] not in {b"same-origin", b"none"}
            and not (mode == [b"navigate"] and scope["path"] == "/")
        ):
            return 403, "another page may not ask here"
        return None

    def _brings_token(self, scope: Scope) -> bool:
        if scope["path"] != "/" or scope["method"] != "GET":
            return False
        tokens = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=8).get("token", [])
        return len(tokens) == 1 and self._is_token(tokens[0])

    def _has_cookie(self, scope: Scope) -> bool:
        """Another server of this machine may have set a cookie of our name; one that is right is enough."""
        sent = b"; ".join(_sent(scope, b"cookie"))
        if len(sent) > LONGEST_COOKIES:
            return False
        return any(self._is_token(value) for value in _values(sent.decode("latin-1"), self.door.cookie))

    def _is_token(self, value: str) -> bool:
        return hmac.compare_digest(value.encode(), self.door.token.encode())

    async def _let_in(self, send: Send) -> None:
        """The token goes out of the address into a cookie."""
        cookie = f"{self.door.cookie}={self.door.token}; Path=/; HttpOnly; SameSite=Strict"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _values(cookies: str, name: str) -> list[str]:
    found = []
    for part in cookies.split(";"):
        try:
            pair = SimpleCookie(part.strip())
        except CookieError:
            continue
        found += [morsel.value for key, morsel in pair.items() if key == name]
    return found


def _sent(scope: Scope, name: bytes) -> Sequence[bytes]:
    return [value for key, value in scope["headers"] if key == name]


async def _refuse(send: Send, status: int, why: str) -> None:
    await _answer(send, status, b"application/json", json.dumps({"error": why}).encode())


async def _answer(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
