"""Whose an address is: this machine's own, or nobody's name.

A host counts as this machine only where nobody else decides what it means: an address of the loopback as the
system reads it, or `localhost`, which resolvers keep (RFC 6761, 6.3). Every other name is asked of a name
server, `localhost.localdomain` too.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

#: Where machines in a cloud are told their own keys, beside the link-local addresses.
_METADATA = IPv6Address("fd00:ec2::254")


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as, without its zone; None for a name.

    IPv6 may stand in brackets and have a zone (RFC 4007, 11); IPv4 may have neither, since with them it is a
    name that a name server is asked for. An IPv4 address that is mapped into IPv6 is that IPv4 address.
    """
    bracketed = host.startswith("[") and host.endswith("]")
    try:
        address = ip_address(host[1:-1] if bracketed else host)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or IPv6Address(int(address))
    return None if bracketed else address


def is_loopback(host: str) -> bool:
    """Whether a host, as a socket or the host part of a URL has it, is this machine itself."""
    address = literal(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def is_loopback_url(url: str) -> bool:
    """Whether a URL's host is this machine itself; not where the URL has none that can be read."""
    parts = server_url(url)
    return parts is not None and is_loopback(parts.hostname or "")


def server_url(url: str) -> SplitResult | None:
    """The parts of a URL, where a host and a port (if it has one) can be read in it; else None."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and (parts.port is None or parts.port > 0) else None
    except ValueError:
        return None


def is_reserved(host: str) -> bool:
    """Whether a host is an address that no name stands for.

    Such are link-local addresses and the one beside them at which a cloud gives out keys, multicast, and the
    address that is none.
    """
    address = literal(host)
    if address is None:
        return False
    return address.is_link_local or address.is_multicast or address.is_unspecified or address == _METADATA
