"""Who hears of a change: topics are published after commit, never data; listeners read again with their own rights."""

from collections.abc import Callable, Iterable
from threading import Lock

Listener = Callable[[frozenset[str]], None]
_listeners: list[Listener] = []
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
    """Tell every listener of this process which topics have changed."""
    changed = frozenset(topics)
    if changed:
        for listener in tuple(_listeners):
            listener(changed)
