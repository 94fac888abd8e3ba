"""A chart's tar to the base64 text of a manifest, and back.

The compressed bytes depend on who compressed: GNU gzip, zlib and zlib-ng all differ. So the
identity of a chart is its tar, and a text that holds the wanted tar already is kept as it is.
"""

from __future__ import annotations

import binascii
import zlib
from typing import Final

from generator.chart import limits
from generator.credentials.access_key import KEY_ID_STARTS
from generator.problems import ProblemsError, fail

_HEADER: Final = bytes.fromhex("1f8b0800000000000003")
"""What `gzip -n` writes: no name, no time, made on Unix."""

_MAGIC: Final = _HEADER[:2]
_MAX_MEMBERS: Final = 100
"""Pieces that gzip may have written one behind the other; nearly always it is one."""

_RAW: Final = -15
_GZIP: Final = 31


def encode(tar: bytes, previous: str | None = None) -> str:
    """The base64 text of a tar on one line; `previous`, unchanged, if it holds an equal tar."""
    if previous is not None and _holds(previous, tar):
        return previous
    return binascii.b2a_base64(compress(tar), newline=False).decode()


def compress(tar: bytes) -> bytes:
    """The .tgz of a tar."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, _RAW, 8)
    body = compressor.compress(tar) + compressor.flush()
    end = zlib.crc32(tar).to_bytes(4, "little") + len(tar).to_bytes(4, "little")
    return _HEADER + body + end


def decode(text: str, file: str) -> bytes:
    """The compressed bytes of a manifest's base64 text; raises `ProblemsError`."""
    try:
        # As Go, which skips line breaks and no other blank.
        lines = text.replace("\r", "").replace("\n", "")
        return binascii.a2b_base64(lines.encode(), strict_mode=True)
    except (ValueError, binascii.Error):
        hint = "use the whole output of `chart pack`; was it shortened (`…`)?"
        raise fail("the chart is not base64 text", file=file, hint=hint) from None


def unzip(data: bytes, file: str, limit: int = limits.MAX_TAR) -> bytes:
    """The tar that gzip compressed; raises `ProblemsError`, also for more than `limit` bytes."""
    if not data.startswith(_MAGIC):
        raise fail("the chart is not compressed with gzip", file=file)
    parts: list[bytes] = []
    for _ in range(_MAX_MEMBERS):
        stream = zlib.decompressobj(_GZIP)
        try:
            parts.append(stream.decompress(data, limit + 1))
        except zlib.error:
            raise fail("the compressed chart is damaged", file=file) from None
        limit -= len(parts[-1])
        if limit < 0:
            raise fail(f"the chart unpacks to more than {limits.MAX_TAR:,} bytes", file=file)
        if not stream.eof:
            raise fail("the compressed chart ends too early", file=file)
        data = stream.unused_data
        if not data.strip(b"\0"):
            return b"".join(parts)
    raise fail(f"the chart was compressed in more than {_MAX_MEMBERS} pieces", file=file)


def digest(tar: bytes) -> str:
    """The identity of a chart: `sha256:` and the hash of its tar in hexadecimal digits."""
    import hashlib

    return f"sha256:{hashlib.sha256(tar).hexdigest()}"


def holds_access_key(text: str) -> bool:
    """Whether a file in a chart's base64 text has an access key of Alibaba Cloud in it.

    It is known by its ID. A text that is no chart has none.
    """
    try:
        tar = unzip(decode(text, ""), "")
    except ProblemsError:
        return False
    if not any(start in tar for start in KEY_ID_STARTS):
        return False
    from generator.credentials.lines import mask_known_forms

    plain = tar.decode("latin-1")
    return mask_known_forms(plain) != plain


def is_compressed(tgz: bytes, tar: bytes) -> bool:
    """Whether a .tgz holds just this tar, compressed by whom it may be."""
    try:
        return unzip(tgz, "", len(tar)) == tar
    except ProblemsError:
        return False


def _holds(text: str, tar: bytes) -> bool:
    try:
        return is_compressed(decode(text, ""), tar)
    except ProblemsError:
        return False
