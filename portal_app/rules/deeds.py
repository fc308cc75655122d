"""What a kind of fact is called on the audit page: the deed, in words that a practice manager knows."""

from portal_app.catalogue import mark, say

DEEDS = {
    "AuditSearched": mark("Searched the audit trail"),
    "ChartImported": mark("Chart brought up to date"),
    "ChartRead": mark("Looked at a record"),
    "ClinicChanged": mark("Clinic's own data changed"),
    "EmailChangeAsked": mark("Asked to change the email address"),
    "EmailConfirmed": mark("Email address confirmed"),
    "FormAccepted": mark("Form taken into the chart"),
    "FormAsked": mark("Asked for a form"),
    "FormDecided": mark("Decided about an answer of a form"),
    "FormReturned": mark("Form sent back"),
    "FormSent": mark("Form sent"),
    "FormStarted": mark("Form started"),
    "FormUndone": mark("Decision about a form taken back"),
    "FormWithdrawn": mark("Form withdrawn"),
    "GlassBroken": mark("Opened a record from another site"),
    "GlassMissed": mark("Tried to open a record from another site"),
    "InvitationOpened": mark("Invitation opened"),
    "InvitationRevoked": mark("Invitation taken back"),
    "InvitationUsed": mark("Invitation used"),
    "Invited": mark("Invited"),
    "LanguageChosen": mark("Language changed"),
    "MailSent": mark("Email sent"),
    "MessageSent": mark("Message sent by the patient"),
    "MessagesExported": mark("Messages saved as a file"),
    "ProofMissed": mark("Wrong proof of who they are"),
    "Proved": mark("Proved who they are"),
    "ProvedAgain": mark("Proved who they are again"),
    "RecoveryAsked": mark("Asked to get back in"),
    "RecoveryMissed": mark("Wrong proof to get back in"),
    "RecoveryProved": mark("Proved who they are to get back in"),
    "RefusalsFolded": mark("Refused too often to list"),
    "Refused": mark("Refused"),
    "ReplySent": mark("Message sent by staff"),
    "SessionEnded": mark("Signed out"),
    "SignInMissed": mark("Sign-in failed"),
    "SignedIn": mark("Signed in"),
    "TaskClaimed": mark("Task taken"),
    "TaskClosed": mark("Task closed"),
    "TaskHanded": mark("Task handed on"),
    "TaskNoted": mark("Internal note"),
    "TaskReleased": mark("Task given back"),
    "TaskReopened": mark("Task opened again"),
    "TermsAccepted": mark("Terms accepted"),
    "ThreadClosed": mark("Conversation closed"),
    "ThreadReopened": mark("Conversation opened again"),
    "ThreadSeen": mark("Read a message"),
    "WayInAdded": mark("Way to sign in added"),
    "WayInRemoved": mark("Way to sign in removed"),
}


def deed(kind: str) -> str:
    """The deed's words; a kind that is no longer recorded keeps its own name."""
    return say(DEEDS[kind]) if kind in DEEDS else kind
