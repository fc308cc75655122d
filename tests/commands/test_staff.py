"""The commands that make accounts."""

from click.testing import CliRunner

from portal_app.commands import invite, staff
from portal_app.wiring import House
from tests.services import doors as accounts


def run(command, *args: str):
    return CliRunner().invoke(command, args)


def test_a_role_that_there_is_not_is_refused(house: House):
    assert run(staff.command, "add", "n@clinic.example", "--name", "Nora", "--role", "king").exit_code == 2
    assert accounts.letters() == []


def test_add_list_reset_and_remove(house: House):
    added = run(staff.command, "add", "n@clinic.example", "--name", "Nora Bell", "--role", "nurse", "--pool", "nurses")
    assert "Hand over this code" in added.output
    assert "invited" in next(line for line in run(staff.command, "list").output.splitlines() if "Nora Bell" in line)
    assert run(staff.command, "reset", "n@clinic.example").exit_code == 0
    assert len(accounts.letters("n@clinic.example")) == 2
    run(staff.command, "remove", "n@clinic.example")
    assert "left" in next(line for line in run(staff.command, "list").output.splitlines() if "Nora Bell" in line)


def test_invite_by_record_number_and_everybody_new_never_twice(house: House):
    accounts.policy(in_person_codes=False)
    accounts.newcomer()
    assert "jill@example.com" in run(invite.command, "MS-3007").output
    assert run(invite.command, "MS-3007").exit_code == 0
    assert run(invite.command, "--new").output.strip() == "Invited 0 of 0 new patients."
    assert len(accounts.letters()) == 1
    assert "/invite" in run(invite.command, "MS-3007", "--card").output
