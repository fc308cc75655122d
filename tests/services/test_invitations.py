"""One invitation for each patient, sent by whoever may, taken back at will, and nothing in it that is not public."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal_app import errors, filing
from portal_app.access.actor import SYSTEM
from portal_app.jobs import reactions
from portal_app.models import FactRow, Invitation, Job
from portal_app.services import enrolment, invitations, proofs
from portal_app.wiring import begin
from tests.people import uid
from tests.services.doors import (
    BORN,
    STRANGER,
    browser,
    do,
    enrolled,
    invited,
    letters,
    newcomer,
    now,
    policy,
    secret_in,
)  # fmt: skip


@pytest.mark.parametrize("verb", ["see", "invite", "resend", "revoke", "make_code"])
@pytest.mark.parametrize("who", ["nobody", "ana", "dana", "lena"])
def test_patients_billing_and_staff_of_other_sites_cannot_invite(house, verb, who, request):
    policy(in_person_codes=False)
    newcomer()
    with pytest.raises(errors.Refused):
        do(request.getfixturevalue(who), getattr(invitations, verb), uid("jill"))
    assert letters() == []


def test_asked_again_nothing_more_is_sent(house, priya, ben):
    invited(priya)
    card = do(ben, invitations.invite, uid("jill"))
    assert (card.state, card.times_sent, card.by) == ("open", 1, "Priya Shah")
    assert len(letters()) == 1
    with begin(SYSTEM) as work:
        assert len(list(work.session.scalars(select(Invitation)))) == 1


def test_the_letter_has_no_health_data_and_its_secret_only_after_the_hash(house, priya):
    secret = invited(priya)
    (mail,) = letters()
    assert f"http://localhost:8000/invite#{secret}" in mail.text
    for word in ("Jill", "Tillman", "MS-3007", "1984", "0142"):
        assert word not in mail.text + mail.html + mail.subject
    with begin(SYSTEM) as work:
        kept = work.session.connection().exec_driver_sql("SELECT text, html FROM mails").one()
        assert secret.encode() not in b"".join(bytes(part) for part in kept)
        assert [job.name for job in work.session.scalars(select(Job))] == ["send_mail"]
        assert secret.encode() not in work.session.scalars(select(Invitation.secret_hash)).one()


def test_sent_again_the_old_link_opens_nothing(house, priya):
    old = invited(priya)
    assert do(priya, invitations.resend, uid("jill")).times_sent == 2
    with pytest.raises(errors.BadInput):
        do(STRANGER, proofs.open_invitation, old)
    assert do(STRANGER, proofs.open_invitation, secret_in(letters()[-1]))


def test_a_revoked_link_opens_nothing_and_the_patient_can_be_invited_anew(house, priya):
    secret = invited(priya)
    assert do(priya, invitations.revoke, uid("jill")).state == "none"
    with pytest.raises(errors.Conflict):
        do(STRANGER, proofs.open_invitation, secret)
    assert do(priya, invitations.invite, uid("jill")).state == "open"
    assert len(letters()) == 2


def test_after_seven_days_the_link_opens_nothing(house, priya):
    secret = invited(priya)
    with pytest.raises(errors.Conflict), begin(STRANGER) as work:
        work.now += timedelta(days=7, seconds=1)
        proofs.open_invitation(work, secret)


def test_the_address_of_somebody_elses_account_is_refused(house, priya):
    policy(in_person_codes=False)
    newcomer()
    with pytest.raises(errors.BadInput) as refusal:
        do(priya, invitations.invite, uid("jill"), "ana@example.org")
    assert refusal.value.field == "email"


def test_who_has_an_account_is_not_invited(house, priya):
    enrolled(priya)
    assert do(priya, invitations.see, uid("jill")).state == "account"
    with pytest.raises(errors.Conflict):
        do(priya, invitations.invite, uid("jill"))


def test_under_the_policy_of_codes_nothing_is_mailed_and_the_code_works_once_in_any_writing(house, priya):
    policy(in_person_codes=True)
    newcomer()
    with pytest.raises(errors.BadInput):
        do(priya, invitations.invite, uid("jill"))
    card = do(priya, invitations.make_code, uid("jill"))
    assert letters() == []
    assert (len(card.code), card.patient) == (9, "Jill Tillman")
    jill = browser(do(STRANGER, proofs.open_invitation, f" {card.code.lower()} "))
    assert do(jill, proofs.see).asks_email
    jill = browser(do(jill, proofs.prove, BORN, "ms-3007", "Jill@Example.com"))
    assert do(jill, enrolment.see).email == "jill@example.com"


def test_no_birth_date_no_invitation(house, priya):
    policy(in_person_codes=False)
    newcomer(birth_date=None)
    with pytest.raises(errors.BadInput):
        do(priya, invitations.invite, uid("jill"))


def test_newcomers_are_those_without_account_and_invitation(house, priya):
    newcomer()
    assert do(SYSTEM, invitations.newcomers) == [uid("jill")]
    policy(in_person_codes=False)
    do(SYSTEM, invitations.invite, uid("jill"))
    assert do(SYSTEM, invitations.newcomers) == []


def test_who_may_not_invite_sees_no_invitation_and_makes_no_fact(house, dana):
    assert do(dana, invitations.glance, uid("ana")).state == "hidden"


def test_an_invitation_to_another_address_is_told_to_the_charts_own(house, priya):
    policy(in_person_codes=False)
    jill = newcomer(language="es")
    do(priya, invitations.invite, jill, "somebody@else.example")
    do(priya, invitations.resend, jill)
    told = letters("jill@example.com")
    assert [mail.subject for mail in told] == ["Su invitación se envió a otra dirección"] * 2
    assert "somebody@else.example" not in told[0].text + told[0].html
    assert "#" not in told[0].text
    assert len(letters("somebody@else.example")) == 2
    with begin(SYSTEM, reads=True) as work:
        said = work.session.scalars(select(FactRow.data).where(FactRow.kind == "Invited").order_by(FactRow.seq)).all()
    assert ['"elsewhere":true' in data for data in said] == [True, True]
    assert "else.example" not in "".join(said)


@pytest.mark.parametrize("own", ["jill@example.com", " Jill@Example.com", ""])
def test_the_charts_own_address_is_told_nothing_else_and_none_gets_no_letter(house, priya, own):
    policy(in_person_codes=False)
    do(priya, invitations.invite, newcomer(email=own), "jill@example.com")
    assert [mail.to for mail in letters()] == ["jill@example.com"]
    with begin(SYSTEM, reads=True) as work:
        (said,) = work.session.scalars(select(FactRow.data).where(FactRow.kind == "Invited")).all()
    assert '"elsewhere":false' in said


def chosen(after: str, days: int = 1) -> None:
    """The clinic lets the portal invite those who came since `days` ago."""
    policy(in_person_codes=False, invites={"after": after, "since": (now() - timedelta(days=days)).date().isoformat()})


def invited_by_itself() -> list[str]:
    """To whom letters have gone when the portal's own job ran twice."""
    for _ in range(2):
        reactions.invite_newcomers()
    return [letter.to for letter in letters()]


def test_nobody_is_invited_by_itself_unless_the_clinic_says_so(house):
    newcomer()
    policy(in_person_codes=False)
    assert invited_by_itself() == []
    chosen("registration")
    policy(in_person_codes=True)
    assert invited_by_itself() == []


@pytest.mark.parametrize("who", ["nobody", "ana", "priya", "ben", "sam"])
def test_people_do_not_press_the_portals_own_button(house, who, request):
    for service, *given in ((invitations.due,), (invitations.invite_due, newcomer())):
        with pytest.raises(errors.Refused):
            do(request.getfixturevalue(who), service, *given)


def test_who_is_registered_is_invited_once_and_never_twice(house):
    newcomer(created_at=now())
    chosen("registration")
    assert invited_by_itself() == ["jill@example.com"]


def test_who_was_there_before_is_not(house):
    newcomer()
    chosen("registration", days=-1)
    assert invited_by_itself() == []


def test_whom_somebody_invited_or_uninvited_is_left_alone(house, priya):
    chosen("registration")
    do(priya, invitations.invite, newcomer())
    do(priya, invitations.revoke, uid("jill"))
    assert invited_by_itself() == ["jill@example.com"]


def test_after_the_first_visit_and_not_before(house):
    newcomer()
    chosen("visit")
    assert invited_by_itself() == []
    at = now() - timedelta(hours=1)
    visit = {"resourceType": "Encounter", "id": "e1", "status": "finished", "period": {"start": at.isoformat()}}
    with begin(SYSTEM) as work:
        filing.put(work, visit, uid("jill"))
    assert invited_by_itself() == ["jill@example.com"]


@pytest.mark.parametrize(("years", "minds"), [(4, True), (17, True), (18, False), (40, False)])
def test_before_a_child_is_invited_staff_are_told_who_may_use_the_account(house, priya, years, minds):
    newcomer(birth_date=now().date().replace(day=1) - timedelta(days=round(years * 365.25) + 40))
    card = do(priya, invitations.see, uid("jill"))
    assert ("This patient is under 18." in card.mind) is minds
