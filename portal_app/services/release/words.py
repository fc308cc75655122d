"""The rules in words."""

from portal_app.catalogue import language, mark, say, say_count
from portal_app.models import Flag, ReleaseClass, Shelf
from portal_app.rules.release import Viewer, When
from portal_app.rules.release_packs import words_of
from portal_app.rules.release_plan import RulePlan

CLASSES = {
    ReleaseClass.LABS: mark("Lab tests"),
    ReleaseClass.PATHOLOGY: mark("Pathology reports"),
    ReleaseClass.GENETICS: mark("Genetic tests"),
    ReleaseClass.IMAGING: mark("Imaging reports"),
    ReleaseClass.NOTES: mark("Visit notes"),
    ReleaseClass.DOCUMENTS: mark("Other documents"),
    ReleaseClass.VISITS: mark("Visits"),
    ReleaseClass.MEDICINES: mark("Medicines"),
    ReleaseClass.PROBLEMS: mark("Health conditions"),
    ReleaseClass.ALLERGIES: mark("Allergies"),
    ReleaseClass.VACCINES: mark("Vaccines"),
    ReleaseClass.VITALS: mark("Vital signs"),
    ReleaseClass.CARE_PLANS: mark("Care plans and goals"),
    ReleaseClass.PROCEDURES: mark("Procedures"),
    ReleaseClass.CARE_TEAM: mark("Care team"),
    ReleaseClass.BACKGROUND: mark("Habits, surveys and family history"),
    ReleaseClass.DEVICES: mark("Devices"),
    ReleaseClass.INSURANCE: mark("Insurance"),
    ReleaseClass.OTHER: mark("Everything that is not understood"),
}
FLAGS = {
    Flag.CANCER: mark("may show cancer"),
    Flag.GENETIC: mark("genetic"),
    Flag.HIV: mark("HIV"),
    Flag.HEPATITIS: mark("hepatitis"),
    Flag.DRUG_TEST: mark("drug test"),
    Flag.SEXUAL_HEALTH: mark("sexual health"),
    Flag.PREGNANCY: mark("pregnancy"),
    Flag.MENTAL_HEALTH: mark("mental health"),
    Flag.SUBSTANCE_USE: mark("substance use"),
    Flag.RESTRICTED: mark("marked restricted"),
}
PAGES = {
    Shelf.RESULTS: mark("Test results"),
    Shelf.MEDICINES: mark("Medicines"),
    Shelf.PROBLEMS: mark("Health conditions"),
    Shelf.ALLERGIES: mark("Allergies"),
    Shelf.VACCINES: mark("Vaccines"),
    Shelf.VITALS: mark("Vital signs"),
    Shelf.VISITS: mark("Visits"),
    Shelf.NOTES: mark("Notes and documents"),
    Shelf.CARE_PLANS: mark("Care plans and goals"),
    Shelf.PROCEDURES: mark("Procedures"),
    Shelf.CARE_TEAM: mark("Care team"),
    Shelf.BACKGROUND: mark("Habits, surveys and family history"),
    Shelf.DEVICES: mark("Devices"),
    Shelf.INSURANCE: mark("Insurance"),
    Shelf.OTHER: mark("Other records"),
}
DAY = 24


def what(rule: RulePlan) -> str:
    """Which items a rule is about."""
    shipped, _ = words_of(rule.key, language())
    if shipped or rule.name:
        return shipped or rule.name
    named = ", ".join(say(CLASSES[one]) for one in rule.classes if one in CLASSES) or say("Everything")
    if rule.flags:
        kinds = ", ".join(say(FLAGS[one]) for one in rule.flags)
        named = say("{what} ({kinds})", what=named, kinds=kinds)
    if rule.codes:
        named = say_count("{what}, one test", "{what}, {n} tests", n=len(rule.codes), what=named)
    return named


def more(rule: RulePlan, sites: dict[str, str]) -> str:
    """The rest of the sentence: ages, sites, and what the law says it covers."""
    _, covers = words_of(rule.key, language())
    parts = [covers] if covers else []
    if rule.ages:
        parts.append(say("Ages {first} to {last}", first=rule.ages[0], last=rule.ages[1]))
    if rule.sites:
        parts.append(say("At {sites}", sites=", ".join(sites.get(one, one) for one in rule.sites)))
    if rule.viewer is Viewer.PATIENT:
        parts.append(say("Only for the patient, not for who acts for them"))
    if rule.viewer is Viewer.PROXY and rule.when is not When.NEVER:
        parts.append(say("Only for who acts for the patient"))
    return ". ".join(parts)


def when(rule: RulePlan) -> str:
    """From when it is shown."""
    match rule.when:
        case When.NEVER:
            return say("at once, to the patient only")
        case When.AFTER:
            return say("after {wait}", wait=wait(rule.hours))
        case When.REVIEWED:
            return say("after review, at most {wait}", wait=wait(rule.hours))
        case _:
            return say("at once")


def wait(hours: int) -> str:
    """Hours as people say them."""
    if hours % DAY:
        return say_count("{n} hour", "{n} hours", n=hours)
    return say_count("{n} day", "{n} days", n=hours // DAY)
