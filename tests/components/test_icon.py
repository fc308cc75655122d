"""Icons come from one file."""

import pytest

from portal_app.components.icon import NAMES, icon


def test_an_icon_nobody_drew_stops_the_build():
    with pytest.raises(ValueError, match="no-such-icon"):
        icon("no-such-icon")


def test_an_icon_is_a_reference_into_the_file_and_hidden_from_screen_readers():
    drawn = str(icon("house"))
    assert "/icons.svg?v=" in drawn
    assert "#house" in drawn
    assert '"aria-hidden":"true"' in drawn.replace(" ", "")
    assert "house" in NAMES
