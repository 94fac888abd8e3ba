"""The verb `check`: says what `generate` would do to a folder, and does nothing."""

from __future__ import annotations

import base64
import gzip
import json
import re
from pathlib import Path

import pytest

from generator import cli
from generator.chart.blob import decode, unzip
from tests.support.command import CATALOG, tree

PROFILE = """\
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.33.4}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions:
    - {name: cn-shanghai, zones: [{name: cn-shanghai-a}]}
    - {name: eu-central-1, zones: [{name: eu-central-1a}]}
"""
OWNER = """\
ownerSecret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}
rules: {owner-secret-actuator: "off"}
"""
OWNER_ID, OWNER_SECRET = "FAKEOWNERKEYID00000000", "fake-owner-key-secret-000000000000"
FOLDER = Path("manifests/live")
DEPLOYMENT = FOLDER / "controllerdeployment.yaml"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWNER_ID", OWNER_ID)
    monkeypatch.setenv("OWNER_SECRET", OWNER_SECRET)
    write(CATALOG + PROFILE)
    assert cli.run(["generate", "live.yaml"]) == 0


def write(text: str) -> None:
    Path("live.yaml").write_text(text)


def check(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str], str]:
    """Exit code, lines of standard output, standard error; nothing may have been written."""
    capfd.readouterr()
    before = tree(Path())
    code = cli.run(["check", "live.yaml", *options])
    assert tree(Path()) == before
    stdout, stderr = capfd.readouterr()
    return code, stdout.splitlines(), stderr


def test_what_generate_wrote_is_up_to_date(capfd: pytest.CaptureFixture[str]) -> None:
    assert check(capfd) == (0, [], "everything is up to date\n")


def test_stale_missing_and_leftover_files_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    (FOLDER / "cloudprofile.yaml").unlink()
    DEPLOYMENT.write_text(DEPLOYMENT.read_text() + "# edited\n")
    (FOLDER / "seeds.yaml").write_text(DEPLOYMENT.read_text())
    (FOLDER / "foreign.yaml").write_text("kind: ConfigMap\n")
    code, lines, stderr = check(capfd)
    assert code == 1
    assert lines == [
        "missing  manifests/live/cloudprofile.yaml",
        "stale    manifests/live/controllerdeployment.yaml",
        "leftover manifests/live/seeds.yaml",
    ]
    hint = "run `alicloud-generator generate live.yaml -o manifests`"
    assert stderr == f"error: 3 files out of date\n  hint: {hint}\n"


def test_generate_mends_what_check_finds(capfd: pytest.CaptureFixture[str]) -> None:
    write(CATALOG)
    code, lines, _ = check(capfd)
    assert (code, lines) == (1, ["leftover manifests/live/cloudprofile.yaml"])
    assert cli.run(["generate", "live.yaml"]) == 0
    assert check(capfd)[0] == 0


def test_in_an_output_folder_that_is_not_there_every_file_is_missing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code, lines, _ = check(capfd, "-o", "elsewhere")
    assert code == 1
    assert lines == [
        "missing  elsewhere/live/cloudprofile.yaml",
        "missing  elsewhere/live/controllerdeployment.yaml",
    ]


def test_equal_charts_are_equal_whoever_compressed_them(capfd: pytest.CaptureFixture[str]) -> None:
    text = DEPLOYMENT.read_text()
    found = re.search(r"H4s\S+", text)
    assert found
    again = base64.b64encode(gzip.compress(unzip(decode(found[0], ""), ""), 1)).decode()
    assert again != found[0]
    DEPLOYMENT.write_text(text.replace(found[0], again))
    assert check(capfd)[0] == 0


def test_a_link_is_stale_whatever_it_leads_to(capfd: pytest.CaptureFixture[str]) -> None:
    DEPLOYMENT.rename("elsewhere.yaml")
    DEPLOYMENT.symlink_to(Path("elsewhere.yaml").absolute())
    code, lines, _ = check(capfd)
    assert (code, lines) == (1, [f"stale    {DEPLOYMENT}"])


def test_a_folder_that_generate_would_refuse_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    FOLDER.rename(tmp_path / "moved")
    FOLDER.symlink_to(tmp_path / "moved")
    code, lines, stderr = check(capfd)
    assert (code, lines) == (1, [])
    assert "manifests/live: error: is a link or a file, not a folder" in stderr


def test_a_bad_catalog_does_not_hide_another(capfd: pytest.CaptureFixture[str]) -> None:
    Path("bad.yaml").write_text("images: []\n")
    DEPLOYMENT.unlink()
    code, lines, stderr = check(capfd, "bad.yaml")
    assert (code, lines) == (1, [f"missing  {DEPLOYMENT}"])
    assert "bad.yaml:1" in stderr


def test_warnings_are_no_drift_unless_strict(capfd: pytest.CaptureFixture[str]) -> None:
    write((CATALOG + PROFILE).replace("m-gw8i", "m-uf6i"))
    assert cli.run(["generate", "live.yaml"]) == 0
    code, lines, stderr = check(capfd)
    assert (code, lines) == (0, [])
    assert stderr.startswith("1 warning; see `alicloud-generator validate`\n")
    assert check(capfd, "--strict")[0] == 1
    assert check(capfd, "--strict", "--rule", "image-id-region=off")[0] == 0


def test_check_prints_one_json_object_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    DEPLOYMENT.unlink()
    code, lines, stderr = check(capfd, "--format", "json")
    assert code == 1
    assert [json.loads(line) for line in lines] == [
        {"file": str(DEPLOYMENT), "state": "missing", "catalog": "live.yaml"}
    ]
    assert json.loads(stderr)["message"] == "1 file out of date"


def test_github_is_shown_the_section_that_asks_for_the_file(
    capfd: pytest.CaptureFixture[str],
) -> None:
    DEPLOYMENT.unlink()
    (FOLDER / "cloudprofile.yaml").unlink()
    code, lines, _ = check(capfd, "--format", "github")
    assert code == 1
    hint = "%0Ahint: run `alicloud-generator generate live.yaml -o manifests` and commit"
    assert lines == [
        f"::error file=live.yaml,line=1::{DEPLOYMENT} is missing{hint}",
        f"::error file=live.yaml,line=6::{FOLDER}/cloudprofile.yaml is missing{hint}",
    ]


def test_check_expects_the_documents_of_templates(capfd: pytest.CaptureFixture[str]) -> None:
    Path("templates").mkdir()
    Path("templates/extra.yaml.j2").write_text("name: {{ catalog.name }}\n")
    code, lines, _ = check(capfd, "--templates", "templates")
    assert (code, lines) == (1, ["missing  manifests/live/extra.yaml"])


class TestCredentials:
    @pytest.fixture(autouse=True)
    def _owner(self, _folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
        write(CATALOG + OWNER)
        assert cli.run(["generate", "live.yaml"]) == 0
        monkeypatch.delenv("OWNER_ID")
        monkeypatch.delenv("OWNER_SECRET")

    def test_check_needs_the_credentials(self, capfd: pytest.CaptureFixture[str]) -> None:
        code, lines, stderr = check(capfd)
        assert (code, lines) == (1, [])
        told = r"^live\.yaml:6:28: error: .*OWNER_ID: not set \[catalog-format\]$"
        assert re.search(told, stderr, re.MULTILINE)

    def test_without_credentials_all_else_is_compared(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        said = "credentials and secrets.yaml were not compared\n"
        up_to_date = f"{said}everything is up to date\n"
        assert check(capfd, "--no-credentials") == (0, [], up_to_date)
        text = DEPLOYMENT.read_text()
        for old, new in (
            ("name: machine-image-owner", "name: other"),
            ("        accessKeyID: ", "        accessKeyId: "),
            ("accessKeyID: ", "more: {}\n        accessKeyID: "),
            ("accessKeySecret:", "accessKeySecret:\n         "),
            (r"v1.72.0", "v1.70.0"),
        ):
            DEPLOYMENT.write_text(text.replace(old, new))
            assert DEPLOYMENT.read_text() != text
            code, lines, _ = check(capfd, "--no-credentials")
            assert (code, lines) == (1, [f"stale    {DEPLOYMENT}"]), old

    def test_without_credentials_a_key_that_is_missing_is_a_difference(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        lines = DEPLOYMENT.read_text().splitlines(keepends=True)
        DEPLOYMENT.write_text("".join(line for line in lines if "accessKeyID" not in line))
        assert check(capfd, "--no-credentials")[0] == 1

    def test_without_credentials_the_secrets_file_is_not_left_over(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        secrets = FOLDER / "secrets.yaml"
        secrets.write_text(DEPLOYMENT.read_text())
        assert check(capfd, "--no-credentials")[:2] == (0, [])
        (FOLDER / "seeds.yaml").write_text(DEPLOYMENT.read_text())
        assert check(capfd, "--no-credentials")[1] == ["leftover manifests/live/seeds.yaml"]

    def test_no_credentials_and_with_secrets_are_wrong_usage_together(self) -> None:
        assert cli.run(["check", "live.yaml", "--no-credentials", "--with-secrets"]) == 2


def test_a_secrets_file_is_left_over_unless_it_is_asked_for(
    capfd: pytest.CaptureFixture[str],
) -> None:
    seeds = "seeds: [{name: cn, backup: {secret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: "
    write(f"{CATALOG}{seeds}{{env: OWNER_SECRET}}}}}}}}]\n")
    assert cli.run(["generate", "live.yaml", "--with-secrets"]) == 0
    assert check(capfd, "--with-secrets")[:2] == (0, [])
    assert check(capfd)[:2] == (1, ["leftover manifests/live/secrets.yaml"])


def test_validate_tells_problems_needs_no_credentials_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    keys = "ownerSecret: {accessKeyID: {env: UNSET_KEY}, accessKeySecret: {env: UNSET_SECRET}}\n"
    images = "images: {a: {versions: {1.0.0: {cn-shanghai: m-bp1hvbrxclop1jtat17m}}}}\n"
    Path("good.yaml").write_text(images + keys)
    Path("bad.yaml").write_text("imgaes: {}\n")
    before = tree(tmp_path)
    assert cli.run(["validate", "good.yaml", "--rule", "owner-secret-actuator=off"]) == 0
    told = r"^good\.yaml:1:46: warning: .*image of cn-hangzhou\b.*\[image-id-region\]$"
    assert re.search(told, capfd.readouterr().err, re.MULTILINE)
    assert cli.run(["validate", "good.yaml", "--strict"]) == 1
    assert cli.run(["validate", "good.yaml", "bad.yaml"]) == 1
    assert 'bad.yaml:1:1: error: unknown key "imgaes"' in capfd.readouterr().err
    assert tree(tmp_path) == before
