"""Who hears of a change: topics are published after commit, never data; listeners read again with their own rights."""

import secrets
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

import orjson
import redis

from portal_app import logs

CHANNEL = "portal:topics"
ME = secrets.token_hex(8)
PATIENCE = 1.0
"""Seconds that Redis may take; a commit never waits longer for others to hear of it."""

log = logs.log(__name__)
Listener = Callable[[frozenset[str]], None]
_listeners: list[Listener] = []
_far: list[Listener] = []
_lock = Lock()


def listen(listener: Listener) -> Callable[[], None]:
    """Call `listener(topics)` after each commit, from the thread that committed; returns how to stop."""
    with _lock:
        _listeners.append(listener)

    def stop() -> None:
        with _lock:
            if listener in _listeners:
                _listeners.remove(listener)

    return stop


def publish(topics: Iterable[str]) -> None:
    """Tell every listener which topics have changed, in this process and in those that joined."""
    changed = frozenset(topics)
    if changed:
        _hear(changed)
        for tell in tuple(_far):
            tell(changed)


def _hear(changed: frozenset[str]) -> None:
    for listener in tuple(_listeners):
        listener(changed)


def join(url: str) -> Callable[[], None]:
    """Share topics with the deployment's other processes through Redis; returns how to leave."""
    client = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)

    def tell(changed: frozenset[str]) -> None:
        try:
            client.publish(CHANNEL, orjson.dumps([ME, *changed]))
        except redis.RedisError as error:
            # it is committed: other processes' pages show it when they are next read
            log.warning("others did not hear", error=type(error).__name__)

    def heard(message: dict[str, Any]) -> None:
        sender, *changed = orjson.loads(message["data"])
        if sender != ME:
            _hear(frozenset(changed))

    def wait(error: BaseException, *_: object) -> None:
        log.warning("cannot hear others", error=type(error).__name__)
        time.sleep(PATIENCE)

    ears = client.pubsub(ignore_subscribe_messages=True)
    ears.subscribe(**{CHANNEL: heard})
    thread = ears.run_in_thread(sleep_time=PATIENCE / 2, daemon=True, exception_handler=wait)
    _far.append(tell)

    def leave() -> None:
        _far.remove(tell)
        thread.stop()

    return leave
