"""How fast this machine is at the moment: a fixed piece of Python, the floor of all that is work and not waiting.

The machine these budgets were set on was seen to take twice as long for the same work from one half hour to the next,
in the portal and in the fixed piece alike; so what is promised of processor time is promised against this piece.
"""

import time
from statistics import median

AT_FULL_SPEED_MS = 4.2
"""What the piece takes there with nothing else to do."""
RUNS = 15


def fixed() -> float:
    """Milliseconds of processor time (median) that the piece takes now."""
    return median(once() for _ in range(RUNS))


def once() -> float:
    """Milliseconds of processor time for the piece."""
    began = time.process_time()
    sorted(f"{number * 7_919 % 10_007:05}" for number in range(10_000))
    return (time.process_time() - began) * 1000
