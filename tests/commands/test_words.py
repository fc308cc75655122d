"""The catalogues are whole."""

import re

import pytest

from portal_app import catalogue
from portal_app.commands.words import NotASentence, missing, said

OTHERS = [language for language in catalogue.LANGUAGES if language != catalogue.ENGLISH]
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_a_translation(language):
    assert missing(language) == {}, "run `portal words` and translate what it lists"


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_keeps_its_placeholders(language):
    for english, translation in catalogue.sentences(language).items():
        assert set(PLACEHOLDER.findall(translation)) == set(PLACEHOLDER.findall(english)), english


def test_a_sentence_built_while_running_is_refused(tmp_path):
    (tmp_path / "page.py").write_text("t(f'Hello {name}')")
    with pytest.raises(NotASentence):
        said(tmp_path)


def test_a_sentence_is_found_with_its_place(tmp_path):
    (tmp_path / "page.py").write_text("\nsay('Hello {name}', name=1)\ntn('{n} day', '{n} days', n=2)")
    assert said(tmp_path) == {
        "Hello {name}": f"{tmp_path.name}/page.py:2",
        "{n} day": f"{tmp_path.name}/page.py:3",
        "{n} days": f"{tmp_path.name}/page.py:3",
    }
