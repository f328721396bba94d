"""Asking an insider whether the own draft is right: a link for one browser, for some days, for one answer."""

import datetime as dt
import hashlib
import logging
import secrets
from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.utils import timezone
from msgspec import structs

from compliance.audit.log import record
from compliance.models import User
from filings.models import Confirmation, Filing
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


class UnknownLink(Exception):
    """No such link was ever made."""


class LinkRefused(Exception):
    """The link opens nothing any more, or not here; the text says why and what to do."""


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
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        must_be_editable(filing)
        owner = filing.owners.get(pk=owner.pk)
        now, token = timezone.now(), secrets.token_urlsafe(_TOKEN_BYTES)
        _open_ones(filing, owner).update(revoked_at=now)
        confirmation = Confirmation.objects.create(
            filing=filing,
            owner=owner,
            asked_by=actor,
            asked_at=now,
            expires_at=now + dt.timedelta(days=days),
            token_sha256=_digest(token),
        )
        record(actor=actor, verb=f"asked {owner} to confirm the draft", subject=filing)
    return Asked(confirmation, token)


def confirmation_send(*, confirmation: Confirmation, address: str, link: str, due: str) -> bool:
    """Send the link by mail, at once: a secret is never handed to a task. ``False`` where the mail server refuses."""
    message = EmailMessage(
        subject=f"Please look at your Form {confirmation.filing.form_type} before it is filed",
        body=(
            f"{confirmation.asked_by} asks you to look at the Form {confirmation.filing.form_type} that is being "
            f"prepared for you, and to say whether it is right.\n\n{link}\n\n"
            f"{due}The link opens once, in the browser in which you open it first. If it was opened before you "
            f"came to it, tell {confirmation.asked_by}. Do not pass it on.\n"
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
        Confirmation.objects.filter(pk=confirmation.pk).update(sent_to=address)
        record(
            actor=confirmation.asked_by,
            verb=f"had the link to confirm the draft sent to {confirmation.owner}",
            subject=confirmation.filing,
            changes={"address": ["", address]},
        )
    return True


def confirmation_revoke(*, actor: User, confirmation: Confirmation) -> None:
    """Take a link back: it opens nothing from now on. One that was answered stays as it is."""
    with transaction.atomic():
        taken = Confirmation.objects.filter(
            pk=confirmation.pk, answered_at__isnull=True, revoked_at__isnull=True, token_sha256__isnull=False
        ).update(revoked_at=timezone.now())
        if taken:
            record(
                actor=actor,
                verb=f"revoked the link by which {confirmation.owner} was to confirm the draft",
                subject=confirmation.filing,
            )


def link_look(*, token: str, browser: str, address: str) -> Confirmation | None:
    """Look at a link without using it up, as mail scanners do: the question, if this ``browser`` has opened it.

    ``browser`` is the secret that the browser got when it opened a link, empty for none. Raises ``UnknownLink``, and
    ``LinkRefused`` where the link opens nothing any more or was opened in another browser; the latter is in the log
    with the address it came from.
    """
    confirmation = _with_token(token)
    _must_be_open(confirmation)
    if confirmation.opened_at is None:
        return None
    if browser and confirmation.browser_sha256 == _digest(browser):
        return confirmation
    raise _used_again(confirmation, address)


def link_open(*, token: str, browser: str, address: str) -> Confirmation:
    """Use a link up: from now on it opens in this ``browser`` alone, whose secret is kept as a digest.

    Raises as ``link_look`` does; of two at one instant one opens it.
    """
    confirmation = _with_token(token)
    _must_be_open(confirmation)
    with transaction.atomic():
        unopened = Confirmation.objects.filter(
            pk=confirmation.pk, opened_at__isnull=True, revoked_at__isnull=True
        )
        if unopened.update(opened_at=timezone.now(), browser_sha256=_digest(browser)):
            record(
                actor=None,
                verb=f"saw the link for {confirmation.owner} opened",
                subject=confirmation.filing,
                changes={"from": ["", address]},
            )
            return confirmation
    raise _used_again(confirmation, address)


def _used_again(confirmation: Confirmation, address: str) -> LinkRefused:
    """Keep in the log that a link was used again; what to tell whoever did."""
    with transaction.atomic():
        Confirmation.objects.filter(pk=confirmation.pk).update(used_again_at=timezone.now())
        record(
            actor=None,
            verb=f"refused the link for {confirmation.owner}: it had been opened before, in another browser",
            subject=confirmation.filing,
            changes={"from": ["", address]},
        )
    return LinkRefused(
        "This link has been opened before, in another browser, and it opens only once. If that was not you, tell "
        f"{confirmation.asked_by}, who can send you a new one."
    )


def confirmation_in(browser: str, key: int) -> Confirmation:
    """A question that a browser has opened, by its key. Raises ``UnknownLink`` for one that it has not, and
    ``LinkRefused`` when its time is over."""
    known = _questions().filter(browser_sha256=_digest(browser), pk=key)
    confirmation = known.first() if browser else None
    if confirmation is None:
        raise UnknownLink
    _must_be_open(confirmation)
    return confirmation


def confirmation_answer(
    *, confirmation: Confirmation, sha256: str, answer: Confirmation.Answer, comment: str
) -> Confirmation:
    """Keep what an owner says of the draft that was shown, by the hash of its report.

    Raises ``ChangedSince`` when the draft is another one by now, ``LinkRefused`` and ``NotEditable``.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=confirmation.filing_id)
        held = _questions().get(pk=confirmation.pk)
        _must_be_open(held)
        _answer(held, filing, sha256, answer, comment, by=None)
    return held


def confirmation_answer_own(
    *,
    actor: User,
    filing_id: int,
    owner: ReportingOwner,
    sha256: str,
    answer: Confirmation.Answer,
    comment: str,
) -> Confirmation:
    """The same by who is signed in and reports on the filing; an open link to the owner is not needed any more.

    Raises ``ChangedSince``, ``NotEditable``, and ``ReportingOwner.DoesNotExist`` for who is not on it.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        owner = filing.owners.get(pk=owner.pk)
        now = timezone.now()
        _open_ones(filing, owner).update(revoked_at=now)
        given = Confirmation(filing=filing, owner=owner, asked_at=now, answered_by=actor)
        _answer(given, filing, sha256, answer, comment, by=actor)
    return given


def confirmation_reply(*, actor: User, confirmation: Confirmation, text: str) -> None:
    """Say what was done about an objection; it stands beside it from then on."""
    with transaction.atomic():
        held = Confirmation.objects.select_for_update().get(pk=confirmation.pk)
        if not held.is_objection:
            return
        held.reply, held.replied_by, held.replied_at = text, actor, timezone.now()
        held.save(update_fields=["reply", "replied_by", "replied_at"])
        record(
            actor=actor,
            verb=f"said what was done about the objection of {held.owner}",
            subject=held.filing,
            changes={"reply": ["", text]},
        )


def _answer(
    held: Confirmation,
    filing: Filing,
    sha256: str,
    answer: Confirmation.Answer,
    comment: str,
    *,
    by: User | None,
) -> None:
    must_be_editable(filing)
    examination = examine(filing)
    if report_sha256(examination.submission.report) != sha256:
        raise ChangedSince("The report was changed while you looked at it. Look at it again as it is now.")
    held.answer, held.comment, held.answered_at = answer, comment, timezone.now()
    held.report_sha256, held.state_sha256 = sha256, examination.sha256
    held.save()
    right = answer == Confirmation.Answer.RIGHT
    said = f"{'confirmed' if right else 'said'} that the draft is {'right' if right else 'wrong'}"
    record(
        actor=by,
        verb=said if by else f"kept what {held.owner} said by the link: {answer.label}",
        subject=filing,
        changes={"report": ["", sha256]} | ({"comment": ["", comment]} if comment else {}),
    )


def _questions() -> models.QuerySet[Confirmation]:
    return Confirmation.objects.select_related("filing__issuer", "owner", "asked_by").defer("owner__ccc")


def _with_token(token: str) -> Confirmation:
    confirmation = _questions().filter(token_sha256=_digest(token)).first()
    if confirmation is None:
        raise UnknownLink
    return confirmation


def _open_ones(filing: Filing, owner: ReportingOwner) -> models.QuerySet[Confirmation]:
    return Confirmation.objects.filter(
        filing=filing,
        owner=owner,
        token_sha256__isnull=False,
        answered_at__isnull=True,
        revoked_at__isnull=True,
    )


def _must_be_open(confirmation: Confirmation) -> None:
    asked_by = confirmation.asked_by
    if confirmation.answered_at is not None:
        raise LinkRefused("Your answer is kept. Thank you; you can close this page.")
    if confirmation.revoked_at is not None:
        raise LinkRefused(f"This link was taken back. Ask {asked_by} for a new one if you still expect one.")
    if confirmation.expires_at is not None and confirmation.expires_at <= timezone.now():
        raise LinkRefused(f"This link has expired. Ask {asked_by} for a new one.")
    if not confirmation.filing.is_editable:
        raise LinkRefused(
            f"The report is signed by now and is not changed any more. Ask {asked_by} if it is wrong."
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
