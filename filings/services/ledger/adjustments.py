"""What no form says, recorded beside the forms: openings, plan purchases, splits, changes in form of ownership.

Nothing is changed by it but what the ledger comes to; what was recorded wrongly is reversed by a record of its own.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from compliance.audit.log import record
from compliance.calendar import eastern_today
from compliance.models import User
from filings.models import Adjustment, LedgerKey
from filings.ownership import codes
from filings.ownership.ledger import Account, AdjustmentKind, Posting, Wording, amount_of, class_of
from filings.ownership.wording import amount
from filings.ownership.wording import day as worded
from filings.selectors.ledger.reading import Record
from filings.services.ledger.entries import ledger_keys
from people.models import Issuer, ReportingOwner

_NOTE_LENGTH: int = Adjustment._meta.get_field("note").max_length or 0


class AdjustmentRefused(Exception):
    """What was to be recorded cannot be; one sentence says why and what to do."""


def ledger_key_keep(*, issuer: Issuer, wording: Wording) -> LedgerKey:
    """The row of a key that no form has named yet, for an opening balance or the other side of a transfer."""
    with transaction.atomic():
        keys = ledger_keys({(issuer.pk, wording.digest): wording})
    return LedgerKey.objects.get(pk=keys[issuer.pk, wording.digest])


def opening_record(
    *,
    actor: User,
    owner: ReportingOwner,
    issuer: Issuer,
    key: LedgerKey,
    day: dt.date,
    balance: Decimal,
    note: str,
    award: str = "",
) -> Adjustment:
    """Record what was held at the beginning of a day, before the first form that the desk has of it.

    Raises ``AdjustmentRefused``.
    """
    _must_be_amount(balance)
    opening = Adjustment(
        kind=AdjustmentKind.OPENING, issuer=issuer, owner=owner, key=key, award=award, day=day, change=balance,
        note=note, recorded_by=actor,
    )  # fmt: skip
    with transaction.atomic():
        desk = _Desk(opening)
        if account := desk.account(key):
            _must_begin_later(account, opening)
        return desk.keep(f"an opening balance of {amount(balance)} {key.title}")


def adjustment_record(
    *,
    actor: User,
    owner: ReportingOwner,
    issuer: Issuer,
    kind: AdjustmentKind,
    key: LedgerKey,
    day: dt.date,
    change: Decimal,
    note: str,
    award: str = "",
    to: LedgerKey | None = None,
) -> Adjustment:
    """Record that a holding changed on a day without a line on a form: more by ``change``, or fewer.

    A transfer takes ``change`` from ``key`` and gives it to the other way of holding, ``to``. Raises
    ``AdjustmentRefused``.
    """
    if kind in {AdjustmentKind.OPENING, AdjustmentKind.SPLIT}:
        raise ValueError(f"{kind.label} has a service of its own.")
    _must_be_amount(abs(change))
    if not change or (change < 0 and kind is not AdjustmentKind.CORRECTION):
        raise AdjustmentRefused("The number of securities is above zero. Check the number.")
    if (to is None) == (kind is AdjustmentKind.TRANSFER) or to == key:
        raise AdjustmentRefused(
            "A change in form of ownership has two sides. Choose where the securities went."
        )
    adjustment = Adjustment(
        kind=kind, issuer=issuer, owner=owner, key=key, to=to, award=award, day=day, change=change, note=note,
        recorded_by=actor,
    )  # fmt: skip
    with transaction.atomic():
        desk = _Desk(adjustment)
        _must_be_known(desk.account(key), adjustment)
        return desk.keep(f"{kind.label.lower()}: {amount(change)} {key.title}")


def split_record(
    *, actor: User, issuer: Issuer, title: str, new: Decimal, old: Decimal, day: dt.date, note: str
) -> Adjustment:
    """Record a split of a class, ``new`` shares for every ``old`` ones, which counts for every owner.

    It changes the options and units on the class as well, and divides exercise prices. Raises
    ``AdjustmentRefused``.
    """
    if new <= 0 or old <= 0 or new == old:
        raise AdjustmentRefused(
            "A split has a ratio of two different numbers above zero, such as 4 for 1. Check it."
        )
    for number in (new, old):
        _must_be_amount(number)
    split = Adjustment(
        kind=AdjustmentKind.SPLIT, issuer=issuer, title=title, new=new, old=old, day=day, note=note,
        recorded_by=actor,
    )  # fmt: skip
    with transaction.atomic():
        desk = _Desk(split)
        again = Adjustment.objects.filter(
            issuer=issuer, kind=AdjustmentKind.SPLIT, day=day, reverses=None, reversed_by=None
        )
        if any(class_of(one.title) == class_of(title) for one in again):
            raise AdjustmentRefused(f"A split of {title} on {worded(day)} is recorded already.")
        return desk.keep(f"a split of {title}, {amount(new)} for {amount(old)}")


def adjustment_reverse(*, actor: User, adjustment: Adjustment, note: str) -> Adjustment:
    """Record that an adjustment was wrong: from then on neither counts. Raises ``AdjustmentRefused``."""
    if adjustment.reverses_id is not None:
        raise AdjustmentRefused("A reversal stays as it is. Record the adjustment again.")
    reversal = Adjustment(
        kind=adjustment.kind, issuer=adjustment.issuer, owner=adjustment.owner, key=adjustment.key,
        to=adjustment.to, award=adjustment.award, day=adjustment.day, change=adjustment.change,
        title=adjustment.title, new=adjustment.new, old=adjustment.old, note=note, reverses=adjustment,
        recorded_by=actor,
    )  # fmt: skip
    with transaction.atomic():
        desk = _Desk(reversal)
        if Adjustment.objects.filter(reverses=adjustment).exists():
            raise AdjustmentRefused("This adjustment is reversed already.")
        return desk.keep(f"the reversal of {str(adjustment)[0].lower()}{str(adjustment)[1:]}")


class _Desk:
    """The ledger of the owners whom an adjustment is about, locked until it is kept or refused."""

    def __init__(self, adjustment: Adjustment) -> None:
        _must_be_past(adjustment.day)
        if not 0 < len(adjustment.note.strip()) <= _NOTE_LENGTH:
            raise AdjustmentRefused(
                f"Say in at most {_NOTE_LENGTH} characters where it is known from: a statement, the issuer's notice."
            )
        self._new = adjustment
        Issuer.objects.select_for_update().get(pk=adjustment.issuer_id)
        owners = None if adjustment.owner_id is None else [adjustment.owner_id]
        self._record = Record(adjustment.issuer_id, owners)
        self._groups = [[owner] for owner in owners or sorted(self._record.owners)]

    def account(self, key: LedgerKey) -> Account | None:
        """The account of the adjustment's owner that has a wording."""
        accounts = self._record.accounts(self._groups[0])
        wanted = self._record.keys.get(key.pk)
        return next((one for one in accounts if wanted in one.keys), None)

    def keep(self, what: str) -> Adjustment:
        """Write the adjustment and its event. Raises ``AdjustmentRefused`` where a holding would fall below zero."""
        self._new.save()
        after = Record(self._new.issuer_id, None if self._new.owner_id is None else [self._new.owner_id])
        for owners in self._groups:
            was = {_place(one) for one in _impossible(self._record.accounts(owners))}
            for posting in _impossible(after.accounts(owners)):
                if _place(posting) not in was:
                    raise AdjustmentRefused(_impossibility(posting))
        record(
            actor=self._new.recorded_by,
            verb=f"recorded {what} as of {worded(self._new.day)}",
            subject=self._new.owner or self._new.issuer,
            changes={"source": ["", self._new.note]},
        )
        return self._new


def _impossible(accounts: Iterable[Account]) -> Iterable[Posting]:
    """What leaves a holding below zero, and adjustments of a holding that is not known."""
    for account in accounts:
        for posting in account.postings():
            below = posting.after is not None and posting.after < 0
            if below or (posting.adjustment is not None and posting.after is None):
                yield posting


def _place(posting: Posting) -> tuple[object, ...]:
    return posting.source, posting.entry.place if posting.entry else None, posting.adjustment is not None


def _impossibility(posting: Posting) -> str:
    if posting.after is None:
        return (
            f"An adjustment of {worded(posting.day)} rests on this opening balance. Reverse that one first."
        )
    return (
        f"This would leave a holding of {amount(amount_of(posting.after))} on {worded(posting.day)}. Check the "
        "number and the day."
    )


def _must_be_amount(number: Decimal) -> None:
    exponent = number.as_tuple().exponent
    if not number.is_finite() or not 0 <= number <= codes.MAX_AMOUNT:
        raise AdjustmentRefused(
            f"A number of securities is between 0 and {codes.MAX_AMOUNT:,}. Check the number."
        )
    if isinstance(exponent, int) and -exponent > codes.AMOUNT_DECIMALS:
        raise AdjustmentRefused(f"A number of securities has at most {codes.AMOUNT_DECIMALS} decimals.")


def _must_be_past(day: dt.date) -> None:
    if day > eastern_today():
        raise AdjustmentRefused(f"{worded(day)} has not come yet. Record it when it has happened.")


def _must_begin_later(account: Account, opening: Adjustment) -> None:
    """An opening balance comes before everything else that is known of a holding."""
    first = _first(account, opening.award)
    if first is None:
        return
    if first.adjustment is not None and first.adjustment.kind is AdjustmentKind.OPENING:
        raise AdjustmentRefused(
            f"An opening balance of {worded(first.day)} is recorded already. Reverse it before you record another."
        )
    if first.day <= opening.day:
        raise AdjustmentRefused(
            f"The ledger knows this holding from {worded(first.day)} on. Record a correction instead."
        )


def _must_be_known(account: Account | None, adjustment: Adjustment) -> None:
    """An adjustment changes a balance that is known on its day, and says of which award."""
    first = _first(account, adjustment.award) if account else None
    if account is None or first is None:
        raise AdjustmentRefused("Nothing is known of this holding. Record an opening balance first.")
    if adjustment.day < first.day:
        raise AdjustmentRefused(
            f"This holding begins on {worded(first.day)}. Record an opening balance of an earlier day first."
        )
    named = {track.award for track in account.tracks if track.balance}
    if len(named) > 1 and adjustment.award not in named:
        awards = ", ".join(sorted(award for award in named if award))
        raise AdjustmentRefused(f"Say which award it is about: {awards}.")


def _first(account: Account, award: str) -> Posting | None:
    """The first posting that states a balance: of an award where it is named."""
    postings = [
        posting
        for track in account.tracks
        if not award or track.award in {"", award}
        for posting in track.postings
        if posting.after is not None
    ]
    return min(postings, key=lambda one: one.day, default=None)
