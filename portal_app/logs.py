"""One line of JSON a happening: names, numbers and ids; never what people wrote, sent or are called."""

import logging
import secrets
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from portal_app.catalogue import say

QUIET = ("reflex", "socketio", "engineio", "sqlalchemy", "asyncio", "httpx", "PIL", "fontTools")
OUR_WORDS = ("portal_app", "granian.access", "_granian")


def log(name: str) -> Any:
    """The log of one module: `log.info("what_happened", thread=thread_id)`."""
    return structlog.get_logger(name)


def setup(level: int = logging.INFO) -> None:
    """Send everything to stderr as JSON; what libraries say is cut down to where they said it."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ours: list[Any] = [*shared, _no_tracebacks, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]
    structlog.configure(
        processors=ours,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_only_where)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)


def reference_for(error: Exception, door: str) -> str:
    """Log an unforeseen error by type and place, never by its text, and give it a number a person can read out."""
    reference = secrets.token_hex(4).upper()
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    where = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    log(__name__).error("unforeseen", reference=reference, door=door, error=type(error).__name__, where=where)
    return reference


def unforeseen(reference: str) -> str:
    """What a person reads when something broke that nobody foresaw."""
    return say(
        "Something went wrong on our side. Please try again, or tell the clinic this number: {reference}",
        reference=reference,
    )


def _no_tracebacks(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if error := event.pop("exc_info", None):
        event["error"] = type(error).__name__ if isinstance(error, BaseException) else "unknown"
    return event


def _only_where(record: logging.LogRecord) -> bool:
    """A library's message may quote arguments, rows or headers: keep its place and the error's type, drop its words."""
    if not record.name.startswith(OUR_WORDS):
        record.msg, record.args = f"{record.module}.{record.funcName}:{record.lineno}", ()
    if record.exc_info:
        kind = record.exc_info[0]
        record.msg = f"{record.msg} {kind.__name__ if kind else ''}"
        record.exc_info = record.exc_text = record.stack_info = None
    return True
