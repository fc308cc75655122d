"""Finding patients as somebody types: one range of the word index, whatever the number of patients."""

from uuid import UUID

from babel.dates import format_date
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import language
from portal_app.models import Patient, PatientWord, Site
from portal_app.rules import languages
from portal_app.rules.ages import age
from portal_app.rules.search_words import typed_words
from portal_app.services.patients.cards import Found, PatientRow
from portal_app.work import Work

SHOWN = 20
WEIGHED = 2_000
"""Up to how many words a beginning is weighed, to look first for what is rarest."""
END = "\U0010ffff"
"""Sorts after everything that a word can hold."""


def find(work: Work, typed: str) -> Found:
    """The first 20 patients of one's sites whom every typed word meets: names, record number, birth date."""
    work.permit(Permission.PATIENTS_SEARCH)
    terms = typed_words(typed)
    if not terms:
        return Found()
    rarest, *others = _rarest_first(work, terms)
    word, one = aliased(PatientWord), aliased(Patient)
    seen = visible.patients(work.actor).where(Patient.id == word.patient_id).correlate(word).exists()
    # the words are walked in order and nothing else is: whether a patient may be seen is asked of each that is met
    query = (
        select(one)
        .join(word, word.patient_id == one.id)
        .where(_begins(word, rarest), *(_also(word, term) for term in others), seen)
        .order_by(word.word, word.patient_id)
        # somebody called Ann Anna is met twice by "an"
        .limit(2 * SHOWN + 2)
    )
    found = list({patient.id: patient for patient in work.all(query)}.values())
    sites = {site.id: site.name for site in work.session.scalars(select(Site))}
    return Found([_row(work, patient, sites) for patient in found[:SHOWN]], len(found) > SHOWN)


def _begins(word: type[PatientWord], term: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(and_(word.word >= beginning, word.word < beginning + END) for beginning in term))


def _also(word: type[PatientWord], term: tuple[str, ...]) -> ColumnElement[bool]:
    other = aliased(PatientWord)
    return exists().where(other.patient_id == word.patient_id, _begins(other, term)).correlate(word)


def _rarest_first(work: Work, terms: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    if len(terms) == 1:
        return terms
    counts = work.session.execute(select(*(_weight(term) for term in terms))).one()
    return [term for _, term in sorted(zip(counts, terms, strict=True), key=lambda pair: pair[0])]


def _weight(term: tuple[str, ...]) -> ColumnElement[int]:
    some = select(PatientWord.patient_id).where(_begins(PatientWord, term)).limit(WEIGHED)
    return select(func.count()).select_from(some.subquery()).scalar_subquery()


def _row(work: Work, patient: Patient, sites: dict[UUID, str]) -> PatientRow:
    return PatientRow(
        id=str(patient.id),
        name=patient.name,
        age=age(patient.birth_date, work.now.astimezone(work.zone).date()),
        born=format_date(patient.birth_date, "medium", locale=language()) if patient.birth_date else "",
        mrn=patient.mrn,
        site=sites.get(patient.site_id, "") if patient.site_id else "",
        tongue=languages.foreign(patient.language),
    )
