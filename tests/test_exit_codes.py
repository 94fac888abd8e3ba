"""Whatever ends with exit code 1 says "error" on standard error, in every verb and format."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli
from generator.commands.options import REPORT_FORMATS
from tests.support.command import CATALOG
from tests.support.manifests import CHART, blob, v1

MANIFESTS = {
    "empty": "",
    "scalar": "a\n",
    "list": "[]\n",
    "syntax": "a: [\n",
    "binary": "\x01\x02",
    "chart": v1("bm8gY2hhcnQ="),
    "shortened": v1(blob(CHART)[:40]),
    "fields": v1(blob(CHART)).replace("helm:", "helmet:"),
    "kind": v1(blob(CHART)).replace("kind: ControllerDeployment", "kind: Extension"),
    "images": v1(blob(CHART), "{config: {toBeSharedImageIDs: [5, {a: b}]}}"),
    "other": v1(blob({**CHART, "templates/a.yaml": "a: b"})),
    "good": v1(blob(CHART)),
}
CALLS = [
    *(
        ["show", f"{name}.yaml", "--format", form]
        for name in MANIFESTS
        for form in ("text", "json")
    ),
    *(["chart", "digest", f"{name}.yaml"] for name in MANIFESTS),
    *(["chart", "verify", f"{name}.yaml", "--against", "good.yaml"] for name in MANIFESTS),
    *(["import", f"{name}.yaml"] for name in MANIFESTS),
    *(["diff", f"{name}.yaml", "good.yaml"] for name in MANIFESTS),
    *(["diff", "live.yaml", "--against", f"{name}.yaml"] for name in MANIFESTS),
    *(["textconv", f"{name}.yaml"] for name in MANIFESTS),
    *(["validate", f"{name}.yaml"] for name in MANIFESTS),
    *(
        [verb, *more, "bad.yaml", "--format", form]
        for verb, more in {
            "generate": [],
            "validate": [],
            "audit": ["--from", "answers.json"],
            "check": [],
            "diff": ["-o", "manifests"],
            "matrix": [],
            "catalogs": [],
            "calendar": ["--as-of", "2026-01-01"],
        }.items()
        for form in (
            REPORT_FORMATS
            if verb in ("generate", "check", "validate", "audit")
            else ("text", "json")
        )
    ),
    *(["check", "live.yaml", "--format", form] for form in REPORT_FORMATS),
    *(["audit", "live.yaml", "--from", f"{name}.yaml"] for name in MANIFESTS),
    ["audit", "live.yaml", "--from", "none.json"],
    ["check", "live.yaml", "--quiet"],
    ["chart", "unpack", "good.yaml", "-o", "."],
    ["chart", "pack", "none"],
    ["chart", "pack", "good.yaml", "-o", "."],
    ["chart", "push", "good.yaml", "registry.example/c"],
    ["chart", "push", "none", "oci://registry.example/c"],
    ["chart", "digest", "oci://registry.example"],
    ["show", "oci://registry.example"],
    ["explain", "bad.yaml", "images"],
    ["explain", "live.yaml", "images.none"],
    ["add", "live.yaml", "gardenlinux", "1877.13.0", "--region", "cn-shanghai=m-uf6a"],
    ["add", "bad.yaml", "gardenlinux", "1.0.0", "--region", "cn-shanghai=m-uf6a"],
    ["promote", "live.yaml", "gardenlinux", "9.9.9"],
    ["retire", "live.yaml", "gardenlinux", "9.9.9", "--as-of", "2026-01-01"],
    ["retire", "live.yaml", "none", "--as-of", "2026-01-01"],
    ["diff", "--git", "no-revision"],
    ["init", "--image", "a b=1", "--region", "cn-shanghai=m-uf6a"],
    ["show", "none.yaml"],
    ["krm"],
]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_what_ends_with_1_says_error(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    call: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in MANIFESTS.items():
        Path(f"{name}.yaml").write_text(text)
    Path("live.yaml").write_text(CATALOG)
    Path("bad.yaml").write_text("imagse: {}\n")
    code = cli.run(call)
    err = capfd.readouterr().err
    assert code in (0, 1), err
    assert code == 0 or "error" in err
