"""Sections asked for wrongly: what a real server says of each, beside what we say.

The mutations are those that Gardener's own code judges in test_garden_mutations.py,
test_mutations.py and test_profiles.py. A server may differ from that code in what stands around it:
the schema of the Extension, admission plugins, references to what has to exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.conformance import test_garden_mutations as garden
from tests.conformance import test_mutations as deployments
from tests.conformance import test_profiles as profiles
from tests.conformance.dry_run import DryRun
from tests.conformance.garden import prepare_for
from tests.conformance.landscapes import DEPLOYMENT, as_yaml, generate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conformance.control_plane import ControlPlane
    from tests.conformance.judges import Judge

PROVIDERS = ("alicloud", "gcp")
ONLY_SERVER = {
    "uses non-registered extension type": "any ControllerRegistration of the garden may bring it",
    "failed to resolve resource reference": "only the garden knows which Secrets it has",
}
"""What only the server refuses: a part of its message, and why we cannot know."""

WEBHOOK = {
    "none of the flavors is for arm64": "it writes the architectures anew, as the flavors say",
}
"""What only we refuse because the extension's webhook changes it before Gardener looks: a part of
our message, and why."""

PURPOSES = garden.PURPOSES | deployments.PURPOSES


class Asked(NamedTuple):
    """One mutation: its name, what it asks for, the object of it, and the document of ours."""

    name: str
    catalog: dict[str, Any]
    manifest: str
    document: str


def garden_objects(section: str) -> Iterator[Asked]:
    document, written = garden.WRITTEN[section]
    for each in garden.MUTATIONS:
        if each.section == section:
            manifest = as_yaml(written(each.content()))
            yield Asked(str(each), each.catalog(), manifest, document)


def controller_deployments() -> Iterator[Asked]:
    for each in deployments.MUTATIONS:
        catalog = each.catalog()
        manifest = as_yaml(deployments.as_written(catalog))
        yield Asked(str(each), catalog, manifest, DEPLOYMENT)


TABLES = {
    **{section: list(garden_objects(section)) for section in garden.WRITTEN},
    "controllerDeployment": list(controller_deployments()),
}


def prepare(table: str, plane: ControlPlane, folder: Path) -> None:
    """Makes what the objects refer to: Gardener refuses a reference to nothing."""
    if table == "seeds":
        seeds = [{**garden.SEED["spec"], "provider": {"type": name}} for name in PROVIDERS]
        manifests = (garden.written_seed({**garden.SEED, "spec": spec}) for spec in seeds)
        prepare_for("\n---\n".join(map(as_yaml, manifests)), plane)
    elif table == garden.REGISTRATION:
        ours = generate({"images": garden.IMAGES}, folder)[DEPLOYMENT]
        for name in ("a", "extension-provider-alicloud"):
            manifest = ours.replace("name: extension-provider-alicloud", f"name: {name}", 1)
            plane.done("apply", "-f", "-", stdin=manifest)


@pytest.mark.parametrize("table", TABLES)
def test_what_the_server_refuses_is_refused(
    table: str, plane: ControlPlane, gardener: Judge, tmp_path: Path
) -> None:
    prepare(table, plane, tmp_path / "prepared")
    wrong = []
    with DryRun(plane) as server:
        for number, asked in enumerate(TABLES[table]):
            refusal = server.refusal(asked.manifest)
            ours = generate(asked.catalog, tmp_path / str(number))
            if ours.exit_code == 0:
                refusal = refusal or server.refusal(ours[asked.document])
                if refusal and not any(part in refusal for part in {**ONLY_SERVER, **garden.LEFT}):
                    wrong.append(f"{asked.name}: only the server refuses it: {refusal}")
            elif refusal or any(part in ours.messages for part in PURPOSES):
                continue
            elif gardener.ask("admission", manifest=asked.manifest).accepted:
                wrong.append(f"{asked.name}: only we refuse it: {ours.messages}")
    assert wrong == []


def test_every_reason_serves(plane: ControlPlane) -> None:
    prepare("seeds", plane, plane.kubeconfig.parent)
    secret = {"apiVersion": "v1", "kind": "Secret", "name": "a"}
    asked = {"extensions": [{"type": "a"}], "resources": [{"name": "a", "resourceRef": secret}]}
    seeds = [{**garden.SEED["spec"], key: value} for key, value in asked.items()]
    with DryRun(plane) as server:
        said = [
            server.refusal(as_yaml(garden.written_seed({**garden.SEED, "spec": spec})))
            for spec in seeds
        ]
    assert [part for part in ONLY_SERVER if not any(part in each for each in said)] == []


@pytest.mark.parametrize("document", [profiles.PROFILE, profiles.NAMESPACED])
def test_what_we_refuse_of_profiles_is_refused(
    document: str, plane: ControlPlane, tmp_path: Path
) -> None:
    """That we refuse it is shown where Gardener's own code is asked, too."""
    wrong, parent = [], ""
    with DryRun(plane) as server:
        for number, mutation in enumerate(profiles.MUTATIONS):
            if mutation.document != document:
                continue
            good = generate(mutation.base, tmp_path / str(number))
            if document == profiles.NAMESPACED and good[profiles.PROFILE] != parent:
                parent = good[profiles.PROFILE]
                plane.wipe()
                prepare_for(good[document], plane)
                plane.done("apply", "-f", "-", stdin=parent)
            refusal = server.refusal(mutation.manifest(good[document]))
            if bool(refusal) == bool(mutation.purpose or mutation.by_us in WEBHOOK):
                wrong.append(f"{mutation}: {refusal or 'taken'}")
    assert wrong == []
