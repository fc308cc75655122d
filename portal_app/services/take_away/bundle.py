"""The record for another program: a FHIR R4 Bundle of what the patient sees, each resource as its source sent it, but
for the names of what they may not see yet."""

import orjson

from portal_app import looking
from portal_app.chart.references import unnamed
from portal_app.facts.taken import RecordTaken
from portal_app.services.take_away.asked import Asked
from portal_app.services.take_away.gather import gather
from portal_app.values.withheld import withheld
from portal_app.work import Work


def bundle(work: Work, asked: Asked) -> bytes:
    """A Bundle of type `collection` (hl7.org/fhir/R4/bundle.html), UTF-8; written down as taken."""
    eyes = looking.eyes(work)
    found = gather(work, eyes, asked).everything()
    work.record(
        RecordTaken(
            patient_id=eyes.patient_id,
            part=asked.part,
            form=asked.form,
            items=len(found),
            since=asked.since and asked.since.isoformat(),
            until=asked.until and asked.until.isoformat(),
        )
    )
    bodies = [orjson.loads(row.body) for row in found]
    hidden = withheld(work, eyes, bodies)
    entries = [
        {"fullUrl": f"urn:uuid:{row.id}", "resource": unnamed(body, hidden) if hidden else orjson.Fragment(row.body)}
        for row, body in zip(found, bodies, strict=True)
    ]
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": work.now.isoformat(timespec="seconds"),
        "entry": entries,
    }
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2)
