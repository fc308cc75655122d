"""Whether what the portal says to its database and to Redis can be read or answered by somebody on the way."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

VERIFYING = ("verify-ca", "verify-full")
"""`require` encrypts, but for whoever answers."""


def redis(url: str) -> str:
    """What is wrong with the way to Redis; nothing if it stays on this machine, or has TLS and a password."""
    parts = urlsplit(url)
    if parts.scheme == "unix" or _here(parts.hostname):
        return ""
    if parts.scheme != "rediss":
        return (
            "Redis is on another machine and is reached without TLS: what is on people's screens can be read on the"
            " way, and who changes it runs code as the portal. Set PORTAL_REDIS_URL to rediss://..."
        )
    if parse_qs(parts.query).get("ssl_cert_reqs", ["required"]) != ["required"]:
        return "PORTAL_REDIS_URL takes any certificate. Take ssl_cert_reqs out of it."
    if not parts.password:
        return (
            "Redis is on another machine and asks for no password: who writes into it runs code as the portal. Set"
            " requirepass, and PORTAL_REDIS_URL to rediss://:password@..."
        )
    return ""


def postgres(url: str, environment: Mapping[str, str]) -> str:
    """What is wrong with the way to PostgreSQL; nothing if it stays on this machine, or is proven on both ends."""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    hosts = asked.get("host") or parts.hostname or environment.get("PGHOST", "")
    if all(_here(host) for host in hosts.split(",")):
        return ""
    if (asked.get("sslmode") or environment.get("PGSSLMODE")) not in VERIFYING:
        return (
            "PostgreSQL is on another machine, and who answers there is not checked: charts can be read on the way. Add"
            " ?sslmode=verify-full&sslrootcert=/path/ca.pem to PORTAL_DATABASE_URL."
        )
    ways = ("password", "passfile", "sslcert")
    if not (parts.password or any(asked.get(way) for way in ways) or {"PGPASSWORD", "PGPASSFILE"} & set(environment)):
        return "PostgreSQL is on another machine and asks for no password. Set one, also in PORTAL_DATABASE_URL."
    return ""


def _here(host: str | None) -> bool:
    """Whether a host is this machine: loopback, or a socket's folder."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
