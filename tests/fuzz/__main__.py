"""`python -m tests.fuzz [COUNT [FIRST]]`: run mutated inputs, and print what fails."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context

from tests.fuzz.worker import failures

BATCH = 250


def main() -> int:
    """Print each failure with its number; 1 where there is one."""
    count, first = (int(text) for text in (*sys.argv[1:], "100000", "0")[:2])
    ends = range(first, first + count, BATCH)
    batches = [range(start, min(start + BATCH, first + count)) for start in ends]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = list(chain.from_iterable(pool.map(failures, batches)))
    for failure in found:
        sys.stdout.write(f"{failure.number}: {failure.ending}\n")
    sys.stdout.write(f"{count:,} inputs, {len(found):,} failures\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
