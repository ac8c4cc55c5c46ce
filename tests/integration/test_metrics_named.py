"""Each metric is explained to operators, and whatever names one names one that there is."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import yaml

from escalon.health.catalogue import HISTOGRAMS, names

DOCS = Path(__file__).resolve().parents[2] / "docs"
DASHBOARDS = files("infra") / "dashboards"
NAME = re.compile(r"escalon_[a-z_]+")
SUFFIXES = ("_bucket", "_sum", "_count")


def served():
    """Return all names that samples have."""
    of_histograms = {f"{one.name}{suffix}" for one in HISTOGRAMS for suffix in SUFFIXES}
    return {*names(), *of_histograms} - {one.name for one in HISTOGRAMS}


def dashboard():
    return json.loads((DASHBOARDS / "escalon.json").read_text("utf-8"))


def alerts():
    groups = yaml.safe_load((DASHBOARDS / "alerts.yaml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_every_metric_has_a_row_in_the_docs_and_every_row_a_metric():
    page = (DOCS / "operating.md").read_text("utf-8")
    rows = re.findall(r"^\| `(escalon_[a-z_]+)` \|", page, re.MULTILINE)

    assert sorted(rows) == sorted(names())


def test_every_alert_is_in_the_docs():
    page = (DOCS / "operating.md").read_text("utf-8")

    assert [rule["alert"] for rule in alerts() if f"`{rule['alert']}`" not in page] == []


def test_the_dashboard_shows_only_metrics_that_there_are():
    targets = [target for panel in dashboard()["panels"] for target in panel["targets"]]
    shown = {name for target in targets for name in NAME.findall(target["expr"])}

    assert shown <= served()
    assert len(shown) > len(names()) / 2


def test_alerts_ask_only_for_metrics_that_there_are():
    asked = {name for rule in alerts() for name in NAME.findall(rule["expr"])}

    assert asked <= served()


def test_each_alert_says_how_urgent_it_is_and_what_is_wrong():
    for rule in alerts():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
