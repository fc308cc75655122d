"""Plain names of common measurements and tests, by LOINC code, with the decimals a lab prints."""

from portal_app.catalogue import mark, say
from portal_app.chart.fields import LOINC, codings
from portal_app.chart.titles import called, test_name

VITAL_SIGNS: dict[str, tuple[str, int]] = {
    code: (name, decimals)
    for name, decimals, loincs in (
        (mark("Blood pressure"), 0, "85354-9 55284-4 35094-2"),
        (mark("Upper blood pressure number"), 0, "8480-6"),
        (mark("Lower blood pressure number"), 0, "8462-4"),
        (mark("Heart rate"), 0, "8867-4"),
        (mark("Breathing rate"), 0, "9279-1"),
        (mark("Temperature"), 1, "8310-5 8331-1 8328-7 8329-5"),
        (mark("Oxygen level"), 0, "2708-6 59408-5"),
        (mark("Weight"), 1, "29463-7 3141-9"),
        (mark("Height"), 1, "8302-2 8306-3"),
        (mark("Body mass index (BMI)"), 1, "39156-5"),
        (mark("Body mass index for age"), 0, "59576-9"),
        (mark("Weight for length"), 0, "77606-2"),
        (mark("Head size"), 1, "9843-4"),
        (mark("Head size for age"), 0, "8289-1"),
        (mark("Pain, from 0 to 10"), 0, "72514-3"),
    )
    for code in loincs.split()
}

TESTS: dict[str, tuple[str, int]] = {
    code: (name, decimals)
    for name, decimals, loincs in (
        (mark("Glucose (blood sugar)"), 0, "2339-0 2345-7 41653-7 1558-6"),
        (mark("Hemoglobin A1c"), 1, "4548-4 17856-6"),
        (mark("Creatinine"), 2, "2160-0 38483-4"),
        (mark("Urea nitrogen (BUN)"), 0, "3094-0 6299-2"),
        (mark("Kidney filtering rate (eGFR)"), 0, "33914-3 48642-3 48643-1 62238-1 98979-8 77147-7"),
        (mark("Sodium"), 0, "2951-2 2947-0"),
        (mark("Potassium"), 1, "2823-3 6298-4"),
        (mark("Chloride"), 0, "2075-0 2069-3"),
        (mark("Carbon dioxide"), 0, "2028-9 20565-8"),
        (mark("Calcium"), 1, "17861-6 49765-1"),
        (mark("Total cholesterol"), 0, "2093-3"),
        (mark("Triglycerides"), 0, "2571-8"),
        (mark("LDL cholesterol"), 0, "18262-6 13457-7 2089-1"),
        (mark("HDL cholesterol"), 0, "2085-9"),
        (mark("Liver enzyme ALT"), 0, "1742-6"),
        (mark("Liver enzyme AST"), 0, "1920-8"),
        (mark("Alkaline phosphatase"), 0, "6768-6"),
        (mark("Total bilirubin"), 1, "1975-2"),
        (mark("Albumin"), 1, "1751-7"),
        (mark("Globulin"), 1, "10834-0"),
        (mark("Total protein"), 1, "2885-2"),
        (mark("Hemoglobin"), 1, "718-7"),
        (mark("Hematocrit"), 1, "4544-3 20570-8"),
        (mark("White blood cells"), 1, "6690-2 26464-8"),
        (mark("Red blood cells"), 2, "789-8 26453-1"),
        (mark("Platelets"), 0, "777-3 26515-7"),
        (mark("Red cell size (MCV)"), 1, "787-2 30428-7"),
        (mark("Hemoglobin per red cell (MCH)"), 1, "785-6 28539-5"),
        (mark("Hemoglobin concentration in red cells (MCHC)"), 1, "786-4 28540-3"),
        (mark("Spread of red cell sizes (RDW)"), 1, "788-0 21000-5 30385-9"),
        (mark("Spread of platelet sizes (PDW)"), 0, "32207-3"),
        (mark("Platelet size (MPV)"), 1, "32623-1 28542-9"),
        (mark("Thyroid-stimulating hormone (TSH)"), 2, "3016-3 11580-8"),
        (mark("Prostate-specific antigen (PSA)"), 2, "2857-1"),
        (mark("Clotting time (INR)"), 1, "6301-6 34714-6"),
    )
    for code in loincs.split()
}

KNOWN = {**VITAL_SIGNS, **TESTS}


def title(concept: object) -> str:
    """What was measured, in the language spoken now if it is a common test, else as the lab calls it."""
    return say(english(concept))


def english(concept: object) -> str:
    """What was measured, in English."""
    loinc = _known(concept)
    return KNOWN[loinc][0] if loinc else test_name(called(concept))


def decimals(concept: object) -> int | None:
    """The decimals a lab prints for this test; none where we do not know it."""
    loinc = _known(concept)
    return KNOWN[loinc][1] if loinc else None


def _known(concept: object) -> str:
    return next((code for system, code, _ in codings(concept) if system in {LOINC, ""} and code in KNOWN), "")
