"""Asking an insider whether the own draft is right, answering with the own login, and minding an objection."""

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.utils import timezone
from msgspec import structs

from compliance.audit.log import Changes, record
from compliance.models import User
from filings.models import Confirmation, Filing
from filings.models.confirmation import QUESTION
from filings.ownership import canonical
from filings.ownership.report import OwnershipReport, Submission
from filings.services.assemble import remarks_without_exhibits
from filings.services.editing import must_be_editable
from filings.services.review import ChangedSince, examine
from people.models import ReportingOwner

log = logging.getLogger(__name__)

# 256 bits: nobody finds one by trying.
_TOKEN_BYTES = 32
_MAIL_SECONDS = 10


class Discarded(ObjectDoesNotExist):
    """The draft was discarded, and its questions with it."""


@dataclass(frozen=True)
class Asked:
    """A question that was just asked, with the token that is told this once and kept nowhere."""

    confirmation: Confirmation
    token: str


def report_sha256(report: OwnershipReport) -> str:
    """The hash of what an owner confirms: the report alone, so that another exhibit or signer changes nothing."""
    told = structs.replace(report, remarks=remarks_without_exhibits(report.remarks), signatures=())
    return canonical.sha256(canonical.encode(Submission(report=told)))


def confirmation_ask(*, actor: User, filing_id: int, owner: ReportingOwner, days: int) -> Asked:
    """Make a link by which an owner on a draft can say whether it is right; an older open one is revoked.

    Raises ``NotEditable`` for a signed filing, and ``ReportingOwner.DoesNotExist`` for who is not on it.
    """
    with transaction.atomic():
        filing = hold(filing_id)
        must_be_editable(filing)
        owner = filing.owners.get(pk=owner.pk)
        now, token = timezone.now(), secrets.token_urlsafe(_TOKEN_BYTES)
        revoked = _revoke_open(filing, owner)
        confirmation = Confirmation.objects.create(
            filing=filing,
            owner=owner,
            asked_by=actor,
            asked_at=now,
            expires_at=now + dt.timedelta(days=days),
            token_sha256=digest(token),
        )
        event_keep(confirmation, f"asked {owner} to confirm the draft", by=actor, changes=revoked)
    return Asked(confirmation, token)


def confirmation_send(*, confirmation: Confirmation, address: str, link: str, due: str) -> bool:
    """Send the link by mail, at once: a secret is never handed to a task. ``False`` where the mail server refuses."""
    message = EmailMessage(
        subject=f"Please look at your Form {confirmation.filing.form_type} before it is filed",
        body=(
            f"{confirmation.asked_by} asks you to look at the Form {confirmation.filing.form_type} that is being "
            f"prepared for you, and to say whether it is right.\n\n{link}\n\n"
            f"{due}{' ' if due else ''}The link opens once, in the browser in which you open it first. If it was "
            f"opened before you came to it, tell {confirmation.asked_by}. Do not pass it on.\n"
        ),
        to=[address],
        connection=get_connection(timeout=_MAIL_SECONDS),
    )
    try:
        message.send()
    except OSError as problem:  # smtplib's errors are such too
        log.warning("The link of confirmation %s was not sent: %s.", confirmation.pk, type(problem).__name__)
        return False
    with transaction.atomic():
        hold(confirmation.filing_id)
        Confirmation.objects.filter(pk=confirmation.pk).update(sent_to=address)
        event_keep(
            confirmation,
            f"had the link to confirm the draft sent to {confirmation.owner}",
            by=confirmation.asked_by,
            changes={"address": ["", address]},
        )
    return True


def confirmation_revoke(*, actor: User, confirmation: Confirmation) -> None:
    """Take a link back: it opens nothing from now on. One that was answered stays as it is."""
    with transaction.atomic():
        filing = hold(confirmation.filing_id)
        taken = open_questions(filing, confirmation.owner).filter(pk=confirmation.pk)
        if taken.update(revoked_at=timezone.now()):
            verb = f"revoked the link by which {confirmation.owner} was to confirm the draft"
            event_keep(confirmation, verb, by=actor)


def confirmation_answer_own(
    *,
    actor: User,
    filing_id: int,
    owners: Collection[ReportingOwner],
    sha256: str,
    answer: Confirmation.Answer,
    comment: str,
) -> list[Confirmation]:
    """The same by who is signed in, for each of these owners on the filing; their open links are revoked.

    Raises ``ChangedSince``, ``NotEditable``, and ``ReportingOwner.DoesNotExist`` for who is not on it.
    """
    with transaction.atomic():
        filing, now = hold(filing_id), timezone.now()
        said = said_of(filing, sha256, answer, comment)
        given = []
        for owner in owners:
            on_it = filing.owners.get(pk=owner.pk)
            revoked = _revoke_open(filing, on_it)
            one = Confirmation.objects.create(
                filing=filing, owner=on_it, asked_at=now, answered_by=actor, **said
            )
            given.append((one, told_of(sha256, comment) | revoked))
        right = answer == Confirmation.Answer.RIGHT
        for one, changes in given:
            verb = f"{'confirmed' if right else 'said'} for {one.owner} that the draft is {answer.value}"
            event_keep(one, verb, by=actor, changes=changes)
    return [one for one, _ in given]


def confirmation_reply(*, actor: User, confirmation: Confirmation, text: str) -> None:
    """Say what was done about an objection; it stands beside it from then on."""
    with transaction.atomic():
        hold(confirmation.filing_id)
        held = questions().get(pk=confirmation.pk)
        if not held.is_objection:
            return
        held.reply, held.replied_by, held.replied_at = text, actor, timezone.now()
        held.save(update_fields=["reply", "replied_by", "replied_at"])
        verb = f"said what was done about the objection of {held.owner}"
        event_keep(held, verb, by=actor, changes={"reply": ["", text]})


def said_of(filing: Filing, sha256: str, answer: Confirmation.Answer, comment: str) -> dict[str, Any]:
    """The columns of an answer to the report with this hash, if it still is the report of the filing."""
    must_be_editable(filing)
    examination = examine(filing)
    if report_sha256(examination.submission.report) != sha256:
        raise ChangedSince("The report was changed while you looked at it. Look at it again as it is now.")
    return {
        "answer": answer,
        "comment": comment,
        "answered_at": timezone.now(),
        "report_sha256": sha256,
        "state_sha256": examination.sha256,
    }


def told_of(sha256: str, comment: str) -> Changes:
    """What an event says of an answer."""
    return {"report": ["", sha256]} | ({"comment": ["", comment]} if comment else {})


def event_keep(
    confirmation: Confirmation, verb: str, *, by: User | None, changes: Changes | None = None
) -> None:
    """An event of a question, with its number: so whoever may not see another owner's is not shown it."""
    numbered: Changes = {QUESTION: ["", str(confirmation.pk)]}
    record(actor=by, verb=verb, subject=confirmation.filing, changes=numbered | (changes or {}))


def hold(filing_id: int) -> Filing:
    """The filing, locked: all that happens to its questions, and to the draft itself, takes turns.

    Raises ``Discarded``.
    """
    filing = Filing.objects.select_for_update().filter(pk=filing_id).first()
    if filing is None:
        raise Discarded
    return filing


def questions() -> models.QuerySet[Confirmation]:
    """Questions with what the pages and events name of them; never a CCC."""
    return Confirmation.objects.select_related("filing__issuer", "owner", "asked_by").defer("owner__ccc")


def open_questions(filing: Filing, owner: ReportingOwner) -> models.QuerySet[Confirmation]:
    """The questions by a link that was neither answered nor revoked."""
    return Confirmation.objects.filter(
        filing=filing,
        owner=owner,
        token_sha256__isnull=False,
        answered_at__isnull=True,
        revoked_at__isnull=True,
    )


def _revoke_open(filing: Filing, owner: ReportingOwner) -> Changes:
    """Take the owner's open link back, and what an event says of it."""
    revoked = open_questions(filing, owner).update(revoked_at=timezone.now())
    return {"earlier link": ["open", "revoked"]} if revoked else {}


def digest(secret: str) -> str:
    """What the desk keeps of a token, and of a browser's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
