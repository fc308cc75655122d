"""The plain names of tests, in the language spoken now."""

from portal_app.catalogue import PSEUDO, speaking
from portal_app.chart import lab_names
from portal_app.chart.fields import LOINC

UNKNOWN = {"coding": [{"system": LOINC, "code": "99999-7", "display": "Xylose [Mass/volume] in Urine"}]}
SODIUM = {"coding": [{"system": LOINC, "code": "2951-2", "display": "Sodium [Moles/volume] in Serum or Plasma"}]}


def test_a_test_we_do_not_know_keeps_the_name_the_lab_gave_it() -> None:
    with speaking("es"):
        assert lab_names.title(UNKNOWN) == "Xylose"
    assert lab_names.decimals(UNKNOWN) is None


def test_a_common_test_has_our_name_in_each_language() -> None:
    assert (lab_names.title(SODIUM), lab_names.decimals(SODIUM)) == ("Sodium", 0)
    with speaking("es"):
        assert lab_names.title(SODIUM) == "Sodio"
        assert lab_names.english(SODIUM) == "Sodium"


def test_a_stored_english_name_is_said_in_the_language_spoken_now() -> None:
    assert lab_names.in_language("Heart rate") == "Heart rate"
    with speaking("es"):
        assert lab_names.in_language("Heart rate") == "Pulso"
        assert lab_names.in_language("Messages") == "Mensajes"
        assert lab_names.in_language("Xylose") == "Xylose"
    with speaking(PSEUDO):
        assert lab_names.in_language("Heart rate") == "[Héárt ráté]"


def test_what_is_measured_on_the_body_is_a_vital_sign_and_a_blood_test_is_not() -> None:
    assert {"8480-6", "29463-7", "85354-9"} <= lab_names.VITAL_SIGNS
    assert "2951-2" not in lab_names.VITAL_SIGNS
