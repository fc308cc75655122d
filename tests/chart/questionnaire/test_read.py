"""A Questionnaire that could not be asked is refused when it is loaded, with a sentence."""

import pytest

from portal_app.chart.questionnaire import UnfitQuestionnaire, ask, read
from tests.chart.questionnaire.forms import Json, extension, form, item, signature


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"resourceType": "Patient"}, "not a FHIR Questionnaire"),
        (form(item("photo", "attachment", required=True)), "photo requires a file"),
        (form(item("doctor", "reference", required=True)), "doctor requires a file or a reference"),
        (form(item("odd", "hologram")), "type that this portal does not know"),
        (form(item("a"), item("a")), "same linkId"),
        (form(item("a b")), "no usable linkId"),
        (form(item("a", enableWhen=[{"question": "z", "operator": "=", "answerString": "x"}])), "depends on z"),
        (form(item("a", enableWhen=[{"question": "a", "operator": "=", "answerString": "x"}])), "wait for each other"),
        (form(item("a", enableWhen=[{"question": "a", "operator": "~", "answerString": "x"}])), "condition"),
        (form(item("a", "choice")), "offers no choices"),
        (form(item("a", "choice", answerValueSet="http://far.example/set")), "not inside the form"),
        (form(item("a", extension=extension("regex", valueString="("))), "pattern"),
        (form(item("a", repeats=True, item=[item("b")])), "Use a repeated group"),
        (form(item("a", extension=signature(), initial=[{"valueString": "Ana"}])), "Signature a"),
        (form(item("a", required=True, extension=extension("questionnaire-hidden", valueBoolean=True))), "hidden"),
    ],
)
def test_a_form_that_cannot_be_asked_is_refused_with_the_reason(raw: Json, says: str) -> None:
    with pytest.raises(UnfitQuestionnaire) as refusal:
        read(raw)
    assert says in refusal.value.sentence


def test_an_optional_file_is_left_out_and_named() -> None:
    asked = read(form(item("photo", "attachment"), item("name")))
    assert asked.left_out == ("photo",)
    assert [field.key for field in ask(asked, {})[0].blocks[0].rows[0].fields] == ["name"]


def test_choices_come_from_a_value_set_inside_the_form_in_the_persons_language() -> None:
    spanish = [{"url": "lang", "valueCode": "es"}, {"url": "content", "valueString": "Rojo"}]
    concept = {
        "code": "red",
        "display": "Red",
        "_display": {"extension": [{"url": extension("translation")[0]["url"], "extension": spanish}]},
    }
    colours = {"id": "colours", "compose": {"include": [{"system": "urn:c", "concept": [concept]}]}}
    raw = form(item("a", "choice", answerValueSet="#colours"), contained=[colours])
    assert [(option.key, option.label) for option in read(raw).items[0].options] == [("red", "Red")]
    assert [option.label for option in read(raw, "es").items[0].options] == ["Rojo"]
    assert [option.label for option in read(raw, "fr").items[0].options] == ["Red"]


def test_help_stands_with_its_question() -> None:
    control = {"coding": [{"code": "help"}]}
    note = item("a-help", "display", extension=extension("questionnaire-itemControl", valueCodeableConcept=control))
    asked = read(form(item("a", item=[note])))
    assert (asked.items[0].help, asked.items[0].items) == ("What is a-help?", ())
