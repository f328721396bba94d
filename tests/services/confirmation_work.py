"""What the tests let two browsers, or a browser and the staff, do with one link at the same instant."""

import datetime as dt
from typing import Any

from django.utils import timezone

from compliance.audit.log import first_break, history
from filings.models import Confirmation
from filings.services.confirm_link import LinkRefused, confirmation_answer, link_open
from filings.services.confirmation import (
    Discarded,
    confirmation_ask,
    confirmation_revoke,
    digest,
    report_sha256,
)
from filings.services.draft import filing_discard
from filings.services.review import examine
from tests.filings.harborwell import NOW, draft, fresh, line, open_desk, sale
from tests.services.authority_work import at_once

_REFUSALS = (LinkRefused, Discarded)


def opened_by_two(rounds: int) -> dict[str, Any]:
    """Open one link in two browsers at once, so often: which was first, and whatever must never be."""
    timezone.now = lambda: NOW.astimezone(dt.UTC)
    desk = open_desk()
    first, wrong = {"one": 0, "other": 0}, []
    for number in range(rounds):
        filing = draft(desk)
        asked = confirmation_ask(actor=desk.kemi, filing_id=filing.pk, owner=desk.anil, days=2)
        told = at_once(
            lambda token=asked.token: link_open(token=token, browser="one", address="192.0.2.1"),
            lambda token=asked.token: link_open(token=token, browser="other", address="192.0.2.2"),
            refusals=_REFUSALS,
        )
        kept, events = filing.confirmations.get(), history(filing)
        winner = told.index("") if "" in told else 0
        by = {
            deed: [one.changes["from"][1] for one in events.filter(verb__startswith=deed)]
            for deed in ("saw the link", "refused the link")
        }
        browsers = [("one", "192.0.2.1"), ("other", "192.0.2.2")]
        (name, address), (_, loser) = browsers[winner], browsers[1 - winner]
        expected = {"saw the link": [address], "refused the link": [loser]}
        right = sorted(told) == ["", "LinkRefused"] and by == expected
        if not right or kept.browser_sha256 != digest(name) or kept.used_again_at is None:
            wrong.append(f"round {number}: {told} {by}")
        else:
            first[name] += 1
    return {"first": first, "wrong": wrong, "break": first_break()}


def answered_while_something_else(rounds: int) -> dict[str, Any]:
    """Answer by a link while it is revoked, or while the draft is discarded, so often: no write may undo another."""
    timezone.now = lambda: NOW.astimezone(dt.UTC)
    desk = open_desk()
    counts, wrong = {"answered": 0, "too late": 0}, []
    for number in range(rounds):
        filing = draft(desk)
        line(desk, filing, sale())
        asked = confirmation_ask(actor=desk.kemi, filing_id=filing.pk, owner=desk.anil, days=2)
        opened = link_open(token=asked.token, browser="one", address="192.0.2.1")
        sha256 = report_sha256(examine(fresh(filing)).submission.report)

        def answer(opened: Confirmation = opened, sha256: str = sha256) -> None:
            confirmation_answer(
                confirmation=opened, sha256=sha256, answer=Confirmation.Answer.RIGHT, comment=""
            )

        def revoke(confirmation: Confirmation = asked.confirmation) -> None:
            confirmation_revoke(actor=desk.kemi, confirmation=confirmation)

        def discard(filing_id: int = filing.pk) -> None:
            filing_discard(actor=desk.kemi, filing_id=filing_id)

        discards = bool(number % 2)
        told = at_once(answer, discard if discards else revoke, refusals=_REFUSALS)
        counts["too late" if told[0] else "answered"] += 1
        if told[0] not in {"", "Discarded" if discards else "LinkRefused"} or told[1]:
            wrong.append(f"round {number}: {told}")
        elif not discards:
            kept = filing.confirmations.get()
            if bool(kept.answer) is (kept.revoked_at is not None) or bool(kept.answer) is bool(told[0]):
                wrong.append(f"round {number}: {told} {kept.answer} {kept.revoked_at}")
    return {**counts, "wrong": wrong, "break": first_break()}
