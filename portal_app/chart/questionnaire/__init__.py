"""Forms as FHIR writes them (Questionnaire, QuestionnaireResponse), asked, checked and reviewed; pure."""

from portal_app.chart.questionnaire.accept import accept
from portal_app.chart.questionnaire.ask import ask
from portal_app.chart.questionnaire.check import check
from portal_app.chart.questionnaire.differences import Difference, differences
from portal_app.chart.questionnaire.item import Answers, Questionnaire, UnfitQuestionnaire
from portal_app.chart.questionnaire.known import known
from portal_app.chart.questionnaire.places import every_place, lay_out
from portal_app.chart.questionnaire.prefill import Chart, prefill
from portal_app.chart.questionnaire.provenance import Accepted, provenance
from portal_app.chart.questionnaire.read import read
from portal_app.chart.questionnaire.recall import recall
from portal_app.chart.questionnaire.respond import respond
from portal_app.chart.questionnaire.rows import add_row, can_answer, remove_row
from portal_app.chart.questionnaire.validates import validates

__all__ = [
    "Accepted",
    "Answers",
    "Chart",
    "Difference",
    "Questionnaire",
    "UnfitQuestionnaire",
    "accept",
    "add_row",
    "ask",
    "can_answer",
    "check",
    "differences",
    "every_place",
    "known",
    "lay_out",
    "prefill",
    "provenance",
    "read",
    "recall",
    "remove_row",
    "respond",
    "validates",
]
