"""The form's page without a browser: what a changed browser sends is refused like what a whole one sends."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal_app.access.actor import SYSTEM, Actor
from portal_app.models import Form, FormState, Resource
from portal_app.services import forms
from portal_app.state.form import FormState as Page
from portal_app.wiring import begin
from tests.doors.harness import tab
from tests.people import person
from tests.services.forms import conftest
from tests.services.forms.intake import fill_all, now

form, furniture = conftest.form, conftest.furniture
BLANKS = ["", " ", "\u200b", "\u2800", "\n\t"]
REQUIRED = ["signature", "phone", "reason", "smoking"]


def responses() -> int:
    """How many responses were made."""
    with begin(SYSTEM, reads=True) as work:
        made = select(func.count()).select_from(Resource).where(Resource.type == "QuestionnaireResponse")
        return work.session.scalar(made) or 0


@pytest.mark.parametrize("who", ["nobody", "stranger", "ben", "sam"])
async def test_nobody_else_fills_or_sends_it(form: UUID, ana: Actor, who: str) -> None:
    fill_all(ana, form)
    async with tab(who, f"/forms/{form}", form_id=form) as page:
        for handler in (Page.enter, Page.refresh, Page.go_on, Page.send):
            await page.send(handler)
        await page.send(Page.answer, key="phone", text="1")
        await page.send(Page.reply, key="phone", text="1")
        assert "(502) 555" not in repr(page.updates)
    assert (now(form, Form.state), responses()) == (FormState.STARTED, 0)


@pytest.mark.parametrize("key", REQUIRED)
async def test_a_blank_or_unsigned_form_is_not_sent_by_any_event(form: UUID, ana: Actor, key: str) -> None:
    fill_all(ana, form)
    async with tab("ana", f"/forms/{form}", form_id=form) as page:
        for blank in BLANKS:
            await page.send(Page.answer, key=key, text=blank)
            for odd in ({}, {"form_id": str(form)}, {"text": "Ana Rivera"}):
                await page.send(Page.send, **odd)
            await page.send(Page.go_to, position=99, strict=False)
            await page.send(Page.send)
    assert (now(form, Form.state), responses()) == (FormState.STARTED, 0)


@pytest.mark.parametrize("text", [None, 7, True, ["Ana Rivera"], {"value": "Ana Rivera"}])
async def test_what_is_no_text_signs_nothing(form: UUID, ana: Actor, text: Any) -> None:
    fill_all(ana, form)
    async with tab("ana", f"/forms/{form}", form_id=form) as page:
        await page.send(Page.answer, key="signature", text="")
        await page.send(Page.answer, key="signature", text=text)
        await page.send(Page.tick, key="signature", option=text, on=True)
        await page.send(Page.send)
    assert (now(form, Form.state), responses()) == (FormState.STARTED, 0)


async def test_a_form_sent_back_is_not_sent_again_unsigned(form: UUID, ana: Actor) -> None:
    fill_all(ana, form)
    with begin(ana) as work:
        forms.send(work, form)
    with begin(person("ben")) as work:
        forms.send_back(work, form, 1, "Did you fill this in for yourself?")
    async with tab("ana", f"/forms/{form}", form_id=form) as page:
        await page.send(Page.enter)
        await page.send(Page.reply, key="/", text="Yes")
        await page.send(Page.send)
        assert page[Page].screen.problems
        assert now(form, Form.state) is FormState.RETURNED
        await page.send(Page.answer, key="signature", text="Ana Rivera")
        await page.send(Page.send)
    assert (now(form, Form.state), responses()) == (FormState.SENT, 1)
