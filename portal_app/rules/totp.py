"""Codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds), each good once."""

import hmac
from datetime import datetime

import pyotp
from pyotp.totp import TOTP

STEP = 30
DRIFT = 1
"""A phone's clock may be one step off, either way."""


def new_secret() -> str:
    """160 random bits, base 32."""
    return pyotp.random_base32()


def address(secret: str, *, clinic: str, email: str) -> str:
    """What the QR code says to the app."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=clinic)


def step_of(secret: str, typed: str, at: datetime, *, after: int) -> int | None:
    """The 30-second step that this code belongs to, if it is right and later than the last one used."""
    digits = "".join(typed.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    now, right = int(at.timestamp()) // STEP, None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(TOTP(secret).generate_otp(step), digits) and step > after:
            right = step
    return right
