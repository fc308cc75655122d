"""Refusals: every one carries a sentence that the person who meets it can read."""


class PortalError(Exception):
    """Something the portal will not or cannot do; `sentence` is shown as it is and holds no health data."""

    def __init__(self, sentence: str) -> None:
        super().__init__(type(self).__name__)
        self.sentence = sentence


class SettingsError(PortalError):
    """A setting, key or file of the deployment is missing or wrong; the start stops with the sentence."""


class NeverAgain(PortalError):
    """Somebody outside has refused for good: trying again would change nothing."""


class AddressGone(NeverAgain):
    """A mail server says that there is no such address, or that it takes no mail."""


class BadInput(PortalError):
    """What was entered cannot be used; `field` names the input to mend, if it was one."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Conflict(PortalError):
    """Someone else changed the same thing first; nothing was lost and nothing was overwritten."""


class Refused(PortalError):
    """This person may not do this. Recorded as a fact, once."""

    recorded = False


class NotFound(Refused):
    """No such thing for this person: unseen and missing are the same."""


class SignInNeeded(Refused):
    """Nobody is signed in, or the session has ended."""


class TooSoon(PortalError):
    """Too many tries; the sentence says how long to wait and which other way there is."""


class ProofNeeded(PortalError):
    """This change needs the person to show again, just now, that it is them."""
