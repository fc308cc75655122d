"""How many sign-ins may begin at one address: each begins a session, which is a row."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from portal_app.rules.addresses import network_of

HELLOS = RateLimitItemPerMinute(60)
_storage = MemoryStorage()
_limiter = FixedWindowRateLimiter(_storage)


def hello(address: str) -> bool:
    """One more stranger's sign-in begins here; False when it is one too many in this minute."""
    return _limiter.hit(HELLOS, network_of(address))


def start_again() -> None:
    """Forget all sign-ins; between tests."""
    _storage.reset()
