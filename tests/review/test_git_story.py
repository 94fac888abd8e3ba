"""A change of a catalog on its way through a Git repository, as a reviewer meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import assets, cli
from tests.support.command import tree
from tests.support.tools import need

BEFORE = """\
images:
  gardenlinux:
    shared: true
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m, eu-central-1: m-gw8iwwd9dqjxwgjtvc3i}
      1592.9.0:
        classification: deprecated
        regions: {cn-shanghai: m-uf6z9y8x7w6v5u4t3s2r, eu-central-1: m-gw8z9y8x7w6v5u4t3s2r}
  ubuntu:
    versions:
      22.4.0: {"*": ubuntu_22_04_x64_20G_alibase_20240410.vhd}
ownerSecret: {accessKeyID: {env: OWNER_ID}, accessKeySecret: {env: OWNER_SECRET}}
controllerDeployment: {chart: ../chart}
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.33.4}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    regions:
    - {name: cn-shanghai, zones: [{name: cn-shanghai-a}]}
    - {name: eu-central-1, zones: [{name: eu-central-1a}]}
rules: {owner-secret-actuator: "off"}
"""
AFTER = (
    BEFORE.replace("m-gw8iwwd9dqjxwgjtvc3i", "m-gw8iwwd9dqjxwgjtvc3j")
    .replace("      1592.9.0:\n        classification: deprecated\n", "      2000.1.0:\n")
    .replace("z9y8x7w6v5u4t3s2r", "a1b2c3d4e5f6g7h8j")
    .replace("        regions: {cn", "        classification: preview\n        regions: {cn")
    .replace("images:\n", "order: [ubuntu]\ncsi: {enableADController: true}\nimages:\n")
)
CATALOG, MANIFESTS = Path("catalogs/live.yaml"), "manifests/live"
CHART = f"{MANIFESTS}/controllerdeployment.yaml:extension-provider-alicloud"
DOCUMENTS = ("cloudprofile", "controllerdeployment")
KEY = {"OWNER_ID": "FAKEOWNERKEYID00000000", "OWNER_SECRET": "fake-owner-key-secret-000000000000"}
NEW_KEY = {**KEY, "OWNER_SECRET": "fake-owner-key-secret-111111111111"}

MEANING = [
    "image gardenlinux 2000.1.0 added in cn-shanghai, eu-central-1",
    "image gardenlinux 1592.9.0 removed from cn-shanghai, eu-central-1",
    "image gardenlinux 1877.13.0: ID in eu-central-1 changed under the same version",
    "order of the images: gardenlinux, ubuntu → ubuntu, gardenlinux",
    "shared image IDs: +3 -3",
    "chart extension-provider-alicloud 0.1.0 → 0.2.0: 2 files changed",
    "CSI: attach/detach controller on (before: not set)",
    "values.config.machineImageOwnerSecret.accessKeySecret: <redacted, changed>",
]
ROLLS = "the extension's Deployment rolls on every seed: "
REFUSED = "removal of gardenlinux 1592.9.0 is refused while in use: "
IMPACT = [
    "gardenlinux 1877.13.0 in eu-central-1: clusters with encrypted disks keep the old ID",
    f"{REFUSED}deprecated without an expiration date, so no cluster has to leave",
    "default image of new clusters: gardenlinux → ubuntu",
    f"{ROLLS}shared image IDs, CSI, chart's Deployment (templates/deployment.yaml)",
    "the extension only reads the owner's access key when it starts: this chart restarts it then",
]


def git(*arguments: str) -> str:
    process = subprocess.run(
        [need("git"), "-c", "user.name=A", "-c", "user.email=a@example.com", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return process.stdout


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capfd.readouterr()
    code = cli.run(arguments)
    return code, capfd.readouterr().out


@pytest.fixture
def _chart(tmp_path: Path) -> None:
    source = tree(assets.EXTENSION_CHART)
    for name, data in source.items():
        path = tmp_path / "chart" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def replace(path: str, old: str, new: str) -> None:
    file = Path(path)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.fixture(autouse=True)
def _repository(_chart: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two commits: a catalog with its manifests, and the same a week later."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git("init", "--quiet", "--initial-branch=main")
    CATALOG.parent.mkdir()
    CATALOG.write_text(BEFORE)
    commit(monkeypatch, KEY)
    git("branch", "base")
    CATALOG.write_text(AFTER)
    replace("chart/Chart.yaml", "version: 0.1.0", "version: 0.2.0")
    replace("chart/templates/deployment.yaml", "runAsUser: 65532", "runAsUser: 65533")
    commit(monkeypatch, NEW_KEY)


def commit(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli.run(["generate", str(CATALOG)]) == 0
    git("add", "--all")
    git("commit", "--quiet", "--message=x")


def test_diff_as_json_tells_meaning_impact_and_lines(capfd: pytest.CaptureFixture[str]) -> None:
    code, output = run(capfd, "diff", "--git", "base..main", "--format", "json")
    (place,) = json.loads(output)["places"]
    assert code == 0
    assert place["name"] == MANIFESTS
    assert [each["text"] for each in place["meaning"]] == MEANING
    assert [each["text"] for each in place["impact"]] == IMPACT
    assert [(diff["file"], diff["added"], diff["removed"]) for diff in place["lines"]] == [
        (f"{MANIFESTS}/cloudprofile.yaml", 26, 26),
        (f"{MANIFESTS}/controllerdeployment.yaml", 11, 9),
        (f"{CHART}/Chart.yaml", 1, 1),
        (f"{CHART}/templates/deployment.yaml", 1, 1),
    ]
    assert [line for line in place["lines"][3]["diff"] if line[0] in "+-"][2:] == [
        "-        runAsUser: 65532",
        "+        runAsUser: 65533",
    ]


def test_diff_as_text_tells_meaning_and_impact(capfd: pytest.CaptureFixture[str]) -> None:
    _, output = run(capfd, "diff", "--git", "base..main")
    head, _, lines = output.partition("--- ")
    assert head.splitlines() == [
        f"{MANIFESTS}:",
        *(f"  {line}" for line in MEANING),
        "impact:",
        *(f"  {line}" for line in IMPACT),
    ]
    assert "H4sI" not in lines


def test_diff_as_markdown_is_short_and_folds_the_lines(capfd: pytest.CaptureFixture[str]) -> None:
    _, output = run(capfd, "diff", "--git", "base..main", "--format", "markdown")
    head, _, folded = output.partition("<details>")
    lines = [line for line in head.splitlines() if line]
    assert lines[0] == f"### `{MANIFESTS}`"
    at = lines.index("**Impact**")
    assert [line.replace("`", "") for line in lines[1:at]] == [f"- {line}" for line in MEANING]
    assert [line.replace("`", "") for line in lines[at + 1 :]] == [f"- {line}" for line in IMPACT]
    assert lines[1] == "- image `gardenlinux 2000.1.0` added in `cn-shanghai`, `eu-central-1`"
    assert folded.startswith("<summary>4 files, +39 -37</summary>\n\n```diff\n--- a/manifests/")
    assert len(output) < 8_000


def test_a_revision_alone_is_compared_with_the_work_tree(capfd: pytest.CaptureFixture[str]) -> None:
    both = run(capfd, "diff", "--git", "base..main")
    assert run(capfd, "diff", "--git", "base") == both
    assert run(capfd, "diff", "--git", "main", "--exit-code") == (0, "")
    CATALOG.write_text(BEFORE.replace("1877.13.0", "1877.14.0"))
    assert run(capfd, "diff", "--git", "main", "--exit-code") == (0, "")
    assert cli.run(["generate", str(CATALOG)]) == 0
    code, output = run(capfd, "diff", "--git", "main", "--exit-code")
    assert code == 1
    assert "image gardenlinux 1877.14.0 added" in output


def test_three_dots_ignore_what_happened_in_the_base(capfd: pytest.CaptureFixture[str]) -> None:
    git("switch", "--quiet", "base")
    replace(f"{MANIFESTS}/cloudprofile.yaml", "1.33.4", "1.33.5")
    git("commit", "--quiet", "--all", "--message=y")
    _, two = run(capfd, "diff", "--git", "base..main")
    _, three = run(capfd, "diff", "--git", "base...main")
    assert "1.33.5" in two
    assert "1.33.5" not in three
    assert MEANING[0] in three


def test_diff_takes_paths_from_the_working_folder(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(MANIFESTS)
    _, output = run(capfd, "diff", "--git", "base..main", "cloudprofile.yaml")
    assert output.startswith(f"{MANIFESTS}:\n")
    assert "shared image IDs" not in output


def messages(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code, and all of what is not asked for; of the rest there is nothing."""
    capfd.readouterr()
    code = cli.run(arguments)
    output, told = capfd.readouterr()
    assert output == ""
    return code, told


@pytest.mark.parametrize("revisions", ["base..main", "base...main", "base"])
@pytest.mark.parametrize(
    ("paths", "hint"),
    [
        (["manifest"], 'did you mean "manifests"?'),
        (["manifests", "manifets/live/"], 'did you mean "manifests/live"?'),
        (["manifests/live/cloudprofil.yaml"], 'did you mean "manifests/live/cloudprofile.yaml"?'),
        (["untracked"], "Git does not track it: run `git add`"),
        (["xyz", "chart"], ""),
    ],
)
def test_a_path_that_neither_revision_has_is_an_error(
    revisions: str, paths: list[str], hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("untracked").mkdir()
    unknown = next(path for path in paths if path not in ("manifests", "chart"))
    assert messages(capfd, "diff", "--git", revisions, *paths) == (
        1,
        f"{unknown}: error: neither revision has this path\n" + (f"  hint: {hint}\n" * bool(hint)),
    )


def test_all_paths_that_neither_revision_has_are_named(capfd: pytest.CaptureFixture[str]) -> None:
    _, told = messages(capfd, "diff", "--git", "base..main", "a", "manifests", "b")
    assert told.count("neither revision has this path") == 2


def test_a_path_that_one_revision_has_is_none_of_these(capfd: pytest.CaptureFixture[str]) -> None:
    git("rm", "-rq", "manifests")
    git("commit", "--quiet", "--message=y")
    for revisions in ("base..main", "main..base", "base"):
        assert run(capfd, "diff", "--git", revisions, "manifests/live")[0] == 0


def test_where_nothing_differs_diff_says_so(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    nothing = (0, "no differences\n")
    live = str(tmp_path / MANIFESTS)
    for arguments in (
        ["--git", "main"],
        ["--git", "main..main", "catalogs"],
        ["--git", "base..main", "chart/README.md"],
        [live, live],
        [f"{live}/cloudprofile.yaml", f"{live}/cloudprofile.yaml"],
    ):
        assert messages(capfd, "diff", *arguments) == nothing, arguments
        assert messages(capfd, "-q", "diff", *arguments) == (0, ""), arguments
    assert "no differences" not in messages(capfd, "diff", "--git", "main", "absent")[1]


@pytest.mark.parametrize("path", ["catalogs", "catalogs/live.yaml", ":(glob)cata*/**"])
def test_where_only_catalogs_differ_the_folder_of_manifests_is_named(
    path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    only = "warning: only manifests are compared, not catalogs such as catalogs/live.yaml\n  hint: "
    for revisions in ("base..main", "base"):
        assert messages(capfd, "diff", "--git", revisions, path) == (
            0,
            f"{only}name the folders of manifests: {MANIFESTS}\n",
        )
    replace(str(CATALOG), "ownerSecret:", "# A note.\nownerSecret:")
    missing = "no manifest differs; if one should, commit what `alicloud-generator generate` writes"
    for paths in ([], [path]):
        assert messages(capfd, "diff", "--git", "main", *paths) == (0, f"{only}{missing}\n")


def test_diff_touches_nothing_in_the_repository(capfd: pytest.CaptureFixture[str]) -> None:
    os.utime(f"{MANIFESTS}/cloudprofile.yaml", (0, 0))
    before = tree(Path())
    run(capfd, "diff", "--git", "base")
    run(capfd, "diff", "--git", "base..main")
    assert tree(Path()) == before


def test_diff_leaves_out_what_is_no_manifest(capfd: pytest.CaptureFixture[str]) -> None:
    Path("broken.yaml").write_text("kind: Secret\n{{ if }}\n: [\n")
    Path("link.yaml").symlink_to("manifests/live/cloudprofile.yaml")
    Path("notes.yaml").write_text("kind: Notes\n")
    Path("binary.json").write_bytes(b"\xff\x00")
    git("add", "--all")
    git("commit", "--quiet", "--message=z")
    capfd.readouterr()
    assert cli.run(["diff", "--git", "main~1..main"]) == 0
    output, messages = capfd.readouterr()
    assert output == ""
    assert messages.startswith("broken.yaml:2:1: warning: this line is part of a template")


@pytest.mark.parametrize("revision", ["nothing", "--all", "main..nothing", "base...--all", "HEAD:"])
def test_diff_refuses_what_is_no_revision(revision: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["diff", "--git", revision]) == 1
    assert "error: git: " in capfd.readouterr().err


@pytest.mark.parametrize(
    ("refs", "asked", "meant"),
    [
        (["heads/main"], "master...HEAD", "main"),
        (["heads/master"], "main...HEAD", "master"),
        (["remotes/origin/main"], "main..HEAD", "origin/main"),
        (["remotes/upstream/master"], "main", "upstream/master"),
        (["heads/main"], "origin/main...HEAD", "main"),
        (["heads/master"], "origin/main...HEAD", "master"),
        (["remotes/origin/release", "heads/main"], "HEAD..release", "origin/release"),
        (["tags/v1.2.0"], "v1.2.1", "v1.2.0"),
        (["heads/other"], "main", ""),
    ],
)
def test_a_revision_that_is_called_otherwise_is_named(
    refs: list[str], asked: str, meant: str, capfd: pytest.CaptureFixture[str]
) -> None:
    commit_id = git("rev-parse", "main").strip()
    git("checkout", "--quiet", "--detach")
    git("branch", "-D", "main", "base")
    for ref in refs:
        git("update-ref", f"refs/{ref}", commit_id)
    code, told = messages(capfd, "diff", "--git", asked)
    assert code == 1
    assert "error: git: there is no commit " in told
    assert told.partition("hint: ")[2] == (f'did you mean "{meant}"?\n' if meant else "")


def test_the_folders_of_clusters_are_one_place_with_and_without_git(
    capfd: pytest.CaptureFixture[str],
) -> None:
    CATALOG.write_text(AFTER + "kustomization: {}\n")
    assert cli.run(["generate", str(CATALOG)]) == 0
    git("add", "--all")
    git("commit", "--quiet", "--message=y")
    Path("old").mkdir()
    Path("manifests").rename("old/manifests")
    replace(str(CATALOG), "1.33.4", "1.33.5")
    assert cli.run(["generate", str(CATALOG)]) == 0
    assert run(capfd, "diff", "--git", "main")[1].startswith(f"{MANIFESTS}:\n")
    assert run(capfd, "diff", "old", ".")[1].startswith(f"{MANIFESTS}:\n")


def test_diff_is_refused_outside_of_a_repository(
    tmp_path_factory: pytest.TempPathFactory,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    assert cli.run(["diff", "--git", "HEAD"]) == 1
    err = capfd.readouterr().err
    assert err.startswith("error: git: ")
    assert "not a git repository" in err


def test_check_tells_whether_the_commit_is_complete(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capfd, "check", str(CATALOG)) == (0, "")
    git("restore", "--source=base", "--", "manifests")
    assert run(capfd, "check", str(CATALOG)) == (
        1,
        f"stale    {MANIFESTS}/cloudprofile.yaml\nstale    {MANIFESTS}/controllerdeployment.yaml\n",
    )
    _, of_git = run(capfd, "diff", "--git", "base..main")
    _, of_disk = run(capfd, "diff", str(CATALOG), "-o", "manifests")
    assert of_disk == of_git
    monkeypatch.delenv("OWNER_ID")
    git("restore", "--", "manifests")
    assert run(capfd, "check", str(CATALOG), "--no-credentials") == (0, "")


def test_git_itself_shows_the_files_of_the_chart() -> None:
    Path(".gitattributes").write_text("manifests/**/*.yaml diff=alicloud\n")
    command = f"{sys.executable} -P -m generator textconv"
    shown = git("-c", f"diff.alicloud.textconv={command}", "diff", "base..main", "--", "manifests")
    assert "-            runAsUser: 65532\n+            runAsUser: 65533\n" in shown
    assert "H4sI" not in shown
    assert not any(value in shown for value in {*KEY.values(), *NEW_KEY.values()})


@pytest.mark.parametrize("revisions", ["HEAD~..HEAD", "HEAD~"])
def test_a_clone_that_has_lost_a_file_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    revisions: str,
) -> None:
    need("git")
    monkeypatch.chdir(tmp_path)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "-q"], check=True)
    for text in ("a: 1\n", "a: 2\n"):
        Path("m.yaml").write_text(text)
        subprocess.run([*git, "add", "m.yaml"], check=True)
        subprocess.run([*git, "commit", "-qm", text], check=True)
    found = subprocess.run([*git, "rev-parse", "HEAD~:m.yaml"], check=True, capture_output=True)
    blob = found.stdout.decode().strip()
    Path(".git/objects", blob[:2], blob[2:]).unlink()
    assert cli.run(["diff", "--git", revisions]) == 1
    assert capsys.readouterr().err.startswith(
        f"m.yaml: error: Git cannot find its content, {blob}\n"
    )
