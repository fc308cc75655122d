"""Topics within a process and between processes."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from portal_app import live

REDIS = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(REDIS is None, reason="redis-server is not installed: this half is NOT tested here")


def test_listeners_hear_what_is_published_until_they_stop():
    heard: list[frozenset[str]] = []
    stop = live.listen(heard.append)
    live.publish(["a", "b"])
    live.publish([])
    stop()
    live.publish(["c"])
    assert heard == [frozenset({"a", "b"})]


@pytest.fixture
def redis(tmp_path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Redis of this test, and how to end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(REDIS), "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    for line in process.stdout:
        if b"Ready to accept" in line:
            break
    try:
        yield f"redis://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


OTHER = """
import sys, time
from portal_app import live
leave = live.join(sys.argv[1])
def heard(topics):
    print(*sorted(topics), flush=True)
    if "answer" not in topics:
        live.publish(["answer"])
live.listen(heard)
print("ready", flush=True)
time.sleep(30)
"""


@needs_redis
def test_another_process_hears_and_answers_and_nobody_hears_themselves_twice(redis):
    url, _ = redis
    heard: list[frozenset[str]] = []
    stop, leave = live.listen(heard.append), live.join(url)
    other = subprocess.Popen([sys.executable, "-c", OTHER, url], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "ready\n"
        live.publish(["pool:nurses"])
        assert other.stdout.readline() == "pool:nurses\n"
        deadline = time.monotonic() + 5
        while len(heard) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert heard == [frozenset({"pool:nurses"}), frozenset({"answer"})]
    finally:
        other.kill()
        other.wait()
        stop()
        leave()


@needs_redis
def test_a_redis_that_is_gone_does_not_undo_what_was_committed(redis):
    url, process = redis
    heard: list[frozenset[str]] = []
    stop, leave = live.listen(heard.append), live.join(url)
    process.kill()
    process.wait()
    live.publish(["pool:nurses"])
    stop()
    leave()
    assert heard == [frozenset({"pool:nurses"})]
