"""Nobody but this machine's browser, with the token of this start, is answered; and nothing that is sent hurts."""

import json
import re
import socket
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from subtool.formats import cuesheet
from support import reviewed

ROUTES = (
    "/", "/page/main.js", "/api/sheet", "/api/review", "/api/news", "/api/keys", "/api/waveform", "/api/overlay/c1.png",
    "/media/film", "/nothing",
)  # fmt: skip
LOOK_ALIKES = ("localhost:{p}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{p}", "127.1:{p}", "0x7f.1:{p}",
               "[::1]:{p}", "evil.example", "127.0.0.1:{p}@evil.example", "127.0.0.1:{p}.", "")  # fmt: skip


@pytest.fixture(scope="module")
def running(tmp_path_factory, film):
    path = reviewed.write(tmp_path_factory.mktemp("sheet") / "film.cues.json")
    with reviewed.Reviewed(path, film) as server:
        server.path = path
        yield server


def raw(server, request: bytes) -> bytes:
    """What comes back for these bytes, until the connection is closed."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(request)
        data = b""
        while part := connection.recv(65536):
            data += part
        return data


def request(server, *lines: str, target: str = "GET /api/review HTTP/1.1") -> bytes:
    return "\r\n".join([target, *lines, f"Cookie: {server.cookie}", "Connection: close", "", ""]).encode()


def test_the_address_is_on_loopback_and_its_token_leaves_it_at_once(running):
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", running.url)
    answer = running.ask(f"/?token={running.token}", headers={"Cookie": ""})
    assert (answer.status, answer.header("location")) == (303, "/")
    assert answer.header("set-cookie") == f"{running.cookie}; Path=/; HttpOnly; SameSite=Strict"
    for other in {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}:
        if not other.startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((other, running.port), timeout=20)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_without_the_token_nothing_is_answered(running, path, method):
    wrong = running.token[:-1] + ("A" if running.token[-1] != "A" else "B")
    name = running.cookie.split("=")[0]
    right = running.token
    for cookie in ("", f"{name}=", f"{name}={wrong}", f"{name}={right}x", f"other={right}", "a" * 20_000):
        answer = running.ask(path, method, headers={"Cookie": cookie})
        assert answer.status in {403, 405}
        assert running.token not in str(answer.headers)
    for query in (f"?token={wrong}", f"?token={running.token}&token={wrong}", "?token="):
        assert running.ask(f"{path}{query}", method, headers={"Cookie": ""}).status in {403, 405}


@pytest.mark.parametrize("path", ROUTES)
def test_a_host_that_is_not_ours_is_refused_everywhere(running, path):
    for host in LOOK_ALIKES:
        answer = running.ask(path, headers={"Host": host.format(p=running.port)})
        assert answer.status in {400, 421}
    doubled = request(running, f"Host: {running.host}", "Host: evil.example", target=f"GET {path} HTTP/1.1")
    assert raw(running, doubled).split()[1] in {b"400", b"421"}
    missing = request(running, target=f"GET {path} HTTP/1.0")
    assert raw(running, missing).split()[1] in {b"400", b"421"}


FOREIGN = (
    "null", "http://evil.example", "http://localhost:{p}", "https://127.0.0.1:{p}", "http://127.0.0.1:1",
    "http://127.0.0.1", "http://127.0.0.1:{p}.evil.example", "http://127.0.0.1:{p}/", "",
)  # fmt: skip


@pytest.mark.parametrize("path", ROUTES)
def test_an_origin_that_is_not_ours_is_refused_everywhere(running, path):
    for origin in FOREIGN:
        for method in ("GET", "POST"):
            assert (
                running.ask(path, method, b"[]", headers={"Origin": origin.format(p=running.port)}).status
                == 403
            )
    doubled = request(
        running, f"Host: {running.host}", f"Origin: {running.origin}", "Origin: http://evil.example",
        target=f"GET {path} HTTP/1.1",
    )  # fmt: skip
    assert raw(running, doubled).split()[1] == b"403"


def test_a_post_without_an_origin_is_refused_and_a_request_from_another_site_too(running):
    head = f"POST /api/edits HTTP/1.1\r\nHost: {running.host}\r\nCookie: {running.cookie}\r\n"
    body = "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]"
    assert raw(running, (head + body).encode()).split()[1] == b"403"
    for site in ("cross-site", "same-site"):
        assert running.ask("/api/sheet", headers={"Sec-Fetch-Site": site}).status == 403


def test_every_answer_is_closed_to_other_pages(running):
    for path in (*ROUTES, "/?token=x"):
        for cookie in (running.cookie, ""):
            answer = running.ask(path, headers={"Cookie": cookie})
            policy = answer.header("content-security-policy")
            assert policy.startswith("default-src 'none'; ")
            assert "unsafe" not in policy
            assert set(re.findall(r"src (\S+?);", policy)) <= {"'none'", "'self'"}
            assert answer.header("x-content-type-options") == "nosniff"
            assert answer.header("cache-control") == "no-store"
            assert answer.header("referrer-policy") == "no-referrer"
            assert answer.header("cross-origin-opener-policy") == "same-origin"
            assert answer.header("cross-origin-resource-policy") == "same-origin"
            assert answer.header("cross-origin-embedder-policy") == "require-corp"
            assert answer.header("access-control-allow-origin") is None


def test_only_get_and_post_are_answered_and_get_changes_nothing(running):
    before = running.path.read_bytes(), running.ask("/api/sheet").body
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"):
        assert running.ask("/api/edits", method, headers={"Origin": running.origin}).status in {400, 405}
    assert running.ask("/api/edits").status == 405
    for path in ROUTES:
        running.ask(path)
    assert (running.path.read_bytes(), running.ask("/api/sheet").body) == before


PATHS = (
    "/media/film/", "/media/../../../etc/passwd", "/media/%2e%2e/%2e%2e/etc/passwd", "/media/film%00",
    "/page/../app.py", "/page/..%2fapp.py", "/page/%2e%2e%2fapp.py", "/page//etc/passwd", "/page/style.css%00.js",
    "/api/overlay/..%2fx.png", "/api/overlay/c999.png", "//etc/passwd", "/media/film.cues.json",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_to_another_file(running, path):
    answer = running.ask(path)
    assert answer.status in {307, 404}
    assert answer.header("location") in {None, f"{running.origin}/media/film"}
    assert b"root:" not in answer.body


DEEP = b"[" * 200_000
BODIES = {
    "no json": b"edits=1",
    "deep": DEEP,
    "deep and closed": DEEP + b"]" * 200_000,
    "deep objects": b'{"a":' * 200_000,
    "nan": b"[NaN]",
    "infinite": b'[{"edit":"shift","cues":["c1"],"by_ms":1e999}]',
    "many digits": b'[{"edit":"shift","cues":["c1"],"by_ms":' + b"9" * 10_000 + b"}]",
    "half a character": b'[{"edit":"text","cue":"c1","lines":["\\ud800"]}]',
    "not utf-8": b'["\xff"]',
    "an object": b'{"edit":"undo"}',
    "not an edit": b"[[]]",
    "an unknown edit": b'[{"edit":"format-disk"}]',
    "an unknown cue": b'[{"edit":"delete","cues":["c999"]}]',
    "a cue that is a list": b'[{"edit":"text","cue":["c1"],"lines":["x"]}]',
    "a fraction": b'[{"edit":"times","spans":{"c1":[0.5,100]}}]',
    "backwards": b'[{"edit":"times","spans":{"c1":[100,50]}}]',
    "one good, one bad": b'[{"edit":"delete","cues":["c1"]},{"edit":"delete","cues":["c999"]}]',
    "nothing": b"",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_list_of_edits_is_refused_in_a_line_and_changes_nothing(running, name):
    before = running.ask("/api/sheet").body
    answer = running.ask("/api/edits", "POST", BODIES[name])
    assert answer.status == 400
    assert list(answer.json) == ["error"]
    assert "\n" not in answer.json["error"]
    assert "Traceback" not in answer.json["error"]
    assert running.ask("/api/sheet").body == before


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", ""],
)
def test_edits_come_as_json_alone(running, kind):
    assert running.ask("/api/edits", "POST", b"[]", headers={"Content-Type": kind}).status == 415


def test_a_body_without_end_or_of_200_megabytes_is_not_read(running):
    head = (
        f"POST /api/edits HTTP/1.1\r\nHost: {running.host}\r\nOrigin: {running.origin}\r\nCookie: {running.cookie}\r\n"
        "Content-Type: application/json\r\nConnection: close\r\n"
    )
    declared = raw(running, f"{head}Content-Length: 200000000\r\n\r\n[".encode())
    assert declared.split()[1] == b"413"
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        try:
            while sent < 200_000_000:
                connection.sendall(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
                sent += 0x100000
        except OSError:
            pass
        assert sent < 60_000_000
    assert running.ask("/api/review").status == 200


def test_two_hundred_slow_connections_and_overlays_at_once_leave_the_page_answering(running):
    slow = [socket.create_connection(("127.0.0.1", running.port), timeout=20) for _ in range(200)]
    try:
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        asked = []
        for number in range(500):
            connection = socket.create_connection(("127.0.0.1", running.port), timeout=60)
            asked.append(connection)
            target = f"GET /api/overlay/c{number % 6 + 1}.png HTTP/1.1"
            connection.sendall(request(running, f"Host: {running.host}", target=target))
        assert running.ask("/").status == 200
        assert len(_children(running.process.pid)) <= 2
        for connection in asked:
            assert connection.recv(64).split()[1] == b"200"
    finally:
        for connection in (*slow, *asked):
            connection.close()


def _children(parent: int) -> list[str]:
    """The programs it has started; none where the system does not say."""
    found = []
    for stat_file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat_file.read_text().rpartition(")")[2].split()
            found += [stat_file.parent.name] if int(fields[1]) == parent else []
    return found


def test_the_token_is_new_each_start_and_stands_nowhere(sheet, film):
    tokens = set()
    for _ in range(2):
        with reviewed.Reviewed(sheet, film) as server:
            tokens.add(server.token)
            server.edit({"edit": "comment", "cue": "c1", "comment": "x"})
            server.ask("/no/such/address?token=" + server.token)
            listed = Path(f"/proc/{server.process.pid}/cmdline")
            arguments = listed.read_text() if listed.exists() else ""
            _, said = server.stop()
            files = [
                path.read_bytes() for path in sheet.parent.rglob("*") if path.is_file()
            ]  # the waveform is no text
            written = (*files, said.encode(), arguments.encode())
            assert not [data for data in written if server.token.encode() in data]
    assert len(tokens) == 2


def test_a_taken_port_is_an_error(running, tmp_path):
    other = reviewed.write(tmp_path / "other.cues.json")
    with reviewed.Reviewed(other, "--port", str(running.port)) as refused:
        assert (refused.url, refused.code) == ("", 2)
        assert str(running.port) in refused.error
        assert len(refused.error.splitlines()) == 1


def test_a_sheet_that_is_being_reviewed_is_not_opened_twice(running):
    with reviewed.Reviewed(running.path) as refused:
        assert refused.code == 2
        assert "another run" in refused.error


def test_the_journal_is_private_and_never_written_through_a_link(sheet, film):
    journal = sheet.with_name(sheet.name + ".journal")
    with reviewed.Reviewed(sheet, film) as server:
        server.edit({"edit": "accepted", "cue": "c1", "accepted": True})
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600
        server.stop()
    for line in journal.read_text("utf-8").splitlines():
        json.loads(line)
    journal.unlink()
    target = sheet.with_name("precious.txt")
    target.write_text("precious")
    journal.symlink_to(target)
    with reviewed.Reviewed(sheet, film) as refused:
        assert refused.code == 2
    assert target.read_text() == "precious"


def test_programs_in_the_working_folder_are_not_run(sheet, film, monkeypatch):
    for name in ("starlette", "uvicorn", "anyio", "av", "webbrowser", "numpy"):
        sheet.with_name(f"{name}.py").write_text("raise SystemExit('this was run')")
    monkeypatch.chdir(sheet.parent)
    with reviewed.Reviewed(sheet.name, film) as server:
        assert server.ask("/api/overlay/c1.png").status == 200
        assert server.stop()[0] == 0


def test_what_replaces_the_film_is_not_served(sheet, film):
    copy = sheet.with_name("film.mp4")
    copy.write_bytes(film.read_bytes())
    with reviewed.Reviewed(sheet, copy) as server:
        copy.unlink()
        copy.write_bytes(b"secret" * 1000)
        assert server.ask("/media/film").body == film.read_bytes()


def test_ids_that_are_no_names_are_taken_as_text(tmp_path):
    path = tmp_path / "odd.cues.json"
    odd = '../../x"<b>&'
    path.write_text(
        json.dumps({"subtool": 1, "cues": [{"id": odd, "start_ms": 0, "end_ms": 900, "lines": ["x"]}]})
    )
    with reviewed.Reviewed(path) as server:
        assert cuesheet.read(server.ask("/api/sheet").body.decode()).cues[0].id == odd
        assert server.edit({"edit": "text", "cue": odd, "lines": ["y"]}).json["cues"][odd]["lines"] == ["y"]
