"""Reading FHIR extensions: one place that knows their addresses."""

from collections.abc import Iterator
from typing import Any

from portal_app.chart.questionnaire.item import Json

HL7 = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
ADDRESSES = {
    "hidden": HL7 + "questionnaire-hidden",
    "control": HL7 + "questionnaire-itemControl",
    "fewest": HL7 + "questionnaire-minOccurs",
    "many": HL7 + "questionnaire-maxOccurs",
    "unit": HL7 + "questionnaire-unit",
    "unit_option": HL7 + "questionnaire-unitOption",
    "exclusive": HL7 + "questionnaire-optionExclusive",
    "signature": HL7 + "questionnaire-signatureRequired",
    "shortest": HL7 + "minLength",
    "least": HL7 + "minValue",
    "most": HL7 + "maxValue",
    "decimals": HL7 + "maxDecimalPlaces",
    "pattern": HL7 + "regex",
    "placeholder": HL7 + "entryFormat",
    "translation": HL7 + "translation",
    "variable": HL7 + "variable",
    "initial": SDC + "initialExpression",
    "rows": SDC + "itemPopulationContext",
    "becomes": SDC + "itemExtractionContext",
    "short": SDC + "shortText",
    "observed": SDC + "observationExtract",
    "observed_as": SDC + "observation-extract-category",
}


def value_of(holder: Json) -> Any:
    """The value[x] of an extension, an answer or an option, whatever its type; None if it has none."""
    return next((value for name, value in holder.items() if name.startswith("value")), None)


def found(element: Json, name: str) -> Iterator[Any]:
    """The values of each extension of that name."""
    for extension in element.get("extension") or []:
        if extension.get("url") == ADDRESSES[name]:
            yield value_of(extension)


def one(element: Json, name: str) -> Any:
    """The value of the first extension of that name, or None."""
    return next(found(element, name), None)


def expression(element: Json, name: str) -> tuple[str, str]:
    """The name and the FHIRPath of an expression extension; empty if there is none."""
    for value in found(element, name):
        if isinstance(value, dict) and value.get("language", "text/fhirpath") == "text/fhirpath":
            return str(value.get("name", "")), str(value.get("expression", ""))
    return "", ""


def words(element: Json, field: str, language: str) -> str:
    """A text in the person's language, by the standard translation extension, or as it was written."""
    for extension in (element.get("_" + field) or {}).get("extension") or []:
        if extension.get("url") == ADDRESSES["translation"]:
            parts = {part.get("url"): value_of(part) for part in extension.get("extension") or []}
            if str(parts.get("lang", "")).split("-")[0] == language:
                return str(parts.get("content", ""))
    return str(element.get(field) or "")
