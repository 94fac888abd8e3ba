"""Texts that are no manifests are told as what they are, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli

HEAD = "apiVersion: core.gardener.cloud/v1beta1\nkind: CloudProfile\nmetadata:\n"
HELM = {
    "a condition": ("{{- if .Values.profile }}\n" + HEAD + "  name: a\n{{- end }}\n", 1, 1),
    "a name": (HEAD + "  name: {{ .Values.name }}\n", 4, 9),
    "a name in quotes": (HEAD + '  name: "{{ .Values.name }}"\n', 4, 10),
    "a block": (HEAD + "  name: a\nspec: {{ toYaml .Values.spec | nindent 2 }}\n", 5, 7),
    "a comment": ("{{/* the profile */}}\n" + HEAD + "  name: a\n", 1, 1),
    "a helper": (HEAD + '  labels: {{ include "a.labels" . | nindent 4 }}\n', 4, 11),
    "a loop over $": ("{{ $x := .Values.x }}\n" + HEAD, 1, 1),
}
MARKDOWN = {
    "notes.md": ("Nothing but words\n", 1, 1),
    "heading.txt": ("# Garden Linux 1877.3\n\n- a new kernel\n", 1, 1),
    "fence.txt": ("Notes: all\n\n```\nx: [\n```\n", 3, 1),
    "manifest.txt": ("Apply this:\n\n```yaml\nkind: Seed\n```\n", 3, 1),
    "stars.txt": ("Images: these\n* cn-shanghai: m-uf6hvbrxclop1jtat17m\n", 2, 1),
    "table.txt": ("Images: [\n| region | ID |\n|---|---|\n| cn-shanghai | m-uf6… |\n", 2, 1),
    "link.txt": ("See [the notes](https://example.com/x): all\n- of: them\n", 1, 1),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("catalog.yaml").write_text("share: []\n")


def refused(text: str, name: str, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What `import` and `add` say of a text: the same, and nothing else."""
    Path(name).write_text(text)
    assert cli.run(["import", name]) == 1
    imported = capfd.readouterr().err
    assert cli.run(["add", "catalog.yaml", "g", "1.0.0", "--from", name]) == 1
    assert capfd.readouterr().err == imported
    assert imported.count("error: ") == 1
    return imported.splitlines()


@pytest.mark.parametrize("case", HELM)
def test_templates_of_helm_are_to_be_rendered(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    text, line, column = HELM[case]
    first, *_, last = refused(text, "x.yaml", capfd)
    assert first.startswith(f"x.yaml:{line}:{column}: error: this is a Helm template")
    assert "helm template CHART | alicloud-generator import -" in last


@pytest.mark.parametrize("name", MARKDOWN)
def test_release_notes_are_for_people(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    text, line, column = MARKDOWN[name]
    first, *_, last = refused(text, name, capfd)
    assert first.startswith(f"{name}:{line}:{column}: error: this is Markdown")
    assert "the metadata of the release" in last


@pytest.mark.parametrize(
    "text",
    [
        "# what is here\nkind: [broken\n",
        "## x\nkind: Seed\n  metadata: {}\n",
        "# see [x](https://example.com)\nkind: Seed: x\n",
        "# only\n# comments\n",
        "kind: Seed\nmetadata:\n  annotations: {x: |\n    ```\n    * x\n    ```\nspec: [\n",
        'kind: Seed\nspec: {a: "{{ index .Values.ports 0 }}"\n',
        'a: "{{ .resources.a.data.b }}"\nb: [\n',
    ],
)
def test_a_broken_manifest_with_comments_is_no_other_text(
    text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("x.yaml").write_text(text)
    assert cli.run(["import", "x.yaml"]) == 1
    err = capfd.readouterr().err
    assert "Markdown" not in err
    assert "Helm" not in err
