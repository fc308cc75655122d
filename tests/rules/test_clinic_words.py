"""What a clinic calls its pools and its people's work."""

from portal_app.catalogue import speaking
from portal_app.rules import clinic_words


def test_usual_names_are_said_in_the_readers_language() -> None:
    assert clinic_words.spoken("Nurses") == "Nurses"
    with speaking("es"):
        assert clinic_words.spoken("Nurses") == "Enfermería"


def test_a_clinics_own_name_stays_as_it_wrote_it() -> None:
    with speaking("es"):
        assert clinic_words.spoken("{Team} Blue") == "{Team} Blue"
