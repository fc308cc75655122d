"""Invitations from the clinic's side: one for each patient however often it is asked for; sent, sent again, revoked."""

from portal_app.services.invitations.asking import glance, invite, make_code, resend, revoke, see
from portal_app.services.invitations.cards import CodeCard, InvitationCard
from portal_app.services.invitations.due import due, invite_due, newcomers

__all__ = [
    "CodeCard",
    "InvitationCard",
    "due",
    "glance",
    "invite",
    "invite_due",
    "make_code",
    "newcomers",
    "resend",
    "revoke",
    "see",
]
