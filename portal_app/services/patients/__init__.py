"""Patients as staff meet them: found as somebody types, and on one page."""

from portal_app.services.patients.finding import find
from portal_app.services.patients.page import page

__all__ = ["find", "page"]
