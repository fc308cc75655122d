"""What the patient owes, where the chart's source sends its bills."""

from collections import defaultdict
from decimal import Decimal

import orjson

from portal_app.access import visible
from portal_app.catalogue import say, say_count
from portal_app.chart import invoices
from portal_app.facts.chart import ChartRead
from portal_app.models import Resource
from portal_app.models.kinds import Group
from portal_app.services.home.cards import BalanceCard
from portal_app.work import Work

MOST = 200
"""Open bills that are added up; more of one patient would be a mistake of the source."""


def balance(work: Work) -> BalanceCard:
    """The sum of all open bills; an empty card if none is known."""
    query = (
        visible.resources(work.actor, work.now)
        .where(Resource.group == Group.BILLING, Resource.type == "Invoice", Resource.status == invoices.ISSUED)
        .where(Resource.entered_in_error.is_(False))
        .order_by(Resource.clinical_at.desc(), Resource.id)
        .limit(MOST)
    )
    sums: dict[str, list[Decimal]] = defaultdict(list)
    for found in work.session.scalars(query):
        if bill := invoices.owed(orjson.loads(found.body)):
            sums[bill[1]].append(bill[0])
    if not sums:
        return BalanceCard()
    work.record(ChartRead(patient_id=work.actor.patient_id, part="bills"))
    amounts = say(" and ").join(invoices.printed(sum(amounts, Decimal()), money) for money, amounts in sums.items())
    count = sum(map(len, sums.values()))
    return BalanceCard(amounts, say_count("One open bill.", "{n} open bills.", n=count))
