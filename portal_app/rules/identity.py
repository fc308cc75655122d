"""Does what somebody says of themselves fit what the clinic has on file?"""

import hmac
import re
from datetime import date

from portal_app.models import Patient


def fits(patient: Patient, born: date | None, detail: str) -> bool:
    """Whether the birth date is right, and one more detail: record number, end of the phone number or postal code.

    All of it is compared whatever the first comparison says, so that time tells no more than the answer does.
    """
    right_date = _same((born or date.min).isoformat(), (patient.birth_date or date.max).isoformat())
    typed = _plain(detail)
    details = [_same(typed, kept) for kept in on_file(patient)]
    return right_date and any(details) and bool(typed)


def on_file(patient: Patient) -> list[str]:
    """The details that would be taken, plain: no spaces, no signs, upper case."""
    digits = re.sub(r"\D", "", patient.phone)
    postal = _plain(patient.postal_code)
    # a US postal code may carry four more digits (ZIP+4); people type five
    postal = postal[:5] if re.fullmatch(r"\d{9}", postal) else postal
    kept = [_plain(patient.mrn), digits[-4:] if len(digits) >= 7 else "", postal]
    return [detail for detail in kept if len(detail) >= 4]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
