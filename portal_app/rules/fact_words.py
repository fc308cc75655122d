"""The words for each field of each kind of fact: how, why and how many, as a practice manager says it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from portal_app.catalogue import mark, say
from portal_app.rules import languages, looks
from portal_app.rules.deeds import deed

Words = str | tuple[str, str] | Mapping[str, str] | Callable[[str, ZoneInfo], str]
"""A sentence with {value}; one for one and one for many; one for each value there is, "" for what needs no saying; or
something that makes it."""


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment of the trail, to the second, in the clinic's zone."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _parts(value: str, _: ZoneInfo) -> str:
    """The parts of the clinic's own data, of which the first word says what they are."""
    named = [part.partition(" ") for part in value.split(", ")]
    return ", ".join(
        say(PARTS[first], name=name) if first in PARTS else first + gap + name for first, gap, name in named
    )


PARTS = {
    "clinic": mark("The clinic's own settings"),
    "terms": mark("Terms, version {name}"),
    "site": mark("Site {name}"),
    "pool": mark("Pool {name}"),
    "topic": mark("Topic {name}"),
}
_ENTRIES = (mark("{n} entry"), mark("{n} entries"))
_PROOFS = {"password": mark("With a password and a code"), "passkey": mark("With a passkey")}
_SHOWN = {"rules": mark("Checked when the patient would see each record")}
_TAKEN = {"whole": mark("The whole record"), "item": mark("One entry"), "care_team": mark("Care team")}

FIELDS: Mapping[str, Words] = {
    "AuditSearched.kind": lambda kind, _: say("Only: {what}", what=deed(kind)),
    "ChartImported.stored": _ENTRIES,
    "ChartRead.part": {**looks.PARTS, **_SHOWN},
    "ChartRead.reason": looks.REASONS,
    "ChartReleased.items": (mark("{n} new entry"), mark("{n} new entries")),
    "ChoiceMade.release_class": {
        "labs": mark("Lab tests"),
        "pathology": mark("Pathology reports"),
        "genetics": mark("Genetic tests"),
        "imaging": mark("Imaging reports"),
        "notes": mark("Visit notes"),
        "documents": mark("Letters and documents"),
    },
    "ChoiceMade.wait": {"now": mark("At once"), "comment": mark("After a clinician has commented")},
    "ClinicChanged.parts": _parts,
    "EmailConfirmed.changed": {"True": mark("In place of another address"), "False": mark("The address as it was")},
    "FormAccepted.entries": (mark("{n} entry of the chart"), mark("{n} entries of the chart")),
    "FormReturned.questions": (mark("With one question"), mark("With {n} questions")),
    "GlassBroken.reason": looks.REASONS,
    "GlassMissed.reason": looks.REASONS,
    "Invited.channel": {"email": mark("By email"), "in_person": mark("By a card handed over")},
    "Invited.times": (mark("Once so far"), mark("{n} times so far")),
    "Invited.elsewhere": {"True": mark("To another address than the chart's"), "False": ""},
    "LanguageChosen.language": lambda code, _: languages.called(code),
    "MailStopped.kind": {"bounce": mark("It came back"), "complaint": mark("It was marked as unwanted")},
    "MessagesExported.form": {"txt": mark("As text to read"), "json": mark("For another program")},
    "NoticesChosen.event": {
        "result": mark("New results"),
        "message": mark("New messages"),
        "form": mark("Forms to fill in"),
        "record": mark("Notes and visit summaries"),
    },
    "NoticesChosen.way": {"email": mark("By email")},
    "NoticesChosen.pace": {"at_once": mark("At once"), "daily": mark("Once a day"), "off": mark("Not at all")},
    "ProofMissed.locked": {
        "True": mark("The last try: the invitation is locked"),
        "False": mark("More tries are left"),
    },
    "ProvedAgain.how": _PROOFS,
    "RecordTaken.part": {**looks.TAKEN, **_TAKEN},
    "RecordTaken.form": {"pdf": mark("To read or print"), "json": mark("For another program")},
    "RecordTaken.items": _ENTRIES,
    "RecordTaken.since": mark("From {value}"),
    "RecordTaken.until": mark("Until {value}"),
    "RecoveryProved.how": {
        "code": mark("With a mailed link and a recovery code"),
        "password": mark("With a mailed link and the password"),
        "details": mark("With a mailed link, the birth date and one more detail"),
    },
    "RefusalsFolded.count": (mark("One refusal"), mark("{n} refusals")),
    "RefusalsFolded.since": lambda at, zone: say("From {value}", value=moment(datetime.fromisoformat(at), zone)),
    "Refused.why": {
        "Refused": mark("Not allowed with this account"),
        "NotFound": mark("Not there, or not theirs to see"),
        "SignInNeeded": mark("Not signed in, or their time was over"),
        "UnknownDoor": mark("There is no such function"),
        "WrongAudience": mark("Not meant for this sort of account"),
        "BadArguments": mark("Sent what no page of the portal sends"),
        "ForeignOrigin": mark("Came from another website"),
    },
    "ReleaseRulesApplied.edition": mark("Edition {value}"),
    "ReleaseRulesChanged.edition": mark("Edition {value}"),
    "ReleaseRulesChanged.undoes": mark("Takes edition {value} back"),
    "ResultReviewed.commented": {"True": mark("With a comment"), "False": mark("Without a comment")},
    "SessionEnded.how": {
        "signed out": mark("In this browser"),
        "signed out from afar": mark("From another browser"),
        "signed out everywhere": mark("Everywhere but in one browser"),
        "came in elsewhere": mark("Signed in with another browser meanwhile"),
        "time_over": mark("The time was over"),
        "password changed": mark("Because of a new password"),
        "recovered": mark("Because they got back in another way"),
        "starts again": mark("Because they must set up their sign-in again"),
        "left": mark("Because they left the clinic"),
        "demo": mark("While the demo clinic was made"),
    },
    "SignedIn.how": {
        **_PROOFS,
        "invitation": mark("At the end of an invitation"),
        "recovery": mark("After getting back in"),
    },
    "SignInMissed.step": {
        "password": mark("Wrong email or password"),
        "code": mark("Wrong code, after the right password"),
        "passkey": mark("Unknown passkey"),
        "proof": mark("Wrong password or code, while signed in"),
    },
    "TermsAccepted.version": mark("Version {value}"),
    "ViewedAs.reason": looks.REASONS,
    "WayInAdded.kind": {
        "password": mark("Password"),
        "totp": mark("Authenticator app"),
        "passkey": mark("Passkey"),
        "recovery codes": mark("Recovery codes"),
    },
    "WayInRemoved.kind": {
        "password": mark("Password and authenticator app"),
        "passkey": mark("Passkey"),
        "all": mark("Every way to sign in"),
        "all before recovery": mark("Every way from before they got back in"),
        "account": mark("The whole account"),
    },
}
"""What each field of a kind of fact says."""
NAMED = {
    "by_id": mark("What {name} did"),
    "from_pool_id": mark("From pool {name}"),
    "from_id": mark("Before, a task of {name}"),
    "pool_id": mark("Pool {name}"),
    "handed_to": mark("Handed to pool {name}"),
    "owner_id": mark("A task of {name}"),
}
"""Ids of colleagues and pools, which have names that every admin may read."""
ABOUT = ("account", "account_id", "invitation", "session_id")
"""Ids that say whose account a fact is about; the page names the person in a column of its own."""
TECHNICAL = ("door",)
"""What only somebody with the log beside them understands."""
