"""The conversation that all APIs of JPL's Solar System Dynamics group share."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.download_cache import Answer
from asteroid_econ.errors import DownloadError, TargetError

Read = TypeVar("Read")

BASE_URL = "https://ssd-api.jpl.nasa.gov"


@dataclass(frozen=True, slots=True)
class Api:
    """One API: its file name, words of its signature, and the versions that were read for this."""

    name: str
    source: tuple[str, ...]
    major: str
    tested: tuple[str, ...]


SBDB_QUERY = Api("sbdb_query.api", ("SBDB", "Query API"), "1", ("1.0",))
SBDB = Api("sbdb.api", ("Small-Body Database (SBDB) API",), "1", ("1.0", "1.1", "1.2", "1.3"))
NHATS = Api("nhats.api", ("NHATS Data API",), "1", ("1.2", "1.3", "1.4"))
MDESIGN = Api("mdesign.api", ("Mission Design API",), "1", ("1.0", "1.1", "1.2"))
CAD = Api("cad.api", ("Close Approach Data API",), "1", ("1.1", "1.4", "1.5"))


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON answer, its origin, and what to tell the user about it."""

    content: dict[str, Any]
    answer: Answer
    notes: tuple[str, ...] = ()


def ask(
    api: Api,
    query: Mapping[str, str],
    read: Callable[[Document], Read],
    *,
    network: Network,
    base_url: str = BASE_URL,
) -> tuple[Read, Document]:
    """Return what a reader makes of the checked JSON answer of an API, and the answer.

    Parameters
    ----------
    api : Api
        Which one.
    query : mapping of str to str
        Parameters, as the API documents them.
    read : callable
        Makes the table; an answer that it refuses with an error is not kept.
    network : Network
        Cache, retries, or offline.
    base_url : str
        Another server with the same APIs.

    Returns
    -------
    read : object
        What the reader returned.
    document : Document
        Its signature names the API, with the major version that this package reads. Several
        matches (HTTP 300) are a TargetError with the choices; an error inside an answer that
        says 200 is a DownloadError.
    """
    url = f"{base_url.rstrip('/')}/{api.name}"
    found: list[tuple[Read, Document]] = []

    def usable(answer: Answer) -> None:
        document = _checked(api, query, url, answer)
        found.append((read(document), document))

    network.get(url, query, usable)
    return found[0]


def _checked(api: Api, query: Mapping[str, str], url: str, answer: Answer) -> Document:
    content = _object(url, answer)
    wanted = query.get("sstr") or query.get("des") or ""
    if answer.status == 300 or (str(content.get("code")) == "300" and "list" in content):
        raise TargetError(wanted, api.name, _choices(content), several=True)
    message = content.get("error") or content.get("message")
    if answer.status == 404 or "not found" in str(message):
        raise TargetError(wanted, f"{api.name} ({_short(message)})")
    if answer.status != 200 or "error" in content or "code" in content:
        raise DownloadError(url, f"says: {_short(message or content)}")
    return Document(content, answer, _signature_notes(url, api, content))


def _object(url: str, answer: Answer) -> dict[str, Any]:
    try:
        content = json.loads(answer.body)
    except (ValueError, RecursionError):
        start = _short(answer.body[:60].decode("utf-8", "replace"))
        raise DownloadError(url, f"HTTP {answer.status}, not JSON: {start}") from None
    if not isinstance(content, dict):
        raise DownloadError(url, "is JSON, but no object")
    if b"\\ud" in answer.body.lower():  # half of a character is JSON, but no text
        try:
            json.dumps(content, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise DownloadError(url, "holds half of a character") from None
    return content


def _signature_notes(url: str, api: Api, content: dict[str, Any]) -> tuple[str, ...]:
    signature = content.get("signature")
    signature = signature if isinstance(signature, dict) else {}
    source, version = str(signature.get("source", "")), str(signature.get("version", ""))
    if not all(word in source for word in api.source):
        raise DownloadError(url, f"is signed by '{_short(source)}', not by {' '.join(api.source)}")
    if version.split(".")[0] != api.major:
        raise DownloadError(url, f"has version '{_short(version)}'; {api.major}.x is understood")
    if version not in api.tested:
        return (f"{api.name} answers with version {_short(version)}, not yet known here",)
    return ()


def listed_rows(document: Document, key: str = "data") -> list[Any]:
    """Return the rows of an answer; none where it counts none.

    Rows that are missing, or not as many as the answer counts, are a DownloadError.
    """
    url, content = document.answer.url, document.content
    rows, count = content.get(key), content.get("count")
    if rows is None and str(count) == "0":
        return []
    if not isinstance(rows, list):
        raise DownloadError(url, f"has no list '{key}'")
    if count is not None and str(count) != str(len(rows)):
        raise DownloadError(url, f"count is {_short(count)}, but {len(rows)} rows follow")
    return rows


def _choices(content: dict[str, Any]) -> list[str]:
    items = content.get("list")
    items = items if isinstance(items, list) else []
    names = [item.get("pdes") or item.get("name") for item in items if isinstance(item, dict)]
    return [_short(name) for name in names[:10] if name]


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return "".join(c for c in text if c.isprintable())[:200]
