"""E-mail addresses as they are stored and compared."""

import re

_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"\\]{1,64}@[^@\s<>()\[\],;:\"\\.]+(\.[^@\s<>()\[\],;:\"\\.]+)+")


def email_of(typed: str) -> str:
    """The address in lower case without spaces around it; empty if it is none."""
    address = typed.strip().lower()
    return address if len(address) <= 254 and _ADDRESS.fullmatch(address) else ""
