"""One request at a time, with retries, bounds and a cache; the only user of httpx."""

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from asteroid_econ.catalogs.download_cache import Answer, DownloadCache
from asteroid_econ.errors import DownloadError

MAX_BODY_BYTES = 96 * 2**20
_ONE_AT_A_TIME = threading.Lock()  # JPL asks for sequential requests
_FINAL = {200, 300, 400, 404, 405}  # answers that asking again does not change
_AGAIN = {429, 500, 502, 503, 504}
_LONGEST_PAUSE_S = 60.0


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach the network, or that it must not be reached.

    ``offline``: only the cache answers, whatever its age. ``max_age_d``: kept answers older than
    this are asked for again. ``pauses_s``: the wait before each retry. ``deadline_s``: the whole
    of one request, however slowly it drips.
    """

    cache: DownloadCache = field(default_factory=DownloadCache)
    offline: bool = False
    max_age_d: float = 1.0
    timeout_s: float = 30.0
    deadline_s: float = 600.0
    pauses_s: tuple[float, ...] = (1.0, 4.0, 16.0)
    max_bytes: int = MAX_BODY_BYTES
    progress: Callable[[int], object] | None = None

    def get(
        self,
        url: str,
        query: Mapping[str, str] | None = None,
        usable: Callable[[Answer], object] = lambda answer: None,
    ) -> Answer:
        """Return the answer of an address: from the cache if it is fresh, else from the network.

        Parameters
        ----------
        url : str
            Address, http or https.
        query : mapping of str to str, optional
            Parameters of the request.
        usable : callable, optional
            Raises where an answer is of no use; that one does not replace the one that is kept.

        Returns
        -------
        Answer
            With status 200, 300, 400, 404 or 405; everything else is a DownloadError. Only 200
            is kept.
        """
        query = dict(query or {})
        kept = self.cache.get(url, query)
        if kept is not None and (self.offline or _age_d(kept) <= self.max_age_d):
            usable(kept)
            return kept
        if self.offline:
            reason = "not in the cache, and the network is off; run once without --offline"
            raise DownloadError(url, reason)
        try:
            with _ONE_AT_A_TIME:
                answer = self._asked(url, query)
        except DownloadError as error:
            if kept is None:
                raise
            hint = f"{error.reason}; --offline uses the answer of {kept.retrieved}"
            raise DownloadError(url, hint) from None
        usable(answer)
        if answer.status == 200:
            self.cache.put(url, query, answer)
        return answer

    def _asked(self, url: str, query: Mapping[str, str]) -> Answer:
        import httpx  # slow to import, and not needed offline

        reason = ""
        with httpx.Client(
            timeout=self.timeout_s, headers={"User-Agent": "asteroid-econ"}
        ) as client:
            for pause_s in (0.0, *self.pauses_s):
                time.sleep(pause_s)
                try:
                    status, body, wait_s = self._once(client, url, query)
                except httpx.UnsupportedProtocol as error:
                    raise DownloadError(url, str(error)) from None
                except (httpx.TransportError, httpx.DecodingError) as error:
                    reason = f"{type(error).__name__} {error}".strip()
                    continue
                except (httpx.InvalidURL, httpx.HTTPError, UnicodeError) as error:
                    raise DownloadError(url, str(error)) from None
                if status in _FINAL:
                    digest = hashlib.sha256(body).hexdigest()
                    now = datetime.now(UTC).isoformat(timespec="seconds")
                    return Answer(url, status, now, digest, body)
                reason = f"HTTP {status}"
                if status not in _AGAIN:
                    break
                time.sleep(wait_s)
        raise DownloadError(url, f"no usable answer: {reason}")

    def _once(self, client: Any, url: str, query: Mapping[str, str]) -> tuple[int, bytes, float]:
        """Ask once; the body is read in pieces so that neither size nor time runs away."""
        end = time.monotonic() + self.deadline_s
        with client.stream("GET", url, params=query) as response:
            declared = response.headers.get("content-length", "0")
            if _whole(declared) > self.max_bytes:
                raise DownloadError(url, f"declares {declared} bytes; at most {self.max_bytes}")
            pieces, total = [], 0
            for piece in response.iter_bytes():
                total += len(piece)
                if total > self.max_bytes:
                    raise DownloadError(url, f"more than {self.max_bytes} bytes")
                if time.monotonic() > end:
                    raise DownloadError(url, f"not complete after {self.deadline_s:g} s")
                pieces.append(piece)
                if self.progress is not None:
                    self.progress(len(piece))
            return response.status_code, b"".join(pieces), _asked_pause_s(response)


def _asked_pause_s(response: Any) -> float:
    text = response.headers.get("retry-after", "")
    return min(_whole(text), _LONGEST_PAUSE_S)


def _whole(text: str) -> float:
    """Return the number that a header says, 0 where it says none."""
    return float(text) if text.isascii() and text.isdigit() else 0.0


def _age_d(answer: Answer) -> float:
    try:
        then = datetime.fromisoformat(answer.retrieved)
        return (datetime.now(UTC) - then).total_seconds() / 86_400.0
    except (ValueError, TypeError):
        return float("inf")
