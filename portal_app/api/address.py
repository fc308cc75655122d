"""Where a request comes from, counted back through the proxies that this deployment trusts."""

from collections.abc import Mapping
from typing import Any


def address_of(scope: Mapping[str, Any], proxies: int) -> str:
    """The client's address: the peer's, or the entry that the outermost trusted proxy wrote."""
    client = scope.get("client") or ("", 0)
    if proxies:
        forwarded = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        hops = [hop.strip() for hop in forwarded.decode("latin-1").split(",") if hop.strip()]
        if len(hops) >= proxies:
            return hops[-proxies][:64]
    return str(client[0])[:64]
