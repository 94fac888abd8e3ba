"""The built-in templates as a wheel has them compiled do what they do as they are."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import jinja2
import pytest

from generator import assets, cli
from generator.documents.render import Templates
from generator.problems import Problem, ProblemsError
from tests.support.command import tree
from tests.test_cases import CASES

if TYPE_CHECKING:
    from pathlib import Path

EVERY_DOCUMENT = (
    *("cloudprofile-every-option", "namespaced-cloudprofiles", "external-secrets", "extension"),
    *("registration", "kustomization-patch", "seed", "seed-with-secrets", "v1"),
)
"""Cases that write each of the documents, but for those that have to be asked for."""

ON_REQUEST = ("cloudprofileconfig.yaml", "values.yaml")
DOCUMENTS = Templates([assets.TEMPLATES]).documents()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compiled")
    Templates([assets.TEMPLATES]).compile(folder)
    return folder


@pytest.fixture
def use_compiled(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the templates themselves are not compiled."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("Jinja compiled a template")

    monkeypatch.setattr(assets, "COMPILED", compiled)
    monkeypatch.setattr(jinja2.Environment, "compile", refuse)


def generated(target: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the cases write, and in each the documents that have to be asked for."""
    for name in EVERY_DOCUMENT:
        monkeypatch.chdir(CASES / "ok" / name)
        for more in (["--with-secrets"], [f"--only={document}" for document in ON_REQUEST]):
            assert cli.run(["generate", "catalog.yaml", "-o", str(target / name), *more]) == 0
    return tree(target)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(assets, "COMPILED", tmp_path_factory.mktemp("none"))
        return generated(tmp_path_factory.mktemp("manifests"), monkeypatch)


def test_the_cases_write_every_document(expected: dict[str, bytes]) -> None:
    assert {path.rpartition("/")[2] for path in expected} == {*DOCUMENTS}


@pytest.mark.usefixtures("use_compiled")
def test_they_write_the_same_bytes(
    expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert generated(tmp_path, monkeypatch) == expected


def problems_of(document: str, folders: list[Path]) -> list[Problem]:
    with pytest.raises(ProblemsError) as refused:
        Templates(folders).render(document, {})
    return [*refused.value.problems]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_an_error_names_the_same_place(
    document: str, compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = problems_of(document, [assets.TEMPLATES])
    monkeypatch.setattr(assets, "COMPILED", compiled)
    assert problems_of(document, [assets.TEMPLATES]) == as_it_is
    assert as_it_is[0].file.startswith(str(assets.TEMPLATES))
    assert as_it_is[0].line


def test_another_jinja_compiles_them_itself(
    compiled: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The modules of another version could call what it does not have."""
    for module in (compiled / jinja2.__version__).iterdir():
        broken = tmp_path / "broken" / jinja2.__version__ / module.name
        broken.parent.mkdir(parents=True, exist_ok=True)
        broken.write_text("raise AssertionError('not by this Jinja')", encoding="utf-8")
    monkeypatch.setattr(assets, "COMPILED", tmp_path / "broken")
    monkeypatch.setattr(jinja2, "__version__", "3.0.0")
    assert generated(tmp_path / "manifests", monkeypatch) == expected


def test_a_folder_of_the_users_is_read_as_it_is(
    compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where its templates have the names of ours."""
    monkeypatch.setattr(assets, "COMPILED", compiled)
    (tmp_path / "values.yaml.j2").write_text("a: 1\n", encoding="utf-8")
    for folders in ([tmp_path], [tmp_path, assets.TEMPLATES]):
        assert Templates(folders).render("values.yaml", {}) == "a: 1\n"


def test_compiling_gives_the_same_bytes_each_time(compiled: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from generator import assets\n"
        "from generator.documents.render import Templates\n"
        "Templates([assets.TEMPLATES]).compile(Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / seed)],
            env={"PYTHONHASHSEED": seed},
            timeout=60,
            check=True,
        )
        found = {path: data for path, data in tree(tmp_path / seed).items() if path[-3:] == ".py"}
        assert found == {path: data for path, data in tree(compiled).items() if path[-3:] == ".py"}
