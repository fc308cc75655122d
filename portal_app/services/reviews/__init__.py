"""What clinicians do about what is new in a chart: look, comment for the patient, say what happens next."""

from portal_app.services.reviews.asking import ask
from portal_app.services.reviews.filing import file
from portal_app.services.reviews.reviewing import review

__all__ = ["ask", "file", "review"]
