"""Comparing releases of Gardener and its extension."""

from __future__ import annotations


def at_least(release: str, since: str) -> bool:
    """Whether a release such as `v1.149.3` is not older than another; a `-dev` counts as done."""
    return _numbers(release) >= _numbers(since)


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in release[1:].partition("-")[0].split("."))
