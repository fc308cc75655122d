"""The intake form, as Ben asks for it and as Ana sends it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from portal_app import filing
from portal_app.access.actor import SYSTEM
from portal_app.models import Form
from portal_app.services import forms
from portal_app.wiring import House, begin
from tests.chart.questionnaire.forms import CHART, INTAKE
from tests.people import person, uid
from tests.services.forms.intake import fill_all


def _asked() -> None:
    with begin(SYSTEM) as work:
        forms.adopt(work, "intake", INTAKE, "nurses")
        for resource in (CHART["patient"], *CHART["medicines"], *CHART["allergies"]):
            filing.put(work, resource, uid("ana"))
    with begin(person("ben")) as work:
        forms.ask(work, uid("ana"), "intake")


def _filled_and_sent() -> None:
    _asked()
    fill_all(person("ana"), _only())
    with begin(person("ana")) as work:
        forms.send(work, _only())


def _only() -> UUID:
    with begin(SYSTEM, reads=True) as work:
        return work.session.scalars(select(Form.id)).one()


@pytest.fixture
def furniture(request: pytest.FixtureRequest) -> Callable[[], None] | None:
    """The form stands in the house of each test that asks for it."""
    if "sent" in request.fixturenames:
        return _filled_and_sent
    return _asked if "form" in request.fixturenames else None


@pytest.fixture
def form(house: House) -> UUID:
    """The form that Ben asked Ana to fill."""
    return _only()


@pytest.fixture
def sent(form: UUID) -> UUID:
    """The same form, filled and sent by Ana."""
    return form
