"""May I do it? What each kind of person may do; a permission that is not granted here is refused."""

from collections.abc import Mapping
from enum import StrEnum

from portal_app.access.actor import Actor, ActorKind
from portal_app.models import Role


class Permission(StrEnum):
    """`resource:action`."""

    RECORDS_READ = "records:read"
    RELEASE_CHOOSE = "release:choose"
    """Decide when one's own new items are shown, as far as nobody else has."""
    MESSAGES_READ = "messages:read"
    MESSAGES_SEND = "messages:send"
    FORMS_FILL = "forms:fill"
    NOTICES_READ = "notices:read"
    """See what is new for oneself, and choose how to hear of it."""
    ACCOUNT_MANAGE = "account:manage"
    ACCESS_LOG_READ = "access_log:read"
    INBOX_READ = "inbox:read"
    TASKS_WORK = "tasks:work"
    MESSAGES_REPLY = "messages:reply"
    PATIENTS_SEARCH = "patients:search"
    CHART_READ = "chart:read"
    GLASS_BREAK = "glass:break"
    INVITATIONS_SEND = "invitations:send"
    FORMS_ASK = "forms:ask"
    FORMS_REVIEW = "forms:review"
    FORMS_ACCEPT_CLINICAL = "forms:accept_clinical"
    RESULTS_REVIEW = "results:review"
    """Look at a result for the clinic, and comment on it for the patient."""
    RECORDS_HOLD = "records:hold"
    """Keep one item from a patient for a risk of harm: licensed clinicians only (45 CFR 171.201(e))."""
    RECORDS_VIEW_AS = "records:view_as"
    """Look at the portal as a patient sees it: what it shows is the chart, so who is granted this reads charts too."""
    RELEASE_MANAGE = "release:manage"
    """Edit the clinic's release rules, and see what they would do."""
    AUDIT_READ = "audit:read"
    AUDIT_SEAL = "audit:seal"
    """The portal's own, as is the next: no person is granted it."""
    MAIL_SEND = "mail:send"
    STAFF_MANAGE = "staff:manage"
    CLINIC_MANAGE = "clinic:manage"
    CHART_IMPORT = "chart:import"


P = Permission

PATIENT = frozenset(
    {
        P.RECORDS_READ,
        P.RELEASE_CHOOSE,
        P.MESSAGES_READ,
        P.MESSAGES_SEND,
        P.FORMS_FILL,
        P.ACCOUNT_MANAGE,
        P.ACCESS_LOG_READ,
        P.NOTICES_READ,
    }
)
_DESK = frozenset({P.ACCOUNT_MANAGE, P.INBOX_READ, P.TASKS_WORK, P.MESSAGES_REPLY, P.PATIENTS_SEARCH})
_CARE = _DESK | {P.CHART_READ, P.GLASS_BREAK, P.INVITATIONS_SEND, P.FORMS_ASK, P.FORMS_REVIEW, P.FORMS_ACCEPT_CLINICAL}
_CARE |= {P.RESULTS_REVIEW, P.RECORDS_VIEW_AS}
STAFF: Mapping[Role, frozenset[Permission]] = {
    Role.FRONT_DESK: _DESK | {P.INVITATIONS_SEND, P.FORMS_ASK, P.FORMS_REVIEW},
    Role.NURSE: _CARE,
    Role.PRESCRIBER: _CARE | {P.RECORDS_HOLD},
    Role.BILLING: _DESK,
    Role.ADMIN: frozenset(
        {
            P.ACCOUNT_MANAGE,
            P.PATIENTS_SEARCH,
            P.INVITATIONS_SEND,
            P.AUDIT_READ,
            P.STAFF_MANAGE,
            P.CLINIC_MANAGE,
            P.RELEASE_MANAGE,
        }
    ),
}


def granted(actor: Actor, permission: Permission) -> bool:
    """Whether this actor may do this, to anything that `visible` shows them."""
    match actor.kind:
        case ActorKind.PATIENT:
            return permission in PATIENT
        case ActorKind.STAFF:
            return any(permission in STAFF[role] for role in actor.roles)
        case ActorKind.SYSTEM:
            return True
        case _:
            return False
