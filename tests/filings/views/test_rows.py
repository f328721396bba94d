"""The line editor: what people type, what is refused and kept, and two people on one line."""

import html
from decimal import Decimal

import pytest
from django.urls import reverse

from filings.models import Footnote, TableRow
from filings.ownership.codes import MAX_FOOTNOTES, MAX_ROWS_PER_TABLE, Table
from filings.services.assemble import assemble
from filings.services.rows import MAX_DRAFT_ROWS
from tests.filings.harborwell import draft, fresh, line, option, sale, signed_sale
from tests.filings.views.pages import as_person, errors, filled, form_on, page, submit, words

TYPED = {
    "title": "Common Stock",
    "date": "11/20/26",
    "code": "S",
    "amount": "1,250",
    "price": "$12.50",
    "owned_after": "12,000",
    "ownership": "D",
}


@pytest.fixture
def filing(desk):
    return draft(desk)


@pytest.fixture
def kemi(desk):
    return as_person(desk.kemi)


def adding(filing, table: str = "1", kind: str = "transaction") -> str:
    return reverse("filing-row-add", args=[filing.pk, table, kind])


def add(client, filing, table: str = "1", kind: str = "transaction", **values):
    address = adding(filing, table, kind)
    return submit(client, address, address, **values)


def value_of(response, name: str) -> str:
    """What stands in an input of the editor."""
    (editor,) = [form for form in page(response).forms if form.get("id") == "row-editor"]
    return (editor.inputs[name].value or "").removeprefix("\n")


def test_a_sale_as_people_type_it(kemi, filing):
    response = add(kemi, filing, **TYPED)
    assert response.status_code == 302
    (row,) = assemble(fresh(filing)).report.non_derivative
    assert (row.amount.value, row.price.value, row.owned_after.value) == (1250, Decimal("12.50"), 12_000)
    assert (row.date.value.isoformat(), row.acquired_disposed.value) == ("2026-11-20", "D")


@pytest.mark.parametrize(
    "day", ["7/15/20", "07/15/2020", "07152020", "2020-07-15", "15 Jul 2020", "July 15, 2020"]
)
def test_a_day_in_any_of_the_ways_people_write_it(kemi, filing, day):
    add(kemi, filing, **TYPED | {"date": day})
    assert filing.rows.get().date.isoformat() == "2020-07-15"


def test_a_grant_of_options_fills_table_ii(kemi, filing):
    response = add(
        kemi, filing, "2",
        title="Stock Option (Right to Buy)", exercise_price="0.71", date="7/15/2020", code="A", amount="100,000",
        price="0", expiration="7/15/2030", underlying_title="Common Stock", underlying_amount="100,000",
        note_exercisable="50% upon achievement of the goal in two quarters.",
    )  # fmt: skip
    assert response.status_code == 302
    report = assemble(fresh(filing)).report
    (row,) = report.derivative
    assert (row.exercise_price.value, row.underlying.amount.value) == (Decimal("0.71"), 100_000)
    assert row.exercisable.footnotes == ("F1",)
    assert report.footnotes[0].text.startswith("50% upon")


def test_a_holding_asks_for_no_transaction(kemi, filing):
    add(
        kemi, filing, kind="holding",
        title="Common Stock", owned_after="31,040", ownership="I", nature="By family trust",
    )  # fmt: skip
    row = filing.rows.get()
    assert (row.kind, row.nature, row.amount, row.code) == ("holding", "By family trust", None, "")


def test_a_blank_total_is_worked_out(kemi, desk, filing):
    line(desk, filing, sale(owned_after=Decimal(12_000)))
    add(kemi, filing, **TYPED | {"owned_after": ""})
    assert filing.rows.last().owned_after == 10_750


def test_save_and_add_another_opens_the_next_line(kemi, filing):
    response = add(kemi, filing, button="and_add", **TYPED)
    assert response.headers["Location"] == adding(filing)
    assert filing.rows.count() == 1


REFUSED = [
    ("date", "7/15/0022", "1934"),
    ("date", "13/01/2026", "month"),
    ("date", "2/30/2026", "30"),
    ("date", "yesterday", "MM/DD/YYYY"),
    ("amount", "12.12345", "4 decimals"),
    ("amount", "-500", "negative"),
    ("amount", "(500)", "negative"),
    ("amount", "five hundred", "not a number"),
    ("amount", "1,25", "comma"),
    ("amount", "1e3", "exponent"),
    ("amount", "1,000,000,000,000", "999,999,999,999.9999"),
    ("price", "٣٨", "not a number"),
    ("title", "Common\x07Stock", "U+0007"),
    ("title", "Common 🚀 Stock", "rocket"),
    ("title", "Ünits", "latin capital letter u with diaeresis"),
    ("title", "x" * 61, "60"),
    ("title", "", "Fill in"),
    ("nature", "n" * 101, "100"),
    ("note_price", "n" * 1001, "1000"),
    ("owned_after", "12..5", "comma"),
]


@pytest.mark.parametrize(("name", "text", "said"), REFUSED, ids=[f"{n} {t[:12]!r}" for n, t, _ in REFUSED])
def test_what_is_refused_is_kept_with_everything_beside_it_and_told_why(kemi, filing, name, text, said):
    address = adding(filing)
    sent = filled(form_on(kemi.get(address), address), **TYPED) | {name: [text]}
    response = kemi.post(address, sent)
    assert response.status_code == 422
    assert said in errors(response)
    assert not filing.rows.exists()
    for other, value in (TYPED | {"acquired_disposed": ""}).items():
        if other != name:
            assert value_of(response, other) == value
    if text.isprintable():
        assert value_of(response, name) == text


@pytest.mark.parametrize("version", ["", "x", "1.5", "9" * 40, "-1"])
def test_a_version_that_is_none_changes_nothing_and_breaks_nothing(kemi, desk, filing, version):
    row = line(desk, filing, sale())
    address = reverse("filing-row", args=[filing.pk, row.pk])
    sent = filled(form_on(kemi.get(address), address), amount="7") | {"version": [version]}
    response = kemi.post(address, sent)
    assert response.status_code in {409, 422}
    row.refresh_from_db()
    assert row.amount == 500


def test_a_code_that_decides_by_itself_refuses_the_other_direction(kemi, filing):
    response = add(kemi, filing, **TYPED | {"acquired_disposed": "A"})
    assert response.status_code == 422
    assert "Code S records a disposal" in words(response)


def test_a_code_that_does_not_decide_asks(kemi, filing):
    response = add(kemi, filing, **TYPED | {"code": "G"})
    assert response.status_code == 422
    assert "choose A or D" in words(response)
    assert add(kemi, filing, **TYPED | {"code": "G", "acquired_disposed": "A"}).status_code == 302
    assert filing.rows.get().acquired_disposed == "A"


@pytest.mark.parametrize(("table", "code"), [("1", "H"), ("1", "E"), ("2", "?"), ("1", "V")])
def test_a_code_that_the_table_does_not_have_is_refused(kemi, filing, table, code):
    address = adding(filing, table)
    sent = filled(form_on(kemi.get(address), address)) | {"title": ["Option"], "code": [code]}
    assert kemi.post(address, sent).status_code == 422


def test_the_brokers_notice_does_not_come_before_the_trade(kemi, filing):
    response = add(kemi, filing, **TYPED, under_plan=True, notified_on="11/19/2026")
    assert response.status_code == 422
    assert "before the trade" in words(response)


def test_markup_in_a_title_is_text_on_every_page(kemi, desk, filing):
    script = "<script>alert(1)</script>"
    desk.anil.conformed_name = script
    desk.anil.save()
    filing.issuer.conformed_name = script
    filing.issuer.save()
    add(kemi, filing, **TYPED | {"title": script, "note_price": script, "nature": script, "ownership": "I"})
    row = filing.rows.get()
    assert row.title == script
    names = [
        "filing", "filing-who", "filing-report", "filing-table-1", "filing-table-2", "filing-notes",
        "filing-exhibits", "filing-review", "filing-sign",
    ]  # fmt: skip
    addresses = [reverse(name, args=[filing.pk]) for name in names]
    addresses += [reverse("filing-row", args=[filing.pk, row.pk]), reverse("queue"), reverse("filings")]
    for address in addresses:
        content = kemi.get(address).content.decode()
        assert script not in content, address
        assert html.escape(script) in content, address


def test_the_pages_of_one_filing_do_not_open_the_lines_of_another(kemi, desk, filing):
    row = line(desk, draft(desk), sale())
    for name in ("filing-row", "filing-row-copy", "filing-row-move", "filing-row-remove"):
        address = reverse(name, args=[filing.pk, row.pk])
        assert kemi.post(address).status_code == 404
    assert TableRow.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_what_is_not_there_is_not_found(kemi, filing, pk):
    assert kemi.get(reverse("filing-row", args=[filing.pk, pk])).status_code == 404
    assert kemi.get(reverse("filing-table-1", args=[pk])).status_code == 404
    assert kemi.post(reverse("filing-row-remove", args=[filing.pk, pk])).status_code == 404
    assert kemi.post(reverse("filing-totals", args=[pk, "1"])).status_code == 404


@pytest.mark.parametrize(("table", "kind"), [("3", "transaction"), ("I", "transaction"), ("1", "sale")])
def test_there_are_two_tables_and_two_kinds_of_lines(kemi, filing, table, kind):
    assert kemi.get(adding(filing, table, kind)).status_code == 404


def test_a_full_table_keeps_what_was_typed(kemi, filing):
    address = adding(filing)
    sent = filled(form_on(kemi.get(address), address), **TYPED)
    TableRow.objects.bulk_create(
        TableRow(filing=filing, table="I", position=number, title="Common Stock")
        for number in range(1, MAX_DRAFT_ROWS + 1)
    )
    response = kemi.post(address, sent)
    assert response.status_code == 422
    assert "300 lines" in words(response)
    assert value_of(response, "amount") == "1,250"
    assert filing.rows.count() == MAX_DRAFT_ROWS


def test_a_thirty_first_line_is_kept_and_the_desk_proposes_linked_filings(kemi, filing):
    TableRow.objects.bulk_create(
        TableRow(filing=filing, table="I", position=number, title="Common Stock")
        for number in range(1, MAX_ROWS_PER_TABLE + 1)
    )
    add(kemi, filing, **TYPED)
    assert filing.rows.count() == MAX_ROWS_PER_TABLE + 1
    page = words(kemi.get(reverse("filing-table-1", args=[filing.pk])))
    assert "Too large for one filing" in page
    kemi.post(reverse("filing-split", args=[filing.pk]))
    assert filing.split_parts.count() == 1
    assert filing.rows.count() <= MAX_ROWS_PER_TABLE


def test_a_footnote_too_many_keeps_the_line_that_was_typed(kemi, filing):
    Footnote.objects.bulk_create(Footnote(filing=filing, text=f"Note {n}.") for n in range(MAX_FOOTNOTES))
    response = add(kemi, filing, **TYPED, note_price="One too many.")
    assert response.status_code == 422
    assert "98 footnotes" in words(response)
    assert value_of(response, "note_price") == "One too many."


def test_copy_move_and_remove_by_their_buttons(kemi, desk, filing):
    row = line(desk, filing, sale())
    table = reverse("filing-table-1", args=[filing.pk])
    copied = submit(kemi, table, reverse("filing-row-copy", args=[filing.pk, row.pk]))
    second = filing.rows.last()
    assert copied.headers["Location"] == reverse("filing-row", args=[filing.pk, second.pk])
    kemi.post(reverse("filing-row-move", args=[filing.pk, second.pk]), {"way": "up"})
    assert list(filing.rows.values_list("pk", flat=True)) == [second.pk, row.pk]
    submit(kemi, table, reverse("filing-row-remove", args=[filing.pk, second.pk]))
    assert filing.rows.get() == row


def test_totals_are_worked_out_again_by_their_button(kemi, desk, filing):
    line(desk, filing, sale(owned_after=Decimal(12_000)))
    line(desk, filing, sale(amount=Decimal(300), owned_after=Decimal(1)))
    table = reverse("filing-table-1", args=[filing.pk])
    submit(kemi, table, reverse("filing-totals", args=[filing.pk, "1"]))
    assert filing.rows.last().owned_after == 11_700
    assert "11,700" in words(kemi.get(table))


def test_editing_a_line_shows_what_is_there_and_saves_only_what_was_changed(kemi, desk, filing):
    row = line(desk, filing, option(), table=Table.II, notes={"price": "A footnote."})
    address = reverse("filing-row", args=[filing.pk, row.pk])
    before = assemble(fresh(filing)).report
    assert submit(kemi, address, address).status_code == 302
    assert assemble(fresh(filing)).report == before
    submit(kemi, address, address, amount="2,000.5")
    (after,) = assemble(fresh(filing)).report.derivative
    assert (after.amount.value, after.price.footnotes) == (Decimal("2000.5"), ("F1",))


def propose(client, filing, table: str = "1", row: str = "", **values):
    address = reverse("filing-row-proposal", args=[filing.pk, table, "transaction"])
    return client.post(f"{address}?row={row}", TYPED | {"version": "1"} | values)


def test_while_a_line_is_typed_its_total_is_shown_and_nothing_is_saved(kemi, desk, filing):
    line(desk, filing, sale(owned_after=Decimal(12_000)))
    response = propose(kemi, filing, amount="1,250", owned_after="")
    assert "10,750" in response.content.decode()
    assert filing.rows.count() == 1


@pytest.mark.parametrize("row", ["", "x", "²", "0", "9" * 40, "9" * 5000])
def test_a_proposal_for_a_line_that_is_none_is_one_for_a_new_line(kemi, desk, filing, row):
    line(desk, filing, sale(owned_after=Decimal(12_000)))
    assert "10,750" in propose(kemi, filing, row=row).content.decode()


# Two people


def test_the_second_sees_both_versions_and_may_save_over_the_first(kemi, desk, filing):
    row = line(desk, filing, sale())
    address = reverse("filing-row", args=[filing.pk, row.pk])
    other = as_person(desk.kemi)
    opened = form_on(other.get(address), address)
    submit(kemi, address, address, amount="600")
    response = other.post(address, filled(opened, amount="700", price="39"))
    assert response.status_code == 409
    assert value_of(response, "amount") == "700"
    conflict = words(response)
    assert "600" in conflict
    assert "700" in conflict
    row.refresh_from_db()
    assert row.amount == 600
    assert other.post(address, filled(form_on(response, address))).status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.price) == (700, 39)


def test_a_footnote_that_the_second_marked_is_a_conflict_too(kemi, desk, filing):
    row = line(desk, filing, sale(), notes={"title": "A footnote."})
    note = filing.footnotes.get()
    address = reverse("filing-row", args=[filing.pk, row.pk])
    sent = filled(form_on(kemi.get(address), address)) | {"marks_price": [str(note.pk)]}
    submit(as_person(desk.kemi), address, address, amount="600")
    response = kemi.post(address, sent | {"amount": ["600"]})
    assert response.status_code == 409
    assert "Somebody else" in words(response)


def test_both_typed_the_same_and_the_second_is_still_told(kemi, desk, filing):
    row = line(desk, filing, sale())
    address = reverse("filing-row", args=[filing.pk, row.pk])
    sent = filled(form_on(kemi.get(address), address), amount="600")
    submit(as_person(desk.kemi), address, address, amount="600")
    response = kemi.post(address, sent)
    assert response.status_code == 409
    assert "Somebody else" in words(response)


def test_two_people_on_two_lines_are_not_in_each_others_way(kemi, desk, filing):
    first, second = line(desk, filing, sale()), line(desk, filing, sale(price=Decimal(39)))
    one, two = (reverse("filing-row", args=[filing.pk, row.pk]) for row in (first, second))
    opened = form_on(kemi.get(two), two)
    submit(as_person(desk.kemi), one, one, amount="600")
    assert kemi.post(two, filled(opened, amount="700")).status_code == 302


# After the signature


def test_a_signed_report_has_no_editor(kemi, desk):
    filing = signed_sale(desk)
    row = filing.rows.get()
    for address in (adding(filing), reverse("filing-row", args=[filing.pk, row.pk])):
        response = kemi.get(address)
        assert response.headers["Location"] == reverse("filing", args=[filing.pk])
        assert "signed" in words(kemi.get(response.headers["Location"]))
