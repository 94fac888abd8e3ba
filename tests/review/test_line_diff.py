"""Unified diffs: whoever applies one gets the other side, and a large one takes no time."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.review.line_diff import line_diff
from tests.support.tools import need

if TYPE_CHECKING:
    from pathlib import Path

    from generator.review.model import TextDiff

LINES = st.lists(
    st.sampled_from([*"abc", "- name: x", "", " ", "--- a", "+++ b", "@@"]), max_size=30
)
HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def applied(diff: TextDiff, old: list[str]) -> list[str]:
    """What a patch makes of the old side; every context and removed line must be there."""
    new: list[str] = []
    at = 0
    lines = iter(diff.lines[2:])
    for head in lines:
        found = HUNK.fullmatch(head)
        assert found, head
        start, length, _, new_length = (1 if part is None else int(part) for part in found.groups())
        start -= 1 if length else 0
        new += old[at:start]
        assert int(found[3]) == len(new) + (1 if new_length else 0)
        at = start
        while length or new_length:
            line = next(lines)
            if line[0] in " -":
                assert old[at] == line[1:]
                at, length = at + 1, length - 1
            if line[0] in " +":
                new.append(line[1:])
                new_length -= 1
    return new + old[at:]


@given(LINES, LINES)
@settings(max_examples=500, deadline=None)
def test_a_diff_applied_to_the_old_side_gives_the_new_one(old: list[str], new: list[str]) -> None:
    diff = line_diff("f", old, new)
    assert (diff is None) == (old == new)
    if diff is not None:
        assert applied(diff, old) == new
        assert diff.added == sum(line[0] == "+" for line in diff.lines[2:])
        assert diff.removed == sum(line[0] == "-" for line in diff.lines[2:])


def test_gnu_patch_applies_a_diff(tmp_path: Path) -> None:
    old = [f"line {number // 3}" for number in range(300)]
    new = [f"{line}!" if number % 50 == 7 else line for number, line in enumerate(old)][2:-3]
    diff = line_diff("f", old, new)
    assert diff
    (tmp_path / "f").write_text("\n".join(old) + "\n")
    patch = "\n".join(diff.lines) + "\n"
    command = [need("patch"), "-p1", "--fuzz=0", "-s"]
    subprocess.run(command, input=patch, text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "f").read_text().splitlines() == new


def test_an_absent_side_is_dev_null() -> None:
    created, removed = line_diff("f", None, ["a"]), line_diff("f", ["a"], None)
    assert created
    assert removed
    assert created.lines == ("--- /dev/null", "+++ b/f", "@@ -0,0 +1 @@", "+a")
    assert removed.lines == ("--- a/f", "+++ /dev/null", "@@ -1 +0,0 @@", "-a")


def test_a_moved_block_is_found_where_its_unique_lines_are() -> None:
    rows = [line for n in range(100) for line in ("- name: cn-shanghai", f"  id: {n}")]
    diff = line_diff("f", rows, rows[:20] + rows[24:])
    assert diff
    assert (diff.added, diff.removed) == (0, 4)


def test_many_repetitive_lines_are_compared() -> None:
    # difflib alone needs minutes for each of the two.
    old = [line for n in range(15_000) for line in ("- name: cn-shanghai", f"  id: {n}")]
    new = [line if number % 100 else f"{line} x" for number, line in enumerate(old)]
    all_new = [f"{line} x" if "id" in line else line for line in old]
    assert line_diff("f", old, new)
    assert line_diff("f", old, all_new)
