"""Sentences on pages carry every language."""

import reflex as rx

from portal_app.words import t, tn


class Counted(rx.State):
    n: int = 0


def test_a_page_sentence_holds_both_languages():
    assert "Messages" in str(t("Messages"))
    assert "Mensajes" in str(t("Messages"))


def test_a_sentence_that_reads_the_same_everywhere_needs_no_choice():
    assert "?" not in str(t("PDF"))


def test_placeholders_take_vars():
    sentence = str(t("{n} new", n=Counted.n))
    assert "n_rx_state_" in sentence
    assert "{n}" not in sentence


def test_one_and_many_are_chosen_in_the_browser():
    sentence = str(tn("{n} new", "{n} new", n=Counted.n))
    assert "=== 1" in sentence.replace("?.valueOf?.()", "")
