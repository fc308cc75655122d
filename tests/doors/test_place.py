"""Where a page says it is."""

import pytest
from pydantic import ValidationError

from portal_app.state.socket import Place


@pytest.mark.parametrize(
    "query", [{"a": 1}, {"a": ["x"] * 21}, {"a": [["x"]]}, {"a": {"b": "c"}}, {"a": "x" * 301}, {"a": "\x00"}]
)
def test_a_page_says_nothing_but_short_words(query):
    with pytest.raises(ValidationError):
        Place(query=query)


def test_an_address_that_leads_nowhere_has_parts():
    place = Place(pathname="/nowhere/at/all", query={"splat": ["nowhere", "at", "all"]})
    assert place.query["splat"] == ["nowhere", "at", "all"]
