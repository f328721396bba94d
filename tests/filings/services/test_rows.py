"""Lines and footnotes: totals that carry over, numbers that follow the first use, and the form's limits."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.audit.log import history
from filings.models import Filing, Footnote, FootnoteMark, TableRow
from filings.ownership.codes import MAX_FOOTNOTES, Table
from filings.services.archive import filing_amend
from filings.services.assemble import assemble
from filings.services.draft import filing_save
from filings.services.editing import EditConflict
from filings.services.rows import (
    MAX_DRAFT_ROWS,
    FootnotesFull,
    TableFull,
    direction_of,
    footnote_remove,
    footnote_save,
    plan_footnote_add,
    row_copy,
    row_move,
    row_remove,
    row_save,
    totals_recalculate,
)
from tests.filings.harborwell import (
    NOW,
    Desk,
    draft,
    filed,
    fresh,
    line,
    option,
    sale,
    signed,
    signed_sale,
)


def lines_of(filing: Filing, table: Table = Table.I):
    report = assemble(fresh(filing)).report
    return report.non_derivative if table == Table.I else report.derivative


def totals_of(filing: Filing, table: Table = Table.I) -> list[Decimal | None]:
    return [row.owned_after.value for row in lines_of(filing, table)]


def save_again(desk: Desk, row: TableRow, *, version: int | None = None, marks=None, **values) -> TableRow:
    return row_save(
        actor=desk.kemi,
        filing_id=row.filing_id,
        table=Table(row.table),
        values=values,
        marks=marks or {},
        new_notes={},
        row_id=row.pk,
        version=row.version if version is None else version,
    )


# Columns 5 and 9


def test_column_5_is_worked_out_from_the_line_above(desk):
    filing = draft(desk)
    line(desk, filing, sale(owned_after=Decimal(12_000)))
    line(desk, filing, sale(amount=Decimal(300), owned_after=None))
    assert totals_of(filing) == [12_000, 11_700]


def test_column_5_is_worked_out_from_the_last_signed_report(desk):
    signed_sale(desk)
    filing = draft(desk)
    line(desk, filing, sale(amount=Decimal("0.5"), owned_after=None))
    assert totals_of(filing) == [Decimal("11999.5")]


def test_a_draft_that_nobody_signed_moves_no_balance(desk):
    line(desk, draft(desk), sale(owned_after=Decimal(77)))
    filing = draft(desk)
    line(desk, filing, sale(owned_after=None))
    assert totals_of(filing) == [None]


def test_the_spouses_shares_are_another_balance(desk):
    signed_sale(desk)
    filing = draft(desk, desk.mira)
    line(desk, filing, sale(owned_after=None))
    assert totals_of(filing) == [None]


def test_shares_in_a_trust_are_another_balance_than_those_held_directly(desk):
    filing = draft(desk)
    line(desk, filing, sale(owned_after=Decimal(12_000)))
    line(desk, filing, sale(ownership="I", nature="By trust", owned_after=None))
    assert totals_of(filing) == [12_000, None]


def test_column_9_is_worked_out_for_each_series_of_options(desk):
    filing = draft(desk)
    line(desk, filing, option(), table=Table.II)
    line(desk, filing, option(amount=Decimal(250), owned_after=None), table=Table.II)
    line(desk, filing, option(exercise_price=Decimal(40), owned_after=None), table=Table.II)
    assert totals_of(filing, Table.II) == [1_000, 1_250, None]


def test_a_total_that_would_be_negative_is_left_to_the_preparer(desk):
    filing = draft(desk)
    line(desk, filing, sale(owned_after=Decimal(100)))
    line(desk, filing, sale(amount=Decimal(500), owned_after=None))
    assert totals_of(filing) == [100, None]


def test_totals_are_worked_out_again_from_the_top_down(desk):
    filing = draft(desk)
    line(desk, filing, sale(owned_after=Decimal(12_000)))
    line(desk, filing, sale(amount=Decimal(300), owned_after=Decimal(1)))
    line(desk, filing, sale(amount=Decimal(200), owned_after=Decimal(2)))
    assert totals_recalculate(actor=desk.kemi, filing_id=filing.pk, table=Table.I) == 2
    assert totals_of(filing) == [12_000, 11_700, 11_500]
    assert totals_recalculate(actor=desk.kemi, filing_id=filing.pk, table=Table.I) == 0


def test_a_late_report_of_an_older_trade_starts_from_the_balance_of_its_own_day(desk):
    filed(signed_sale(desk), by=desk.kemi)
    forgotten = draft(desk)
    line(desk, forgotten, sale(date=dt.date(2026, 10, 5), owned_after=None))
    assert totals_of(forgotten) == [None]


def test_a_late_report_of_an_older_trade_does_not_put_back_the_balance_of_today(desk, clock):
    signed_sale(desk)
    clock.set(NOW + dt.timedelta(hours=1))
    forgotten = draft(desk)
    line(desk, forgotten, sale(date=dt.date(2026, 10, 5), owned_after=Decimal(12_500)))
    signed(desk, forgotten)
    today = draft(desk)
    line(desk, today, sale(date=dt.date(2026, 11, 23), owned_after=None))
    assert totals_of(today) == [11_500]


def test_an_amendment_starts_from_the_balance_before_what_it_amends(desk, clock):
    first = draft(desk)
    line(desk, first, sale(date=dt.date(2026, 11, 18), owned_after=Decimal(20_000)))
    signed(desk, first)
    clock.set(NOW + dt.timedelta(hours=1))
    second = draft(desk)
    line(desk, second, sale(owned_after=None))
    assert totals_of(second) == [19_500]
    filed(signed(desk, second), by=desk.kemi, at=clock.instant)
    amendment = filing_amend(actor=desk.kemi, filing_id=second.pk)
    row = amendment.rows.get()
    save_again(desk, row, amount=Decimal(450), owned_after=None)
    assert totals_of(amendment) == [19_550]


# Acquired or disposed of


@pytest.mark.parametrize(("code", "direction"), [("P", "A"), ("S", "D"), ("A", "A"), ("F", "D"), ("U", "D")])
def test_the_code_decides_the_direction(code, direction):
    assert direction_of(code, "") == direction


@pytest.mark.parametrize("code", ["M", "G", "J", "C", "X", "I", "W"])
def test_the_preparer_decides_where_the_code_does_not(code):
    assert (direction_of(code, ""), direction_of(code, "A"), direction_of(code, "D")) == ("", "A", "D")


# Order


def test_a_copied_line_stands_below_the_first_with_its_footnotes_and_a_new_total(desk):
    filing = draft(desk)
    row = line(desk, filing, sale(), notes={"price": "A weighted average."})
    line(desk, filing, sale(title="Class B Stock"))
    row_copy(actor=desk.kemi, row=row)
    first, copied, last = lines_of(filing)
    assert (copied.title, last.title.value) == (first.title, "Class B Stock")
    assert copied.price == first.price
    assert copied.price.footnotes == ("F1",)
    assert copied.owned_after.value == 11_500


def test_moving_a_line_renumbers_the_footnotes(desk):
    filing = draft(desk)
    line(desk, filing, sale(price=Decimal(38)), notes={"price": "First."})
    second = line(desk, filing, sale(price=Decimal(39)), notes={"price": "Second."})
    assert [note.text for note in assemble(fresh(filing)).report.footnotes] == ["First.", "Second."]
    row_move(actor=desk.kemi, row=second, steps=-1)
    report = assemble(fresh(filing)).report
    assert [note.text for note in report.footnotes] == ["Second.", "First."]
    assert [row.price for row in report.non_derivative] == [
        report.non_derivative[0].price.__class__(Decimal(39), ("F1",)),
        report.non_derivative[0].price.__class__(Decimal(38), ("F2",)),
    ]


@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5)), max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_lines_are_moved_none_is_lost_and_places_run_from_one(desk, moves):
    filing = draft(desk)
    rows = [line(desk, filing, sale(price=Decimal(number))) for number in range(4)]
    expected = list(rows)
    for which, steps in moves:
        row_move(actor=desk.kemi, row=rows[which], steps=steps)
        place = expected.index(rows[which])
        expected.insert(max(0, min(3, place + steps)), expected.pop(place))
    assert list(filing.rows.values_list("pk", "position")) == [
        (row.pk, place) for place, row in enumerate(expected, start=1)
    ]


def test_a_removed_line_leaves_its_footnote_unused_and_the_log_names_the_line(desk):
    filing = draft(desk)
    line(desk, filing, sale())
    row = line(desk, filing, sale(), notes={"price": "A weighted average."})
    row_remove(actor=desk.kemi, row=row)
    assert len(lines_of(filing)) == 1
    assert filing.footnotes.get().text == "A weighted average."
    assert history(filing)[0].verb == "removed Table I, line 2"


def test_the_second_click_on_remove_finds_the_line_gone(desk):
    filing = draft(desk)
    row = line(desk, filing, sale())
    row_remove(actor=desk.kemi, row=TableRow.objects.get(pk=row.pk))
    with pytest.raises(TableRow.DoesNotExist):
        row_remove(actor=desk.kemi, row=row)
    assert [event.verb for event in history(filing)].count("removed Table I, line 1") == 1


def test_a_draft_takes_more_lines_than_edgar_and_ends_somewhere(desk):
    filing = draft(desk)
    TableRow.objects.bulk_create(
        TableRow(filing=filing, table="I", position=number, title="Common Stock")
        for number in range(1, MAX_DRAFT_ROWS + 1)
    )
    with pytest.raises(TableFull, match="300 lines"):
        line(desk, filing, sale())
    with pytest.raises(TableFull):
        row_copy(actor=desk.kemi, row=filing.rows.first())
    line(desk, filing, option(), table=Table.II)
    assert filing.rows.count() == MAX_DRAFT_ROWS + 1


# Footnotes


def test_footnotes_are_numbered_by_table_then_line_then_column(desk):
    filing = draft(desk)
    line(desk, filing, option(), table=Table.II, notes={"exercisable": "Vests."})
    line(desk, filing, sale(), notes={"nature": "Trust.", "price": "Average.", "coding": "Plan."})
    texts = [note.text for note in assemble(fresh(filing)).report.footnotes]
    assert texts == ["Plan.", "Average.", "Trust.", "Vests."]


def test_one_footnote_on_two_cells_has_one_number(desk):
    filing = draft(desk)
    line(desk, filing, sale(), notes={"price": "Average."})
    note = filing.footnotes.get()
    line(desk, filing, sale(price=Decimal(39)), marks={"price": [note], "amount": [note]})
    report = assemble(fresh(filing)).report
    assert len(report.footnotes) == 1
    second = report.non_derivative[1]
    assert (second.price.footnotes, second.amount.footnotes) == (("F1",), ("F1",))


def test_two_footnotes_on_one_cell_stand_in_the_order_of_their_numbers(desk):
    filing = draft(desk)
    line(desk, filing, sale(), notes={"title": "First."})
    line(desk, filing, sale(), notes={"title": "Second."})
    first, second = filing.footnotes.order_by("pk")
    line(desk, filing, sale(price=Decimal(39)), marks={"price": [second, first]})
    assert lines_of(filing)[2].price.footnotes == ("F1", "F2")


def test_a_mark_taken_off_a_cell_is_gone_and_the_others_stay(desk):
    filing = draft(desk)
    row = line(desk, filing, sale(), notes={"title": "One.", "price": "Two."})
    note = filing.footnotes.get(text="Two.")
    save_again(desk, row, marks={"price": [note]})
    assert list(FootnoteMark.objects.values_list("cell", "footnote")) == [("price", note.pk)]


def test_a_footnote_of_another_filing_is_never_hung_on_a_line(desk):
    theirs = footnote_save(actor=desk.kemi, filing_id=draft(desk).pk, text="Not ours.")
    row = line(desk, draft(desk), sale(), marks={"price": [theirs]})
    assert not row.marks.exists()


def test_removing_a_footnote_takes_its_marks_off_every_cell(desk):
    filing = draft(desk)
    line(desk, filing, sale(), notes={"price": "Average."})
    footnote_remove(actor=desk.kemi, footnote=filing.footnotes.get())
    assert lines_of(filing)[0].price.footnotes == ()
    assert history(filing)[0].changes == {"text": ["Average.", ""]}


def test_the_last_footnote_that_edgar_takes_is_the_last(desk):
    filing = draft(desk)
    Footnote.objects.bulk_create(Footnote(filing=filing, text=f"Note {n}.") for n in range(MAX_FOOTNOTES))
    with pytest.raises(FootnotesFull, match="98 footnotes"):
        footnote_save(actor=desk.kemi, filing_id=filing.pk, text="One too many.")
    with pytest.raises(FootnotesFull):
        line(desk, filing, sale(), notes={"price": "One too many."})
    assert not filing.rows.exists(), "the line is not kept without its footnote"


def under_plan(desk: Desk) -> Filing:
    filing = draft(desk)
    return filing_save(
        actor=desk.kemi,
        filing_id=filing.pk,
        values={"plan_box": True, "plan_adopted_on": dt.date(2026, 5, 4)},
        version=filing.version,
    )


def test_the_footnote_on_the_plan_names_its_adoption_and_hangs_on_the_code_of_each_plan_trade(desk):
    filing = under_plan(desk)
    line(desk, filing, sale(under_plan=True))
    line(desk, filing, sale(price=Decimal(39)))
    note = plan_footnote_add(actor=desk.kemi, filing_id=filing.pk)
    assert "10b5-1" in note.text
    assert "May 4, 2026" in note.text
    assert [row.coding.footnotes for row in lines_of(filing)] == [("F1",), ()]


def test_asking_again_for_the_footnote_on_the_plan_only_marks_what_is_new(desk):
    filing = under_plan(desk)
    line(desk, filing, sale(under_plan=True))
    plan_footnote_add(actor=desk.kemi, filing_id=filing.pk)
    line(desk, filing, sale(under_plan=True, price=Decimal(39)))
    plan_footnote_add(actor=desk.kemi, filing_id=filing.pk)
    assert filing.footnotes.count() == 1
    assert [row.coding.footnotes for row in lines_of(filing)] == [("F1",), ("F1",)]


def test_there_is_no_footnote_on_the_plan_without_its_date_or_a_trade_under_it(desk):
    filing = under_plan(desk)
    line(desk, filing, sale())
    assert plan_footnote_add(actor=desk.kemi, filing_id=filing.pk) is None
    undated = draft(desk)
    line(desk, undated, sale(under_plan=True))
    assert plan_footnote_add(actor=desk.kemi, filing_id=undated.pk) is None


# Two people


def test_the_second_of_two_people_on_one_line_is_told_and_loses_nothing(desk):
    filing = draft(desk)
    row = line(desk, filing, sale())
    save_again(desk, row, amount=Decimal(600))
    with pytest.raises(EditConflict) as conflict:
        save_again(desk, row, amount=Decimal(700))
    assert conflict.value.current.amount == 600
    assert lines_of(filing)[0].amount.value == 600
    save_again(desk, row, version=conflict.value.current.version, amount=Decimal(700))
    assert lines_of(filing)[0].amount.value == 700


def test_two_people_on_two_lines_are_not_in_each_others_way(desk):
    filing = draft(desk)
    first, second = line(desk, filing, sale()), line(desk, filing, sale(price=Decimal(39)))
    save_again(desk, first, amount=Decimal(1))
    save_again(desk, second, amount=Decimal(2))
    assert [row.amount.value for row in lines_of(filing)] == [1, 2]


def test_the_second_of_two_people_on_one_footnote_is_told(desk):
    filing = draft(desk)
    note = footnote_save(actor=desk.kemi, filing_id=filing.pk, text="Average.")
    footnote_save(
        actor=desk.kemi, filing_id=filing.pk, text="Weighted average.", footnote_id=note.pk, version=1
    )
    with pytest.raises(EditConflict):
        footnote_save(actor=desk.kemi, filing_id=filing.pk, text="Mean.", footnote_id=note.pk, version=1)
    note.refresh_from_db()
    assert note.text == "Weighted average."


# Money


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("38.4", "38.40"), ("12", "12"), ("0.0625", "0.0625"), ("0", "0"), ("5.5", "5.50")],
)
def test_dollars_and_cents_keep_two_places_on_the_form(desk, stored, shown):
    filing = draft(desk)
    line(desk, filing, sale(price=Decimal(stored)))
    assert str(lines_of(filing)[0].price.value) == shown
