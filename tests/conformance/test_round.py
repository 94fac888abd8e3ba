"""The round of a new release: at every step the edited catalog gives objects that are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import cli
from tests.conformance.landscapes import generate
from tests.edit.test_round import BASE, DEV, LIVE, RELEASE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.judges import Judge

PROFILE = """
cloudProfile:
  spec:
    kubernetes: {versions: [{version: 1.34.2}]}
    machineTypes: [{name: ecs.g7.large, cpu: "2", gpu: "0", memory: 8Gi}]
    volumeTypes: [{name: cloud_essd, class: premium}]
    regions: [{name: cn-shanghai}, {name: eu-central-1}, {name: cn-beijing}]
"""

AS_OF = ("--as-of", "2027-03-01")
EXPIRES = ("--expires", "+90d")
ROUND = (
    ("add", "gardenlinux", "1877.3.0", "--from", "release.yaml", *AS_OF),
    ("promote", "gardenlinux", "1877.3.0", "--keep", "per-major", *EXPIRES, *AS_OF),
    ("retire", *AS_OF, "--grace", "30d"),
)


@pytest.mark.parametrize("landscape", ["base", "dev", "live"])
def test_every_step_of_the_round_is_accepted(
    landscape: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gardener: Judge,
    extension: Judge,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("base", BASE + PROFILE), ("dev", DEV), ("live", LIVE)):
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "release.yaml").write_text(RELEASE)
    seen = [judge(landscape, tmp_path, gardener, extension)]
    for verb, *rest in ROUND:
        assert cli.run([verb, "base.yaml", *rest]) == 0
        seen.append(judge(landscape, tmp_path, gardener, extension))
    assert len(set(seen)) > 1, "no step changed what is stored"


def judge(landscape: str, folder: Path, gardener: Judge, extension: Judge) -> str:
    """The CloudProfile of a landscape as written, once all of its objects were accepted."""
    generated = generate(folder / f"{landscape}.yaml", folder / "out", *AS_OF)
    assert generated.exit_code == 0, generated.messages
    for manifest in generated.documents.values():
        for stored in gardener.accepts("admission", manifest=manifest):
            if stored["kind"] == "CloudProfile":
                extension.accepts("admission", manifest=manifest)
    return generated.documents["cloudprofile.yaml"]
