"""What a clinic says about itself in one file: names, places, hours, who answers what, the terms. Pure."""

from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.rules.release_plan import Plan


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("write a time zone as America/New_York")
    return ZoneInfo(name).key


def _hours(hours: tuple[time, time]) -> tuple[time, time]:
    if hours[0] >= hours[1]:
        raise ValueError("the clinic opens before it closes")
    return hours


def _own(names: list[Any], of: str) -> None:
    ordered = sorted(names)
    if twice := next((one for one, other in pairwise(ordered) if one == other), None):
        raise ValueError(f"{of} {twice} is there twice")


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Hours = Annotated[tuple[time, time], AfterValidator(_hours)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Part(BaseModel):
    """A part of the file: what nobody knows is refused, so that a misspelt word is not silently left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """What patients read, in each language; who has none of their own reads English."""

    en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    es: str = ""

    def by_language(self) -> dict[str, str]:
        """The words there are."""
        return {language: words for language, words in self if words}


class PlannedSite(Part):
    """A place where patients are seen."""

    name: Line
    address: Annotated[str, StringConstraints(max_length=240)] = ""
    phone: Phone = ""


class PlannedPool(Part):
    """A group of staff with one queue."""

    slug: Slug
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class PlannedTopic(Part):
    """What a message can be about, who answers it, and within how many open hours."""

    name: Words
    hint: Words | None = None
    pool: str
    hours: int = Field(ge=1, le=240)


class PlannedForm(Part):
    """A form that patients can be asked for: the portal's own of that name, or a FHIR Questionnaire in a file."""

    name: Slug
    pool: str
    file: str = ""


class Invites(Part):
    """Invitations that the portal sends by itself: after registration or the first visit, from a day on."""

    after: Literal["registration", "visit"]
    since: date


class Policy(Part):
    """The clinic's choices."""

    in_person_codes: bool = False
    invite_days: int = Field(default=7, ge=1, le=90)
    invites: Invites | None = None
    recover_by_proof: bool = True
    messages_an_hour: int = Field(default=20, ge=0, le=1000)
    emergency_phone: Phone = "911"
    quiet_hours: tuple[time, time] = (time(21), time(8))
    daily_at: time = time(9)
    opening: dict[Day, Hours] = {}
    closed_days: list[date] = []


class ClinicPlan(Part):
    """The whole file."""

    name: Line
    zone: Annotated[str, AfterValidator(_zone)]
    phone: Phone
    policy: Policy = Policy()
    terms: Words
    sites: list[PlannedSite] = Field(min_length=1)
    pools: list[PlannedPool] = Field(min_length=1)
    topics: list[PlannedTopic] = Field(min_length=1)
    forms: list[PlannedForm] = []
    release: Plan | None = None
    """From when patients see their records, sites by their names; left out, the rules stay as they are."""

    def model_post_init(self, _: Any) -> None:
        """What the parts owe each other: names of their own, and pools that there are."""
        _own([site.name for site in self.sites], "the site")
        _own([pool.slug for pool in self.pools], "the pool")
        _own([topic.name.en for topic in self.topics], "the topic")
        _own([form.name for form in self.forms], "the form")
        pools = {pool.slug for pool in self.pools}
        for each in (*self.topics, *self.forms):
            if each.pool not in pools:
                raise ValueError(f"there is no pool {each.pool}")

    def kept_policy(self) -> dict[str, Any]:
        """The policy as the database keeps it: plain JSON, hours as "08:00"."""
        policy = self.policy.model_dump(mode="json", exclude_none=True)
        opening = {
            day: [start.isoformat("minutes"), end.isoformat("minutes")]
            for day, (start, end) in self.policy.opening.items()
        }
        quiet = [at.isoformat("minutes") for at in self.policy.quiet_hours]
        daily = self.policy.daily_at.isoformat("minutes")
        return {**policy, "opening": opening, "quiet_hours": quiet, "daily_at": daily}


def planned(data: object) -> ClinicPlan:
    """The file's data, checked whole; raises BadInput with the first fault, where it is and what is wrong."""
    try:
        return ClinicPlan.model_validate(data)
    except ValidationError as wrong:
        fault = wrong.errors()[0]
        place = ", ".join(str(step + 1) if isinstance(step, int) else step for step in fault["loc"])
        what = fault["msg"].removeprefix("Value error, ")
        raise BadInput(say("{place}: {fault}.", place=place or say("The clinic's file"), fault=what)) from None
