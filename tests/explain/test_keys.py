"""`explain KEY`: what a key means, without a catalog."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from generator import cli
from generator.checks import all_rules
from generator.decode.catalog_keys import SECTIONS
from generator.decode.project import PROJECT_KEYS

if TYPE_CHECKING:
    from pathlib import Path

CONCRETE = {"NAME": "gardenlinux", "VERSION": "1877.3.0-foo.1+bar", "[]": "[0]"}


def explained(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.run(["explain", *arguments]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return out


def paths() -> list[tuple[str, str]]:
    """Every key of the reference, by its path, with what it means."""
    return [
        (f"{section}.{key}".removeprefix("."), meaning)
        for sections, keys in SECTIONS.items()
        for section in sections.split(", ")
        for key, meaning in keys.items()
    ]


@pytest.mark.parametrize(("path", "meaning"), paths())
def test_every_key_of_the_reference_is_explained_also_by_names_of_a_catalog(
    path: str, meaning: str, capfd: pytest.CaptureFixture[str]
) -> None:
    concrete, short = path, path.replace("[]", "")
    for placeholder, name in CONCRETE.items():
        concrete = concrete.replace(placeholder, name)
    for key in (path, concrete, short):
        first, *rest = explained(capfd, key).splitlines()
        words, _, default = meaning.partition("Default: ")
        assert first.replace("\\", "").replace("[]", "") == key.replace("[0]", "").replace("[]", "")
        assert f"  {words.rstrip()}" in rest
        shown = [line.removeprefix("default: ") for line in rest if line.startswith("default: ")]
        assert shown == ([default.removesuffix(".")] if default else [])
        assert [line for line in rest if re.fullmatch(r"form:    \S.*", line)]
    section = explained(capfd, path.rpartition(".")[0]) if "." in path else explained(capfd)
    assert f"{meaning}\n" in section


@pytest.mark.parametrize(
    ("key", "out"),
    [
        (
            "images.NAME.updateStrategy",
            """\
images.NAME.updateStrategy

  `patch`, `minor` or `major`: how far an update of machines leads.

form:    one of patch, minor, major
default: major
""",
        ),
        (
            "images",
            """\
images

  Image name to image. The first image is the default of new clusters. Needed where there is a \
`cloudProfile`.

form:    a mapping

keys of images.NAME:
  versions              Version to regions and IDs (the short form), or to the keys of the long \
form.
  updateStrategy        `patch`, `minor` or `major`: how far an update of machines leads. \
Default: major.
  shared                `true`: the IDs of its versions are shared with end users. Default: false.
  encryptedSystemDisks  As `encryptedSystemDisks` of the catalog, for this image. \
Default: the catalog's.
""",
        ),
        (
            "holdBack",
            """\
holdBack

  Leaves out the newest versions of each image, by one of these two keys.

form:    a mapping

keys:
  versions  How many of the newest versions of each image are left out.
  days      How many days before `--as-of` a version must be `released` to be included.
""",
        ),
    ],
)
def test_the_answer_is_short_and_plain(
    key: str, out: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert explained(capfd, key) == out


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("target.gardener", "a release such as v1.72.0"),
        ("images.a.versions.1.10.cn-shanghai", "an image ID in full: ASCII without spaces, and no"),
        ("images.a.versions.1.10.regions.REGION", "an image ID in full: ASCII without spaces, and"),
        ("images.a.versions.1.released", "a date such as 2027-03-31"),
        ("images.a.versions.1.architectures", "a list, each item one of amd64, arm64"),
        ("images.a.versions.1.architectures[0]", "one of amd64, arm64"),
        ("extends", "text, or a list, each item text"),
        ("csi.enableADController", "true or false"),
        ("labels", "a mapping, each value a label's value is at most 63 letters"),
        ("labels.app.kubernetes.io/name", "a label's value is at most 63 letters"),
        ("ownerSecret.accessKeyID", "base64 text, or a mapping"),
        ("rules.missing-region", "one of error, warning, off, or a mapping"),
        ("cloudProfile.spec.type", '"alicloud"'),
    ],
)
def test_the_form_is_that_of_the_schema(
    key: str, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert f"\nform:    {form}" in explained(capfd, key)


def test_what_is_the_charts_or_gardeners_is_not_refused(capfd: pytest.CaptureFixture[str]) -> None:
    for key in ("controllerDeployment.values.a.b[0].c", "cloudProfile.spec.caBundle"):
        assert explained(capfd, key).startswith(key)
    assert "machineImages" not in explained(capfd, "cloudProfile.spec")


def test_the_project_file_and_all_rules_are_explained(capfd: pytest.CaptureFixture[str]) -> None:
    assert "project  " in explained(capfd)
    listed = explained(capfd, "project")
    assert all(meaning in listed for meaning in PROJECT_KEYS.values())
    assert "default: manifests\n" in explained(capfd, "project.output")
    rules = explained(capfd, "rules")
    assert all(f"  {rule} " in rules for rule in ["ID", *all_rules()])
    for name, rule in all_rules().items():
        assert f"default: {rule.SEVERITY}\n" in explained(capfd, f"rules.{name}")


def test_the_answer_as_json(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(explained(capfd, "seeds.backup.secret", "--format", "json"))
    assert found["path"] == found["place"] == "seeds[].backup.secret"
    assert found["keys"]["name"] == "The Secret's name. Default: backup-credentials."
    found = json.loads(explained(capfd, "abstract", "--format", "json"))
    assert (found["form"], found["default"], found["keys"]) == ("true or false", "false", {})


def ends() -> list[tuple[str, set[str]]]:
    """Every end of a path of the reference that starts with no key of the top, and its paths."""
    known: dict[str, set[str]] = {}
    for path, _ in paths():
        steps = path.split(".")
        for start in range(1, len(steps)):
            if steps[start].removesuffix("[]") not in SECTIONS[""]:
                known.setdefault(".".join(steps[start:]), set()).add(path)
    return [(end, found) for end, found in known.items() if not end.split(".")[0].isupper()]


@pytest.mark.parametrize(("end", "found"), ends())
def test_the_start_of_a_path_can_be_left_out(
    end: str, found: set[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code = cli.run(["explain", end])
    out, err = capfd.readouterr()
    if code == 0:
        assert {out.partition("\n")[0]} == found
        return
    # There may be more, below a `spec`, and only the first few are listed.
    meant = re.search(r"can mean (.+?)( and \d+ more)?$", err, re.MULTILINE)
    assert code == 2
    assert meant, err
    listed = meant[1].split(", ")
    assert len(listed) > 1
    assert meant[2] or found <= {*listed}
    for path in listed:
        assert path.endswith(f".{end}")
        assert explained(capfd, path).startswith(f"{path}\n")


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("updateStrategy", "images.NAME.updateStrategy"),
        ("cri", "images.NAME.versions.VERSION.cri"),
        ("cri.containerRuntimes[0].type", "images.NAME.versions.VERSION.cri[].containerRuntimes"),
        ("versions.1877.13.0.released", r"images.NAME.versions.1877\.13\.0.released"),
        ("missing-region", "rules.missing-region"),
    ],
)
def test_a_name_at_one_place_only_is_explained(
    key: str, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert explained(capfd, key).startswith(path)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("shared", '"shared" can mean images.NAME.shared, images.NAME.versions.VERSION.shared'),
        ("clasification", 'there is no key "clasification"; did you mean "classification"?'),
        ("cri.nam", 'there is no key "nam" in images.NAME.versions.VERSION.cri[]; did you mean "n'),
        ("toBeSharedImageIDs", '"toBeSharedImageIDs" is generated from images and share'),
        ("config.machineImages", '"config.machineImages" is generated from images'),
        ("machineImageOwnerSecret", '"machineImageOwnerSecret" is generated from ownerSecret'),
        ("xyzzyplugh", 'there is no key "xyzzyplugh"; the keys are apiVersion, kind, '),
        ("[0]", 'there is no key "[0]"; the keys are apiVersion'),
        ("imagse", 'there is no key "imagse"; did you mean "images"?'),
        (
            "images.gardenlinux.updateStrat",
            'there is no key "updateStrat" in images.gardenlinux; did you mean "updateStrategy"?',
        ),
        (
            "images.gardenlinux.versions.1877.3.0.clasification",
            'there is no key "clasification" in images.gardenlinux.versions.1877\\.3\\.0; did you',
        ),
        (
            "images.a.versions.1.flavors.architektur",
            'there is no key "architektur" in images.a.versions.1.flavors[]; did you mean "archit',
        ),
        ("images[0]", 'there is no key "[0]" in images'),
        (
            "holdBack.x",
            'there is no key "x" in holdBack; the keys are versions, days',
        ),
        ("abstract.x", 'there is no key "x" in abstract'),
        ("rules.missing-regio", 'there is no key "missing-regio" in rules; did you mean "missing-'),
        (
            "cloudProfile.spec.machineImages",
            "cloudProfile.spec.machineImages is generated, and can",
        ),
        ("seeds.spec.backup", "seeds[].spec.backup is generated, and cannot be set"),
        (
            "cloudProfile.spec.regons",
            'there is no key "regons" in cloudProfile.spec; did you mean "r',
        ),
        ("a..b", "'a..b' is not a path such as a.b[0].c"),
    ],
)
def test_a_wrong_key_is_wrong_usage(
    key: str, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["explain", key]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert f"Error: Invalid value for KEY: {message}" in err


@pytest.mark.parametrize("catalog", ["live.yaml", "a/live.yml", "c.json", "-", "catalog"])
def test_a_catalog_alone_wants_a_path(
    catalog: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("catalog", "images"):
        (tmp_path / name).write_text("")
    # What a key is called is one.
    assert "keys of images.NAME:" in explained(capfd, "images")
    assert cli.run(["explain", catalog]) == 2
    assert f"Error: name the PATH that is to be explained in {catalog}\n" in capfd.readouterr().err
