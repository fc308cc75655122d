"""The audit page has words for everything that can happen."""

from portal_app import facts
from portal_app.rules.deeds import DEEDS, deed


def test_every_kind_of_fact_has_its_words():
    recorded = {kind.__name__ for kind in facts.kinds()}
    assert set(DEEDS) == recorded
    assert len(set(DEEDS.values())) == len(DEEDS)


def test_a_kind_of_long_ago_keeps_its_name():
    assert deed("PigeonSent") == "PigeonSent"
