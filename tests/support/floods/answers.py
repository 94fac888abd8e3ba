"""Of each rule of `audit`, its mistake as often as it can be made: catalogs and answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.floods.catalogs import CATALOG, Flood, image_id, images

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNTS = [str(10**15 + number) for number in range(51)]
FROM = ("audit", CATALOG, "--from", "answers.json")


def _request(action: str, ids: list[str]) -> dict[str, str]:
    return {"Action": action, "RegionId": "cn-shanghai", "ImageId": ",".join(ids)}


def described(count: int, **fields: str) -> list[dict[str, Any]]:
    """Images that somebody asked for, a hundred in a call; without fields, none exists."""
    answers = []
    for start in range(0, count, 100):
        ids = [image_id(number) for number in range(start, min(start + 100, count))]
        found = [{"ImageId": each, **fields} for each in ids if fields]
        answers.append(
            {
                "Request": _request("DescribeImages", ids),
                "TotalCount": len(found),
                "Images": {"Image": found},
            }
        )
    return answers


def shares(count: int) -> list[dict[str, Any]]:
    """That nobody may use any of the images."""
    return [
        {
            "Request": _request("DescribeImageSharePermission", [image_id(number)]),
            "ImageId": image_id(number),
            "Accounts": {"Account": []},
        }
        for number in range(count)
    ]


def failures(count: int) -> list[dict[str, Any]]:
    """That each image could not be asked for, for a reason of its own."""
    return [
        {
            "Request": _request("DescribeImages", [image_id(number)]),
            "Code": "Throttling",
            "RequestId": str(number),
        }
        for number in range(count)
    ]


def answered(
    answers: Callable[[int], list[dict[str, Any]]],
    catalog: Callable[[int], dict[str, Any]] = images,
    *more: str,
) -> Flood:
    """A catalog beside answers about it."""

    def write(count: int) -> None:
        Path(CATALOG).write_text(json.dumps(catalog(count), indent=1))
        Path("answers.json").write_text(json.dumps(answers(count), indent=1))

    return Flood(write, (*FROM, *more))


def shared(count: int, **more: Any) -> dict[str, Any]:
    found = images(count)
    found["images"]["a"]["shared"] = True
    return {**found, **more}


def system_images(count: int) -> dict[str, Any]:
    versions = {
        f"{number}.0.0": {"cn-shanghai": f"a{number}_x64_20G_alibase_20210420.vhd"}
        for number in range(count)
    }
    return {"images": {"a": {"versions": versions}}}


def no_system_images(count: int) -> list[dict[str, Any]]:
    ids = [f"a{number}_x64_20G_alibase_20210420.vhd" for number in range(count)]
    return [{"Request": _request("DescribeImages", ids), "Images": {"Image": []}}]


def own(count: int) -> list[dict[str, Any]]:
    found = described(count, ImageName="a", ImageOwnerAlias="self")
    for each in found:
        del each["Request"]["ImageId"]
    return found


AUDIT_RULES: dict[str, Flood] = {
    "image-architecture": answered(lambda n: described(n, Architecture="arm64")),
    "image-not-asked": answered(failures),
    "image-not-available": answered(lambda n: described(n, Status="Waiting")),
    "image-not-found": answered(described),
    "image-not-offered": answered(no_system_images, system_images),
    "image-not-owned": answered(lambda n: described(n, ImageOwnerAlias="others"), shared),
    "image-not-shared": answered(
        lambda n: described(n, ImageOwnerAlias="self") + shares(n),
        lambda n: shared(n, accounts=ACCOUNTS[:1]),
    ),
    "image-share-limit": answered(
        lambda n: described(n, ImageOwnerAlias="self") + shares(n),
        lambda n: shared(n, accounts=ACCOUNTS),
    ),
    "orphaned-image": answered(
        lambda n: own(n + 1), lambda _: images(1), "--orphans", "*", "--as-of", "2026-11-30"
    ),
}
