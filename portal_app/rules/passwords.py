"""Which passwords are taken, how they are kept and compared (NIST SP 800-63B-4, 3.1.1.2: length and a blocklist)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from portal_app.catalogue import say

SHORTEST = 8
"""With a second factor beside it, as always here."""
LONGEST = 200
_ESTIMATED = 72
"""zxcvbn refuses longer ones; what comes after can only make them harder."""
_GUESSES = 1_000_000
_OWN = re.compile(r"[^\W_]{4,}")

# OWASP's second recommendation for Argon2id: many can sign in at once on a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def nobodys() -> str:
    """A hash that no password has: an unknown account takes as long as a known one."""
    return _hasher.hash("")


@cache
def _common() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"])


def hashed(password: str) -> str:
    """What is stored of a password (Argon2id, with its salt)."""
    return _hasher.hash(_normal(password))


def matches(stored: str, password: str) -> bool:
    """Whether this is the password; about as slow when it is not."""
    try:
        return _hasher.verify(stored, _normal(password[: LONGEST + 1])) and bool(password)
    except (VerificationError, InvalidHashError):
        return False


def fault(password: str, own: Iterable[str]) -> str | None:
    """Why this password is not taken, in a sentence; None if it is. `own` is what others know of the person."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        return say("Use at least {n} characters. A few words in a row are easy to remember.", n=SHORTEST)
    if len(plain) > LONGEST:
        return say("That is very long. Use at most {n} characters.", n=LONGEST)
    low = plain.casefold()
    if low in _common():
        return say("This is one of the passwords that people use most, so it is tried first. Choose another.")
    known = sorted({word.casefold() for text in own for word in (text, *_OWN.findall(text)) if len(word) >= 4})
    rest = low
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < len(low) and len(rest) < SHORTEST:
        return say("This has your name, email, birth date or the clinic's name in it. Choose something else.")
    if zxcvbn(plain[:_ESTIMATED], user_inputs=known)["guesses"] < _GUESSES:
        return say("This is easy to guess: a common word, a row of keys or a repeat. Add a word or two.")
    return None


def _normal(password: str) -> str:
    """The same password however a keyboard composes its accents."""
    return unicodedata.normalize("NFKC", password)
