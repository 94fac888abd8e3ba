"""Certificates in PEM form, as Gardener reads them: `DecodeCertificate` in gardener `pkg/utils`."""

from __future__ import annotations

import re
from typing import Final

_BLOCK: Final = re.compile(r"^-----BEGIN ([^-\n]+)-----\s*\n(.*?)^-----END \1-----", re.M | re.S)
"""RFC 7468."""


def is_certificate(text: str) -> bool:
    """Whether the first PEM block of a text is an X.509 certificate; nobody looks at the others."""
    block = _BLOCK.search(text)
    return block is not None and block[1] == "CERTIFICATE" and _is_x509(block[0])


def _is_x509(pem: str) -> bool:
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=pem)
    except (ssl.SSLError, ValueError):
        return False
    return True
