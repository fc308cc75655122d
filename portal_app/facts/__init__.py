"""What can happen, in the past tense. A fact is the audit trail, the outbox and the nudge for live pages, at once."""

import importlib
import pkgutil
from dataclasses import dataclass, fields
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened; fields are ids, counts and words of the portal's own, never clinical words.

    `patient_id` says whose chart it touched. `then` names the reactions (`jobs/reactions.py`) that follow; each is a
    durable job enqueued in the same transaction. `topics()` says who hears of it once it is committed.
    """

    then: ClassVar[tuple[str, ...]] = ()
    patient_id: UUID | None = None

    def topics(self) -> tuple[str, ...]:
        """Names of what changed ("pool:<id>"), never data."""
        return ()

    def data(self) -> dict[str, Any]:
        """The fact's own fields, as plain JSON values."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "patient_id"}
        return {
            name: str(value) if isinstance(value, UUID) else value for name, value in own.items() if value is not None
        }


def kinds() -> set[type[Fact]]:
    """Every kind of fact that can be recorded: all files of this folder are read first.

    What only others are built on has an underscore before its name, and is none.
    """
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(module.name)

    def below(kind: type[Fact]) -> set[type[Fact]]:
        return {kind}.union(*(below(child) for child in kind.__subclasses__()))

    return {kind for kind in below(Fact) - {Fact} if not kind.__name__.startswith("_")}
