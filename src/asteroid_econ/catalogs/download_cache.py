"""Answers of the network, kept on disk with their date and hash."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from asteroid_econ.catalogs.files import clear_leftovers, write_whole
from asteroid_econ.errors import OutputError

_VARIABLE = "ASTEROID_ECON_CACHE"
_MAX_HEAD_BYTES = 100_000
_N_HEX = 64  # digits of a SHA-256
_SUFFIX = ".answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: body, hash, and when (UTC, ISO 8601)."""

    url: str
    status: int
    retrieved: str
    sha256: str
    body: bytes
    from_cache: bool = False


def default_folder() -> Path:
    """Return the folder of downloads: ASTEROID_ECON_CACHE, else the user's cache folder."""
    chosen = os.environ.get(_VARIABLE)
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "asteroid-econ" / "downloads"


class DownloadCache:
    """A folder with one file per request: a line of JSON, then the body.

    The name of a file is a hash of the request, so that nothing in a request reaches the file
    system. A file that is not whole counts as absent.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_folder()

    def get(self, url: str, query: Mapping[str, str]) -> Answer | None:
        """Return the kept answer of a request, None where there is none or it is damaged."""
        try:
            content = self._path(url, query).read_bytes()
        except OSError:
            return None
        head, _, body = content.partition(b"\n")
        try:
            if len(head) > _MAX_HEAD_BYTES:
                return None
            facts = json.loads(head)
            answer = Answer(
                str(facts["url"]),
                int(facts["status"]),
                str(facts["retrieved"]),
                str(facts["sha256"]),
                body,
                from_cache=True,
            )
        except (ArithmeticError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return answer if hashlib.sha256(body).hexdigest() == answer.sha256 else None

    def put(self, url: str, query: Mapping[str, str], answer: Answer) -> None:
        """Keep an answer; the old one stays until the new one is on the disk."""
        path = self._path(url, query)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(path.parent, str(error.strerror or error)) from error
        clear_leftovers(path.parent, "[0-9a-f]" * _N_HEX + _SUFFIX)
        head = {
            "url": answer.url,
            "query": dict(sorted(query.items())),
            "status": answer.status,
            "retrieved": answer.retrieved,
            "sha256": answer.sha256,
        }
        content = json.dumps(head).encode() + b"\n" + answer.body
        write_whole(path, lambda stream: stream.write(content))

    def _path(self, url: str, query: Mapping[str, str]) -> Path:
        request = json.dumps([url, sorted(query.items())])
        return self.folder / (hashlib.sha256(request.encode()).hexdigest() + _SUFFIX)
