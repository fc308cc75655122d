"""Facts of the clinic's own settings."""

from dataclasses import dataclass

from portal_app.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ClinicChanged(Fact):
    """Somebody changed what the clinic says about itself; `parts` names what was new or different."""

    parts: str
