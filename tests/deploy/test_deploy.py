"""Test that the deployment files name only settings, commands and files that exist."""

import json
from pathlib import Path
from typing import Any

import pytest
import regex
import typer.main
import yaml

from newsbrief.cli.main import app
from newsbrief.settings import Settings
from newsbrief.telemetry.metrics import Metrics
from tests.support.settings import make_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NAMES = regex.compile(r"\bNEWSBRIEF_[A-Z_]+\b")
METRIC = regex.compile(r"\bnewsbrief_\w+\b")


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def list_metrics() -> set[str]:
    metrics = Metrics()
    metrics.set_circuit("a model at a server", True)
    found = regex.findall(r"^# TYPE (\w+) (\w+)$", metrics.exposition().decode(), regex.MULTILINE)
    return {name + suffix for name, kind in found for suffix in (("_bucket", "_sum") if kind == "histogram" else ("",))}


@pytest.mark.parametrize("name", ["compose.yaml", "kubernetes.yaml", "newsbrief.service", "README.md"])
def test_settings_are_ours(name: str) -> None:
    ours = {f"NEWSBRIEF_{field.upper()}" for field in Settings.model_fields}
    assert set(NAMES.findall(text(name))) <= ours


@pytest.mark.parametrize("name", ["alerts.yaml", "dashboard.json", "README.md"])
def test_metrics_are_exposed(name: str) -> None:
    found = set(METRIC.findall(text(name))) - {"newsbrief_jobs"}
    assert found
    assert found <= list_metrics()


def test_compose_runs_our_commands_and_holds_no_secret() -> None:
    compose = yaml.safe_load(text("compose.yaml"))
    services = compose["services"]
    assert services["worker"]["command"] == ["worker"]
    assert {"serve", "worker"} <= commands()
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if regex.search("KEY|PASSWORD|SECRET|DATABASE_URL", name):
                assert value is None or ":?" in value
    assert services["service"]["ports"] == ["127.0.0.1:8000:8000"]


def test_kubernetes_asks_routes_that_there_are() -> None:
    from newsbrief.api.app import create_app

    paths = {route.path for route in create_app(make_settings()).routes if hasattr(route, "path")}
    documents = list(yaml.safe_load_all(text("kubernetes.yaml")))
    kinds = [document["kind"] for document in documents]
    pods = [document["spec"]["template"]["spec"] for document in documents if document["kind"] == "Deployment"]
    assert len(pods) == kinds.count("Deployment") == 2
    # Else the Service sets variables that look like misspelt settings.
    assert all(pod["enableServiceLinks"] is False for pod in pods)
    for container in _containers(documents):
        assert container["args"][0] in commands()
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert "memory" in container["resources"]["limits"]
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            assert probe not in container or container[probe]["httpGet"]["path"] in paths | {"/healthz", "/readyz"}


def test_every_alert_is_explained() -> None:
    rules = yaml.safe_load(text("alerts.yaml"))["groups"][0]["rules"]
    assert [rule["alert"] for rule in rules] == regex.findall(
        r"^\| `(Newsbrief\w+)`", text("README.md"), regex.MULTILINE
    )


def test_the_dashboard_asks_something_in_every_panel() -> None:
    panels = json.loads(text("dashboard.json"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) >= 10
    for panel in panels:
        assert all(METRIC.search(target["expr"]) for target in panel["targets"])


def test_the_unit_starts_a_command_and_waits_long_enough() -> None:
    unit = text("newsbrief.service")
    assert regex.search(r"^ExecStart=\S+/newsbrief serve ", unit, regex.MULTILINE)
    stop = int(regex.search(r"^TimeoutStopSec=(\d+)$", unit, regex.MULTILINE)[1])  # type: ignore[index]
    assert stop > make_settings().deadline_s


def test_the_image_is_made_of_what_there_is() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [line for line in lines if line.startswith("COPY ") and "--from" not in line]
    sources = [part for line in copied for part in line.split()[1:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    shown = (ROOT / ".dockerignore").read_text().split()
    assert {f"!{source.removeprefix('./')}" for source in sources} <= set(shown)


def _containers(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [c for d in documents if d["kind"] == "Deployment" for c in d["spec"]["template"]["spec"]["containers"]]


def test_everything_from_elsewhere_is_pinned() -> None:
    workflows = "\n".join(path.read_text() for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    actions = regex.findall(r"uses: (\S+)", workflows)
    assert len(actions) >= 6
    assert [action for action in actions if not regex.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)] == []
    images = regex.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), regex.MULTILINE)
    images += [s["image"] for s in yaml.safe_load(text("compose.yaml"))["services"].values() if "build" not in s]
    assert len(images) == 4
    assert [image for image in images if not regex.search(r"@sha256:[0-9a-f]{64}$", image)] == []
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if "pip install" in line and "-r " in line:
            assert "--require-hashes" in line


def test_the_key_of_the_model_is_only_where_it_is_needed() -> None:
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = yaml.safe_load(path.read_text())
        assert "secrets." not in str(workflow.get("env", ""))
        for job in workflow["jobs"].values():
            assert "secrets." not in str(job.get("env", ""))
            keyed = [step for step in job["steps"] if "secrets." in str(step)]
            assert len(keyed) <= 1
            assert job["steps"].index(keyed[0]) > 3 if keyed else True, "nothing is installed with the key at hand"


def test_the_locks_are_by_hashes() -> None:
    for name in ("requirements", "requirements-build", "requirements-audit", "requirements-docs", "requirements-test"):
        lines = (ROOT / ".ci" / f"{name}.txt").read_text().splitlines()
        packages = [line for line in lines if regex.match(r"[A-Za-z0-9]", line)]
        assert packages
        assert all(line.rstrip().endswith("\\") for line in packages), name
