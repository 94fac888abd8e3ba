"""What `generate` does to the output folder, and what it says."""

from __future__ import annotations

import json
import mmap
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import bounded, cli
from generator.manifest.objects import read_objects
from tests.support.command import CATALOG, run, tree
from tests.support.manifests import CHART, blob, v1, v1beta1
from tests.support.tools import ROOT

GUIDE = ROOT / "examples" / "guide.yaml"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("live.yaml").write_text(CATALOG)


def deployment(name: str = "live") -> Path:
    return Path("manifests", name, "controllerdeployment.yaml")


def test_generate_writes_the_values_of_the_guide_key_by_key() -> None:
    assert cli.run(["generate", str(GUIDE)]) == 0
    manifest = yaml.safe_load(deployment("guide").read_text())
    values = manifest["providerConfig"]["values"]
    assert values.pop("image") == {"tag": "v1.72.0"}
    assert values["config"]["machineImageOwnerSecret"].pop("name") == "machine-image-owner"
    shanghai, frankfurt = "m-uf6hvbrxclop1jtat17m", "m-gw8iwwd9dqjxwgjtvc3i"
    assert values == {
        "config": {
            "machineImageOwnerSecret": {
                "accessKeyID": "RkFLRUFDQ0VTU0tFWUlEMDAwMDAwMDA=",
                "accessKeySecret": "ZmFrZS1hY2Nlc3Mta2V5LXNlY3JldC0wMDAwMDAwMDAwMA==",
            },
            "toBeSharedImageIDs": [frankfurt, shanghai],
            "machineImages": [
                {
                    "name": "customized_coreos",
                    "regions": [
                        {"imageID": frankfurt, "region": "eu-central-1"},
                        {"imageID": shanghai, "region": "cn-shanghai"},
                    ],
                    "version": "2191.4.1",
                }
            ],
            "csi": {"enableADController": True},
        },
        "resources": {
            "limits": {"cpu": "500m", "memory": "1Gi"},
            "requests": {"memory": "128Mi"},
        },
    }
    assert set(manifest) == {
        "apiVersion",
        "kind",
        "metadata",
        "type",
        "providerConfig",
        "injectGardenKubeconfig",
    }


def test_a_second_generate_touches_no_file(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["generate", "live.yaml"]) == 0
    os.utime(deployment(), ns=(1, 1))
    assert cli.run(["generate", "live.yaml"]) == 0
    assert deployment().stat().st_mtime_ns == 1
    assert capfd.readouterr().err.endswith("everything is up to date\n")


def test_dropped_documents_disappear_and_foreign_files_stay() -> None:
    templates = Path("templates")
    templates.mkdir()
    extra = templates / "extra.yaml.j2"
    extra.write_text("image: {{ catalog.images[0].name }}\n")
    assert cli.run(["generate", "live.yaml", "--templates", "templates"]) == 0
    foreign = deployment().with_name("kustomization.yaml")
    foreign.write_text("resources: []\n")
    assert set(tree(Path("manifests/live"))) == {
        "controllerdeployment.yaml",
        "extra.yaml",
        "kustomization.yaml",
    }
    assert cli.run(["generate", "live.yaml"]) == 0
    assert set(tree(Path("manifests/live"))) == {"controllerdeployment.yaml", "kustomization.yaml"}


def test_the_option_only_leaves_the_other_documents_alone() -> None:
    assert cli.run(["generate", "live.yaml"]) == 0
    assert cli.run(["generate", "live.yaml", "--only", "values"]) == 0
    assert set(tree(Path("manifests/live"))) == {"controllerdeployment.yaml", "values.yaml"}
    manifest = yaml.safe_load(deployment().read_text())
    values = yaml.safe_load(deployment().with_name("values.yaml").read_text())
    assert manifest["providerConfig"]["values"] == values


def test_generate_prints_one_yaml_stream(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    arguments = ["generate", "live.yaml", "--only", "values", "--only", "controllerdeployment"]
    assert cli.run([*arguments, "-o", "-"]) == 0
    values, manifest = yaml.safe_load_all(capfdbinary.readouterr().out)
    assert manifest["providerConfig"]["values"] == values
    assert not Path("manifests").exists()


def test_credentials_from_the_environment_make_a_private_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OWNER_ID", "LTAI5tFAKEFAKEFAKEFAKEFA")
    Path("secret").write_text("s" * 30 + "\n")
    Path("live.yaml").write_text(
        CATALOG + "ownerSecret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {file: secret}}\n"
    )
    assert cli.run(["generate", "live.yaml"]) == 0
    assert stat.S_IMODE(deployment().stat().st_mode) == 0o600
    owner = yaml.safe_load(deployment().read_text())["providerConfig"]["values"]["config"]
    assert owner["machineImageOwnerSecret"] == {
        "name": "machine-image-owner",
        "accessKeyID": "TFRBSTV0RkFLRUZBS0VGQUtFRkFLRUZB",
        "accessKeySecret": "c3Nz" * 10,
    }
    deployment().chmod(0o644)
    assert cli.run(["generate", "live.yaml"]) == 0
    assert stat.S_IMODE(deployment().stat().st_mode) == 0o600


def test_one_bad_catalog_does_not_stop_the_others(capfd: pytest.CaptureFixture[str]) -> None:
    Path("bad.yaml").write_text("images: []\n")
    assert cli.run(["generate", "bad.yaml", "live.yaml"]) == 1
    assert set(tree(Path("manifests"))) == {"live/controllerdeployment.yaml"}
    assert "bad.yaml:1:9: error" in capfd.readouterr().err


def test_two_catalogs_of_one_name_are_refused(capfd: pytest.CaptureFixture[str]) -> None:
    Path("other").mkdir()
    Path("other/live.yaml").write_text(CATALOG)
    assert cli.run(["generate", "live.yaml", "other/live.yaml"]) == 1
    assert not Path("manifests").exists()
    assert 'other/live.yaml: error: the catalog is named "live"' in capfd.readouterr().err


def test_strict_refuses_warnings(capfd: pytest.CaptureFixture[str]) -> None:
    Path("live.yaml").write_text(CATALOG.replace("m-uf6", "m-bp1"))
    assert cli.run(["generate", "live.yaml", "--strict"]) == 1
    assert not Path("manifests").exists()
    assert cli.run(["generate", "live.yaml"]) == 0
    assert "live.yaml:5:32: warning: m-bp1" in capfd.readouterr().err


def test_problems_are_printed_as_json_and_for_github(capfd: pytest.CaptureFixture[str]) -> None:
    Path("live.yaml").write_text("imagse: {}\n")
    assert cli.run(["generate", "live.yaml", "--format", "json"]) == 1
    problems = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [problem["line"] for problem in problems] == [1]
    assert problems[0]["hint"] == 'did you mean "images"?'
    assert cli.run(["generate", "live.yaml", "--format", "github"]) == 1
    assert (
        "::error file=live.yaml,line=1,col=1,title=catalog-format::unknown key"
        in capfd.readouterr().err
    )


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a: {{ nothing }}\n", "extra.yaml.j2:1: error: the template cannot be rendered"),
        ("\n{% if %}\n", "extra.yaml.j2:2: error: the template cannot be rendered"),
        ("a: '{{ chart.values }}\n", "extra.yaml.j2: error: line 1 of what the template writes"),
        ("a: {{ catalog.__class__ }}\n", "extra.yaml.j2:1: error: the template cannot be rendered"),
        ("{% include 'none' %}\n", "extra.yaml.j2"),
        ("a: {{ 1 / 0 }}\n", "extra.yaml.j2:1: error: the template cannot be rendered"),
    ],
)
def test_a_templates_mistake_has_its_line(
    template: str, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("templates").mkdir()
    Path("templates/extra.yaml.j2").write_text(template)
    assert cli.run(["generate", "live.yaml", "--templates", "templates"]) == 1
    assert message in capfd.readouterr().err
    assert not Path("manifests").exists()


def test_whatever_a_template_prints_is_safe_yaml() -> None:
    awkward = "x: [y], #z\n\t'\"%@`"
    Path("live.yaml").write_text(CATALOG + f"annotations: {{note: {json.dumps(awkward)}}}\n")
    Path("templates").mkdir()
    Path("templates/extra.yaml.j2").write_text(
        "note: {{ deployment.metadata.annotations.note }}\n"
        "all: {{ deployment.metadata.annotations }}\n"
        "{% macro twice(x) %}{{ [x, x] }}{% endmacro %}\ntwice: {{ twice('no') }}\n"
    )
    assert cli.run(["generate", "live.yaml", "--templates", "templates"]) == 0
    found = yaml.safe_load(Path("manifests/live/extra.yaml").read_text())
    assert found == {"note": awkward, "all": {"note": awkward}, "twice": ["no", "no"]}


@pytest.mark.parametrize("text", ["a", "a\n", "a\nb", " a\n\n b\n", "a\n\n", "a\r\nb", ""])
def test_the_filter_literal_keeps_the_text(text: str) -> None:
    Path("live.yaml").write_text(CATALOG + f"annotations: {{note: {json.dumps(text)}}}\n")
    Path("templates").mkdir()
    template = "note: {{ deployment.metadata.annotations.note | literal(2) }}\nend: x\n"
    Path("templates/extra.yaml.j2").write_text(template)
    assert cli.run(["generate", "live.yaml", "--templates", "templates"]) == 0
    found = yaml.safe_load(Path("manifests/live/extra.yaml").read_text())
    assert found == {"note": text, "end": "x"}


def test_nothing_is_written_through_links(capfd: pytest.CaptureFixture[str]) -> None:
    Path("elsewhere").mkdir()
    Path("manifests").mkdir()
    Path("manifests/live").symlink_to(Path("elsewhere").resolve())
    assert cli.run(["generate", "live.yaml"]) == 1
    assert not list(Path("elsewhere").iterdir())
    assert "manifests/live: error: is a link or a file, not a folder" in capfd.readouterr().err
    Path("manifests/live").unlink()
    victim = Path("victim")
    victim.write_text("mine")
    Path("manifests/live").mkdir()
    deployment().symlink_to(victim.resolve())
    assert cli.run(["generate", "live.yaml"]) == 1
    assert victim.read_text() == "mine"
    assert deployment().is_symlink()


def test_a_file_that_generate_did_not_write_is_never_overwritten(
    capfd: pytest.CaptureFixture[str],
) -> None:
    deployment().parent.mkdir(parents=True)
    deployment().write_text("kind: ControllerDeployment\n")
    assert cli.run(["generate", "live.yaml"]) == 1
    assert deployment().read_text() == "kind: ControllerDeployment\n"
    assert f"{deployment()}: error: is in the way" in capfd.readouterr().err


def test_a_failed_write_leaves_everything_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    deployment().mkdir(parents=True)
    assert cli.run(["generate", "live.yaml", "--only", "values"]) == 0
    before = tree(Path("manifests"))
    assert cli.run(["generate", "live.yaml"]) == 1
    assert tree(Path("manifests")) == before
    assert "is in the way" in capfd.readouterr().err


def test_the_blob_on_disk_is_kept_when_its_tar_is_equal() -> None:
    import base64
    import gzip

    assert cli.run(["generate", "live.yaml"]) == 0
    text = deployment().read_text()
    blob = yaml.safe_load(text)["providerConfig"]["chart"]
    other = base64.b64encode(gzip.compress(gzip.decompress(base64.b64decode(blob)), 1)).decode()
    assert other != blob
    wrapped = "\n    ".join(other[start : start + 76] for start in range(0, len(other), 76))
    kept = text.replace(blob, wrapped)
    deployment().write_text(kept)
    assert cli.run(["generate", "live.yaml"]) == 0
    assert deployment().read_text() == kept
    deployment().write_text(kept.replace("chart: |-", "chart: |"))
    assert cli.run(["generate", "live.yaml"]) == 0
    assert deployment().read_text() == kept


@pytest.mark.parametrize("style", ["|", "|-", "|+", ">", "v1"])
@pytest.mark.parametrize("version", ["v1beta1", "v1"])
def test_no_chart_ends_with_a_line_break(style: str, version: str) -> None:
    """Which the API server drops, so that `kubectl apply` would change the object for ever."""
    text = blob(CHART)
    source = v1(json.dumps(text + "\n")) if style == "v1" else v1beta1(text)
    Path("old.yaml").write_text(source.replace("chart: |-", f"chart: {style}"))
    catalog = CATALOG + f"controllerDeployment: {{chart: old.yaml, apiVersion: {version}}}\n"
    Path("live.yaml").write_text(catalog)
    for _ in range(2):
        assert cli.run(["generate", "live.yaml"]) == 0
        (item,) = read_objects(deployment().read_bytes(), "live.yaml")
        (found,) = item.deployments
        assert found.chart == text


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate"],
        ["generate", "live.yaml", "--only", "vlaues"],
        ["generate", "live.yaml", "--templates", "nowhere"],
        ["generate", "live.yaml", "--format", "xml"],
        ["no-such-verb"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(arguments) == 2
    assert "Usage:" in capfd.readouterr().err
    assert not Path("manifests").exists()


def test_a_bug_is_reported_without_its_message(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "-".join(["top", "secret"])

    def broken(*_: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr("generator.app.sources.Sources.catalogs", broken)
    assert cli.run(["generate", "live.yaml"]) == 3
    message = capfd.readouterr().err
    report = Path(message.split("see ")[1].strip())
    assert "RuntimeError" in report.read_text()
    assert secret not in message + report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    report.unlink()


def test_a_closed_pipe_is_no_error_message(tmp_path: Path) -> None:
    import subprocess
    import sys

    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-P", "-m", "generator", "generate", "live.yaml", "-o", "-"],
        cwd=tmp_path,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert "Traceback" not in process.stderr
    assert process.returncode == 1


def test_the_generator_runs_as_a_module(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout.startswith("alicloud-generator ")


def test_the_option_set_is_merged_over_the_catalog() -> None:
    settings = [
        "controllerDeployment.values.replicaCount=2",
        r"images.gardenlinux.versions.1877\.13\.0.cn-shanghai=m-uf6aaaaaaaaaaaaaaaaa",
        r"images.gardenlinux.versions.1877\.14=" + "{cn-shanghai: m-uf6bbbbbbbbbbbbbbbbb}",
        "images.gardenlinux.shared=null",
    ]
    arguments = [part for setting in settings for part in ("--set", setting)]
    assert cli.run(["generate", "live.yaml", *arguments]) == 0
    values = yaml.safe_load(deployment().read_text())["providerConfig"]["values"]
    assert values["replicaCount"] == 2
    first, second = values["config"]["machineImages"]
    assert [entry["imageID"] for entry in first["regions"]] == [
        "m-uf6aaaaaaaaaaaaaaaaa",
        "m-gw8iwwd9dqjxwgjtvc3i",
    ]
    assert second["version"] == "1877.14"
    assert "toBeSharedImageIDs" not in values["config"]


@pytest.mark.parametrize("setting", ["no-value", "=x", "[0]=x", "a..b=x"])
def test_a_malformed_option_set_is_wrong_usage(setting: str) -> None:
    assert cli.run(["generate", "live.yaml", "--set", setting]) == 2
    assert not Path("manifests").exists()


def test_a_base_extended_many_times_is_merged_once_and_a_circle_is_refused(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for number in range(40):
        Path(f"d{number}.yaml").write_text(f"extends: [d{number + 1}.yaml, d{number + 1}.yaml]\n")
    Path("d40.yaml").write_text(CATALOG)
    assert cli.run(["generate", "d0.yaml"]) == 0
    Path("r0.yaml").write_text("extends: r0.yaml\n")
    assert cli.run(["generate", "r0.yaml"]) == 1
    assert re.search(
        r"^r0\.yaml:1:10: error: .*r0\.yaml → r0\.yaml$", capfd.readouterr().err, re.MULTILINE
    )


def test_full_disks_are_no_bugs(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [sys.executable, "-P", "-m", "generator", "generate", "live.yaml", "-o", "-"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert process.returncode == 1
    assert "cannot write the output" in process.stderr


@pytest.mark.parametrize(
    ("closed", "arguments", "code", "errors"),
    [
        (">&-", "generate live.yaml", 0, "wrote manifests/live/controllerdeployment.yaml\n"),
        (">&-", "matrix live.yaml", 1, "error: cannot write the output: Bad file descriptor\n"),
        (">&-", "--help", 1, "error: cannot write the output: Bad file descriptor\n"),
        ("2>&-", "generate none.yaml", 1, ""),
        (">&- 2>&-", "generate none.yaml", 1, ""),
    ],
)
def test_closed_streams_are_no_bugs(
    tmp_path: Path, closed: str, arguments: str, code: int, errors: str
) -> None:
    process = subprocess.run(
        ["sh", "-c", f'exec "$0" -P -m generator {arguments} {closed}', sys.executable],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (process.returncode, process.stderr) == (code, errors)


def test_documents_that_nothing_asks_for_are_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["generate", "live.yaml", "--only", "extension", "--only", "values.yaml"]) == 0
    errors = capfd.readouterr().err
    assert errors.startswith("live.yaml: warning: the catalog has no section for extension.yaml\n")
    assert errors.endswith("\nwrote manifests/live/values.yaml\n")


def test_an_output_folder_without_a_name_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["generate", "live.yaml", "-o", ""]) == 2
    assert "'' is not a folder" in capfd.readouterr().err


@pytest.mark.parametrize(
    "expression",
    [
        "1 | literal(2)",
        "none | literal(2)",
        "'a' | literal('b')",
        "catalog | to_yaml('b')",
        "cycler | to_yaml",
        "'x' | to_yaml(10 ** 10)",
        "'x\\ny' | literal(10 ** 9)",
        "[[1]] | to_yaml(10 ** 10)",
        "'x' * 10 ** 10",
        "[1] * 10 ** 10",
        "10 ** (10 ** 10)",
        "'%9999999999d' % 1",
        "'{:>9999999999}'.format(1)",
        "'a' | center(10 ** 10)",
        "'a\\nb' | indent(10 ** 10)",
        "[1] | batch(10 ** 10, 'x') | list",
        "range(10 ** 9)",
        "lipsum(10 ** 9)",
        "[''] | sort(attribute='x.' * 10 ** 6)",
        "'x' | foo_bar",
        "'b' * 10 ** 8",
    ],
)
def test_whatever_an_expression_raises_or_takes_is_a_mistake_of_its_template(
    expression: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 1)
    Path("templates").mkdir()
    Path("templates/extra.yaml.j2").write_text(f"a:\n  b: {{{{ {expression} }}}}\n")
    assert cli.run(["generate", "live.yaml", "--templates", "templates"]) == 1
    err = capfd.readouterr().err
    assert re.match(r"templates/extra\.yaml\.j2(:2)?: error: the template ", err), err
    assert len(err) < 500
    assert not Path("manifests").exists()


def test_a_template_has_its_memory_in_a_process_that_has_reserved_much(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("templates").mkdir()
    Path("templates/extra.yaml.j2").write_text("a: {{ ('x' * 10 ** 8) | length }}\n")
    # As many threads do, for their stacks.
    with mmap.mmap(-1, 4 << 30):
        code = cli.run(["generate", "live.yaml", "--templates", "templates"])
    assert code == 0, capfd.readouterr().err


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x * 2 %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}xxxxxxxxx{% endfor %}{% endfor %}",
        "{% include 'extra.yaml.j2' %}",
        "{{ ['a', 'b'] | join(',' * 10 ** 9) }}",
    ],
)
def test_a_template_ends_in_bounded_time_and_memory(
    template: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 1)
    Path("templates").mkdir()
    Path("templates/extra.yaml.j2").write_text(f"a: 1\n{template}\n")
    assert cli.run(["generate", "live.yaml", "--templates", "templates"]) == 1
    assert capfd.readouterr().err.startswith("templates/extra.yaml.j2")
    assert not Path("manifests").exists()


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("extra.yaml.j2", {"extra.yaml"}),
        ("values.yaml.j2", set()),
        ("controllerdeployment.yaml.j2", {"controllerdeployment.yaml"}),
        ("_metadata.yaml.j2", {"controllerdeployment.yaml"}),
        ("_own.yaml.j2", {"controllerdeployment.yaml"}),
        ("notes.txt", set()),
    ],
)
def test_only_what_a_template_of_others_has_a_say_in_is_written_by_another_process(
    name: str, apart: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def bounded_here(work: Any, _what: str, file: str) -> object:
        asked.append(Path(file).name.removesuffix(".j2"))
        return work()

    monkeypatch.setattr(bounded, "bounded", bounded_here)
    Path("templates").mkdir()
    text = "{% macro metadata(name) %}{name: a}{% endmacro %}" if name[0] == "_" else "a: 1"
    Path("templates", name).write_text(f"{text}\n")
    cli.run(["generate", "live.yaml", "--templates", "templates"])
    assert {*asked} == apart


@pytest.mark.parametrize(
    "name", [".j2", "..j2", "...j2", ".alicloud-generator-generate-1-00000000.tmp.j2"]
)
def test_a_template_without_a_documents_name_is_refused(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("templates").mkdir()
    Path("templates", name).write_text("a: 1\n")
    for verb in (["generate"], ["check"], ["diff", "-o", "manifests"], ["generate", "--only", "a"]):
        assert cli.run([*verb, "live.yaml", "--templates", "templates"]) == 1
        document = name.removesuffix(".j2")
        start = f'templates/{name}: error: "{document}" cannot be a document\n'
        assert capfd.readouterr().err.startswith(start)
    assert not Path("manifests").exists()


def test_hidden_documents_and_parts_are_written_as_before() -> None:
    Path("templates").mkdir()
    Path("templates/.hidden.yaml.j2").write_text("{% include '_.j2' %}\n")
    Path("templates/_.j2").write_text("a: {{ catalog.name }}\n")
    assert cli.run(["generate", "live.yaml", "--templates", "templates"]) == 0
    assert "a: live" in Path("manifests/live/.hidden.yaml").read_text()
