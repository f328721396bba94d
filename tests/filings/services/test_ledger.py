"""The ledger beside the filings: what signing and importing add to it, and what it says to drafts and pages."""

import datetime as dt
import random
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from compliance.audit.log import history
from filings.models import Filing, LedgerEntry, LedgerKey, LedgerStatement
from filings.models.ledger import LedgerIsFinal
from filings.ownership.codes import Table
from filings.ownership.ledger import Balance, amount_of
from filings.ownership.report import Cell, DocumentType, NonDerivativeHolding, OwnershipReport, Quantity
from filings.selectors.balances import opening_balances
from filings.selectors.ledger import (
    accounts_of,
    breaks_of,
    entries_of,
    holdings_to_add,
    reports_moved,
    series_of,
)
from filings.services.archive import filing_amend
from filings.services.draft import filing_create
from filings.services.history import import_sources, runs
from filings.services.ledger import ledger_rebuild, ledger_verify
from filings.services.review import examine, submission_of
from filings.services.rows import totals_recalculate
from people.models import Issuer, ReportingOwner
from tests.filings.harborwell import Desk, draft, filed, fresh, line, option, signed, under_powers
from tests.filings.harborwell import sale as line_of_sale
from tests.filings.past import KESTREL, LINDQVIST, OKAFOR, document, owner, sale, submission

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2020, 3, 2)
_DAY = dt.timedelta(days=1)


def days(number: int) -> dt.date:
    return MONDAY + number * _DAY


@pytest.fixture
def keep(tmp_path: Path):
    """Imports documents, one file each, in the order given."""

    def imported(*contents: bytes) -> None:
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number}.xml"
            path.write_bytes(content)
            paths.append(str(path))
        for _ in import_sources(paths):
            pass

    return imported


def balances(cik: str = OKAFOR) -> dict[str, Decimal]:
    """What an owner of Kestrel holds by now, by title and way of holding."""
    issuer = Issuer.objects.get(cik="1888001")
    who = ReportingOwner.objects.get(cik=cik.lstrip("0"))
    return {f"{one.security.title}, {one.security.held}": one.balance for one in accounts_of(who, issuer)}


def everything(cik: str = OKAFOR) -> list[tuple[object, ...]]:
    """All that the ledger's pages show of an owner, without primary keys."""
    issuer = Issuer.objects.get(cik="1888001")
    who = ReportingOwner.objects.get(cik=cik.lstrip("0"))
    return sorted(
        (
            one.security.wording, one.award, one.day, one.what, one.before, one.change, one.gap, one.after,
            one.source.name, one.standing, one.broken.explanation if one.broken else "",
            tuple(each.name for each in one.lacks),
        )
        for one in entries_of(who, issuer)
    )  # fmt: skip


def amending(on: dt.date, filed_on: dt.date, owned_after: int) -> OwnershipReport:
    return sale(
        on,
        owned_after=owned_after,
        document_type=DocumentType.FORM_4A,
        date_of_original_submission=filed_on,
    )


def a_company_s_forms() -> list[bytes]:
    """Forms of two people: sales that run on, a wrong one that is carried, its amendment, a late one, one twice."""
    anna = owner(LINDQVIST, "LINDQVIST ANNA")
    wrong = sale(days(10), owned_after=8_500)
    carrying = sale(days(20), owned_after=7_500)
    return [
        submission(sale(days(0), owned_after=9_000), 1, days(2)),
        submission(wrong, 2, days(12)),
        submission(carrying, 3, days(22)),
        submission(amending(days(10), days(12), 8_000), 4, days(25)),
        submission(sale(days(30), owned_after=6_000), 5, days(32)),
        submission(sale(days(15), owner(), anna, owned_after=6_900), 6, days(40)),
        submission(sale(days(40), anna, owned_after=400), 7, days(42)),
        document(sale(days(30), owned_after=6_000)),
        document(sale(days(50), owned_after=5_066)),
    ]


def test_an_imported_form_is_in_the_ledger_line_by_line(keep):
    keep(submission(sale(MONDAY), 1, days(2)))
    (entry,) = LedgerEntry.objects.select_related("key", "statement")
    assert (entry.code, entry.day, amount_of(entry.change), amount_of(entry.stated)) == (
        "S", MONDAY, -1_000, 9_000,
    )  # fmt: skip
    assert (entry.key.title, entry.statement.filing) == ("Common Stock", Filing.objects.get())
    assert entry.statement.sha256 == Filing.objects.get().content_sha256


def test_a_fuller_source_of_a_known_form_adds_nothing(keep):
    report = sale(MONDAY)
    keep(document(report), submission(report, 1, days(2)))
    assert LedgerEntry.objects.count() == 1
    assert not list(ledger_verify())


def test_a_signed_form_counts_before_it_is_filed(desk: Desk):
    first = draft(desk)
    line(desk, first, line_of_sale())
    key = next(iter(LedgerKey.objects.all()), None)
    assert key is None
    signed(desk, first)
    second = draft(desk)
    (balance,) = opening_balances(second).values()
    assert balance == (Balance(Decimal(12_000), on=dt.date(2026, 11, 20)),)
    assert line(desk, second, line_of_sale(owned_after=None)).owned_after == 11_500


def test_what_a_draft_goes_on_from_is_what_was_reported_for_its_day_and_before(keep):
    keep(*a_company_s_forms())
    report = sale(MONDAY)
    by_day = {
        filing.period_of_report: next(iter(opening_balances(filing).values()), None)
        for filing in Filing.objects.filter(owners__cik=OKAFOR.lstrip("0")).exclude(form_type="4/A")
    }
    assert by_day[days(0)] is None
    assert by_day[days(10)] == (Balance(Decimal(9_000), on=days(0)),)
    assert by_day[days(20)][0].amount == 8_500
    assert submission_of(Filing.objects.get(period_of_report=MONDAY)).report == report


def test_an_amendment_moves_the_totals_that_carry_the_error_and_no_stored_row(keep):
    files = a_company_s_forms()
    keep(*files[:3], *files[4:5])
    before = list(LedgerEntry.objects.order_by("pk").values())
    keep(files[3])
    assert list(LedgerEntry.objects.order_by("pk").values())[: len(before)] == before
    (moved,) = reports_moved(Filing.objects.get(form_type="4/A"))
    (line_moved,) = moved.lines
    assert moved.source.name == "Form 4 filed on 24 March 2020"
    assert (line_moved.stated, line_moved.corrected, line_moved.line) == (7_500, 7_000, (Table.I, 0))
    assert balances() == {"Common Stock, direct": 6_000}


FIRST = submission(sale(days(0), owned_after=9_000), 1, days(2))


@pytest.mark.parametrize(
    ("other", "stated", "expected"),
    [
        (submission(amending(days(0), days(2), 9_500), 3, days(30)), 8_000, []),
        (submission(amending(days(0), days(2), 9_500), 3, days(30)), 8_500, []),
        (submission(amending(days(0), days(2), 9_500), 3, days(12)), 8_000, []),
        (submission(amending(days(0), days(2), 9_500), 3, days(11)), 8_000, ["8,500"]),
        (submission(amending(days(0), days(2), 9_500), 3, days(30)), 8_300, ["8,000"]),
        (submission(sale(days(5), owned_after=8_000), 3, days(30)), 7_000, []),
        (submission(sale(days(5), owned_after=8_000), 3, days(30)), 7_300, ["8,000"]),
    ],
    ids=[
        "followed then, amended later",
        "has the correction in it already",
        "amended at the same instant",
        "amended before it went",
        "followed neither then nor now",
        "knew of a trade that was told late",
        "neither with nor without the trade told late",
    ],
)
@pytest.mark.parametrize("late_first", [False, True])
def test_a_past_form_is_held_against_what_stood_on_record_when_it_went(
    keep, other, stated, expected, late_first
):
    forms = [FIRST, submission(sale(days(10), owned_after=stated), 2, days(12)), other]
    keep(*(reversed(forms) if late_first else forms))
    found = examine(Filing.objects.get(period_of_report=days(10))).findings
    assert [
        one.numbers["expected"] for one in found if one.check in {"F4-027", "F4-028", "F4-029"}
    ] == expected


def test_a_draft_goes_on_from_what_was_amended_since(keep, desk: Desk):
    keep(FIRST, submission(amending(days(0), days(2), 9_500), 3, days(30)))
    issuer, who = (
        Issuer.objects.get(cik=KESTREL.cik.lstrip("0")),
        ReportingOwner.objects.get(cik=OKAFOR.lstrip("0")),
    )
    ((balance,),) = opening_balances(
        filing_create(actor=desk.kemi, issuer=issuer, owner=who, on=days(20))
    ).values()
    assert balance.amount == 9_500


def test_a_signed_amendment_moves_what_its_draft_said_it_would(desk: Desk):
    first = draft(desk)
    line(desk, first, line_of_sale())
    first = filed(signed(desk, first), by=desk.kemi)
    later = draft(desk)
    line(desk, later, line_of_sale(date=dt.date(2026, 11, 23), amount=100, owned_after=11_900))
    later = signed(desk, later)
    assert reports_moved(first) == reports_moved(draft(desk)) == []
    amendment = filing_amend(actor=desk.kemi, filing_id=first.pk)
    amendment.rows.update(amount=800, owned_after=11_700)
    would_move = reports_moved(amendment, submission_of(amendment).report)
    assert [(one.source.filing, one.lines[0].corrected) for one in would_move] == [(later.pk, 11_600)]
    assert reports_moved(signed(desk, amendment)) == would_move


@pytest.mark.parametrize("seed", range(10))
def test_any_order_of_importing_gives_the_same_ledger(keep, monkeypatch, seed):
    files = a_company_s_forms()
    with transaction.atomic():
        keep(*files)
        expected = everything(), everything(LINDQVIST), balances(), balances(LINDQVIST)
        transaction.set_rollback(True)
    chance = random.Random(seed)
    chance.shuffle(files)
    monkeypatch.setattr(runs, "BATCH", chance.choice([1, 2, 100]))
    halves = chance.randrange(len(files))
    keep(*files[:halves])
    keep(*files[halves:], *files[:halves])
    assert (everything(), everything(LINDQVIST), balances(), balances(LINDQVIST)) == expected


def test_what_was_held_on_a_day_and_its_last_source(keep):
    keep(*a_company_s_forms()[:1], submission(sale(days(30), owned_after=8_200), 5, days(32)))
    issuer, who = Issuer.objects.get(), ReportingOwner.objects.get()
    assert accounts_of(who, issuer, MONDAY - _DAY) == []
    (then,) = accounts_of(who, issuer, days(29))
    (now,) = accounts_of(who, issuer)
    assert (then.balance, then.source.name, then.source.line) == (
        9_000, "Form 4 filed on 4 March 2020", (Table.I, 0),
    )  # fmt: skip
    assert (now.balance, now.open_breaks, then.open_breaks) == (8_200, 1, 0)
    (series,) = series_of(who, issuer)
    assert series.points == ((days(0), 9_000), (days(30), 8_200))
    (broken,) = breaks_of(who, issuer)
    assert (broken.expected, broken.stated, broken.gap, broken.earlier.name) == (
        8_000, 8_200, 200, "Form 4 filed on 4 March 2020",
    )  # fmt: skip
    assert entries_of(who, issuer, now.security.key) == entries_of(who, issuer)
    assert entries_of(who, issuer, now.security.key + 1) == []


def test_the_owners_of_a_joint_form_each_have_its_lines(keep):
    anna = owner(LINDQVIST, "LINDQVIST ANNA")
    keep(submission(sale(MONDAY, owner(), anna), 1, days(2)))
    assert balances() == balances(LINDQVIST) == {"Common Stock, direct": 9_000}
    assert LedgerEntry.objects.count() == 1


def test_owners_who_also_report_apart_each_have_their_balance_on_a_joint_draft(desk: Desk):
    for who, owned_after in ((desk.anil, 12_000), (desk.mira, 700)):
        alone = draft(desk, who)
        line(desk, alone, line_of_sale(owned_after=Decimal(owned_after)))
        signed(desk, under_powers(desk, alone), desk.dana)
    joint = draft(desk, desk.anil, desk.mira)
    (known,) = opening_balances(joint).values()
    assert sorted(one.amount for one in known) == [700, 12_000]
    again = line_of_sale(amount=Decimal(100), owned_after=Decimal(600))
    line(desk, joint, again)
    assert findings(joint, "F4-029") == []
    assert findings(joint, "F4-027") == []


def in_trust(number: int) -> NonDerivativeHolding:
    return NonDerivativeHolding(
        title=Cell("Common Stock"),
        owned_after=Quantity(Decimal(number)),
        ownership=Cell("I"),
        nature=Cell("By Trust"),
    )


def with_trust(report: OwnershipReport, number: int) -> OwnershipReport:
    return msgspec.structs.replace(report, non_derivative=(*report.non_derivative, in_trust(number)))


def harborwells(report: OwnershipReport) -> OwnershipReport:
    """As a form of Anil's at Harborwell."""
    return msgspec.structs.replace(
        report,
        issuer=msgspec.structs.replace(report.issuer, cik="0001234567"),
        owners=(msgspec.structs.replace(report.owners[0], cik="0007654321"),),
    )


def findings(filing: Filing, check: str) -> list[str]:
    return [one.message for one in examine(fresh(filing)).findings if one.check == check]


def test_the_other_ownership_of_a_traded_class_is_asked_for(desk: Desk, keep):
    keep(submission(harborwells(with_trust(sale(MONDAY), 31_040)), 1, days(2)))
    filing = draft(desk)
    line(desk, filing, line_of_sale(amount=Decimal(1), owned_after=Decimal(8_999)))
    (message,) = findings(filing, "F4-031")
    assert message == (
        "Add a holding row for the other ownership of this class: the last form lists 31,040 of Common Stock held "
        "By Trust."
    )
    (proposed,) = holdings_to_add(filing, submission_of(filing).report)
    assert (proposed.title, proposed.ownership, proposed.nature, proposed.owned) == (
        "Common Stock", "I", "By Trust", 31_040,
    )  # fmt: skip
    holding = {"kind": "holding", "title": "Common Stock", "ownership": "I", "nature": "By Trust"}
    line(desk, filing, holding | {"owned_after": Decimal(31_040)})
    assert findings(filing, "F4-031") == []
    assert holdings_to_add(filing, submission_of(fresh(filing)).report) == []


def test_what_the_last_form_of_its_kind_left_out_is_not_asked_for(desk: Desk, keep):
    wife = msgspec.structs.replace(in_trust(50), nature=Cell("By Spouse"))
    later = sale(days(30), owned_after=8_000)
    later = msgspec.structs.replace(later, non_derivative=(*later.non_derivative, wife))
    keep(
        submission(harborwells(with_trust(sale(MONDAY), 31_040)), 1, days(2)),
        submission(harborwells(later), 2, days(32)),
    )
    filing = draft(desk)
    line(desk, filing, line_of_sale())
    assert [one.nature for one in holdings_to_add(filing, submission_of(filing).report)] == ["By Spouse"]


def test_a_trade_that_another_form_reported_is_told(desk: Desk):
    first = draft(desk)
    line(desk, first, line_of_sale())
    signed(desk, first)
    again = draft(desk)
    line(desk, again, line_of_sale(owned_after=Decimal(11_500)))
    (message,) = findings(again, "F4-076")
    assert message == (
        "The Form 4 for 20 November 2026 reports the same trade. Take the line out, or amend that form."
    )
    line(desk, again, line_of_sale(amount=Decimal(501), owned_after=Decimal(10_999)))
    assert len(findings(again, "F4-076")) == 1


def test_the_form_that_an_amendment_amends_is_no_other_form(desk: Desk):
    first = draft(desk)
    line(desk, first, line_of_sale())
    filing = filed(signed(desk, first), by=desk.dana)
    amendment = filing_amend(actor=desk.kemi, filing_id=filing.pk)
    assert findings(amendment, "F4-076") == []
    assert opening_balances(amendment) == {}


def test_awards_of_the_same_terms_have_their_own_totals_on_a_draft(desk: Desk):
    first = draft(desk)
    for award in ("2025", "2026"):
        granted = option(award=award, owned_after=None)
        assert line(desk, first, granted, table=Table.II).owned_after == 1_000
    signed(desk, first)
    second = draft(desk)
    exercised = option(code="M", acquired_disposed="D", amount=Decimal(250), owned_after=None)
    assert line(desk, second, exercised | {"award": "2026"}, table=Table.II).owned_after == 750
    assert line(desk, second, exercised | {"award": "2025"}, table=Table.II).owned_after == 750
    assert line(desk, second, exercised, table=Table.II).owned_after is None
    assert totals_recalculate(actor=desk.kemi, filing_id=second.pk, table=Table.II) == 0


def test_what_is_in_the_ledger_stays_as_it_is(keep):
    keep(document(sale(MONDAY)))
    entry = LedgerEntry.objects.get()
    for change in (entry.save, entry.delete, LedgerEntry.objects.all().delete):
        with pytest.raises(LedgerIsFinal):
            change()
    with pytest.raises(LedgerIsFinal):
        LedgerEntry.objects.update(stated=0)


def test_the_ledger_is_held_against_the_frozen_reports_and_derived_from_them_again(keep, desk: Desk, capsys):
    keep(*a_company_s_forms())
    filing = draft(desk)
    line(desk, filing, line_of_sale())
    signed(desk, filing)
    assert list(ledger_verify()) == []
    call_command("ledger", "verify")
    assert "says what its report says" in capsys.readouterr().out
    before = everything()

    changed, lost = LedgerStatement.objects.order_by("filing")[:2]
    LedgerEntry.objects.filter(statement=changed).derive_again()
    LedgerEntry.objects.filter(statement=lost).derive_again()
    LedgerStatement.objects.filter(pk=lost.pk).derive_again()
    assert {(one.pk, word) for one, word in ledger_verify()} == {
        (changed.pk, "its lines differ"), (lost.pk, "not in the ledger"),
    }  # fmt: skip
    with pytest.raises(CommandError, match="2 reports"):
        call_command("ledger", "verify")
    assert ledger_rebuild() == 2
    assert list(ledger_verify()) == []
    call_command("ledger", "rebuild")
    assert "Read again: 0 reports." in capsys.readouterr().out
    assert history(changed.filing)[0].verb == "derived its entries in the ledger anew"
    assert everything() == before


def test_reports_from_before_the_ledger_are_read_when_it_is_installed(keep, desk: Desk):
    keep(*a_company_s_forms())
    filing = draft(desk)
    units = option(title="Restricted Stock Units", award="RSU 2026")
    line(desk, filing, units, table=Table.II)
    signed(desk, filing)
    for model in (LedgerEntry, LedgerStatement, LedgerKey):
        model.objects.all().derive_again()
    import_module("filings.migrations.0003_ledger").read_frozen_reports(apps, None)
    assert list(ledger_verify()) == []
    assert set(LedgerEntry.objects.values_list("award", flat=True)) == {"", "RSU 2026"}
