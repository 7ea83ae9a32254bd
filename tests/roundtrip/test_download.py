"""The network at its best and its worst, replayed on this machine."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from api_server import Replay, api_server
from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.download_cache import Answer, DownloadCache, default_folder
from asteroid_econ.catalogs.files import clear_leftovers, write_whole
from asteroid_econ.errors import DownloadError, OutputError

QUERY = {"sb-group": "neo"}
INFINITE = b'{"url": "", "status": 1e999, "retrieved": "", "sha256": ""}\n'


@pytest.fixture
def server() -> Iterator[Replay]:
    with api_server() as replay:
        yield replay


@pytest.fixture
def network(tmp_path: Path) -> Network:
    cache = DownloadCache(tmp_path / "cache")
    return Network(cache, pauses_s=(0.01, 0.01), timeout_s=0.4, max_bytes=1_000_000)


def test_an_answer_is_kept_and_used_again(server: Replay, network: Network) -> None:
    url = f"{server.url}/sbdb_query.api"
    first = network.get(url, QUERY)
    again = network.get(url, QUERY)
    assert (first.from_cache, again.from_cache) == (False, True)
    assert (first.body, first.sha256, first.retrieved) == (
        again.body,
        again.sha256,
        again.retrieved,
    )
    assert len(server.paths) == 1
    network.get(url, {"sb-group": "pha"})
    assert len(server.paths) == 2


def test_old_answers_are_asked_for_again(server: Replay, network: Network) -> None:
    url = f"{server.url}/sbdb_query.api"
    network.get(url, QUERY)
    replace(network, max_age_d=0.0).get(url, QUERY)
    assert len(server.paths) == 2


def test_offline_never_asks(server: Replay, network: Network) -> None:
    url = f"{server.url}/sbdb_query.api"
    offline = replace(network, offline=True, max_age_d=0.0)
    with pytest.raises(DownloadError, match="without --offline"):
        offline.get(url, QUERY)
    assert server.paths == []
    network.get(url, QUERY)
    assert offline.get(url, QUERY).from_cache
    assert len(server.paths) == 1


def test_offline_does_not_even_import_the_client(tmp_path: Path) -> None:
    code = f"""
        import sys
        from pathlib import Path
        from asteroid_econ.catalogs.download import Network
        from asteroid_econ.catalogs.download_cache import DownloadCache
        from asteroid_econ.errors import DownloadError
        try:
            Network(DownloadCache(Path({str(tmp_path)!r})), offline=True).get("http://127.0.0.1:1/")
        except DownloadError:
            print("httpx" in sys.modules, "socket" in sys.modules and "ssl" in sys.modules)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split()[0] == "False"


@pytest.mark.parametrize("script", [["503"], ["503", "503"], ["truncated"], ["slow", "503"]])
def test_passing_troubles_are_tried_again(
    server: Replay, network: Network, script: list[str]
) -> None:
    server.script = list(script)
    answer = network.get(f"{server.url}/sbdb_query.api", QUERY)
    assert answer.status == 200
    assert len(server.paths) == len(script) + 1


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ("503", "HTTP 503"),
        ("truncated", "no usable answer"),
        ("slow", "no usable answer"),
        ("huge", "declares 10737418240 bytes"),
        ("bomb", "more than 1000000 bytes"),
        ("endless", "more than 1000000 bytes"),
        ("moved", "HTTP 302"),
    ],
)
def test_lasting_troubles_end_with_one_message(
    server: Replay, network: Network, act: str, message: str
) -> None:
    url = f"{server.url}/sbdb_query.api"
    kept = network.get(url, QUERY)
    server.script = [act] * 5
    with pytest.raises(DownloadError, match=message) as caught:
        replace(network, max_age_d=0.0).get(url, QUERY)
    assert caught.value.url == url
    assert f"--offline uses the answer of {kept.retrieved}" in caught.value.reason
    assert network.get(url, QUERY).body == kept.body  # the old answer is still there


def test_a_server_that_drips_is_left(server: Replay, network: Network) -> None:
    server.script = ["endless"] * 5
    hasty = replace(network, deadline_s=0.0)
    with pytest.raises(DownloadError, match="not complete after"):
        hasty.get(f"{server.url}/x", {})


def test_no_server_and_no_address(network: Network) -> None:
    start = time.monotonic()
    for url in ("http://127.0.0.1:1/x", "ftp://127.0.0.1/x", "http://[", "nonsense"):
        with pytest.raises(DownloadError):
            network.get(url)
    assert time.monotonic() - start < 5.0


def test_one_request_at_a_time(server: Replay, network: Network) -> None:
    server.script = ["pause"] * 4
    with ThreadPoolExecutor(4) as pool:
        urls = [f"{server.url}/sbdb.api?n={k}" for k in range(4)]
        assert len(list(pool.map(network.get, urls))) == 4
    assert len(server.paths) == 4
    assert server.most_at_once == 1


def test_a_download_that_is_killed_leaves_the_cache_whole(server: Replay, network: Network) -> None:
    url = f"{server.url}/sbdb_query.api"
    kept = network.get(url, QUERY)
    code = f"""
        from pathlib import Path
        from asteroid_econ.catalogs.download import Network
        from asteroid_econ.catalogs.download_cache import DownloadCache
        cache = DownloadCache(Path({str(network.cache.folder)!r}))
        print("asking", flush=True)
        Network(cache, max_age_d=0.0).get({url!r}, {QUERY!r})
    """
    server.script = ["slow"] * 3
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    for _ in range(500):
        if len(server.paths) > 1:
            break
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert replace(network, offline=True).get(url, QUERY).body == kept.body
    server.script = []
    assert replace(network, max_age_d=0.0).get(url, QUERY).body == kept.body


def test_progress_counts_bytes(server: Replay, network: Network) -> None:
    counted: list[int] = []
    answer = replace(network, progress=counted.append).get(f"{server.url}/sbdb_query.api", QUERY)
    assert sum(counted) == len(answer.body)


def test_damaged_files_of_the_cache_count_as_absent(server: Replay, network: Network) -> None:
    url = f"{server.url}/sbdb_query.api"
    network.get(url, QUERY)
    (file,) = network.cache.folder.iterdir()
    content = file.read_bytes()
    for damaged in (
        content[:-5],
        content[:40],
        b"",
        b"\x00" * 50,
        b"{}\n",
        INFINITE,
        b"[" * 9000 + b"\n",
    ):
        file.write_bytes(damaged)
        assert network.cache.get(url, QUERY) is None
    assert network.get(url, QUERY).status == 200
    assert file.read_bytes().partition(b"\n")[2] == content.partition(b"\n")[2]


def test_nothing_in_a_request_reaches_the_file_system(tmp_path: Path) -> None:
    cache = DownloadCache(tmp_path / "cache")
    for key in ("../../../etc/passwd", "a/b", "\x00", "x" * 5000, "CON", "."):
        answer = Answer("http://h/" + key, 200, "2026-01-01T00:00:00+00:00", "", b"")
        cache.put("http://h/" + key, {key: key}, answer)
    assert {p.parent for p in tmp_path.rglob("*.answer")} == {tmp_path / "cache"}
    assert len(list(tmp_path.rglob("*"))) == 7


def test_a_write_that_is_killed_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file.answer"
    path.write_bytes(b"old")
    code = f"""
        import time
        from pathlib import Path
        from asteroid_econ.catalogs.files import write_whole
        def slowly(stream):
            stream.write(b"new" * 100_000)
            stream.flush()
            print("half", flush=True)
            time.sleep(60)
        write_whole(Path({str(path)!r}), slowly)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "half"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2
    assert clear_leftovers(tmp_path, "*.answer") == 0  # it may still be written
    assert clear_leftovers(tmp_path, "*.answer", least_age_s=0.0) == 1
    write_whole(path, lambda stream: stream.write(b"new"))
    assert path.read_bytes() == b"new"


def test_files_of_others_stay(tmp_path: Path) -> None:
    cache = DownloadCache(tmp_path)
    mine, theirs = tmp_path / ("a" * 64 + ".answer.1.part"), tmp_path / "film.mkv.part"
    for path in (mine, theirs):
        path.write_bytes(b"half")
        os.utime(path, (0.0, 0.0))
    cache.put("http://h/", {}, Answer("http://h/", 200, "2026-01-01T00:00:00+00:00", "", b""))
    assert theirs.exists()
    assert not mine.exists()


@pytest.mark.skipif(os.name != "posix", reason="there are no masks elsewhere")
def test_a_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_whole(tmp_path / "file", lambda stream: stream.write(b"x"))
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_writes_that_fail_leave_nothing(tmp_path: Path) -> None:
    def fails(stream: object) -> None:
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        write_whole(tmp_path / "file", fails)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputError):
        write_whole(tmp_path / "no" / "file", lambda stream: stream.write(b""))


def test_the_folder_of_downloads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASTEROID_ECON_CACHE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("ASTEROID_ECON_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "asteroid-econ" / "downloads"


def test_a_full_disk_is_called_so(tmp_path: Path) -> None:
    def full(stream: object) -> None:
        raise OSError(
            "No space left on device (os error 28)"
        )  # as Polars says it, without a number

    with pytest.raises(OutputError, match="No space left"):
        write_whole(tmp_path / "file", full)
    assert list(tmp_path.iterdir()) == []
