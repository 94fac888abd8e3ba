"""Answers of the API of ECS, changed in any way."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.support.ecs_server import Answer, documented

if TYPE_CHECKING:
    from collections.abc import Callable

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(
    [
        *(
            "Images",
            "Image",
            "ImageId",
            "ImageOwnerAlias",
            "Status",
            "Tags",
            "RegionId",
            "TotalCount",
        ),
        *("PageNumber", "PageSize", "RequestId", "Accounts", "Account", "AliyunId", "ShareGroups"),
    ]
)
STATUSES = st.sampled_from([200, 200, 200, 204, 206, 301, 400, 403, 404, 418, 429, 500, 503, 599])


def mutated(tree: Any, key: str, value: Any) -> Any:
    """The same with another value wherever a key stands."""
    if isinstance(tree, list):
        return [mutated(each, key, value) for each in tree]
    if isinstance(tree, dict):
        return {
            name: value if name == key else mutated(each, key, value) for name, each in tree.items()
        }
    return tree


@st.composite
def any_fault(draw: st.DrawFn) -> Callable[[Answer], Answer]:
    key, value, status = draw(KEYS), draw(VALUES), draw(STATUSES)
    kind = draw(st.sampled_from(["cut", "closed", "bytes", "value", "value", "value"]))
    share, noise = draw(st.floats(0, 1)), draw(st.binary(max_size=8))

    def fault(answer: Answer) -> Answer:
        at = int(len(answer.body) * share)
        if kind == "cut":
            return replace(answer, status=status, cut=at)
        if kind == "closed":
            return replace(answer, status=status, body=answer.body[:at])
        if kind == "bytes":
            return replace(answer, status=status, body=answer.body[:at] + noise + answer.body[at:])
        return documented(mutated(json.loads(answer.body), key, value), status)

    return fault
