"""Real resources with anything put anywhere: what an import may meet."""

import copy
from typing import Any

from hypothesis import strategies as st

from tests.chart.charts import everything

GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["", "0000-00-00", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+14:00", "a\x00b", "\ud800"]),
    st.lists(st.integers() | st.text(max_size=3) | st.none(), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3),
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


@st.composite
def resources(draw: st.DrawFn) -> dict[str, Any]:
    """A resource of the demo charts with one to four of its parts replaced by garbage."""
    resource = copy.deepcopy(draw(st.sampled_from(everything())).resource)
    for _ in range(draw(st.integers(1, 4))):
        _put(resource, draw(st.sampled_from(_spots(resource))), draw(GARBAGE))
    return resource
