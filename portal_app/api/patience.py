"""How often an address may be refused before it has to wait: each refusal writes a fact, and facts are kept."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from portal_app.rules.addresses import network_of

REFUSALS = RateLimitItemPerMinute(60)
HELLOS = RateLimitItemPerMinute(60)
"""Sign-ins begun: each begins a session, which is a row."""
_storage = MemoryStorage()
_limiter = FixedWindowRateLimiter(_storage)


def lost(address: str) -> bool:
    """Whether this address was refused too often in this minute; it is not even asked what it wants."""
    return not _limiter.test(REFUSALS, network_of(address))


def refused(address: str) -> None:
    """One more refusal."""
    _limiter.hit(REFUSALS, network_of(address))


def hello(address: str) -> bool:
    """One more stranger's sign-in begins here; False when it is one too many in this minute."""
    return _limiter.hit(HELLOS, "hello", network_of(address))


def start_again() -> None:
    """Forget all refusals; between tests."""
    _storage.reset()
