"""What a clinic calls its pools and its people's work. Its own words stay; the usual ones are said in any language."""

from portal_app.catalogue import language, mark, translated

USUAL = (
    mark("Front desk"),
    mark("Nurses"),
    mark("Prescribers"),
    mark("Billing"),
    mark("Nurse"),
    mark("Doctor"),
    mark("Practice manager"),
)


def spoken(name: str) -> str:
    """The name of a pool or the title of a colleague, as the reader says it."""
    return translated(language(), name) if name in USUAL else name
