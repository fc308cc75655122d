"""What a look at a record was, in words a patient knows: the part, and the class of why. Never the item itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal_app.catalogue import mark, say

BURST = timedelta(minutes=30)
"""Looks of one person at one part that follow each other within half an hour are one visit."""

_WHOLE = mark("Opened the record")
PARTS = {
    "summary": mark("Opened the chart summary"),
    "page": mark("Opened the patient page, without the chart"),
    "records": mark("Opened the record"),
    "messages": mark("Read messages"),
    "form": mark("Read a form"),
    "forms": mark("Read a form"),
    "problems": mark("Read the health problems"),
    "medicines": mark("Read the medicines"),
    "allergies": mark("Read the allergies"),
    "vaccines": mark("Read the vaccines"),
    "vitals": mark("Read the vital signs"),
    "labs": mark("Read the lab results"),
    "results": mark("Read test results"),
    "visits": mark("Read the visits"),
    "care_plans": mark("Read the care plans"),
    "notes": mark("Read notes and documents"),
    "procedures": mark("Read the procedures"),
    "care_team": mark("Read who is in the care team"),
    "background": mark("Read habits, health surveys and family history"),
    "devices": mark("Read the devices"),
    "insurance": mark("Read the insurance"),
    "other": mark("Read other entries of the record"),
    "me": mark("Read the personal details"),
    "bills": mark("Saw what is owed"),
    "rules": mark("Checked when you would see each record"),
}
KINDS = {
    "ChartRead": _WHOLE,
    "GlassBroken": mark("Opened the record from another site"),
    "ViewedAs": mark("Looked at the portal as the patient sees it"),
    "FormAccepted": mark("Put answers of a form into the chart"),
    "FormUndone": mark("Took answers of a form back out of the chart"),
    "RecordTaken": mark("Saved a copy of the record"),
    "FileOpened": mark("Opened a file of the record"),
    "MessagesExported": mark("Took a copy of messages"),
    "SummaryRead": mark("Marked a visit summary or note as read"),
    "ChartImported": mark("Brought the chart up to date"),
    "AuditSearched": mark("Checked who had looked at the record"),
}
TO_THE_PATIENT = {"ViewedAs": mark("Looked at the portal as you see it")}
"""The same, where it is said to the patient."""
REASONS = {
    "asked": mark("The patient asked for help"),
    "preview": mark("To check what the clinic's rules show"),
    "complaint": mark("To look into a problem that was reported"),
    "as_patient": mark("To see what the patient sees"),
    "own": mark("Their own record"),
    "care": mark("For care"),
    "task": mark("To answer or review what was sent"),
    "front_desk": mark("For the clinic's office work"),
    "audit": mark("To check who had looked"),
    "emergency": mark("In an emergency"),
    "cover": mark("Covering for a colleague"),
    "transfer": mark("For a transfer of care"),
}
REASONS_TO_THE_PATIENT = {
    "asked": mark("You asked for help"),
    "as_patient": mark("To see what you see"),
    "own": mark("Your own record"),
}


@dataclass(frozen=True)
class Look:
    """One look, as a fact keeps it."""

    seq: int
    at: datetime
    kind: str
    who: UUID | None
    part: str
    reason: str
    form: str = ""
    """Of a copy: pdf, json or txt."""


@dataclass(frozen=True)
class Visit:
    """Looks of one person at one part that belong together, the newest and how many there were."""

    newest: Look
    times: int
    oldest_seq: int


def visits(newest_first: list[Look]) -> list[Visit]:
    """The looks with bursts made one; no look is lost, and each visit stands where its newest look does."""
    made: list[Visit] = []
    place: dict[tuple[str, UUID | None, str, str, str], tuple[int, datetime]] = {}
    for look in newest_first:
        key = (look.kind, look.who, look.part, look.reason, look.form)
        index, later = place.get(key, (-1, look.at))
        if index >= 0 and later - look.at <= BURST:
            before = made[index]
            made[index] = Visit(before.newest, before.times + 1, look.seq)
        else:
            index = len(made)
            made.append(Visit(look, 1, look.seq))
        place[key] = (index, look.at)
    return made


TAKEN = {
    "whole": mark("the whole record"),
    "item": mark("one entry"),
    "results": mark("Test results"),
    "medicines": mark("Medicines"),
    "problems": mark("Health problems"),
    "allergies": mark("Allergies"),
    "vaccines": mark("Vaccines"),
    "vitals": mark("Measurements"),
    "visits": mark("Visits"),
    "notes": mark("Notes and documents"),
    "care_plans": mark("Care plans and goals"),
    "procedures": mark("Procedures"),
    "care_team": mark("Your care team"),
    "background": mark("Habits and family history"),
    "devices": mark("Devices"),
    "insurance": mark("Insurance"),
    "other": mark("Other entries"),
}
"""Parts of which a copy was saved."""
FORMS = {"pdf": mark("to read"), "json": mark("for another program"), "txt": mark("to read")}


def what(look: Look, to_patient: bool = False) -> str:
    """What was done, in a sentence without a name; never the item itself."""
    if look.kind == "RecordTaken" and look.part in TAKEN:
        form = say(FORMS.get(look.form, FORMS["pdf"]))
        return say("Saved a copy: {part}, {form}", part=say(TAKEN[look.part]), form=form)
    if to_patient and look.kind in TO_THE_PATIENT:
        return say(TO_THE_PATIENT[look.kind])
    return say(PARTS.get(look.part, _WHOLE) if look.kind == "ChartRead" else KINDS.get(look.kind, _WHOLE))


def why(look: Look, to_patient: bool = False) -> str:
    """The class of why; nothing where a fact has none."""
    if to_patient and look.reason in REASONS_TO_THE_PATIENT:
        return say(REASONS_TO_THE_PATIENT[look.reason])
    return say(REASONS[look.reason]) if look.reason in REASONS else ""
