"""The smallest and the largest draft: every page opens, and the largest can be signed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from filings.models import Filing, FilingState, Footnote, FootnoteMark, Snapshot, TableRow
from filings.ownership import canonical
from filings.ownership.codes import (
    MAX_AMOUNT,
    MAX_FOOTNOTE_TEXT,
    MAX_FOOTNOTES,
    MAX_NATURE,
    MAX_OWNERS,
    MAX_REMARKS,
    MAX_ROWS_PER_TABLE,
    MAX_SECURITY_TITLE,
)
from filings.services.draft import filing_owner_add, filing_owner_remove, filing_save, filing_signer_choose
from filings.services.review import examine
from filings.steps import STEPS
from people.models import Position
from tests.filings.harborwell import (
    FRIDAY,
    NOW,
    Desk,
    draft,
    fresh,
    line,
    only_owner,
    power_of_attorney,
    reporting_owner,
    reviewed,
    sale,
    sign_as,
    under_powers,
)
from tests.filings.views.pages import as_person


def all_pages_open(client: Client, filing: Filing) -> bool:
    addresses = [step.url(filing.pk) for step in STEPS]
    addresses += [reverse("filing", args=[filing.pk]), reverse("queue"), reverse("filings")]
    addresses += [reverse("filing-row", args=[filing.pk, row.pk]) for row in filing.rows.all()[:2]]
    addresses += [reverse("filing-row-add", args=[filing.pk, table, "transaction"]) for table in "12"]
    return [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def full_draft(desk: Desk) -> Filing:
    """Ten owners, thirty lines in each table, 98 footnotes, and every text at its longest."""
    filing = draft(desk)
    for number in range(MAX_OWNERS - 1):
        owner = reporting_owner(str(900 + number), "Harborwell Family Partnership", f"Number {number} LP")
        Position.objects.create(
            owner=owner, issuer=desk.issuer, kind="ten_percent_owner", started_on=dt.date(2020, 1, 1)
        )
        power_of_attorney(owner, desk.dana, None, filed_with=f"0001234567-25-{number:06}")
        filing_owner_add(actor=desk.kemi, filing_id=filing.pk, owner=owner, on=FRIDAY)
    rows = TableRow.objects.bulk_create(
        TableRow(
            filing=filing, table=table, position=position, title=f"{position:02}".ljust(MAX_SECURITY_TITLE, "x"),
            date=FRIDAY, code="J", acquired_disposed="A", amount=Decimal(position), price=MAX_AMOUNT,
            owned_after=MAX_AMOUNT, ownership="I", nature=f"{table} {position}".ljust(MAX_NATURE, "y"),
            **({"exercise_price": MAX_AMOUNT, "exercisable": FRIDAY, "expiration": dt.date(2036, 1, 1),
                "underlying_title": "z" * MAX_SECURITY_TITLE, "underlying_amount": MAX_AMOUNT}
               if table == "II" else {}),
        )
        for table in ("I", "II")
        for position in range(1, MAX_ROWS_PER_TABLE + 1)
    )  # fmt: skip
    notes = Footnote.objects.bulk_create(
        Footnote(
            filing=filing, text=f"Note {number}: a described transaction. ".ljust(MAX_FOOTNOTE_TEXT, "n")
        )
        for number in range(MAX_FOOTNOTES)
    )
    FootnoteMark.objects.bulk_create(
        FootnoteMark(row=rows[number % len(rows)], footnote=note, cell="coding" if number < 60 else "price")
        for number, note in enumerate(notes)
    )
    filing_signer_choose(actor=desk.kemi, filing_owner=filing.filing_owners.first(), power=None)
    return filing_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        values={"remarks": "r" * MAX_REMARKS},
        version=fresh(filing).version,
    )


def test_an_empty_draft_opens_on_every_page(desk):
    assert all_pages_open(as_person(desk.kemi), draft(desk))


def test_a_draft_without_an_owner_opens_on_every_page(desk):
    filing = draft(desk)
    filing_owner_remove(actor=desk.kemi, filing_owner=only_owner(filing))
    assert all_pages_open(as_person(desk.kemi), filing)


def test_the_largest_draft_opens_on_every_page_and_can_be_signed(desk):
    filing = full_draft(desk)
    type(desk.anil_power).objects.update(filed_with="0001234567-25-999999")
    assert all_pages_open(as_person(desk.kemi), filing)
    assert [(one.check, one.message) for one in examine(filing).errors] == []
    filing = reviewed(desk, under_powers(desk, filing))
    sign_as(desk.dana, filing)
    assert fresh(filing).state == FilingState.SIGNED
    snapshot = Snapshot.objects.get(filing=filing)
    assert canonical.encode(snapshot.submission) == snapshot.content.encode()
    report = snapshot.submission.report
    assert (len(report.signatures), len(report.footnotes)) == (MAX_OWNERS, MAX_FOOTNOTES)
    assert (len(report.non_derivative), len(report.derivative)) == (MAX_ROWS_PER_TABLE,) * 2


def test_remarks_that_the_list_of_exhibits_makes_too_long_are_an_error_to_mend(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"remarks": "r" * MAX_REMARKS}, version=1)
    assert not examine(fresh(filing)).errors
    errors = examine(under_powers(desk, filing)).errors
    assert [one.place.field for one in errors] == ["remarks"]


def test_a_form_from_another_site_is_refused(desk):
    filing = reviewed(desk, _with_sale(desk))
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.anil_login, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"sha256": filing.reviewed_sha256}
    assert client.post(reverse("filing-sign", args=[filing.pk]), sent).status_code == 403
    assert not filing.signatures.exists()


@pytest.mark.parametrize("address", ["filing", "filing-review", "filing-sign"])
def test_pages_open_at_midnight_and_on_the_last_day_of_the_calendar(desk, clock, address):
    filing = _with_sale(desk)
    for instant in (NOW.replace(hour=0, minute=0), NOW.replace(year=2027, month=12, day=31, hour=23)):
        clock.set(instant)
        assert as_person(desk.kemi).get(reverse(address, args=[filing.pk])).status_code == 200


def _with_sale(desk: Desk) -> Filing:
    filing = draft(desk)
    line(desk, filing, sale())
    return fresh(filing)
