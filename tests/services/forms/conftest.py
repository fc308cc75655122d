"""The intake form, as Ben asks for it and as Ana sends it."""

from uuid import UUID

import pytest

from portal_app import filing
from portal_app.access.actor import SYSTEM, Actor
from portal_app.services import forms
from portal_app.wiring import House, begin
from tests.chart.questionnaire.forms import CHART, INTAKE
from tests.people import uid
from tests.services.forms.intake import fill_all


@pytest.fixture
def form(house: House, ben: Actor) -> UUID:
    """The form that Ben asked Ana to fill."""
    with begin(SYSTEM) as work:
        forms.adopt(work, "intake", INTAKE, "nurses")
        for resource in (CHART["patient"], *CHART["medicines"], *CHART["allergies"]):
            filing.put(work, resource, uid("ana"))
    with begin(ben) as work:
        (card,) = forms.ask(work, uid("ana"), "intake").forms
    return UUID(card.id)


@pytest.fixture
def sent(form: UUID, ana: Actor) -> UUID:
    """The same form, filled and sent by Ana."""
    fill_all(ana, form)
    with begin(ana) as work:
        forms.send(work, form)
    return form
