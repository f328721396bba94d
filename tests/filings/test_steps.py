"""The steps of the form: what is to do, what is wrong, and the way to the box that mends it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from filings.ownership.codes import Table
from filings.ownership.findings import Part, Place
from filings.services.draft import filing_owner_remove, filing_save
from filings.services.review import examine
from filings.steps import BY_SLUG, STEPS, findings_of, mending_url, statuses, worst
from tests.filings.harborwell import draft, fresh, line, only_owner, option, reviewed, sale, signed_sale
from tests.filings.views.pages import as_person


def marks(filing) -> dict[str, str]:
    return {step.slug: str(mark) for step, mark in statuses(examine(fresh(filing)))}


def test_a_new_draft_knows_who_reports_and_wants_the_rest(desk):
    begun = marks(draft(desk))
    assert [slug for slug, mark in begun.items() if mark == "done"] == ["who"]
    assert (begun["review"], begun["sign"]) == ("open", "open")


def test_a_sale_completes_every_step_before_the_review(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    assert marks(filing) == {step.slug: "done" for step in STEPS} | {"review": "open", "sign": "open"}


def test_an_error_marks_the_step_on_which_it_is_mended(desk):
    filing = draft(desk)
    line(desk, filing, sale(price=None))
    assert marks(filing)["table-1"] == "bad"
    examination = examine(fresh(filing))
    assert worst(findings_of(BY_SLUG["table-1"], examination)) == "error"
    assert worst(findings_of(BY_SLUG["table-2"], examination)) is None


def test_a_draft_without_an_owner_is_not_complete(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    filing_owner_remove(actor=desk.kemi, filing_owner=only_owner(filing))
    assert marks(filing)["who"] != "done"


def test_the_review_and_the_signature_tick_the_last_steps(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    reviewed(desk, filing)
    assert (marks(filing)["review"], marks(filing)["sign"]) == ("done", "open")
    assert set(marks(signed_sale(desk)).values()) == {"done"}


def test_every_part_of_the_report_is_mended_on_exactly_one_step():
    parts = [part for step in STEPS for part in step.parts]
    assert sorted(parts) == sorted(Part)


@pytest.fixture
def full(desk):
    """A draft with a line in each table and a holding, whose boxes may all be complained of."""
    filing = draft(desk)
    line(desk, filing, sale(), notes={"price": "A weighted average."})
    line(desk, filing, {"kind": "holding", "title": "Common Stock", "owned_after": Decimal(5)})
    line(desk, filing, option(), table=Table.II)
    return fresh(filing)


def target(client: Client, address: str) -> bool:
    """Whether an address opens and, if it names an input, the page has that input."""
    path, _, anchor = address.partition("#")
    answer = client.get(path)
    return answer.status_code == 200 and (not anchor or f'id="{anchor}"' in answer.content.decode())


def test_whatever_a_check_complains_of_its_link_opens_the_input_that_mends_it(desk, full):
    """The findings of a draft in which about everything is wrong."""
    desk.issuer.trading_symbol = ""
    desk.issuer.save()
    full.rows.update(price=None, amount=None, owned_after=None, ownership="I", nature="")
    full.rows.filter(table="I", kind="transaction").update(date=dt.date(2026, 12, 24), code="")
    full.rows.filter(table="II").update(underlying_title="", underlying_amount=None, exercise_price=None)
    filing_save(
        actor=desk.kemi,
        filing_id=full.pk,
        values={"form_type": "4/A", "plan_box": True, "remarks": "Two\u2029lines."},
        version=full.version,
    )
    only = only_owner(full)
    type(only).objects.update(is_officer=True, officer_title="", is_director=False)
    examination = examine(fresh(full))
    assert len(examination.findings) > 10
    kemi = as_person(desk.kemi)
    lost = [
        (one.check, one.place, address)
        for one in examination.findings
        if not target(kemi, address := mending_url(one.place, examination))
    ]
    assert lost == []


ROW_FIELDS = [
    "title", "exercise_price", "date", "deemed_execution", "coding", "coding.code", "coding.form_type",
    "coding.equity_swap", "amount", "acquired_disposed", "price", "exercisable", "expiration",
    "underlying.title", "underlying.amount", "underlying", "owned_after", "ownership", "nature",
]  # fmt: skip


@pytest.mark.parametrize("field", ROW_FIELDS)
def test_each_cell_of_table_ii_has_its_input_in_the_editor(desk, full, field):
    address = mending_url(Place(Part.TABLE_II, 0, field), examine(full))
    assert target(as_person(desk.kemi), address), address


OWNER_FIELDS = [
    "relationship", "director", "officer", "ten_percent_owner", "other", "officer_title", "other_text", "cik",
    "street1", "street2", "city", "state", "country", "zip_code", "non_us_state_territory",
]  # fmt: skip


@pytest.mark.parametrize("field", OWNER_FIELDS)
def test_each_box_about_an_owner_has_its_input_on_the_filing_or_on_the_owners_page(desk, full, field):
    address = mending_url(Place(Part.OWNERS, 0, field), examine(full))
    assert target(as_person(desk.kemi), address), address


@pytest.mark.parametrize("field", ["cik", "trading_symbol", "foreign_trading_symbol"])
def test_each_box_about_the_issuer_has_its_input_on_the_issuers_page(desk, full, field):
    address = mending_url(Place(Part.ISSUER, None, field), examine(full))
    assert target(as_person(desk.kemi), address), address


def test_a_finding_on_a_footnote_opens_that_footnote(desk, full):
    address = mending_url(Place(Part.FOOTNOTES, 0, "text"), examine(full))
    assert address == reverse("filing-note", args=[full.pk, full.footnotes.get().pk]) + "#id_text"
    assert target(as_person(desk.kemi), address)


def test_a_finding_on_a_line_opens_that_lines_editor(desk, full):
    holding = full.rows.get(kind="holding")
    address = mending_url(Place(Part.TABLE_I, 1, "nature"), examine(full))
    assert address == reverse("filing-row", args=[full.pk, holding.pk]) + "#id_nature"


def test_a_finding_on_a_line_that_is_gone_leads_to_its_table(desk, full):
    assert mending_url(Place(Part.TABLE_I, 9, ""), examine(full)) == reverse("filing-table-1", args=[full.pk])


def test_ids_on_a_page_are_there_once(desk, full):
    """Labels and links reach the first input of an id: a second one could not be reached."""
    kemi = as_person(desk.kemi)
    addresses = [step.url(full.pk) for step in STEPS]
    addresses += [reverse("filing-row", args=[full.pk, row.pk]) for row in full.rows.all()]
    addresses += [reverse("filing-note", args=[full.pk, full.footnotes.get().pk])]
    for address in addresses:
        ids = html.fromstring(kemi.get(address).content.decode()).xpath("//@id")
        assert sorted(ids) == sorted(set(ids)), address
