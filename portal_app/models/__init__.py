"""All tables, in one place because relations cross features. Import them from here."""

from portal_app.models.accounts import (
    Account,
    Channel,
    EmailLink,
    Invitation,
    Passkey,
    Purpose,
    RecoveryCode,
    Session,
    Stage,
    TermsAcceptance,
    Throttle,
)
from portal_app.models.base import new_id
from portal_app.models.chart import ChartImport, Group, Resource, ResourceVersion
from portal_app.models.clinic import Clinic, Pool, Site, Terms, Topic
from portal_app.models.facts import FactRow, Seal
from portal_app.models.forms import Form, FormAnswer, FormDecision, FormState, Questionnaire
from portal_app.models.jobs import Job, JobState, Mail
from portal_app.models.messages import Draft, Message, Thread, ThreadRead
from portal_app.models.people import BrokenGlass, Patient, PatientWord, Role, Staff, StaffPool, StaffRole, StaffSite
from portal_app.models.tasks import Task, TaskEvent, TaskKind, TaskLook, TaskState

__all__ = [
    "Account",
    "BrokenGlass",
    "Channel",
    "ChartImport",
    "Clinic",
    "Draft",
    "EmailLink",
    "FactRow",
    "Form",
    "FormAnswer",
    "FormDecision",
    "FormState",
    "Group",
    "Invitation",
    "Job",
    "JobState",
    "Mail",
    "Message",
    "Passkey",
    "Patient",
    "PatientWord",
    "Pool",
    "Purpose",
    "Questionnaire",
    "RecoveryCode",
    "Resource",
    "ResourceVersion",
    "Role",
    "Seal",
    "Session",
    "Site",
    "Staff",
    "StaffPool",
    "StaffRole",
    "StaffSite",
    "Stage",
    "Task",
    "TaskEvent",
    "TaskKind",
    "TaskLook",
    "TaskState",
    "Terms",
    "TermsAcceptance",
    "Thread",
    "ThreadRead",
    "Throttle",
    "Topic",
    "new_id",
]
