"""The tar of a chart, byte for byte as GNU tar writes it for Gardener's script.

`hack/generate-controller-registration.sh` of gardener unpacks what `helm package` made under umask
0022 and packs it again with `--sort=name --owner=root:0 --group=root:0 --mtime='UTC 2019-01-01'`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MTIME: Final = 1_546_300_800
_BLOCK: Final = 512
_RECORD: Final = 20 * _BLOCK
_NAME: Final = 100
"""Bytes of a name that fit a header; longer ones stand in an entry of their own before it."""

_LONG_NAME: Final = b"././@LongLink"
_CHECKSUM: Final = slice(148, 156)


def write(files: Mapping[str, bytes]) -> bytes:
    """The tar of files by path; the folders that they need come before them."""
    contents = {path.encode("utf-8", "surrogateescape"): data for path, data in files.items()}
    folders = _folders(contents)
    entries = sorted((*folders, *contents), key=lambda path: path.rstrip(b"/").split(b"/"))
    parts = [_folder(path) if path in folders else _file(path, contents[path]) for path in entries]
    tar = b"".join(parts) + bytes(2 * _BLOCK)
    return tar + bytes(-len(tar) % _RECORD)


def _folders(paths: Iterable[bytes]) -> set[bytes]:
    """The folders around files, with a slash at their ends."""
    folders: set[bytes] = set()
    for path in paths:
        end = path.rfind(b"/") + 1
        while end and path[:end] not in folders:
            folders.add(path[:end])
            end = path.rfind(b"/", 0, end - 1) + 1
    return folders


def _folder(path: bytes) -> bytes:
    return _header(path, mode=0o755, kind=b"5")


def _file(path: bytes, data: bytes) -> bytes:
    return _header(path, mode=0o644, kind=b"0", size=len(data)) + _padded(data)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _BLOCK)


def _header(path: bytes, *, mode: int, kind: bytes, size: int = 0, mtime: int = _MTIME) -> bytes:
    if len(path) > _NAME:
        name = path + b"\0"
        before = _header(_LONG_NAME, mode=0o644, kind=b"L", size=len(name), mtime=0)
        before += _padded(name)
    else:
        before = b""
    block = bytearray(_BLOCK)
    block[: min(len(path), _NAME)] = path[:_NAME]
    numbers = b"%07o\0%07o\0%07o\0%011o\0%011o\0" % (mode, 0, 0, size, mtime)
    block[_NAME : _NAME + len(numbers)] = numbers
    block[_CHECKSUM] = b" " * 8
    block[156:157] = kind
    block[257:265] = b"ustar  \0"
    block[265:269] = b"root"
    block[297:301] = b"root"
    block[_CHECKSUM] = b"%06o\0 " % sum(block)
    return before + bytes(block)
