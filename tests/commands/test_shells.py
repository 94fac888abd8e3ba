"""Completion in real shells: Tab is pressed, and the words are those that a command gets then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import assets
from tests.support.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SCRIPTS = {
    "bash": 'eval "$(alicloud-generator completion bash)"',
    "zsh": 'eval "$(alicloud-generator completion zsh)"',
    "fish": "source (alicloud-generator completion fish | psub)",
}
INSTALLED = {
    "bash": ("alicloud-generator", "source ./alicloud-generator"),
    "zsh": ("_alicloud-generator", "fpath=($PWD $fpath); compinit -u -D"),
    "fish": ("alicloud-generator.fish", "set fish_complete_path $PWD"),
}
"""What a package calls the script, and how a shell reads it from the folder where it is put."""

CATALOG = r"""
images:
  gardenlinux:
    versions:
      1877.13.0: {cn-shanghai: m-uf6hvbrxclop1jtat17m}
      1877.9.0: {cn-shanghai: m-uf6hvbrxclop1jtat17n}
      "2:1.2.3:4": {cn-shanghai: m-uf6hvbrxclop1jtat17n}
  hostile:
    versions:
      "$(touch acted)": {cn-shanghai: m-uf6hvbrxclop1jtat17n}
      "`touch acted`": {cn-shanghai: m-uf6hvbrxclop1jtat17n}
      "\e]0;title\a\nforged": {cn-shanghai: m-uf6hvbrxclop1jtat17n}
      "a 'b\"": {cn-shanghai: m-uf6hvbrxclop1jtat17n}
      "1.0.0": {cn-shanghai: m-uf6hvbrxclop1jtat17n}
"""
FILES = {
    "live.yaml": CATALOG,
    "my file.yaml": CATALOG,
    "it's $(touch acted).yaml": "",
    "broken.yaml": "images: [\n",
    "folderless": "",
    "folder one/a.yaml": CATALOG,
}
CASES = {
    "gen": ["generate"],
    "chart unp": ["chart", "unpack"],
    "rules missing-reg": ["rules", "missing-region"],
    "generate --format=sar": ["generate", "--format=sarif"],
    "generate --rule=missing-region=w": ["generate", "--rule=missing-region=warning"],
    # What goes on gets no space, so that a second Tab completes it.
    "generate --rule missing-reg\tw\t": ["generate", "--rule", "missing-region=warning"],
    # Files are completed as the shell does it.
    "generate my": ["generate", "my file.yaml"],
    'generate "my': ["generate", "my file.yaml"],
    "generate it": ["generate", "it's $(touch acted).yaml"],
    "generate folder\\ one/": ["generate", "folder one/a.yaml"],
    "generate ~/cat": ["generate", "{home}/catalog.yaml"],
    "generate live.yaml my": ["generate", "live.yaml", "my file.yaml"],
    "add live.yaml --in=my": ["add", "live.yaml", "--in=my file.yaml"],
    # Of folders and files that begin alike, the folder.
    "generate -o fold": ["generate", "-o", "folder one/"],
    "generate --output=fold": ["generate", "--output=folder one/"],
    # Images and versions are those of the catalog on the line.
    "promote my\\ file.yaml gardenlinux 1877.1": [
        *("promote", "my file.yaml", "gardenlinux", "1877.13.0"),
    ],
    'promote "my file.yaml" gardenlinux "1877.1': [
        *("promote", "my file.yaml", "gardenlinux", "1877.13.0"),
    ],
    "promote ~/catalog.yaml gardenlinux 1877.9": [
        *("promote", "{home}/catalog.yaml", "gardenlinux", "1877.9.0"),
    ],
    "add live.yaml gardenlinux 2:": ["add", "live.yaml", "gardenlinux", "2:1.2.3:4"],
    "add live.yaml gardenlinux 2:1.2.3:": ["add", "live.yaml", "gardenlinux", "2:1.2.3:4"],
    "add live.yaml gardenlinux '2:1": ["add", "live.yaml", "gardenlinux", "2:1.2.3:4"],
    "explain live.yaml images.gar\tver\t1877.9": [
        *("explain", "live.yaml", "images.gardenlinux.versions.1877.9.0."),
    ],
    "explain controllerDep": ["explain", "controllerDeployment"],
    "explain images.NAME.versions.1.2.3.cl": [
        *("explain", "images.NAME.versions.1.2.3.classification"),
    ],
    "explain 'images.NAME.versions.1\\.2.cl": [
        *("explain", r"images.NAME.versions.1\.2.classification"),
    ],
    "explain rules.missing-reg": ["explain", "rules.missing-region"],
    "explain li": ["explain", "live.yaml"],
    # One name of five can be typed as it is.
    "retire live.yaml hostile ": ["retire", "live.yaml", "hostile", "1.0.0"],
    # Where nothing fits, nothing happens.
    "nosuch li": ["nosuch", "li"],
    "rules missing-region li": ["rules", "missing-region", "li"],
    "promote broken.yaml li": ["promote", "broken.yaml", "li"],
    "promote folder\\ one li": ["promote", "folder one", "li"],
}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Shell]]:
    """Starts a shell with these lines in its start-up file, in a folder with these files."""
    shells = []

    def new(name: str, lines: str, files: Mapping[str, str]) -> Shell:
        top = tmp_path_factory.mktemp(name)
        for file, text in files.items():
            path = top / "work" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        shell = Shell(name, top / "home", top / "work", lines)
        (top / "home" / "catalog.yaml").write_text(CATALOG)
        shells.append(shell)
        return shell

    yield new
    for shell in shells:
        shell.close()


@pytest.fixture(scope="module", params=SCRIPTS)
def shell(request: pytest.FixtureRequest, start: Callable[..., Shell]) -> Shell:
    return start(request.param, SCRIPTS[request.param], FILES)


@pytest.mark.parametrize("typed", CASES)
def test_tab_completes(shell: Shell, typed: str) -> None:
    words = [word.format(home=shell.home) for word in CASES[typed]]
    found = shell.completed(f"alicloud-generator {typed}")
    # zsh takes the slash of a folder away again where the line ends.
    slash = "/" if words[-1].endswith("/") else ""
    assert [*found[1:-1], found[-1].removesuffix("/") + slash] == words
    assert not (shell.folder / "acted").exists()
    assert "rror" not in shell.screen


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("promote live.yaml gardenlinux ", ["1877.13.0", "1877.9.0", "2:1.2.3:4"]),
        ("generate --format ", ["text", "json", "github", "gitlab", "sarif"]),
        ("chart ", ["pack", "push", "unpack", "verify", "digest"]),
    ],
)
def test_tab_lists_what_there_is(shell: Shell, typed: str, words: list[str]) -> None:
    screen = shell.listed(f"alicloud-generator {typed}", *words)
    assert not {"title", "acted", "forged", "rror"} & {*screen.split()}


@pytest.mark.parametrize("behind", ["<", "< ", "2>", "2>> "])
def test_files_are_offered_behind_a_redirection(shell: Shell, behind: str) -> None:
    # A position at which the command itself takes no file.
    shell.listed(f"alicloud-generator completion bash {behind}folderl", "folderless")


@pytest.mark.parametrize("before", ["A=1 ", "true; ", "A='1 2' B=3 "])
def test_what_stands_before_the_command_is_none_of_its_words(shell: Shell, before: str) -> None:
    shell.press(f"{before}alicloud-generator gen\t--no-cred\t-o x\r")
    shell.wait_for("name catalogs: there is no alicloud-generator.yaml.*ready> ")


@pytest.mark.parametrize("name", INSTALLED)
def test_a_package_installs_the_script(name: str, start: Callable[..., Shell]) -> None:
    file, lines = INSTALLED[name]
    script = (assets.COMPLETION / f"alicloud-generator.{name}").read_text()
    shell = start(name, lines, {file: script})
    for _ in range(2):
        assert shell.completed("alicloud-generator comp") == ["alicloud-generator", "completion"]


@pytest.mark.parametrize("name", INSTALLED)
def test_without_the_command_nothing_is_said(name: str, start: Callable[..., Shell]) -> None:
    file, lines = INSTALLED[name]
    script = (assets.COMPLETION / f"alicloud-generator.{name}").read_text()
    shell = start(name, lines, {file: script})
    (shell.home / "bin" / "alicloud-generator").unlink()
    assert shell.completed("alicloud-generator comp") == ["alicloud-generator", "comp"]
    assert "found" not in shell.screen


@pytest.mark.parametrize(
    "typed", ["gen", "generate my", "add live.yaml gardenlinux 2:", "nosuch li"]
)
def test_a_bash_without_compopt_offers_files_where_no_word_fits(old: Shell, typed: str) -> None:
    words = ["nosuch", "live.yaml"] if typed == "nosuch li" else CASES[typed]
    assert old.completed(f"alicloud-generator {typed}")[1:] == words
    assert "not found" not in old.screen


@pytest.fixture(scope="module")
def old(start: Callable[..., Shell]) -> Shell:
    """What can be had of bash 3.2: compopt came with the next."""
    return start("bash", f"enable -n compopt\n{SCRIPTS['bash']}", FILES)
