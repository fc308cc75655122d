"""What clinicians do about what is new in a chart: look, comment for the patient, say what happens next."""

from portal_app.services.reviews.asking import ask
from portal_app.services.reviews.drafts import keep
from portal_app.services.reviews.filing import file
from portal_app.services.reviews.opening import look
from portal_app.services.reviews.reviewing import comment, review
from portal_app.services.reviews.standing import of_patient

__all__ = ["ask", "comment", "file", "keep", "look", "of_patient", "review"]
