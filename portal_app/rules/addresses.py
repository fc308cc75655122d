"""Addresses as they are stored, compared and counted."""

import re
from ipaddress import IPv6Address, IPv6Network, ip_address

_NOT = r"@\s\x00-\x1f\x7f<>()\[\],;:\"\\"
_ADDRESS = re.compile(rf"[^{_NOT}]{{1,64}}@[^{_NOT}.]+(\.[^{_NOT}.]+)+")


def email_of(typed: str) -> str:
    """The address in lower case without spaces around it; empty if it is none."""
    address = typed.strip().lower()
    return address if len(address) <= 254 and _ADDRESS.fullmatch(address) else ""


def network_of(address: str) -> str:
    """Whom tries are counted by: an IPv4 address; of IPv6 the /64, of which one line has 2**64 addresses."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Network((known, 64), strict=False).network_address)
