"""Values are held against the schema of the chart that is used, and told at the catalog's line."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from tests.support.manifests import CHART, blob, v1, v1beta1

ID = "m-uf6hvbrxclop1jtat17m"
IMAGES = f"images: {{a: {{shared: true, versions: {{1.0.0: {{cn-shanghai: {ID}}}}}}}}}\n"
SCHEMA = {
    "additionalProperties": False,
    "properties": {
        "gardener": {},
        "image": {"properties": {"tag": {"type": "string"}}},
        "config": {},
        "replicaCount": {"type": "integer"},
        "sub": {},
        "global": {},
    },
}
SUBCHART = {
    "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 0.1.0\n",
    "charts/sub/values.schema.json": json.dumps({"properties": {"size": {"type": "integer"}}}),
    "charts/sub/values.yaml": "size: 1\n",
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write_chart(form: str, files: dict[str, str]) -> str:
    """A chart in one of the forms that a catalog takes; its path."""
    text = blob({**CHART, **files})
    if form == "folder":
        for path, content in {**CHART, **files}.items():
            place = Path("c", path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)
        return "c"
    if form == "archive":
        Path("c.tgz").write_bytes(b64decode(text))
        return "c.tgz"
    Path("m.yaml").write_text((v1 if form == "v1" else v1beta1)(text))
    return "m.yaml"


def told(sections: str, code: int = 1, verb: str = "validate") -> list[str]:
    """What is said of a catalog with these sections, which begin in line 2: `line:column …`."""
    Path("live.yaml").write_text(IMAGES + sections)
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(out):
        found = cli.run([verb, "live.yaml"])
    written = []
    for stream in (out, err):
        stream.seek(0)
        written.append(stream.read())
    said = "".join(written)
    assert found == code, said
    return re.findall(r"^live\.yaml:(.*)$", said, re.MULTILINE)


@pytest.mark.parametrize("verb", ["validate", "generate", "check"])
@pytest.mark.parametrize("form", ["folder", "archive", "v1beta1", "v1"])
def test_each_form_of_chart_is_judged_by_its_schema(form: str, verb: str) -> None:
    chart = write_chart(form, {"values.schema.json": json.dumps(SCHEMA)})
    found = told(
        f"controllerDeployment:\n  chart: {chart}\n  values:\n"
        '    replicaCount: "3"\n    resorces: {}\n',
        verb=verb,
    )
    assert found == [
        '5:19: error: replicaCount is the string "3" [chart-values]',
        '6:5: error: the chart has no value "resorces" [chart-values]',
    ]
    assert not Path("manifests").exists()


@pytest.mark.parametrize("form", ["folder", "archive", "v1"])
def test_a_subchart_has_a_schema_of_its_own(form: str) -> None:
    chart = write_chart(form, SUBCHART)
    deployment = f"controllerDeployment: {{chart: {chart}, values: {{sub: {{size: many}}}}}}\n"
    assert told(deployment) == [
        f'2:{deployment.index("many") + 1}: error: sub.size is the string "many" [chart-values]'
    ]


@pytest.mark.parametrize(
    ("schema", "values", "place", "words"),
    [
        (
            {"properties": {"replicaCount": {"type": "string"}}},
            "",
            "2:24",
            "replicaCount is 1 (a default of the chart)",
        ),
        (
            {"properties": {"config": False}},
            "",
            "1:1",
            "the chart does not accept config (generated from the catalog)",
        ),
        (
            {"properties": {"image": {"required": ["pullSecret"]}}},
            "",
            "2:1",
            'image has no "pullSecret" (generated from the catalog)',
        ),
        (
            {"properties": {"gardener": False}},
            "",
            "2:24",
            "the chart does not accept gardener (gardenlet adds it on every seed)",
        ),
        ({"required": ["zone"]}, "", "2:24", 'the top level of the values has no "zone"'),
        (
            {"properties": {"image": {"required": ["x"]}}},
            "image: {pullPolicy: Always}",
            "2:50",
            'image has no "x"',
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_comes_from(
    schema: Any, values: str, place: str, words: str
) -> None:
    files = {"values.schema.json": json.dumps(schema), "values.yaml": "replicaCount: 1\n"}
    write_chart("folder", files)
    given = f", values: {{{values}}}" if values else ""
    assert told(f"controllerDeployment: {{chart: c{given}}}\n") == [
        f"{place}: error: {words} [chart-values]"
    ]


def test_a_null_deletes_a_default_of_the_chart() -> None:
    schema = {"properties": {"a": {"required": ["b"]}, "c": {"type": "integer"}}}
    files = {
        "values.schema.json": json.dumps(schema),
        "values.yaml": "a: {b: 1, d: 2}\nc: text\n",
    }
    write_chart("folder", files)
    rules = "rules: {apply-mode: off}\n"
    assert told(f"controllerDeployment: {{chart: c, values: {{c: null}}}}\n{rules}", 0) == []
    deployment = "controllerDeployment: {chart: c, values: {c: null, a: {b: null}}}\n"
    assert told(deployment + rules) == ['2:55: error: a has no "b" [chart-values]']


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("resorces: {}", 'the chart has no value "resorces"'),
        ('replicaCount: "3"', 'replicaCount is the string "3"'),
        (
            "config: {toBeSharedImageIds: [x]}",
            'the chart has no value "toBeSharedImageIds" in config',
        ),
        ("usablePort: [1]", 'the chart has no value "usablePort"'),
        ("image: {tag: 1.71}", "image.tag is 1.71"),
        (
            "controllers: {worker: {concurentSyncs: 1}}",
            'the chart has no value "concurentSyncs" in controllers.worker',
        ),
        ("disableControllers: [workers]", 'disableControllers[0] is the string "workers"'),
    ],
)
def test_the_built_in_chart_takes_its_own_values_alone(values: str, words: str) -> None:
    found = told(f"controllerDeployment: {{values: {{{values}}}}}\n")
    assert [each.split(": ", 1)[1] for each in found] == [f"error: {words} [chart-values]"]


@pytest.mark.parametrize(
    "values",
    [
        "gardener: {garden: {anything: 1}}",
        "global: {anything: 1}",
        "replicaCount: 2",
        "config: {machineImages: null}",
        "config: {etcd: null}",
        "resources: {limits: {cpu: 1}}",
        "image: {tag: '{{ .resources.x.data.y }}'}",
    ],
)
def test_what_helm_takes_passes(values: str) -> None:
    rules = "rules: {values-template: off, apply-mode: off}\n"
    assert told(f"controllerDeployment: {{values: {{{values}}}}}\n{rules}", 0) == []


@pytest.mark.parametrize(
    ("text", "code"), [("'{{ .resources.x.data.y }}'", 0), ("5", 1), ("vv", 1), ("[a]", 1)]
)
def test_a_text_that_comes_from_a_secret_is_a_text_whatever_it_is(text: str, code: int) -> None:
    schema = {"properties": {"v": {"type": "string", "pattern": "^v[0-9]"}}}
    write_chart("folder", {"values.schema.json": json.dumps(schema)})
    rules = "rules: {values-template: off}\n"
    told(f"controllerDeployment: {{chart: c, values: {{v: {text}}}}}\n{rules}", code)


def test_an_access_key_that_is_not_fetched_is_there_all_the_same() -> None:
    owner: dict[str, Any] = {
        "required": ["accessKeyID", "accessKeySecret"],
        "additionalProperties": False,
    }
    owner["properties"] = {"name": {}, **{key: {"minLength": 90} for key in owner["required"]}}
    schema = {"properties": {"config": {"properties": {"machineImageOwnerSecret": owner}}}}
    write_chart("folder", {"values.schema.json": json.dumps(schema)})
    section = "ownerSecret: {accessKeyID: {env: A}, accessKeySecret: {env: B}}\n"
    rules = "rules: {owner-secret-actuator: off}\n"
    assert told(f"controllerDeployment: {{chart: c}}\n{section}{rules}", 0) == []


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ("replicaCont: 1", "replicaCont"),
        ("vpa: {enable: true}", "enable"),
        ("sub: {sice: 1}", "sice"),
        ("Resources: {}", "Resources"),
    ],
)
def test_a_chart_without_a_schema_warns_of_what_resembles_a_value(values: str, key: str) -> None:
    own = {"values.yaml": "replicaCount: 1\nresources: {}\nvpa: {enabled: true}\n", **SUBCHART}
    del own["charts/sub/values.schema.json"]
    write_chart("folder", own)
    (found,) = told(f"controllerDeployment: {{chart: c, values: {{{values}}}}}\n", 0)
    assert f'warning: the chart has no value "{key}"' in found
    assert found.endswith("[unknown-value]")


@pytest.mark.parametrize(
    "values",
    [
        "resources: {limts: 1}",
        "other: {replicaCont: 1}",
        "unlike: 1",
        "global: {replicaCont: 1}",
        "tags: {sub: true}",
        "gardner: 1",
    ],
)
def test_a_chart_without_a_schema_is_silent_of_all_else(values: str) -> None:
    write_chart("folder", {"values.yaml": "replicaCount: 1\nresources: {}\n"})
    assert told(f"controllerDeployment: {{chart: c, values: {{{values}}}}}\n", 0) == []


@pytest.mark.parametrize(
    ("deployment", "code"),
    [
        ("extension: {values: {resorces: {}}}", 0),
        ("extension: {runtimeClusterValues: {replicaCont: 1}}", 0),
        ("registry: mirror.example/x\nextension: {values: {config: {csy: {}}}}", 0),
    ],
)
def test_a_typo_in_values_of_the_extension_is_a_warning(deployment: str, code: int) -> None:
    (found,) = told(f"{deployment}\n", code)
    assert "warning: the chart has no value" in found


def test_values_of_a_chart_of_others_in_a_registry_are_not_judged() -> None:
    chart = "chart: {oci: {ref: reg.example/other:v1}}"
    assert told(f"extension: {{{chart}, values: {{resorces: {{}}}}}}\n", 0) == []


def test_a_chart_that_cannot_be_read_is_told_by_who_packs_it() -> None:
    assert told("controllerDeployment: {chart: none, values: {a: 1}}\n", 0) == []
    (found,) = told("controllerDeployment: {chart: none, values: {a: 1}}\n", 1, "generate")
    assert "there is no such chart" in found


@pytest.mark.parametrize(
    ("sections", "imported"),
    [
        ("", False),
        ("controllerDeployment: {image: {tag: v1.72.0}}\n", False),
        ("extension: {}\n", False),
        ("controllerDeployment: {values: {replicaCount: 2}}\n", True),
    ],
)
def test_the_library_is_imported_only_where_there_are_values(
    sections: str, *, imported: bool
) -> None:
    Path("live.yaml").write_text(IMAGES + sections)
    script = (
        "import sys; from generator import cli; cli.run(sys.argv[1:]);"
        "found = {'jsonschema_rs', 'generator.chart_values.judge'} & set(sys.modules);"
        f"assert bool(found) is {imported}, found"
    )
    for arguments in (["validate", "live.yaml"], ["generate", "live.yaml"]):
        process = subprocess.run(
            [sys.executable, "-P", "-c", script, *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert process.returncode == 0, process.stderr
