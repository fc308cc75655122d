"""How long a clinician may hold one item, and why (45 CFR 171.201, preventing harm). Pure.

Each hold is one clinician's own judgment of one item (171.201(b), (d)(1)) and no longer than it has to be (171.201(c)):
ten days at most. It is never renewed by itself: who wants it longer decides again and gives a fresh reason, and thirty
days after the first hold it is over for good, for by then a refusal has to be given in writing, with the right to a
review (45 CFR 164.524(b)(2), (d)). Upsetting news is no reason: distress is not harm to life or safety.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from portal_app.catalogue import mark, say
from portal_app.errors import BadInput
from portal_app.models import Harm
from portal_app.rules.release import LONGEST
from portal_app.rules.writing import clean

IN_ALL = timedelta(days=30)
"""From the first hold of an item to the end of the last one there can be."""
SHORTEST, MOST = 20, 1_000
"""Letters of a reason."""
HARMS = {
    Harm.LIFE_OR_SAFETY: mark("It could put the patient's or another person's life or physical safety at risk"),
    Harm.REPRESENTATIVE: mark("It could cause substantial harm if the person who acts for the patient sees it"),
}
"""What can be chosen."""


def harm_of(word: str) -> Harm:
    """The type of harm; what the law does not name is refused."""
    if word not in set(Harm):
        raise BadInput(say("Choose what harm it could do. Upsetting news is not a reason to hold it."), "harm")
    return Harm(word)


def reason_of(text: str, earlier: Iterable[str]) -> str:
    """The reason as it is kept: at least a sentence, and other words than for any earlier hold of the same item."""
    words = clean(text)
    if len(words) < SHORTEST or len(words.split()) < 4:
        raise BadInput(say("Give the reason in at least one sentence."), "reason")
    if len(words) > MOST:
        raise BadInput(say("Use {count} letters or fewer.", count=MOST), "reason")
    if _bare(words) in {_bare(one) for one in earlier}:
        raise BadInput(say("This was the reason before. Say why it still has to be held."), "reason")
    return words


def end_of(until: datetime, now: datetime, first_at: datetime | None) -> datetime:
    """The end of a hold made now; `first_at` is when the item was first held. Refuses what is too long."""
    if until <= now:
        raise BadInput(say("Choose an end that is still to come."), "until")
    if until > now + LONGEST:
        raise BadInput(say("A hold ends after 10 days at most."), "until")
    if first_at is not None and until > first_at + IN_ALL:
        raise BadInput(
            say("This was held before. It cannot be held for more than 30 days in all: give a refusal in writing."),
            "until",
        )
    return until


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()
