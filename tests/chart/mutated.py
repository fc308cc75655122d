"""Real resources with anything put anywhere: what an import may meet."""

import copy
import re
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.chart.charts import everything, of_golden, of_us_core

NAMES = {"display", "unit"}
OF_MACHINES = {"code", "id", "reference", "system", "url", "fullUrl", "profile", "contentType", "resourceType", *NAMES}
"""Parts that no person wrote; a name may hold a code, put there on purpose."""
MACHINE_CODE = re.compile(r"\d.*\d|\w_\w|^[a-z]+[A-Z][a-z]{2,}")
GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["", "0000-00-00", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+14:00", "a\x00b", "\ud800"]),
    st.lists(st.integers() | st.text(max_size=3) | st.none(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3),
    st.sampled_from(
        [
            "http://loinc.org",
            "https://ehr.example.org/fhir/Observation/3f0c2a5e-8d1b-4c39-9a55-0d6f7f1c2b3a",
            "urn:uuid:3f0c2a5e-8d1b-4c39-9a55-0d6f7f1c2b3a",
            "3f0c2a5e-8d1b-4c39-9a55-0d6f7f1c2b3a",
            "Practitioner/3f0c2a5e-8d1b-4c39-9a55-0d6f7f1c2b3a",
            "urn:oid:1.2.840.114350.1.13.0.1.7.2.696580",
        ]
    ),
    st.builds(lambda: [[[]]]),
    st.builds(lambda: [{"coding": [None, 5, {"code": 7, "display": []}], "text": {}}]),
)


def _spots(value: Any, path: tuple = ()) -> list[tuple]:
    inside: list[tuple] = [path] if path else []
    if isinstance(value, dict):
        inside += [spot for key, item in value.items() for spot in _spots(item, (*path, key))]
    if isinstance(value, list):
        inside += [spot for key, item in enumerate(value) for spot in _spots(item, (*path, key))]
    return inside


def _put(value: Any, path: tuple, garbage: Any) -> None:
    for step in path[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(value, dict) or (isinstance(value, list) and path[-1] < len(value)):
        value[path[-1]] = garbage


@cache
def _kinds() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for resource in [*(member.resource for member in everything()), *of_us_core(), *of_golden()]:
        found.setdefault(resource["resourceType"], []).append(resource)
    return found


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    """A resource of any kind that the charts or the golden set have, up to four of its parts garbage or gone.

    A name may have become one of the resource's own codes: some systems send the code where words should be.
    """
    kind = draw(st.sampled_from(sorted(_kinds())))
    resource = copy.deepcopy(draw(st.sampled_from(_kinds()[kind])))
    for _ in range(draw(st.integers(1, 4))):
        spots = _spots(resource)
        if not spots:
            break
        spot = draw(st.sampled_from(spots))
        names = [spot for spot in spots if spot[-1] in NAMES]
        match draw(st.integers(0, 5)):
            case 0:
                _drop(resource, spot)
            case 1 if names and (known := codes_in(resource)):
                _put(resource, draw(st.sampled_from(names)), draw(st.sampled_from(known)))
            case _:
                _put(resource, spot, draw(GARBAGE))
    return resource


def codes_in(resource: dict[str, Any]) -> list[str]:
    """The codes of a resource that nobody could take for a word."""
    found = {value for spot, value in _strings(resource) if spot[-1] == "code" and MACHINE_CODE.search(value)}
    return sorted(code for code in found if len(code) > 4)


def ids_in(resource: dict[str, Any]) -> list[str]:
    """Its own id and those that it refers to."""
    own = {value for spot, value in _strings(resource) if spot[-1] == "id"}
    others = {
        value.rpartition("/")[2].rpartition(":")[2] for spot, value in _strings(resource) if spot[-1] == "reference"
    }
    return sorted(name for name in own | others if len(name) > 7 and any(sign.isdigit() for sign in name))


def written_in(resource: dict[str, Any]) -> str:
    """What its source wrote elsewhere: who writes "SARS-CoV-2" in a text shows a word, though it is a code too."""
    return " ".join(value for spot, value in _strings(resource) if _named(spot) not in OF_MACHINES)


def _named(spot: tuple) -> str:
    return next((step for step in reversed(spot) if isinstance(step, str)), "")


def _strings(value: Any) -> list[tuple[tuple, str]]:
    return [(spot, found) for spot in _spots(value) if isinstance(found := _at(value, spot), str)]


def _at(value: Any, path: tuple) -> Any:
    for step in path:
        value = value[step]
    return value


def _drop(value: Any, path: tuple) -> None:
    inside = _at(value, path[:-1])
    del inside[path[-1]]
