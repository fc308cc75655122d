"""The demo's mail page: letters hold links that open accounts, so that no real clinic's are ever shown."""

import pytest

from portal_app import errors
from portal_app.services import outbox
from tests.services.doors import STRANGER, do, invited, policy, secret_in
from tests.services.doors import letters as written


def test_a_clinic_that_is_no_demo_shows_no_letter_though_it_was_started_as_one(house, priya):
    assert house.settings.demo
    invited(priya)
    with pytest.raises(errors.NotFound):
        do(STRANGER, outbox.see)


def test_the_demo_clinic_shows_its_letters(house, priya):
    invited(priya)
    policy(demo=True)
    (card,) = do(STRANGER, outbox.see)
    assert card.link.endswith(secret_in(written()[-1]))
