"""The clinic takes a form into use."""

from typing import Any

from sqlalchemy import select

from portal_app.access.permissions import Permission
from portal_app.catalogue import LANGUAGES, say
from portal_app.chart import questionnaire
from portal_app.errors import BadInput
from portal_app.models import Pool, Questionnaire
from portal_app.work import Work


def adopt(work: Work, slug: str, body: dict[str, Any], pool: str) -> int:
    """Take a FHIR Questionnaire into use and return its version; the same one twice stays one, a changed one is new.

    Forms that patients have begun keep the version they were begun with. `pool` is the slug of who reads the answers.
    """
    work.permit(Permission.CLINIC_MANAGE)
    titles = {language: questionnaire.read(body, language).title for language in LANGUAGES}
    reader = work.session.scalars(select(Pool).where(Pool.slug == pool)).first()
    if reader is None:
        raise BadInput(say("There is no pool called {name}.", name=pool), "pool")
    newest = work.session.scalars(
        select(Questionnaire).where(Questionnaire.slug == slug).order_by(Questionnaire.version.desc()).limit(1)
    ).first()
    if newest and newest.body == body and newest.pool_id == reader.id:
        return newest.version
    version = newest.version + 1 if newest else 1
    if newest:
        newest.active = False
    work.add(Questionnaire(slug=slug, version=version, title=titles, body=body, pool_id=reader.id))
    return version
