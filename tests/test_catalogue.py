"""What people read, in their language."""

import pytest

from portal_app.catalogue import PSEUDO, preferred, say, say_count, speaking, translated


def test_a_language_we_do_not_speak_becomes_english():
    with speaking("xx"):
        assert say("Nobody translated this.") == "Nobody translated this."


def test_a_sentence_without_translation_is_said_in_english():
    with speaking("es"):
        assert say("Nobody translated {thing}.", thing="this") == "Nobody translated this."


def test_a_sentence_is_said_in_the_language_spoken_now_and_only_there():
    with speaking("es"):
        assert say("Messages") == "Mensajes"
    assert say("Messages") == "Messages"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "en"),
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr, EN-us, es", "en"),
        (";;,=", "en"),
    ],
)
def test_a_browser_says_which_language_is_wanted(accepted, language):
    assert preferred(accepted) == language


def test_the_pseudo_locale_leaves_placeholders_whole():
    assert translated(PSEUDO, "Hello {name}") == "[Hélló {name}]"
    with speaking(PSEUDO):
        assert say("Hello {name}", name="Ana") == "[Hélló Ana]"


def test_one_and_many_are_two_sentences():
    assert say_count("{n} hour", "{n} hours", n=1) == "1 hour"
    assert say_count("{n} hour", "{n} hours", n=3) == "3 hours"


def test_a_sentence_that_ends_in_a_time_has_one_full_stop() -> None:
    with speaking("es"):
        assert say("We answer {by}.", by="antes de las 4:00 p.m.").endswith("4:00 p.m.")
    assert say("{name} has it.", name="I am...") == "I am... has it."
