"""A server on this machine that replays JPL's answers, and the bad ones that networks give."""

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

FOLDER = Path(__file__).parent / "authorities"
FILES = {
    ("sbdb_query.api", "sb-group", "neo"): "formats/sbdb_query.json",
    ("sbdb_query.api", "sb-group", "pha"): "formats/sbdb_query_full.json",
    ("sbdb.api", "sstr", "99942"): "formats/sbdb_object.json",
    ("sbdb.api", "sstr", "nobody"): "api/sbdb_unknown.json",
    ("sbdb.api", "sstr", "da"): "api/sbdb_several.json",
    ("nhats.api", "des", "99942"): "api/nhats_99942.json",
    ("nhats.api", "des", "433"): "api/nhats_error.json",
    ("nhats.api", "", ""): "api/nhats_table.json",
    ("mdesign.api", "mjd0", "61745"): "api/mdesign_m.json",
    ("mdesign.api", "des", "1"): "api/mdesign_q.json",
    ("mdesign.api", "crit", "1"): "api/mdesign_a.json",
    ("cad.api", "", ""): "api/cad.json",
}


class Replay:
    """What the server does next: ``script`` is used up request by request, then files."""

    def __init__(self) -> None:
        self.script: list[str] = []
        self.paths: list[str] = []
        self.at_once = self.most_at_once = 0
        self.url = ""


def _file(path: str) -> bytes | None:
    parts = urlsplit(path)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    for (name, key, value), file in FILES.items():
        if parts.path.strip("/") == name and (not key or query.get(key) == value):
            return (FOLDER / file).read_bytes()
    return None


class _Handler(BaseHTTPRequestHandler):
    replay: Replay

    def log_message(self, *args: object) -> None:
        return

    def do_GET(self) -> None:
        self.replay.at_once += 1
        self.replay.most_at_once = max(self.replay.most_at_once, self.replay.at_once)
        try:
            self._act()
        finally:
            self.replay.at_once -= 1

    def _act(self) -> None:
        self.replay.paths.append(self.path)
        act = self.replay.script.pop(0) if self.replay.script else "file"
        body = _file(self.path) or b'{"message": "not found"}'
        if act == "503":
            self._send(503, b"busy")
        elif act == "garbage":
            self._send(200, b"<html><script>alert(1)</script>\x00\xff")
        elif act == "truncated":
            self._send(200, body, length=len(body) + 1000)
        elif act == "huge":
            self._send(200, b"{}", length=10 * 2**30)
        elif act == "endless":
            self._endless()
        elif act == "bomb":
            self._send(200, gzip.compress(b"0" * 20_000_000), encoding="gzip")
        elif act == "pause":
            time.sleep(0.1)
            self._send(200, body)
        elif act == "slow":
            time.sleep(1.0)
            self._send(200, body)
        elif act == "several":
            self._send(300, (FOLDER / "api/sbdb_several.json").read_bytes())
        elif act == "moved":
            self._send(302, b"")
        elif act.startswith("json "):
            self._send(200, act.removeprefix("json ").encode())
        elif act.startswith("version"):
            content = json.loads(body)
            content["signature"]["version"] = act.split()[1]
            self._send(200, json.dumps(content).encode())
        elif act == "ragged":
            content = json.loads(body)
            content["vinf_dep"] = content["vinf_dep"][:2]
            self._send(200, json.dumps(content).encode())
        elif act == "stranger":
            self._send(200, json.dumps({"signature": {"source": "x", "version": "1"}}).encode())
        else:
            self._send(200, body)

    def _send(
        self, status: int, body: bytes, *, length: int | None = None, encoding: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(3000):
                self.wfile.write(b"0" * 10_000)
        except OSError:
            return


@contextmanager
def api_server() -> Iterator[Replay]:
    """Serve on a free port of the loopback until the block ends."""
    replay = Replay()
    handler = type("Handler", (_Handler,), {"replay": replay})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    replay.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
