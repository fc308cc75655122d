"""Charts come in: batch by batch, each resource kept as it came and given to its patient."""

from portal_app.services.importing.batch import store
from portal_app.services.importing.orphans import adopt
from portal_app.services.importing.runs import Report, begin_import, end_import, site_named

__all__ = ["Report", "adopt", "begin_import", "end_import", "site_named", "store"]
