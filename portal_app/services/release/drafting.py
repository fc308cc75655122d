"""An edit of the rules before it is saved: kept for who makes it, on the server, as they go."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal_app import releasing
from portal_app.access import visible
from portal_app.access.permissions import Permission
from portal_app.catalogue import say
from portal_app.errors import BadInput
from portal_app.models import Draft, Site
from portal_app.rules import release_edit
from portal_app.rules.release_edit import Body
from portal_app.rules.release_plan import Plan, planned
from portal_app.services.release.cards import RulesCard
from portal_app.services.release.reading import card_of
from portal_app.work import Work

PLACE = "release"


def read(work: Work) -> RulesCard:
    """The rules as they are, or as the reader is editing them."""
    work.permit(Permission.RELEASE_MANAGE)
    return _card(work)


def edit(work: Work, key: str, field: str, value: str) -> RulesCard:
    """Change one word of one of the clinic's rules."""
    if field == "site":
        _is_site(work, value)
    return _change(work, lambda body: release_edit.edited(body, key, field, value))


def add(work: Work, ready_made: str = "") -> RulesCard:
    """One more rule: a ready-made one, or one to be filled in."""
    return _change(work, lambda body: release_edit.added(body, ready_made))


def remove(work: Work, key: str) -> RulesCard:
    """Take one of the clinic's rules away."""
    return _change(work, lambda body: release_edit.without(body, key))


def move(work: Work, key: str, step: int) -> RulesCard:
    """Ask one of the clinic's rules sooner (-1) or later (1)."""
    return _change(work, lambda body: release_edit.moved(body, key, step))


def switch(work: Work, what: str, name: str) -> RulesCard:
    """Show a class or a page of the record, or do not show it at all."""
    return _change(work, lambda body: release_edit.switched(body, what, name))


def choose_pack(work: Work, state: str, on: bool, site: str = "") -> RulesCard:
    """A state's laws apply, at one site or at every site, or do not."""
    _is_site(work, site)
    return _change(work, lambda body: release_edit.with_pack(body, state, on, site))


def drop(work: Work) -> RulesCard:
    """Forget the edit."""
    work.permit(Permission.RELEASE_MANAGE)
    forget(work)
    return _card(work)


def forget(work: Work) -> None:
    """The edit is saved, or is not wanted any more."""
    if (draft := _draft(work)) is not None:
        work.session.delete(draft)
        work.session.flush()


def rebase(work: Work) -> None:
    """The edit goes on from the newest edition."""
    current = releasing.edition(work)
    if (draft := _draft(work)) is not None:
        draft.extra = {**draft.extra, "seen": current.edition if current else 0}
        work.session.flush()


def plan_of(work: Work) -> tuple[Plan, int]:
    """The rules that the reader is editing, and the edition that the edit began with."""
    current = releasing.edition(work)
    draft = _draft(work)
    if draft is not None:
        return planned(draft.extra["body"]), int(draft.extra["seen"])
    return planned(current.body if current else {}), current.edition if current else 0


def _change(work: Work, edit_of: Callable[[Body], Body]) -> RulesCard:
    work.permit(Permission.RELEASE_MANAGE)
    plan, seen = plan_of(work)
    current = releasing.edition(work)
    body = edit_of(release_edit.kept(plan))
    if body == release_edit.kept(planned(current.body if current else {})):
        forget(work)
    else:
        _keep(work, body, seen)
    return _card(work)


def _keep(work: Work, body: Body, seen: int) -> None:
    extra: dict[str, Any] = {"body": body, "seen": seen}
    draft = _draft(work)
    if draft is None:
        work.add(Draft(account_id=work.actor.account_id, place=PLACE, extra=extra, key="", saved_at=work.now))
    else:
        draft.extra, draft.saved_at = extra, work.now
    work.session.flush()


def _draft(work: Work) -> Draft | None:
    return work.session.scalars(visible.drafts(work.actor).where(Draft.place == PLACE)).first()


def _card(work: Work) -> RulesCard:
    plan, seen = plan_of(work)
    return card_of(work, plan, seen)


def _is_site(work: Work, site: str) -> None:
    work.permit(Permission.RELEASE_MANAGE)
    if site and site not in {str(one) for one in work.session.scalars(select(Site.id))}:
        raise BadInput(say("There is no such site."))
