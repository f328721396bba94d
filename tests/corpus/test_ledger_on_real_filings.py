"""The running totals of real insiders, followed from filing to filing.

The real filings are a gappy history, as a desk that imports what it finds has one: of 301 owners at an issuer 123
have more than one filing here, and years are missing between many of them.
"""

import datetime as dt
import random
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from filings.models import Filing
from filings.ownership.ledger import (
    Account,
    BreakKind,
    Standing,
    Statement,
    breaks,
    entries_of,
    in_order,
    opening_of,
    replay,
)
from filings.ownership.reader import Refused, read
from filings.selectors.ledger.reading import Record
from filings.services.history import import_sources
from filings.services.history.document import content_sha256
from filings.services.ledger import ledger_verify
from tests.filings.ownership.ledger.histories import told

History = tuple[str, list[Statement]]

# Issuers of which many filings are there: by CIK, whatever name the filing gives.
WITH_MANY = {"50863": "Intel", "1652044": "Alphabet", "320193": "Apple"}


@pytest.fixture(scope="module")
def histories(shared: Path) -> list[History]:
    """The filings of each owner at each issuer, by the issuer's CIK; a filing that is there twice counts once."""
    kept: dict[tuple[str, str], dict[str, Statement]] = defaultdict(dict)
    sources = [*(shared / "corpus" / "submissions").glob("*.txt"), *(shared / "corpus" / "xml").glob("*.xml")]
    for number, path in enumerate(sorted(sources)):
        try:
            reading = read(path.read_bytes())
        except Refused:
            continue
        report, sha256 = reading.report, content_sha256(reading.report)
        statement = Statement(
            reference=number,
            document_type=report.document_type,
            entries=entries_of(report),
            period=report.period_of_report,
            went=reading.accepted,
            filed_on=reading.filing_date,
            signed_on=max((mark.date for mark in report.signatures if mark.date), default=None),
            accession_number=reading.accession_number,
            sha256=sha256,
            original_filed_on=report.date_of_original_submission,
        )
        issuer = report.issuer.cik.lstrip("0")
        for owner in report.owners:
            kept[owner.cik.lstrip("0"), issuer].setdefault(sha256, statement)
    found = [(issuer, list(of_one.values())) for (_, issuer), of_one in kept.items()]
    assert len(found) > 250
    return found


@pytest.fixture(scope="module")
def accounts(histories) -> list[tuple[History, tuple[Account, ...]]]:
    """Each history replayed; owners who file everything together are taken once."""
    seen: set[frozenset[int]] = set()
    result = []
    for history in histories:
        filings = frozenset(one.reference for one in history[1])
        if filings not in seen:
            seen.add(filings)
            result.append((history, replay(history[1])))
    return result


def test_the_order_in_which_filings_come_in_makes_no_difference(accounts):
    for (_, statements), replayed in accounts:
        expected, kinds = told(replayed), [(one.kind, one.gap) for one in breaks(replayed)]
        for seed in range(3):
            shuffled = list(statements)
            random.Random(seed).shuffle(shuffled)
            again = replay(shuffled)
            assert told(again) == expected
            assert [(one.kind, one.gap) for one in breaks(again)] == kinds


def test_a_balance_is_the_sum_of_its_entries(accounts):
    for _, replayed in accounts:
        for account in replayed:
            for track in account.tracks:
                balance = None
                for one in track.postings:
                    balance = one.before if one.opens else balance
                    if one.after is not None:
                        assert one.before == balance
                        balance += one.change + one.gap
                        assert one.after == balance
                assert track.balance == balance
                assert track.balance_on(dt.date.max) == balance


def test_every_line_is_in_the_ledger_once(accounts):
    for (_, statements), replayed in accounts:
        lines = Counter((one.reference, entry.place) for one in statements for entry in one.entries)
        posted = Counter(
            (one.source, one.entry.place)
            for account in replayed
            for one in account.postings()
            if one.entry is not None
        )
        assert posted <= lines
        amended = {one.reference for one in statements if one.is_amendment}
        if not amended:
            assert posted == lines


def test_balances_that_real_forms_state_are_those_of_the_ledger(accounts):
    """The last total of a class held directly is what the ledger says, whatever lay between."""
    checked = 0
    for (_, statements), replayed in accounts:
        last = in_order(statements)[-1]
        for account in replayed:
            if account.runs_by_award:
                continue
            stated = [
                one.stated for one in last.entries if one.key in account.keys and one.stated is not None
            ]
            if stated and not any(one.lacks for one in account.postings()):
                checked += 1
                assert account.balance == stated[-1]
    assert checked > 300


def test_every_total_that_does_not_follow_has_its_kind(accounts):
    """Of 583 times that one filing goes on from another, 25 (4.3 %) have nothing on either form that explains it.

    All of them were read: the forms that lie between are not among the real filings here. Intel's and Alphabet's
    officers file every month or quarter, and one in three of their filings is here; purchases under plans and
    reinvestments that Intel tells on the missing forms come on top (a footnote tells only the last of them).
    """
    pairs, kinds = 0, Counter()
    for _, replayed in accounts:
        for account in replayed:
            for track in account.tracks:
                statements = [one.statement for one in track.postings]
                pairs += sum(one is not other for one, other in pairwise(statements))
        kinds.update(one.kind for one in breaks(replayed))
    assert pairs > 500
    assert kinds[BreakKind.UNEXPLAINED] <= 0.045 * pairs
    for kind in (
        BreakKind.FOOTNOTE,
        BreakKind.INSTALMENTS,
        BreakKind.SPLIT,
        BreakKind.TRANSFER,
        BreakKind.SLIP,
    ):
        assert kinds[kind] > 0


@pytest.mark.parametrize("issuer", WITH_MANY, ids=WITH_MANY.values())
def test_lines_of_one_filing_run_on_from_one_another(accounts, issuer):
    """Between two lines of one filing hardly a total is left to look into: nearly everybody keeps a running tally."""
    within, open_ = 0, 0
    for (of, _), replayed in accounts:
        if of == issuer:
            within += sum(
                one.source == other.source
                for account in replayed
                for track in account.tracks
                for one, other in pairwise(track.postings)
            )
            open_ += sum(
                one.before is not None and one.before.source == one.posting.source and not one.kind.is_settled
                for one in breaks(replayed)
            )
    assert within > 20
    assert open_ <= 0.04 * within


def test_real_amendments_take_the_place_of_the_forms_that_they_correct(accounts):
    """MBIA's officers corrected the shares withheld on one day, and later forms state the corrected totals."""
    corrected = 0
    for (issuer, statements), replayed in accounts:
        if issuer != "814585" or not any(one.is_amendment for one in statements):
            continue
        (account,) = replayed
        postings = list(account.postings())
        amended = [place for place, one in enumerate(postings) if one.instead_of is not None]
        corrected += len(amended)
        assert all(not one.gap for one in postings[amended[-1] + 1 :])
        assert not any(one.lacks for one in postings)
    assert corrected == 5


def test_a_draft_after_any_real_filing_goes_on_from_what_that_filing_states(accounts):
    """Of several awards those that are used up are left out."""
    for (_, statements), replayed in accounts:
        opening = opening_of(replayed)
        last = in_order(statements)[-1]
        newest = {entry.key: entry for entry in last.entries if not last.is_amendment}
        for key, entry in newest.items():
            if entry.stated:
                assert entry.stated in {balance.amount * 10_000 for balance in opening[key]}


def test_nothing_is_counted_twice_among_real_filings(accounts):
    """No real filing here repeats another one's trade."""
    repeated = [
        one
        for _, replayed in accounts
        for account in replayed
        for one in account.postings()
        if one.standing is Standing.REPEATED
    ]
    assert repeated == []


@pytest.mark.django_db
def test_what_the_database_keeps_of_real_filings_is_what_they_say(shared, accounts):
    outcomes = list(import_sources([str(shared / "corpus" / "xml")]))
    assert len(outcomes) > 400
    assert list(ledger_verify()) == []
    compared = 0
    for (issuer, statements), replayed in accounts:
        if issuer not in WITH_MANY or any(one.filed_on for one in statements):
            continue
        filings = Filing.objects.filter(content_sha256__in=[one.sha256 for one in statements])
        owners = set.intersection(*(set(one.owners.values_list("pk", flat=True)) for one in filings))
        record = Record(filings[0].issuer_id, list(owners)[:1])
        if len(record.statements) == len(statements):
            compared += 1
            kept = [(account.key, account.balance) for account in record.accounts()]
            assert kept == [(account.key, account.balance) for account in replayed]
    assert compared > 50
