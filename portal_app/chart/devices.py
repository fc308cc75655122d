"""Devices in or on the body (FHIR Device, DeviceUseStatement)."""

from portal_app.catalogue import say
from portal_app.chart.dates import first, moment, spoken
from portal_app.chart.fields import Json, rows
from portal_app.chart.passages import facts, listed, notes
from portal_app.chart.record import Context, Passage, Record, Tone
from portal_app.chart.references import name_of, resolve
from portal_app.chart.standing import status
from portal_app.chart.titles import as_given, called, plain

LONGEST = 150


def read(resource: Json, context: Context) -> Record:
    """A device: what it is, since when, and whether it is in use."""
    words, tone = _standing(status(resource))
    name = called(resource.get("type")) or name_of(resource) or resolve(resource, resource.get("device"), context)
    day = spoken(
        first(resource.get("timingDateTime"), resource.get("timingPeriod"), resource.get("recordedOn")), context.zone
    )
    return Record(title=name or say("A device without a name"), when=day, status=words, tone=tone)


def passages(resource: Json, context: Context) -> list[Passage]:
    """Name, maker, model, and the unique device identifier, which the law wants shown (USCDI v3)."""
    names = [plain(one.get("name")) for one in rows(resource.get("deviceName"))]
    return [
        facts(
            (say("Name"), listed(names)),
            (say("Maker"), plain(resource.get("manufacturer"))),
            (say("Model"), _printed(resource.get("modelNumber"))),
            (say("Made on"), spoken(moment(resource.get("manufactureDate")), context.zone)),
            (say("Use it until"), spoken(moment(resource.get("expirationDate")), context.zone)),
            (say("Lot"), _printed(resource.get("lotNumber"))),
            (say("Serial number"), _printed(resource.get("serialNumber"))),
            (say("Device identifier"), _udi(resource)),
            (say("Part of the body"), called(resource.get("bodySite"))),
            (say("For"), listed(map(called, rows(resource.get("reasonCode"))))),
            (say("Kept by"), resolve(resource, resource.get("owner"), context)),
        ),
        notes(resource, context),
    ]


def _udi(resource: Json) -> str:
    """The carrier as people read it, else the part that names the model."""
    for carrier in rows(resource.get("udiCarrier")):
        if found := _printed(carrier.get("carrierHRF")) or _printed(carrier.get("deviceIdentifier")):
            return found
    return _printed(resource.get("distinctIdentifier"))


def _printed(value: object) -> str:
    """A number as the label prints it; an address is none."""
    return as_given(value)[:LONGEST]


def _standing(found: str) -> tuple[str, Tone]:
    return {
        "active": (say("In use"), Tone.INFO),
        "completed": (say("No longer used"), Tone.WORKING),
        "inactive": (say("No longer used"), Tone.WORKING),
        "stopped": (say("No longer used"), Tone.WORKING),
        "on-hold": (say("On hold"), Tone.SOON),
        "intended": (say("Planned"), Tone.INFO),
        "entered-in-error": (say("Entered by mistake. It is not true."), Tone.WORKING),
    }.get(found, ("", Tone.WORKING))
