"""References that gardenlet cannot parse are errors at their line, and `show` says them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import cli

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = "images: {a: {versions: {1.0.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}}}}\n"
HEX = "0123456789abcdef" * 4
PLACES = {
    "deployment": "controllerDeployment: {chart: {oci: %s}}\n",
    "extension": "extension: {chart: {oci: %s}}\n",
    "runtime": "extension: {admission: {runtimeCluster: {chart: {oci: %s}}}}\n",
    "virtual": "extension: {admission: {virtualCluster: {chart: {oci: %s}}}}\n",
}
WRONG = {
    "{ref: reg.example/charts/a}": "has neither tag nor digest",
    "{ref: 'reg.example:5000/charts/a'}": "has neither tag nor digest",
    "{ref: 'oci://reg.example/charts/a'}": "has neither tag nor digest",
    "{ref: 'reg.example/charts/a:1.0+x'}": "a tag has `_` where a version has `+`",
    "{ref: 'reg.example/charts/a:'}": '"" is not a tag',
    "{ref: 'reg.example/charts/a:1:2'}": "has a tag or digest of its own",
    "{ref: 'reg.example/Charts/a:1'}": "has upper case letters",
    "{ref: 'gardener/charts/a:1'}": "does not start with the host of a registry",
    "{ref: 'a:1'}": "does not start with the host of a registry",
    "{ref: 'https://reg.example/charts/a:1'}": "is a URL",
    "{ref: 'me:word@reg.example:5000/charts/a:1'}": "cannot contain a login",
    "{ref: 'me@reg.example/charts/a:1'}": "cannot contain a login",
    f"{{repository: 'me:word@reg.example/a', digest: 'sha256:{HEX}'}}": "cannot contain a login",
    "{ref: 'reg.example:port/charts/a:1'}": "is not the host of a registry",
    "{ref: 'docker.io/charts:1'}": "docker.io/library/charts",
    "{ref: 'reg.example/charts/a@md5:0123'}": '"md5:0123" is not a digest',
    f"{{ref: 'reg.example/charts/a@sha256:{HEX[1:]}'}}": "is not a digest",
    f"{{ref: 'reg.example/charts/a@sha256:{HEX.upper()}'}}": "is not a digest",
    "{repository: gardener/charts/a, tag: v1}": "does not start with the host of a registry",
    "{repository: 'reg.example/charts/a:v1', tag: v1}": "has a tag or digest of its own",
    "{repository: reg.example/A, tag: v1}": "has upper case letters",
    "{repository: reg.example/ä, tag: v1}": "has U+00E4",
}
RIGHT = [
    "{ref: 'oci://reg.example/charts/a:1'}",
    "{ref: 'localhost/charts/a:1'}",
    "{ref: 'localhost:5000/charts/a/b:v1.0_x'}",
    f"{{ref: 'reg.example/charts/a@sha256:{HEX}'}}",
    f"{{ref: 'reg.example/charts/a:v1@sha256:{HEX}'}}",
    "{ref: 'docker.io/library/a:1'}",
    "{ref: 'Reg.Example/charts/a:1'}",
    "{repository: 'reg.example:443/charts/a'}",
    f"{{repository: reg.example/charts/a, digest: 'sha256:{HEX}'}}",
]

MANIFESTS = {
    "v1": """\
apiVersion: core.gardener.cloud/v1
kind: ControllerDeployment
metadata: {name: a}
helm: {ociRepository: %s}
""",
    "v1beta1": """\
apiVersion: core.gardener.cloud/v1beta1
kind: ControllerDeployment
metadata: {name: a}
type: helm
providerConfig: {ociRepository: %s}
""",
    "Extension": """\
apiVersion: operator.gardener.cloud/v1alpha1
kind: Extension
metadata: {name: a}
spec: {deployment: {admission: {virtualCluster: {helm: {ociRepository: %s}}}}}
""",
}


def validated(text: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    (folder / "c.yaml").write_text(IMAGES + text)
    code = cli.run(["validate", str(folder / "c.yaml"), "--rule", "apply-mode=off"])
    return code, capfd.readouterr().err


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("chart", "words"), WRONG.items())
def test_charts_that_cannot_be_pulled_are_errors(
    chart: str, words: str, place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = PLACES[place] % chart
    code, error = validated(text, tmp_path, capfd)
    assert (code, words in error) == (1, True), error
    value = text.index(chart) + chart.index(": ") + 2
    assert f"c.yaml:2:{value + 1}: error: " in error
    assert "[oci-reference]" in error


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("chart", RIGHT)
def test_charts_that_can_be_pulled_are_not(
    chart: str, place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert validated(PLACES[place] % chart, tmp_path, capfd) == (0, "")


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("{repository: gardener/a}", "does not start with the host"),
        ("{repository: 'reg.example/charts/a:v1'}", "has a tag or digest of its own"),
        ("{repository: reg.example/A}", "has upper case letters"),
        ("{repository: 'oci://reg.example/charts/a'}", "is a URL"),
        ("{repository: reg.example/charts/a, tag: v1+x}", 'did you mean "v1_x"?'),
    ],
)
def test_the_image_is_held_against_the_same_rules(
    image: str, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, error = validated(f"controllerDeployment: {{image: {image}}}\n", tmp_path, capfd)
    assert (code, words in error) == (1, True), error


@pytest.mark.parametrize(
    ("registry", "words"),
    [
        ("mirror", "does not start with the host"),
        ("mirror.example/Gardener", "has upper case letters"),
        ("https://mirror.example/gardener", "is a URL"),
        ("mirror.example/gardener:v1", "has a tag or digest of its own"),
        ("mirror.example:port/gardener", "is not the host of a registry"),
    ],
)
def test_a_registry_is_one_mistake_at_its_line(
    registry: str, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = f"extension: {{}}\nregistry: {registry}\n"
    code, error = validated(text, tmp_path, capfd)
    assert (code, words in error, error.count("error: ")) == (1, True, 1), error
    assert "c.yaml:3:11: error: " in error


def test_a_repository_alone_takes_the_release_of_the_target(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.yaml").write_text(
        f"{IMAGES}target: {{extension: v1.69.0}}\n"
        "controllerDeployment: {chart: {oci: {repository: reg.example/charts/a}}}\n"
    )
    assert cli.run(["generate", str(tmp_path / "c.yaml"), "-o", "-"]) == 0
    assert "  ociRepository:\n    repository: reg.example/charts/a\n    tag: v1.69.0\n" in (
        capfd.readouterr().out
    )


@pytest.mark.parametrize(
    ("repository", "words"),
    [
        ("{ref: 'reg.example/charts/a:1', digest: 'md5:1'}", "ociRepository has ref and digest"),
        ("{repository: reg.example/charts/a, digest: 'md5:0'}", '"md5:0" is not a digest'),
        ("{repository: reg.example/charts/a}", "has neither tag nor digest"),
        ("{repository: a, tag: 1.0+x}", "a tag has `_` where a version has `+`"),
        ("{ref: 'reg.example/A:1'}", "has upper case letters"),
    ],
)
@pytest.mark.parametrize("manifest", MANIFESTS.values(), ids=MANIFESTS)
def test_show_says_it_of_manifests(
    manifest: str, repository: str, words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "m.yaml").write_text(manifest % repository)
    assert cli.run(["show", str(tmp_path / "m.yaml")]) == 1
    assert words in "".join(capfd.readouterr())
