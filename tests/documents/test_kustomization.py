"""Folders for kustomize: what stands in which, what is listed, and what a change of them moves."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import cli
from generator.manifest.objects import read_objects
from tests.support.command import tree
from tests.support.objects import IMAGES
from tests.support.tools import need

CATALOG = (
    IMAGES
    + """\
controllerDeployment: {apiVersion: v1}
target: {apply: server-side}
controllerRegistration: {name: other}
extension: {}
ownerSecret: {resource: owner, accessKeyID: {env: A}, accessKeySecret: {env: B}}
seeds:
- {name: cn, backup: {secret: {name: b1, accessKeyID: {env: A}, accessKeySecret: {env: B}}}}
- {name: us, backup: {secret: {name: b2, accessKeyID: {env: A}, accessKeySecret: {env: B}}}}
rules: {owner-secret-actuator: "off", primary-controller: "off"}
"""
)
ON = CATALOG + "kustomization: {}\n"
FOLDER = Path("manifests/live")
FLAT = {
    "controllerdeployment.yaml",
    "controllerregistration.yaml",
    "extension.yaml",
    "seed-patches.yaml",
}
APART = {
    "runtime/extension.yaml",
    "runtime/kustomization.yaml",
    "seed-patches/kustomization.yaml",
    "seed-patches/seed-patches.yaml",
    "virtual-garden/controllerdeployment.yaml",
    "virtual-garden/controllerregistration.yaml",
    "virtual-garden/kustomization.yaml",
}
ENCRYPTED = "kind: Secret\ndata: {a: ENC[x]}\nsops: {mac: ENC[x], version: 3.13.3}\n"
SEED = """\
apiVersion: core.gardener.cloud/v1beta1
kind: Seed
metadata: {name: %s}
spec: {dns: {}, provider: {type: alicloud, region: cn-shanghai}}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("A", "FAKEOWNERKEYID00000000")
    monkeypatch.setenv("B", "fake-owner-key-secret-000000000000")


def generate(catalog: str, *options: str) -> int:
    Path("live.yaml").write_text(catalog)
    return cli.run(["generate", "live.yaml", *options])


def written() -> set[str]:
    return {*tree(FOLDER)}


def listed(folder: str) -> list[str]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / folder / "kustomization.yaml").read_text())
    return found.get("resources") or [each["path"] for each in found["patches"]]


def secrets(folder: str) -> list[str]:
    text = (FOLDER / folder / "secrets.yaml").read_text()
    return [each["metadata"]["name"] for each in yaml.safe_load_all(text)]


def template(name: str, text: str) -> None:
    Path("templates").mkdir(exist_ok=True)
    Path("templates", f"{name}.j2").write_text(text)


def kustomize(folder: Path | str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [need("kustomize"), "build", str(folder)], capture_output=True, text=True, check=False
    )


def test_the_key_moves_files_and_back_in_one_change(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(CATALOG) == 0
    assert written() == FLAT
    assert generate(ON) == 0
    assert written() == APART
    capfd.readouterr()
    assert cli.run(["generate", "live.yaml"]) == 0
    assert capfd.readouterr().err == "everything is up to date\n"
    assert generate(CATALOG) == 0
    assert written() == FLAT
    # Nor does an empty folder stay.
    assert {path.name for path in FOLDER.iterdir()} == FLAT


def test_check_tells_what_a_change_of_the_key_moves(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(CATALOG) == 0
    Path("live.yaml").write_text(ON)
    capfd.readouterr()
    assert cli.run(["check", "live.yaml"]) == 1
    lines = {*capfd.readouterr().out.splitlines()}
    assert lines == {f"leftover {FOLDER}/{path}" for path in FLAT} | {
        f"missing  {FOLDER}/{path}" for path in APART
    }


def test_diff_calls_it_a_move(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(CATALOG) == 0
    Path("live.yaml").write_text(ON)
    capfd.readouterr()
    assert cli.run(["diff", "live.yaml", "-o", "manifests", "--stat"]) == 0
    out = capfd.readouterr().out
    assert f"{FOLDER}/extension.yaml moves to {FOLDER}/runtime/extension.yaml" in out
    assert "same in other bytes" not in out
    # As well as between two folders, wherever they are.
    assert generate(ON, "-o", "new") == 0
    assert cli.run(["diff", "manifests/live", "new/live", "--stat"]) == 0
    assert "extension.yaml moves to runtime/extension.yaml" in capfd.readouterr().out


def test_catalogs_of_such_names_are_reviewed_apart(capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("runtime", "virtual-garden"):
        Path(f"{name}.yaml").write_text(CATALOG)
    assert cli.run(["generate", "runtime.yaml", "virtual-garden.yaml", "-o", "old"]) == 0
    shared = CATALOG.replace("gardenlinux: {", "gardenlinux: {shared: true, ")
    Path("runtime.yaml").write_text(shared)
    assert cli.run(["generate", "runtime.yaml", "virtual-garden.yaml", "-o", "new"]) == 0
    capfd.readouterr()
    assert cli.run(["diff", "old", "new", "--stat"]) == 0
    assert capfd.readouterr().out.startswith("runtime:\n")


def test_a_document_alone_is_reviewed_with_its_catalog(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(ON) == 0
    Path("live.yaml").write_text(ON.replace("gardenlinux: {", "gardenlinux: {shared: true, "))
    capfd.readouterr()
    only = ["--only", "extension", "--stat"]
    assert cli.run(["diff", "live.yaml", "-o", "manifests", *only]) == 0
    assert capfd.readouterr().out.startswith(f"{FOLDER}:\n")


@pytest.mark.parametrize(
    ("more", "runtime", "garden"),
    [
        ("", ["owner"], ["owner", "b1", "b2"]),
        ("extension: null", None, ["owner", "b1", "b2"]),
        ("controllerDeployment: null", ["owner"], ["b1", "b2"]),
        ("controllerDeployment: null\nextension: null", None, ["owner", "b1", "b2"]),
    ],
)
def test_secrets_stand_beside_what_refers_to_them(
    more: str, runtime: list[str] | None, garden: list[str]
) -> None:
    Path("base.yaml").write_text(ON)
    assert generate(f"extends: base.yaml\n{more}\n", "--with-secrets") == 0
    assert secrets("virtual-garden") == garden
    assert "secrets.yaml" in listed("virtual-garden")
    assert (FOLDER / "runtime").exists() == (runtime is not None)
    if runtime is not None:
        assert secrets("runtime") == runtime
        assert "secrets.yaml" in listed("runtime")
    assert (FOLDER / "virtual-garden/secrets.yaml").stat().st_mode & 0o777 == 0o600
    assert cli.run(["check", "live.yaml", "--with-secrets"]) == 0
    assert cli.run(["check", "live.yaml", "--no-credentials"]) == 0


def test_keys_are_kept_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert generate(CATALOG, "--with-secrets") == 0
    before = secrets("")
    monkeypatch.delenv("A")
    assert generate(ON, "--with-secrets", "--no-credentials") == 0
    assert {*secrets("runtime"), *secrets("virtual-garden")} == {*before}
    held = (FOLDER / "virtual-garden/secrets.yaml").read_text()
    monkeypatch.setenv("A", "FAKEOWNERKEYID00000000")
    assert generate(ON, "--with-secrets") == 0
    assert (FOLDER / "virtual-garden/secrets.yaml").read_text() == held


def test_an_encrypted_document_is_listed_and_stays() -> None:
    assert generate(ON, "--with-secrets") == 0
    for folder in ("runtime", "virtual-garden", "seed-patches"):
        (FOLDER / folder / "secrets.yaml").write_text(ENCRYPTED)
    for options in ([], ["--with-secrets"], ["--with-secrets", "--no-credentials"]):
        assert cli.run(["generate", "live.yaml", *options]) == 0
        assert "secrets.yaml" in listed("runtime")
        assert "secrets.yaml" in listed("virtual-garden")
        assert listed("seed-patches") == ["seed-patches.yaml"]
        assert (FOLDER / "runtime/secrets.yaml").read_text() == ENCRYPTED
        assert cli.run(["check", "live.yaml", "--no-credentials"]) == 0


def test_files_of_others_are_not_listed(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(ON) == 0
    (FOLDER / "virtual-garden/other.sops.yaml").write_text(ENCRYPTED)
    (FOLDER / "virtual-garden/mine.yaml").write_text("kind: ConfigMap\n")
    (FOLDER / "mine").mkdir()
    capfd.readouterr()
    assert cli.run(["generate", "live.yaml"]) == 0
    assert capfd.readouterr().err == "everything is up to date\n"
    assert generate(CATALOG) == 0
    assert written() == FLAT | {"virtual-garden/other.sops.yaml", "virtual-garden/mine.yaml"}


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_a_second_kustomization_is_in_the_way(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """kustomize takes it by each of its names, and refuses a folder with two."""
    generate(CATALOG)
    for folder in ("virtual-garden", "seed-patches"):
        (FOLDER / folder).mkdir()
        (FOLDER / folder / name).write_text("resources: []\n")
    before = tree(FOLDER)
    assert generate(ON) == 1
    err = capfd.readouterr().err
    for folder in ("virtual-garden", "seed-patches"):
        assert f"{FOLDER / folder / name}: error: is in the way" in err
    assert tree(FOLDER) == before


def test_encrypted_secrets_at_the_old_place_are_not_written_a_second_time(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert generate(CATALOG) == 0
    (FOLDER / "secrets.yaml").write_text(ENCRYPTED)
    before = tree(FOLDER)
    capfd.readouterr()
    assert generate(ON, "--with-secrets") == 1
    assert tree(FOLDER) == before
    assert capfd.readouterr().err.startswith(
        f"{FOLDER}/secrets.yaml: error: is encrypted, and the Secrets are now elsewhere\n"
        f"  expected {FOLDER}/runtime/secrets.yaml and {FOLDER}/virtual-garden/secrets.yaml\n"
    )
    assert generate(ON) == 0
    apart = f"encrypted, left apart from all other documents: {FOLDER}/secrets.yaml"
    assert apart in capfd.readouterr().err.splitlines()
    assert written() == APART | {"secrets.yaml"}


CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: garden}\n"
GARDEN = "apiVersion: operator.gardener.cloud/v1alpha1\nkind: Garden\nmetadata: {name: x}\n"


@pytest.mark.parametrize(
    ("text", "folder", "is_listed"),
    [
        (CONFIG_MAP, "virtual-garden", True),
        (GARDEN, "runtime", True),
        (f"{GARDEN}---\n{GARDEN}", "runtime", True),
        ("a: b\n", "", False),
        ("{% if false %}a{% endif %}", None, False),
    ],
)
def test_documents_of_own_templates_stand_by_what_they_hold(
    text: str, folder: str | None, is_listed: bool
) -> None:
    template("own.yaml", text)
    assert generate(ON, "--templates", "templates") == 0
    place = None if folder is None else f"{folder}/own.yaml".lstrip("/")
    assert written() == APART | ({place} if place else set())
    assert [name for name in ("runtime", "virtual-garden") if "own.yaml" in listed(name)] == (
        [folder] if is_listed else []
    )


def test_a_template_of_both_clusters_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    template("own.yaml", f"{CONFIG_MAP}---\n{GARDEN}")
    assert generate(ON, "--templates", "templates") == 1
    assert capfd.readouterr().err.startswith(
        "templates/own.yaml.j2: error: the template writes objects of both clusters"
    )
    assert not FOLDER.exists()
    assert generate(CATALOG, "--templates", "templates") == 0


def test_a_replaced_template_stands_by_what_it_holds_too() -> None:
    template("controllerregistration.yaml", GARDEN)
    assert generate(ON, "--templates", "templates") == 0
    assert "controllerregistration.yaml" in listed("runtime")


def test_a_kustomization_of_ones_own_sees_the_documents() -> None:
    template(
        "kustomization.yaml",
        "namePrefix: x-\nresources:{{ documents | to_yaml }}\npatches: {{ are_patches }}\n",
    )
    assert generate(ON, "--templates", "templates") == 0
    assert listed("runtime") == ["extension.yaml"]
    assert "patches: true" in (FOLDER / "seed-patches/kustomization.yaml").read_text()
    assert generate(CATALOG, "--templates", "templates") == 0
    assert listed("") == sorted(FLAT)


def test_only_names_documents_as_before(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(ON, "--only", "extension") == 0
    assert written() == {"runtime/extension.yaml"}
    assert generate(ON, "--only", "kustomization") == 0
    assert written() == {"runtime/extension.yaml"} | {
        path for path in APART if path.endswith("kustomization.yaml")
    }
    assert listed("virtual-garden") == ["controllerdeployment.yaml", "controllerregistration.yaml"]
    assert generate(ON, "--only", "values") == 0
    assert "values.yaml" in written()
    capfd.readouterr()
    assert generate(CATALOG, "--only", "kustomization") == 0
    assert "the catalog has no section for kustomization.yaml" in capfd.readouterr().err


def test_a_stream_has_objects_alone(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(CATALOG, "-o", "-") == 0
    flat = capfd.readouterr().out
    assert generate(ON, "-o", "-") == 0
    apart = capfd.readouterr().out
    assert sorted(apart.split("---\n")) == sorted(flat.split("---\n"))
    assert generate(ON, "-o", "-", "--only", "kustomization") == 0
    assert capfd.readouterr().out.count("kind: Kustomization") == 2


def test_a_link_in_the_place_of_a_folder_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    FOLDER.mkdir(parents=True)
    Path("elsewhere").mkdir()
    (FOLDER / "runtime").symlink_to(Path("elsewhere").absolute())
    for verb in ("generate", "check"):
        Path("live.yaml").write_text(ON)
        assert cli.run([verb, "live.yaml"]) == 1
        expected = f"{FOLDER}/runtime: error: is a link or a file, not a folder"
        assert expected in capfd.readouterr().err
    assert not [*Path("elsewhere").iterdir()]
    # Where the catalog has no folders, the link is somebody else's.
    Path("elsewhere/extension.yaml").write_text("# Generated by alicloud-generator from x\n")
    assert generate(CATALOG) == 0
    assert Path("elsewhere/extension.yaml").exists()


def test_it_comes_back_by_import(capfd: pytest.CaptureFixture[str]) -> None:
    assert generate(ON) == 0
    capfd.readouterr()
    assert cli.run(["import", *map(str, sorted(FOLDER.glob("*/*.yaml")))]) == 0
    assert "\nkustomization: {}\n" in capfd.readouterr().out
    other = Path("overlay/kustomization.yaml")
    other.parent.mkdir()
    other.write_bytes((FOLDER / "runtime/kustomization.yaml").read_bytes())
    assert cli.run(["import", str(FOLDER / "runtime/extension.yaml"), str(other)]) == 0
    out = capfd.readouterr().out
    assert '"Kustomization" cannot be part of a catalog' in out
    assert "\nkustomization" not in out


def test_what_is_gone_from_a_project_goes_with_its_folders() -> None:
    Path("landscapes").mkdir()
    Path("alicloud-generator.yaml").write_text("catalogs: [landscapes/*.yaml]\n")
    for name in ("gone", "kept", "live"):
        Path(f"landscapes/{name}.yaml").write_text(ON)
    assert cli.run(["generate"]) == 0
    for name in ("gone", "kept"):
        Path(f"landscapes/{name}.yaml").unlink()
    foreign = Path("manifests/kept/virtual-garden/mine.yaml")
    foreign.write_text("a: b\n")
    assert cli.run(["generate"]) == 0
    assert not Path("manifests/gone").exists()
    assert [*Path("manifests/kept").rglob("*")] == [foreign.parent, foreign]
    assert written() == APART


def test_kustomize_builds_the_objects_of_each_folder() -> None:
    assert generate(ON, "--with-secrets") == 0
    for folder in ("runtime", "virtual-garden"):
        built = kustomize(FOLDER / folder)
        assert built.returncode == 0, built.stderr
        ours = [
            item.body
            for name in listed(folder)
            for item in read_objects((FOLDER / folder / name).read_bytes(), name)
        ]
        found = [item.body for item in read_objects(built.stdout.encode(), "built")]
        assert sorted(map(repr, map(in_order, found))) == sorted(map(repr, map(in_order, ours)))


def in_order(value: Any) -> Any:
    """The value with sorted keys: kustomize sorts some."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    return [*map(in_order, value)] if isinstance(value, list) else value


def overlay(*seeds: str) -> Path:
    folder = Path("overlay")
    folder.mkdir(exist_ok=True)
    (folder / "seeds.yaml").write_text("---\n".join(SEED % name for name in seeds))
    component = f"components: [../{FOLDER}/seed-patches]\n"
    (folder / "kustomization.yaml").write_text("resources: [seeds.yaml]\n" + component)
    return folder


def test_seed_patches_are_a_component_of_what_has_the_seeds() -> None:
    assert generate(ON) == 0
    built = kustomize(overlay("cn", "us"))
    assert built.returncode == 0, built.stderr
    backups = [item["spec"].pop("backup") for item in yaml.safe_load_all(built.stdout)]
    assert [each["credentialsRef"]["name"] for each in backups] == ["b1", "b2"]
    for folder in (overlay("cn"), FOLDER / "seed-patches"):
        failed = kustomize(folder)
        assert failed.returncode == 1
        assert "no matches for Id Seed.v1beta1.core.gardener.cloud/" in failed.stderr
