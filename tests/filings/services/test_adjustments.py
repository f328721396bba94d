"""What people record beside the forms, and what is refused with a sentence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from compliance.audit.log import history
from filings.models import Adjustment, LedgerKey
from filings.models.ledger import LedgerIsFinal
from filings.ownership.codes import Table
from filings.ownership.ledger import AdjustmentKind, Wording
from filings.ownership.report import Measure
from filings.selectors.balances import opening_balances
from filings.selectors.ledger import accounts_of, entries_of, split_preview
from filings.services.ledger import (
    AdjustmentRefused,
    adjustment_record,
    adjustment_reverse,
    ledger_key_keep,
    opening_record,
    split_record,
)
from tests.filings.harborwell import Desk, draft, line, option, sale, signed

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 11, 20)
MONDAY = dt.date(2026, 11, 23)
KIND = AdjustmentKind
TRUST = Wording(Table.I, "Common Stock", "I", "By Trust", "", Measure.SHARES)


@pytest.fixture
def known(desk: Desk) -> LedgerKey:
    """12,000 shares held directly since a signed form of Friday."""
    filing = draft(desk)
    line(desk, filing, sale())
    line(desk, filing, option(), table=Table.II)
    signed(desk, filing)
    return LedgerKey.objects.get(title="Common Stock")


def balances(desk: Desk, on: dt.date | None = None) -> dict[str, Decimal]:
    return {
        f"{one.security.title}, {one.security.held}": one.balance
        for one in accounts_of(desk.anil, desk.issuer, on)
        if one.balance
    }


def recorded(desk: Desk, key: LedgerKey, change: object, kind: AdjustmentKind = KIND.PLAN_PURCHASE, **values):
    return adjustment_record(
        **{
            "actor": desk.kemi,
            "owner": desk.anil,
            "issuer": desk.issuer,
            "kind": kind,
            "key": key,
            "day": MONDAY,
            "change": Decimal(str(change)),
            "note": "Statement of the plan's agent.",
            **values,
        }
    )


def opened(desk: Desk, key: LedgerKey, balance: int, day: dt.date):
    return opening_record(
        actor=desk.kemi, owner=desk.anil, issuer=desk.issuer, key=key, day=day, balance=Decimal(balance),
        note="Questionnaire of March.",
    )  # fmt: skip


def split(desk: Desk, new: int, old: int, day: dt.date = MONDAY, title: str = "Common Stock"):
    return split_record(
        actor=desk.kemi, issuer=desk.issuer, title=title, new=Decimal(new), old=Decimal(old), day=day,
        note="Press release of 1 October 2026.",
    )  # fmt: skip


def test_a_purchase_under_a_plan_is_in_the_next_form_s_opening_balance(desk: Desk, known):
    adjustment = recorded(desk, known, "166.5")
    assert balances(desk)["Common Stock, direct"] == Decimal("12166.5")
    filing = draft(desk, on=MONDAY)
    assert line(desk, filing, sale(date=MONDAY, owned_after=None)).owned_after == Decimal("11666.5")
    told = history(desk.anil)[0]
    assert told.verb == ("recorded purchase under a plan: 166.5 Common Stock as of 23 November 2026")
    assert told.changes == {"source": ["", "Statement of the plan's agent."]}
    (entry,) = [one for one in entries_of(desk.anil, desk.issuer) if one.source.adjustment == adjustment.pk]
    assert (entry.what, entry.change, entry.after) == (
        "Purchase under a plan", Decimal("166.5"), Decimal("12166.5"),
    )  # fmt: skip


def test_an_opening_balance_is_what_the_first_draft_goes_on_from(desk: Desk):
    key = ledger_key_keep(
        issuer=desk.issuer, wording=Wording(Table.I, "Common Stock", "D", "", "", Measure.SHARES)
    )
    opened(desk, key, 12_500, dt.date(2026, 3, 1))
    filing = draft(desk)
    assert [one.amount for each in opening_balances(filing).values() for one in each] == [12_500]
    assert line(desk, filing, sale(owned_after=None)).owned_after == 12_000


def test_a_change_in_form_of_ownership_has_two_sides(desk: Desk, known):
    trust = ledger_key_keep(issuer=desk.issuer, wording=TRUST)
    recorded(desk, known, 3_000, KIND.TRANSFER, to=trust)
    assert balances(desk) == {
        "Common Stock, direct": 9_000, "Common Stock, By Trust": 3_000, "Stock Option (Right to Buy), direct": 1_000,
    }  # fmt: skip


def test_a_split_is_previewed_and_counts_for_the_class_and_its_options(desk: Desk, known):
    preview = split_preview(desk.issuer, "Common Stock", Decimal(4), Decimal(1), MONDAY)
    told = {one.security.title: (one.before, one.after, one.price_before, one.price_after) for one in preview}
    assert told == {
        "Common Stock": (12_000, 48_000, None, None),
        "Stock Option (Right to Buy)": (1_000, 4_000, Decimal("38.41"), Decimal("9.6025")),
    }
    split(desk, 4, 1)
    assert balances(desk, FRIDAY)["Common Stock, direct"] == 12_000
    assert balances(desk)["Common Stock, direct"] == 48_000
    assert history(desk.issuer)[0].verb == "recorded a split of Common Stock, 4 for 1 as of 23 November 2026"


def test_a_reversal_undoes_an_adjustment_and_both_stay(desk: Desk, known):
    wrong = recorded(desk, known, 166)
    adjustment_reverse(actor=desk.kemi, adjustment=wrong, note="It was Mira's.")
    assert balances(desk)["Common Stock, direct"] == 12_000
    assert Adjustment.objects.count() == 2
    with pytest.raises(AdjustmentRefused, match="reversed already"):
        adjustment_reverse(actor=desk.kemi, adjustment=wrong, note="Again.")
    with pytest.raises(AdjustmentRefused, match="A reversal stays"):
        adjustment_reverse(actor=desk.kemi, adjustment=wrong.reversed_by, note="Back.")


def test_a_split_that_was_reversed_can_be_recorded_again(desk: Desk, known):
    wrong = split(desk, 5, 1)
    with pytest.raises(
        AdjustmentRefused, match="A split of Common Stock on 23 November 2026 is recorded already"
    ):
        split(desk, 4, 1)
    adjustment_reverse(actor=desk.kemi, adjustment=wrong, note="The ratio was 4 for 1.")
    split(desk, 4, 1)
    assert balances(desk)["Common Stock, direct"] == 48_000


@pytest.mark.parametrize(
    ("change", "values", "sentence"),
    [
        (
            166,
            {"day": dt.date(2026, 11, 24)},
            "24 November 2026 has not come yet. Record it when it has happened.",
        ),
        (166, {"day": dt.date(2026, 11, 1)}, "This holding begins on 20 November 2026."),
        (0, {}, "The number of securities is above zero"),
        (-5, {}, "The number of securities is above zero"),
        ("0.00001", {}, "at most 4 decimals"),
        (10**13, {}, "between 0 and 999,999,999,999.9999"),
        ("NaN", {}, "between 0 and"),
        (166, {"note": "  "}, "where it is known from"),
        (166, {"note": "x" * 501}, "where it is known from"),
        (-12_001, {"kind": KIND.CORRECTION}, "This would leave a holding of -1 on 23 November 2026."),
        (12_001, {"kind": KIND.TRANSFER}, "has two sides"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(desk: Desk, known, change, values, sentence):
    with pytest.raises(AdjustmentRefused) as refusal:
        recorded(desk, known, change, **values)
    assert sentence in str(refusal.value)
    assert not Adjustment.objects.exists()
    assert balances(desk)["Common Stock, direct"] == 12_000


def test_more_than_is_there_cannot_be_moved_to_a_trust(desk: Desk, known):
    trust = ledger_key_keep(issuer=desk.issuer, wording=TRUST)
    with pytest.raises(AdjustmentRefused, match="would leave a holding of -1"):
        recorded(desk, known, 12_001, KIND.TRANSFER, to=trust)


def test_a_correction_may_take_away(desk: Desk, known):
    recorded(desk, known, -100, KIND.CORRECTION)
    assert balances(desk)["Common Stock, direct"] == 11_900


@pytest.mark.parametrize(("new", "old"), [(0, 1), (-4, 1), (1, 0), (1, 1)])
def test_a_ratio_that_is_none_is_refused(desk: Desk, known, new, old):
    with pytest.raises(AdjustmentRefused, match="two different numbers above zero"):
        split(desk, new, old)


def test_an_opening_balance_comes_before_what_is_known(desk: Desk, known):
    with pytest.raises(AdjustmentRefused, match="knows this holding from 20 November 2026 on"):
        opened(desk, known, 12_500, FRIDAY)
    first = opened(desk, known, 12_500, dt.date(2026, 11, 1))
    assert balances(desk, dt.date(2026, 11, 1))["Common Stock, direct"] == 12_500
    with pytest.raises(AdjustmentRefused, match="An opening balance of 1 November 2026 is recorded already"):
        opened(desk, known, 12_400, dt.date(2026, 10, 1))
    recorded(desk, known, 50, day=dt.date(2026, 11, 2))
    with pytest.raises(AdjustmentRefused, match="rests on this opening balance"):
        adjustment_reverse(actor=desk.kemi, adjustment=first, note="Wrong year.")


def test_nothing_is_adjusted_of_which_nothing_is_known(desk: Desk):
    key = ledger_key_keep(issuer=desk.issuer, wording=TRUST)
    with pytest.raises(AdjustmentRefused, match="Record an opening balance first"):
        recorded(desk, key, 5)


def test_an_award_has_to_be_named_where_there_are_several(desk: Desk):
    filing = draft(desk)
    for award in ("RSU 2025", "RSU 2026"):
        line(desk, filing, option(award=award), table=Table.II)
    signed(desk, filing)
    key = LedgerKey.objects.get(table="II")
    with pytest.raises(AdjustmentRefused, match="Say which award it is about: RSU 2025, RSU 2026"):
        recorded(desk, key, -400, KIND.CORRECTION)
    recorded(desk, key, -400, KIND.CORRECTION, award="RSU 2026")
    (account,) = accounts_of(desk.anil, desk.issuer)
    assert {one.award: one.balance for one in account.awards} == {"RSU 2025": 1_000, "RSU 2026": 600}


def test_what_was_recorded_is_neither_changed_nor_deleted(desk: Desk, known):
    adjustment = recorded(desk, known, 166)
    for change in (adjustment.save, adjustment.delete, Adjustment.objects.all().delete):
        with pytest.raises(LedgerIsFinal):
            change()


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "gift"},
        {"note": ""},
        {"kind": "split"},
        {"kind": "transfer"},
        {"kind": "plan_purchase", "change": Decimal(-1)},
        {"kind": "opening", "change": Decimal(-1)},
        {"title": "Common Stock"},
        {"owner": None},
    ],
)
def test_the_database_refuses_what_no_adjustment_can_be(desk: Desk, known, values):
    row = Adjustment(
        **{
            "kind": "correction", "issuer": desk.issuer, "owner": desk.anil, "key": known, "day": MONDAY,
            "change": Decimal(1), "note": "x", "recorded_by": desk.kemi, **values,
        }
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
