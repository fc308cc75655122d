"""Short codes that people read, write down and type: no letters that look like digits, no case, no spaces."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""30 signs, about 4.9 bits each."""
_LOOK_ALIKE = str.maketrans({"0": "Q", "O": "Q", "I": "J", "L": "J", "1": "J", "U": "V"})


def new(length: int) -> str:
    """A random code, plain."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def shown(code: str) -> str:
    """The code in groups of four, as it is printed."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain(typed: str) -> str:
    """What somebody typed, as the code is kept: signs that are in no code are read as what they were taken for."""
    return "".join(sign for sign in typed.upper().translate(_LOOK_ALIKE) if sign in ALPHABET)
