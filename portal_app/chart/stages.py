"""How things stand, by the codes that many kinds of resources share, in words."""

from portal_app.catalogue import say
from portal_app.chart.record import Tone


def standing(found: str) -> tuple[str, Tone]:
    """How it stands, by the codes that many kinds share."""
    return {
        "draft": (say("Not final yet"), Tone.WORKING),
        "preliminary": (say("Not final yet"), Tone.WORKING),
        "requested": (say("Ordered"), Tone.INFO),
        "planned": (say("Planned"), Tone.INFO),
        "preparation": (say("Being prepared"), Tone.WORKING),
        "in-progress": (say("Going on now"), Tone.INFO),
        "active": (say("Going on now"), Tone.INFO),
        "on-hold": (say("On hold"), Tone.SOON),
        "completed": (say("Done"), Tone.READY),
        "final": (say("Done"), Tone.READY),
        "amended": (say("Changed since it was first written"), Tone.INFO),
        "corrected": (say("Corrected"), Tone.INFO),
        "not-done": (say("Not done"), Tone.WORKING),
        "stopped": (say("Stopped"), Tone.WORKING),
        "ended": (say("Over"), Tone.READY),
        "inactive": (say("Not active now"), Tone.WORKING),
        "revoked": (say("Canceled"), Tone.WORKING),
        "cancelled": (say("Canceled"), Tone.WORKING),
        "entered-in-error": (say("Entered by mistake. It is not true."), Tone.WORKING),
    }.get(found, ("", Tone.WORKING))
