"""The audit trail, searched: a file for what is found, one for the names that its ids stand for."""

from portal_app.services.audit.cards import AuditPage, Choice, Choices, FactCard
from portal_app.services.audit.searching import choices, search

__all__ = ["AuditPage", "Choice", "Choices", "FactCard", "choices", "search"]
