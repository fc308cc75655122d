"""Reading the record: the hub, its pages a part at a time, one entry as a whole. Every look is a fact."""

from portal_app.services.records.cards import (
    CarePage,
    DueCard,
    FileCard,
    HubCard,
    LineCard,
    ListCard,
    MedicineCard,
    MedicineList,
    MedicinesPage,
    MonthCard,
    NameCard,
    PassageCard,
    PlanCard,
    PlanList,
    SectionCard,
    SheetCard,
    VisitCard,
    VisitsCard,
)
from portal_app.services.records.hub import hub
from portal_app.services.records.item import item
from portal_app.services.records.lists import LISTS, PAGE, joined, see
from portal_app.services.records.me import me
from portal_app.services.records.medicines import medicines, more_medicines
from portal_app.services.records.plans import care, more_care
from portal_app.services.records.vaccines import vaccines_due
from portal_app.services.records.visit import visit
from portal_app.services.records.visits import past_visits, visits

__all__ = [
    "LISTS",
    "PAGE",
    "CarePage",
    "DueCard",
    "FileCard",
    "HubCard",
    "LineCard",
    "ListCard",
    "MedicineCard",
    "MedicineList",
    "MedicinesPage",
    "MonthCard",
    "NameCard",
    "PassageCard",
    "PlanCard",
    "PlanList",
    "SectionCard",
    "SheetCard",
    "VisitCard",
    "VisitsCard",
    "care",
    "hub",
    "item",
    "joined",
    "me",
    "medicines",
    "more_care",
    "more_medicines",
    "past_visits",
    "see",
    "vaccines_due",
    "visit",
    "visits",
]
