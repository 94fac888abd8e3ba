"""Merges partial orders of names into one."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def merge_orders(orders: Sequence[Sequence[str]]) -> list[str]:
    """All names, each once, in an order that agrees with all of the given ones.

    Where they leave a choice, or contradict each other, the name that was met first comes first.
    """
    names = list(dict.fromkeys(name for order in orders for name in order))
    number = {name: index for index, name in enumerate(names)}
    followers: list[set[int]] = [set() for _ in names]
    for order in orders:
        for name, follower in pairwise(dict.fromkeys(order)):
            followers[number[name]].add(number[follower])
    return [names[index] for index in _sorted(followers)]


def _sorted(followers: Sequence[set[int]]) -> list[int]:
    """Kahn's algorithm; where only cycles are left, the smallest number goes first."""
    waits = [0] * len(followers)
    for group in followers:
        for follower in group:
            waits[follower] += 1
    ready = [index for index, count in enumerate(waits) if count == 0]
    heapify(ready)
    done: dict[int, None] = {}
    smallest = iter(range(len(followers)))
    while len(done) < len(followers):
        index = heappop(ready) if ready else next(n for n in smallest if n not in done)
        if index in done:
            continue
        done[index] = None
        for follower in followers[index]:
            waits[follower] -= 1
            if waits[follower] == 0:
                heappush(ready, follower)
    return list(done)
