"""`diff` of what a server has with what was written: its own additions, and nothing else."""

from __future__ import annotations

import contextlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from generator import cli
from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import generate
from tests.conformance.test_admission import arguments
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane

OK = ROOT / "tests" / "cases" / "ok"
SETTLED = (
    "cloudprofile-every-option",
    "extension",
    "metadata",
    "namespaced-cloudprofiles",
    "oci",
    "v1",
)
"""Catalogs whose objects the server stores as they are written."""


def reviewed(old: Path, new: Path) -> list[dict[str, Any]]:
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(printed):
        assert cli.run(["diff", str(old), str(new), "--format", "json"]) == 0
        printed.flush()
    places = json.loads(printed.buffer.getvalue())["places"]  # type: ignore[attr-defined]
    return list(places)


def review_of_live(name: str, plane: ControlPlane, folder: Path) -> list[dict[str, Any]]:
    """What `diff` says of the objects of a catalog on a server and in the files."""
    catalog = OK / name / "catalog.yaml"
    manifest = generate(catalog, folder, *arguments(catalog)).manifest
    prepare_for(manifest, plane)
    plane.apply(manifest, "client-side")
    live, written = folder / "live.yaml", folder / "written.yaml"
    live.write_text(plane.done("get", "-o", "yaml", "-f", "-", stdin=manifest))
    written.write_text(manifest)
    return reviewed(live, written)


@pytest.mark.parametrize("name", SETTLED)
def test_live_objects_say_the_same(name: str, plane: ControlPlane, tmp_path: Path) -> None:
    (place,) = review_of_live(name, plane, tmp_path)
    assert {each["id"] for each in place["meaning"]} == {"layout"}
    assert place["lines"] == []


def test_a_live_seed_has_what_the_server_added(plane: ControlPlane, tmp_path: Path) -> None:
    (place,) = review_of_live("seed", plane, tmp_path)
    said = [each["text"].partition(": ")[2] for each in place["meaning"]]
    assert "spec.networks.ipFamilies removed" in said
    assert all(re.match(r"spec\.(networks\.ipFamilies|settings\S*) removed$", it) for it in said)
    assert {each["added"] for each in place["lines"]} == {0}
