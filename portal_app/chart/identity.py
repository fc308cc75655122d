"""Who a resource is, and how others in the same files call it."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from portal_app.chart.fields import FHIR_ID, Json, rows, table, text

# Synthea and bulk exports call these, and patients, by identifier: "Practitioner?identifier=system|value".
CALLED_BY_IDENTIFIER = {"Practitioner", "PractitionerRole", "Organization", "Location", "Patient"}


@dataclass
class Names:
    """Names that are not plain `Type/id`, and the `Type/id` they stand for."""

    urls: dict[str, str] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)

    def resolve(self, reference: str) -> str:
        """`Type/id` if the name is known, else the reference as it was."""
        return self.urls.get(reference) or self.identifiers.get(reference) or reference


def learn(entry: object, names: Names) -> None:
    """Remember the names by which this bundle entry may be called."""
    found = table(entry)
    resource = table(found.get("resource"))
    kind, url = text(resource.get("resourceType")), text(found.get("fullUrl"))
    if not kind:
        return
    own = f"{kind}/{identity(found)}"
    if url and _last(url) != own.rpartition("/")[2]:
        names.urls[url] = own
    if kind in CALLED_BY_IDENTIFIER:
        for identifier in rows(resource.get("identifier")):
            value = text(identifier.get("value"))
            if value:
                names.identifiers[f"{kind}?identifier={text(identifier.get('system'))}|{value}"] = own


def identity(entry: Json) -> str:
    """The resource's id; without one that of its fullUrl, else one made from its content, always the same."""
    resource = table(entry.get("resource"))
    own, last = text(resource.get("id")), _last(text(entry.get("fullUrl")))
    if FHIR_ID.fullmatch(own):
        return own
    if FHIR_ID.fullmatch(last):
        return last
    content = own or repr(resource)
    return str(uuid5(NAMESPACE_URL, ascii(text(resource.get("resourceType")) + content)))


def _last(url: str) -> str:
    return url.rstrip("/").replace(":", "/").rpartition("/")[2]
