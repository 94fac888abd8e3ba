"""The only part that touches the disk: how files are read, written, and kept from being lost.

Reading never waits and never takes more memory than it was told to: regular files alone, up to a
limit. Writing shows others the old file or the new one, whatever happens in between.
What fails raises OSError, with a `strerror` that says in words what is wrong; `reason` makes the
message of a problem of it.
"""

from generator.files.arguments import (
    is_standard_input,
    is_stream,
    read_argument,
    read_or_fail,
)
from generator.files.locking import locked
from generator.files.new_files import holds, new_folders, write_new
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
    status,
    unreadable,
)
from generator.files.removing import remove_empty, remove_files
from generator.files.temporary import Leftover, is_temporary, leftovers, remove_leftovers
from generator.files.work_tree import work_tree
from generator.files.writing import (
    Change,
    ChangedError,
    Mode,
    apply,
    make_folder,
    make_private,
    write_folder,
)

__all__ = [
    "LIMIT",
    "Change",
    "ChangedError",
    "Leftover",
    "Mode",
    "apply",
    "below",
    "exists",
    "folder_of",
    "holds",
    "is_folder",
    "is_link",
    "is_standard_input",
    "is_stream",
    "is_temporary",
    "leftovers",
    "locked",
    "make_folder",
    "make_private",
    "matching",
    "names",
    "new_folders",
    "read",
    "read_argument",
    "read_or_fail",
    "read_start",
    "reason",
    "remove_empty",
    "remove_files",
    "remove_leftovers",
    "status",
    "unreadable",
    "work_tree",
    "write_folder",
    "write_new",
]
