"""Take it with you: a page, an item or the whole record, as a paper to read (PDF) or for another program (FHIR)."""

from portal_app.services.take_away.asked import Asked, Form
from portal_app.services.take_away.attachment import attachment
from portal_app.services.take_away.bundle import bundle
from portal_app.services.take_away.paper import paper

__all__ = ["Asked", "Form", "attachment", "bundle", "paper"]
