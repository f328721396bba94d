"""Past filings on the desk: each once, complete, and the same whatever their order."""

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from compliance.audit.log import history
from compliance.audit.models import Event
from filings.models import Filing, FilingState, ImportedDocument, Snapshot
from filings.ownership.ledger import Balance, balance_key
from filings.ownership.report import DocumentType, Exhibit, Relationship
from filings.selectors.balances import opening_balances
from filings.services.archive import filing_amend, past_documents_queue
from filings.services.draft import filing_create, filing_save
from filings.services.editing import NotEditable
from filings.services.history import import_sources, runs
from filings.services.review import examine, submission_of
from people.models import Issuer, ReportingOwner
from tests.filings.harborwell import Desk, draft, filed, line, signed
from tests.filings.harborwell import sale as line_of_sale
from tests.filings.past import (
    DIRECTOR,
    LINDQVIST,
    OKAFOR,
    accession_number,
    address,
    document,
    owner,
    sale,
    sent,
    submission,
)
from tests.filings.past_state import state_of_the_desk

pytestmark = pytest.mark.django_db

MONDAY, THURSDAY = dt.date(2020, 3, 2), dt.date(2020, 3, 5)
POWER = Exhibit(type="EX-24", description="Power of Attorney", text="I appoint Pat Doe.")


@pytest.fixture
def keep(tmp_path: Path):
    """Imports documents, one file each, in the order given; what became of each."""

    def imported(*contents: bytes) -> list[ImportedDocument]:
        paths = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number}.xml"
            path.write_bytes(content)
            paths.append(str(path))
        return list(import_sources(paths))

    return imported


def outcomes(documents: Sequence[ImportedDocument]) -> list[str]:
    return [one.outcome for one in documents]


def test_a_submission_becomes_a_filed_filing_with_its_owner_and_issuer(keep):
    (one,) = keep(submission(sale(MONDAY), 7, dt.date(2020, 3, 4)))
    filing = Filing.objects.get()
    assert (one.outcome, one.filing) == ("imported", filing)
    assert (filing.source, filing.state, filing.form_type) == ("imported", FilingState.FILED, "4")
    assert (filing.period_of_report, filing.filed_on, filing.due_on) == (
        MONDAY, dt.date(2020, 3, 4), dt.date(2020, 3, 4),
    )  # fmt: skip
    assert filing.accession_number == accession_number(7)
    assert filing.accepted_at == dt.datetime(2020, 3, 4, 22, 0, tzinfo=dt.UTC)
    assert str(filing.issuer) == "KESTREL BIO INC [KSTL]"
    (owned,) = filing.filing_owners.all()
    assert (str(owned.owner), owned.owner.signing_name) == ("OKAFOR NGOZI A", "Ngozi A. Okafor")
    assert (owned.is_officer, owned.officer_title) == (True, "Chief Financial Officer")
    assert submission_of(filing).report == sale(MONDAY)
    assert not filing.rows.exists()


def test_a_bare_document_leaves_the_filing_date_open(keep):
    keep(document(sale(MONDAY)))
    filing = Filing.objects.get()
    assert (filing.filed_on, filing.accession_number, filing.state) == (None, "", "filed")


@pytest.mark.parametrize("kind", list(DocumentType))
def test_every_form_and_its_amendment_is_kept(keep, kind):
    amends = {"date_of_original_submission": MONDAY} if kind.is_amendment else {}
    keep(document(sale(MONDAY, document_type=kind, **amends)))
    filing = Filing.objects.get()
    assert (filing.form_type, filing.original_filed_on) == (kind, amends.get("date_of_original_submission"))


def test_the_same_documents_again_change_nothing(keep):
    files = [submission(sale(MONDAY), 1, MONDAY), document(sale(THURSDAY))]
    keep(*files)
    before, events = state_of_the_desk(), Event.objects.filter(subject_type="filings.filing").count()
    assert outcomes(keep(*files)) == ["known", "known"]
    assert state_of_the_desk() == before
    assert Event.objects.filter(subject_type="filings.filing").count() == events


def test_the_same_filing_is_known_in_every_wrapping(keep):
    report = sale(MONDAY)
    documents = keep(
        document(report), submission(report, 1, MONDAY), sent(report), submission(report, 1, MONDAY, [POWER])
    )
    assert outcomes(documents) == ["imported", "known", "known", "known"]
    assert len({one.filing for one in documents}) == 1


def test_a_submission_completes_what_the_bare_document_left_open(keep):
    report = sale(MONDAY)
    keep(document(report))
    (again,) = keep(submission(report, 1, MONDAY, [POWER]))
    filing = Filing.objects.get()
    assert again.reason == "Its accession number and filing date were missing and are known now."
    assert (filing.accession_number, filing.filed_on) == (accession_number(1), MONDAY)
    assert [one.text for one in submission_of(filing).exhibits] == ["I appoint Pat Doe."]
    assert history(filing)[0].changes == {"accession number": ["", accession_number(1)]}


def test_the_same_content_under_two_numbers_is_one_filing_under_the_earlier_number(keep):
    report = sale(MONDAY)
    later, earlier = submission(report, 8, THURSDAY), submission(report, 9, MONDAY)
    (_, told) = keep(later, earlier)
    assert (told.outcome, told.reason) == ("known", f"The same content as {accession_number(8)}.")
    filing = Filing.objects.get()
    assert (filing.accession_number, filing.filed_on) == (accession_number(9), MONDAY)
    assert outcomes(keep(later)) == ["known"]


def test_a_number_that_comes_with_another_content_is_told(keep):
    (_, told) = keep(submission(sale(MONDAY), 1, MONDAY), submission(sale(THURSDAY), 1, THURSDAY))
    assert (told.outcome, told.reason) == (
        "known", "Its accession number is known with another content, which was imported first.",
    )  # fmt: skip
    assert Filing.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html><body>Sign in</body></html>", "a web page, not an ownership document"),
        (b"", "The file is empty."),
        (document(sale(MONDAY)).replace(b"0001888001", b"KESTREL"), "The issuer's CIK, 'KESTREL', is not"),
        (document(sale(MONDAY))[:-300], "not well-formed"),
    ],
)
def test_what_is_no_filing_is_refused_with_its_reason_and_leaves_nothing(keep, content, reason):
    (one,) = keep(content)
    assert one.outcome == "refused"
    assert reason in one.reason
    assert not Filing.objects.exists()
    assert not ReportingOwner.objects.exists()


def test_a_ccc_in_a_source_is_kept_nowhere(keep, tmp_path):
    (one,) = keep(sent(sale(MONDAY), ccc="x7#secret"[:8]))
    assert one.outcome == "imported"
    (tmp_path / "0.xml").unlink()
    assert "x7#secr" not in "".join(Snapshot.objects.values_list("content", flat=True))
    assert not ReportingOwner.objects.get().ccc
    assert "x7#secr" not in str(list(Event.objects.values()))


def test_one_event_a_run_and_one_a_filing(keep):
    keep(document(sale(MONDAY)), document(sale(THURSDAY)), b"no")
    assert sorted(Event.objects.values_list("verb", flat=True)) == [
        "imported past filings: 2 new, 0 known already, 1 refused",
        "imported this filing",
        "imported this filing",
    ]


def test_texts_that_were_longer_in_their_day_are_whole_in_the_report(keep):
    title = "Executive Vice President, Secretary and General Counsel"
    keep(document(sale(MONDAY, owner(told=Relationship(officer=True, officer_title=title)))))
    (one,) = Filing.objects.get().filing_owners.all()
    assert one.officer_title == title[:30]
    assert submission_of(one.filing).report.owners[0].relationship.officer_title == title


def test_an_owner_who_stands_twice_on_a_form_counts_once(keep):
    keep(document(sale(MONDAY, owner(), owner(cik=OKAFOR.lstrip("0")))))
    assert Filing.objects.get().filing_owners.count() == 1


def test_a_report_signed_here_is_not_imported_a_second_time(keep, desk: Desk):
    filing = draft(desk)
    line(desk, filing, line_of_sale())
    filing = signed(desk, filing)
    published = submission(submission_of(filing).report, 1, dt.date(2026, 11, 23))
    (one,) = keep(published)
    assert (one.outcome, one.filing, one.reason) == (
        "known", filing, "Prepared here. Record its acceptance on its own page.",
    )  # fmt: skip
    filed(filing, by=desk.dana, accession_number=accession_number(1))
    (one,) = keep(published)
    assert (one.outcome, one.filing, one.reason) == ("known", filing, "Prepared here.")


def test_a_past_filing_is_neither_edited_nor_amended_from(keep, desk: Desk):
    keep(document(sale(MONDAY)))
    filing = Filing.objects.get()
    with pytest.raises(NotEditable, match="was filed before"):
        filing_save(actor=desk.kemi, filing_id=filing.pk, values={"exit_box": True}, version=1)
    with pytest.raises(NotEditable, match="imported"):
        filing_amend(actor=desk.kemi, filing_id=filing.pk)


def test_documents_in_our_form_are_only_asked_for_past_filings(keep, desk: Desk):
    keep(document(sale(MONDAY)))
    filing = Filing.objects.get()
    past_documents_queue(filing)
    past_documents_queue(filing)
    assert sorted(filing.snapshots.get().jobs.values_list("kind", flat=True)) == ["pdf", "xml"]
    with pytest.raises(NotEditable):
        past_documents_queue(draft(desk))


def test_a_late_filing_is_found_late_by_its_filing_date(keep):
    keep(submission(sale(MONDAY), 1, THURSDAY))
    findings = {one.check: one.message for one in examine(Filing.objects.get()).findings}
    assert findings["F4-017"].startswith(
        "The form was due on Wednesday 4 March 2020 and was filed on Thursday 5 March 2020"
    )


def test_a_draft_begins_with_the_balances_of_the_newest_past_filing(keep, desk: Desk):
    keep(
        submission(sale(THURSDAY, owned_after=8_000), 2, THURSDAY),
        submission(sale(MONDAY, owned_after=9_000), 1, MONDAY),
    )
    filing = filing_create(
        actor=desk.kemi,
        issuer=Issuer.objects.get(cik="1888001"),
        owner=ReportingOwner.objects.get(cik=OKAFOR.lstrip("0")),
        on=dt.date(2020, 6, 1),
    )
    report = sale(MONDAY)
    key = balance_key(report.non_derivative[0], report)
    assert opening_balances(filing)[key] == (Balance(Decimal(8_000), on=THURSDAY),)
    early = Filing.objects.get(accession_number=accession_number(1))
    assert opening_balances(early) == {}
    later = Filing.objects.get(accession_number=accession_number(2))
    assert opening_balances(later)[key] == (Balance(Decimal(9_000), on=MONDAY),)


def a_company_s_years() -> list[bytes]:
    """Filings of two people over four years: moves, renamings, promotions, an exit, and every kind of copy."""
    anna = owner(LINDQVIST, "LINDQVIST ANNA", DIRECTOR)
    chief = Relationship(director=True, officer=True, officer_title="President and CEO")
    first = sale(MONDAY, owner(address=address("1 OLD STREET")))
    second = sale(
        dt.date(2021, 5, 3), owner(name="Okafor Ngozi Adaeze", address=address("2 NEW STREET")), anna
    )
    third = sale(dt.date(2022, 8, 1), owner(name="OKAFOR-LIND NGOZI A", told=chief))
    last = sale(
        dt.date(2023, 2, 1), owner(LINDQVIST, "Lindqvist Anna M", DIRECTOR), not_subject_to_section16=True
    )
    return [
        document(first),
        submission(first, 1, MONDAY, [POWER]),
        sent(first),
        submission(second, 2, dt.date(2021, 5, 5)),
        submission(second, 3, dt.date(2021, 5, 10), [POWER]),
        document(third),
        sent(third),
        document(last),
        submission(last, 4, dt.date(2023, 2, 3)),
        b"<html/>",
    ]


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_documents_and_their_batches_make_no_difference(keep, monkeypatch, seed):
    files = a_company_s_years()
    with transaction.atomic():
        keep(*files)
        expected = state_of_the_desk()
        transaction.set_rollback(True)
    chance = random.Random(seed)
    chance.shuffle(files)
    monkeypatch.setattr(runs, "BATCH", chance.choice([1, 2, 100]))
    halves = chance.randrange(len(files))
    keep(*files[:halves])
    keep(*files[halves:], *files[:halves])
    assert state_of_the_desk() == expected
    assert len(expected["filings"]) == 4
