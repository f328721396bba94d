"""The page with two states of a filing beside each other, and the ways to it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from filings.models import Filing
from filings.ownership.report import Cell, DocumentType
from filings.services.archive import filing_amend
from filings.services.draft import filing_save
from filings.services.evidence.shown import report_show
from filings.services.history import import_sources
from filings.services.rows import row_save
from tests.filings import past
from tests.filings.harborwell import (
    Desk,
    draft,
    filed,
    fresh,
    line,
    reviewed,
    sale,
    signed,
    signed_sale,
    under_powers,
)
from tests.filings.views.pages import as_person, page, words

MONDAY, THURSDAY, FRIDAY = dt.date(2020, 3, 2), dt.date(2020, 3, 5), dt.date(2020, 3, 6)


def compared(client: Client, filing: Filing, **asked: str) -> str:
    response = client.get(reverse("filing-compare", args=[filing.pk]), asked)
    assert response.status_code == 200
    return words(response)


def corrected(desk: Desk, filing: Filing) -> None:
    """Another price on the first line."""
    row = filing.rows.get()
    row_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        table="I",
        values=sale(price=Decimal("38.57")),
        marks={},
        new_notes={},
        row_id=row.pk,
        version=row.version,
    )


def test_an_amendment_that_corrects_a_price_shows_it_beside_the_original(desk):
    original = filed(signed_sale(desk), by=desk.kemi)
    amendment = filing_amend(actor=desk.kemi, filing_id=original.pk)
    corrected(desk, amendment)
    response = as_person(desk.kemi).get(reverse("filing-compare", args=[amendment.pk]))
    table = page(response).get_element_by_id("table_i")
    assert [one.text_content() for one in table.iter("del")] == ["$38.41"]
    assert [one.text_content() for one in table.iter("ins")] == ["$38.57"]
    assert "Line 1 changed" in " ".join(table.text_content().split())
    told = as_person(desk.kemi).get(reverse("filing", args=[amendment.pk]))
    assert page(told).xpath(f"//a[@href='{reverse('filing-compare', args=[amendment.pk])}']")


def test_the_original_of_an_imported_amendment_is_found(desk, tmp_path):
    first = past.sale(MONDAY)
    (row,) = first.non_derivative
    second = replace(
        first,
        document_type=DocumentType.FORM_4A,
        date_of_original_submission=THURSDAY,
        non_derivative=(replace(row, price=Cell(Decimal("12.75"))),),
    )
    for number, (report, day) in enumerate(((first, THURSDAY), (second, FRIDAY))):
        (tmp_path / f"{number}.txt").write_bytes(past.submission(report, number, day))
    list(import_sources([str(tmp_path / "0.txt"), str(tmp_path / "1.txt")]))
    amendment = Filing.objects.get(form_type="4/A")
    client = as_person(desk.kemi)
    told = compared(client, amendment)
    assert "$12.50" in told
    assert "$12.75" in told
    assert "Beside the original" in words(client.get(reverse("filing", args=[amendment.pk])))


def test_each_change_in_the_history_leads_to_what_it_changed(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    client = as_person(desk.kemi)
    shown = page(client.get(reverse("filing", args=[filing.pk])))
    (link,) = shown.xpath("//*[@id='history']//a[normalize-space()='before and after']/@href")
    told = words(client.get(link))
    assert "Line 1 added" in told
    assert "added Table I, line 1" in told


def test_the_review_tells_what_changed_since_the_last_one(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    sha256 = reviewed(desk, filing).reviewed_sha256
    client, review = as_person(desk.kemi), reverse("filing-review", args=[filing.pk])
    assert "What changed since the last review" not in words(client.get(review))
    corrected(desk, filing)
    shown = page(client.get(review))
    (link,) = shown.xpath("//a[normalize-space()='What changed since the last review']/@href")
    assert sha256 in link
    assert "$38.57" in words(client.get(link))


def test_who_saw_another_state_is_told_so_before_signing(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    filing = reviewed(desk, filing)
    report_show(actor=desk.anil_login, filing=filing, sha256=filing.reviewed_sha256)
    corrected(desk, filing)
    reviewed(desk, filing)
    sign = reverse("filing-sign", args=[filing.pk])
    assert "What changed since you saw it" in words(as_person(desk.anil_login).get(sign))
    assert "What changed since you saw it" not in words(as_person(desk.dana).get(sign))


def test_a_state_that_never_was_is_not_found(desk):
    filing = draft(desk)
    client = as_person(desk.kemi)
    for key in ("f" * 64, "original", "\x00", "signed"):
        address = reverse("filing-compare", args=[filing.pk])
        assert client.get(address, {"from": key}).status_code == 404, key


def test_two_states_that_say_the_same_say_so(desk):
    filing = draft(desk)
    assert "There is one state only" in compared(as_person(desk.kemi), filing)
    line(desk, filing, sale())
    first, second = filing.states.order_by("pk")
    told = compared(as_person(desk.kemi), filing, **{"from": second.sha256, "to": "now"})
    assert "The two say the same" in told
    assert "Line 1 removed" in compared(as_person(desk.kemi), filing, **{"from": "now", "to": first.sha256})


def test_an_insider_sees_no_original_that_is_somebody_elses(desk):
    theirs = draft(desk, desk.mira)
    line(desk, theirs, sale(title="Hidden Stock"))
    original = filed(signed(desk, under_powers(desk, theirs), desk.dana), by=desk.kemi)
    mine = draft(desk)
    Filing.objects.filter(pk=mine.pk).update(
        form_type="4/A", amends=original, original_filed_on=original.filed_on
    )
    anil = as_person(desk.anil_login)
    assert "Hidden Stock" in compared(as_person(desk.kemi), mine)
    assert "Hidden Stock" not in compared(anil, mine)
    assert anil.get(reverse("filing-compare", args=[mine.pk]), {"from": "original"}).status_code == 404
    assert "Beside the original" not in words(anil.get(reverse("filing", args=[mine.pk])))


def test_an_insider_reads_the_history_without_the_notes_of_the_desk(desk):
    filing = fresh(draft(desk))
    filing_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        values={"desk_note": "Ask counsel first.", "plan_box": True},
        version=filing.version,
    )
    for address in (
        reverse("filing", args=[filing.pk]),
        reverse("audit-record", args=["filings.filing", filing.pk]),
    ):
        told = words(as_person(desk.anil_login).get(address))
        assert "Ask counsel first." not in told
        assert "Made under a Rule 10b5-1(c) plan no → yes" in told
        assert "Ask counsel first." in words(as_person(desk.kemi).get(address))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a & b\nc"])
def test_what_people_typed_is_shown_as_text(desk, text):
    filing = fresh(draft(desk))
    filing_save(actor=desk.kemi, filing_id=filing.pk, values={"remarks": text}, version=filing.version)
    response = as_person(desk.kemi).get(reverse("filing-compare", args=[filing.pk]))
    assert "<script>alert" not in response.content.decode()
    assert " ".join(text.split()) in words(response)
