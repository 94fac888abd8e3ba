"""The option `--endpoint`: which host is asked in place of the usual one."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

import click

from generator.reading.text_formats import DNS_SUBDOMAIN, REGION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.audit.calls import Endpoint, Endpoints

METAVAR: Final = "[REGION=]HOST[:PORT]"

_FORM: Final = re.compile(r"(?:([^=]*)=)?([^:]*)(?::([1-9][0-9]{0,4}))?")
_LAST_PORT: Final = 65_535


def read_endpoints(
    ctx: click.Context, param: click.Parameter, values: Sequence[str]
) -> Endpoints | None:
    """The endpoints that a command line names, None without any; a wrong one is wrong usage."""
    if not values:
        return None
    from generator.audit.calls import Endpoints

    found: dict[str, Endpoint] = {}
    for value in values:
        region, endpoint = _endpoint(value, ctx, param)
        if region in found:
            where = f"the region {region}" if region else "all regions"
            raise click.BadParameter(f"{where} cannot have two endpoints", ctx, param)
        found[region] = endpoint
    return Endpoints(found, found.pop("", None))


def _endpoint(value: str, ctx: click.Context, param: click.Parameter) -> tuple[str, Endpoint]:
    """Region, empty for all, and endpoint."""
    from generator.audit.calls import Endpoint

    match = _FORM.fullmatch(value)
    region, host, port = match.groups() if match else ("", "", "")
    if (
        not DNS_SUBDOMAIN.pattern.fullmatch(host)
        or (region is not None and not REGION.pattern.fullmatch(region))
        or int(port or 0) > _LAST_PORT
    ):
        # What is wrong may have a password in it, as in `https://user:password@host`.
        message = f"this is not {METAVAR}: HOST is a name in lower case or an IPv4 "
        message += "address, without https://, path or user"
        raise click.BadParameter(message, ctx, param)
    place = f"{host}:{port}" if port else host
    return region or "", Endpoint(place, plain=_is_loopback(host))


def _is_loopback(host: str) -> bool:
    """Whether what is sent to a host never leaves this machine."""
    try:
        return host == "localhost" or ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False
