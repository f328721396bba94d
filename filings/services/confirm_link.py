"""The link by which an insider without a login looks at the own draft: opening it once, and answering by it."""

from django.db import transaction
from django.utils import timezone

from filings.models import Confirmation
from filings.services.confirmation import (
    digest,
    event_keep,
    hold,
    open_questions,
    questions,
    said_of,
    told_of,
)


class UnknownLink(Exception):
    """No such link was ever made, or not for this browser."""


class LinkRefused(Exception):
    """The link opens nothing any more, or not here; the text says why and what to do."""


def link_look(*, token: str, browser: str) -> Confirmation | None:
    """Look at a link, as mail scanners do too, without using it up: the question, if this ``browser`` opened it.

    ``browser`` is the browser's secret, empty for none. ``None`` where a person may try to open it, also where
    another browser did: only ``link_open`` refuses that. Raises ``UnknownLink``, and ``LinkRefused`` where the link
    opens nothing any more.
    """
    confirmation = _with_token(token)
    if _was_opened_elsewhere(confirmation, browser):
        return None
    _must_be_open(confirmation)
    return confirmation if confirmation.opened_at else None


def link_open(*, token: str, browser: str, address: str) -> Confirmation:
    """Use a link up: from now on it opens in this ``browser`` alone, whose secret is kept as a digest.

    The same browser may do so twice; of two at one instant one opens it. Raises ``UnknownLink``, and ``LinkRefused``
    where the link opens nothing any more or was opened in another browser: this is in the log with the ``address``
    that it came from, whatever became of the link since. Raises ``Discarded`` as well.
    """
    with transaction.atomic():
        filing = hold(_with_token(token).filing_id)
        confirmation = _with_token(token)
        now = timezone.now()
        elsewhere = _was_opened_elsewhere(confirmation, browser)
        if elsewhere:
            Confirmation.objects.filter(pk=confirmation.pk).update(used_again_at=now)
            verb = f"refused the link for {confirmation.owner}: it had been opened before, in another browser"
            event_keep(confirmation, verb, by=None, changes={"from": ["", address]})
        else:
            _must_be_open(confirmation)
            unopened = open_questions(filing, confirmation.owner).filter(
                pk=confirmation.pk, opened_at__isnull=True, expires_at__gt=now
            )
            if unopened.update(opened_at=now, browser_sha256=digest(browser)):
                verb = f"saw the link for {confirmation.owner} opened"
                event_keep(confirmation, verb, by=None, changes={"from": ["", address]})
    if elsewhere:
        _must_not_be_revoked(confirmation)
        raise LinkRefused(
            "This link has been opened before, in another browser, and it opens only once. If that was not you, tell "
            f"{confirmation.asked_by} at once, who can send you a new one."
        )
    return confirmation


def confirmation_in(browser: str, key: int) -> Confirmation:
    """A question that a browser has opened, by its key. Raises ``UnknownLink`` for one that it has not, and
    ``LinkRefused`` when its time is over."""
    known = questions().filter(browser_sha256=digest(browser), pk=key)
    confirmation = known.first() if browser else None
    if confirmation is None:
        raise UnknownLink
    _must_be_open(confirmation)
    return confirmation


def confirmation_answer(
    *, confirmation: Confirmation, sha256: str, answer: Confirmation.Answer, comment: str
) -> Confirmation:
    """Keep what an owner says of the draft that was shown, by the hash of its report.

    Raises ``ChangedSince`` when the draft is another one by now, ``Discarded``, ``LinkRefused`` and ``NotEditable``.
    """
    with transaction.atomic():
        filing = hold(confirmation.filing_id)
        held = questions().get(pk=confirmation.pk)
        _must_be_open(held)
        said = said_of(filing, sha256, answer, comment)
        for name, value in said.items():
            setattr(held, name, value)
        held.save(update_fields=list(said))
        verb = f"kept what {held.owner} said by the link: {answer.label}"
        event_keep(held, verb, by=None, changes=told_of(sha256, comment))
    return held


def _with_token(token: str) -> Confirmation:
    confirmation = questions().filter(token_sha256=digest(token)).first()
    if confirmation is None:
        raise UnknownLink
    return confirmation


def _was_opened_elsewhere(confirmation: Confirmation, browser: str) -> bool:
    """Whether another browser than this one has opened the link."""
    return confirmation.opened_at is not None and confirmation.browser_sha256 != digest(browser)


def _must_be_open(confirmation: Confirmation) -> None:
    asked_by, filing = confirmation.asked_by, confirmation.filing
    if confirmation.answered_at is not None:
        raise LinkRefused("Your answer is kept. Thank you; you can close this page.")
    _must_not_be_revoked(confirmation)
    if confirmation.expires_at is not None and confirmation.expires_at <= timezone.now():
        raise LinkRefused(f"This link has expired. Ask {asked_by} for a new one.")
    if not filing.owners.filter(pk=confirmation.owner_id).exists():
        raise LinkRefused(f"The report is not about you any more. Ask {asked_by} if you think that it is.")
    if not filing.is_editable:
        raise LinkRefused(
            f"The report is signed by now and is not changed any more. Ask {asked_by} if it is wrong."
        )


def _must_not_be_revoked(confirmation: Confirmation) -> None:
    if confirmation.revoked_at is not None:
        asked_by = confirmation.asked_by
        raise LinkRefused(f"This link was taken back. Ask {asked_by} for a new one if you still expect one.")
