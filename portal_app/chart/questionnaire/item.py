"""What a form is, once its FHIR Questionnaire has been read."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from portal_app.errors import PortalError

Raw: TypeAlias = object  # an answer as a browser or a file sent it: any JSON at all
Answers: TypeAlias = dict[str, Raw]  # by place: "phone", or "medicines[r1]/dose" inside the row of a repeated group
Json: TypeAlias = dict[str, Any]  # a part of a FHIR resource

QUESTIONS = frozenset(
    "boolean decimal integer date dateTime time string text url choice open-choice quantity".split()  # noqa: SIM905
)
CHART_CHECK = "urn:portal:chart-check"  # answers to "is our chart right?": same, changed, gone


class UnfitQuestionnaire(PortalError):
    """A Questionnaire that this portal cannot ask; the sentence says why, to the person who loads it."""


@dataclass(frozen=True)
class Option:
    """One choice: what is stored, what the patient reads."""

    key: str
    label: str
    value: Json
    exclusive: bool = False


@dataclass(frozen=True)
class When:
    """One condition for asking a question at all."""

    question: str
    operator: str
    answer: Json


@dataclass(frozen=True)
class Item:
    """A question, a group of them, or a sentence to read."""

    link_id: str
    kind: str
    text: str
    short: str = ""
    help: str = ""
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    signature: bool = False
    options: tuple[Option, ...] = ()
    when: tuple[When, ...] = ()
    when_any: bool = False
    items: tuple["Item", ...] = ()
    control: str = ""
    placeholder: str = ""
    shortest: int = 0
    longest: int = 0
    least: str = ""
    most: str = ""
    decimals: int | None = None
    pattern: re.Pattern[str] | None = None
    fewest: int = 0
    many: int = 0
    units: tuple[Json, ...] = ()
    initial: tuple[Json, ...] = ()
    prefill: str = ""  # FHIRPath of the first value
    rows_from: str = ""  # FHIRPath of the chart entries that make the rows of a repeated group
    row_name: str = ""  # the name under which such an entry is known to the expressions inside the group
    definition: str = ""  # the chart field that the answer belongs to, as in "Patient.telecom:phone"
    becomes: str = ""  # the kind of chart entry that a row or an answer becomes, as in "AllergyIntolerance"
    code: tuple[Json, ...] = ()  # what the question is called in code systems
    category: Json | None = None  # the sort of Observation that the answer becomes

    @property
    def is_group(self) -> bool:
        """True of a group, which has no answer of its own."""
        return self.kind == "group"

    @property
    def is_question(self) -> bool:
        """True of whatever can be answered."""
        return self.kind in QUESTIONS

    @property
    def many_rows(self) -> bool:
        """True of a group that is asked once for each row."""
        return self.is_group and self.repeats

    @property
    def can_grow(self) -> bool:
        """True if the patient may add rows: not where the chart fills in what a row is about."""
        return self.many_rows and not any(child.read_only for child in self.items)

    @property
    def at_least(self) -> int:
        """The fewest answers (or rows) that are enough."""
        return max(self.fewest, 1 if self.required else 0)


@dataclass(frozen=True)
class Questionnaire:
    """A form in one language."""

    url: str
    version: str
    title: str
    description: str
    language: str
    items: tuple[Item, ...]
    variables: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()  # questions that this portal does not ask yet (files, references)

    @property
    def canonical(self) -> str:
        """The address under which a response names its form."""
        return f"{self.url}|{self.version}" if self.version else self.url


def number(text: str) -> Decimal | None:
    """The number that a text is, in plain digits, or None."""
    return Decimal(text) if re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", text) else None
