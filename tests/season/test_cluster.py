"""A season built by a real scheduler and its workers on this machine: the same bytes, whatever becomes of a worker."""

from __future__ import annotations

from dataclasses import replace

import pytest

import subtool
from subtool.season import cluster as season_cluster
from subtool.season import code
from subtool.season.cluster import Cluster, cluster
from subtool.season.run import BuildRun, Craft, Means
from subtool.season.state import BuildState
from subtool.season.step import BuildStep
from subtool.verbs.build import project_of
from subtool.verbs.build_steps import perform
from support.season import Seen, build, contents, dies_once, season

distributed = pytest.importorskip("distributed")
MEANS = (1 << 20, 1)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A scheduler with two workers, each a process of its own."""
    folder = str(tmp_path_factory.mktemp("workers"))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", local_directory=folder, protocol="tcp://"
    ) as running:
        yield running.scheduler_address


class Apart(Cluster):
    """A cluster none of whose workers sees the folder of the season."""

    def packed(self, task):
        return replace(super().packed(task), root="/nowhere")


def run(folder, pool, chains, steps, make=perform):
    with BuildState(folder) as state:
        build_run = BuildRun(folder, state, Craft(make, lambda *_: (), lambda *_: False, lambda _: 1), Seen())
        build_run.run(chains, steps, Means(pool, *MEANS))
    return build_run


def test_many_machines_make_the_same_bytes_as_one(tmp_path, address):
    for name, options in (("one", {"jobs": 1}), ("many", {"cluster": address})):
        build(season(tmp_path / name, ["ferry", "quay"]), options=options)
    assert contents(tmp_path / "one") == contents(tmp_path / "many")
    assert build(tmp_path / "many", options={"cluster": address})[0].made == ()


def test_what_is_read_is_sent_where_no_folder_is_shared(tmp_path, address, monkeypatch):
    monkeypatch.setattr(season_cluster, "SMALL", 100)  # so that scripts and sheets go as films do
    monkeypatch.setattr(season_cluster, "PIECE", 1000)
    folder = season(tmp_path / "apart", ["ferry", "quay"])
    project = project_of(folder)
    with cluster(address, folder) as known:
        made = run(folder, Apart(known._client, folder), project.chains(), project.steps)  # noqa: SLF001
    assert made.failed == {}
    build(season(tmp_path / "one", ["ferry", "quay"]))
    assert contents(folder) == contents(tmp_path / "one")


def test_a_step_whose_worker_is_killed_is_made_by_another(tmp_path, address):
    options, version = {"marker": str(tmp_path / "marker")}, code.code_of("outline")
    step = BuildStep("ferry/once", "outline", "ferry", options=options, code=version)
    with cluster(address, tmp_path) as pool:
        made = run(tmp_path, pool, {"ferry": [step]}, [step], dies_once)
    assert (made.made, made.failed) == ([step], {})
    assert (tmp_path / "marker").exists()


def test_workers_with_another_subtool_are_refused_in_a_sentence(tmp_path, address, monkeypatch):
    monkeypatch.setitem(code.ROOMS, "outline", (("script",), ()))
    folder = season(tmp_path)
    built, _ = build(folder, options={"cluster": address})
    assert "no worker of the cluster can make it: " in built.failed["ferry/outline"]
    assert "has another subtool or another library of it" in built.failed["ferry/outline"]


@pytest.mark.parametrize(
    "address", ["nonsense", "http://10.0.0.1:80", "tcp://10.0.0.1", "tcp://10.0.0.1:99999"]
)
def test_what_is_no_address_is_refused_before_anybody_is_asked(tmp_path, address):
    with pytest.raises(
        subtool.ProjectError, match=r"is not an address of a scheduler \(write it as in tcp://"
    ):
        build(season(tmp_path), options={"cluster": address})


def test_no_scheduler_no_build(tmp_path, monkeypatch):
    monkeypatch.setattr(season_cluster, "CONNECT_S", 0.2)
    folder = season(tmp_path)
    with pytest.raises(
        subtool.ProjectError, match=r"tcp://127.0.0.1:9: no scheduler answers there \(start one"
    ):
        build(folder, options={"cluster": "tcp://127.0.0.1:9"})
    assert not (folder / "subtitles").exists()
