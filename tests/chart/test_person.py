from datetime import date

import pytest
from hypothesis import given, settings

from portal_app.chart.person import name_of, person
from tests.chart.charts import chosen
from tests.chart.mutated import resources


@settings(max_examples=200, deadline=None)
@given(resources())
def test_any_resource_gives_a_person_that_fits_its_columns(resource):
    found = person(resource)
    assert len(found.given) <= 120
    assert len(found.email) <= 254
    assert found.birth_date is None or isinstance(found.birth_date, date)
    assert isinstance(name_of(resource), str)


def test_a_person_is_read_whole():
    jill = next(found for found in map(person, chosen("Patient")) if found.family == "Tillman")
    assert (jill.given, jill.birth_date, jill.gender, jill.language) == ("Jill", date(1971, 5, 18), "female", "en")
    assert jill.postal_code
    assert jill.mrn


def test_a_spanish_speaker_is_written_to_in_spanish():
    graciela = next(found for found in map(person, chosen("Patient")) if found.given == "Graciela")
    assert graciela.language == "es"


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ({"name": [{"prefix": ["Dr."], "given": ["Paula", "Ann"], "family": "Reichert"}]}, "Dr. Paula Reichert"),
        ({"name": "LAHEY CLINIC NORTHSHORE"}, "Lahey Clinic Northshore"),
        ({}, ""),
    ],
)
def test_the_directory_has_names(resource, said):
    assert name_of(resource) == said
