"""What has happened to a task, in a sentence."""

from portal_app.catalogue import mark, say

SENTENCES = {
    "opened": mark("{name} sent this"),
    "arrived": mark("This came into the chart"),
    "reviewed": mark("{name} reviewed this"),
    "settled": mark("This closed by itself: the patient sees it now"),
    "claimed": mark("{name} took this"),
    "released": mark("{name} put this back"),
    "handed": mark("{name} handed this to {whom}"),
    "replied": mark("{name} answered"),
    "noted": mark("{name} wrote a team note"),
    "closed": mark("{name} closed this"),
    "reopened": mark("{name} opened this again"),
    "returned": mark("{name} sent this back with a question"),
    "accepted": mark("{name} accepted answers into the chart"),
    "undone": mark("{name} undid the review"),
}
WROTE_AGAIN = mark("The patient wrote again")
CHANGED = mark("{name} changed this")


def sentence(verb: str, name: str, whom: str = "") -> str:
    """What happened and who did it, in the language spoken now."""
    return say(SENTENCES.get(verb, CHANGED), name=name, whom=whom)
