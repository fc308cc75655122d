"""How often an address may be refused before it has to wait: each refusal writes a fact, and facts are kept."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

REFUSALS = RateLimitItemPerMinute(60)
_storage = MemoryStorage()
_limiter = FixedWindowRateLimiter(_storage)


def lost(address: str) -> bool:
    """Whether this address was refused too often in this minute; it is not even asked what it wants."""
    return not _limiter.test(REFUSALS, address)


def refused(address: str) -> None:
    """One more refusal."""
    _limiter.hit(REFUSALS, address)


def start_again() -> None:
    """Forget all refusals; between tests."""
    _storage.reset()
