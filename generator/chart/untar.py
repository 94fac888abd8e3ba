"""Reading a tar as Go's `archive/tar` does: ustar, GNU and PAX; sparse files are refused.

By hand, because Python's `tarfile` stops in silence where Go reports a damaged archive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK: Final = 512
_ZEROS: Final = bytes(_BLOCK)
_CHECKSUM: Final = slice(148, 156)
_NUMBERS: Final = (
    slice(100, 108), slice(108, 116), slice(116, 124), slice(124, 136), slice(136, 148),
)  # fmt: skip
"""Mode, user, group, size and time in a header."""

_DEVICES: Final = (slice(329, 337), slice(337, 345))
_OCTAL: Final = re.compile(b"[0-7]+")
_MAX_SPECIAL: Final = 1 << 20
"""Bytes of a long name or of PAX records, as in Go."""

_MAX_DIGITS: Final = 19
"""Digits of a number of 64 bits."""

_WITHOUT_CONTENT: Final = b"123456"
"""Links, devices, folders and pipes: a size in their header is not followed by content."""

_FOLDER_MODE: Final = 0o040000


class TarError(ValueError):
    """The bytes are not a tar, or a damaged one; the text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `size` is what its header states, which may be more than it holds."""

    name: bytes
    size: int
    data: bytes
    is_folder: bool


@dataclass(frozen=True, slots=True)
class _Header:
    name: bytes
    size: int
    mode: int
    kind: bytes


def entries(tar: bytes) -> Iterator[Entry]:
    """The entries of a tar in their order; raises `TarError`."""
    at = 0
    long_name = b""
    records: dict[bytes, bytes] = {}
    while not _at_end(tar, at):
        header = _header(tar[at : at + _BLOCK])
        if header.kind in b"xgLK":
            special, at = _content(tar, at, header.size, _MAX_SPECIAL)
            if header.kind in b"xg":
                records = _pax_records(special)
            if header.kind == b"g":  # what it says of all entries matters to nobody
                long_name, records = b"", {}
            if header.kind == b"L":
                long_name = _text(special)
            continue
        header = _with_records(header, long_name, records)
        size = 0 if header.kind in _WITHOUT_CONTENT else header.size
        data, at = _content(tar, at, size, len(tar))
        yield Entry(header.name, header.size, data, _is_folder(header))
        long_name, records = b"", {}


def _at_end(tar: bytes, at: int) -> bool:
    if at >= len(tar):
        return True
    if len(tar) - at < _BLOCK:
        raise TarError("it ends inside a header")
    if tar[at : at + _BLOCK] != _ZEROS:
        return False
    if tar[at + _BLOCK : at + 2 * _BLOCK] in (b"", _ZEROS):
        return True
    raise TarError("there is a block of zeros between its entries")


def _header(block: bytes) -> _Header:
    if not _is_checksum(_number(block[_CHECKSUM]), block):
        raise TarError("the checksum of a header is wrong")
    kind = block[156:157]
    if kind == b"S":
        raise TarError("it holds a sparse file")
    name, prefix = _text(block[:100]), _text(block[345:500])
    if prefix and block[257:263] == b"ustar\0":
        name = prefix + b"/" + name
    fields = _NUMBERS + (_DEVICES if block[257:262] == b"ustar" else ())
    mode, _, _, size, *_ = [_number(block[field]) for field in fields]
    if size < 0:
        raise TarError("the size of an entry is negative")
    return _Header(name, size, mode, kind)


def _is_checksum(stated: int, block: bytes) -> bool:
    """Whether the bytes add up, the checksum's own counted as spaces; some tars add signed."""
    total = sum(block) - sum(block[_CHECKSUM]) + 8 * ord(" ")
    if stated == total:
        return True
    high = sum(byte > 0x7F for byte in block) - sum(byte > 0x7F for byte in block[_CHECKSUM])
    return stated == total - 0x100 * high


def _number(field: bytes) -> int:
    """Octal digits, or two's complement with the first bit set."""
    if field[0] & 0x80:
        value = int.from_bytes(field, "big") & ~(1 << (8 * len(field) - 1))
        negative = field[0] & 0x40
        return value - (1 << (8 * len(field) - 1)) if negative else value
    digits = _text(field.strip(b" \0"))
    if digits and not _OCTAL.fullmatch(digits):
        raise TarError("a number in a header is damaged")
    return int(digits or b"0", 8)


def _decimal(digits: bytes) -> int:
    """The number in a PAX record, of 64 bits at most as in Go."""
    if not digits.isdigit() or len(digits.lstrip(b"0")) > _MAX_DIGITS:
        raise TarError("a PAX record is damaged")
    return int(digits.lstrip(b"0") or b"0")


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def _content(tar: bytes, at: int, size: int, limit: int) -> tuple[bytes, int]:
    start = at + _BLOCK
    if size > limit or start + size > len(tar):
        raise TarError("an entry is larger than the archive")
    return tar[start : start + size], start + size + -size % _BLOCK


def _pax_records(data: bytes) -> dict[bytes, bytes]:
    records: dict[bytes, bytes] = {}
    while data:
        digits, _, _ = data.partition(b" ")
        length = _decimal(digits)
        if not len(digits) + 3 <= length <= len(data):
            raise TarError("a PAX record is damaged")
        record, data = data[len(digits) + 1 : length], data[length:]
        key, equals, value = record[:-1].partition(b"=")
        if not key or not equals or not record.endswith(b"\n") or b"\0" in key:
            raise TarError("a PAX record is damaged")
        if key == b"path" and b"\0" in value:
            raise TarError("a name contains a NUL character")
        records[key] = value
    return records


def _with_records(header: _Header, long_name: bytes, records: dict[bytes, bytes]) -> _Header:
    if any(key.startswith(b"GNU.sparse.") for key in records):
        raise TarError("it holds a sparse file")
    stated = records.get(b"size", b"")
    size = _decimal(stated) if stated else header.size
    name = long_name or records.get(b"path", b"") or header.name
    is_old_folder = header.kind == b"\0" and name.endswith(b"/")
    return _Header(name, size, header.mode, b"5" if is_old_folder else header.kind)


def _is_folder(header: _Header) -> bool:
    return header.kind == b"5" or header.mode & ~0o7777 == _FOLDER_MODE
