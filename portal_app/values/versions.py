"""Which earlier versions of a result are told with the newest."""

import orjson

from portal_app.chart.index import index


def told(now: bytes, before: bytes) -> bool:
    """Whether a version may be seen wherever the newest is: the rules of release have looked at the newest only, so an
    earlier one is told if nothing that rules look at was another: the test, its class, and no flag more."""
    newest, earlier = (index(orjson.loads(body)) for body in (now, before))
    same_test = (newest.code, newest.release_class) == (earlier.code, earlier.release_class)
    return same_test and set(earlier.flags.split()) <= set(newest.flags.split())
