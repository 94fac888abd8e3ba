"""The only part that touches the disk: how files are read, written, and kept from being lost.

Reading never waits and never takes more memory than it was told to: regular files alone, up to a
limit. Writing shows others the old file or the new one, whatever happens in between.
What fails raises OSError, with a `strerror` that says in words what is wrong; `reason` makes the
message of a problem of it. What only reads is all here; most calls need no more.
"""

from generator.files.arguments import (
    is_standard_input,
    is_stream,
    read_argument,
    read_or_fail,
)
from generator.files.reading import (
    LIMIT,
    below,
    exists,
    folder_of,
    is_folder,
    is_link,
    matching,
    names,
    read,
    read_start,
    reason,
    similar_name,
    status,
    unreadable,
)
from generator.files.work_tree import work_tree

__all__ = [
    "LIMIT",
    "below",
    "exists",
    "folder_of",
    "is_folder",
    "is_link",
    "is_standard_input",
    "is_stream",
    "matching",
    "names",
    "read",
    "read_argument",
    "read_or_fail",
    "read_start",
    "reason",
    "similar_name",
    "status",
    "unreadable",
    "work_tree",
]
