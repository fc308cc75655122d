"""How people call a language."""

import pytest

from portal_app.catalogue import speaking
from portal_app.rules import languages


@pytest.mark.parametrize(
    ("code", "reader", "name"),
    [("es", "en", "Spanish"), ("es", "es", "español"), ("en", "es", "inglés"), ("pt-BR", "en", "Portuguese (Brazil)")],
)
def test_a_language_is_called_as_the_reader_calls_it(code: str, reader: str, name: str) -> None:
    with speaking(reader):
        assert languages.called(code) == name


@pytest.mark.parametrize("code", ["xx", "not a language", ""])
def test_what_nobody_knows_stays_as_it_is(code: str) -> None:
    assert languages.called(code) == code


def test_english_needs_no_saying() -> None:
    assert [languages.foreign(code) for code in ("", "en", "es")] == ["", "", "Spanish"]
