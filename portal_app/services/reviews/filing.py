"""What follows from a comment, done by the portal itself: it is filed in the chart, beside what it is about."""

from uuid import UUID

from sqlalchemy import select

from portal_app import filing
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.chart.communication import Comment, comment
from portal_app.models import Resource, Review
from portal_app.work import Work


def file(work: Work, review_id: UUID) -> None:
    """File what a clinician said about a result in the patient's chart; twice is once, without words is never."""
    work.permit(Permission.CHART_IMPORT)
    review = work.one(select(Review).where(Review.id == review_id))
    if not review.comment and not review.next_steps:
        return
    item = work.one(visible.resources(work.actor, work.now).where(Resource.id == review.resource_id))
    called = visible.resources(work.actor, work.now).where(
        Resource.patient_id == review.patient_id, Resource.type == "Patient"
    )
    person = work.session.scalars(called.order_by(Resource.received_at).limit(1)).first()
    said = Comment(
        id=str(review.id),
        about=f"{item.type}/{item.fhir_id}",
        title=item.title,
        body=review.comment,
        next_steps=review.next_steps,
        said_at=review.at,
        patient=f"Patient/{person.fhir_id if person else review.patient_id}",
        author=", ".join(part for part in (review.staff_name, review.staff_title) if part),
    )
    filing.put(work, comment(said), review.patient_id, about=item)
