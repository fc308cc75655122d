"""Colleagues: taken on by admins only, in by link and code, and out at once when they leave."""

import pytest
from sqlalchemy import select

from portal_app import errors
from portal_app.access.actor import SYSTEM, ActorKind
from portal_app.entry import Miss
from portal_app.models import Account, Role, Stage
from portal_app.services import enrolment, proofs, second_factors, staff, terms
from portal_app.wiring import begin
from tests.people import person
from tests.services.doors import BORN, STRANGER, browser, do, letters, secret_in, with_password

NEW = ("Nora Bell", "nora@clinic.example", "Nurse", [Role.NURSE], ["Maple Street"], ["nurses"])


@pytest.mark.parametrize("who", ["nobody", "ana", "priya", "ben", "amara", "dana"])
def test_only_admins_take_on_and_let_go(house, who, request):
    actor = request.getfixturevalue(who)
    for service, *given in ((staff.add, *NEW), (staff.remove, "ben@example.org"), (staff.everybody,)):
        with pytest.raises(errors.Refused):
            do(actor, service, *given)
    assert letters() == []


def test_a_new_colleague_needs_the_link_and_the_code(house, sam):
    code = do(sam, staff.add, *NEW)
    nora = browser(do(STRANGER, proofs.open_invitation, secret_in(letters("nora@clinic.example")[0])))
    assert code.replace(" ", "") not in letters()[0].text
    assert do(nora, proofs.see).staff
    with pytest.raises(errors.BadInput):
        do(nora, proofs.prove, BORN, "0142")
    assert isinstance(do(nora, proofs.prove_by_code, "AAAA AAAA"), Miss)
    nora = browser(do(nora, proofs.prove_by_code, code.lower()))
    assert nora.stage is Stage.ENROLLING
    do(nora, terms.accept, 1)
    with_password(nora)
    do(nora, second_factors.new_codes)
    nora = browser(do(nora, enrolment.finish))
    assert (nora.kind, nora.roles, nora.title) == (ActorKind.STAFF, frozenset({Role.NURSE}), "Nurse")
    assert [one.ready for one in do(sam, staff.everybody) if one.name == "Nora Bell"] == [True]


def test_who_leaves_is_out_at_once(house, sam, ben):
    do(sam, staff.remove, "ben@example.org")
    assert person("ben").kind is ActorKind.NOBODY
    with pytest.raises(errors.NotFound):
        do(sam, staff.remove, "ben@example.org")


def test_who_starts_again_has_no_old_way_in(house, sam, ben):
    with_password(ben)
    do(sam, staff.start_again, "ben@example.org")
    assert person("ben").kind is ActorKind.NOBODY
    with begin(SYSTEM) as work:
        account = work.session.scalars(select(Account).where(Account.email == "ben@example.org")).one()
        assert (account.password_hash, account.totp_secret) == (None, None)
    assert "invitation" in letters("ben@example.org")[-1].subject


@pytest.mark.parametrize("wrong", [("", NEW[1]), ("Nora", "no address"), ("Nora", "ana@example.org")])
def test_a_colleague_needs_a_name_and_an_address_of_their_own(house, sam, wrong):
    with pytest.raises(errors.BadInput):
        do(sam, staff.add, *wrong, *NEW[2:])


def test_the_letter_speaks_the_language_of_the_new_colleague(house, sam):
    with pytest.raises(errors.BadInput):
        do(sam, staff.add, *NEW, language="tlh")
    do(sam, staff.add, *NEW, language="es")
    do(sam, staff.start_again, "nora@clinic.example")
    assert ["invitación" in letter.subject for letter in letters("nora@clinic.example")] == [True, True]
