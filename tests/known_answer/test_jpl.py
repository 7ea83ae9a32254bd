"""The clients of JPL's APIs, on recorded and documented answers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api_server import Replay, api_server
from asteroid_econ import api
from asteroid_econ.catalogs import cad, mdesign, nhats, sbdb_client
from asteroid_econ.catalogs.download import Network
from asteroid_econ.catalogs.download_cache import DownloadCache
from asteroid_econ.catalogs.jpl import NHATS, SBDB, SBDB_QUERY, Document, ask
from asteroid_econ.errors import DataError, DownloadError, InputError, TargetError


@pytest.fixture
def server() -> Iterator[Replay]:
    with api_server() as replay:
        yield replay


@pytest.fixture
def network(tmp_path: Path) -> Network:
    return Network(DownloadCache(tmp_path), pauses_s=(), timeout_s=2.0)


def content(document: Document) -> dict:
    return document.content


def test_fetch_group(server: Replay, network: Network) -> None:
    catalog, document = sbdb_client.fetch_group("neo", network=network, base_url=server.url)
    assert len(catalog) == 3
    assert catalog.report.comets == ("1P/Halley",)
    assert catalog.target("Eros").h_mag == 10.4
    assert catalog.file_sha256 == document.answer.sha256
    assert "full-prec=true" in server.paths[0]
    offline = replace(network, offline=True)
    again, _ = sbdb_client.fetch_group("neo", network=offline, base_url=server.url)
    assert again.content_sha256 == catalog.content_sha256
    assert len(server.paths) == 1
    with pytest.raises(InputError, match="group"):
        sbdb_client.fetch_group("all", network=network, base_url=server.url)


def test_fetch_object(server: Replay, network: Network) -> None:
    catalog, _ = sbdb_client.fetch_object("99942", network=network, base_url=server.url)
    assert catalog.target("Apophis").designation == "2004 MN4"


def test_several_matches_and_none(server: Replay, network: Network) -> None:
    for name in ("da", "x"):
        server.script = [] if name == "da" else ["several"]
        with pytest.raises(TargetError, match="1950 DA, 141P") as caught:
            sbdb_client.fetch_object(name, network=network, base_url=server.url)
        assert caught.value.nearest == ("1950 DA", "141P")
    with pytest.raises(TargetError, match="not found"):
        sbdb_client.fetch_object("nobody", network=network, base_url=server.url)


def test_a_name_of_several_is_said_to_be_so(server: Replay, network: Network) -> None:
    with pytest.raises(TargetError, match=r"'da' is the name of several in sbdb\.api"):
        sbdb_client.fetch_object("da", network=network, base_url=server.url)


def test_the_query_api_signs_with_its_own_spelling(server: Replay, network: Network) -> None:
    # recorded from the service; the SBDB API itself spells its name in another way
    def source(document: Document) -> str:
        return document.content["signature"]["source"]

    query = {"sb-group": "neo"}
    found, _ = ask(SBDB_QUERY, query, source, network=network, base_url=server.url)
    assert found == "NASA/JPL SBDB (Small-Body DataBase) Query API"
    other = replace(SBDB_QUERY, name="sbdb.api")
    with pytest.raises(DownloadError, match="signed by"):
        ask(other, {"sstr": "99942"}, source, network=network, base_url=server.url)


SIGNED = {
    "nhats": {"source": "NASA/JPL NHATS Data API", "version": "1.3"},
    "cad": {"source": "NASA/JPL SBDB Close Approach Data API", "version": "1.5"},
}


@pytest.mark.parametrize("source", SIGNED)
@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"count": "5", "data": []}, "count is 5, but 0 rows follow"),
        ({"count": "1", "data": "abc"}, "no list 'data'"),
        ({"data": None, "fields": None}, "no list 'data'"),
        ({"count": 1, "data": [1], "fields": None}, "rows without 'des'|lacks"),
        ({"des": "433"}, "no list 'data'"),
    ],
)
def test_tables_of_another_shape_are_refused(
    server: Replay, network: Network, source: str, answer: dict[str, object], message: str
) -> None:
    server.script = ["json " + json.dumps({"signature": SIGNED[source]} | answer)]
    options = {"cache": network.cache.folder, "base_url": server.url}
    with pytest.raises(DownloadError, match=message):
        api.fetch(None, source=source, **options)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"fields": ["name", "name"], "selectedMissions": [[1, 2]]}, "a name twice"),
        ({"fields": ["name"], "selectedMissions": [["\ud800"]]}, "half of a character"),
        ({"fields": ["name"], "selectedMissions": [[1, 2]]}, "1 rows are not whole"),
    ],
)
def test_missions_of_another_shape_are_refused(
    server: Replay, network: Network, answer: dict[str, object], message: str
) -> None:
    signature = {"source": "NASA/JPL Small-Body Mission Design API", "version": "1.1"}
    server.script = ["json " + json.dumps({"signature": signature} | answer)]
    with pytest.raises(DownloadError, match=message):
        mdesign.fetch_missions("1", network=network, base_url=server.url)


def test_no_close_approach_is_an_empty_table(server: Replay, network: Network) -> None:
    server.script = ["json " + json.dumps({"signature": SIGNED["cad"], "count": "0"})]
    table, _ = cad.fetch_close_approaches({}, network=network, base_url=server.url)
    assert table.shape == (0, 9)


def test_a_page_without_rows(server: Replay, network: Network) -> None:
    page = {
        "signature": {"source": "NASA/JPL SBDB (Small-Body DataBase) Query API", "version": "1.0"},
        "count": 0,
        "fields": ["full_name", "epoch", "a", "e", "i", "om", "w", "ma", "H"],
        "data": [],
    }
    server.script = ["json " + json.dumps(page)]
    with pytest.raises(DataError, match="no rows"):
        sbdb_client.fetch_group("neo", network=network, base_url=server.url)


def test_round_trips_of_one_asteroid_within_limits(server: Replay, network: Network) -> None:
    nhats.fetch_trajectories(
        "99942", network=network, base_url=server.url, filters={"dv": "8", "dur": "360"}
    )
    assert server.paths[-1].endswith("des=99942&dv=8&dur=360")


def test_nhats_record_and_table(server: Replay, network: Network) -> None:
    row, document = nhats.fetch_trajectories("99942", network=network, base_url=server.url)
    assert row.row(0, named=True)["least_dv_km_s"] == 6.049
    assert row.row(0, named=True)["least_dv_duration_d"] == 354
    assert document.content["min_dv_traj"]["launch"] == "2029-04-11"
    table, _ = nhats.fetch_accessible(network=network, base_url=server.url)
    assert table["n_trajectories"].to_list()[0] == 3_302_718
    assert table["observable_from"].to_list() == ["2028-04-28", None]


@pytest.mark.parametrize("act", ["garbage", "stranger", "version 2.0"])
def test_an_answer_of_no_use_does_not_replace_the_one_that_is_kept(
    server: Replay, network: Network, act: str
) -> None:
    ask(SBDB, {"sstr": "99942"}, content, network=network, base_url=server.url)
    server.script = [act]
    again = replace(network, max_age_d=0.0)
    with pytest.raises(DownloadError):
        ask(SBDB, {"sstr": "99942"}, content, network=again, base_url=server.url)
    offline = replace(network, offline=True)
    kept, document = ask(SBDB, {"sstr": "99942"}, content, network=offline, base_url=server.url)
    assert document.answer.from_cache
    assert kept["object"]["des"] == "99942"


def test_a_page_that_lost_rows_is_not_kept(server: Replay, network: Network) -> None:
    def lost(document: Document) -> None:
        raise DataError("page", "count is 3, but 2 rows follow", "a whole page")

    with pytest.raises(DataError):
        ask(SBDB, {"sstr": "99942"}, lost, network=network, base_url=server.url)
    assert list(network.cache.folder.glob("*.answer")) == []


def test_an_error_that_says_200(server: Replay, network: Network) -> None:
    with pytest.raises(DownloadError, match="no data available"):
        nhats.fetch_trajectories("433", network=network, base_url=server.url)


def test_mission_design(server: Replay, network: Network) -> None:
    missions, _ = mdesign.fetch_missions("1", network=network, base_url=server.url)
    assert missions.row(0, named=True)["vinf_dep"] == 11.3777
    records, _ = mdesign.fetch_accessible({"crit": "1"}, network=network, base_url=server.url)
    assert records["dv_tot"].dtype.is_float()
    assert records["pdes"].to_list()[0] == "2020 YA2"
    grids, _ = mdesign.fetch_grid(
        "1",
        departure_mjd_tdb=61745,
        span_d=10,
        tof_min_d=380,
        tof_max_d=400,
        step_d=10,
        network=network,
        base_url=server.url,
    )
    assert grids["vinf_dep"].shape == (3, 2)
    with pytest.raises(InputError, match="step_d"):
        mdesign.fetch_grid(
            "1",
            departure_mjd_tdb=61745,
            span_d=10,
            tof_min_d=380,
            tof_max_d=400,
            step_d=7,
            network=network,
        )


def test_close_approaches(server: Replay, network: Network) -> None:
    table, document = cad.fetch_close_approaches({}, network=network, base_url=server.url)
    assert table.row(0)[0] == "2020 AY1"
    assert table["distance_au"].to_list()[0] == 0.0211660525256395
    assert document.notes == ()


def test_signature_and_version(server: Replay, network: Network) -> None:
    network = replace(network, max_age_d=0.0)
    server.script = ["version 2.0"]
    with pytest.raises(DownloadError, match=r"version '2\.0'"):
        ask(NHATS, {"des": "99942"}, content, network=network, base_url=server.url)
    server.script = ["version 1.9"]
    _, document = ask(NHATS, {"des": "99942"}, content, network=network, base_url=server.url)
    assert "not yet known" in document.notes[0]
    for act, message in (("stranger", "signed by 'x'"), ("garbage", "not JSON")):
        server.script = [act]
        with pytest.raises(DownloadError, match=message) as caught:
            ask(SBDB, {"sstr": "99942"}, content, network=network, base_url=server.url)
        assert "\x00" not in str(caught.value)
    # another API's answer is not taken for this one's
    with pytest.raises(DownloadError, match="signed by"):
        ask(replace(NHATS, name="cad.api"), {}, content, network=network, base_url=server.url)


def test_one_call_for_every_source(server: Replay, tmp_path: Path) -> None:
    options = {"cache": tmp_path, "base_url": server.url}
    found = api.fetch("99942", source="nhats", **options)
    assert found.table.row(0, named=True)["least_dv_km_s"] == 6.049
    assert found.catalog is None
    assert api.fetch("99942", **options).catalog.target("Apophis").h_sigma_mag == 0.4
    assert len(api.fetch(**options).table) == 3  # neo, when nothing is said
    assert "H_sigma" in server.paths[-1]
    assert "diameter_sigma" in server.paths[-1]
    n_asked = len(server.paths)
    again = api.fetch("99942", source="nhats", offline=True, max_age_d=0.0, **options)
    assert again.document.answer.from_cache
    for wrong in ({"what": ""}, {"what": "x" * 500}, {"source": "x"}, {"max_age_d": -1.0}):
        with pytest.raises(InputError):
            api.fetch(**({"what": "neo"} | wrong), **options)
    assert len(server.paths) == n_asked


def test_a_porkchop_of_another_shape_is_refused(server: Replay, network: Network) -> None:
    server.script = ["ragged"]
    with pytest.raises(DownloadError, match=r"'vinf_dep' is not 3 by 2"):
        mdesign.fetch_grid(
            "1",
            departure_mjd_tdb=61745,
            span_d=10,
            tof_min_d=380,
            tof_max_d=400,
            step_d=10,
            network=network,
            base_url=server.url,
        )
